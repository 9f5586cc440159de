import type { Count } from "./quantile.ts";
import { type Interval, Z95 } from "./proportion.ts";

/** Answers that share one value: how many, and the sums of their weights and squared weights. */
export interface Point extends Count {
  readonly w: number;
  readonly w2: number;
}

export interface Mean extends Interval {
  readonly n: number;
  readonly mean: number;
  /** Standard error of the weighted mean, linearised (Särndal, Swensson and Wretman 1992, 5.7). */
  readonly error: number;
}

/** @returns undefined where there is no answer */
export function meanOf(points: readonly Point[]): Mean | undefined {
  const n = points.reduce((sum, point) => sum + point.n, 0);
  const w = points.reduce((sum, point) => sum + point.w, 0);
  if (n === 0 || w <= 0) return undefined;
  const mean = points.reduce((sum, point) => sum + point.w * point.x, 0) / w;
  const spread = points.reduce((sum, point) => sum + point.w2 * (point.x - mean) ** 2, 0);
  const error = n > 1 ? Math.sqrt((spread * n) / (n - 1)) / w : Number.NaN;
  return { n, mean, error, low: mean - Z95 * error, high: mean + Z95 * error };
}

/** Counts as points that all weigh 1. */
export const unweighted = (counts: readonly Count[]): Point[] => counts.map(({ x, n }) => ({ x, n, w: n, w2: n }));

export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of the sample: squares divided by n - 1. */
  readonly sd: number;
  /** Skewness and excess kurtosis with that standard deviation: b₁ and b₂ - 3 of Joanes and Gill 1998, 0 where normal. */
  readonly skewness: number;
  readonly kurtosis: number;
}

/** The shape of unweighted answers. @returns NaN where too few answers leave nothing to compute */
export function momentsOf(counts: readonly Count[]): Moments {
  const n = counts.reduce((sum, count) => sum + count.n, 0);
  const mean = counts.reduce((sum, count) => sum + count.n * count.x, 0) / n;
  const about = (power: number): number => counts.reduce((sum, count) => sum + count.n * (count.x - mean) ** power, 0);
  const sd = Math.sqrt(about(2) / (n - 1));
  return { n, mean, sd, skewness: about(3) / n / sd ** 3, kurtosis: about(4) / n / sd ** 4 - 3 };
}

/** The smallest value at or below which at least the share `p` of the weight lies. */
export function quantileOf(points: readonly Point[], p: number): number | undefined {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const total = sorted.reduce((sum, point) => sum + point.w, 0);
  let below = 0;
  // Sums of weights such as 0.1 are not exact; a hair below the share counts as the share.
  return sorted.find((point) => (below += point.w) >= p * total - 1e-9 * total)?.x;
}
