import { type Codebook, MISSING, type Missing, naColumn, type Variable } from "../survey/codebook.ts";
import type { Cell, FlatRow } from "../survey/flatten.ts";

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

/** Rows as objects, column by column: for a few rows only. */
export function frameOf(codebook: Codebook, rows: readonly FlatRow[]): Frame {
  const series = codebook.variables.map((variable): Series => {
    const cells = variable.columns.map(() => emptyCells(variable, rows.length));
    const reasons = new Uint8Array(rows.length);
    rows.forEach((row, i) => {
      const reason = MISSING.findIndex((each) => each === row[naColumn(variable)]);
      reasons[i] = reason + 1;
      variable.columns.forEach(({ name }, c) => {
        const value = row[name];
        const column = cells[c];
        if (value === null || value === undefined || !column) return;
        column.at[i] = column.as === "codes" ? column.dictionary.indexOf(String(value)) : Number(value);
      });
    });
    return { variable, reasons, cells };
  });
  return { n: rows.length, series };
}
