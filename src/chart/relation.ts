import { RELATION } from "../i18n/relation.ts";
import type { Tally } from "../query/tally.ts";
import { withHolm } from "../stats/adjust.ts";
import { type Both, type Level, type NamedEffect, relate, type Relation, type Untested } from "../stats/relation.ts";
import { answerValues, type Variable } from "../survey/codebook.ts";
import type { Cell } from "../survey/flatten.ts";
import type { Locale } from "../survey/text.ts";
import { CLEAR } from "./apart.ts";
import type { Facts, FigureTable } from "./figure.ts";
import { count } from "./format.ts";

/** One question, or one choice of several, by another. */
export interface Tested {
  /** Of the choice, where each is tested alone. */
  readonly code: string | undefined;
  readonly relation: Relation | Untested;
  /** p after Holm over all choices; that of the test where there is one. */
  readonly adjusted: number;
}

export function levelOf({ kind }: Variable): Level {
  return kind === "number" ? "number" : kind === "ordinal" || kind === "rating" ? "ordinal" : "nominal";
}

/** Where an answer stands: its number, its score, or its place in the list. */
function placeOf(variable: Variable): (code: string) => number | undefined {
  if (variable.kind === "number") return (code) => (Number.isFinite(Number(code)) ? Number(code) : undefined);
  const places = new Map(answerValues(variable).map(({ code, score }, i) => [code, levelOf(variable) === "ordinal" ? (score ?? i + 1) : i]));
  return (code) => places.get(code);
}

/**
 * Tests of one variable by another.
 * @param tallies of `variable`, split by `by`
 * @returns nothing for texts, of which only whether somebody wrote is known
 */
export function relationsOf(variable: Variable, by: Variable, tallies: readonly Tally[], { n: least, weighted }: Pick<Facts, "n" | "weighted">): Tested[] {
  const yOf = placeOf(by);
  const own = tallies.filter((tally) => tally.variable === variable.name && tally.missing === null && tally.group !== null && !tally.group.startsWith("?"));
  const both = (of: readonly Tally[], xOf: (tally: Tally) => number | undefined): Both[] =>
    of.flatMap((tally) => {
      const [x, y] = [xOf(tally), yOf(tally.group ?? "")];
      return x === undefined || y === undefined ? [] : [{ x, y, n: tally.n, w: tally.w, w2: tally.w2 }];
    });
  const sides = { y: levelOf(by), weighted, least };
  if (variable.kind === "multiple" || variable.kind === "ranking") {
    const isRanked = variable.kind === "ranking";
    const all = answerValues(variable).map(({ code }) => {
      const pairs = isRanked ? both(own.filter(({ value }) => value?.replace(/^\d+:/, "") === code), ({ x }) => x ?? undefined) : chosen(both(own.filter(({ value }) => value === code), () => 1), both(own.filter(({ value }) => value === null), () => 0));
      return { code, relation: relate(pairs, { ...sides, x: isRanked ? "ordinal" : "nominal" }) };
    });
    return adjustedTogether([all]).flat();
  }
  if (variable.columns.length === 0 || variable.kind === "text" || variable.kind === "date" || variable.kind === "file") return [];
  const xOf = placeOf(variable);
  const relation = relate(both(own, ({ value, x }) => x ?? xOf(value ?? "")), { ...sides, x: levelOf(variable) });
  return adjustedTogether([[{ code: undefined, relation }]]).flat();
}

/** Holm over all tests of all that is given, in the place of what was adjusted before: the choices of one variable, or several variables crossed at once. */
export function adjustedTogether(all: readonly (readonly Omit<Tested, "adjusted">[])[]): Tested[][] {
  const tests = withHolm(all.flat().flatMap((tested) => (tested.relation.test === undefined ? [] : [{ tested, p: tested.relation.p }])));
  const adjusted = new Map(tests.map((each) => [each.tested, each.adjusted]));
  return all.map((list) => list.map((tested) => ({ ...tested, adjusted: adjusted.get(tested) ?? Number.NaN })));
}

/** How many tests were made. */
export const testsIn = (tested: readonly Tested[]): number => tested.filter(({ relation }) => relation.test !== undefined).length;

/** Those who chose, and of those who answered the rest. */
function chosen(yes: readonly Both[], base: readonly Both[]): Both[] {
  return base.flatMap((all) => {
    const own = yes.find(({ y }) => y === all.y) ?? { ...all, x: 1, n: 0, w: 0, w2: 0 };
    const rest = { ...all, x: 0, n: all.n - own.n, w: all.w - own.w, w2: all.w2 - own.w2 };
    return [own, rest].filter(({ n }) => n > 0);
  });
}

/** What is said under a figure: one line in plain words, then test and effects, then reservations. */
export interface Said {
  readonly lines: readonly string[];
  readonly table: FigureTable;
  /** The same for programs: a row of names, then one for each effect, no number rounded. */
  readonly numbers: readonly (readonly Cell[])[];
}

const NAMES = ["variable", "choice", "test", "statistic", "df1", "df2", "p", "p_holm", "effect", "estimate", "low", "high", "n"] as const;

