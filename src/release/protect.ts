import { type Codebook, naColumn, type Variable } from "../survey/codebook.ts";
import type { FlatRow } from "../survey/flatten.ts";
import type { Person } from "./anonymity.ts";
import { suppress } from "./suppress.ts";

/** Rows that may be published, and how many cells each variable lost. */
export interface Protected {
  readonly rows: FlatRow[];
  readonly hidden: ReadonlyMap<string, number>;
}

/** Hides quasi-identifiers, never answers, until nobody stands alone; rows come back sorted by content. */
export function protect(codebook: Codebook, rows: readonly FlatRow[], { k, where }: { k: number; where: string }): Protected {
  const quasi = codebook.variables.filter((variable) => variable.role === "quasi");
  const sensitive = codebook.variables.filter((variable) => variable.role === "sensitive");
  const people = rows.map((row): Person => ({
    quasi: quasi.map((variable) => cellKey(variable, row)),
    sensitive: sensitive.map((variable) => ((row[naColumn(variable)] ?? null) === null ? cellKey(variable, row) : null)),
  }));
  const hide = suppress(people, { k, where });
  const hidden = new Map<string, number>();
  const safe = rows.map((row, i) => {
    const copy = { ...row };
    quasi.forEach((variable, j) => {
      if (!hide[i]?.[j]) return;
      for (const column of variable.columns) copy[column.name] = null;
      copy[naColumn(variable)] = "hidden";
      hidden.set(variable.name, (hidden.get(variable.name) ?? 0) + 1);
    });
    return copy;
  });
  return { rows: sortByContent(codebook, safe), hidden };
}

/** What a row says about one variable; answers begin with "=", reasons with "?". */
function cellKey(variable: Variable, row: FlatRow): string {
  const reason = row[naColumn(variable)] ?? null;
  return reason === null ? `=${JSON.stringify(variable.columns.map((column) => row[column.name] ?? null))}` : `?${reason}`;
}

/** The order in which answers came must not survive. */
function sortByContent(codebook: Codebook, rows: readonly FlatRow[]): FlatRow[] {
  return rows
    .map((row) => ({ row, key: codebook.variables.map((variable) => cellKey(variable, row)).join("\u0001") }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}
