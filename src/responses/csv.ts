import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { UserError } from "../error.ts";
import type { Mapping } from "./mapping.ts";

/** A table as text: null where a cell is empty. */
export interface TextTable {
  readonly columns: readonly string[];
  /** `line` is where the row begins in the file, from 1. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly (string | null)[] }[];
}

/**
 * Reads a CSV file by DuckDB: quotes, line breaks in cells, CRLF and a byte order mark are its business.
 * @throws UserError if it is not readable as a table in this encoding
 */
export async function readCsv(path: string, { delimiter, encoding }: Pick<Mapping, "delimiter" | "encoding">): Promise<TextTable> {
  return parseCsv(decode(path, encoding), delimiter, { where: path, fix: "save it as CSV with a header line; another delimiter is named in the mapping: \"delimiter\": \";\"" });
}

/** @param at what the file is called, and what to do where it is none, for messages */
export async function parseCsv(text: string, delimiter: string, at: { readonly where: string; readonly fix: string }): Promise<TextTable> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-csv-"));
  const copy = join(folder, "table.csv");
  // RFC 4180 ends lines by CRLF, most tools by LF; one kind outside and inside of cells reads alike whatever wrote it.
  writeFileSync(copy, `${text.replace(/\r\n?/g, "\n").replace(/\n+$/, "")}\n`);
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const result = await connection.runAndReadAll(
      "SELECT * FROM read_csv($path, header = true, all_varchar = true, delim = $delimiter, quote = '\"', escape = '\"', strict_mode = true, null_padding = false, parallel = false, max_line_size = 10000000)",
      { path: copy, delimiter },
    );
    const columns = result.columnNames();
    let line = 1 + breaks(columns);
    const rows = result.getRowsJS().map((row) => {
      const cells = row.map((cell) => (typeof cell === "string" ? cell : null));
      const begun = (line += 1);
      line += breaks(cells);
      return { line: begun, cells };
    });
    return { columns, rows };
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).split("\n").filter((part) => part.trim() !== "").slice(0, 3).join(" ").replaceAll(copy, at.where);
    throw new UserError(`this is not a CSV table (${said})`, at);
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

const breaks = (cells: readonly (string | null)[]): number => cells.reduce((sum, cell) => sum + (cell?.split("\n").length ?? 1) - 1, 0);

function decode(path: string, encoding: Mapping["encoding"]): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UserError("this file cannot be read", { where: path, fix: "check its name", cause: error });
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UserError(`this file is not in ${encoding}`, { where: path, fix: encoding === "utf-8" ? 'save it as “CSV UTF-8”, or write "encoding": "gb18030" into the mapping' : "save it as “CSV UTF-8”", cause: error });
  }
}
