import type { Row } from "./csv.ts";

/** What one column of a table holds. */
export interface Profile {
  readonly column: string;
  /** Cells that are not empty. */
  readonly n: number;
  /** Value, blanks around aside -> how often; the commonest of many. */
  readonly values: ReadonlyMap<string, number>;
  /** More values were found than are told. */
  readonly many: boolean;
}

/** Most values of one column that are told apart: a question has fewer choices, a text has more words. */
const MOST_VALUES = 400;

/** Looks through a table once. */
export function profilesOf(columns: readonly string[], rows: Iterable<Row>): Profile[] {
  const found = columns.map((column) => ({ column, n: 0, many: false, values: new Map<string, number>() }));
  for (const { cells, fault } of rows) {
    if (fault) continue;
    for (const [i, profile] of found.entries()) {
      const cell = cells[i]?.trim() ?? "";
      if (cell === "") continue;
      profile.n += 1;
      const known = profile.values.get(cell);
      if (known === undefined && profile.values.size >= MOST_VALUES) profile.many = true;
      else profile.values.set(cell, (known ?? 0) + 1);
    }
  }
  return found;
}
