import { betaTails, gammaTails, logBeta, logGamma } from "./gamma.ts";
import { bisectFrom } from "./root.ts";

/**
 * Noncentral distributions, which effect sizes are read from: a Poisson mixture of central ones
 * (Johnson, Kotz and Balakrishnan 1995, 29.3 and 30.3).
 */

/**
 * Σ Poisson(j; λ/2) · share(j), from the last j that matters downwards, where each share is the one before plus a positive term.
 * @param step share(j - 1) - share(j)
 */
function mixture(lambda: number, share: (j: number) => number, step: (j: number) => number): number {
  const half = lambda / 2;
  if (half === 0) return share(0);
  // Poisson mass outside of ten standard deviations is under 1e-20.
  const reach = 10 * Math.sqrt(half) + 25;
  const first = Math.max(0, Math.floor(half - reach));
  const last = Math.ceil(half + reach);
  let [part, sum] = [share(last), 0];
  for (let j = last; j >= first; j--) {
    sum += Math.exp(j * Math.log(half) - half - logGamma(j + 1)) * part;
    part += step(j);
  }
  return Math.min(1, sum);
}

/** @param lambda noncentrality, 0 or more */
export const noncentralChiSquareShare = (x: number, df: number, lambda: number): number =>
  mixture(lambda, (j) => gammaTails(df / 2 + j, x / 2).below, (j) => Math.exp((df / 2 + j - 1) * Math.log(x / 2) - x / 2 - logGamma(df / 2 + j)));

/** @param lambda noncentrality, 0 or more */
export function noncentralFShare(f: number, df1: number, df2: number, lambda: number): number {
  const [a, b] = [df1 / 2, df2 / 2];
  const [x, y] = [(df1 * f) / (df1 * f + df2), df2 / (df1 * f + df2)];
  return mixture(lambda, (j) => betaTails(a + j, b, x, y).below, (j) => Math.exp((a + j - 1) * Math.log(x) + b * Math.log(y) - logBeta(a + j - 1, b)) / (a + j - 1));
}

/**
 * Noncentralities under which what was found would be at either end of what is likely: an exact interval (Steiger 2004).
 * @param share of the distribution at or below what was found, given a noncentrality; falls as that grows
 */
export function noncentralities(share: (lambda: number) => number, level = 0.95): { readonly low: number; readonly high: number } {
  const end = (target: number): number => (share(0) <= target ? 0 : bisectFrom((lambda) => target - share(lambda), 0));
  return { low: end((1 + level) / 2), high: end((1 - level) / 2) };
}