/** One row an effect; of what was not tested one that says why, in the place of the test. */
const numbersOf = (tested: readonly Tested[], { name }: Variable): Cell[][] => [
  [...NAMES],
  ...tested.flatMap(({ code = null, relation, adjusted }): Cell[][] => {
    if (relation.test === undefined) return [[name, code, relation.why, null, null, null, null, null, null, null, null, null, relation.n]];
    const { test, statistic, df, p, n } = relation;
    return relation.effects.map((effect) => [name, code, test, ...[statistic, df[0], df[1], p, adjusted].map(finite), effect.name, ...[effect.estimate, effect.low, effect.high].map(finite), n]);
  }),
];

/** What a test does not have stays empty. */
const finite = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

/** @param among how many tests were made together with these, if more */
export function sayRelations(tested: readonly Tested[], variable: Variable, locale: Locale, among = testsIn(tested)): Said {
  const words = RELATION[locale];
  const isAdjusted = tested.length > 1 || among > 1;
  const labelOf = ({ code }: Tested): string => answerValues(variable).find((value) => value.code === code)?.label[locale] ?? "";
  const several = tested.length > 1;
  const table: FigureTable = {
    columns: [...(several ? [{ label: words.columns.choice, numeric: false }] : []), ...[words.columns.test, words.columns.statistic, words.columns.p, ...(isAdjusted ? [words.columns.adjusted] : []), words.columns.effect, words.columns.estimate, words.columns.interval, words.columns.n].map((label, i) => ({ label, numeric: i > 0 && label !== words.columns.effect }))],
    rows: tested.flatMap((each): (string | null)[][] => {
      const { relation } = each;
      const head = several ? [labelOf(each)] : [];
      if (relation.test === undefined) return [[...head, words.why[relation.why], null, null, ...(isAdjusted ? [null] : []), null, null, null, count(relation.n)]];
      return relation.effects.map((effect, i) => [...head, ...(i === 0 ? [words.tests[relation.test], statisticOf(relation), pOf(relation.p), ...(isAdjusted ? [pOf(each.adjusted)] : [])] : [null, null, null, ...(isAdjusted ? [null] : [])]), words.effects[effect.name], sized(effect.estimate), intervalOf(effect, locale), count(relation.n)]);
    }),
  };
  const numbers = numbersOf(tested, variable);
  const notes = [...new Set(tested.flatMap(({ relation }) => (relation.test === undefined ? [] : relation.notes.map((note) => words.notes[note]))))];
  const [first] = tested;
  if (!first) return { lines: [], table, numbers };
  const clear = tested.filter(({ adjusted }) => adjusted < CLEAR);
  if (several) return { lines: [clear.length === 0 ? words.noneOf : words.someOf(clear.map(labelOf)), words.holm, ...notes], table, numbers };
  const { relation } = first;
  if (relation.test === undefined) return { lines: [words.why[relation.why]], table, numbers };
  const effects = relation.effects.map((effect) => `${words.effects[effect.name]} ${sized(effect.estimate)}${intervalOf(effect, locale) === null ? "" : words.within(intervalOf(effect, locale) ?? "")}`);
  return { lines: [first.adjusted < CLEAR ? words.together : words.apart, words.sentence(words.tests[relation.test], statisticOf(relation), pOf(relation.p), effects, count(relation.n)), ...(isAdjusted ? [words.holmOf(count(among), pOf(first.adjusted) ?? "–")] : []), ...notes], table, numbers };
}

const SYMBOLS: Readonly<Record<Relation["test"], string>> = { "chi-square": "χ²", "rao-scott": "F", fisher: "", permutation: "χ²", "mann-whitney": "W", "kruskal-wallis": "H", "lumley-scott": "F", welch: "t", "welch-anova": "F", kendall: "z", spearman: "S", pearson: "t" };

function statisticOf({ test, statistic, df }: Relation): string | null {
  if (!Number.isFinite(statistic)) return null;
  // Spearman's degrees of freedom belong to the t behind its p, not to S.
  const shown = test === "spearman" || df.length === 0 ? "" : `(${df.map((each) => (Number.isInteger(each) ? String(each) : each.toFixed(1))).join(", ")})`;
  return `${SYMBOLS[test]}${shown} = ${signed(Math.abs(statistic) >= 1000 ? String(Math.round(statistic)) : statistic.toFixed(2))}`;
}

const pOf = (p: number): string | null => (Number.isNaN(p) ? null : p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);

/** With a minus of the width of a digit, and none before nought. */
const signed = (digits: string): string => digits.replace(/^-(0\.?0*)$/, "$1").replace("-", "−");

/** Three digits after the point below one, where most effects lie. */
const sized = (value: number): string => (Number.isFinite(value) ? signed(value.toFixed(Math.abs(value) < 1 ? 3 : 2)) : value === Number.POSITIVE_INFINITY ? "∞" : "–");

const intervalOf = ({ low, high }: NamedEffect, locale: Locale): string | null => (Number.isNaN(low) || Number.isNaN(high) ? null : RELATION[locale].between(sized(low), sized(high)));
