/** What an attacker could read of the order in which people came, from files alone. */

/** The page of other files, in bytes. */
const PAGE = 4096;

/** What a file of SQLite or its log says of itself: bytes of a page, what stands before the first, and before each. Any other is cut as if it were SQLite's. */
function layoutOf(file: Buffer): { readonly page: number; readonly head: number; readonly each: number } {
  // The write-ahead log has a head of its own, and one before each page.
  if (file.length > 32 && file.readUInt32BE(0) >>> 1 === 0x377f0682 >>> 1) return { page: file.readUInt32BE(8), head: 32, each: 24 };
  const isDatabase = file.length > 100 && file.toString("latin1", 0, 15) === "SQLite format 3";
  return { page: isDatabase ? file.readUInt16BE(16) : PAGE, head: 0, each: 0 };
}

/** Rank correlation (Spearman). Equal values share their mean rank. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (x.length - 1) / 2;
  const product = (p: readonly number[], q: readonly number[]): number => p.reduce((sum, value, i) => sum + (value - mean) * ((q[i] ?? 0) - mean), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y) || 1);
}

function ranks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}

/** Beyond this in 1 of 100 cases by chance alone (normal approximation of Spearman's coefficient). */
export const chance = (n: number): number => 2.576 / Math.sqrt(n - 1);

/** What is read from a file: of the things that stand in it, which they are (by their number) and where. */
export interface Order {
  readonly by: string;
  readonly members: readonly number[];
  readonly places: readonly number[];
}

/**
 * @param kind what everything of this kind looks like: pages hold others, too
 * @returns nothing where fewer than ten stand in the file: that few tell no order
 */
export function ordersIn(file: Buffer, tokens: readonly string[], kind: RegExp): Order[] {
  const text = file.toString("latin1");
  const members = tokens.flatMap((token, i) => (text.includes(token) ? [i] : []));
  if (members.length < 10) return [];
  const first = members.map((i) => text.indexOf(tokens[i] ?? ""));
  const last = members.map((i) => text.lastIndexOf(tokens[i] ?? ""));
  const { page: size, head, each } = layoutOf(file);
  const page = first.map((at) => Math.floor((at - head) / (size + each)));
  // SQLite fills a page from its end: what came later stands before.
  const age = first.map((at, i) => {
    const begin = head + (page[i] ?? 0) * (size + each);
    const cells = [...text.slice(begin, begin + size + each).matchAll(kind)].map(({ index }) => begin + index);
    return cells.filter((cell) => cell > at).length / cells.length;
  });
  return Object.entries({ "first place": first, "last place": last, page, "place within the page": age }).map(([by, places]) => ({ by, members, places }));
}

/** Pages in which one of each kind stands. */
export function sharedPages(file: Buffer, some: readonly string[], others: readonly string[]): number {
  let shared = 0;
  const { page: size, head, each } = layoutOf(file);
  for (let at = head; at < file.length; at += size + each) {
    const page = file.subarray(at, at + size + each).toString("latin1");
    if (some.some((token) => page.includes(token)) && others.some((token) => page.includes(token))) shared += 1;
  }
  return shared;
}
