import { closeSync, openSync, readSync } from "node:fs";
import { UserError } from "../error.ts";

/** Bytes that can be read more than once: a file of any size, or what came over the network. */
export interface Bytes {
  readonly where: string;
  /** Bytes from the beginning, a piece at a time. */
  readonly pieces: () => Iterable<Uint8Array>;
}

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "gb18030"] as const;
/** gb18030 reads GBK and GB2312 too. */
export type Encoding = (typeof ENCODINGS)[number];

/** Bytes that are read at a time. */
const PIECE = 1 << 20;

export const bytesOf = (bytes: Uint8Array, where: string): Bytes => ({ where, pieces: () => [bytes] });

/** @throws UserError if there is no such file */
export function fileBytes(path: string): Bytes {
  return { where: path, pieces: () => piecesOf(path) };
}

function* piecesOf(path: string): Generator<Uint8Array> {
  const file = opened(path);
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE);
      const n = readSync(file, piece);
      if (n === 0) return;
      yield piece.subarray(0, n);
    }
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw new UserError("this file cannot be read", { where: path, fix: "check the name of the file", cause: error });
  }
}

/** All bytes at once, if there are no more than `most` of them. @throws UserError if there are */
export function whole({ where, pieces }: Bytes, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces()) {
    length += piece.length;
    if (length > most) throw new UserError(`this file is larger than ${most / 2 ** 20} MB`, { where, fix: "save it as “CSV UTF-8”, or keep only the columns that are needed", refusal: { code: "roster-large" } });
    parts.push(piece);
  }
  return Buffer.concat(parts);
}

/** The first bytes, `most` of them. */
export function beginning({ pieces }: Bytes, most: number): Uint8Array {
  for (const piece of pieces()) return piece.subarray(0, most);
  return new Uint8Array();
}

/**
 * In which encoding a text is: by its byte order mark, else the first of UTF-8 and GB18030 in which every byte has a
 * meaning. Excel saves “CSV” in the encoding of the machine, GB18030 where that is Chinese, and “Unicode text” in UTF-16.
 * @throws UserError if it is in none of them
 */
export function encodingOf(bytes: Bytes): Encoding {
  const [a, b] = beginning(bytes, 2);
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  const found = (["utf-8", "gb18030"] as const).find((encoding) => decodes(bytes, encoding));
  if (found) return found;
  throw new UserError("this file is in no encoding known here", { where: bytes.where, fix: "save it as “CSV UTF-8”, or as .xlsx", refusal: { code: "roster-encoding" } });
}

function decodes(bytes: Bytes, encoding: Encoding): boolean {
  try {
    for (const _ of text(bytes, encoding)) continue;
    return true;
  } catch (error) {
    if (error instanceof UserError && error.cause instanceof TypeError) return false;
    throw error;
  }
}

/** The text, a piece at a time, without its byte order mark. @throws UserError where bytes have no meaning in this encoding */
export function* text({ where, pieces }: Bytes, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch (error) {
      throw new UserError(`this file is not in ${encoding}`, { where, fix: 'save it as “CSV UTF-8”, or correct "encoding" in the mapping; without it, it is found out', cause: error });
    }
  };
  for (const piece of pieces()) yield decode(piece);
  yield decode();
}
