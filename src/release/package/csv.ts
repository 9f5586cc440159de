import { csvText } from "../../survey/csv.ts";
import type { Locale } from "../../survey/text.ts";
import type { Coded } from "./coded.ts";
import { layOut, type Style } from "./layout.ts";
import { Sink } from "./sink.ts";
import { writeRows } from "./tokens.ts";

/** Excel takes a CSV file for UTF-8 only if it begins so. */
export const BOM = "\uFEFF";

/** RFC 4180 with line feeds; what a spreadsheet would run has an apostrophe in front. */
export const CSV: Style = { cell: (cell) => csvText([[cell]]).slice(0, -1), begin: "", between: ",", end: "\n" };

export interface CsvOptions {
  /** Labels in this language instead of codes. */
  readonly locale?: Locale;
  /** A first column with the number of the row. */
  readonly numbered?: boolean;
  /** Path of a copy for Excel. */
  readonly excel?: string;
}

/** One row a response, UTF-8: the columns of the codebook, each variable's reason after its values. */
export async function writeCsv(path: string, coded: readonly Coded[], n: number, { locale, numbered = false, excel }: CsvOptions = {}): Promise<void> {
  const { names, tracks } = layOut(coded, CSV, locale);
  const head = csvText([numbered ? ["row", ...names] : names]);
  const sink = await Sink.open(new Map([[path, head], ...(excel === undefined ? [] : [[excel, BOM + head] as const])]));
  await writeRows(sink, tracks, n, numbered ? { before: "", after: "," } : undefined);
  await sink.close();
}
