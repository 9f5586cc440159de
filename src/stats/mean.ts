import { type Interval, Z95 } from "./proportion.ts";

/** Answers that share one value: how many, and the sums of their weights and squared weights. */
export interface Point {
  readonly x: number;
  readonly n: number;
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

/** The smallest value at or below which at least the share `p` of the weight lies. */
export function quantileOf(points: readonly Point[], p: number): number | undefined {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const total = sorted.reduce((sum, point) => sum + point.w, 0);
  let below = 0;
  // Sums of weights such as 0.1 are not exact; a hair below the share counts as the share.
  return sorted.find((point) => (below += point.w) >= p * total - 1e-9 * total)?.x;
}
