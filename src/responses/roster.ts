import { UserError } from "../error.ts";
import type { TextTable } from "./csv.ts";
import { type Bytes, bytesOf, fileBytes, whole } from "./encoding.ts";
import { openTable } from "./table.ts";

/** Largest file that is taken for a roster, in bytes: about a million people. */
const LARGEST = 64 * 2 ** 20;

const FIX = "the first line names the columns, and each line after it is one person";

/** Reads a list of people from CSV, TSV or XLSX, as an office saves it. @throws UserError if it is no table with a heading, or nobody is on it */
export const readRoster = (path: string): Promise<TextTable> => rosterOf(fileBytes(path));

/** @param where what the file is called, for messages */
export const rosterFrom = (bytes: Uint8Array, where: string): Promise<TextTable> => rosterOf(bytesOf(bytes, where));

async function rosterOf(bytes: Bytes): Promise<TextTable> {
  const { where } = bytes;
  if (whole(bytes, LARGEST).length === 0) throw new UserError("nobody is on this roster", { where, fix: FIX, refusal: { code: "roster-empty" } });
  const table = await openTable(bytes, { headers: 1 });
  return checked(table, [...table.rows()], where);
}

/** Nobody may be left out for want of a cell: a row that is no row of the table refuses the whole. */
function checked({ columns: names, headings }: { readonly columns: readonly string[]; readonly headings: readonly { readonly name: string }[] }, all: TextTable["rows"], where: string): TextTable {
  const wrong = all.find(({ fault }) => fault !== undefined);
  if (wrong) throw new UserError(`this is not a table (line ${wrong.line}: ${wrong.fault?.reason ?? ""})`, { where, fix: `save it as “CSV UTF-8” or .xlsx: ${FIX}` });
  const rows = all.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell?.trim() || null) })).filter(({ cells }) => cells.some((cell) => cell !== null));
  const isNamed = (at: number): boolean => headings[at]?.name !== `column ${at + 1}`;
  // Columns without a heading that hold nothing are what spreadsheets leave behind.
  const kept = names.map((name, at) => ({ name, at })).filter(({ at }) => isNamed(at) || rows.some(({ cells }) => cells[at] !== null));
  if (kept.length === 0 || rows.length === 0) throw new UserError("nobody is on this roster", { where, fix: FIX, refusal: { code: "roster-empty" } });
  if (kept.some(({ at }) => !isNamed(at))) throw new UserError("a column of this roster has no heading", { where, fix: FIX, refusal: { code: "roster-heading" } });
  return { columns: kept.map(({ name }) => name), rows: rows.map(({ line, cells }) => ({ line, cells: kept.map(({ at }) => cells[at] ?? null) })) };
}
