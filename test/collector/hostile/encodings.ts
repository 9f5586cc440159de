import { isUtf8 } from "node:buffer";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { checkResponse, type Response as Answered } from "../../../src/responses/response.ts";
import type { Draw } from "./draw.ts";
import { answer, bytesOf, type Hostile, JSON_TYPE, taken } from "./request.ts";

/** Bytes that are not what they seem. */

const CHINESE = "工作量减少了还是增加了？";

export function encoded({ field, material, person, pick }: Draw): Hostile {
  const response = person(field.words);
  const written = { ...response, answers: { ...response.answers, first: CHINESE } };
  const text = JSON.stringify({ response: written });
  const latin = JSON.stringify({ response: { ...response, answers: { first: "café für señor" } } });
  const bom = Buffer.from([0xef, 0xbb, 0xbf]);
  const not = (kind: string, bytes: Buffer): Hostile => answer(`encodings: ${kind}`, bytes, [400]);
  return pick<() => Hostile>([
    () => not("UTF-16", utf16(text, false, pick([true, false]))),
    () => not("UTF-16", utf16(text, true, pick([true, false]))),
    () => not("UTF-16", utf16('{"response":1}', pick([true, false]), false)),
    () => not("UTF-32", Buffer.from([...text].flatMap((letter) => [letter.codePointAt(0) ?? 0, 0, 0, 0].map((each, i) => (i === 1 ? (letter.codePointAt(0) ?? 0) >> 8 : each) & 255)))),
    () => not("GBK", Buffer.concat([...text].map((letter) => material.gbk.get(letter) ?? Buffer.from(letter)))),
    () => not("Latin-1", Buffer.from(latin, "latin1")),
    () => not("surrogates as bytes", spliced(text, [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80])),
    () => not("too long a form", spliced(text, pick([[0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xf0, 0x80, 0x80, 0xaf], [0xc0, 0x80]]))),
    () => not("beyond Unicode", spliced(text, pick([[0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xff], [0xfe], [0x80]]))),
    () => not("cut in a character", bytesOf(text).subarray(0, bytesOf(text).indexOf(bytesOf("？")) + 1)),
    () => not("two byte order marks", Buffer.concat([bom, bom, bytesOf(text)])),
    () => not("control characters", bytesOf(text.replace(CHINESE, pick(["\n", "\t", "\u0000", "\u001f"])))),
    () => taken("encodings: byte order mark", written, Buffer.concat([bom, bytesOf(text)])),
    () => taken("encodings: all escaped", written, text.replace(/[^\x20-\x7e]/gu, (letter) => `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`)),
    () => compressed(text, pick(["gzip", "deflate", "br"] as const)),
    () => taken("encodings: claimed compressed", written, text, { headers: { ...JSON_TYPE, "content-encoding": pick(["gzip", "br", "identity", "nonsense"]) } }),
    () => taken("encodings: claimed another charset", written, text, { headers: { "content-type": `application/json; charset=${pick(["utf-16", "gbk", "nonsense", '"'])}` } }),
  ])();
}

function utf16(text: string, bigEndian: boolean, marked: boolean): Buffer {
  const bytes = Buffer.from(marked ? `\ufeff${text}` : text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
}

function spliced(text: string, bytes: readonly number[]): Buffer {
  const [before = "", after = ""] = text.split(CHINESE);
  return Buffer.concat([bytesOf(before), Buffer.from(bytes), bytesOf(after)]);
}

function compressed(text: string, coding: "gzip" | "deflate" | "br"): Hostile {
  const bytes = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }[coding](text);
  return answer("encodings: compressed", bytes, [400], { headers: { ...JSON_TYPE, "content-encoding": coding } });
}

/** A right request with some bytes changed, lost, doubled or moved. What must come of it is read from the bytes themselves. */
export function mutant({ field, person, below, pick }: Draw): Hostile {
  const bytes = [...bytesOf({ response: person(field.words) })];
  for (let n = 1 + below(3); n > 0; n--) {
    const at = below(bytes.length);
    pick<() => unknown>([
      () => (bytes[at] = below(256)),
      () => (bytes[at] = pick([...bytesOf('"\\{}[],:0-e.')])),
      () => bytes.splice(at, 1 + below(8)),
      () => bytes.splice(at, 0, ...bytes.slice(at, at + 1 + below(40))),
      () => bytes.splice(at, 0, below(256)),
      () => bytes.splice(at),
    ])();
  }
  return judged("encodings: bytes changed", Buffer.from(bytes));
}

