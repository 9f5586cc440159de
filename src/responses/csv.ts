import { UserError } from "../error.ts";
import { type Encoding, fileBytes, text } from "./encoding.ts";

/** One row as it stands in a file: null where a cell is empty. */
export interface Row {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  readonly cells: readonly (string | null)[];
  /** Why it cannot be read as a row of this table. */
  readonly fault?: { readonly value: string; readonly reason: string };
}

/** A table as text. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const QUOTE = 0x22;
const BREAK = 0x0a;
const BLANK = 0x20;

/** One kind of line break, outside and inside of cells: RFC 4180 ends lines by CRLF, most tools by LF. */
function* evenBreaks(pieces: Iterable<string>): Generator<string> {
  let held = "";
  for (const piece of pieces) {
    const all = held + piece;
    held = all.endsWith("\r") ? "\r" : "";
    yield (held ? all.slice(0, -1) : all).replace(/\r\n?/g, "\n");
  }
  if (held) yield "\n";
}

/**
 * Takes a text apart into rows, as RFC 4180 says, a piece at a time. A quote opens a cell only at its beginning; anywhere
 * else it is a character like others. Empty lines are no rows.
 */
export function* csvRows(pieces: Iterable<string>, delimiter: string): Generator<Row> {
  const edge = delimiter.charCodeAt(0);
  let [line, begun] = [1, 1];
  let cells: (string | null)[] = [];
  let [cell, quoted, wasQuoted, closing, stray] = ["", false, false, false, false];
  const endCell = (): void => {
    cells.push(cell === "" ? null : cell);
    [cell, wasQuoted, closing] = ["", false, false];
  };
  const endRow = (): Row | undefined => {
    endCell();
    const row: Row = { line: begun, cells, ...(stray ? { fault: { value: cells.find((each) => each?.includes('"')) ?? "", reason: "something stands between the end of a quoted cell and the next delimiter" } } : {}) };
    const isBlank = cells.length === 1 && cells[0] === null;
    [cells, begun, stray] = [[], line, false];
    return isBlank ? undefined : row;
  };
  for (const piece of evenBreaks(pieces)) {
    let from = 0;
    for (let i = 0; i < piece.length; i += 1) {
      const code = piece.charCodeAt(i);
      if (quoted) {
        const end = code === QUOTE ? i : piece.indexOf('"', i);
        const inside = piece.slice(from, end < 0 ? piece.length : end);
        for (let at = inside.indexOf("\n"); at >= 0; at = inside.indexOf("\n", at + 1)) line += 1;
        cell += inside;
        i = end < 0 ? piece.length : end;
        from = i + 1;
        if (end >= 0) [quoted, closing] = [false, true];
      } else if (code === edge) {
        cell += piece.slice(from, i);
        endCell();
        from = i + 1;
      } else if (code === BREAK) {
        cell += piece.slice(from, i);
        line += 1;
        const row = endRow();
        if (row) yield row;
        from = i + 1;
      } else if (code === QUOTE && (closing || (!wasQuoted && cell === "" && from === i))) {
        // A quote twice inside of a quoted cell is one that was written.
        if (closing) cell += '"';
        [quoted, wasQuoted, closing, from] = [true, true, false, i + 1];
      } else {
        closing = false;
        if (wasQuoted && code !== BLANK) stray = true;
      }
    }
    if (!quoted) cell += piece.slice(from);
  }
  if (quoted) yield { line: begun, cells: [...cells, cell], fault: { value: cell, reason: `a quote opens here and is never closed, so all to the end of the file (line ${line}) reads as one cell` } };
  else if (cell !== "" || wasQuoted || cells.length > 0) {
    const row = endRow();
    if (row) yield row;
  }
}

/** @param at what the file is called, and what to do where it is none, for messages @throws UserError naming the first row that does not fit */
export async function parseCsv(csv: string, delimiter: string, at: { readonly where: string; readonly fix: string }): Promise<TextTable> {
  const [head, ...rows] = csvRows([csv], delimiter);
  const columns = (head?.cells ?? []).map((name) => name ?? "");
  const wrong = rows.find(({ cells, fault }) => fault !== undefined || cells.length !== columns.length);
  if (wrong) throw new UserError(`this is not a CSV table (line ${wrong.line}: ${wrong.fault?.reason ?? widthReason(wrong.cells.length, columns.length)})`, at);
  return { columns, rows };
}

export const widthReason = (cells: number, columns: number): string => `this row has ${cells} cell${cells === 1 ? "" : "s"}, and the table ${columns} columns`;

/** A whole CSV file in a known form. @throws UserError if it is not readable as a table in this encoding */
export const readCsv = async (path: string, { delimiter = ",", encoding = "utf-8" }: { readonly delimiter?: string; readonly encoding?: Encoding }): Promise<TextTable> =>
  parseCsv([...text(fileBytes(path), encoding)].join(""), delimiter, { where: path, fix: "save it as CSV with a header line; another delimiter is named in the mapping: \"delimiter\": \";\"" });
