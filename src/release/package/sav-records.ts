/** The records of an SPSS system file's dictionary, little-endian. */
export class Records {
  readonly #parts: Buffer[] = [];

  /** @param day YYYY-MM-DD; the time of day is midnight, so that equal data give equal files */
  header(title: string, variables: number, cases: number, day: string): void {
    this.#ascii("$FL2", 4);
    this.#ascii("@(#) SPSS DATA FILE - qingting", 60);
    // Layout 2; compressed; no weight switched on; so many cases; bias of the compression.
    this.#ints(2, variables, 1, 0, cases);
    this.#doubles(100);
    this.#ascii(spssDay(day), 9);
    this.#ascii("00:00:00", 8);
    this.#utf8(title, 64);
    this.#ascii("", 3);
  }

  variable(short: string, label: string, decimals: number, lowest: number, highest: number): void {
    const format = (5 << 16) | (8 << 8) | decimals;
    // Numeric; with a label; missing is a range.
    this.#ints(2, 0, 1, -2, format, format);
    this.#ascii(short, 8);
    const text = clipped(label, 252);
    this.#ints(text.length);
    this.#padded(text, Math.ceil(text.length / 4) * 4);
    this.#doubles(lowest, highest);
  }

  /** @param indexes of the variables, from 0 */
  valueLabels(labels: readonly (readonly [number, string])[], indexes: readonly number[]): void {
    this.#ints(3, labels.length);
    for (const [number, label] of labels) {
      this.#doubles(number);
      const text = clipped(label, 120);
      this.#padded(Buffer.concat([Buffer.from([text.length]), text]), Math.ceil((text.length + 1) / 8) * 8);
    }
    this.#ints(4, indexes.length, ...indexes.map((index) => index + 1));
  }

  /** IEEE 754, little-endian, UTF-8. */
  machine(): void {
    this.#ints(7, 3, 4, 8, 24, 0, 0, -1, 1, 1, 2, 65001);
    this.#ints(7, 4, 8, 3);
    this.#doubles(-Number.MAX_VALUE, Number.MAX_VALUE, -1.7976931348623155e308);
  }

  display(measures: readonly ("nominal" | "ordinal" | "scale")[]): void {
    this.#ints(7, 11, 4, measures.length * 3);
    for (const measure of measures) this.#ints({ nominal: 1, ordinal: 2, scale: 3 }[measure], 8, measure === "scale" ? 1 : 0);
  }

  text(subtype: number, text: string): void {
    const bytes = Buffer.from(text);
    this.#ints(7, subtype, 1, bytes.length);
    this.#parts.push(bytes);
  }

  end(): void {
    this.#ints(999, 0);
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }

  #ints(...numbers: readonly number[]): void {
    const bytes = Buffer.alloc(4 * numbers.length);
    numbers.forEach((number, i) => bytes.writeInt32LE(number, 4 * i));
    this.#parts.push(bytes);
  }

  #doubles(...numbers: readonly number[]): void {
    const bytes = Buffer.alloc(8 * numbers.length);
    numbers.forEach((number, i) => bytes.writeDoubleLE(number, 8 * i));
    this.#parts.push(bytes);
  }

  #ascii(text: string, width: number): void {
    this.#parts.push(Buffer.from(text.padEnd(width), "latin1"));
  }

  #utf8(text: string, width: number): void {
    this.#padded(clipped(text, width), width);
  }

  #padded(text: Buffer, width: number): void {
    this.#parts.push(Buffer.concat([text, Buffer.alloc(width - text.length, " ")]));
  }
}

/** The first bytes of a text, never half a character. */
export function clipped(text: string, bytes: number): Buffer {
  const whole = Buffer.from(text);
  if (whole.length <= bytes) return whole;
  let end = bytes;
  while (end > 0 && ((whole[end] ?? 0) & 0xc0) === 0x80) end--;
  return whole.subarray(0, end);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** 2026-10-20 as “20 Oct 26”. */
const spssDay = (day: string): string => `${day.slice(8, 10)} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? "Jan"} ${day.slice(2, 4)}`;
