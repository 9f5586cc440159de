import { answerValues, MISSING, naColumn, type Variable } from "../../survey/codebook.ts";
import type { Cell } from "../../survey/flatten.ts";
import type { Locale } from "../../survey/text.ts";
import type { Coded } from "./coded.ts";
import type { Track } from "./tokens.ts";

/** How a format writes cells in a row. */
export interface Style {
  /** @param column its place in the row, from 0 */
  readonly cell: (cell: Cell, column: number) => string;
  readonly begin: string;
  readonly between: string;
  readonly end: string;
}

/** One row a response, each variable's reason after its values: names of the columns in order, and what spells them. */
export interface Layout {
  readonly names: readonly string[];
  readonly tracks: readonly Track[];
}

/** @param locale labels in this language instead of codes */
export function layOut(coded: readonly Coded[], style: Style, locale?: Locale): Layout {
  const variables = [...Map.groupBy(coded, ({ variable }) => variable)];
  const names = variables.flatMap(([variable]) => [...variable.columns.map(({ name }) => name), naColumn(variable)]);
  let place = 0;
  const tracks = variables.flatMap(([variable, columns]) => tracksOf(variable, columns, spelling(variable, locale), style, (place += variable.columns.length + 1) - variable.columns.length - 1));
  return { names, tracks: tracks.map((track, i) => framed(track, i === 0 ? style.begin : "", i === tracks.length - 1 ? style.end : style.between)) };
}

const framed = ({ spelled, ...track }: Track, before: string, after: string): Track => ({ ...track, spelled: spelled.map((each) => before + each + after) });

/** One column and its reason are one token, since either stands where the other does not. */
function tracksOf(variable: Variable, columns: readonly Coded[], said: (cell: Cell) => Cell, { cell, between }: Style, place: number): Track[] {
  const [first] = columns;
  if (!first) return [];
  const { reasons } = first;
  const many = variable.columns.length;
  const at = (column: number) => (each: Cell) => cell(each, place + column);
  const alone = [null, null, ...MISSING].map(at(many));
  if (many === 0) return [{ coded: first, reasons, spelled: alone }];
  if (many === 1) return [{ coded: first, reasons, spelled: [...[...first.values, null].map((value) => at(0)(said(value)) + between + at(1)(null)), ...MISSING.map((reason) => at(0)(null) + between + at(1)(reason))] }];
  return [
    ...columns.map((each, c): Track => ({ coded: each, reasons: undefined, spelled: [...each.values, null].map(at(c)) })),
    { coded: { at: new Uint8Array(reasons.length), none: 0xff }, reasons, spelled: alone },
  ];
}

function spelling(variable: Variable, locale: Locale | undefined): (cell: Cell) => Cell {
  if (locale === undefined || variable.kind === "number") return (cell) => cell;
  const labels = new Map(answerValues(variable).map(({ code, label }) => [code, label[locale]]));
  return (cell) => (typeof cell === "string" ? (labels.get(cell) ?? cell) : cell);
}
