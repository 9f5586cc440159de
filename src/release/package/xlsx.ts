import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { neutral } from "../../survey/csv.ts";
import type { Cell } from "../../survey/flatten.ts";
import type { Locale } from "../../survey/text.ts";
import type { Coded } from "./coded.ts";
import { layOut, type Style } from "./layout.ts";
import { Sink } from "./sink.ts";
import { Tokens, type Track } from "./tokens.ts";
import { escaped } from "./xml.ts";

/** More rows than this a spreadsheet opens too slowly to be of use; Excel itself ends at 1,048,576. */
export const MOST_ROWS = 100_000;

export interface Sheet {
  readonly name: string;
  /** The first row is the head. */
  readonly table?: readonly (readonly Cell[])[];
  /** One row a response, with labels in a language or codes. */
  readonly rows?: { readonly coded: readonly Coded[]; readonly n: number; readonly locale?: Locale; readonly numbered: boolean };
}

/**
 * An Excel workbook (ECMA-376). Texts are shared strings, which no spreadsheet runs; they are neutralised all the same, for
 * whoever saves a sheet as CSV.
 */
export async function writeXlsx(path: string, sheets: readonly Sheet[], day: string): Promise<void> {
  const strings = new Strings();
  const zip = new ZipFile();
  const [year = 1980, month = 1, date = 1] = day.split("-").map(Number);
  const options = { mtime: new Date(year, month - 1, date), mode: 0o100644, compressionLevel: 1, forceDosTimestamp: true };
  const put = (name: string, xml: string): void => zip.addBuffer(Buffer.from(HEAD + xml), name, options);
  put("[Content_Types].xml", contentTypes(sheets.length));
  put("_rels/.rels", relationships([["officeDocument", "xl/workbook.xml"]]));
  put("xl/workbook.xml", `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("")}</sheets></workbook>`);
  put("xl/_rels/workbook.xml.rels", relationships([...sheets.map((_, i) => ["worksheet", `worksheets/sheet${i + 1}.xml`] as const), ["sharedStrings", "sharedStrings.xml"]]));
  const parts = sheets.map((_, i) => `${path}.sheet${i + 1}`);
  try {
    for (const [i, sheet] of sheets.entries()) {
      await writeSheet(parts[i] ?? "", sheet, strings);
      zip.addFile(parts[i] ?? "", `xl/worksheets/sheet${i + 1}.xml`, options);
    }
    put("xl/sharedStrings.xml", `<sst xmlns="${MAIN}">${strings.all.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")}</sst>`);
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(path));
  } finally {
    await Promise.all(parts.map((part) => rm(part, { force: true })));
  }
}

async function writeSheet(path: string, { table = [], rows }: Sheet, strings: Strings): Promise<void> {
  const shift = rows?.numbered ? 1 : 0;
  const style: Style = { cell: (cell, column) => strings.cell(cell, column + shift, MARK), begin: rows?.numbered ? "" : `<row r="${MARK}">`, between: "", end: "</row>" };
  const line = (cells: readonly Cell[], i: number): string => `<row r="${i + 1}">${cells.map((cell, column) => strings.cell(cell, column, String(i + 1))).join("")}</row>`;
  // The head stays in view while one scrolls.
  const top = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  const layout = rows && layOut(rows.coded, style, rows.locale);
  const head = layout ? line([...(rows.numbered ? ["row"] : []), ...layout.names], 0) : "";
  const sink = await Sink.open(new Map([[path, top + head + table.map(line).join("")]]));
  if (layout) await writeAddressed(sink, layout.tracks, rows.n, rows.numbered);
  const end = "</sheetData></worksheet>";
  await sink.room(end.length);
  sink.at += sink.bytes.write(end, sink.at);
  await sink.close();
}

/** Stands in a token where the number of its row belongs. */
const MARK = "\u0001";

/** The first row of the sheet is the head, so row 1 of the data is row 2 here. */
async function writeAddressed(sink: Sink, tracks: readonly Track[], n: number, numbered: boolean): Promise<void> {
  const tokens = new Tokens(tracks);
  const { pool, starts, ids, longest } = tokens;
  const most = longest + (tracks.length + 2) * 3 * DIGITS + 64;
  for (let from = 0; from < n; ) {
    const rows = tokens.look(from, n);
    const ready = sink.room(rows * most);
    if (ready) await ready;
    const { bytes } = sink;
    let at = sink.at;
    for (let r = 0, t = 0; r < rows; r++) {
      const digits = Buffer.from(String(from + r + 2));
      if (numbered) at += bytes.write(`<row r="${from + r + 2}"><c r="A${from + r + 2}"><v>${from + r + 1}</v></c>`, at, "latin1");
      for (const end = t + tracks.length; t < end; t++) {
        const id = ids[t] ?? 0;
        const stop = starts[id + 1] ?? 0;
        for (let b = starts[id] ?? 0; b < stop; b++) {
          const byte = pool[b] ?? 0;
          if (byte !== 1) bytes[at++] = byte;
          else for (let d = 0; d < digits.length; d++) bytes[at++] = digits[d] ?? 0;
        }
      }
    }
    sink.at = at;
    from += rows;
  }
}

/** Of the last row's number. */
const DIGITS = 7;

/** AA is the column after Z. */
const lettersOf = (column: number): string => (column < 26 ? "" : lettersOf(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/** Every text once. */
class Strings {
  readonly all: string[] = [];
  readonly #known = new Map<string, number>();

  /** Nothing at all where there is no value. */
  cell(cell: Cell, column: number, row: string): string {
    if (cell === null) return "";
    const address = `${lettersOf(column)}${row}`;
    return typeof cell === "number" ? `<c r="${address}"><v>${cell}</v></c>` : `<c r="${address}" t="s"><v>${this.#of(cell)}</v></c>`;
  }

  #of(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.all.length);
    // No cell of Excel holds more.
    return this.all.push(neutral(text).slice(0, 32_767)) - 1;
  }
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

const relationships = (targets: readonly (readonly [string, string])[]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${targets.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join("")}</Relationships>`;

function contentTypes(sheets: number): string {
  const type = (name: string): string => `application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml`;
  const parts = [["workbook", "sheet.main"], ["sharedStrings", "sharedStrings"], ...Array.from({ length: sheets }, (_, i) => [`worksheets/sheet${i + 1}`, "worksheet"])];
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts.map(([part, name]) => `<Override PartName="/xl/${part ?? ""}.xml" ContentType="${type(name ?? "")}"/>`).join("")}</Types>`;
}
