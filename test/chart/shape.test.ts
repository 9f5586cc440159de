import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { colours } from "../../src/chart/canvas.ts";
import { measure, SIZE, WIDTH, wrap } from "../../src/chart/measure.ts";
import { drawCross } from "../../src/chart/crosstab.ts";
import { drawFigure } from "../../src/chart/draw.ts";
import type { Facts, Figure } from "../../src/chart/figure.ts";
import { fewer } from "../../src/chart/grid.ts";
import { planFor } from "../../src/chart/plan.ts";
import type { Tally } from "../../src/query/tally.ts";
import { type Kind, MISSING, type Variable } from "../../src/survey/codebook.ts";
import { LOCALES, type Text } from "../../src/survey/text.ts";
import { drawn, FIGURES } from "./figures.ts";
import { answers, asked, both, codebookWith, contextOf, grouped, numbers, orders, planOf, wordsOf } from "./made.ts";
import { elementsOf } from "./xml.ts";

/** What holds of every picture: well-formed, without NaN, nothing upon anything else. */

function expectSound(figure: Figure): void {
  for (const text of wordsOf(figure)) expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
  if (figure.svg === undefined) return;
  const elements = elementsOf(figure.svg);
  for (const { attributes } of elements) for (const [name, value] of Object.entries(attributes)) if (name !== "aria-label") expect(value).not.toMatch(/NaN|undefined|Infinity/);
  const ids = elements.flatMap(({ attributes }) => attributes["id"] ?? []);
  expect(new Set(ids).size).toBe(ids.length);
}

