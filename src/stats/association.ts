import { chiSquareBeyond } from "./distributions.ts";
import { at } from "./matrix.ts";
import { noncentralChiSquareShare, noncentralities } from "./noncentral.ts";
import type { Interval } from "./proportion.ts";

/** Counts of people, rows by columns. Rows and columns without anybody count for nothing. */
export type Table = readonly (readonly number[])[];

export interface Test {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

export interface ChiSquare extends Test {
  readonly n: number;
  /** Counts to expect if rows and columns had nothing to do with each other. */
  readonly expected: readonly (readonly number[])[];
  /** (observed - expected) / its standard error; beyond ± 2 a cell stands out (Agresti 2013, 3.3.1). 0 where nobody is expected. */
  readonly residuals: readonly (readonly number[])[];
}

interface Margins {
  readonly n: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly df: number;
  /** Lesser of the number of rows and of columns with somebody in them. */
  readonly rank: number;
}

function marginsOf(table: Table): Margins {
  const rows = table.map((row) => row.reduce((sum, n) => sum + n, 0));
  const columns = (table[0] ?? []).map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const occupied = [rows, columns].map((margin) => margin.filter((n) => n > 0).length);
  const [r = 0, c = 0] = occupied;
  return { n: rows.reduce((sum, n) => sum + n, 0), rows, columns, df: (r - 1) * (c - 1), rank: Math.min(r, c) };
}

const map = (table: Table, of: (n: number, i: number, j: number) => number): number[][] => table.map((row, i) => row.map((n, j) => of(n, i, j)));

const total = (table: Table, of: (n: number, i: number, j: number) => number): number => table.reduce((sum, row, i) => sum + row.reduce((all, n, j) => all + of(n, i, j), 0), 0);

const expectedOf = (table: Table, { n, rows, columns }: Margins): number[][] => map(table, (_, i, j) => ((rows[i] ?? 0) * (columns[j] ?? 0)) / n);

const testOf = (statistic: number, df: number): Test => ({ statistic, df, p: df > 0 ? chiSquareBeyond(statistic, df) : Number.NaN });

/** Pearson's test of independence (Pearson 1900), without correction. For weighted counts there is `raoScott`. @returns p NaN where there is one row or column */
export function chiSquare(table: Table): ChiSquare {
  const margins = marginsOf(table);
  const { n, rows, columns } = margins;
  const expected = expectedOf(table, margins);
  const residuals = map(table, (count, i, j) => {
    const among = at(expected, i, j);
    const variance = among * (1 - (rows[i] ?? 0) / n) * (1 - (columns[j] ?? 0) / n);
    return variance > 0 ? (count - among) / Math.sqrt(variance) : 0;
  });
  return { ...testOf(distance(table, expected, () => 0), margins.df), n, expected, residuals };
}

/** Σ (|observed - expected| - correction)² / expected. */
function distance(table: Table, expected: Table, correction: (apart: number) => number): number {
  return total(table, (count, i, j) => {
    const among = at(expected, i, j);
    const apart = Math.abs(count - among);
    return among > 0 ? (apart - correction(apart)) ** 2 / among : 0;
  });
}

/** The same with half an answer taken from each difference, for 2 x 2 tables (Yates 1934). */
export function chiSquareCorrected(table: Table): Test {
  const margins = marginsOf(table);
  return testOf(distance(table, expectedOf(table, margins), (apart) => Math.min(0.5, apart)), margins.df);
}

/** Likelihood-ratio test of independence, G² = 2 Σ observed ln(observed / expected) (Agresti 2013, 3.2.1). */
export function likelihoodRatio(table: Table): Test {
  const margins = marginsOf(table);
  const expected = expectedOf(table, margins);
  return testOf(2 * total(table, (count, i, j) => (count > 0 ? count * Math.log(count / at(expected, i, j)) : 0)), margins.df);
}

export interface CramersV extends Interval {
  /** √(χ² / (n (k - 1))), 0 to 1, k the lesser of rows and columns (Cramér 1946). */
  readonly estimate: number;
  /** Without what chance alone adds (Bergsma 2013): the better estimate from small samples. */
  readonly corrected: number;
}

/** How strongly rows and columns go together; the 95 % interval is that of the noncentrality of χ² (Steiger 2004). @returns NaN where there is one row or column */
export function cramersV(table: Table): CramersV {
  const { n, df, rank, rows, columns } = marginsOf(table);
  const { statistic } = chiSquare(table);
  if (df < 1) return { estimate: Number.NaN, corrected: Number.NaN, low: Number.NaN, high: Number.NaN };
  const strength = (of: number): number => Math.min(1, Math.sqrt(of / (n * (rank - 1))));
  const shrunk = [rows, columns].map((margin) => {
    const k = margin.filter((each) => each > 0).length;
    return k - (k - 1) ** 2 / (n - 1);
  });
  const ends = noncentralities((lambda) => noncentralChiSquareShare(statistic, df, lambda));
  return {
    estimate: strength(statistic),
    corrected: Math.sqrt(Math.max(0, statistic / n - df / (n - 1)) / (Math.min(...shrunk) - 1)),
    low: strength(ends.low),
    high: strength(ends.high),
  };
}

/** Pearson's contingency coefficient √(χ² / (χ² + n)), which stays below 1. */
export const contingency = ({ statistic, n }: Pick<ChiSquare, "statistic" | "n">): number => Math.sqrt(statistic / (statistic + n));

/** φ = √(χ² / n) of a 2 x 2 table, where it is Cramér's V and, but for the sign, Pearson's correlation. */
export const phi = ({ statistic, n }: Pick<ChiSquare, "statistic" | "n">): number => Math.sqrt(statistic / n);

export interface MantelHaenszel extends Test {
  /** Odds ratio common to all tables (Mantel and Haenszel 1959). */
  readonly oddsRatio: number;
}

/** Cochran-Mantel-Haenszel test that the rows of 2 x 2 tables, one a stratum, are alike within strata; with continuity correction as R's `mantelhaen.test`. */
export function mantelHaenszel(tables: readonly Table[]): MantelHaenszel {
  let [apart, variance, along, across] = [0, 0, 0, 0];
  for (const table of tables) {
    const { n, rows: [r1 = 0, r2 = 0], columns: [c1 = 0, c2 = 0] } = marginsOf(table);
    if (n < 2) continue;
    apart += at(table, 0, 0) - (r1 * c1) / n;
    variance += (r1 * r2 * c1 * c2) / (n * n * (n - 1));
    along += (at(table, 0, 0) * at(table, 1, 1)) / n;
    across += (at(table, 0, 1) * at(table, 1, 0)) / n;
  }
  const corrected = Math.abs(apart) - (Math.abs(apart) >= 0.5 ? 0.5 : 0);
  return { ...testOf(corrected ** 2 / variance, 1), oddsRatio: along / across };
}
