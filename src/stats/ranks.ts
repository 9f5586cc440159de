import { chiSquareBeyond, fBeyond, normalTwoSided } from "./distributions.ts";
import type { Test } from "./association.ts";
import type { Effect } from "./compare.ts";
import { momentsOf, type Point } from "./mean.ts";
import { noncentralChiSquareShare, noncentralities } from "./noncentral.ts";
import { midranks, tiesOf } from "./pairs.ts";
import { type Interval, Z95 } from "./proportion.ts";
import type { Count } from "./quantile.ts";
import type { FTest } from "./variance.ts";

export interface MannWhitney extends Interval {
  /** Pairs of one from each group in which the first is higher, ties counting half: R's W. */
  readonly w: number;
  readonly z: number;
  /** Two-sided, by the normal approximation with continuity correction and the variance that ties leave (R's `wilcox.test` where there are ties). */
  readonly p: number;
  /** Probability that somebody of the first group answers higher than somebody of the second, ties counting half (McGraw and Wong 1992); `low` and `high` hold it with 95 %. */
  readonly superiority: number;
}

const sizeOf = (counts: readonly Count[]): number => counts.reduce((sum, { n }) => sum + n, 0);

/** t³ - t, summed over ties: what they take from the variance of ranks. */
const tied = (counts: readonly Count[]): number => tiesOf(counts).reduce((sum, { n }) => sum + n ** 3 - n, 0);

/** Whether one of two groups answers higher on an ordered scale (Mann and Whitney 1947). */
export function mannWhitney(a: readonly Count[], b: readonly Count[]): MannWhitney {
  const [n1, n2] = [sizeOf(a), sizeOf(b)];
  const n = n1 + n2;
  const both = [...a, ...b];
  const ranks = midranks(both);
  const w = a.reduce((sum, count) => sum + count.n * (ranks.get(count.x) ?? 0), 0) - (n1 * (n1 + 1)) / 2;
  const apart = w - (n1 * n2) / 2;
  const z = (apart - Math.sign(apart) / 2) / Math.sqrt(((n1 * n2) / 12) * (n + 1 - tied(both) / (n * (n - 1))));
  const superiority = w / (n1 * n2);
  return { w, z, p: normalTwoSided(z), superiority, ...within(superiority, Math.sqrt(spread(a, n2, ranks) / n1 + spread(b, n1, ranks) / n2)) };
}

/** Variance of people's placements: the share of the other group that each is above, ties counting half (DeLong, DeLong and Clarke-Pearson 1988). */
function spread(own: readonly Count[], others: number, ranks: ReadonlyMap<number, number>): number {
  const among = midranks(own);
  return momentsOf(own.map(({ x, n }) => ({ x: ((ranks.get(x) ?? 0) - (among.get(x) ?? 0)) / others, n }))).sd ** 2;
}

/** Interval on the scale of log odds, so that it stays within 0 and 1. Where all of one group are above all of the other there is none to compute: 0 to 1. */
function within(share: number, error: number): Interval {
  if (!(share > 0 && share < 1 && error > 0)) return { low: 0, high: 1 };
  const [odds, half] = [Math.log(share / (1 - share)), (Z95 * error) / (share * (1 - share))];
  return { low: 1 / (1 + Math.exp(half - odds)), high: 1 / (1 + Math.exp(-half - odds)) };
}

/** Whether any of several groups answers higher (Kruskal and Wallis 1952), corrected for ties. Groups without answers count for nothing. */
export function kruskalWallis(groups: readonly (readonly Count[])[]): Test {
  const occupied = groups.filter((group) => sizeOf(group) > 0);
  const all = occupied.flat();
  const [n, ranks] = [sizeOf(all), midranks(all)];
  const squares = occupied.reduce((sum, group) => sum + group.reduce((rank, count) => rank + count.n * (ranks.get(count.x) ?? 0), 0) ** 2 / sizeOf(group), 0);
  const statistic = ((12 * squares) / (n * (n + 1)) - 3 * (n + 1)) / (1 - tied(all) / (n ** 3 - n));
  const df = occupied.length - 1;
  return { statistic, df, p: chiSquareBeyond(statistic, df) };
}

