import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import type { Value } from "../survey/codebook.ts";
import { type Cells, type Frame, HIDDEN, NO_CODE } from "../survey/frame.ts";
import type { Level } from "./levels.ts";

/** What an earlier release of the same answers told, so that a later one tells no more, whether or not the first was retracted. */
export interface Earlier {
  readonly revision: number;
  /** Of the ids of the answers it was made from, in the order read. */
  readonly fingerprint: string;
  readonly told: readonly Told[];
}

/** One quasi-identifier as it was released. */
export interface Told {
  readonly variable: string;
  readonly values: readonly Value[];
  /** Per released code, the codes that it was made from. */
  readonly groups: readonly (readonly string[])[];
  /** 1 for each row whose value was hidden. */
  readonly hidden: Uint8Array;
}

/** A file for the operator alone; it lies beside the release, not in it, and is never published. */
export const recordOf = (home: string, revision: number): string => join(home, `r${revision}.protection.json`);

export const recordText = ({ revision, fingerprint, told }: Earlier): string =>
  `${JSON.stringify({ revision, fingerprint, told: told.map(({ hidden, ...rest }) => ({ ...rest, hidden: packed(hidden) })) })}\n`;

/** @throws UserError if what an earlier release told is not known, or it was made from other answers */
export function readEarlier(home: string, revisions: readonly number[], fingerprint: string): Earlier[] {
  return revisions.map((revision) => {
    const path = recordOf(home, revision);
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (error) {
      throw new UserError(`nothing says what r${revision} told of each answer, so nothing can make sure that another release tells no more`, { where: path, fix: "restore this file from a backup of the releases", cause: error });
    }
    const record: { fingerprint: string; told: (Omit<Told, "hidden"> & { hidden: string })[] } = JSON.parse(text);
    if (record.fingerprint !== fingerprint) throw new UserError(`r${revision} was made from other answers than those in the store now`, { where: path, fix: "a wave that was released keeps its answers; restore the store from a backup" });
    return { revision, fingerprint, told: record.told.map((each) => ({ ...each, hidden: unpacked(each.hidden) })) };
  });
}

/** What was hidden once stays hidden: otherwise the two releases together would show it. */
export function preHidden(frame: Frame, earlier: readonly Earlier[]): Frame {
  if (earlier.length === 0) return frame;
  return {
    ...frame,
    series: frame.series.map((series) => {
      const [cells] = series.cells;
      const before = earlier.flatMap(({ told }) => told.filter(({ variable }) => variable === series.variable.name));
      if (before.length === 0 || cells?.as !== "codes") return series;
      const reasons = Uint8Array.from(series.reasons);
      const to: Cells = { ...cells, at: Uint16Array.from(cells.at) };
      for (const { hidden } of before)
        for (let row = 0; row < frame.n; row++)
          if (hidden[row] === 1) {
            reasons[row] = HIDDEN;
            to.at[row] = NO_CODE;
          }
      return { ...series, reasons, cells: [to] };
    }),
  };
}

/** Levels that merge at least what earlier releases merged. */
export function narrowed(levels: readonly Level[], variable: string, earlier: readonly Earlier[]): Level[] {
  const before = earlier.flatMap(({ told }) => told.filter((each) => each.variable === variable));
  const [finest] = levels;
  const codes = finest?.values.filter(({ missing }) => missing === undefined).map(({ code }) => code) ?? [];
  const left = levels.filter(({ into }) => before.every(({ groups }) => groups.every((group) => new Set(group.map((code) => into[codes.indexOf(code)])).size <= 1)));
  if (left.length > 0) return left;
  throw new UserError(`no way to release “${variable}” is as coarse as it was before`, { where: variable, fix: "set its bands in study.json back" });
}

function packed(flags: Uint8Array): string {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, i) => (bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (flag << (i & 7))));
  return Buffer.from(bytes).toString("base64");
}

function unpacked(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  return Uint8Array.from({ length: bytes.length * 8 }, (_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1);
}
