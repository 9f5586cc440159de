import { UserError } from "../error.ts";
import { beginning, type Bytes, whole } from "./encoding.ts";
import type { Row } from "./csv.ts";

/** Largest Excel file, in bytes: it is held in memory, unpacked. */
const LARGEST = 64 * 2 ** 20;

/** XLSX is a ZIP file. @throws UserError for Excel's old format, which begins as all of Office's old files did */
export function isXlsx(bytes: Bytes): boolean {
  const [a, b] = beginning(bytes, 2);
  if (a === 0xd0 && b === 0xcf) throw new UserError("this is Excel's old format", { where: bytes.where, fix: "save it as .xlsx, or as “CSV UTF-8”", refusal: { code: "roster-old-excel" } });
  return a === 0x50 && b === 0x4b;
}

/** The first sheet, heading rows included; every row as wide as the widest, and none that is empty. @throws UserError if it is no Excel sheet */
export async function xlsxRows(bytes: Bytes): Promise<Row[]> {
  const { readSheet } = await import("read-excel-file/node");
  const content = whole(bytes, LARGEST);
  let rows: readonly (readonly unknown[])[];
  try {
    rows = await readSheet(Buffer.from(content));
  } catch (error) {
    throw new UserError(`this is not an Excel sheet (${error instanceof Error ? error.message : String(error)})`, { where: bytes.where, fix: "open it in Excel, and save it as .xlsx or “CSV UTF-8”", cause: error, refusal: { code: "roster-no-sheet" } });
  }
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return rows.map((row, i) => ({ line: i + 1, cells: Array.from({ length: width }, (_, at) => written(row[at])) })).filter(({ cells }) => cells.some((cell) => cell !== null));
}

function written(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}
