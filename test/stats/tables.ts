import { DuckDBInstance } from "@duckdb/node-api";
import { SHARED } from "../shared.ts";

export type Row = Readonly<Record<string, string | number | null>>;

/** Rows of a query over the shared data; `table` names a CSV file there, its cells text or null. */
export async function select(sql: (table: (path: string) => string) => string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const result = await connection.runAndReadAll(sql((path) => `read_csv('${SHARED}/${path}', header = true, all_varchar = true, nullstr = ['', 'NA'])`));
    return result.getRowObjectsJS().map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null || typeof value === "string" ? value : Number(value)])));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Numbers of one column, NaN where there is none. */
export const numbers = (rows: readonly Row[], name: string): number[] => rows.map((row) => (row[name] === null || row[name] === undefined ? Number.NaN : Number(row[name])));

/** Values of a column in order, and which each row has. */
export function levels(rows: readonly Row[], name: string): { readonly names: string[]; readonly at: number[] } {
  const words = rows.map((row) => String(row[name]));
  const names = [...new Set(words)].sort();
  return { names, at: words.map((word) => names.indexOf(word)) };
}

/** How many rows have each two of given values. */
export const crossed = (rows: readonly Row[], row: string, rowNames: readonly string[], column: string, columnNames: readonly string[]): number[][] =>
  rowNames.map((r) => columnNames.map((c) => rows.filter((each) => each[row] === r && each[column] === c).length));
