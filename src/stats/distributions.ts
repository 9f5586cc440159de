import { betaTails, gammaTails } from "./gamma.ts";
import { bisect, bisectFrom } from "./root.ts";

/**
 * Distributions of test statistics: `share` at or below a value, `beyond` it, `quantile` of a share.
 * Both tails keep their digits however small they are. Degrees of freedom need not be whole; NaN gives NaN.
 */

/** Distribution function of the standard normal. */
export function normalShare(z: number): number {
  const { below, beyond } = gammaTails(0.5, (z * z) / 2);
  return z < 0 ? beyond / 2 : 0.5 + below / 2;
}

export const normalBeyond = (z: number): number => normalShare(-z);

/** Probability of a value as far from 0 as z on either side. */
export const normalTwoSided = (z: number): number => gammaTails(0.5, (z * z) / 2).beyond;

/** @param share strictly between 0 and 1 */
export function normalQuantile(share: number): number {
  // Below the middle, where a share so small that 1 minus it would be 1 keeps its digits.
  return share > 0.5 ? -normalQuantile(1 - share) : bisect((z) => normalShare(z) - share, -40, 0);
}

/** Student's t. */
export const tShare = (t: number, df: number): number => (t < 0 ? tTwoSided(t, df) / 2 : 1 - tTwoSided(t, df) / 2);

export const tBeyond = (t: number, df: number): number => tShare(-t, df);

/** Probability of a value as far from 0 as t on either side. */
export function tTwoSided(t: number, df: number): number {
  if (Math.abs(t) === Number.POSITIVE_INFINITY) return 0;
  const t2 = t * t;
  return betaTails(df / 2, 0.5, df / (df + t2), t2 / (df + t2)).below;
}

/** @param share strictly between 0 and 1 */
export function tQuantile(share: number, df: number): number {
  return share > 0.5 ? -tQuantile(1 - share, df) : share === 0.5 ? 0 : -bisectFrom((t) => share - tBeyond(t, df), 0);
}

export const chiSquareShare = (x: number, df: number): number => gammaTails(df / 2, x / 2).below;

export const chiSquareBeyond = (x: number, df: number): number => gammaTails(df / 2, x / 2).beyond;

/** @param share strictly between 0 and 1 */
export const chiSquareQuantile = (share: number, df: number): number => bisectFrom((x) => chiSquareShare(x, df) - share, 0);

const fTails = (f: number, df1: number, df2: number) =>
  f === Number.POSITIVE_INFINITY ? { below: 1, beyond: 0 } : betaTails(df1 / 2, df2 / 2, (df1 * f) / (df1 * f + df2), df2 / (df1 * f + df2));

export const fShare = (f: number, df1: number, df2: number): number => fTails(f, df1, df2).below;

export const fBeyond = (f: number, df1: number, df2: number): number => fTails(f, df1, df2).beyond;

/** @param share strictly between 0 and 1 */
export const fQuantile = (share: number, df1: number, df2: number): number => bisectFrom((f) => fShare(f, df1, df2) - share, 0);

/** @param share strictly between 0 and 1 */
export const betaQuantile = (share: number, a: number, b: number): number => bisect((x) => betaTails(a, b, x).below - share, 0, 1);

/** Probability of k or fewer successes in n draws. */
export const binomialShare = (k: number, n: number, p: number): number => (k < 0 ? 0 : k >= n ? 1 : betaTails(n - k, k + 1, 1 - p, p).below);

/** Probability of more than k successes in n draws. */
export const binomialBeyond = (k: number, n: number, p: number): number => (k < 0 ? 1 : k >= n ? 0 : betaTails(n - k, k + 1, 1 - p, p).beyond);
