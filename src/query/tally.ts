import type { Missing } from "../survey/codebook.ts";

/**
 * The one interface between released data and figures. Three implementations give equal tallies:
 * `native.ts` (DuckDB at build), `cube.ts` (dense cube in the browser, declared filters only)
 * and `wasm.ts` (DuckDB-WASM over `data.duckdb` or a person's own export).
 */
export interface TallyQuery {
  /** Names of variables or construct scores. */
  readonly variables: readonly string[];
  /**
   * Only rows whose value is one of these codes, for every variable named. Multiple: chose one of these.
   * Numbers: `String(number)`. A missing reason such as "hidden" may stand among the codes.
   */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  /** A categorical variable to split by. */
  readonly by?: string;
}

/**
 * How many rows gave this value.
 * - single, ordinal, rating, boolean: `value` is the code
 * - number, construct score: `value` is `String(number)`, `x` the number
 * - multiple: `value` is the choice, n counts those who chose it; one more row with value and missing null counts who answered
 * - ranking: `value` is `POSITION:CODE` with the position from 1 in `x`; and the row that counts who answered
 * - text, date, file: only the row that counts who answered
 * - every kind: one row per reason for having no answer, with `missing` set and value null
 *
 * Only combinations that occur have a row. Sorted by variable (as asked for), group, missing, value.
 */
export interface Tally {
  readonly variable: string;
  readonly value: string | null;
  readonly x: number | null;
  readonly missing: Missing | null;
  /** Code of the variable split by, or its missing reason as "?reason"; null where nothing is split. */
  readonly group: string | null;
  /** Rows. */
  readonly n: number;
  /** Sum of weights; equals n without weights. */
  readonly w: number;
  /** Sum of squared weights; equals n without weights. */
  readonly w2: number;
}

export interface Tallies {
  /** @throws Error for a variable that this source does not know or cannot filter by. */
  tally(query: TallyQuery): Promise<readonly Tally[]>;
}
