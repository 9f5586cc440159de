import type { Cells, Frame, Series } from "../survey/frame.ts";

/**
 * Rows in the order of what they say, column by column: where a row stands tells nothing but what is in it. Counting sorts from
 * the last column to the first, which cost the same whatever the rows are; comparing rows of a hundred cells would take minutes.
 */
export function sortedByContent(frame: Frame): Frame {
  const { n, series } = frame;
  let order = Uint32Array.from({ length: n }, (_, row) => row);
  const keys = series.flatMap(({ reasons, cells }) => [reasons, ...cells.map(keyOf)]);
  for (const key of keys.reverse()) order = countingSort(order, key);
  return { n, series: series.map((each) => rearranged(each, order)) };
}

/** Numbers by their place among those that occur, nothing first. */
function keyOf(cells: Cells): Uint8Array | Uint16Array | Uint32Array {
  if (cells.as !== "numbers") return cells.at;
  const places = new Map([...new Set(cells.at)].sort((a, b) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b)).map((value, i) => [value, i]));
  return Uint32Array.from(cells.at, (value) => places.get(value) ?? 0);
}

function countingSort(order: Uint32Array<ArrayBuffer>, key: Uint8Array | Uint16Array | Uint32Array): Uint32Array<ArrayBuffer> {
  let most = 0;
  for (let row = 0; row < key.length; row++) most = Math.max(most, key[row] ?? 0);
  if (most > 0xffff) return countingSort(countingSort(order, Uint16Array.from(key, (value) => value & 0xffff)), Uint16Array.from(key, (value) => value >>> 16));
  const starts = new Uint32Array(most + 2);
  for (let row = 0; row < key.length; row++) starts[(key[row] ?? 0) + 1] = (starts[(key[row] ?? 0) + 1] ?? 0) + 1;
  if (starts.includes(key.length)) return order;
  for (let value = 1; value < starts.length; value++) starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0);
  const next = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) {
    const row = order[at] ?? 0;
    const value = key[row] ?? 0;
    const to = starts[value] ?? 0;
    next[to] = row;
    starts[value] = to + 1;
  }
  return next;
}

function rearranged({ variable, reasons, cells }: Series, order: Uint32Array): Series {
  return { variable, reasons: taken(reasons, new Uint8Array(order.length), order), cells: cells.map((each): Cells => (each.as === "codes" ? { ...each, at: taken(each.at, new Uint16Array(order.length), order) } : each.as === "small" ? { ...each, at: taken(each.at, new Uint8Array(order.length), order) } : { ...each, at: taken(each.at, new Float64Array(order.length), order) })) };
}

function taken<Numbers extends Uint8Array | Uint16Array | Float64Array>(from: Numbers, to: Numbers, order: Uint32Array): Numbers {
  for (let at = 0; at < order.length; at++) to[at] = from[order[at] ?? 0] ?? 0;
  return to;
}