interface Placed {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Where each line of text lies, by the same estimate of its width that lays it out. */
function linesOf(svg: string): Placed[] {
  let [size, anchor] = [SIZE, "start"];
  return elementsOf(svg).flatMap(({ name, attributes, text }) => {
    if (name === "g") [size, anchor] = [Number(attributes["font-size"] ?? SIZE), attributes["text-anchor"] ?? "middle"];
    const at = /translate\(([\d.-]+),([\d.-]+)\)/.exec(attributes["transform"] ?? "");
    if (name !== "text" || !at) return [];
    const [x, y] = [Number(at[1]), Number(at[2])];
    const width = measure(text.replace(/&#?\w+;/g, "&"), size);
    const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
    return [{ text, left, right: left + width, y }];
  });
}

function expectApart(svg: string | undefined): void {
  const lines = linesOf(svg ?? "");
  expect(lines.length).toBeGreaterThan(0);
  lines.forEach((line, i) => {
    expect.soft(line.left, line.text).toBeGreaterThanOrEqual(-0.5);
    expect.soft(line.right, line.text).toBeLessThanOrEqual(WIDTH + 0.5);
    for (const other of lines.slice(i + 1)) if (Math.abs(line.y - other.y) < 10) expect.soft(line.right <= other.left || other.right <= line.left, `“${line.text}” upon “${other.text}”`).toBe(true);
  });
}

test.each(Object.keys(FIGURES))("%s is well-formed and no two texts of it overlap, in both languages", (name) => {
  for (const locale of LOCALES) {
    const figure = drawn(name, locale);
    expectSound(figure);
    expectApart(figure.svg);
  }
});

const LONG: Text = both(
  "用电话、微信或者小会能说清楚的事，就不再一家一家上门；急的、老的、病的、行动不便的零售户，仍然当面走访，并且记下他们当面提出的每一条意见和要求",
  "What can be settled by phone, WeChat or a small meeting is no longer settled door to door; retailers who are urgent, old, ill or disabled are still visited in person, and everything they ask for is written down",
);
const UNBROKEN = both("https://example.org/a/very/long/address/that/has/no/place/to/break/in/any/of/its/parts?and=a&query=too", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft");

describe("labels", () => {
  const labels = [LONG, UNBROKEN, both("短", "Short"), LONG, UNBROKEN, both("短", "Short")].map((label, i) => both(`${label["zh-cn"]}${i}`, `${label.en}${i}`));
  const bars = asked("long", "single", labels);
  const ranking = asked("rank", "ranking", labels.slice(0, 3));
  const items = labels.slice(0, 3).map((label, i) => asked(`item${i}`, "ordinal", labels, { label }));
  const codebook = codebookWith([bars, ranking, ...items]);
  test.each(LOCALES)("however long are broken, not cut or laid upon each other (%s)", (locale) => {
    const context = contextOf(codebook, locale);
    const figures = [
      drawFigure(planOf("bars", [bars]), answers(bars, [30, 40, 50, 10, 20, 30]), context),
      drawFigure(planOf("ranking", [ranking]), orders(ranking, 60, [[20, 20, 20], [30, 10, 20], [10, 30, 20]]), context),
      drawFigure(planOf("battery", items), items.flatMap((item, i) => answers(item, [30, 40, 50, 10, 20, 30 * i])), context),
      drawCross("long", "rank", labels.slice(0, 3).flatMap((_, i) => grouped(answers(bars, [30, 40, 50, 10, 20, 30]), `v${i}`)), context),
    ];
    for (const figure of figures) {
      expectSound(figure);
      expectApart(figure.svg);
    }
    const drawnText = linesOf(figures[0]?.svg ?? "").map(({ text }) => text.replace(/&#38;/g, "&")).join("").replaceAll(" ", "");
    for (const label of labels) expect(drawnText).toContain(label[locale].replaceAll(" ", ""));
  });

  test("are never markup, and keep every digit", () => {
    const hostile = ["<script>alert(1)</script>", "\"' onload=\"alert(1)", "</text></svg><img src=x onerror=alert(1)>", "a & b &amp; c", "π = 3.14159265, x=\"1.23456\"", "\u00a0\u0000\u001b[31m\ud800", "]]><!--"].map((text) => both(text));
    const variable = asked("hostile", "multiple", hostile, { label: both("<b>\"?\"</b>") });
    const item = asked("item", "ordinal", hostile, { label: hostile[0] ?? both("") });
    const context = contextOf(codebookWith([variable, item]));
    for (const figure of [drawFigure(planOf("bars", [variable]), answers(variable, [70, 60, 50, 40, 30, 20, 15], 80), context), drawFigure(planOf("battery", [item, item]), answers(item, [10, 10, 10, 10, 10, 10, 10]), context)]) {
      expectSound(figure);
      const elements = elementsOf(figure.svg ?? "");
      for (const { name } of elements) expect(["svg", "g", "rect", "text", "path"]).toContain(name);
      for (const { attributes } of elements) expect(Object.keys(attributes).filter((name) => name.startsWith("on"))).toEqual([]);
      expect(figure.svg).toContain("3.14159265");
    }
  });

  test("break between words and Chinese characters, never before closing punctuation", () => {
    expect(wrap("ab cd ef", measure("ab cd"))).toEqual(["ab cd", "ef"]);
    expect(wrap("一二三四，五", SIZE * 4)).toEqual(["一二三", "四，五"]);
    expect(wrap("", 100)).toEqual([""]);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.integer({ min: 40, max: WIDTH }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 300 },
    );
  });
});

describe.each([1, 2, 7, 30])("%i categories", (size) => {
  const labels = Array.from({ length: size }, (_, i) => both(`选项${i + 1}`, `Choice ${i + 1}`));
  test.each<Kind>(["single", "ordinal", "multiple", "ranking"])("of a %s question are all drawn and listed", (kind) => {
    const variable = asked("many", kind, labels);
    const codebook = codebookWith([variable]);
    const tallies = kind === "ranking" ? orders(variable, 60, labels.map((_, i) => labels.map((_, j) => (i === j ? 60 : 0)))) : answers(variable, labels.map((_, i) => 12 + i), kind === "multiple" ? 70 : undefined);
    const figure = drawFigure(planFor(codebook, "many"), tallies, contextOf(codebook, "en"));
    expectSound(figure);
    expectApart(figure.svg);
    expect(figure.table.rows.length).toBe(size);
    const said = new Set(linesOf(figure.svg ?? "").map(({ text }) => text));
    // Of many names without order the rarest are folded.
    const folded = size > 20 && (kind === "single" || kind === "multiple");
    for (const { en } of folded ? labels.slice(-15) : labels) expect(said).toContain(en);
    expect(figure.table.rows.map(([label]) => label).sort()).toEqual(labels.map(({ en }) => en).sort());
  });

  test("of a battery stand in the legend and in each item's table row", () => {
    const items = ["a", "b"].map((name) => asked(name, "ordinal", labels));
    const figure = drawFigure(planOf("battery", items), items.flatMap((item) => answers(item, labels.map((_, i) => 12 + i))), contextOf(codebookWith(items), "zh-cn"));
    expectSound(figure);
    expectApart(figure.svg);
    expect(figure.table.columns.length).toBe(size + 3);
  });
});

describe("parts that share a picture", () => {
  test.each([2, 7, 8, 11, 12, 50])("never share a colour or a column, of %i", (size) => {
    const labels = Array.from({ length: size }, (_, i) => both(`选项${i + 1}`, `Choice ${i + 1}`));
    for (const kind of ["single", "ordinal"] as const) {
      const items = ["a", "b"].map((name) => asked(name, kind, labels));
      const { svg } = drawFigure(planOf("battery", items), items.flatMap((item) => answers(item, labels.map((_, i) => 12 + i))), contextOf(codebookWith(items)));
      const fills = elementsOf(svg ?? "").flatMap(({ name, attributes }) => (name === "g" && attributes["stroke"] === "var(--edge)" && attributes["rx"] === undefined ? (attributes["fill"] ?? []) : []));
      if (size <= 7) expect(new Set(fills).size).toBe(size);
      else expect(fills).toEqual([]);
      expectApart(svg);
    }
    const wishes = asked("rank", "ranking", labels);
    const ranked = drawFigure(planOf("ranking", [wishes]), orders(wishes, 60, labels.map((_, i) => labels.map((_other, j) => (i === j ? 60 : 0)))), contextOf(codebookWith([wishes])));
    const keys = elementsOf(ranked.svg ?? "").flatMap(({ name, attributes }) => (name === "g" && attributes["rx"] === "2" ? (attributes["fill"] ?? []) : []));
    expect(new Set(keys).size).toBe(keys.length);
    expectApart(ranked.svg);
  });

  test("add up to the whole where neighbours or the rarest are put together", () => {
    const names = Array.from({ length: 30 }, (_, i) => String(i));
    const rows = [{ label: "a", shares: names.map((_, i) => i / 435) }];
    for (const ordered of [true, false]) {
      const columns = fewer(names, rows, { ordered, whole: true, others: (n) => `${n} others` });
      expect(columns.names.length).toBeLessThanOrEqual(11);
      expect(columns.rows[0]?.shares.reduce<number>((sum, share) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9);
      expect(columns.names).toContain(ordered ? "27–29" : "20 others");
    }
    expect(fewer(names, rows, { ordered: false, whole: false, others: String }).names).toEqual(names.slice(-10).reverse());
  });
});

test("a scale that runs both ways looks equally strong at both ends", () => {
  for (const size of [2, 3, 4, 5, 6, 7]) {
    const steps = colours("diverging", size).map((colour) => Number(colour.slice(7, 8)));
    expect(steps.map((step) => 8 - step).reverse()).toEqual(steps);
    expect(new Set(steps).size).toBe(size);
  }
});

describe("any tallies", () => {
  const labels = ["A", "B & <C>", "最长的一个选项，比别的都长"].map((label) => both(label));
  const variables: Variable[] = [...(["single", "ordinal", "rating", "boolean", "multiple", "ranking", "number", "text"] as const).map((kind) => asked(kind, kind, kind === "number" || kind === "text" ? [] : labels)), asked("score", "number", [], { construct: "c", type: "construct" }), asked("stepped", "number", [], { step: 0.25, unit: both("小时", "hours") })];
  const codebook = codebookWith(variables, { constructs: [{ id: "c", name: "score", title: both("维度"), items: ["ordinal", "rating"], reversed: [], favourable: "high" }] });
  const n = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 1_000_000 }));
  const weight = fc.oneof(fc.constant(1), fc.constant(0), fc.double({ min: 0.01, max: 50, noNaN: true }));
  const x = fc.oneof(fc.integer({ min: 0, max: 10 }), fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constantFrom(1, 1.67, 3.25, 5));
  const cell = fc.record({ variable: fc.constantFrom(...variables), n, weight, value: fc.constantFrom(null, "v0", "v1", "v2", "unknown"), missing: fc.option(fc.constantFrom(...MISSING), { freq: 4 }), x, position: fc.integer({ min: 1, max: 3 }), group: fc.constantFrom("v0", "v1", "?hidden") });
  /** Only what can be counted: who chose is never more than who answered, and one answer of one kind has a value. */
  const several = ({ kind }: Variable): boolean => kind === "multiple" || kind === "ranking";
  const tallies = fc.array(cell, { maxLength: 40 }).map((cells) => {
    const counted = cells.map(({ variable, n, weight, value, missing, x, position, group }): Tally => {
      const code = value ?? (several(variable) ? null : "v0");
      const at = missing !== null ? null : variable.kind === "number" ? x : variable.kind === "ranking" && code !== null ? position : null;
      return { variable: variable.name, value: missing !== null ? null : variable.kind === "number" ? String(x) : at === null ? code : `${at}:${code}`, x: at, missing, group, n, w: n * weight, w2: n * weight * weight };
    });
    const bases = variables.filter(several).flatMap(({ name }) => ["v0", "v1", "?hidden"].flatMap((group): Tally[] => counted.filter((tally) => tally.variable === name && tally.group === group && tally.value !== null).map((tally) => ({ ...tally, value: null, x: null }))));
    return [...counted, ...bases];
  });
  const facts: fc.Arbitrary<Partial<Facts>> = fc.record({ n: fc.integer({ min: 5, max: 30 }), intervals: fc.boolean(), weighted: fc.boolean(), simulated: fc.boolean(), rounded: fc.boolean() });

  test("give figures that are well-formed XML without NaN, alone and crossed", () => {
    fc.assert(
      fc.property(tallies, facts, fc.constantFrom(...LOCALES), (all, facts, locale) => {
        const context = contextOf(codebook, locale, facts);
        const whole = all.map((tally) => ({ ...tally, group: null }));
        const of = (names: readonly string[], from: readonly Tally[]): Tally[] => from.filter(({ variable }) => names.includes(variable));
        const figures = [
          ...variables.flatMap(({ name }) => [drawFigure(planFor(codebook, name), of([name], whole), context), ...(name === "single" ? [] : [drawCross(name, "single", of([name], all), context)])]),
          drawFigure(planOf("battery", [variables[1] ?? asked("", "text"), variables[1] ?? asked("", "text")]), of(["ordinal"], whole), context),
          drawFigure(planOf("timeuse", variables.filter(({ name }) => name === "number" || name === "stepped")), of(["number", "stepped"], whole), context),
        ];
        for (const figure of figures) {
          expectSound(figure);
          expect(figure.title).not.toBe("");
          // What too few gave is nowhere: neither drawn nor listed.
          if (figure.svg === undefined) expect(figure.table.rows).toEqual([]);
        }
      }),
      { numRuns: 120 },
    );
  });

  test("of numbers fall each into one bin", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(x, fc.integer({ min: 1, max: 50 })), { minLength: 1, maxLength: 30 }), (given) => {
        const number = variables.find(({ name }) => name === "number") ?? asked("", "number");
        const { table } = drawFigure(planOf("histogram", [number]), numbers(number, given), contextOf(codebook, "en", { n: 1 }));
        const counted = table.rows.filter(([name]) => !/Mean|Median|quartile/.test(name ?? "")).reduce((sum, [, cell]) => sum + Number(cell?.replaceAll(",", "")), 0);
        expect(counted).toBe(given.reduce((sum, [, n]) => sum + n, 0));
        expect(table.rows.length).toBeLessThanOrEqual(12 + 4);
      }),
      { numRuns: 300 },
    );
  });
});
