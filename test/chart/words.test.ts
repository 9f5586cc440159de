import { describe, expect, test } from "vitest";
import { drawFigure } from "../../src/chart/draw.ts";
import type { Figure } from "../../src/chart/figure.ts";
import { LOCALES } from "../../src/survey/text.ts";
import { drawn, FIGURES } from "./figures.ts";
import { answers, asked, both, codebookWith, contextOf, lacking, numbers, orders, planOf, wordsOf } from "./made.ts";

/** What figures say beside their pictures. */

const labels = ["Red", "Blue", "Green"].map((label) => both(`${label} zh`, label));
const colour = asked("colour", "single", labels);
const bars = (counts: readonly number[], facts = {}): Figure => drawFigure(planOf("bars", [colour]), answers(colour, counts), contextOf(codebookWith([colour]), "en", facts));
const columns = ({ table }: Figure): string[] => table.columns.map(({ label }) => label);

describe("a title", () => {
  test("names the leader where its interval clears the second's, both where the intervals touch", () => {
    expect(bars([150, 40, 10]).title).toBe("“Red” was chosen most, by 75%");
    expect(bars([82, 78, 40]).title).toBe("“Red” (41%) and “Blue” (39%) lead, too close to call");
  });

  test("tests nothing on open links: only equal counts are level", () => {
    expect(bars([82, 78, 40], { intervals: false }).title).toBe("“Red” was chosen most, by 41%");
    expect(bars([80, 80, 40], { intervals: false }).title).toBe("“Red” (40%) and “Blue” (40%) lead, too close to call");
  });

  test("is the heading where nobody chose anything", () => {
    const several = asked("tasks", "multiple", labels);
    expect(drawFigure(planOf("bars", [several]), answers(several, [], 40), contextOf(codebookWith([several]))).title).toBe("Heading");
  });

  test("of a battery counts everything above the middle of the scale, of the item furthest up", () => {
    expect(drawn("battery", "en").title).toBe("“My day is filled to the brim”: 73% chose “Agree” or “Strongly agree”");
    expect(drawn("battery", "zh-cn").title).toBe("“每天的事排得满满的”：73% 选“同意”或“很同意”");
  });

  test("of an index is the mean from 30 answers on, below that the favourable side alone", () => {
    expect(drawn("index", "en").title).toBe("Overload: 3.3 on average (3.1–3.5), on a scale of 1 to 5");
    const few = drawn("index-few", "en");
    // 5 of 24 lie under the middle of a scale on which low is good.
    expect(few.title).toBe("Overload: 21% on the favourable side");
    expect(few.table.rows.map(([name]) => name)).not.toContain("Mean");
    expect(few.svg).not.toContain('stroke="var(--ink)"');
    expect(drawn("index", "en").svg).toContain('stroke="var(--ink)"');
  });

  test("of amounts, of ranks and of texts says the finding", () => {
    expect(drawn("timeuse", "en").title).toBe("“Store visits” takes the most time, 1.8 hours on average");
    expect(drawn("ranking", "en").title).toBe("“Fewer reports” was put first most often, by 51%");
    expect(drawn("histogram", "en").title).toBe("Half are at 30 minutes or below");
    expect(drawn("text", "zh-cn").title).toBe("32% 写下了文字");
  });
});

describe("an open link", () => {
  test.each(Object.keys(FIGURES))("states no interval in %s: neither column, whisker, caption nor title", (name) => {
    const figure = drawn(name, "en", { intervals: false });
    expect(columns(figure)).not.toContain("95% interval");
    expect(figure.table.rows.map(([first]) => first)).not.toContain("95% interval");
    expect(wordsOf(figure).join(" ")).not.toMatch(/confidence|\d–[\d.]+\)/);
    expect(figure.svg).not.toMatch(/stroke="var\(--track\)"|fill-opacity/);
  });
});

