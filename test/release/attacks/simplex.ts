/** Linear programming, small and dense: what a handful of sums says about one unknown count. */

/** low ≤ Σ coefficient × unknown ≤ high, all unknowns being 0 or more. */
export interface Sum {
  readonly of: ReadonlyMap<number, number>;
  readonly low: number;
  readonly high: number;
}

const TINY = 1e-9;
/** Pivots after which Bland's rule takes over, which cannot run in a circle. */
const PATIENT = 400;

/** @returns the most that Σ coefficient × unknown can be, or undefined if the sums contradict one another */
export function most(unknowns: number, sums: readonly Sum[], objective: ReadonlyMap<number, number>): number | undefined {
  const rows = sums.flatMap(({ of, low, high }) => [...(Number.isFinite(high) ? [{ of, bound: high, sign: 1 }] : []), ...(low > 0 ? [{ of, bound: -low, sign: -1 }] : [])]);
  const m = rows.length;
  const width = unknowns + m + 2;
  // Columns: unknowns, slacks, one artificial for all rows that begin below zero, right side.
  const table = rows.map(({ of, bound, sign }, r) => {
    const row = new Float64Array(width);
    for (const [i, coefficient] of of) row[i] = sign * coefficient;
    row[unknowns + r] = 1;
    row[width - 2] = bound < 0 ? -1 : 0;
    row[width - 1] = bound;
    return row;
  });
  const basis = rows.map((_, r) => unknowns + r);
  const worst = rows.reduce((least, { bound }, r) => (bound < (rows[least]?.bound ?? 0) ? r : least), 0);
  if ((rows[worst]?.bound ?? 0) < 0) {
    const phase = new Float64Array(width);
    phase[width - 2] = 1;
    pivot(table, phase, basis, worst, width - 2);
    run(table, phase, basis, width - 1);
    if (Math.abs(phase[width - 1] ?? 0) > 1e-6) return undefined;
    const left = basis.indexOf(width - 2);
    const entering = left < 0 ? -1 : (table[left]?.findIndex((value, c) => c < width - 2 && Math.abs(value) > TINY) ?? -1);
    if (left >= 0 && entering >= 0) pivot(table, phase, basis, left, entering);
    for (const row of table) row[width - 2] = 0;
  }
  const costs = new Float64Array(width);
  for (const [i, coefficient] of objective) costs[i] = -coefficient;
  basis.forEach((column, r) => {
    const factor = costs[column] ?? 0;
    const row = table[r];
    if (factor !== 0 && row) for (let c = 0; c < width; c++) costs[c] = (costs[c] ?? 0) - factor * (row[c] ?? 0);
  });
  return run(table, costs, basis, width - 2) ? (costs[width - 1] ?? 0) : Number.POSITIVE_INFINITY;
}

export function boundsOf(unknowns: number, sums: readonly Sum[], of: ReadonlyMap<number, number>): { readonly low: number; readonly high: number } | undefined {
  const high = most(unknowns, sums, of);
  const low = most(unknowns, sums, new Map([...of].map(([i, coefficient]) => [i, -coefficient])));
  return high === undefined || low === undefined ? undefined : { low: Math.max(0, -low), high };
}

/** @returns false where there is no end to it */
function run(table: readonly Float64Array[], costs: Float64Array, basis: number[], columns: number): boolean {
  const right = costs.length - 1;
  for (let step = 0; ; step++) {
    let column = -1;
    for (let c = 0; c < columns; c++) if ((costs[c] ?? 0) < -TINY && (column < 0 || (step < PATIENT && (costs[c] ?? 0) < (costs[column] ?? 0)))) column = c;
    if (column < 0) return true;
    let [leaving, least] = [-1, Number.POSITIVE_INFINITY];
    table.forEach((row, r) => {
      const by = row[column] ?? 0;
      if (by <= TINY) return;
      const ratio = (row[right] ?? 0) / by;
      if (ratio < least - TINY || (ratio < least + TINY && (basis[r] ?? 0) < (basis[leaving] ?? 0))) [leaving, least] = [r, ratio];
    });
    if (leaving < 0) return false;
    pivot(table, costs, basis, leaving, column);
  }
}

function pivot(table: readonly Float64Array[], costs: Float64Array, basis: number[], leaving: number, column: number): void {
  const own = table[leaving];
  const by = own?.[column] ?? 0;
  if (!own || by === 0) throw new Error("a pivot is no zero");
  for (let c = 0; c < own.length; c++) own[c] = (own[c] ?? 0) / by;
  for (const row of [...table, costs]) {
    const factor = row[column] ?? 0;
    if (row === own || factor === 0) continue;
    for (let c = 0; c < row.length; c++) row[c] = (row[c] ?? 0) - factor * (own[c] ?? 0);
  }
  basis[leaving] = column;
}
