import type { Count } from "./quantile.ts";

/** People who share two answers: a cell of a table whose rows and columns have scores, or with n = 1 a row of raw data. */
export interface Pair extends Count {
  readonly y: number;
}

/** Midranks of the values: those who are tied share the mean of the ranks they take up. The smallest has 1 where it is alone. */
export function midranks(counts: readonly Count[]): Map<number, number> {
  const sorted = tiesOf(counts);
  let before = 0;
  return new Map(sorted.map(({ x, n }) => {
    before += n;
    return [x, before - (n - 1) / 2];
  }));
}

/** How many share each value, from the smallest. */
export function tiesOf(counts: readonly Count[]): Count[] {
  const ties = new Map<number, number>();
  for (const { x, n } of counts) if (n > 0) ties.set(x, (ties.get(x) ?? 0) + n);
  return [...ties].map(([x, n]) => ({ x, n })).sort((a, b) => a.x - b.x);
}

export const columnOf = (pairs: readonly Pair[]): Count[] => pairs.map(({ y, n }) => ({ x: y, n }));

/** The pairs of a table whose rows and columns stand in order, or have scores of their own. */
export const pairsOf = (table: readonly (readonly number[])[], rows: readonly number[] = table.map((_, i) => i), columns: readonly number[] = (table[0] ?? []).map((_, j) => j)): Pair[] =>
  table.flatMap((row, i) => row.flatMap((n, j) => (n > 0 ? [{ x: rows[i] ?? Number.NaN, y: columns[j] ?? Number.NaN, n }] : [])));
