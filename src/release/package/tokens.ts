import { MISSING } from "../../survey/codebook.ts";
import type { Coded } from "./coded.ts";
import type { Sink } from "./sink.ts";

/**
 * Rows as a sequence of tokens: bytes that stand for one cell, or for the neighbouring cells of one variable, spelled once.
 * A million rows of sixty variables are then copied in a second or two; spelling each cell anew takes half a minute.
 */
export interface Track {
  readonly coded: Pick<Coded, "at" | "none">;
  /** Where a reason takes the place of a value. */
  readonly reasons: Uint8Array | undefined;
  /** What is written for each value, then for none, then for each reason in the order of MISSING. */
  readonly spelled: readonly string[];
}

/** Rows whose tokens are looked up at once; small enough for the processor's cache. */
const BATCH = 1024;

/** The tokens of all tracks, end to end, and which token each row of a batch has in each track. */
export class Tokens {
  /** First byte of each token in `pool`, and one more. */
  readonly starts: Uint32Array;
  readonly pool: Buffer;
  /** Most bytes that a row can take. */
  readonly longest: number;
  /** Row by row, a token per track. */
  readonly ids: Uint32Array;
  readonly #tracks: readonly Track[];
  readonly #bases: readonly number[];

  constructor(tracks: readonly Track[]) {
    const encoded = tracks.map(({ spelled }) => spelled.map((each) => Buffer.from(each)));
    const flat = encoded.flat();
    this.pool = Buffer.concat(flat);
    this.starts = new Uint32Array(flat.length + 1);
    flat.forEach((each, i) => (this.starts[i + 1] = (this.starts[i] ?? 0) + each.length));
    this.longest = encoded.reduce((sum, each) => sum + each.reduce((most, { length }) => Math.max(most, length), 0), 0);
    let base = 0;
    this.#bases = encoded.map(({ length }) => (base += length) - length);
    this.#tracks = tracks;
    this.ids = new Uint32Array(BATCH * tracks.length);
  }

  /** Looks up the rows from `from` on. @returns how many */
  look(from: number, n: number): number {
    const rows = Math.min(BATCH, n - from);
    this.#tracks.forEach(({ coded: { at, none }, reasons, spelled }, t) => {
      const count = spelled.length - 1 - (reasons ? MISSING.length : 0);
      fill(this.ids, this.#tracks.length, t, this.#bases[t] ?? 0, at, none, count, reasons, from, rows);
    });
    return rows;
  }
}

/** Column by column, since one loop over one array is what the compiler makes fast. */
function fill(ids: Uint32Array, stride: number, offset: number, base: number, at: Coded["at"], none: number, count: number, reasons: Uint8Array | undefined, from: number, rows: number): void {
  for (let i = 0, to = offset; i < rows; i++, to += stride) {
    const reason = reasons === undefined ? 0 : (reasons[from + i] ?? 0);
    const value = at[from + i] ?? none;
    ids[to] = base + (reason > 0 ? count + reason : value >= none ? count : value);
  }
}

/** What stands before and after the number of a row, from 1. */
export interface Numbering {
  readonly before: string;
  readonly after: string;
}

/** Writes n rows; where they are numbered, the number comes first. */
export async function writeRows(sink: Sink, tracks: readonly Track[], n: number, numbering?: Numbering): Promise<void> {
  const tokens = new Tokens(tracks);
  const width = tracks.length;
  for (let from = 0; from < n; ) {
    const rows = tokens.look(from, n);
    const ready = sink.room(rows * (tokens.longest + 64));
    if (ready) await ready;
    for (let r = 0; r < rows; r++) {
      if (numbering) sink.at += sink.bytes.write(`${numbering.before}${from + r + 1}${numbering.after}`, sink.at, "latin1");
      copyRow(sink, tokens, r * width, width);
    }
    from += rows;
  }
}

/** Copies the tokens of one row; there must be room for `longest`. @param t the row's first place in `ids` */
export function copyRow(sink: Sink, { ids, starts, pool }: Tokens, t: number, width: number): void {
  const { bytes } = sink;
  let at = sink.at;
  for (const end = t + width; t < end; t++) {
    const id = ids[t] ?? 0;
    const stop = starts[id + 1] ?? 0;
    // A loop and not `set`: tokens are short, and a call takes longer than a dozen bytes.
    for (let b = starts[id] ?? 0; b < stop; b++) bytes[at++] = pool[b] ?? 0;
  }
  sink.at = at;
}