describe("few answers", () => {
  const one = (n: number): Figure => drawFigure(planOf("bars", [colour], both("颜色", "Colours")), [...answers(colour, [n - 3, 3]), lacking(colour, "refused", 4)], contextOf(codebookWith([colour])));

  test("under n leave neither picture, number, share nor reason", () => {
    const few = one(9);
    expect([few.svg, few.table.rows]).toEqual([undefined, []]);
    expect(few.title).toBe("Too few answers to show");
    expect(few.note).toBe("Fewer than 10 answers: not shown, to protect those who gave them.");
    expect(wordsOf(few).join(" ")).not.toMatch(/%|declined|n = /);
  });

  test("at n exactly are shown", () => {
    expect(one(10).svg).toContain("<svg");
    expect(one(10).caption).toBe("n = 10 · declined 4 · unweighted · thin lines: 95% confidence intervals · Third quarter 2026");
  });

  test("to one item of a battery hide that item alone, and its base", () => {
    const { table, alt, svg } = drawn("battery-few", "en");
    expect(table.rows.at(-1)).toEqual(["I finish on time", "<10", null, null, null, null, null, null]);
    expect(alt).not.toContain("I finish on time");
    expect(svg).toContain("Too few answers to show");
  });

  test.each(LOCALES)("of one group are not listed in a cross table (%s)", (locale) => {
    const { table, alt } = drawn("cross-single", locale);
    expect(table.rows[2]?.slice(1)).toEqual(["<10", ...Array.from({ length: 12 }, () => null)]);
    expect(alt).not.toMatch(/Mountains|山区/);
  });
});

describe("withheld counts", () => {
  test("are unknown, not none", () => {
    const { table, alt, svg } = drawn("bars-withheld", "en");
    expect(table.rows).toEqual([["None", null, null], ["One or two days", "60", "43%"], ["Three or four days", "80", "57%"], ["Every day", null, null]]);
    expect(alt).not.toContain("0%.");
    expect(alt).not.toContain("Every day");
    expect(svg).not.toContain(">0%<");
  });

  test("leave those who gave them in the base, so that no share is of the common answers alone", () => {
    const figure = drawFigure(planOf("bars", [colour]), [...answers(colour, [0, 15, 0]), lacking(colour, "no_answer", 10)], contextOf(codebookWith([colour]), "en", { rounded: true, intervals: false, responses: 50 }));
    // 15 of the 40 who may have answered, not of the 15.
    expect(figure.table.rows).toEqual([["Blue", "15", "38%"], ["Red", null, null], ["Green", null, null]]);
    expect(figure.title).toBe("“Blue” was chosen most, by 38%");
    expect(figure.caption).toContain("n = 40 · no answer 10");
    expect(drawFigure(planOf("bars", [colour]), [], contextOf(codebookWith([colour]), "en", { rounded: true, intervals: false, responses: 50 })).svg).toBeUndefined();
  });

  test("say so where none is left", () => {
    const several = asked("tasks", "multiple", labels);
    const figure = drawFigure(planOf("bars", [several]), answers(several, [], 40), contextOf(codebookWith([several]), "en", { rounded: true, intervals: false, responses: 50 }));
    expect(figure.table.rows.map(([, n]) => n)).toEqual([null, null, null]);
    expect(figure.note).toBe("No count is shown: each is under 10, or would give one under 10 away.");
    expect(figure.alt).toBe("Heading. No count is shown: each is under 10, or would give one under 10 away.");
  });

  test("never say that nobody, or everybody, wrote", () => {
    const [note, more] = ["note", "more"].map((name) => asked(name, "text"));
    if (!note || !more) throw new Error("two texts");
    const facts = { rounded: true, intervals: false, responses: 50 };
    const context = contextOf(codebookWith([note, more]), "en", facts);
    // 8 of 50 wrote, which is not told.
    const few = drawFigure(planOf("text", [note]), [lacking(note, "no_answer", 40)], context);
    expect([few.svg, few.note]).toEqual([undefined, "Fewer than 10 answers: not shown, to protect those who gave them."]);
    // 42 wrote; that the others did not is not told.
    expect(drawFigure(planOf("text", [note]), answers(note, [], 40), context).title).toBe("80% wrote something");
    const both = drawFigure(planOf("text", [note, more]), [...answers(note, [], 40), lacking(more, "no_answer", 40)], context);
    expect(both.table.rows).toEqual([["note", "50", "40", "80%"], ["more", "50", null, null]]);
  });

  test("leave no statement of the upper end, the middle or the mean", () => {
    const scale = ["Low", "Middle", "High"].map((label) => both(label));
    const item = asked("item", "ordinal", scale);
    const count = asked("count", "number", [], { step: 1 });
    const context = contextOf(codebookWith([item, count]), "en", { rounded: true, intervals: false, responses: 60 });
    const drawnBattery = drawFigure(planOf("battery", [item, item]), answers(item, [30, 15, 0]), context);
    expect(drawnBattery.title).toBe("Most agreed on “item”: 50% chose “Low”");
    expect(drawnBattery.table.rows[0]).toEqual(["item", "60", "50%", "25%", null, null]);
    const counted = drawFigure(planOf("histogram", [count], both("数量", "How many")), numbers(count, [[1, 30], [2, 10]]), context);
    expect([counted.title, counted.table.rows.at(-1)?.[2]]).toEqual(["How many", null]);
    expect(counted.table.rows[0]).toEqual(["1", "30", "50%"]);
  });

  test("of some positions leave no mean position", () => {
    const wishes = asked("wishes", "ranking", labels);
    const { table } = drawFigure(planOf("ranking", [wishes]), orders(wishes, 100, [[50, 30, 20], [40, 60, 0], [10, 10, 80]]), contextOf(codebookWith([wishes]), "en", { rounded: true, intervals: false }));
    expect(table.rows.find(([label]) => label === "Blue")).toEqual(["Blue", null, "40%", "60%", null]);
    expect(table.rows.find(([label]) => label === "Red")).toEqual(["Red", "1.70", "50%", "30%", "20%"]);
  });
});

