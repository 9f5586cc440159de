import { tQuantile, tTwoSided } from "./distributions.ts";
import { logGamma } from "./gamma.ts";
import { type Mean, momentsOf } from "./mean.ts";
import { type Interval, Z95 } from "./proportion.ts";
import type { Count } from "./quantile.ts";

export interface MeanDifference extends Interval {
  /** First minus second, in units of the answers; `low` and `high` hold it with 95 %. */
  readonly difference: number;
  /** Standard error of the difference. */
  readonly error: number;
  readonly t: number;
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Welch's test of two independent means, weighted or not, from their standard errors (Welch 1947; Satterthwaite 1946 for the degrees
 * of freedom), as R's `t.test`. @returns NaN where a group has one answer
 */
export function differenceOfMeans(a: Mean, b: Mean): MeanDifference {
  const [va, vb] = [a.error ** 2, b.error ** 2];
  return tested(a.mean - b.mean, Math.sqrt(va + vb), (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1)));
}

/** Student's test, which takes both groups to spread alike; where they do not, `differenceOfMeans` is right and this is not. */
export function pooledDifference(a: readonly Count[], b: readonly Count[]): MeanDifference {
  const { difference, sd, n1, n2 } = pooled(a, b);
  return tested(difference, sd * Math.sqrt(1 / n1 + 1 / n2), n1 + n2 - 2);
}

function tested(difference: number, error: number, df: number): MeanDifference {
  const t = difference / error;
  // Two groups in which everybody answers alike leave nothing to compute.
  const half = df > 0 ? tQuantile(0.975, df) * error : Number.NaN;
  return { difference, error, t, df, p: tTwoSided(t, df), low: difference - half, high: difference + half };
}

function pooled(a: readonly Count[], b: readonly Count[]) {
  const [first, second] = [momentsOf(a), momentsOf(b)];
  const [n1, n2] = [first.n, second.n];
  return { difference: first.mean - second.mean, sd: Math.sqrt(((n1 - 1) * first.sd ** 2 + (n2 - 1) * second.sd ** 2) / (n1 + n2 - 2)), n1, n2 };
}

export interface Effect extends Interval {
  readonly estimate: number;
}

/** Difference of two means in pooled standard deviations (Cohen 1988, 2.2) with the large-sample interval of Hedges and Olkin 1985 (5.14). */
export function cohensD(a: readonly Count[], b: readonly Count[]): Effect {
  const { difference, sd, n1, n2 } = pooled(a, b);
  const d = difference / sd;
  const error = Math.sqrt((n1 + n2) / (n1 * n2) + (d * d) / (2 * (n1 + n2)));
  return { estimate: d, low: d - Z95 * error, high: d + Z95 * error };
}

/**
 * Cohen's d without its bias in small groups: times Γ(m/2) / (√(m/2) Γ((m - 1)/2)) with m = n₁ + n₂ - 2 (Hedges 1981), and its interval
 * likewise.
 */
export function hedgesG(a: readonly Count[], b: readonly Count[]): Effect {
  const { n1, n2 } = pooled(a, b);
  const half = (n1 + n2 - 2) / 2;
  const unbiased = Math.exp(logGamma(half) - logGamma(half - 0.5)) / Math.sqrt(half);
  const { estimate, low, high } = cohensD(a, b);
  return { estimate: unbiased * estimate, low: unbiased * low, high: unbiased * high };
}
