import { type Codebook, naColumn } from "../survey/codebook.ts";
import { columnNames } from "../survey/flatten.ts";
import { type Guessed, MOST_VALUES } from "./guess.ts";
import { identifier, literal } from "./sql.ts";
import type { Engine, Plain } from "./session.ts";

/** A person's own DuckDB file, which stays where it is and is read in parts. */
export interface OpenedTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** The name under which it is attached. */
export const OPENED = "own";
/** Schema of the view that reads it by a codebook. */
export const OPENED_VIEW = "memory.opened";

const NUMERIC = /INT|DOUBLE|FLOAT|DECIMAL|REAL|NUMERIC/;

/** @returns its tables, the largest first @throws Error in the words of DuckDB where it is no database that this version reads */
export async function attachOwn(engine: Engine, file: string): Promise<OpenedTable[]> {
  await engine.query(`DETACH DATABASE IF EXISTS ${OPENED}`);
  await engine.query(`ATTACH ${literal(file)} AS ${OPENED} (READ_ONLY)`);
  const rows = await plainRows(engine, `SELECT c.table_name, c.column_name, c.data_type, t.estimated_size FROM duckdb_columns() c LEFT JOIN duckdb_tables() t USING (database_name, schema_name, table_name)
    WHERE c.database_name = ${literal(OPENED)} AND c.schema_name = 'main' AND NOT c.internal ORDER BY t.estimated_size DESC, c.table_name, c.column_index`);
  return [...new Set(rows.map(([table]) => String(table)))].map((name) => ({ name, columns: rows.filter(([table]) => table === name).map(([, column, type]) => ({ name: String(column), type: String(type) })) }));
}

/** What the columns of a table look like: one question a column, of which only different values are read. */
export async function lookAt(engine: Engine, { name, columns }: OpenedTable): Promise<Guessed[]> {
  const guesses: Guessed[] = [];
  for (const column of columns) {
    const at = identifier(column.name);
    const isNumber = NUMERIC.test(column.type) && !/\[|\(.*ENUM/.test(column.type);
    const found = await plainRows(engine, `SELECT DISTINCT CAST(${at} AS VARCHAR) FROM ${OPENED}.main.${identifier(name)} WHERE ${at} IS NOT NULL LIMIT ${MOST_VALUES + 1}`);
    guesses.push({ name: column.name, isNumber, values: found.length > MOST_VALUES ? undefined : found.map(([value]) => String(value)) });
  }
  return guesses;
}

/** Makes the view `responses`: columns of the codebook that the table lacks are empty, and what is empty without a reason counts as no answer. */
export async function viewOwn(engine: Engine, codebook: Codebook, { name, columns }: OpenedTable): Promise<void> {
  const has = new Set(columns.map((column) => column.name));
  const types = new Map(codebook.variables.flatMap((variable) => variable.columns.map((column) => [column.name, column.type] as const)));
  const reasons = new Map(codebook.variables.map((variable) => [naColumn(variable), variable]));
  const parts = columnNames(codebook).map((column) => {
    const variable = reasons.get(column);
    if (variable === undefined) return `${has.has(column) ? `TRY_CAST(${identifier(column)} AS ${types.get(column) ?? "VARCHAR"})` : `NULL::${types.get(column) ?? "VARCHAR"}`} AS ${identifier(column)}`;
    const given = has.has(column) ? `CAST(${identifier(column)} AS VARCHAR)` : "NULL::VARCHAR";
    const answered = variable.columns.filter((each) => has.has(each.name)).map((each) => `${identifier(each.name)} IS NOT NULL`);
    return `CASE WHEN ${answered.join(" OR ") || "false"} THEN NULL ELSE coalesce(${given}, 'no_answer') END AS ${identifier(column)}`;
  });
  await engine.query(`CREATE SCHEMA IF NOT EXISTS ${OPENED_VIEW}`);
  await engine.query(`CREATE OR REPLACE VIEW ${OPENED_VIEW}.responses AS SELECT ${parts.join(", ")} FROM ${OPENED}.main.${identifier(name)}`);
}

async function plainRows(engine: Engine, sql: string): Promise<Plain[][]> {
  return (await engine.query(sql)).flatMap((batch) => Array.from({ length: batch.numRows }, (_, i): Plain[] => Object.values(batch.get(i)?.toJSON() ?? {}).map((value) => (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : value === null || value === undefined ? null : String(value)))));
}
