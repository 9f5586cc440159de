import { CHART } from "../i18n/chart.ts";
import { COMPARE } from "../i18n/compare.ts";
import type { Tally } from "../query/tally.ts";
import { answerValues, type Variable } from "../survey/codebook.ts";
import { isEntry } from "../survey/forms.ts";
import type { Group } from "./crosstab.ts";
import type { ChartContext, FigurePlan } from "./figure.ts";
import { decimal, labelOf, percent } from "./format.ts";
import { rowLabel } from "./labels.ts";
import { distribution, meanScore, positions } from "./summary.ts";

export interface Cell {
  /** Answers that the number stands on. */
  readonly n: number;
  readonly value: number | undefined;
}

export interface CrossRow {
  readonly say: (value: number) => string;
}

interface Crossed extends CrossRow {
  readonly rows: readonly { readonly label: string; readonly cells: readonly Cell[] }[];
  /** What the numbers are, in words. */
  readonly meaning: string;
}

/** What can be compared of several items, choices or amounts: one number for each of them and each group. */
export function crossed(plan: FigurePlan, variables: readonly Variable[], groups: readonly Group[], context: ChartContext): Crossed {
  const { locale } = context;
  const words = COMPARE[locale];
  const [first] = variables;
  if (!first) return { rows: [], meaning: "", say: percent };
  if (plan.as === "text") return { rows: variables.map((variable) => ({ label: variables.length === 1 ? CHART[locale].given : rowLabel(variable, locale), cells: groups.map(({ tallies }) => wrote(variable, tallies)) })), meaning: words.wrote, say: percent };
  if (plan.as === "timeuse") {
    const rows = variables.map((variable) => ({ label: rowLabel(variable, locale), cells: groups.map(({ tallies }): Cell => amount(variable, tallies)) }));
    return { rows: variables.some(isEntry) ? rows : sorted(rows), meaning: words.amounts(first.unit?.[locale] ?? ""), say: (value) => decimal(value) };
  }
  if (variables.length > 1) return items(variables, groups, context);
  const ranked = first.kind === "ranking";
  const rows = answerValues(first).map(({ code, label }) => ({ label: label[locale], cells: groups.map(({ tallies }) => (ranked ? putFirst(first, code, tallies) : chosen(first, [code], tallies, context))) }));
  return { rows: sorted(rows), meaning: ranked ? words.first : words.chose, say: percent };
}

/** Items of a battery: who is above the middle of an ordered scale; of names, who gave the answer that is most frequent over all groups. */
function items(variables: readonly Variable[], groups: readonly Group[], context: ChartContext): Crossed {
  const { locale } = context;
  const [first] = variables;
  const values = first ? answerValues(first) : [];
  const scores = values.flatMap(({ score }) => score ?? []);
  const middle = (Math.min(...scores) + Math.max(...scores)) / 2;
  const upper = first?.kind === "ordinal" || first?.kind === "rating" ? values.filter(({ score }) => score !== undefined && score > middle) : [];
  const rows = variables.map((variable) => {
    const codes = upper.length > 0 ? upper.map(({ code }) => code) : [leading(variable, groups, context)];
    const label = upper.length > 0 ? rowLabel(variable, locale) : `${rowLabel(variable, locale)}${CHART[locale].colon}${labelOf(variable, codes[0] ?? "", locale)}`;
    return { label, cells: groups.map(({ tallies }) => chosen(variable, codes, tallies, context)) };
  });
  return { rows: variables.some(isEntry) ? rows : sorted(rows), meaning: upper.length > 0 ? COMPARE[locale].upper(upper.map(({ label }) => label[locale])) : COMPARE[locale].chose, say: percent };
}

function leading(variable: Variable, groups: readonly Group[], { facts }: ChartContext): string {
  const { shares } = distribution(variable, groups.flatMap(({ tallies }) => tallies), facts);
  return [...shares].sort((a, b) => b.share - a.share)[0]?.code ?? "";
}

function chosen(variable: Variable, codes: readonly string[], tallies: readonly Tally[], { facts }: ChartContext): Cell {
  const { n, shares } = distribution(variable, tallies, { ...facts, intervals: false });
  return { n, value: n === 0 ? undefined : shares.filter(({ code }) => codes.includes(code)).reduce((sum, { share }) => sum + share, 0) };
}

function putFirst(variable: Variable, code: string, tallies: readonly Tally[]): Cell {
  const { n, items: ranked } = positions(variable, tallies);
  return { n, value: n === 0 ? undefined : (ranked.find((item) => item.code === code)?.at[0] ?? 0) };
}

function amount(variable: Variable, tallies: readonly Tally[]): Cell {
  const mean = meanScore(variable, tallies);
  return { n: mean?.n ?? 0, value: mean?.mean };
}

/** Of those who were asked. */
function wrote(variable: Variable, tallies: readonly Tally[]): Cell {
  const asked = tallies.filter((tally) => tally.variable === variable.name && tally.missing !== "not_asked");
  const [all, some] = [asked, asked.filter(({ missing }) => missing === null)].map((each) => each.reduce((sum, { w }) => sum + w, 0));
  return { n: asked.reduce((sum, { n }) => sum + n, 0), value: all ? (some ?? 0) / all : undefined };
}

/** The largest over all groups first. */
function sorted<T extends { readonly cells: readonly Cell[] }>(rows: readonly T[]): T[] {
  const overall = ({ cells }: T): number => cells.reduce((sum, { n, value = 0 }) => sum + n * value, 0) / (cells.reduce((sum, { n }) => sum + n, 0) || 1);
  return [...rows].sort((a, b) => overall(b) - overall(a));
}
