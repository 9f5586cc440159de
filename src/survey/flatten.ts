import { type Codebook, isCount, type Missing, naColumn, type Variable } from "./codebook.ts";
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

/** What stands at a path; a list is entered by number or by the value of an entry. */
export function at(answers: Answers, path: readonly string[]): unknown {
  let value: unknown = answers;
  for (const key of path) {
    if (Array.isArray(value)) value = entryOf(value, key);
    else if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    else value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  return value;
}

function entryOf(list: readonly unknown[], key: string): unknown {
  const index = /^\[?(\d+)\]?$/.exec(key)?.[1];
  if (index !== undefined) return list[Number(index)];
  const [, name = "", code] = /^\[([^=]+)=(.*)\]$/s.exec(key) ?? [];
  return list.find((entry) => typeof entry === "object" && entry !== null && String(at({ ...entry }, [name])) === code);
}

/** Nothing, however it is wrapped: an entry of a list that was opened and left blank is none. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "") || (typeof value === "object" && Object.values(value).every(isEmpty));

export function fill(row: FlatRow, variable: Variable, answer: unknown): Missing | null {
  for (const column of variable.columns) row[column.name] = null;
  if (isEmpty(answer)) return "no_answer";
  if (variable.kind === "multiple" || variable.kind === "ranking") return fillSeveral(row, variable, codesOf(variable, answer));
  const [column] = variable.columns;
  if (!column) return "no_answer";
  const value = variable.values.length > 0 ? listed(variable, answer) : isCount(variable) ? entries(answer) : typedIn(variable, answer);
  if (typeof value === "object") return value.missing;
  row[column.name] = value;
  return null;
}

const NONE = { missing: "no_answer" } as const;

const entries = (answer: unknown): number | typeof NONE => (Array.isArray(answer) ? answer.filter((entry) => !isEmpty(entry)).length : NONE);

function listed(variable: Variable, answer: unknown): string | number | { readonly missing: Missing } {
  const [code] = codesOf(variable, answer);
  const value = variable.values.find((candidate) => candidate.code === code) ?? variable.values.find((candidate) => candidate.code === variable.unlisted);
  if (!value) return NONE;
  if (value.missing) return { missing: value.missing };
  return variable.kind === "number" ? Number(value.code) : value.code;
}

function typedIn(variable: Variable, answer: unknown): string | number | typeof NONE {
  if (variable.kind === "file") return "file";
  if (variable.kind === "number") {
    const number = typeof answer === "boolean" ? Number.NaN : Number(answer);
    return Number.isFinite(number) ? number : NONE;
  }
  if (variable.listed) return codesOf(variable, answer).filter((code) => !variable.listed?.includes(code)).join("; ") || NONE;
  return typeof answer === "object" ? JSON.stringify(answer) : String(answer);
}

/** One or several answers as codes, each taken out of the object that may hold it. */
function codesOf({ property }: Variable, answer: unknown): string[] {
  const given: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  return given.flatMap((item) => {
    const code = property !== undefined && typeof item === "object" && item !== null ? at({ ...item }, [property]) : item;
    return isEmpty(code) ? [] : [String(code)];
  });
}

/** Multiple: 1 where chosen, else 0. Ranking: position from 1, null where not ranked. */
function fillSeveral(row: FlatRow, variable: Variable, given: readonly string[]): Missing | null {
  const reason = variable.values.find((value) => value.missing && given.includes(value.code));
  if (reason?.missing) return reason.missing;
  const { unlisted } = variable;
  const codes = unlisted === undefined ? given : given.map((code) => (variable.values.some((value) => value.code === code) ? code : unlisted));
  const known = codes.filter((code) => variable.columns.some((column) => column.code === code));
  if (known.length === 0) return "no_answer";
  for (const column of variable.columns) {
    const position = known.indexOf(column.code ?? "");
    row[column.name] = variable.kind === "multiple" ? (position < 0 ? 0 : 1) : position < 0 ? null : position + 1;
  }
  return null;
}
