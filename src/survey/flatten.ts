import { type Codebook, type Missing, naColumn, type Variable } from "./codebook.ts";
import type { Answers, Asked } from "./conditions.ts";

export type Cell = string | number | null;

/** One response as one row: the columns of the codebook and, for each variable, why it is missing (or null). */
export type FlatRow = Record<string, Cell>;

/** Names of all columns in order: each variable's values, then its reason. */
export const columnNames = (codebook: Codebook): string[] =>
  codebook.variables.flatMap((variable) => [...variable.columns.map(({ name }) => name), naColumn(variable)]);

/**
 * Flattens the answers of one response. An answer that the questionnaire's logic would not have asked for is kept:
 * the person gave it. Values that the codebook does not know count as no answer.
 */
export function flatten(answers: Answers, codebook: Codebook, asked: Asked): FlatRow {
  const row: FlatRow = {};
  const isAsked = asked(answers);
  codebook.variables.forEach((variable, index) => {
    const missing = fill(row, variable, at(answers, variable.path));
    row[naColumn(variable)] = missing === "no_answer" && !isAsked(index) ? "not_asked" : missing;
  });
  return row;
}

function at(answers: Answers, path: readonly string[]): unknown {
  let value: unknown = answers;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0) || (typeof value === "string" && value.trim() === "");

function fill(row: FlatRow, variable: Variable, answer: unknown): Missing | null {
  for (const column of variable.columns) row[column.name] = null;
  if (isEmpty(answer)) return "no_answer";
  if (variable.kind === "multiple" || variable.kind === "ranking") return fillSeveral(row, variable, answer);
  const [column] = variable.columns;
  if (!column) return "no_answer";
  if (variable.values.length > 0) {
    const code = String(answer);
    const value = variable.values.find((candidate) => candidate.code === code);
    if (!value) return "no_answer";
    if (value.missing) return value.missing;
    row[column.name] = variable.kind === "number" ? Number(code) : code;
    return null;
  }
  if (variable.kind === "number") {
    const number = typeof answer === "boolean" ? Number.NaN : Number(answer);
    if (!Number.isFinite(number)) return "no_answer";
    row[column.name] = number;
    return null;
  }
  row[column.name] = variable.kind === "file" ? "file" : typeof answer === "object" ? JSON.stringify(answer) : String(answer);
  return null;
}

/** Multiple: 1 where chosen, else 0. Ranking: position from 1, null where not ranked. */
function fillSeveral(row: FlatRow, variable: Variable, answer: unknown): Missing | null {
  const codes = (Array.isArray(answer) ? answer : [answer]).map((item: unknown) => String(item));
  const reason = variable.values.find((value) => value.missing && codes.includes(value.code));
  if (reason?.missing) return reason.missing;
  const known = codes.filter((code) => variable.columns.some((column) => column.code === code));
  if (known.length === 0) return "no_answer";
  for (const column of variable.columns) {
    const position = known.indexOf(column.code ?? "");
    row[column.name] = variable.kind === "multiple" ? (position < 0 ? 0 : 1) : position < 0 ? null : position + 1;
  }
  return null;
}
