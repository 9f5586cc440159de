import { UserError } from "../error.ts";
import { type Codebook, type Missing, naColumn, type Variable } from "../survey/codebook.ts";
import type { Cell as Value, FlatRow } from "../survey/flatten.ts";

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

/** The cells that one row counts in for one variable; see `query/tally.ts` for what they mean. */
export function cellsOf(row: FlatRow, variable: Variable): Cell[] {
  const reason = row[naColumn(variable)];
  if (reason !== null && reason !== undefined) return [{ variable: variable.name, value: null, x: null, missing: asMissing(reason) }];
  const answered: Cell = { variable: variable.name, value: null, x: null, missing: null };
  const cell = (value: string, x: number | null): Cell => ({ variable: variable.name, value, x, missing: null });
  if (variable.kind === "multiple") return [answered, ...variable.columns.flatMap((column) => (row[column.name] === 1 ? [cell(column.code ?? "", null)] : []))];
  if (variable.kind === "ranking")
    return [answered, ...variable.columns.flatMap((column) => {
      const position = row[column.name];
      return typeof position === "number" ? [cell(`${position}:${column.code ?? ""}`, position)] : [];
    })];
  const column = variable.columns[0];
  if (!column) return [answered];
  const value = row[column.name];
  if (value === null || value === undefined) return [answered];
  return typeof value === "number" ? [cell(String(value), value)] : [cell(value, null)];
}

function asMissing(value: Value): Missing {
  if (value === "not_asked" || value === "no_answer" || value === "dont_know" || value === "refused" || value === "hidden") return value;
  throw new Error(`${String(value)} is no reason for a missing value`);
}

/** Indexes are two bytes wide. */
const LARGEST_INDEX = 65535;

/**
 * Counts every variable but the weight.
 * @param weights one per row; absent if every row counts once
 * @throws UserError past 65,535 combinations or values
 */
export function buildCube(codebook: Codebook, rows: readonly FlatRow[], weights?: readonly number[]): Cube {
  const filters = codebook.filters.map((name) => ({ variable: codebook.variables.find((each) => each.name === name), name, categories: new Index<string>((each) => each) }));
  const combinations = new Index<readonly number[]>((each) => each.join(","));
  const cells = new Index<Cell>((each) => `${each.variable}\u0001${each.missing ?? ""}\u0001${each.value ?? "\u0002"}`);
  // As how many somebody counts is no answer, and has about as many values as there are rows.
  const counted = codebook.variables.filter(({ name }) => name !== codebook.weight);
  const entries = new Map<number, { at: number; cell: number; n: number; w: number; w2: number }>();
  rows.forEach((row, i) => {
    const w = weights?.[i] ?? 1;
    const at = combinations.of(filters.map(({ variable, categories }) => categories.of(variable ? categoryOf(row, variable) : "")));
    for (const variable of counted)
      for (const cell of cellsOf(row, variable)) {
        const index = cells.of(cell);
        const key = at * 65536 + index;
        const entry = entries.get(key);
        if (entry) {
          entry.n += 1;
          entry.w += w;
          entry.w2 += w * w;
        } else entries.set(key, { at, cell: index, n: 1, w, w2: w * w });
      }
  });
  if (combinations.all.length > LARGEST_INDEX || cells.all.length > LARGEST_INDEX)
    throw new UserError(`${Math.max(combinations.all.length, cells.all.length)} different ${cells.all.length > LARGEST_INDEX ? "values" : "combinations of filters"} are too many for a table`, { where: codebook.survey, fix: "release numbers in bands, or drop a filter" });
  const sorted = [...entries.values()].sort((a, b) => a.cell - b.cell || a.at - b.at);
  return {
    filters: filters.map(({ name, categories }) => ({ name, categories: categories.all })),
    combinations: combinations.all,
    weighted: weights !== undefined,
    cells: cells.all,
    at: Uint16Array.from(sorted, (entry) => entry.at),
    cell: Uint16Array.from(sorted, (entry) => entry.cell),
    n: Uint32Array.from(sorted, (entry) => entry.n),
    w: Float64Array.from(sorted, (entry) => entry.w),
    w2: Float64Array.from(sorted, (entry) => entry.w2),
  };
}

/** The category that a row falls in; a reason for having no answer is one, as "?reason". */
export function categoryOf(row: FlatRow, variable: Variable): string {
  const reason = row[naColumn(variable)];
  return reason === null || reason === undefined ? String(row[variable.columns[0]?.name ?? ""]) : `?${String(reason)}`;
}

/** Numbers things in the order in which they first occur. */
class Index<Thing> {
  readonly all: Thing[] = [];
  readonly #known = new Map<string, number>();
  readonly #key: (thing: Thing) => string;

  constructor(key: (thing: Thing) => string) {
    this.#key = key;
  }

  of(thing: Thing): number {
    const key = this.#key(thing);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.all.length);
    return this.all.push(thing) - 1;
  }
}
