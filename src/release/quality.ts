import { isCategorical, type Variable } from "../survey/codebook.ts";
import type { Frame, Series } from "../survey/frame.ts";
import type { Gathered } from "./gather.ts";

/** Signs of answers given without care. They are marked for whoever analyses the data, and nothing is deleted for them. */

const FLAGS = ["speed", "straight", "run", "same", "logic"] as const;
export type FlagName = (typeof FLAGS)[number];

/** Fewer than so many rows with a mark are not told: who knows that a colleague hurried would know too much. */
const LEAST = 10;
/** Faster than this part of the median time (Greszki, Meyer and Schoen 2015 try 30 to 50 %; the mildest is taken). */
const SPEED = 0.3;
/** Items of a battery from which on equal answers to all are a mark. */
const BATTERY = 5;
/** Equal answers to so many scales in a row (long string, Johnson 2005), at least half of them all. */
const RUN = 10;
/** Answers that two rows must share, all of them, to be the same. */
const SAME = 10;

/**
 * Marks rows as a question with several answers, so that they can be counted, filtered and left out as any other.
 * From rows as gathered, before values are merged or hidden; no time taken is 0 where nobody measured it.
 * @returns undefined where no mark was given to ten rows
 */
export function qualityOf({ frame, steps, stray }: Pick<Gathered, "frame" | "steps" | "stray">): Series | undefined {
  const found: Readonly<Record<FlagName, Uint8Array>> = { speed: speeding(steps), straight: straightLining(frame), run: longRuns(frame), same: duplicates(frame), logic: Uint8Array.from(stray) };
  const kept = FLAGS.filter((name) => found[name].reduce((sum, each) => sum + each, 0) >= LEAST);
  if (kept.length === 0) return undefined;
  const values = kept.map((code) => ({ code, label: LABELS[code] }));
  const variable: Variable = { name: "quality", question: "quality", path: ["quality"], type: "quality", kind: "multiple", label: { "zh-cn": "质量标记", en: "Quality marks" }, values, columns: kept.map((code) => ({ name: `quality__${code}`, type: "DOUBLE", code })), role: "ordinary" };
  return { variable, reasons: new Uint8Array(frame.n), cells: kept.map((name) => ({ as: "small", at: found[name] })) };
}

const LABELS: Readonly<Record<FlagName, Variable["label"]>> = {
  speed: { "zh-cn": "用时不到中位数的三成", en: "Took less than 30 % of the median time" },
  straight: { "zh-cn": "每个量表都只选同一档", en: "Gave one answer to every item of each battery" },
  run: { "zh-cn": "连续十题以上选同一档", en: "Gave one answer ten or more times in a row" },
  logic: { "zh-cn": "回答了不该问到的题，或空着必答的题", en: "Answers what was not asked, or leaves out what the form insists on" },
  same: { "zh-cn": "与另一份答卷完全相同", en: "Equal to another response in every answer" },
};

function speeding(steps: Uint8Array): Uint8Array {
  const sorted = Uint8Array.from(steps).sort();
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return steps.map((step) => Number(median > 0 && step > 0 && step < SPEED * median));
}

/** Scales on which people place themselves. */
const isScale = ({ variable, cells: [cells] }: Series): boolean => cells?.as === "codes" && (variable.kind === "ordinal" || variable.kind === "rating" || (isCategorical(variable) && variable.battery !== undefined));

/** Column by column, since a loop over one array at a time is several times as fast as one over all of them. */
type Codes = Uint8Array | Uint16Array | Float64Array;

const codesIn = ({ cells: [cells] }: Series): Codes => cells?.at ?? new Uint8Array();

