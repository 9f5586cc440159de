import type { Tally } from "../query/tally.ts";
import { type Mean, meanOf, type Point } from "../stats/mean.ts";
import { effectiveSize, wilson } from "../stats/proportion.ts";
import { answerValues, type Variable } from "../survey/codebook.ts";
import type { Facts, MissingCount } from "./figure.ts";

/** A mean score is stated from so many answers on; below, only how many lie on the favourable side. */
export const ENOUGH = 30;

/** How the answers to one variable divide. */
export interface Distribution {
  /** Answers. */
  readonly n: number;
  /** As many answers without weights say as much (Kish); n where nothing is weighted. */
  readonly effective: number;
  readonly shares: readonly Share[];
  readonly missing: readonly MissingCount[];
}

export interface Share {
  readonly code: string;
  readonly n: number;
  /** 0 to 1, of those who answered; weighted where the release is. */
  readonly share: number;
  /** 95 %; absent for open links. */
  readonly low?: number;
  readonly high?: number;
}

const sum = (tallies: readonly Tally[], of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);

const isBase = (tally: Tally): boolean => tally.value === null && tally.missing === null;

export function distribution(variable: Variable, tallies: readonly Tally[], facts: Facts): Distribution {
  const own = tallies.filter((tally) => tally.variable === variable.name);
  const answers = own.filter(({ missing }) => missing === null);
  const several = (variable.kind === "multiple" || variable.kind === "ranking") && answers.some(isBase);
  const base = several ? answers.filter(isBase) : answers;
  const missing = missingOf(own);
  const shown = sum(base, (tally) => tally.n);
  // Those whose answers were too rare to be told; otherwise a share of what was told would pass for a share of all.
  const untold = !several && shown > 0 ? untoldOf(variable, own, facts) : 0;
  const [n, w, w2] = [shown + untold, sum(base, (tally) => tally.w) + untold, sum(base, (tally) => tally.w2) + untold];
  const codes = variable.columns.length === 0 ? [] : variable.kind === "ranking" ? [] : answerValues(variable).map(({ code }) => code);
  return {
    n,
    effective: effectiveSize(w, w2),
    shares: codes.map((code) => {
      const of = answers.filter(({ value }) => value === code);
      const share = w > 0 ? sum(of, (tally) => tally.w) / w : 0;
      return { code, n: sum(of, (tally) => tally.n), share, ...(facts.intervals ? wilson(share, effectiveSize(w, w2)) : {}) };
    }),
    missing,
  };
}

export function missingOf(tallies: readonly Tally[]): MissingCount[] {
  const reasons = new Map<MissingCount["reason"], number>();
  for (const { missing, n } of tallies) if (missing) reasons.set(missing, (reasons.get(missing) ?? 0) + n);
  return [...reasons].map(([reason, n]) => ({ reason, n }));
}

/** Numbers that were answered, or scores of an ordered scale, with how many gave each. */
export function pointsOf(variable: Variable, tallies: readonly Tally[]): Point[] {
  const scores = new Map(variable.kind === "number" ? [] : answerValues(variable).flatMap(({ code, score }) => (score === undefined ? [] : [[code, score] as const])));
  const numberOf = ({ value, x }: Tally): number | null | undefined => (variable.kind === "number" ? x : value === null ? null : scores.get(value));
  return tallies.flatMap((tally) => {
    const x = tally.variable === variable.name && tally.missing === null ? numberOf(tally) : null;
    return x === null || x === undefined ? [] : [{ x, n: tally.n, w: tally.w, w2: tally.w2 }];
  });
}

/** Mean of the numbers, or of the scores of an ordered scale. */
export const meanScore = (variable: Variable, tallies: readonly Tally[]): Mean | undefined => meanOf(pointsOf(variable, tallies));

/** Those whose answers were too rare to be told. A mean or a middle of the others would be of something else. */
export const untoldOf = ({ name }: Variable, tallies: readonly Tally[], { rounded, responses }: Facts): number =>
  rounded && responses !== undefined ? Math.max(0, responses - sum(tallies, (tally) => (tally.variable === name ? tally.n : 0))) : 0;

/** Whether no more are untold than rounding explains: each count is off by up to 2, and what is off in one way makes up for the other. */
export const isWhole = (variable: Variable, tallies: readonly Tally[], facts: Facts): boolean => untoldOf(variable, tallies, facts) <= 2 * Math.sqrt(tallies.filter(({ variable: name }) => name === variable.name).length);

/** How often each item stood at each position down to the last that occurs, and its mean position where it was ranked at all. */
export function positions(variable: Variable, tallies: readonly Tally[]): { readonly n: number; readonly items: readonly { readonly code: string; readonly mean: number | undefined; readonly at: readonly number[]; readonly counts: readonly number[] }[] } {
  const own = tallies.filter((tally) => tally.variable === variable.name && tally.missing === null);
  const base = own.filter(isBase);
  const [n, w] = [sum(base, (tally) => tally.n), sum(base, (tally) => tally.w)];
  const last = own.reduce((lowest, { x }) => Math.max(lowest, x ?? 1), 1);
  const items = answerValues(variable).map(({ code }) => {
    const of = own.filter(({ value }) => value?.replace(/^\d+:/, "") === code && value !== null);
    const at = Array.from({ length: last }, (_, i) => of.filter(({ x }) => x === i + 1));
    const ranked = sum(of, (tally) => tally.w);
    return { code, mean: ranked > 0 ? sum(of, (tally) => tally.w * (tally.x ?? 0)) / ranked : undefined, at: at.map((each) => (w > 0 ? sum(each, (tally) => tally.w) / w : 0)), counts: at.map((each) => sum(each, (tally) => tally.n)) };
  });
  return { n, items: items.sort((a, b) => (a.mean ?? last + 1) - (b.mean ?? last + 1)) };
}
