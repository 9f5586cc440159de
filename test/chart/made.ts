import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChartContext, Facts, Figure, FigurePlan } from "../../src/chart/figure.ts";
import type { Tally } from "../../src/query/tally.ts";
import type { Codebook, Kind, Missing, Variable } from "../../src/survey/codebook.ts";
import type { Text } from "../../src/survey/text.ts";

/** Smallest variables, tallies and facts that figures can be drawn from. */

export const both = (zh: string, en = zh): Text => ({ "zh-cn": zh, en });

/** A variable whose values are labelled as given, coded v0, v1 …, scored from 1 where they stand in order. */
export function asked(name: string, kind: Kind, labels: readonly Text[] = [], more: Partial<Variable> = {}): Variable {
  const several = kind === "multiple" || kind === "ranking";
  const scored = kind === "ordinal" || kind === "rating";
  return {
    name, question: name, path: [name], type: "made", kind, label: both(name), role: "ordinary",
    values: labels.map((label, i) => ({ code: `v${i}`, label, ...(scored ? { score: i + 1 } : {}) })),
    columns: kind === "text" ? [] : several ? labels.map((_, i) => ({ name: `${name}__v${i}`, type: "DOUBLE", code: `v${i}` })) : [{ name, type: kind === "number" ? "DOUBLE" : "VARCHAR" }],
    ...more,
  };
}

const row = (variable: string, n: number, more: Partial<Tally>): Tally => ({ variable, value: null, x: null, missing: null, group: null, n, w: n, w2: n, ...more });

/** Counts of the answers v0, v1 …; those who answered at all where several could be chosen. */
export const answers = ({ name }: Variable, counts: readonly number[], base?: number): Tally[] => [
  ...(base === undefined ? [] : [row(name, base, {})]),
  ...counts.flatMap((n, i) => (n > 0 ? [row(name, n, { value: `v${i}` })] : [])),
];

export const lacking = ({ name }: Variable, missing: Missing, n: number): Tally => row(name, n, { missing });

/** How many gave each number. */
export const numbers = ({ name }: Variable, given: readonly (readonly [x: number, n: number])[]): Tally[] => given.map(([x, n]) => row(name, n, { value: String(x), x }));

/** How often item i stood at position j + 1. */
export const orders = ({ name }: Variable, base: number, table: readonly (readonly number[])[]): Tally[] => [
  row(name, base, {}),
  ...table.flatMap((counts, i) => counts.flatMap((n, j) => (n > 0 ? [row(name, n, { value: `${j + 1}:v${i}`, x: j + 1 })] : []))),
];

export const grouped = (tallies: readonly Tally[], group: string): Tally[] => tallies.map((tally) => ({ ...tally, group }));

/** As if every answer that a tally counts weighed so much. */
export const weighing = (tallies: readonly Tally[], weight: number): Tally[] => tallies.map((tally) => ({ ...tally, w: tally.n * weight, w2: tally.n * weight * weight }));

export const codebookWith = (variables: readonly Variable[], more: Partial<Codebook> = {}): Codebook => ({ survey: "made", version: "0000000000000000", title: both("试", "Test"), variables, constructs: [], filters: [], figures: [], notes: [], ...more });

export const FACTS: Facts = { n: 10, intervals: true, weighted: false, wave: both("2026 年第三季度", "Third quarter 2026"), simulated: false, rounded: false };


export const contextOf = (codebook: Codebook, locale: ChartContext["locale"] = "en", facts: Partial<Facts> = {}): ChartContext => ({ codebook, locale, facts: { ...FACTS, ...facts } });

export const planOf = (as: FigurePlan["as"], variables: readonly Variable[], heading = both("标题", "Heading")): FigurePlan => ({ id: variables[0]?.name ?? "none", as, variables: variables.map(({ name }) => name), heading });

const PALETTE = /:root \{[^}]*\}/.exec(readFileSync(join(import.meta.dirname, "../../src/chart/palette.css"), "utf8"))?.[0] ?? "";

/** The picture as a file that any viewer shows: with the light colours of the page, one element a line. */
export function standing({ svg }: Pick<Figure, "svg">): string {
  if (svg === undefined) throw new Error("nothing was drawn");
  const style = `<style>${PALETTE.replace(/\s+/g, " ").replace("{", "{ --card: #ffffff;")} svg { background: #ffffff; font-family: "Noto Sans CJK SC", sans-serif !important; }</style>`;
  return `${svg.replace(/<svg([^>]*)>/, `<svg xmlns="http://www.w3.org/2000/svg"$1>${style}`).replaceAll("><", ">\n<")}\n`;
}

/** Everything that a figure says, for looking through. */
export const wordsOf = ({ id, title, question, caption, alt, note, table }: Figure): string[] => [id, title, question, caption, alt, note ?? "", ...table.columns.map(({ label }) => label), ...table.rows.flatMap((cells) => cells.map((cell) => cell ?? ""))];
