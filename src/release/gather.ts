import { compileFlags } from "../responses/flags.ts";
import type { Response } from "../responses/response.ts";
import type { Bundle } from "../responses/store.ts";
import { type Codebook, isCount, MISSING, naColumn, type Variable } from "../survey/codebook.ts";
import { type Answers, type Asked, askedBy } from "../survey/conditions.ts";
import { at, fill, type FlatRow, flatten, isEmpty } from "../survey/flatten.ts";
import { type Cells, emptyCells, type Frame, reasonIndex, type Series } from "../survey/frame.ts";
import { Fingerprint } from "./fingerprint.ts";
import { conform, mergeCodebooks } from "../survey/merge.ts";
import { withReliance } from "../survey/reliance.ts";

/** All answers of a wave in one table, whichever version of the questionnaire they are to. */
export interface Gathered {
  readonly codebook: Codebook;
  readonly frame: Frame;
  /** Which version each row is to, by its place among the versions; not released. */
  readonly versions: Uint8Array;
  /** Time taken in steps of 30 seconds; not released. */
  readonly steps: Uint8Array;
  /** 1 for rows that the form would not have made: answers to what was not asked, gaps where it insists. Not released. */
  readonly stray: Uint8Array;
  /** Of all ids, to know the same answers again. Not released. */
  readonly fingerprint: string;
}

const CHUNK = 65_536;
/** Rows after which it is told how far the reading is. */
const OFTEN = 4096;
const NO_ANSWER = reasonIndex("no_answer");
const NOT_ASKED = reasonIndex("not_asked");

/**
 * Reads responses one by one into typed arrays: what they were sent as is never all in memory.
 * @param tell the id that was just read, now and then
 */
export async function gather(responses: Iterable<Response> | AsyncIterable<Response>, bundle: Bundle, earlier: readonly Bundle[], tell: (id: string) => void = () => undefined): Promise<Gathered> {
  const bundles = [...earlier, bundle];
  const map = bundle.study?.earlier ?? {};
  const known = bundles.map((each) => withReliance(each.codebook, each.definition));
  const codebook = mergeCodebooks(known, map, bundle.survey);
  const grown = new Grown(codebook);
  const own = fillerOf(codebook, grown);
  const readers = new Map(bundles.map((each) => [each.version, { own: each.codebook, asked: askedBy(each.codebook), isNewest: each === bundle }]));
  const newest = readers.get(bundle.version);
  const places = new Map(bundles.map(({ version }, i) => [version, i]));
  // Most questionnaires have no logic, and theirs need not be asked of every row.
  const flags = new Map(bundles.flatMap(({ version, codebook: each }) => (each.variables.some(({ condition, required }) => condition !== undefined || required) ? [[version, compileFlags(each)] as const] : [])));
  const ids = new Fingerprint();
  for await (const { id, answers, version, seconds } of responses) {
    ids.add(id);
    // Simulated answers may be to a version that was never frozen.
    const reader = readers.get(version) ?? newest;
    if (!reader) throw new Error("the newest version is among the versions");
    const row = grown.next(places.get(version) ?? bundles.length - 1, seconds);
    if (row % OFTEN === 0) tell(id);
    if ((flags.get(version) ?? flags.get(bundle.version))?.(answers).length) grown.mark(row);
    if (bundles.length === 1) own(answers, row);
    else grown.put(row, conform(flatten(answers, reader.own, reader.asked), reader.own, codebook, reader.isNewest ? {} : map));
  }
  return { codebook, ...grown.done(), fingerprint: ids.text };
}

/** Typed arrays that grow as rows come. */
class Grown {
  #series: readonly Series[];
  #versions = new Uint8Array(CHUNK);
  #steps = new Uint8Array(CHUNK);
  #stray = new Uint8Array(CHUNK);
  #n = 0;
  #room = CHUNK;
  readonly #variables: readonly Variable[];

