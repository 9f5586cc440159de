import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, writeSync } from "node:fs";

/**
 * DuckDB gives every file a random identifier, so that equal databases differ. Here it is made from what is in the file.
 * The headers are three blocks of 4,096 bytes, each with a checksum of the rest in its first eight; the identifier stands in the first
 * and in the newer of the two others (DuckDB's storage format since 1.4; `Checksum` in src/common/checksum.cpp).
 */
const BLOCK = 4096;
const HEADERS = 3;
const IDENTIFIER = 124;
const LENGTH = 16;

/** @throws Error if these are not headers as they are known here */
export function settleIdentity(path: string): void {
  const file = openSync(path, "r+");
  try {
    const headers = Array.from({ length: HEADERS }, (_, i) => {
      const block = Buffer.alloc(BLOCK);
      readSync(file, block, 0, BLOCK, i * BLOCK);
      return block;
    });
    const [main] = headers;
    if (!main || main.toString("latin1", 8, 12) !== "DUCK") throw new Error(`${path} is no DuckDB database`);
    const random = Buffer.from(main.subarray(IDENTIFIER, IDENTIFIER + LENGTH));
    const holders = headers.map((block, i) => ({ block, i })).filter(({ block }) => block.subarray(IDENTIFIER, IDENTIFIER + LENGTH).equals(random));
    for (const { block } of holders) {
      if (block.readBigUInt64LE(0) !== checksum(block.subarray(8))) throw new Error(`${path} has a header that is not understood`);
      block.fill(0, IDENTIFIER, IDENTIFIER + LENGTH).fill(0, 0, 8);
    }
    const identifier = contentOf(file, headers).subarray(0, LENGTH);
    for (const { block, i } of holders) {
      identifier.copy(block, IDENTIFIER);
      block.writeBigUInt64LE(checksum(block.subarray(8)), 0);
      writeSync(file, block, 0, BLOCK, i * BLOCK);
    }
  } finally {
    closeSync(file);
  }
}

/** SHA-256 of the whole file, without its identifier. */
function contentOf(file: number, headers: readonly Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const block of headers) hash.update(block);
  const buffer = Buffer.alloc(1 << 20);
  for (let at = HEADERS * BLOCK; ; ) {
    const read = readSync(file, buffer, 0, buffer.length, at);
    if (read === 0) return hash.digest();
    hash.update(buffer.subarray(0, read));
    at += read;
  }
}

const MASK = (1n << 64n) - 1n;

function checksum(bytes: Buffer): bigint {
  let result = 5381n;
  for (let at = 0; at < bytes.length; at += 8) result ^= (bytes.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n) & MASK;
  return result;
}
