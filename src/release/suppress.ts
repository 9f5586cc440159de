import { UserError } from "../error.ts";
import { HIDDEN } from "../survey/frame.ts";
import type { Classes } from "./classes.ts";
import type { Level } from "./levels.ts";
import { LEAST_OTHERS } from "./others.ts";

/** What is done to the quasi-identifiers of a wave: a level for each, and what is hidden of each class. */
export interface Suppression {
  readonly levels: readonly Level[];
  /** Per class of rows, a bit for each quasi-identifier that is hidden. */
  readonly hidden: Uint32Array;
  /** Information lost in bits, by merging values and by hiding them. */
  readonly loss: number;
}

export interface Rules {
  /** Fewest rows of a class. */
  readonly k: number;
  /** Codes of each quasi-identifier. */
  readonly codes: readonly number[];
  /** How many of the class of these values must have answered otherwise than most. */
  readonly others: (values: string) => number;
}

/** Rows that will share every quasi-identifier as released. */
interface Group {
  n: number;
  readonly members: Set<number>;
  readonly counts: readonly Uint32Array[];
  readonly asked: Uint32Array;
}

/**
 * Local suppression: hides quasi-identifiers of whole classes, never answers, until every class of released values (*hidden*
 * being a category of its own) has at least k rows and no sensitive answer in it is certain, whichever one of its people is taken
 * away. Sources: k-anonymity, Sweeney 2002; of the second rule, what a member of the class who knows his own answer could infer.
 * What is hidden costs the information that the value held: −log₂ of its share (non-uniform entropy, Gionis and Tassa 2009).
 * @returns undefined if not even hiding everything is enough
 */
export function suppress(classes: Classes, levels: readonly Level[], rules: Rules): Suppression | undefined {
  const released = classes.categories.map((categories, q) => Uint32Array.from(categories, (category) => releasedAs(category, levels[q], rules.codes[q] ?? 0)));
  const bits = released.map((categories) => bitsOf(categories, classes.n));
  const base = hiddenBefore(classes, rules);
  const keys = keysOf(classes.stratum, released);
  const hidden = new Uint32Array(classes.count);
  const done = new Map<number, Group>();
  let left: readonly number[] = Array.from({ length: classes.count }, (_, id) => id);
  for (const mask of masksOf(bits)) {
    if (left.length === 0) break;
    const groups = new Map<number, Group>();
    for (const id of left) add(groups, keys.of(id, mask | (base[id] ?? 0)), id, classes);
    const rest: number[] = [];
    for (const [key, group] of groups) {
      const there = done.get(key);
      const joined = there ? together(there, group) : group;
      if (isSafe(joined, key, classes, rules)) {
        done.set(key, joined);
        for (const id of group.members) hidden[id] = mask | (base[id] ?? 0);
      } else rest.push(...group.members);
    }
    left = rest;
  }
  if (!drawIn(done, left, hidden, classes, rules, keys)) return undefined;
  giveBack(done, hidden, base, classes, rules, keys);
  let loss = 0;
  for (let id = 0; id < classes.count; id++) loss += (classes.n[id] ?? 0) * lossOf(id, (hidden[id] ?? 0) & ~(base[id] ?? 0), released, bits);
  return { levels, hidden, loss };
}

export const releasedAs = (category: number, level: Level | undefined, codes: number): number => (!level ? category : category < codes ? (level.into[category] ?? 0) : level.size + category - codes);

/** Per class, what an earlier release of the same answers hid already. */
function hiddenBefore(classes: Classes, { codes }: Rules): Uint32Array {
  const base = new Uint32Array(classes.count);
  classes.categories.forEach((categories, q) => {
    const hidden = (codes[q] ?? 0) + HIDDEN - 1;
    for (let id = 0; id < classes.count; id++) if (categories[id] === hidden) base[id] = (base[id] ?? 0) | (1 << q);
  });
  return base;
}

/** Bits that a released value holds, by its share of all rows. */
function bitsOf(categories: Uint32Array, sizes: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  let total = 0;
  categories.forEach((category, id) => {
    const n = sizes[id] ?? 0;
    total += n;
    counts.set(category, (counts.get(category) ?? 0) + n);
  });
  return new Map([...counts].map(([category, n]) => [category, -Math.log2(n / total)]));
}

