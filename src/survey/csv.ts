/** A table as text, wherever one is written: downloads, invitations, the explorer. */

export type Cell = string | number | boolean | null;

/** What a spreadsheet would run as a formula; the wide forms are what a Chinese keyboard makes of the same keys. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** A text that a spreadsheet would run gets an apostrophe; -1 stays a number. Source: OWASP, CSV Injection. */
export const neutral = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

/** RFC 4180. @param end CRLF by the standard, a line feed where tools of data analysis read it */
export function csvText(rows: readonly (readonly Cell[])[], end: "\n" | "\r\n" = "\n"): string {
  const cell = (value: Cell): string => {
    if (value === null) return "";
    if (typeof value !== "string") return String(value);
    const text = neutral(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}${end}`).join("");
}

/** One cell for programs of ours: every text in quotes, so that an empty text is not null and nothing is altered on the way. */
export const quotedCell = (value: Exclude<Cell, boolean>): string => (value === null ? "" : typeof value === "number" ? String(value) : `"${value.replaceAll('"', '""')}"`);
