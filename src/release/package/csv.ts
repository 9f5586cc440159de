import { answerValues, MISSING, naColumn, type Variable } from "../../survey/codebook.ts";
import { csvText } from "../../survey/csv.ts";
import type { Cell } from "../../survey/flatten.ts";
import type { Locale } from "../../survey/text.ts";
import type { Coded } from "./coded.ts";
import { Sink } from "./sink.ts";
import { type Track, writeRows } from "./tokens.ts";

/** Excel takes a CSV file for UTF-8 only if it begins so. */
export const BOM = "\uFEFF";

export interface CsvOptions {
  /** Labels in this language instead of codes. */
  readonly locale?: Locale;
  /** A first column with the number of the row. */
  readonly numbered?: boolean;
  /** A copy for Excel. */
  readonly excel?: string;
}

/** One row a response: the columns of the codebook, each variable's reason after its values; RFC 4180 with line feeds, UTF-8. */
export async function writeCsv(path: string, coded: readonly Coded[], n: number, { locale, numbered = false, excel }: CsvOptions = {}): Promise<void> {
  const { names, tracks } = csvTracks(coded, locale);
  const head = csvText([numbered ? ["row", ...names] : names]);
  const sink = await Sink.open(new Map([[path, head], ...(excel === undefined ? [] : [[excel, BOM + head] as const])]));
  await writeRows(sink, tracks, n, numbered ? "," : undefined);
  await sink.close();
}

/** Names of all columns in order, and what spells them. */
export function csvTracks(coded: readonly Coded[], locale: Locale | undefined): { readonly names: string[]; readonly tracks: Track[] } {
  const variables = [...Map.groupBy(coded, ({ variable }) => variable)];
  const names = variables.flatMap(([variable]) => [...variable.columns.map(({ name }) => name), naColumn(variable)]);
  const tracks = variables.flatMap(([variable, columns], v) => tracksOf(variable, columns, spelling(variable, locale), v === variables.length - 1 ? "\n" : ","));
  return { names, tracks };
}

/** A cell as CSV spells it, without what parts it from the next. */
const spell = (cell: Cell): string => csvText([[cell]]).slice(0, -1);

/** One column and its reason are one token, since either stands where the other does not. */
function tracksOf(variable: Variable, columns: readonly Coded[], said: (cell: Cell) => Cell, end: string): Track[] {
  const [first] = columns;
  if (!first) return [];
  const { reasons } = first;
  const bare = variable.columns.length === 0;
  if (columns.length === 1) {
    const values = bare ? [end] : [...first.values, null].map((value) => `${spell(said(value))},${end}`);
    return [{ coded: first, reasons, spelled: [...(bare ? [...values, ...values] : values), ...MISSING.map((reason) => `${bare ? "" : ","}${reason}${end}`)] }];
  }
  return [
    ...columns.map((each): Track => ({ coded: each, reasons: undefined, spelled: [...each.values, null].map((value) => `${spell(value)},`) })),
    { coded: { at: new Uint8Array(reasons.length), none: 0xff }, reasons, spelled: [end, end, ...MISSING.map((reason) => `${reason}${end}`)] },
  ];
}

function spelling(variable: Variable, locale: Locale | undefined): (cell: Cell) => Cell {
  if (locale === undefined || variable.kind === "number") return (cell) => cell;
  const labels = new Map(answerValues(variable).map(({ code, label }) => [code, label[locale]]));
  return (cell) => (typeof cell === "string" ? (labels.get(cell) ?? cell) : cell);
}