function lossOf(id: number, mask: number, released: readonly Uint32Array[], bits: readonly Map<number, number>[]): number {
  let sum = 0;
  for (let q = 0; q < released.length; q++) if ((mask >> q) & 1) sum += bits[q]?.get(released[q]?.[id] ?? 0) ?? 0;
  return sum;
}

/** Every set of quasi-identifiers that may be hidden together, the one that loses least first. */
function masksOf(bits: readonly Map<number, number>[]): number[] {
  // The mean of a variable's bits is its entropy: Σ −p log₂ p. Where all is equal, hiding one still comes before hiding two.
  const entropy = bits.map((each) => [...each.values()].reduce((sum, value) => sum + value * 2 ** -value, 1e-9));
  const lossOfMask = (mask: number): number => entropy.reduce((sum, each, q) => sum + ((mask >> q) & 1 ? each : 0), 0);
  return Array.from({ length: 2 ** bits.length }, (_, mask) => ({ mask, loss: lossOfMask(mask) })).sort((a, b) => a.loss - b.loss || a.mask - b.mask).map(({ mask }) => mask);
}

interface Keys {
  /** What the rows of a class share once these are hidden: one digit a quasi-identifier, the stratum before them. */
  readonly of: (id: number, mask: number) => number;
  /** Which of them are hidden in what has this key. */
  readonly maskOf: (key: number) => number;
  readonly stratumOf: (key: number) => number;
  readonly all: number;
}

/** Numbers, not texts: thousands of ways to release are tried, and texts take ten times as long. */
function keysOf(stratum: Uint8Array, released: readonly Uint32Array[]): Keys {
  // The last digit of each place stands for *hidden*.
  const widths = released.map((categories) => categories.reduce((most, category) => Math.max(most, category), 0) + 2);
  const places: number[] = [];
  let product = 1;
  for (const width of widths) {
    places.push(product);
    product *= width;
  }
  if (product * 256 > Number.MAX_SAFE_INTEGER) throw new UserError("so many quasi-identifiers with so many values make everybody one of a kind", { fix: "ask fewer questions about who is asked, or release them in coarser bands" });
  return {
    of: (id, mask) => {
      let key = (stratum[id] ?? 0) * product;
      for (let q = 0; q < widths.length; q++) key += ((mask >> q) & 1 ? (widths[q] ?? 1) - 1 : (released[q]?.[id] ?? 0)) * (places[q] ?? 0);
      return key;
    },
    maskOf: (key) => widths.reduce((mask, width, q) => (Math.floor((key % product) / (places[q] ?? 1)) % width === width - 1 ? mask | (1 << q) : mask), 0),
    stratumOf: (key) => Math.floor(key / product),
    all: 2 ** widths.length - 1,
  };
}

function add(groups: Map<number, Group>, key: number, id: number, classes: Classes): void {
  let group = groups.get(key);
  if (!group) groups.set(key, (group = empty(classes)));
  take(group, id, classes, 1);
}

const empty = ({ attributes }: Classes): Group => ({ n: 0, members: new Set(), counts: attributes.map(({ size }) => new Uint32Array(size)), asked: new Uint32Array(attributes.length) });

function take(group: Group, id: number, { n, attributes }: Classes, sign: 1 | -1): void {
  group.n += sign * (n[id] ?? 0);
  if (sign > 0) group.members.add(id);
  else group.members.delete(id);
  attributes.forEach(({ size, counts, asked }, a) => {
    const to = group.counts[a];
    group.asked[a] = (group.asked[a] ?? 0) + sign * (asked[id] ?? 0);
    if (to) for (let i = 0; i < size; i++) to[i] = (to[i] ?? 0) + sign * (counts[id * size + i] ?? 0);
  });
}

function together(a: Group, b: Group): Group {
  return {
    n: a.n + b.n,
    members: new Set([...a.members, ...b.members]),
    counts: a.counts.map((counts, i) => counts.map((count, at) => count + (b.counts[i]?.[at] ?? 0))),
    asked: a.asked.map((count, i) => count + (b.asked[i] ?? 0)),
  };
}

