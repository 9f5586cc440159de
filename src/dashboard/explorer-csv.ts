export interface CsvRow {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads RFC 4180: quotes, line breaks inside of cells, CRLF, a byte order mark. Empty lines are left out. @throws Error on a quote that never ends, with its line */
export function readCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  const body = text.replace(/^\uFEFF/, "");
  let [cells, cell, line, began, at]: [string[], string, number, number, number] = [[], "", 1, 1, 0];
  const end = (): void => {
    cells.push(cell);
    if (cells.length > 1 || cell !== "") rows.push({ line: began, cells });
    [cells, cell, began] = [[], "", line + 1];
  };
  while (at < body.length) {
    const character = body[at];
    if (character === '"' && cell === "") {
      const opened = line;
      for (at += 1; ; at++) {
        if (at >= body.length) throw new Error(String(opened));
        if (body[at] === '"' && body[at + 1] !== '"') break;
        if (body[at] === '"') at += 1;
        if (body[at] === "\n") line += 1;
        cell += body[at] ?? "";
      }
    } else if (character === ",") {
      cells.push(cell);
      cell = "";
    } else if (character === "\n" || character === "\r") {
      if (character === "\r" && body[at + 1] === "\n") at += 1;
      end();
      line += 1;
    } else cell += character ?? "";
    at += 1;
  }
  if (cells.length > 0 || cell !== "") end();
  return rows;
}