/**
 * How much of the variance of ranks lies between groups, 0 to 1: ε² = H / (n - 1) (Kelley 1935; Tomczak and Tomczak 2014). The 95 %
 * interval is that of the noncentrality of H, which is χ² in large samples (Andrews 1954; Steiger 2004).
 */
export function epsilonSquared(h: number, df: number, n: number): Effect {
  const ends = noncentralities((lambda) => noncentralChiSquareShare(h, df, lambda));
  const share = (of: number): number => Math.min(1, of / (n - 1));
  return { estimate: share(h), low: share(ends.low), high: share(ends.high) };
}

/** Of weighted groups. */
export interface WeightedRanks extends FTest {
  /** Where there are two groups: the probability that somebody of the first answers higher than somebody of the second, as `MannWhitney` has it. */
  readonly superiority: Effect | undefined;
}

/**
 * Whether any of several weighted groups answers higher (Lumley and Scott 2013), as `svyranktest` of R's survey package for weights alone,
 * whose p it is but for one thing: people who answer alike get the middle of the weight that they take up, whatever order they stand in.
 * @param groups without empty ones; at most one in which everybody answered alike, or the variances hold too little to test by
 * @returns undefined where there are more of those
 */
export function weightedRanks(groups: readonly (readonly Point[])[]): WeightedRanks | undefined {
  const all = groups.flat();
  const n = sizeOf(all);
  const place = placesIn(all);
  const means = groups.map((group) => ({ ...estimated(group, place, n / (n - 1)), isFlat: new Set(group.map(({ x }) => x)).size < 2 }));
  const [flat, ...others] = means.filter(({ isFlat }) => isFlat);
  if (others.length > 0) return undefined;
  const varied = means.filter(({ isFlat }) => !isFlat);
  // A mean without variance outweighs all others.
  const middle = flat?.mean ?? varied.reduce((sum, { mean, variance }) => sum + mean / variance, 0) / varied.reduce((sum, { variance }) => sum + 1 / variance, 0);
  const df1 = groups.length - 1;
  const f = varied.reduce((sum, { mean, variance }) => sum + (mean - middle) ** 2 / variance, 0) / df1;
  const df2 = n - groups.length;
  return { f, df1, df2, p: fBeyond(f, df1, df2), superiority: superiorityOf(groups) };
}

function superiorityOf([a, b, ...others]: readonly (readonly Point[])[]): Effect | undefined {
  if (!a || !b || others.length > 0) return undefined;
  // Each group's places among the other: variance as for a mean in each.
  const [first, second] = [estimated(a, placesIn(b), sizeOf(a) / (sizeOf(a) - 1)), estimated(b, placesIn(a), sizeOf(b) / (sizeOf(b) - 1))];
  return { estimate: first.mean, ...within(first.mean, Math.sqrt(first.variance + second.variance)) };
}

/** The share of the weight below a value, and half of that at it. */
function placesIn(points: readonly Point[]): (x: number) => number {
  const weights = tiesOf(points.map(({ x, w }) => ({ x, n: w })));
  const total = sizeOf(weights);
  let below = 0;
  const steps = weights.map(({ x, n }) => ({ x, at: (below += n) - n / 2, above: below }));
  return (x) => {
    const next = steps.findLastIndex((step) => step.x <= x);
    const step = steps[next];
    return step === undefined ? 0 : (step.x === x ? step.at : step.above) / total;
  };
}

/** Weighted mean of what is made of the answers, and the variance of that mean but for `scale`. */
function estimated(points: readonly Point[], of: (x: number) => number, scale: number): { readonly mean: number; readonly variance: number } {
  const w = points.reduce((sum, point) => sum + point.w, 0);
  const mean = points.reduce((sum, point) => sum + point.w * of(point.x), 0) / w;
  return { mean, variance: (scale * points.reduce((sum, point) => sum + point.w2 * (of(point.x) - mean) ** 2, 0)) / w ** 2 };
}