/** What must come of a body, by readers other than the collector's. */
export function judged(kind: string, bytes: Buffer): Hostile {
  if (!isUtf8(bytes)) return answer(kind, bytes, [400]);
  const value = readJson(bytes.toString().replace(/^\ufeff/, ""));
  if (value === undefined) return answer(kind, bytes, [400]);
  const response = responseIn(value);
  return answer(kind, bytes, response ? [201, 403, 404, 410, 422] : [422], { response });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function responseIn(value: unknown): Answered | undefined {
  if (typeof value !== "object" || value === null || !("response" in value)) return undefined;
  try {
    return checkResponse(value.response);
  } catch {
    return undefined;
  }
}

/** Texts that test parsers, as all of a request and as an answer. */
export function parsing(draw: Draw): Hostile {
  const { field, material, person, pick } = draw;
  if (material.parsing.length === 0) return mutant(draw);
  const { name, bytes } = pick(material.parsing);
  if (pick([true, false])) return answer("parsers: all of it", bytes, name.startsWith("n_") ? [400] : name.startsWith("y_") ? [422] : [400, 422]);
  const response = person(field.words);
  const [before = "", after = ""] = JSON.stringify({ response: { ...response, answers: { ...response.answers, first: "HERE" } } }).split('"HERE"');
  return judged("parsers: as an answer", Buffer.concat([bytesOf(before), bytes, bytesOf(after)]));
}

/** Text that others have stumbled over, wherever text may stand. */
export function naughty({ field, material, person, pick }: Draw): Hostile {
  const response = person(field.words);
  const text = pick(material.naughty);
  const write = (first: string): Answered => ({ ...response, answers: { ...response.answers, first } });
  const fits = [...text].length <= 500;
  const whole = fits ? taken("naughty: as words", write(text)) : answer("naughty: as words", { response: write(text) }, [422]);
  return pick<() => Hostile>([
    () => whole,
    () => whole,
    () => taken("naughty: twice as words", write([...`${text}${pick(material.naughty)}`].slice(0, 500).join(""))),
    () => answer("naughty: as a choice", { response: { ...response, answers: { place: text } } }, [422], { pointer: "/response/answers/place" }),
    () => answer("naughty: as a question", { response: { ...response, answers: Object.fromEntries([[text, text]]) } }, [422], { pointer: "/response/answers/" }),
    () => answer("naughty: as an id", { response: { ...response, id: text } }, [422], { pointer: "/response/id" }),
    () => answer("naughty: as a survey", { response: { ...response, survey: text } }, [404, 422]),
    () => answer("naughty: as a part", Object.fromEntries([[text, response]]), [422]),
  ])();
}

/** Numbers and doubled keys, which JSON may say in more than one way. */
export function ambiguous({ field, person, pick }: Draw): Hostile {
  const response = person(field.words);
  const other = person(field.words);
  const text = (first: string): string => JSON.stringify({ response: { ...response, answers: { first: "HERE" } } }).replace('"HERE"', first);
  const number = pick(["-0", "0.1000000000000000055", "12345678901234567890", "1e-400", "1E5", "-1.5e-7", "5e-324", "1e308"]);
  return pick<() => Hostile>([
    () => taken("ambiguous: number", { ...response, answers: { first: Number(number) } }, text(number)),
    () => answer("ambiguous: endless number", text(pick(["1e400", "-1e999"])), [422], { pointer: "/response/answers/first" }),
    () => answer("ambiguous: no number", text(pick(["NaN", "Infinity", "-", "+1", "01", "1.", ".5", "0x1F", "1_000", "undefined", "1n"])), [400]),
    () => taken("ambiguous: seconds", { ...response, seconds: 60 }, JSON.stringify({ response: { ...response, seconds: 60 } }).replace('"seconds":60', `"seconds":${pick(["60.0", "6e1", "0.6E+2", "60.000000000000000001"])}`)),
    () => taken("ambiguous: key doubled", other, `{"response":${JSON.stringify(response)},"response":${JSON.stringify(other)}}`),
    () => taken("ambiguous: key doubled", { ...response, answers: { first: "second" } }, text('"first","first":"second"')),
  ])();
}
