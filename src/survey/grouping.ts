import type { Frame, Series } from "./frame.ts";

/** How many codes a question with one answer has. */
export const codeCount = ({ cells: [cells] }: Series): number => (cells?.as === "codes" ? cells.dictionary.length : 0);

/** Where a row falls: index of its code, or the number of codes + the reason − 1. */
export function categoryAt(series: Series, row: number): number {
  const reason = series.reasons[row] ?? 0;
  return reason === 0 ? (series.cells[0]?.at[row] ?? 0) : codeCount(series) + reason - 1;
}

/** Rows that fall alike in every series. */
export interface Groups {
  /** Group of each row, numbered in the order in which groups first occur. */
  readonly of: Uint32Array;
  /** First row of each group. */
  readonly first: readonly number[];
}

/** @param start groups that rows are kept apart by in any case */
export function groupRows({ n }: Pick<Frame, "n">, series: readonly Series[], start?: Uint8Array): Groups {
  let of = start ? Uint32Array.from(start) : new Uint32Array(n);
  for (const each of series) of = refined(of, each);
  const ids = new Map<number, number>();
  const first: number[] = [];
  for (let row = 0; row < n; row++) {
    const key = of[row] ?? 0;
    let id = ids.get(key);
    if (id === undefined) ids.set(key, (id = first.push(row) - 1));
    of[row] = id;
  }
  return { of, first };
}

/** Splits groups by one more series and numbers them anew, so that numbers never outgrow the rows. */
function refined(groups: Uint32Array, series: Series): Uint32Array<ArrayBuffer> {
  const width = codeCount(series) + 8;
  const ids = new Map<number, number>();
  const next = new Uint32Array(groups.length);
  for (let row = 0; row < groups.length; row++) {
    const key = (groups[row] ?? 0) * width + categoryAt(series, row);
    let id = ids.get(key);
    if (id === undefined) ids.set(key, (id = ids.size));
    next[row] = id;
  }
  return next;
}
