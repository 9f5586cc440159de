import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as chinese } from "@scure/bip39/wordlists/simplified-chinese.js";
import type { Locale } from "../survey/text.ts";

/**
 * Four words by which people can compare a wave's key: on the invitation, on the page, and among colleagues. 44 bits of its SHA-256.
 * @param digest SHA-256 of the key's SPKI bytes, at least 6 bytes
 */
export function keyWords(digest: Uint8Array, locale: Locale): readonly string[] {
  const bits = [...digest.subarray(0, 6)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const list = locale === "en" ? english : chinese;
  return [0, 11, 22, 33].map((at) => list[Number.parseInt(bits.slice(at, at + 11), 2)] ?? "");
}
