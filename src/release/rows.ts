import type { Missing, Value, Variable } from "../survey/codebook.ts";
import { MISSING, naColumn } from "../survey/codebook.ts";
import type { FlatRow } from "../survey/flatten.ts";

/** Small questions about one flat row that every step of a release asks. */

export function reasonOf(row: FlatRow, variable: Variable): Missing | null {
  const reason = row[naColumn(variable)];
  return MISSING.find((known) => known === reason) ?? null;
}

export const columnOf = (variable: Variable): string => variable.columns[0]?.name ?? variable.name;

/** The category that a row falls in, counting each reason as a category of its own: "?hidden" is one. */
export function categoryOf(row: FlatRow, variable: Variable): string {
  const reason = reasonOf(row, variable);
  return reason === null ? String(row[columnOf(variable)]) : `?${reason}`;
}

export const scoreOf = (values: readonly Value[], code: unknown): number | undefined => values.find((value) => value.code === String(code))?.score;
