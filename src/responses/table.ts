import { UserError } from "../error.ts";
import { csvRows, type Row, widthReason } from "./csv.ts";
import { type Bytes, type Encoding, encodingOf, text } from "./encoding.ts";
import { type Heading, headingRows, headingsOf } from "./headings.ts";
import { isJsonLines, jsonColumns, type JsonRow, jsonRows } from "./json-lines.ts";
import { isXlsx, xlsxRows } from "./xlsx.ts";

/** What is said of a file beforehand; the rest is found out. */
export interface Hints {
  readonly encoding?: Encoding | undefined;
  readonly delimiter?: string | undefined;
  /** Heading rows: 1, 2 or 3. */
  readonly headers?: number | undefined;
}

/** A table whose rows are read anew each time they are asked for, never held. */
export interface Table {
  readonly where: string;
  readonly format: "csv" | "xlsx" | "json-lines";
  readonly encoding?: Encoding;
  readonly delimiter?: string;
  readonly headers: number;
  readonly headings: readonly Heading[];
  readonly columns: readonly string[];
  readonly rows: () => Iterable<JsonRow>;
}

export const DELIMITERS = [",", "\t", ";", "|"] as const;
/** Characters from which the form of a file is found out. */
const SAMPLE = 1 << 16;

/**
 * Reads CSV with any delimiter, XLSX or JSON Lines in any known encoding. Rows of another width than the heading come
 * with a fault.
 * @throws UserError if the file is no such table, or has no heading
 */
export async function openTable(bytes: Bytes, hints: Hints = {}): Promise<Table> {
  if (isXlsx(bytes)) {
    const rows = await xlsxRows(bytes);
    return tableOf(bytes.where, { format: "xlsx" }, hints, () => rows);
  }
  const encoding = hints.encoding ?? encodingOf(bytes);
  const beginning = sampleOf(text(bytes, encoding));
  if (beginning.includes("\0")) throw new UserError("this file is no text", { where: bytes.where, fix: "save the table as “CSV UTF-8”, or as .xlsx" });
  if (isJsonLines(beginning, bytes.where)) {
    const columns = jsonColumns(text(bytes, encoding));
    return { where: bytes.where, format: "json-lines", encoding, headers: 0, columns, headings: columns.map((name) => ({ name })), rows: () => jsonRows(text(bytes, encoding), columns) };
  }
  if (/^\s*(\[\s*\{|\{\s*")/.test(beginning)) throw new UserError("this is JSON, and not one object a line", { where: bytes.where, fix: "write each response as an object on a line of its own (JSON Lines), or save the table as CSV" });
  const delimiter = hints.delimiter ?? delimiterOf(beginning);
  return tableOf(bytes.where, { format: "csv", encoding, delimiter }, hints, () => csvRows(text(bytes, encoding), delimiter));
}

function sampleOf(pieces: Iterable<string>): string {
  for (const piece of pieces) if (piece.length > 0) return piece.slice(0, SAMPLE);
  return "";
}

/** The delimiter that cuts the heading into most cells and the rows into as many. */
export function delimiterOf(sample: string): string {
  const score = (delimiter: string): number => {
    const [head, ...rows] = firstOf(csvRows([sample], delimiter), 50);
    const width = head?.cells.length ?? 0;
    // The last row of a sample may be cut off.
    const whole = rows.slice(0, Math.max(1, rows.length - 1));
    const even = whole.length === 0 ? 1 : whole.filter(({ cells }) => cells.length === width).length / whole.length;
    return (width - 1) * even ** 2;
  };
  return DELIMITERS.map((delimiter) => ({ delimiter, n: score(delimiter) })).reduce((best, each) => (each.n > best.n ? each : best), { delimiter: ",", n: 0 }).delimiter;
}

function firstOf<Item>(items: Iterable<Item>, most: number): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length === most) break;
  }
  return first;
}

function tableOf(where: string, form: Pick<Table, "format"> & Partial<Table>, hints: Hints, rows: () => Iterable<Row>): Table {
  const first = firstOf(rows(), 20).map(({ cells }) => cells);
  const headers = hints.headers ?? headingRows(first);
  const headings = headingsOf(first.slice(0, headers));
  if (headings.length === 0) throw new UserError("this file is empty", { where, fix: "the first line names the columns, each line after it is one response" });
  const columns = headings.map(({ name }) => name);
  return { ...form, where, headers, headings, columns, rows: () => bodyOf(rows(), headers, columns.length) };
}

function* bodyOf(rows: Iterable<Row>, headers: number, columns: number): Generator<Row> {
  let n = 0;
  for (const row of rows) {
    n += 1;
    if (n <= headers) continue;
    const { cells, fault } = row;
    yield fault || cells.length === columns ? row : { ...row, fault: { value: cells.map((cell) => cell ?? "").join(" | "), reason: widthReason(cells.length, columns) } };
  }
}
