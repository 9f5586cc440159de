import type { Table } from "./association.ts";
import { fBeyond } from "./distributions.ts";
import { at, type Matrix, solve, squareOf, sumOf } from "./matrix.ts";
import type { FTest } from "./variance.ts";

/** People in a cell of a table: how many, and the sums of their weights and squared weights. */
export interface Cell {
  readonly n: number;
  readonly w: number;
  readonly w2: number;
}

export interface RaoScott extends FTest {
  /** Pearson's χ² of the weighted shares taken as shares of n people; too large by the design, so that it is no test. */
  readonly statistic: number;
}

/**
 * Chi-square test of a weighted table with the second-order correction of Rao and Scott 1984, as `svychisq` of R's survey package
 * for weights alone. Needs no rows: w² by cell holds the variance. Rows and columns without anybody count for nothing.
 * Cells without anybody leave the sums, as they do in R, so that a table with many of them is tested roughly.
 * @returns NaN where one row or column is left, or more cells are empty than the test can do without
 */
export function raoScott(cells: readonly (readonly Cell[])[]): RaoScott {
  const columns = (cells[0] ?? []).map((_, j) => cells.some((row) => (row[j]?.w ?? 0) > 0));
  const occupied = cells.filter((row) => row.some(({ w }) => w > 0)).map((row) => row.filter((_, j) => columns[j]));
  const flat = occupied.flat();
  const [n, w] = [flat.reduce((sum, cell) => sum + cell.n, 0), flat.reduce((sum, cell) => sum + cell.w, 0)];
  const w2 = flat.reduce((sum, cell) => sum + cell.w2, 0);
  const share = (a: number): number => (flat[a]?.w ?? 0) / w;
  const own = (a: number): number => flat[a]?.w2 ?? 0;
  // Σ z z' of the influences z = w (1 in cell - share) / Σw, with n / (n - 1) as for any sample with replacement.
  const covariance = squareOf(flat.length, (a, b) => (((a === b ? own(a) : 0) - share(b) * own(a) - share(a) * own(b) + share(a) * share(b) * w2) * n) / (n - 1) / w ** 2);
  return raoScottOf(occupied.map((row) => row.map((cell) => cell.w / w)), covariance, n, n - 1);
}

/**
 * The same for any design.
 * @param shares estimated shares of the whole, rows by columns
 * @param covariance of these shares, row after row, as `covarianceIn` of `design.ts` gives it
 * @param n people asked
 * @param degrees clusters minus strata
 */
export function raoScottOf(shares: Table, covariance: Matrix, n: number, degrees: number): RaoScott {
  const [r, c] = [shares.length, shares[0]?.length ?? 0];
  if (r < 2 || c < 2) return { statistic: Number.NaN, f: Number.NaN, df1: Number.NaN, df2: Number.NaN, p: Number.NaN };
  const flat = shares.flat();
  const rows = shares.map((row) => sumOf([row]));
  const columns = (shares[0] ?? []).map((_, j) => shares.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const statistic = n * flat.reduce((sum, share, a) => {
    const expected = (rows[Math.floor(a / c)] ?? 0) * (columns[a % c] ?? 0);
    return sum + (share - expected) ** 2 / expected;
  }, 0);
  // Contrasts of every row against the last by every column against the last span all there is of interaction.
  const side = (a: number, k: number, last: number): number => (a === k ? 1 : a === last ? -1 : 0);
  const contrasts = Array.from({ length: (r - 1) * (c - 1) }, (_, k) =>
    flat.map((share, a) => (share > 0 ? (side(Math.floor(a / c), Math.floor(k / (c - 1)), r - 1) * side(a % c, k % (c - 1), c - 1)) / share : 0)),
  );
  const form = (middle: (a: number, b: number) => number): number[][] => {
    const half = contrasts.map((contrast) => flat.map((_, b) => contrast.reduce((sum, value, a) => sum + (value === 0 ? 0 : value * middle(a, b)), 0)));
    return squareOf(contrasts.length, (k, l) => (half[k] ?? []).reduce((sum, value, b) => sum + value * at(contrasts, l, b), 0));
  };
  const delta = solve(form((a, b) => (a === b ? (flat[a] ?? 0) / n : 0)), form((a, b) => at(covariance, a, b)));
  const trace = delta.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  const squared = delta.reduce((sum, row, i) => sum + row.reduce((all, value, j) => all + value * at(delta, j, i), 0), 0);
  const [f, df1] = [statistic / trace, trace ** 2 / squared];
  const df2 = df1 * degrees;
  return { statistic, f, df1, df2, p: fBeyond(f, df1, df2) };
}
