import { readFileSync } from "node:fs";
import { UserError } from "../error.ts";
import { parseCsv, type TextTable } from "./csv.ts";

/** Largest file that is taken for a roster, in bytes: about a million people. */
const LARGEST = 64 * 2 ** 20;

/** Reads a list of people from CSV, TSV or XLSX, as an office saves it. @throws UserError if it is no table with a heading, or nobody is on it */
export async function readRoster(path: string): Promise<TextTable> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UserError("this roster cannot be read", { where: path, fix: "check the name of the file", cause: error });
  }
  return rosterFrom(bytes, path);
}

/** @param where what the file is called, for messages */
export async function rosterFrom(bytes: Uint8Array, where: string): Promise<TextTable> {
  if (bytes.length > LARGEST) throw new UserError("this file is too large for a roster", { where, fix: "keep only the columns that the invitations need", refusal: { code: "roster-large" } });
  // XLSX is a ZIP file; the old XLS begins as all of Office's old files did.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new UserError("this is Excel's old format", { where, fix: "save it as .xlsx, or as “CSV UTF-8”", refusal: { code: "roster-old-excel" } });
  const table = bytes[0] === 0x50 && bytes[1] === 0x4b ? await readXlsx(bytes, where) : await readText(bytes, where);
  return checked(table, where);
}

async function readText(bytes: Uint8Array, where: string): Promise<TextTable> {
  const text = decode(bytes, where);
  const [head = ""] = text.split(/[\r\n]/, 1);
  const most = ["\t", ";", ","].map((delimiter) => ({ delimiter, n: head.split(delimiter).length })).sort((a, b) => b.n - a.n)[0];
  return parseCsv(text, most && most.n > 1 ? most.delimiter : ",", { where, fix: "save it as “CSV UTF-8” or .xlsx: one line with the names of the columns, then one for each person" });
}

/** Excel saves “CSV” in the encoding of the machine, GB18030 where that is Chinese, and “Unicode text” in UTF-16. */
function decode(bytes: Uint8Array, where: string): string {
  for (const encoding of bytes[0] === 0xff && bytes[1] === 0xfe ? ["utf-16le"] : ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next may fit.
    }
  }
  throw new UserError("this file is in no encoding known here", { where, fix: "save it as “CSV UTF-8”, or as .xlsx", refusal: { code: "roster-encoding" } });
}

async function readXlsx(bytes: Uint8Array, where: string): Promise<TextTable> {
  const { readSheet } = await import("read-excel-file/node");
  let rows: readonly (readonly unknown[])[];
  try {
    rows = await readSheet(Buffer.from(bytes));
  } catch (error) {
    throw new UserError(`this is not an Excel sheet (${error instanceof Error ? error.message : String(error)})`, { where, fix: "open it in Excel, and save it as .xlsx or “CSV UTF-8”", cause: error, refusal: { code: "roster-no-sheet" } });
  }
  const [head = [], ...body] = rows;
  return { columns: head.map((cell) => text(cell) ?? ""), rows: body.map((cells, i) => ({ line: i + 2, cells: head.map((_, at) => text(cells[at])) })) };
}

function text(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}

function checked(table: TextTable, where: string): TextTable {
  const columns = table.columns.map((name) => name.trim());
  const rows = table.rows.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell?.trim() || null) })).filter(({ cells }) => cells.some((cell) => cell !== null));
  // Columns without a heading that hold nothing are what spreadsheets leave behind.
  const kept = columns.map((name, at) => ({ name, at })).filter(({ name, at }) => name !== "" || rows.some(({ cells }) => cells[at] !== null));
  if (kept.length === 0 || rows.length === 0) throw new UserError("nobody is on this roster", { where, fix: "the first line names the columns, and each line after it is one person", refusal: { code: "roster-empty" } });
  if (kept.some(({ name }) => name === "")) throw new UserError("a column of this roster has no heading", { where, fix: "the first line names the columns, and each line after it is one person", refusal: { code: "roster-heading" } });
  return { columns: kept.map(({ name }) => name), rows: rows.map(({ line, cells }) => ({ line, cells: kept.map(({ at }) => cells[at] ?? null) })) };
}