describe("weights", () => {
  test("count in shares, not in counts, and widen the interval", () => {
    const weighted = drawn("bars-weighted", "en");
    expect(weighted.table.rows.map((row) => row.slice(1, 3))).toEqual([["40", "13%"], ["40", "13%"], ["40", "38%"], ["40", "38%"]]);
    expect(weighted.caption).toContain("weighted");
    // 60 of 160 without weights: 30.4 to 45.2 %; on the effective size of 128: 29.6 to 46.1 %.
    expect(weighted.table.rows[2]?.[3]).toBe("30–46%");
  });
});

test("a table's columns are those of its figure", () => {
  expect(columns(drawn("bars", "en"))).toEqual(["Answer", "Count", "Share", "95% interval"]);
  expect(columns(drawn("bars", "zh-cn"))).toEqual(["回答", "人数", "占比", "95% 置信区间"]);
  expect(columns(drawn("battery", "en"))).toEqual(["Item", "n", "Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree", "Mean"]);
  expect(columns(drawn("timeuse", "zh-cn"))).toEqual(["条目", "n", "平均（小时）", "95% 置信区间", "中位数"]);
  expect(columns(drawn("ranking", "en"))).toEqual(["Item", "Mean position", "Position 1", "Position 2", "Position 3"]);
  expect(columns(drawn("ranking", "zh-cn"))).toEqual(["条目", "平均名次", "名次 1", "名次 2", "名次 3"]);
});

test.each(Object.keys(FIGURES))("every row of %s has as many cells as there are columns, in both languages", (name) => {
  for (const locale of LOCALES) {
    const { table, alt, title, svg } = drawn(name, locale);
    for (const row of table.rows) expect(row.length).toBe(table.columns.length);
    expect(table.rows.length).toBeGreaterThan(0);
    expect(alt.startsWith(title)).toBe(true);
    expect(svg).toMatch(/^<svg[^>]* role="img"/);
  }
});

test("a scale drawn as amounts has a bar for each of its points", () => {
  const scale = asked("likely", "ordinal", Array.from({ length: 6 }, (_, i) => both(String(i))), {});
  const scored = { ...scale, values: scale.values.map((value, i) => ({ ...value, score: i })) };
  const { table } = drawFigure(planOf("histogram", [scored]), answers(scored, [0, 4, 20, 6]), contextOf(codebookWith([scored])));
  expect(table.rows.slice(0, 6).map(([name, n]) => [name, n])).toEqual([["0", "0"], ["1", "4"], ["2", "20"], ["3", "6"], ["4", "0"], ["5", "0"]]);
});

test("what was never ranked stands last, without a position", () => {
  const wishes = asked("wishes", "ranking", labels);
  const { table, alt } = drawFigure(planOf("ranking", [wishes]), orders(wishes, 40, [[], [40, 0, 0], [0, 40, 0]]), contextOf(codebookWith([wishes])));
  expect(table.rows.at(-1)).toEqual(["Red", null, "0%", "0%", "0%"]);
  expect(alt).not.toContain("NaN");
});

test("numbers that have a step stand each in a bar of its own, a scale ends where it ends", () => {
  const people = asked("people", "number", [], { step: 1 });
  const { table } = drawFigure(planOf("histogram", [people]), numbers(people, [[0, 4], [1, 20], [3, 6]]), contextOf(codebookWith([people])));
  expect(table.rows.slice(0, 4)).toEqual([["0", "4", "13%"], ["1", "20", "67%"], ["2", "0", "0%"], ["3", "6", "20%"]]);
  expect(drawn("index", "en").table.rows.map(([bin]) => bin).filter((bin) => /^[\d.]+–/.test(bin ?? "")).at(-1)).toBe("4.5–5");
});
