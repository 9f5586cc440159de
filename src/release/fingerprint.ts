import { createHash } from "node:crypto";

/**
 * Knows the same answers again, in whatever order they are read: all ids added up bit by bit, without carry. Ids are random numbers that
 * phones draw, so this is one that nobody knows who does not know all of them.
 */
export class Fingerprint {
  readonly #sum = new Uint32Array(4);
  #count = 0;

  /** @param id UUID */
  add(id: string): void {
    this.#count += 1;
    const digits = id.replaceAll("-", "");
    for (let i = 0; i < 4; i++) this.#sum[i] = (this.#sum[i] ?? 0) ^ Number.parseInt(digits.slice(8 * i, 8 * i + 8), 16);
  }

  /** 64 hex digits. */
  get text(): string {
    return createHash("sha256").update(`${this.#count} ${this.#sum.join(" ")}`).digest("hex");
  }
}
