import { MISSING } from "../../survey/codebook.ts";
import type { Locale } from "../../survey/text.ts";
import type { Numbered } from "./numbers.ts";
import { Records } from "./sav-records.ts";
import { Sink } from "./sink.ts";
import { Tokens, type Track } from "./tokens.ts";

/**
 * SPSS system files: the layout is that of PSPP's developer guide, “System File Format”. Numbers only: an answer and the reason
 * why there is none share a column, the reasons declared as missing.
 */
export interface SavFile {
  readonly path: string;
  readonly locale: Locale;
  /** What the file calls itself; 64 bytes of it are kept. */
  readonly title: string;
}

/** Writes the same rows with labels in one language a file. @param day YYYY-MM-DD */
export async function writeSav(files: readonly SavFile[], columns: readonly Numbered[], n: number, day: string): Promise<void> {
  const sink = await Sink.open(new Map(files.map(({ path, locale, title }) => [path, dictionary(columns, n, locale, title, day)])));
  await writeCases(sink, columns, n);
  await sink.close();
}

/** Everything before the rows. */
function dictionary(columns: readonly Numbered[], n: number, locale: Locale, title: string, day: string): Uint8Array {
  const records = new Records();
  records.header(title, columns.length, n, day);
  const short = columns.map((_, i) => `V${String(i + 1).padStart(7, "0")}`);
  columns.forEach((column, i) => {
    const decimals = Math.min(6, Math.max(0, ...column.numbers.map((number) => String(number).split(".")[1]?.length ?? 0)));
    const [highest = -1, lowest = -5] = [column.missing[0], column.missing[MISSING.length - 1]];
    records.variable(short[i] ?? "", column.label[locale], decimals, lowest, highest);
  });
  // Columns with the same answers share one record, as SPSS itself writes it.
  const alike = Map.groupBy(columns.map((_, i) => i), (i) => JSON.stringify(columns[i]?.values));
  for (const indexes of alike.values()) records.valueLabels((columns[indexes[0] ?? 0]?.values ?? []).map(({ number, label }) => [number, label[locale]]), indexes);
  records.machine();
  records.display(columns.map(({ measure }) => measure));
  records.text(13, columns.map(({ name }, i) => `${short[i] ?? ""}=${name}`).join("\t"));
  records.text(20, "UTF-8");
  records.end();
  return records.bytes();
}

/** Bytes that stand for a number or say that one follows. */
const BIAS = 100;
const [LAST, FOLLOWS, NOTHING] = [252, 253, 255];

/** Eight instructions of a byte each, then the eight-byte numbers that they announce: whole numbers from -99 to 151 take a single byte. */
async function writeCases(sink: Sink, columns: readonly Numbered[], n: number): Promise<void> {
  const tracks = columns.map(({ coded, numbers, missing }): Track => ({ coded, reasons: coded.reasons, spelled: [...numbers.map(String), "", ...missing.map(String)] }));
  const flat = tracks.flatMap(({ spelled }) => spelled.map((each) => (each === "" ? undefined : Number(each))));
  const instructions = Uint8Array.from(flat, (x) => (x === undefined ? NOTHING : Number.isInteger(x) && x >= 1 - BIAS && x <= 251 - BIAS ? x + BIAS : FOLLOWS));
  const raw = new Uint8Array(Float64Array.from(flat, (x) => x ?? 0).buffer);
  const tokens = new Tokens(tracks);
  const { ids } = tokens;
  // Where the instructions at hand are written, and how many they are: eight run on over the ends of rows.
  let [block, filled] = [-1, 8];
  for (let from = 0; from < n; ) {
    const rows = tokens.look(from, n);
    const cells = rows * tracks.length;
    let open: readonly [number, Uint8Array] | undefined;
    if (filled < 8) open = [sink.at - block, sink.bytes.slice(block, sink.at)];
    if (open) sink.at = block;
    const ready = sink.room(cells * 9 + 8 + 72);
    if (ready) await ready;
    const { bytes } = sink;
    let at = sink.at;
    if (open) {
      bytes.set(open[1], at);
      block = at;
      at += open[0];
    }
    for (let c = 0; c < cells; c++) {
      if (filled === 8) {
        block = at;
        at += 8;
        filled = 0;
      }
      const id = ids[c] ?? 0;
      const instruction = instructions[id] ?? NOTHING;
      bytes[block + filled++] = instruction;
      if (instruction !== FOLLOWS) continue;
      for (let b = 8 * id, end = b + 8; b < end; b++) bytes[at++] = raw[b] ?? 0;
    }
    sink.at = at;
    from += rows;
  }
  if (filled < 8) sink.bytes.fill(0, block + filled, block + 8);
  if (filled < 8) sink.bytes[block + filled] = LAST;
}
