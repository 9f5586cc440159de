import { normalQuantile, normalShare } from "./distributions.ts";
import { wilson, Z95 } from "./proportion.ts";
import { bisect } from "./root.ts";

/** What a planned number of answers can show, before anybody is asked. */

/** Probability with which a difference that is there is to be found (Cohen 1988). */
export const POWER = 0.8;

/** Half the width of a 95 % Wilson interval. */
export function halfWidth(share: number, n: number): number {
  const { low, high } = wilson(share, n);
  return (high - low) / 2;
}

/**
 * Probability that two independent shares are found to differ at alpha 0.05, two-sided, by the normal approximation
 * that R's power.prop.test uses (Fleiss, Levin and Paik 2003, 4.14), for groups of any two sizes.
 */
export function powerOfShares(p1: number, p2: number, n1: number, n2: number): number {
  const pooled = (n1 * p1 + n2 * p2) / (n1 + n2);
  const without = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const within = Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2);
  const beyond = Math.abs(p1 - p2) - Z95 * without;
  return within === 0 ? Number(beyond > 0) : normalShare(beyond / within);
}

/**
 * Smallest difference from a share of `base` that is found with 80 % power.
 * @returns a share of 1, such as 0.12; undefined where not even the largest possible is found
 */
export function detectableShare(n1: number, n2: number, base = 0.5): number | undefined {
  if (n1 < 1 || n2 < 1) return undefined;
  const most = 1 - base;
  return powerOfShares(base, 1, n1, n2) < POWER ? undefined : bisect((difference) => powerOfShares(base, base + difference, n1, n2) - POWER, 0, most);
}

/** Smallest difference of two means found with 80 % power at alpha 0.05, two-sided, by the normal approximation (Cohen 1988, 2.4). */
export const detectableMean = (n1: number, n2: number, sd: number): number | undefined =>
  n1 < 2 || n2 < 2 ? undefined : (Z95 + normalQuantile(POWER)) * sd * Math.sqrt(1 / n1 + 1 / n2);

/** Half the width of a 95 % interval of a mean. */
export const halfWidthOfMean = (n: number, sd: number): number => (Z95 * sd) / Math.sqrt(n);
