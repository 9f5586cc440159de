import { type Codebook, MISSING, type Missing, naColumn, type Variable } from "./codebook.ts";
import type { Cell, FlatRow } from "./flatten.ts";

/**
 * Answers column by column, in typed arrays: a million rows of sixty variables take about 150 MB, as objects they would take
 * gigabytes. Rows stand at the same index in every array.
 */
export interface Frame {
  /** Rows. */
  readonly n: number;
  /** In the order of the codebook's variables. */
  readonly series: readonly Series[];
}

/** One variable's answers. */
export interface Series {
  readonly variable: Variable;
  /** Why a row has no answer: 0 where it has one, else 1 + the index in MISSING. */
  readonly reasons: Uint8Array;
  /** In the order of the variable's columns; none where only is told whether it was answered. */
  readonly cells: readonly Cells[];
}

/** The cells of one column. */
export type Cells =
  /** Codes of choices: index in the dictionary, or NO_CODE. */
  | { readonly as: "codes"; readonly at: Uint16Array; readonly dictionary: readonly string[] }
  /** 0 or 1 of a choice, or its position from 1; NO_NUMBER where there is none. */
  | { readonly as: "small"; readonly at: Uint8Array }
  /** NaN where there is none. */
  | { readonly as: "numbers"; readonly at: Float64Array };

export const NO_CODE = 0xffff;
export const NO_NUMBER = 0xff;

/** What `reasons` holds for a reason. */
export const reasonIndex = (reason: Missing): number => 1 + MISSING.indexOf(reason);

export const HIDDEN = reasonIndex("hidden");

/** The reason that an entry of `reasons` stands for. */
export const reasonAt = ({ reasons }: Series, row: number): Missing | null => MISSING[(reasons[row] ?? 0) - 1] ?? null;

/** One cell as it is published: a code, a number or nothing. */
export function cellAt(cells: Cells, row: number): Cell {
  const at = cells.at[row];
  if (at === undefined) return null;
  if (cells.as === "codes") return cells.dictionary[at] ?? null;
  return cells.as === "small" ? (at === NO_NUMBER ? null : at) : Number.isNaN(at) ? null : at;
}

/** @throws Error naming the variable that the frame lacks */
export function seriesOf(frame: Frame, name: string): Series {
  const found = frame.series.find(({ variable }) => variable.name === name);
  if (!found) throw new Error(`there is no variable ${name} in these rows`);
  return found;
}

/** One row as an object, with every column of the codebook. */
export function rowAt({ series }: Frame, row: number): FlatRow {
  const flat: FlatRow = {};
  for (const each of series) {
    each.variable.columns.forEach(({ name }, c) => {
      const cells = each.cells[c];
      flat[name] = cells ? cellAt(cells, row) : null;
    });
    flat[naColumn(each.variable)] = reasonAt(each, row);
  }
  return flat;
}

/** Empty cells of so many rows for one column of a variable. */
export function emptyCells(variable: Variable, n: number): Cells {
  if (variable.kind === "number") return { as: "numbers", at: new Float64Array(n).fill(Number.NaN) };
  if (variable.kind === "multiple" || variable.kind === "ranking") return { as: "small", at: new Uint8Array(n).fill(NO_NUMBER) };
  return { as: "codes", at: new Uint16Array(n).fill(NO_CODE), dictionary: variable.values.filter(({ missing }) => missing === undefined).map(({ code }) => code) };
}

/** Rows as objects, column by column: for a few rows only. Texts and codes that the codebook does not list follow those it does. */
export function frameOf(codebook: Codebook, rows: readonly FlatRow[]): Frame {
  const series = codebook.variables.map((variable): Series => {
    const reasons = Uint8Array.from(rows, (row) => 1 + MISSING.findIndex((each) => each === row[naColumn(variable)]));
    return { variable, reasons, cells: variable.columns.map(({ name }) => filled(emptyCells(variable, rows.length), rows.map((row) => row[name] ?? null))) };
  });
  return { n: rows.length, series };
}

function filled(cells: Cells, values: readonly Cell[]): Cells {
  const dictionary = cells.as === "codes" ? [...new Set([...cells.dictionary, ...values.filter((value) => value !== null).map(String)])] : [];
  if (dictionary.length >= NO_CODE) throw new Error(`${dictionary.length} different values are too many for one column`);
  const places = new Map(dictionary.map((code, i) => [code, i]));
  values.forEach((value, row) => {
    if (value !== null) cells.at[row] = cells.as === "codes" ? (places.get(String(value)) ?? NO_CODE) : Number(value);
  });
  return cells.as === "codes" ? { ...cells, dictionary } : cells;
}
