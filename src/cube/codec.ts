import { MISSING } from "../survey/codebook.ts";
import type { Cube } from "./cube.ts";

/**
 * Bytes of a cube: "QTC1", the length of the header in bytes (uint32, little-endian), the header as JSON padded with blanks to a
 * multiple of 8, then the arrays n, at, cell and, where weights vary, w and w2. The header repeats nothing that the
 * arrays hold; entries are sorted by cell so that brotli finds runs.
 */
const MAGIC = 0x31435451;

export function writeCube(cube: Cube): Uint8Array {
  const head = JSON.stringify({
    filters: cube.filters,
    combinations: cube.combinations,
    weighted: cube.weighted,
    entries: cube.n.length,
    cells: cube.cells.map(({ variable, value, x, missing }) => [variable, value, x, missing]),
  });
  const text = new TextEncoder().encode(head);
  const padded = Math.ceil((text.length + 8) / 8) * 8;
  const parts = [cube.n, ...(cube.weighted ? [cube.w, cube.w2] : []), cube.at, cube.cell];
  // Longest elements first would need no padding; n (4 bytes) comes first for want of weights, so it is padded to 8.
  const sizes = parts.map((part) => Math.ceil(part.byteLength / 8) * 8);
  const bytes = new Uint8Array(padded + sizes.reduce((sum, size) => sum + size, 0));
  bytes.fill(32, 8, padded);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, padded - 8, true);
  bytes.set(text, 8);
  let offset = padded;
  parts.forEach((part, i) => {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offset);
    offset += sizes[i] ?? 0;
  });
  return bytes;
}

/** @throws Error if these are not the bytes of a cube, or not all of them */
export function readCube(source: Uint8Array): Cube {
  // A copy of its own starts at 0, which typed arrays over it need; slice() of a Node Buffer would be none.
  const bytes = new Uint8Array(source);
  const view = new DataView(bytes.buffer);
  if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC) throw new Error("this is not a cube");
  const length = view.getUint32(4, true);
  if (length % 8 !== 0 || 8 + length > bytes.length) throw new Error("this cube is cut off: its header is not whole");
  const head = headerOf(bytes.subarray(8, 8 + length));
  const wide = [4, 2, 2, ...(head.weighted ? [8, 8] : [])];
  const expected = wide.reduce((sum, each) => sum + Math.ceil((head.entries * each) / 8) * 8, 8 + length);
  if (expected !== bytes.length) throw new Error(`this cube is cut off: it has ${bytes.length} bytes of ${expected}`);
  let offset = 8 + length;
  const take = (bytesEach: number): number => {
    const start = offset;
    offset += Math.ceil((head.entries * bytesEach) / 8) * 8;
    return start;
  };
  const n = new Uint32Array(bytes.buffer, take(4), head.entries);
  const w = head.weighted ? new Float64Array(bytes.buffer, take(8), head.entries) : Float64Array.from(n);
  const w2 = head.weighted ? new Float64Array(bytes.buffer, take(8), head.entries) : w;
  return {
    filters: head.filters,
    combinations: head.combinations,
    weighted: head.weighted,
    cells: head.cells.map(([variable, value, x, missing]) => ({ variable, value, x, missing: MISSING.find((each) => each === missing) ?? null })),
    n,
    w,
    w2,
    at: new Uint16Array(bytes.buffer, take(2), head.entries),
    cell: new Uint16Array(bytes.buffer, take(2), head.entries),
  };
}

function headerOf(bytes: Uint8Array): Header {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new Error("this cube is damaged: its header is not JSON", { cause: error });
  }
}

interface Header extends Pick<Cube, "filters" | "combinations" | "weighted"> {
  readonly entries: number;
  readonly cells: readonly (readonly [string, string | null, number | null, string | null])[];
}
