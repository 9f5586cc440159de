import type { Cell, Cube } from "../cube/cube.ts";
import { type Codebook, variableOf } from "../survey/codebook.ts";

/** Counts under this are left out. */
const LEAST = 10;
/** All others are rounded to this, so each stands for two more or two less. */
const STEP = 5;
const SLACK = (STEP - 1) / 2;

export const rounded = (n: number): number => Math.round(n / STEP) * STEP;

interface Entry {
  readonly cell: Cell;
  readonly exact: number;
  /** With its error. */
  n: number;
  shown: boolean;
}

/**
 * Tables only. Each count gets its error; those under 10 are left out and all others rounded to 5; then whatever would let a left-out count be
 * bounded by subtraction from the total is left out as well (complementary suppression, Hundepool et al. 2012, ch. 4).
 * A sensitive question in which one answer holds everybody goes, and so do numbers of which two people make up over 90 %.
 * @param cube of one combination: tables that are withheld have no filters
 * @param error of each count, see `noise.ts`; none where absent
 */
export function withhold(cube: Cube, codebook: Codebook, error: (cell: Cell) => number = () => 0): Cube {
  const all = [...cube.cell].map((index, i): Entry => {
    const cell = cube.cells[index] ?? missingCell();
    const exact = cube.n[i] ?? 0;
    const n = Math.max(0, exact + error(cell));
    return { cell, exact, n, shown: n >= LEAST };
  });
  const byVariable = Map.groupBy(all, ({ cell }) => cell.variable);
  for (const [name, entries] of byVariable) {
    const { kind, role, columns } = variableOf(codebook, name);
    // Of texts only is told whether there was one: that is an answer, which nobody who skipped may be counted into.
    const bare = columns.length === 0;
    const base = bare ? undefined : entries.find(({ cell }) => cell.missing === null && cell.value === null);
    const reasons = entries.filter(({ cell }) => cell.missing !== null);
    const values = entries.filter((entry) => entry !== base && entry.cell.missing === null);
    if (base) {
      countSkippedIn(base, reasons);
      if (kind === "multiple") for (const value of values) value.shown &&= base.shown && base.n - value.n >= LEAST;
      else guardRanking(values, base.exact);
    } else guard(entries);
    if (kind === "number" && dominated(values)) for (const value of values) value.shown = false;
    if (role === "sensitive" && (bare ? entries : values).filter(({ shown }) => shown).length < 2) for (const value of values) value.shown = false;
    if (base && !base.shown) for (const value of values) value.shown = false;
  }
  return { ...packed(cube, all), weighted: false };
}

const missingCell = (): never => {
  throw new Error("an entry of the cube is about nothing");
};

/**
 * Whether the left-out cells could each still hold anything from none to nine, for somebody who knows the rounded total
 * and the rounded cells of one partition.
 */
export function isOpen(hidden: number, shown: readonly number[], total: number): boolean {
  if (hidden === 0) return true;
  const rest = rounded(total) - shown.reduce((sum, n) => sum + rounded(n), 0);
  const slack = SLACK * (shown.length + 1);
  return rest - slack <= (LEAST - 1) * (hidden - 1) && rest + slack >= LEAST - 1;
}

/**
 * Leaves out the next smallest cell, reasons before answers, until nothing can be bounded.
 * @param rest people in none of these cells
 */
function guard(entries: readonly Entry[], rest = 0): void {
  const total = entries.reduce((sum, { n }) => sum + n, rest);
  for (;;) {
    const shown = entries.filter((entry) => entry.shown);
    if (isOpen(entries.length - shown.length + (rest > 0 ? 1 : 0), shown.map(({ n }) => n), total)) return;
    const [next] = shown.sort((a, b) => Number(a.cell.missing === null) - Number(b.cell.missing === null) || a.n - b.n);
    if (!next) return;
    next.shown = false;
  }
}

/**
 * The base of questions with several answers is their own total: if its complement may not be told,
 * those few who skipped count as asked, and percentages are of all who were asked.
 */
function countSkippedIn(base: Entry, reasons: readonly Entry[]): void {
  const total = reasons.reduce((sum, { n }) => sum + n, base.n);
  guard(reasons);
  const hidden = reasons.filter(({ shown }) => !shown);
  if (!isOpen(hidden.length, [base, ...reasons].filter(({ shown }) => shown).map(({ n }) => n), total)) base.n += hidden.reduce((sum, { n }) => sum + n, 0);
  base.shown = base.n >= LEAST;
}

/** Items and positions cross: a cell must be safe along both. */
function guardRanking(values: readonly Entry[], base: number): void {
  const item = ({ cell }: Entry): string => (cell.value ?? "").replace(/^[^:]*:/, "");
  const lines = [...Map.groupBy(values, item).values(), ...Map.groupBy(values, ({ cell }) => cell.x).values()];
  for (let before = -1; ; ) {
    for (const line of lines) guard(line, base - line.reduce((sum, { exact }) => sum + exact, 0));
    const now = values.filter(({ shown }) => !shown).length;
    if (now === before) return;
    before = now;
  }
}

/** The (1, 90) dominance rule for two: the two largest make over 90 % of the sum. */
function dominated(values: readonly Entry[]): boolean {
  const sizes = values.map(({ cell, n }) => ({ x: Math.abs(cell.x ?? 0), n })).sort((a, b) => b.x - a.x);
  const sum = sizes.reduce((total, { x, n }) => total + x * n, 0);
  let [left, largest] = [2, 0];
  for (const { x, n } of sizes) {
    largest += x * Math.min(left, n);
    left -= Math.min(left, n);
  }
  return sum > 0 && largest > 0.9 * sum;
}

function packed(cube: Cube, all: readonly Entry[]): Cube {
  const keep = all.flatMap(({ shown }, i) => (shown ? [i] : []));
  // Cells that are nowhere shown would say that somebody answered so.
  const cells = keep.flatMap((i) => all[i]?.cell ?? []);
  const n = Uint32Array.from(keep, (i) => rounded(all[i]?.n ?? 0));
  return { ...cube, cells, at: Uint16Array.from(keep, () => 0), cell: Uint16Array.from(keep, (_, index) => index), n, w: Float64Array.from(n), w2: Float64Array.from(n) };
}
