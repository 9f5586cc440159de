import type { Column, Variable } from "../../survey/codebook.ts";
import type { Cell } from "../../survey/flatten.ts";
import { type Cells, type Frame, NO_CODE, NO_NUMBER } from "../../survey/frame.ts";

/** One column as numbers of the values that occur in it, so that a writer spells each value once and not once a row. */
export interface Coded {
  readonly variable: Variable;
  /** Absent where only is told whether there was an answer. */
  readonly column: Column | undefined;
  /** Which of the values each row has; `none` or more where it has none. */
  readonly at: Uint8Array | Uint16Array | Uint32Array;
  readonly values: readonly Cell[];
  readonly none: number;
  /** As in the frame: 0, or 1 + the index in MISSING. */
  readonly reasons: Uint8Array;
}

/** Every column of a frame in order; a variable without columns has one without. */
export function codedOf({ series }: Frame): Coded[] {
  return series.flatMap(({ variable, reasons, cells }): Coded[] =>
    cells.length === 0
      ? [{ variable, column: undefined, at: new Uint8Array(reasons.length), values: [1], none: NO_NUMBER, reasons }]
      : cells.map((each, c) => ({ variable, column: variable.columns[c], reasons, ...indexed(each) })),
  );
}

function indexed(cells: Cells): Pick<Coded, "at" | "values" | "none"> {
  if (cells.as === "codes") return { at: cells.at, values: cells.dictionary, none: NO_CODE };
  if (cells.as === "numbers") return distinct(cells.at);
  let most = 0;
  for (const each of cells.at) if (each !== NO_NUMBER && each > most) most = each;
  return { at: cells.at, values: Array.from({ length: most + 1 }, (_, i) => i), none: NO_NUMBER };
}

const NONE = 0xffffffff;
/** Whole numbers below this are found in a table: several times as fast as in a Map, and most answers are such. */
const SMALL = 65536;

function distinct(numbers: Float64Array): Pick<Coded, "at" | "values" | "none"> {
  const values: number[] = [];
  const small = new Int32Array(SMALL).fill(-1);
  const others = new Map<number, number>();
  const at = new Uint32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    // Minus nought is nought to everybody who reads it.
    const x = (numbers[i] ?? Number.NaN) + 0;
    if (Number.isNaN(x)) at[i] = NONE;
    else if (x >= 0 && x < SMALL && Number.isInteger(x)) {
      const known = small[x] ?? -1;
      at[i] = known >= 0 ? known : (small[x] = values.push(x) - 1);
    } else {
      const known = others.get(x);
      if (known !== undefined) at[i] = known;
      else others.set(x, (at[i] = values.push(x) - 1));
    }
  }
  return { at, values, none: NONE };
}
