import { UserError } from "../error.ts";
import { combine } from "./combine.ts";
import { Sums } from "./sums.ts";
import { type Codebook, MISSING, type Missing } from "../survey/codebook.ts";
import { type Frame, NO_NUMBER, type Series, seriesOf } from "../survey/frame.ts";

/**
 * The dense form of a cube: for every combination of the declared filters that occurs and every value of every
 * variable that occurs in it, how many rows there are and the sums of their weights and squared weights.
 */
export interface Cube {
  /** Names of the filters and the categories that occur, a reason as "?reason". */
  readonly filters: readonly { readonly name: string; readonly categories: readonly string[] }[];
  /** Combinations that occur: one category index per filter. */
  readonly combinations: readonly (readonly number[])[];
  /** Whether weights vary; otherwise w and w2 equal n. */
  readonly weighted: boolean;
  /** What an entry can be about, by variable. */
  readonly cells: readonly Cell[];
  /** Entries: combination, cell and count of each, in parallel. */
  readonly at: Uint16Array;
  readonly cell: Uint16Array;
  readonly n: Uint32Array;
  readonly w: Float64Array;
  readonly w2: Float64Array;
}

export interface Cell {
  readonly variable: string;
  readonly value: string | null;
  readonly x: number | null;
  readonly missing: Missing | null;
}

/** Indexes are two bytes wide. */
const LARGEST_INDEX = 65535;

/**
 * Counts every variable but the weight. Combinations and values stand in the order of the codebook, whatever the rows are.
 * @param weights one per row; absent if every row counts once
 * @throws UserError past 65,535 combinations or values
 */
export function buildCube(codebook: Codebook, frame: Frame, weights?: Float64Array): Cube {
  const filters = codebook.filters.map((name) => seriesOf(frame, name));
  const { of, combinations, categories } = combine(filters, frame.n);
  // As how many somebody counts is no answer, and has about as many values as there are rows.
  const counted = frame.series.filter(({ variable }) => variable.name !== codebook.weight);
  const cells: Cell[] = [];
  const entries: Entry[] = [];
  for (const series of counted) {
    const { all, visit } = cellsOf(series);
    const tally = new Sums(all.length, combinations.length);
    for (let row = 0; row < frame.n; row++) visit(row, (cell) => tally.add(cell, of[row] ?? 0, weights?.[row] ?? 1));
    const occurring = new Set<number>();
    tally.each((cell) => occurring.add(cell));
    const places = all.map((cell, i) => (occurring.has(i) ? cells.push(cell) - 1 : -1));
    tally.each((cell, at, n, w, w2) => entries.push({ cell: places[cell] ?? 0, at, n, w, w2 }));
  }
  if (combinations.length > LARGEST_INDEX || cells.length > LARGEST_INDEX)
    throw new UserError(`${Math.max(combinations.length, cells.length)} different ${cells.length > LARGEST_INDEX ? "values" : "combinations of filters"} are too many for a table`, { where: codebook.survey, fix: "release numbers in bands, or drop a filter" });
  entries.sort((a, b) => a.cell - b.cell || a.at - b.at);
  return {
    filters: filters.map(({ variable }, f) => ({ name: variable.name, categories: categories[f] ?? [] })),
    combinations,
    weighted: weights !== undefined,
    cells,
    at: Uint16Array.from(entries, (entry) => entry.at),
    cell: Uint16Array.from(entries, (entry) => entry.cell),
    n: Uint32Array.from(entries, (entry) => entry.n),
    w: Float64Array.from(entries, (entry) => entry.w),
    w2: Float64Array.from(entries, (entry) => entry.w2),
  };
}

interface Entry {
  readonly cell: number;
  readonly at: number;
  readonly n: number;
  readonly w: number;
  readonly w2: number;
}

/** The cells that rows may count in for one variable, and which of them each row does; see `query/tally.ts` for what they mean. */
export function cellsOf({ variable, reasons, cells }: Series): { readonly all: readonly Cell[]; readonly visit: (row: number, count: (cell: number) => void) => void } {
  const cell = (value: string | null, x: number | null, missing: Missing | null): Cell => ({ variable: variable.name, value, x, missing });
  const why = MISSING.map((missing) => cell(null, null, missing));
  const [first] = cells;
  const withReasons = (answers: readonly Cell[], answered: (row: number, count: (cell: number) => void) => void): ReturnType<typeof cellsOf> => ({
    all: [...answers, ...why],
    visit: (row, count) => {
      const reason = reasons[row] ?? 0;
      if (reason !== 0) count(answers.length + reason - 1);
      else answered(row, count);
    },
  });
  if (variable.kind === "multiple")
    return withReasons([cell(null, null, null), ...variable.columns.map(({ code }) => cell(code ?? "", null, null))], (row, count) => {
      count(0);
      for (let c = 0; c < cells.length; c++) if (cells[c]?.at[row] === 1) count(1 + c);
    });
  if (variable.kind === "ranking") {
    const n = cells.length;
    const placed = Array.from({ length: n }, (_, position) => variable.columns.map(({ code }) => cell(`${position + 1}:${code ?? ""}`, position + 1, null))).flat();
    return withReasons([cell(null, null, null), ...placed], (row, count) => {
      count(0);
      for (let c = 0; c < n; c++) {
        const position = cells[c]?.at[row] ?? NO_NUMBER;
        if (position > 0 && position <= n) count(1 + (position - 1) * n + c);
      }
    });
  }
  if (!first) return withReasons([cell(null, null, null)], (_, count) => count(0));
  if (first.as === "codes") return withReasons(first.dictionary.map((code) => cell(code, null, null)), (row, count) => count(first.at[row] ?? 0));
  const values = [...new Set(first.at)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const places = new Map(values.map((value, i) => [value, i]));
  return withReasons(values.map((value) => cell(String(value), value, null)), (row, count) => count(places.get(first.at[row] ?? 0) ?? 0));
}
