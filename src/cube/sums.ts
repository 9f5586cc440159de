/** Most combinations × values that are counted in an array of their own; beyond, only those that occur are. */
const LARGEST_TABLE = 4_000_000;

/** Counts and sums of one variable: an array where it is small enough, else a map of what occurs. */
export class Sums {
  readonly #combinations: number;
  readonly #size: number;
  readonly #at: Map<number, number> | undefined;
  #n: Float64Array;
  #w: Float64Array;
  #w2: Float64Array;
  #used = 0;

  constructor(cells: number, combinations: number) {
    this.#combinations = combinations;
    this.#size = cells * combinations;
    const isDense = this.#size <= LARGEST_TABLE;
    this.#at = isDense ? undefined : new Map();
    const room = isDense ? this.#size : 1024;
    [this.#n, this.#w, this.#w2] = [new Float64Array(room), new Float64Array(room), new Float64Array(room)];
  }

  add(cell: number, combination: number, w: number): void {
    const key = cell * this.#combinations + combination;
    const i = this.#at ? this.#placeOf(key, this.#at) : key;
    this.#n[i] = (this.#n[i] ?? 0) + 1;
    this.#w[i] = (this.#w[i] ?? 0) + w;
    this.#w2[i] = (this.#w2[i] ?? 0) + w * w;
  }

  each(visit: (cell: number, combination: number, n: number, w: number, w2: number) => void): void {
    const keys = this.#at ? [...this.#at] : [...this.#n.keys()].map((key) => [key, key] as const);
    for (const [key, i] of keys) {
      const n = this.#n[i] ?? 0;
      if (n > 0) visit(Math.floor(key / this.#combinations), key % this.#combinations, n, this.#w[i] ?? 0, this.#w2[i] ?? 0);
    }
  }

  #placeOf(key: number, at: Map<number, number>): number {
    const known = at.get(key);
    if (known !== undefined) return known;
    if (this.#used === this.#n.length) [this.#n, this.#w, this.#w2] = [twice(this.#n), twice(this.#w), twice(this.#w2)];
    at.set(key, this.#used);
    return this.#used++;
  }
}

function twice(from: Float64Array): Float64Array {
  const to = new Float64Array(from.length * 2);
  to.set(from);
  return to;
}
