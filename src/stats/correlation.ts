import { tTwoSided } from "./distributions.ts";
import { columnOf, midranks, type Pair } from "./pairs.ts";
import { type Interval, Z95 } from "./proportion.ts";

/** `low` and `high` are the ends of a 95 % interval, NaN under four people. */
export interface Correlation extends Interval {
  readonly n: number;
  /** -1 to 1; NaN where one of the two does not vary. */
  readonly estimate: number;
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
}

/** Pearson's r, its t test with n - 2 degrees of freedom, and Fisher's interval (Fisher 1921), as R's `cor.test`. */
export function pearson(pairs: readonly Pair[]): Correlation {
  const { n, r } = productMoment(pairs);
  const t = r * Math.sqrt((n - 2) / (1 - r * r));
  return { n, estimate: r, statistic: t, p: tTwoSided(t, n - 2), ...within(r, Math.sqrt(1 / (n - 3))) };
}

/**
 * Spearman's ρ of midranks; `statistic` is R's S = (n³ - n)(1 - ρ) / 6 and p that of t with n - 2 degrees of freedom, which R uses
 * wherever there are ties. Interval of Bonett and Wright 2000.
 */
export function spearman(pairs: readonly Pair[]): Correlation {
  const [ranksX, ranksY] = [midranks(pairs), midranks(columnOf(pairs))];
  const { n, r } = productMoment(pairs.flatMap(({ x, y, n: count }) => (count > 0 ? [{ x: ranksX.get(x) ?? 0, y: ranksY.get(y) ?? 0, n: count }] : [])));
  return {
    n,
    estimate: r,
    statistic: ((n ** 3 - n) * (1 - r)) / 6,
    p: tTwoSided(r * Math.sqrt((n - 2) / (1 - r * r)), n - 2),
    ...within(r, Math.sqrt((1 + (r * r) / 2) / (n - 3))),
  };
}

function productMoment(pairs: readonly Pair[]): { readonly n: number; readonly r: number } {
  const n = pairs.reduce((sum, pair) => sum + pair.n, 0);
  const [mx, my] = [pairs.reduce((sum, pair) => sum + pair.n * pair.x, 0) / n, pairs.reduce((sum, pair) => sum + pair.n * pair.y, 0) / n];
  let [xx, yy, xy] = [0, 0, 0];
  for (const { x, y, n: count } of pairs) {
    xx += count * (x - mx) ** 2;
    yy += count * (y - my) ** 2;
    xy += count * (x - mx) * (y - my);
  }
  return { n, r: Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) };
}

/** Interval of a correlation on Fisher's scale. */
function within(r: number, error: number): Interval {
  if (!Number.isFinite(error)) return { low: Number.NaN, high: Number.NaN };
  const z = Math.atanh(r);
  return { low: Math.tanh(z - Z95 * error), high: Math.tanh(z + Z95 * error) };
}
