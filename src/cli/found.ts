import type { Mapping } from "../responses/mapping.ts";
import type { Table } from "../responses/table.ts";

/** What was found out about a file, for people and for programs. */

const DELIMITER_NAMES: Readonly<Record<string, string>> = { ",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars" };

export const formatOf = ({ format, encoding, delimiter, headers, columns }: Table): { format: string; encoding?: string; delimiter?: string; headers: number; columns: number } => ({ format, ...(encoding ? { encoding } : {}), ...(delimiter ? { delimiter } : {}), headers, columns: columns.length });

/** What was found out about the file, where the mapping does not say it. */
export function foundWords(table: Table, mapping: Partial<Pick<Mapping, "encoding" | "delimiter" | "headers">>): string {
  if (table.format === "json-lines") return `read as JSON Lines${table.columns.length > 0 ? ` with ${table.columns.length} keys` : ", a response a line"}, in ${table.encoding ?? "utf-8"}`;
  const said = [
    table.encoding !== undefined && mapping.encoding === undefined ? `in ${table.encoding}` : "",
    table.delimiter !== undefined && mapping.delimiter === undefined ? `with ${DELIMITER_NAMES[table.delimiter] ?? table.delimiter} between cells` : "",
    mapping.headers === undefined && table.headers > 1 ? `with ${table.headers} heading rows` : "",
  ].filter((each) => each !== "");
  return `read as ${table.format === "xlsx" ? "the first sheet of an XLSX file" : ["CSV", ...said].join(" ")}, ${table.columns.length} columns${said.length > 0 && table.format === "csv" ? " (found out; the mapping can say otherwise)" : ""}`;
}
