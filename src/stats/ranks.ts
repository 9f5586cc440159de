import { chiSquareBeyond, normalTwoSided } from "./distributions.ts";
import type { Test } from "./association.ts";
import { midranks, tiesOf } from "./pairs.ts";
import type { Count } from "./quantile.ts";

export interface MannWhitney {
  /** Pairs of one from each group in which the first is higher, ties counting half: R's W. */
  readonly w: number;
  readonly z: number;
  /** Two-sided, by the normal approximation with continuity correction and the variance that ties leave (R's `wilcox.test` where there are ties). */
  readonly p: number;
  /** Probability that somebody of the first group answers higher than somebody of the second, ties counting half (McGraw and Wong 1992). */
  readonly superiority: number;
}

const sizeOf = (counts: readonly Count[]): number => counts.reduce((sum, { n }) => sum + n, 0);

/** t³ - t, summed over ties: what they take from the variance of ranks. */
const tied = (counts: readonly Count[]): number => tiesOf(counts).reduce((sum, { n }) => sum + n ** 3 - n, 0);

/** Whether one of two groups answers higher on an ordered scale (Mann and Whitney 1947). */
export function mannWhitney(a: readonly Count[], b: readonly Count[]): MannWhitney {
  const [n1, n2] = [sizeOf(a), sizeOf(b)];
  const n = n1 + n2;
  const both = [...a, ...b];
  const ranks = midranks(both);
  const w = a.reduce((sum, count) => sum + count.n * (ranks.get(count.x) ?? 0), 0) - (n1 * (n1 + 1)) / 2;
  const apart = w - (n1 * n2) / 2;
  const z = (apart - Math.sign(apart) / 2) / Math.sqrt(((n1 * n2) / 12) * (n + 1 - tied(both) / (n * (n - 1))));
  return { w, z, p: normalTwoSided(z), superiority: w / (n1 * n2) };
}

/** Whether any of several groups answers higher (Kruskal and Wallis 1952), corrected for ties. Groups without answers count for nothing. */
export function kruskalWallis(groups: readonly (readonly Count[])[]): Test {
  const occupied = groups.filter((group) => sizeOf(group) > 0);
  const all = occupied.flat();
  const [n, ranks] = [sizeOf(all), midranks(all)];
  const squares = occupied.reduce((sum, group) => sum + group.reduce((rank, count) => rank + count.n * (ranks.get(count.x) ?? 0), 0) ** 2 / sizeOf(group), 0);
  const statistic = ((12 * squares) / (n * (n + 1)) - 3 * (n + 1)) / (1 - tied(all) / (n ** 3 - n));
  const df = occupied.length - 1;
  return { statistic, df, p: chiSquareBeyond(statistic, df) };
}