/** Rows that gave one answer throughout every battery they were asked, of at least one. */
function straightLining({ n, series }: Frame): Uint8Array {
  const batteries = [...Map.groupBy(series.filter((each) => isScale(each) && each.variable.battery), ({ variable }) => variable.battery?.name).values()].filter((items) => items.length >= BATTERY);
  const straight = new Uint8Array(n);
  const mixed = new Uint8Array(n);
  for (const items of batteries) {
    const given = new Uint16Array(n);
    const last = new Int32Array(n).fill(-1);
    const differs = new Uint8Array(n);
    for (const item of items) follow(item.reasons, codesIn(item), given, last, differs);
    for (let row = 0; row < n; row++) {
      if ((given[row] ?? 0) < BATTERY) continue;
      if (differs[row] === 1) mixed[row] = 1;
      else straight[row] = 1;
    }
  }
  return straight.map((each, row) => each & (1 - (mixed[row] ?? 0)));
}

/** One item more: how many are answered, and whether any answer differs from the one before. */
function follow(reasons: Uint8Array, codes: Codes, given: Uint16Array, last: Int32Array, differs: Uint8Array): void {
  for (let row = 0; row < reasons.length; row++) {
    if (reasons[row] !== 0) continue;
    const code = codes[row] ?? 0;
    if ((given[row] ?? 0) > 0 && code !== last[row]) differs[row] = 1;
    given[row] = (given[row] ?? 0) + 1;
    last[row] = code;
  }
}

function longRuns({ n, series }: Frame): Uint8Array {
  const scales = series.filter(isScale);
  const enough = Math.max(RUN, scales.length / 2);
  const longest = new Uint16Array(n);
  if (scales.length < enough) return new Uint8Array(n);
  const run = new Uint16Array(n);
  const last = new Int32Array(n).fill(-1);
  for (const scale of scales) extend(scale.reasons, codesIn(scale), run, last, longest);
  return Uint8Array.from(longest, (each) => Number(each >= enough));
}

function extend(reasons: Uint8Array, codes: Codes, run: Uint16Array, last: Int32Array, longest: Uint16Array): void {
  for (let row = 0; row < reasons.length; row++) {
    if (reasons[row] !== 0) continue;
    const code = codes[row] ?? 0;
    const length = code === last[row] ? (run[row] ?? 0) + 1 : 1;
    run[row] = length;
    last[row] = code;
    if (length > (longest[row] ?? 0)) longest[row] = length;
  }
}

/** Two hashes of 32 bits name each row; those that share both are compared cell by cell. */
function duplicates({ n, series }: Frame): Uint8Array {
  const columns = series.flatMap(({ reasons, cells }): Codes[] => [reasons, ...cells.map(({ at }) => at)]);
  const [a, b] = [new Int32Array(n).fill(0x811c9dc5), new Int32Array(n).fill(0x1747b28c)];
  for (const column of columns) mix(column, a, b);
  const answered = new Uint16Array(n);
  for (const { reasons } of series) for (let row = 0; row < n; row++) if (reasons[row] === 0) answered[row] = (answered[row] ?? 0) + 1;
  const found = new Uint8Array(n);
  const first = new Map<number, number>();
  for (let row = 0; row < n; row++) {
    if ((answered[row] ?? 0) < SAME) continue;
    const key = ((a[row] ?? 0) >>> 0) * 0x200000 + ((b[row] ?? 0) & 0x1fffff);
    const other = first.get(key);
    if (other === undefined) first.set(key, row);
    else if (columns.every((column) => Object.is(column[row], column[other]))) {
      found[row] = 1;
      found[other] = 1;
    }
  }
  return found;
}

function mix(column: Codes, a: Int32Array, b: Int32Array): void {
  for (let row = 0; row < column.length; row++) {
    const cell = column[row] ?? 0;
    // Numbers may have decimals, and NaN where there is none.
    const value = Number.isInteger(cell) ? cell | 0 : (cell * 4096) | 0;
    a[row] = Math.imul((a[row] ?? 0) ^ value, 0x01000193);
    b[row] = Math.imul((b[row] ?? 0) ^ (value + 0x7f4a7c15), 0x5bd1e995);
  }
}
