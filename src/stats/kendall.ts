import type { Correlation } from "./correlation.ts";
import { normalTwoSided } from "./distributions.ts";
import { columnOf, type Pair, tiesOf } from "./pairs.ts";
import { Z95 } from "./proportion.ts";
import type { Count } from "./quantile.ts";

/**
 * Kendall's τ-b for two ordered answers with any ties (Kendall 1945). `statistic` is z under independence with the variance that
 * ties leave, as R's `cor.test` has it; the interval is τ-b ± 1.96 errors without that assumption (Brown and Benedetti 1977).
 * Takes k log k steps for k different pairs, however many people share each.
 */
export function kendall(pairs: readonly Pair[]): Correlation {
  const [tiesX, tiesY] = [tiesOf(pairs), tiesOf(columnOf(pairs))];
  const n = tiesX.reduce((sum, { n: count }) => sum + count, 0);
  const surplus = surplusOf(pairs, tiesY);
  const s = surplus.reduce((sum, { n: count, d }) => sum + count * d, 0) / 2;
  const untied = (ties: readonly Count[]): number => n * n - ties.reduce((sum, { n: t }) => sum + t * t, 0);
  const [wx, wy] = [untied(tiesX), untied(tiesY)];
  const w = Math.sqrt(wx * wy);
  const tau = (2 * s) / w;
  const z = s / Math.sqrt(varianceOf(n, tiesX, tiesY));
  const [ofX, ofY] = [tiesX, tiesY].map((ties) => new Map(ties.map(({ x, n: t }) => [x, t])));
  // Squared differences from their mean, in place of a difference of two large sums.
  const middle = n * tau * (wx + wy);
  const spread = surplus.reduce((sum, { x, y, n: count, d }) => sum + count * (2 * w * d + tau * ((ofX?.get(x) ?? 0) * wy + (ofY?.get(y) ?? 0) * wx) - middle) ** 2, 0);
  const error = Math.sqrt(spread) / (w * w);
  return { n, estimate: tau, statistic: z, p: normalTwoSided(z), low: Math.max(-1, tau - Z95 * error), high: Math.min(1, tau + Z95 * error) };
}

/** Variance of S = concordant minus discordant under independence (Kendall 1970, 4.3). */
function varianceOf(n: number, tiesX: readonly Count[], tiesY: readonly Count[]): number {
  const sum = (ties: readonly Count[], of: (t: number) => number): number => ties.reduce((all, { n: t }) => all + of(t), 0);
  const third = (t: number): number => t * (t - 1) * (2 * t + 5);
  const both = (of: (t: number) => number): number => sum(tiesX, of) * sum(tiesY, of);
  return (third(n) - sum(tiesX, third) - sum(tiesY, third)) / 18 + both((t) => t * (t - 1)) / (2 * n * (n - 1)) + both((t) => t * (t - 1) * (t - 2)) / (9 * n * (n - 1) * (n - 2));
}

/** For each pair how many people more are concordant with it than discordant: counted upwards, then downwards, in a tree of sums (Fenwick 1994). */
function surplusOf(pairs: readonly Pair[], tiesY: readonly Count[]): (Pair & { readonly d: number })[] {
  const placeOf = new Map(tiesY.map(({ x }, i) => [x, i + 1]));
  const sorted = pairs.filter(({ n }) => n > 0).map((pair) => ({ ...pair, d: 0, place: placeOf.get(pair.y) ?? 0 })).sort((a, b) => a.x - b.x);
  for (const sign of [1, -1]) {
    const tree = new Float64Array(tiesY.length + 1);
    let [all, from] = [0, 0];
    while (from < sorted.length) {
      let to = from;
      while (sorted[to]?.x === sorted[from]?.x && to < sorted.length) to++;
      const same = sorted.slice(from, to);
      for (const pair of same) pair.d += sign * (sumTo(tree, pair.place - 1) - (all - sumTo(tree, pair.place)));
      for (const { place, n } of same) {
        all += n;
        for (let i = place; i < tree.length; i += i & -i) tree[i] = (tree[i] ?? 0) + n;
      }
      from = to;
    }
    sorted.reverse();
  }
  return sorted;
}

function sumTo(tree: Float64Array, place: number): number {
  let sum = 0;
  for (let i = place; i > 0; i -= i & -i) sum += tree[i] ?? 0;
  return sum;
}