function isSafe({ n, counts, asked }: Group, key: number, { attributes }: Classes, { k, others }: Rules): boolean {
  return n >= k && attributes.every(({ name, isChoice }, a) => (asked[a] ?? 0) === 0 || isMixed(counts[a] ?? new Uint32Array(), isChoice, others(`${name} ${key}`)));
}

/**
 * So many answered otherwise than most: with two, two answers remain whoever is taken away. Of a choice among several: so many who
 * answered without choosing it, unless nobody chose it. Where nobody was asked there is nothing to be certain of.
 */
function isMixed(counts: Uint32Array, isChoice: boolean, others: number): boolean {
  if (isChoice) return (counts[1] ?? 0) === 0 || (counts[0] ?? 0) >= others;
  let [all, most] = [0, 0];
  for (const count of counts) {
    all += count;
    most = Math.max(most, count);
  }
  return all - most >= others;
}

/** Everything is hidden for the classes left over; the smallest whole groups join them until they are safe together. */
function drawIn(done: Map<number, Group>, left: readonly number[], hidden: Uint32Array, classes: Classes, rules: Rules, keys: Keys): boolean {
  for (const [stratum, ids] of Map.groupBy(left, (id) => classes.stratum[id] ?? 0)) {
    const [one = 0] = ids;
    const key = keys.of(one, keys.all);
    let pool = together(done.get(key) ?? empty(classes), empty(classes));
    for (const id of ids) take(pool, id, classes, 1);
    const others = [...done].filter(([other]) => other !== key && keys.stratumOf(other) === stratum).sort((a, b) => a[1].n - b[1].n || a[0] - b[0]);
    while (!isSafe(pool, key, classes, rules)) {
      const next = others.shift();
      // With everything hidden of everybody nothing tells why.
      if (!next && isSafe(pool, key, classes, { ...rules, others: () => LEAST_OTHERS })) break;
      if (!next) return false;
      done.delete(next[0]);
      pool = together(pool, next[1]);
    }
    done.set(key, pool);
    for (const id of pool.members) hidden[id] = keys.all;
  }
  return true;
}

/** Whatever was hidden and need not be is shown again, the most rows first: what was left over may join what was made safe since. */
function giveBack(done: Map<number, Group>, hidden: Uint32Array, base: Uint32Array, classes: Classes, rules: Rules, keys: Keys): void {
  for (let again = true; again; ) {
    again = false;
    for (const from of [...done.keys()]) {
      const group = done.get(from);
      if (!group) continue;
      for (const [to, moving] of shown(group, hidden, base, classes, keys)) {
        const stay = [...group.members].filter((id) => !moving.members.has(id));
        if (stay.length + moving.members.size !== group.members.size) continue;
        const there = done.get(to);
        const joined = there ? together(there, moving) : moving;
        if (!isSafe(joined, to, classes, rules)) continue;
        const rest = empty(classes);
        for (const id of stay) take(rest, id, classes, 1);
        if (rest.n > 0 && !isSafe(rest, from, classes, rules)) continue;
        done.set(to, joined);
        for (const id of moving.members) {
          hidden[id] = keys.maskOf(to) | (base[id] ?? 0);
          take(group, id, classes, -1);
        }
        if (group.n === 0) done.delete(from);
        again = true;
      }
    }
  }
}

/** What parts of a group would share with one quasi-identifier more, the largest part first. */
function shown({ members }: Group, hidden: Uint32Array, base: Uint32Array, classes: Classes, keys: Keys): [number, Group][] {
  const parts = new Map<number, Group>();
  for (const id of members) {
    const mask = hidden[id] ?? 0;
    const free = mask & ~(base[id] ?? 0);
    for (let bit = 1; bit <= free; bit <<= 1) if (free & bit) add(parts, keys.of(id, mask & ~bit), id, classes);
  }
  return [...parts].sort((a, b) => b[1].n - a[1].n || a[0] - b[0]);
}
