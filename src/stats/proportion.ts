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

/** Effective size of a weighted base (Kish 1965): (Σw)² / Σw²; equals n without weights. */
export const effectiveSize = (w: number, w2: number): number => (w2 > 0 ? (w * w) / w2 : 0);