  constructor({ variables }: Codebook) {
    this.#variables = variables;
    this.#series = variables.map((variable) => ({ variable, reasons: new Uint8Array(CHUNK), cells: variable.columns.map(() => emptyCells(variable, CHUNK)) }));
  }

  get series(): readonly Series[] {
    return this.#series;
  }

  next(version: number, seconds: number): number {
    if (this.#n === this.#room) this.#grow();
    this.#versions[this.#n] = version;
    this.#steps[this.#n] = Math.min(255, Math.round(seconds / 30));
    return this.#n++;
  }

  mark(row: number): void {
    this.#stray[row] = 1;
  }

  put(row: number, flat: FlatRow): void {
    for (const { variable, reasons, cells } of this.#series) {
      reasons[row] = 1 + MISSING.findIndex((each) => each === flat[naColumn(variable)]);
      variable.columns.forEach(({ name }, c) => {
        const value = flat[name];
        const column = cells[c];
        if (column && value !== null && value !== undefined) set(column, row, value);
      });
    }
  }

  done(): Pick<Gathered, "frame" | "versions" | "steps" | "stray"> {
    const n = this.#n;
    const cut = (cells: Cells): Cells => (cells.as === "codes" ? { ...cells, at: cells.at.subarray(0, n) } : cells.as === "small" ? { ...cells, at: cells.at.subarray(0, n) } : { ...cells, at: cells.at.subarray(0, n) });
    return { frame: { n, series: this.#series.map((each) => ({ ...each, reasons: each.reasons.subarray(0, n), cells: each.cells.map(cut) })) }, versions: this.#versions.subarray(0, n), steps: this.#steps.subarray(0, n), stray: this.#stray.subarray(0, n) };
  }

  /** Half as much again: twice as much would be a third of a gigabyte too much at a million rows. */
  #grow(): void {
    const room = Math.ceil((this.#room * 1.5) / CHUNK) * CHUNK;
    this.#series = this.#variables.map((variable, v) => {
      const before = this.#series[v];
      const reasons = new Uint8Array(room);
      if (before) reasons.set(before.reasons);
      return { variable, reasons, cells: variable.columns.map((_, c) => wider(emptyCells(variable, room), before?.cells[c])) };
    });
    this.#versions = moved(this.#versions, room);
    this.#steps = moved(this.#steps, room);
    this.#stray = moved(this.#stray, room);
    this.#room = room;
  }
}

function moved(from: Uint8Array, room: number): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(room);
  to.set(from);
  return to;
}

function wider(to: Cells, from: Cells | undefined): Cells {
  if (from) to.at.set(from.at);
  return to;
}

function set(cells: Cells, row: number, value: string | number): void {
  cells.at[row] = cells.as === "codes" ? Math.max(-1, cells.dictionary.indexOf(String(value))) : Number(value);
}

/**
 * Writes one response straight into the arrays. Most answers are one word out of a list or one number, for which there is a short
 * way: a row as an object of two hundred keys takes ten times as long. `flatten` says what is right, and a test holds both together.
 */
function fillerOf(codebook: Codebook, grown: Grown): (answers: Answers, row: number) => void {
  const asked: Asked = askedBy(codebook);
  const ways = codebook.variables.map((variable, v) => wayOf(variable, v, grown));
  return (answers, row) => {
    let isAsked: ((index: number) => boolean) | undefined;
    for (let v = 0; v < ways.length; v++) {
      const reason = ways[v]?.(answers, row) ?? 0;
      const reasons = grown.series[v]?.reasons;
      if (reasons) reasons[row] = reason === NO_ANSWER && !(isAsked ??= asked(answers))(v) ? NOT_ASKED : reason;
    }
  };
}

/** Puts the answer to one variable into its columns, and says why there is none: 0 where there is one. */
type Way = (answers: Answers, row: number) => number;

function wayOf(variable: Variable, v: number, grown: Grown): Way {
  const slow = slowWay(variable, v, grown);
  const { path, property, unlisted, listed, kind, values, columns } = variable;
  if (path.length > 2 || property !== undefined || unlisted !== undefined || listed !== undefined || isCount(variable)) return slow;
  const find = finder(path);
  if (kind === "multiple" && columns.length > 0) return severalWay(variable, v, grown, find, slow);
  if (columns.length !== 1 || kind === "ranking") return slow;
  if (values.length > 0) return listedWay(variable, v, grown, find, slow);
  if (kind !== "number") return slow;
  return (answers, row) => {
    const answer = find(answers);
    if (typeof answer !== "number" || !Number.isFinite(answer)) return slow(answers, row);
    const cells = grown.series[v]?.cells[0];
    if (cells) cells.at[row] = answer;
    return 0;
  };
}

/**
 * What stands at a path of one or two names. Whether it is the object's own is not asked, which halves the time: what an object
 * inherits is never a text, number, truth value or list, and everything else takes the long way.
 */
function finder([outer = "", inner]: readonly string[]): (answers: Answers) => unknown {
  if (inner === undefined) return (answers) => answers[outer];
  return (answers) => {
    const around = answers[outer];
    return isRecord(around) ? around[inner] : at(answers, [outer, inner]);
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

function listedWay(variable: Variable, v: number, grown: Grown, find: (answers: Answers) => unknown, slow: Way): Way {
  const codes = new Map<string, number>();
  let place = 0;
  for (const { code, missing } of variable.values) codes.set(code, missing === undefined ? (variable.kind === "number" ? Number(code) : place++) : Number.NEGATIVE_INFINITY);
  const reasons = new Map(variable.values.flatMap(({ code, missing }) => (missing ? [[code, reasonIndex(missing)] as const] : [])));
  return (answers, row) => {
    const answer = find(answers);
    if (answer === undefined) return NO_ANSWER;
    if (typeof answer === "object" || typeof answer === "function" || answer === "") return slow(answers, row);
    const code = typeof answer === "string" ? answer : String(answer);
    const found = codes.get(code);
    if (found === undefined) return NO_ANSWER;
    if (found === Number.NEGATIVE_INFINITY) return reasons.get(code) ?? NO_ANSWER;
    const cells = grown.series[v]?.cells[0];
    if (cells) cells.at[row] = found;
    return 0;
  };
}

function severalWay(variable: Variable, v: number, grown: Grown, find: (answers: Answers) => unknown, slow: Way): Way {
  const places = new Map<unknown, number>(variable.columns.map(({ code }, c) => [code, c]));
  const reasons = new Set<unknown>(variable.values.flatMap(({ code, missing }) => (missing ? [code] : [])));
  return (answers, row) => {
    const answer = find(answers);
    if (answer === undefined) return NO_ANSWER;
    if (!Array.isArray(answer)) return slow(answers, row);
    const given: readonly unknown[] = answer;
    if (!given.every((code) => typeof code === "string" && code !== "" && !reasons.has(code))) return slow(answers, row);
    if (!given.some((code) => places.has(code))) return NO_ANSWER;
    const cells = grown.series[v]?.cells ?? [];
    for (const each of cells) each.at[row] = 0;
    for (const code of given) {
      const each = cells[places.get(code) ?? -1];
      if (each) each.at[row] = 1;
    }
    return 0;
  };
}

function slowWay(variable: Variable, v: number, grown: Grown): Way {
  const isBare = variable.columns.length > 0 && (variable.kind === "text" || variable.kind === "date" || variable.kind === "file");
  return (answers, row) => {
    const answer = at(answers, variable.path);
    if (isEmpty(answer)) return NO_ANSWER;
    const flat: FlatRow = {};
    const missing = fill(flat, variable, answer);
    if (missing !== null) return reasonIndex(missing);
    // What people wrote is not gathered: of texts only is told that there was one.
    if (!isBare)
      variable.columns.forEach(({ name }, c) => {
        const value = flat[name];
        const cells = grown.series[v]?.cells[c];
        if (cells && value !== null && value !== undefined) set(cells, row, value);
      });
    return 0;
  };
}
