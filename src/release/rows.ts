import { MISSING, naColumn } from "../survey/codebook.ts";
import { type Cells, type Frame, NO_NUMBER, type Series } from "../survey/frame.ts";

/** Rows of a frame as lines of text, a block at a time: how a million of them are written without ever being one text. */

/** Rows in one block. Long enough that a file is written in few calls, short enough to stay in the processor's cache. */
const BLOCK = 4096;

/** Names of all columns: each variable's values, then its reason. */
export const frameColumns = ({ series }: Frame): string[] => series.flatMap(({ variable }) => [...variable.columns.map(({ name }) => name), naColumn(variable)]);

/**
 * Comma-separated lines, each cell as `write` says; nothing for no value. Texts are made once for each code and then only joined:
 * quoting every cell anew takes ten times as long.
 * @param label what a code is written as, in the column of a variable
 */
export function* linesOf(frame: Frame, label: (series: Series, code: string) => string, write: (text: string) => string): Generator<string> {
  const cells = frame.series.flatMap((series) => [...series.cells.map((each) => textsOf(each, series, label, write)), reasonsOf(series, write)]);
  for (let from = 0; from < frame.n; from += BLOCK) {
    const to = Math.min(frame.n, from + BLOCK);
    let block = "";
    for (let row = from; row < to; row++) {
      let line = cells[0]?.(row) ?? "";
      for (let c = 1; c < cells.length; c++) line += `,${cells[c]?.(row) ?? ""}`;
      block += `${line}\n`;
    }
    yield block;
  }
}

function textsOf(cells: Cells, series: Series, label: (series: Series, code: string) => string, write: (text: string) => string): (row: number) => string {
  if (cells.as === "codes") {
    const texts = cells.dictionary.map((code) => write(label(series, code)));
    return (row) => texts[cells.at[row] ?? 0] ?? "";
  }
  if (cells.as === "small") return (row) => (cells.at[row] === NO_NUMBER ? "" : String(cells.at[row]));
  return (row) => {
    const value = cells.at[row] ?? Number.NaN;
    return Number.isNaN(value) ? "" : String(value);
  };
}

function reasonsOf({ reasons }: Series, write: (text: string) => string): (row: number) => string {
  const texts = ["", ...MISSING.map(write)];
  return (row) => texts[reasons[row] ?? 0] ?? "";
}
