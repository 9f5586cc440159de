/** Small dense matrices as rows of numbers: items of a scale, contrasts of a table. */
export type Matrix = readonly (readonly number[])[];

export const at = (matrix: Matrix, i: number, j: number): number => matrix[i]?.[j] ?? Number.NaN;

export const squareOf = (k: number, cell: (i: number, j: number) => number): number[][] => Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_unused, j) => cell(i, j)));

export const sumOf = (matrix: Matrix): number => matrix.reduce((sum, row) => sum + row.reduce((all, value) => all + value, 0), 0);

/** Solves a x = b by elimination with row exchanges. @returns x, of the shape of b; NaN where a is singular but for rounding */
export function solve(a: Matrix, b: Matrix): number[][] {
  const k = a.length;
  const rows = a.map((row, i) => [...row, ...(b[i] ?? [])]);
  const least = 1e-12 * a.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let pivot = 0; pivot < k; pivot++) {
    const best = rows.reduce((found, _, i) => (i > pivot && Math.abs(at(rows, i, pivot)) > Math.abs(at(rows, found, pivot)) ? i : found), pivot);
    const [own = [], other = []] = [rows[best], rows[pivot]];
    rows[best] = other;
    const by = own[pivot] ?? 0;
    rows[pivot] = own.map((value) => value / (Math.abs(by) > least ? by : Number.NaN));
    for (let i = 0; i < k; i++) {
      const times = at(rows, i, pivot);
      if (i !== pivot) rows[i] = (rows[i] ?? []).map((value, j) => value - times * at(rows, pivot, j));
    }
  }
  return rows.map((row) => row.slice(k));
}

export const inverse = (a: Matrix): number[][] => solve(a, squareOf(a.length, (i, j) => Number(i === j)));
