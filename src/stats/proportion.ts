import { betaQuantile, normalTwoSided } from "./distributions.ts";

/** 97.5 % quantile of the standard normal distribution: two-sided 95 % intervals. */
export const Z95 = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Score interval of a proportion (Wilson 1927), without continuity correction.
 * @param share 0 to 1
 * @param n size of the base; with weights the effective size, which need not be whole
 */
export function wilson(share: number, n: number, z = Z95): Interval {
  if (!(n > 0)) return { low: 0, high: 1 };
  const z2 = z * z;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * Score interval with Yates's continuity correction as R's `prop.test` has it (Newcombe 1998, method 4): half an answer, or
 * less where the share is closer than that to a half. Wider than `wilson`, whose coverage is nearer to what it says.
 * @param x whole number of n
 */
export function wilsonCorrected(x: number, n: number, z = Z95): Interval {
  if (!(n > 0)) return { low: 0, high: 1 };
  const corrected = Math.min(0.5, Math.abs(x - n / 2)) / n;
  const share = x / n;
  return {
    low: share - corrected <= 0 ? 0 : wilson(share - corrected, n, z).low,
    high: share + corrected >= 1 ? 1 : wilson(share + corrected, n, z).high,
  };
}

/** Interval that holds the share in at least 95 % of samples whatever it is (Clopper and Pearson 1934). */
export function clopperPearson(x: number, n: number, level = 0.95): Interval {
  const tail = (1 - level) / 2;
  return { low: x <= 0 ? 0 : betaQuantile(tail, x, n - x + 1), high: x >= n ? 1 : betaQuantile(1 - tail, x + 1, n - x) };
}

/** Effective size of a weighted base (Kish 1965): (Σw)² / Σw²; equals n without weights. */
export const effectiveSize = (w: number, w2: number): number => (w2 > 0 ? (w * w) / w2 : 0);

/** How much weights widen what a sample can say: n / effective size (Kish 1965). */
export const designEffect = (n: number, w: number, w2: number): number => n / effectiveSize(w, w2);

/** A share of a base; `n` is its effective size where it is weighted. */
export interface Share {
  readonly share: number;
  readonly n: number;
}

export interface ShareDifference extends Interval {
  /** First minus second, -1 to 1. */
  readonly difference: number;
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Difference of two independent shares: the hybrid score interval (Newcombe 1998, method 10), and the z test with a pooled
 * variance, which is the chi-square test of the 2 x 2 table.
 */
export function differenceOfShares(a: Share, b: Share): ShareDifference {
  const difference = a.share - b.share;
  const [inA, inB] = [wilson(a.share, a.n), wilson(b.share, b.n)];
  const pooled = (a.share * a.n + b.share * b.n) / (a.n + b.n);
  const z = difference === 0 ? 0 : difference / Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
  return {
    difference,
    low: difference - Math.hypot(a.share - inA.low, inB.high - b.share),
    high: difference + Math.hypot(inA.high - a.share, b.share - inB.low),
    z,
    p: normalTwoSided(z),
  };
}
