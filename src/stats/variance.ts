import { fBeyond } from "./distributions.ts";
import { momentsOf } from "./mean.ts";
import { noncentralFShare, noncentralities } from "./noncentral.ts";
import type { Interval } from "./proportion.ts";
import type { Count } from "./quantile.ts";

export interface FTest {
  readonly f: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
}

export interface Anova extends FTest, Interval {
  /** Share of the variance between groups, 0 to 1; `low` and `high` hold that of the population with 95 % (Steiger 2004). */
  readonly etaSquared: number;
}

const testOf = (f: number, df1: number, df2: number): FTest => ({ f, df1, df2, p: fBeyond(f, df1, df2) });

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** One-way analysis of variance of independent groups (Fisher 1925). Groups without answers count for nothing. */
export function anova(groups: readonly (readonly Count[])[]): Anova {
  const means = groups.map(momentsOf).filter(({ n }) => n > 0);
  const n = sum(means.map((group) => group.n));
  const grand = sum(means.map((group) => group.n * group.mean)) / n;
  const between = sum(means.map((group) => group.n * (group.mean - grand) ** 2));
  const within = sum(means.map((group) => (group.n > 1 ? (group.n - 1) * group.sd ** 2 : 0)));
  const [df1, df2] = [means.length - 1, n - means.length];
  const test = testOf(between / df1 / (within / df2), df1, df2);
  const ends = Number.isFinite(test.f) && df2 > 0 ? noncentralities((lambda) => noncentralFShare(test.f, df1, df2, lambda)) : { low: Number.NaN, high: Number.NaN };
  return { ...test, etaSquared: between / (between + within), low: ends.low / (ends.low + n), high: ends.high / (ends.high + n) };
}

/** The same where groups do not spread alike (Welch 1951), as R's `oneway.test`. Each group needs two answers that differ. */
export function welchAnova(groups: readonly (readonly Count[])[]): FTest {
  const means = groups.map(momentsOf).filter(({ n }) => n > 0);
  const k = means.length;
  const weights = means.map(({ n, sd }) => n / sd ** 2);
  const all = sum(weights);
  const grand = sum(means.map(({ mean }, i) => (weights[i] ?? 0) * mean)) / all;
  const between = sum(means.map(({ mean }, i) => (weights[i] ?? 0) * (mean - grand) ** 2)) / (k - 1);
  const spare = sum(means.map(({ n }, i) => (1 - (weights[i] ?? 0) / all) ** 2 / (n - 1))) / (k * k - 1);
  return testOf(between / (1 + 2 * (k - 2) * spare), k - 1, 1 / (3 * spare));
}
