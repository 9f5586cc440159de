import { categoryAt, groupRows } from "../survey/grouping.ts";
import { isCategorical } from "../survey/codebook.ts";
import { type Frame, NO_CODE, reasonIndex, type Series } from "../survey/frame.ts";

/**
 * Equivalence classes: rows that share every quasi-identifier. Protection works on classes, of which there are hundreds where
 * there may be a million rows.
 */
export interface Classes {
  readonly count: number;
  /** Class of each row. */
  readonly of: Uint32Array;
  /** Per quasi-identifier, the category of each class: index of a code, or the number of codes + the reason − 1. */
  readonly categories: readonly Uint32Array[];
  /** What can never be hidden and keeps rows apart, such as the version that was answered. */
  readonly stratum: Uint8Array;
  /** Rows of each class. */
  readonly n: Uint32Array;
  readonly attributes: readonly Attribute[];
}

/** How many rows of each class gave each answer to one sensitive question, or did or did not choose one of its choices. */
export interface Attribute {
  readonly name: string;
  /** A choice among several: only that everybody chose it is certain of anybody. */
  readonly isChoice: boolean;
  /** Answers told apart. */
  readonly size: number;
  /** `[class * size + answer]` */
  readonly counts: Uint32Array;
  /** Rows of each class that were asked. */
  readonly asked: Uint32Array;
}

const NOT_ASKED = reasonIndex("not_asked");

export function classesOf(frame: Frame, quasi: readonly Series[], strata?: Uint8Array): Classes {
  const { n } = frame;
  const { of, first } = groupRows(frame, quasi, strata);
  const sizes = new Uint32Array(first.length);
  for (let row = 0; row < n; row++) sizes[of[row] ?? 0] = (sizes[of[row] ?? 0] ?? 0) + 1;
  return {
    count: first.length,
    of,
    categories: quasi.map((series) => Uint32Array.from(first, (row) => categoryAt(series, row))),
    stratum: Uint8Array.from(first, (row) => strata?.[row] ?? 0),
    n: sizes,
    attributes: frame.series.filter(({ variable }) => variable.role === "sensitive").flatMap((series) => attributesOf(series, of, first.length)),
  };
}

/** One of a question with one answer, one per choice of one with several, the first place of a ranking. */
function attributesOf(series: Series, of: Uint32Array, classes: number): Attribute[] {
  const { variable, reasons, cells } = series;
  const asked = new Uint32Array(classes);
  for (let row = 0; row < of.length; row++) if (reasons[row] !== NOT_ASKED) asked[of[row] ?? 0] = (asked[of[row] ?? 0] ?? 0) + 1;
  const counted = (name: string, isChoice: boolean, size: number, answer: (row: number) => number): Attribute => {
    const counts = new Uint32Array(classes * size);
    for (let row = 0; row < of.length; row++) {
      if (reasons[row] !== 0) continue;
      const at = answer(row);
      if (at >= 0 && at < size) counts[(of[row] ?? 0) * size + at] = (counts[(of[row] ?? 0) * size + at] ?? 0) + 1;
    }
    return { name, isChoice, size, counts, asked };
  };
  const [first] = cells;
  if (isCategorical(variable) && first?.as === "codes") return [counted(variable.name, false, first.dictionary.length, (row) => (first.at[row] === NO_CODE ? -1 : (first.at[row] ?? -1)))];
  if (variable.kind === "multiple") return cells.map((each, c) => counted(variable.columns[c]?.name ?? "", true, 2, (row) => each.at[row] ?? 0));
  if (variable.kind === "ranking") return [counted(variable.name, false, cells.length, (row) => cells.findIndex((each) => each.at[row] === 1))];
  if (first?.as !== "numbers") return [];
  // Numbers are told apart by their place among those that occur.
  const places = new Map([...new Set(first.at)].filter((value) => !Number.isNaN(value)).map((value, i) => [value, i]));
  return [counted(variable.name, false, places.size, (row) => places.get(first.at[row] ?? Number.NaN) ?? -1)];
}
