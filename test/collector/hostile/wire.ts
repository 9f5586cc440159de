import type { Response as Answered } from "../../../src/responses/response.ts";
import type { Draw } from "./draw.ts";
import { bytesOf, type Wire } from "./request.ts";

/** Conversations below HTTP: what a client of Node's would never send. */

const JSON_HEAD = "content-type: application/json\r\n";
const LAST = "connection: close\r\n";

interface Writer {
  /** @param fields each with its line end */
  readonly head: (fields: string, first?: string) => string;
  /** A request that is right. */
  readonly whole: (response: Answered, more?: string) => Buffer;
  readonly noise: (length: number) => Buffer;
}

function writer({ below }: Draw): Writer {
  // A proxy is believed in; each conversation comes from an address of its own.
  const host = `host: 127.0.0.1\r\nx-forwarded-for: 10.${200 + below(50)}.${below(256)}.${below(256)}\r\n`;
  const head: Writer["head"] = (fields, first = "POST /api/responses HTTP/1.1") => `${first}\r\n${host}${fields}\r\n`;
  return {
    head,
    whole: (response, more = "") => {
      const body = bytesOf({ response });
      return Buffer.concat([bytesOf(head(`${JSON_HEAD}content-length: ${body.length}\r\n${more}`)), body]);
    },
    noise: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
}

const talk = (kind: string, pieces: readonly (string | Buffer)[], expected: readonly number[], more: Partial<Wire> = {}): Wire => ({
  kind: `wire: ${kind}`, pieces: pieces.map(bytesOf), pause: 0, then: "listens", expected, responses: [], ...more,
});

/** The text cut at random places. */
function pieces(bytes: Buffer, n: number, below: Draw["below"]): Buffer[] {
  const cuts = [0, ...Array.from({ length: n - 1 }, () => below(bytes.length)).sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((end, i) => bytes.subarray(cuts[i] ?? 0, end)).filter(({ length }) => length > 0);
}

const chunks = (all: readonly Buffer[], extension = ""): string[] => [...all.map((each) => `${each.length.toString(16)}${extension}\r\n${each.toString("latin1")}\r\n`), "0\r\n\r\n"];

/** In chunks, slowly, several at a time: unusual, and to be taken. */
export function unusual(draw: Draw): Wire {
  const { person, pick, below } = draw;
  const { head, whole, noise } = writer(draw);
  const response = person();
  const bytes = whole(response, LAST);
  const inChunks = (extension?: string): Buffer[] => [bytesOf(head(`${JSON_HEAD}transfer-encoding: chunked\r\n${LAST}`)), ...chunks(pieces(bytesOf({ response }), 2 + below(20), below), extension).map((each) => Buffer.from(each, "latin1"))];
  const one = { answers: 1, responses: [response] };
  const several = Array.from({ length: 2 + below(6) }, () => person());
  return pick<() => Wire>([
    () => talk("chunked", inChunks(), [201], one),
    () => talk("chunked, with extensions", inChunks(pick([";x=y", ';q="\\""'])), [201], one),
    () => talk("chunked, trailers", [...inChunks().slice(0, -1), "0\r\nx-trailer: y\r\n\r\n"], [201], one),
    () => talk("in pieces", pieces(bytes, 2 + below(30), below), [201], one),
    () => talk("slow", pieces(bytes, 8, below), [201], { ...one, pause: 20 + below(60) }),
    () => talk("slow, chunked", inChunks(), [201], { ...one, pause: 10 + below(20) }),
    () => talk("asks first", [head(`${JSON_HEAD}content-length: ${bytesOf({ response }).length}\r\nexpect: 100-continue\r\n${LAST}`), bytesOf({ response })], [100, 201], { answers: 2, responses: [response], pause: 5 }),
    () => talk("ends after it has asked", [bytes], [201], { ...one, then: "ends" }),
    () => talk("pipelined", [Buffer.concat(several.map((each, i) => whole(each, i === several.length - 1 ? LAST : "")))], [201], { answers: several.length, responses: several }),
    () => talk("pipelined, then nonsense", [Buffer.concat([...several.map((each) => whole(each)), noise(200)])], [201, 400], { responses: several }),
    () => talk("upgrade", [whole(response, `${LAST}upgrade: ${pick(["websocket", "h2c", "x"])}\r\n`)], [201], { responses: [response] }),
    () => talk("whole address", [Buffer.from(bytes.toString("latin1").replace("POST /", "POST http://127.0.0.1/"), "latin1")], [201], { responses: [response] }),
  ])();
}

/** Cut, half open, or less than was promised: nothing that is not whole is stored. */
export function broken(draw: Draw): Wire {
  const { person, pick, below } = draw;
  const { head, whole } = writer(draw);
  const response = person();
  const body = bytesOf({ response });
  const bytes = whole(response);
  const cut = bytes.subarray(0, 1 + below(bytes.length - 1));
  const chunked = bytesOf(head(`${JSON_HEAD}transfer-encoding: chunked\r\n`));
  const then = pick(["ends", "ends", "cuts", "cuts", "lingers"] as const);
  return pick<() => Wire>([
    () => talk(`cut short, ${then}`, [cut], [400, 408], { then }),
    () => talk(`chunks cut short, ${then}`, [chunked, `${body.length.toString(16)}\r\n`, body.subarray(0, below(body.length))], [400, 408], { then }),
    () => talk(`no last chunk, ${then}`, [chunked, `${body.length.toString(16)}\r\n`, body, "\r\n"], [400, 408], { then }),
    () => talk(`nothing, ${then}`, [], [400, 408], { then }),
    () => talk("whole, then cut", [bytes], [201], { then: "cuts", responses: [response] }),
    () => talk("whole, too large, then cut", [head(`${JSON_HEAD}content-length: 1048576\r\n`), Buffer.alloc(2 ** 20)], [413], { then: "cuts" }),
    () => talk("shorter than promised", [head(`${JSON_HEAD}content-length: ${body.length + 1 + below(1000)}\r\n`), body], [400, 408], { then: "ends" }),
    () => talk("longer than promised", [head(`${JSON_HEAD}content-length: ${1 + below(body.length - 1)}\r\n`), body], [400], { then: "ends" }),
  ])();
}

/** Against the grammar of HTTP: refused, or cut without a word. */
export function ungrammatical(draw: Draw): Wire {
  const { person, pick, below, material } = draw;
  const { head, noise } = writer(draw);
  const response = person();
  const body = bytesOf({ response });
  const fields = (text: string, first?: string): (string | Buffer)[] => [head(`${JSON_HEAD}${text}`, first), body];
  const length = `content-length: ${body.length}\r\n`;
  const chunked = (text: string): string[] => [head(`${JSON_HEAD}transfer-encoding: chunked\r\n`), text];
  const first = (text: string): (string | Buffer)[] => fields(length, text);
  const naughty = material.naughty.filter((text) => /[^\x20-\x7e]/.test(text));
  const refused = (kind: string, said: readonly (string | Buffer)[], expected = [400]): Wire => talk(kind, said, expected, { then: "ends" });
  return pick<() => Wire>([
    () => refused("wrong chunk", chunked(pick(["zz\r\n", "-1\r\n", "0x5\r\nabcde\r\n", "FFFFFFFFFFFFFFFFF\r\n", "5 \nabcde", "\r\n\r\n", "5\r\nabcdefgh\r\n0\r\n\r\n", "5;".padEnd(40_000, "x"), "\u0000"])), [400, 413]),
    () => refused("wrong length", fields(`content-length: ${pick(["-5", "+5", "0x10", "1e3", "five", "", "5, 6", "99999999999999999999999", "5 5", "5;"])}\r\n`), [400, 413]),
    () => refused("two lengths", fields(`${length}content-length: 5\r\n`)),
    () => refused("length and chunks", fields(`${length}transfer-encoding: chunked\r\n`)),
    () => refused("wrong coding", fields(`transfer-encoding: ${pick(["gzip", "chunked, gzip", "chunked;q=1", "x", "identity", "xchunked"])}\r\n`), [400, 501]),
    () => refused("wrong field", fields(`${length}${pick(["x y: z", "x\u0000y: z", ": z", "x : z", " folded: x", "x: a\u0000b", "x: a\u0001b", "x", "é: z", "x: a\rb", "(x): y"])}\r\n`)),
    () => refused("fields too long", fields(`${length}x: ${"x".repeat(17_000 + below(100_000))}\r\n`), [431]),
    () => refused("too many fields", fields(`${length}${"x-y: z\r\n".repeat(4000)}`), [431]),
    () => refused("wrong version", first(`POST /api/responses HTTP/${pick(["9.9", "1", "1.12", "x", ""])}`)),
    // Node reads these like 1.1.
    () => talk("another version", first(`POST /api/responses HTTP/${pick(["1.0", "2.0", "0.9"])}`), [201], { answers: 1, responses: [response] }),
    () => refused("wrong method", first(`${pick(["NOTHING", "post", "", "P\u0000ST", "TRACK", "é"])} /api/responses HTTP/1.1`)),
    () => refused("wrong target", first(`GET ${pick(["*", "api/health", "\\\\x", "127.0.0.1:80", "/a b", "/\u0000", "http://", "http://[::1/", "ftp://x/", "//"])} HTTP/1.1`), [400, 404]),
    () => refused("without a host", ["GET /api/health HTTP/1.1\r\n\r\n"]),
    () => refused("two hosts", [`GET /api/health HTTP/1.1\r\nhost: x\r\nhost: other\r\n\r\n`], [200, 400]),
    () => refused("tunnel", ["CONNECT example.org:443 HTTP/1.1\r\nhost: example.org:443\r\n\r\n"], [400, 404, 405]),
    () => refused("old", [pick(["GET /\r\n", "GET /", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/0.9\r\n\r\n"])], [200, 400]),
    () => refused("another protocol", [pick<string | Buffer>(["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Buffer.from("16030100f1010000ed0303", "hex"), "EHLO x\r\n", "SSH-2.0-x\r\n", "\r\n\r\n\r\n", "*1\r\n$4\r\nPING\r\n", noise(1 + below(2000))])], [400]),
    () => refused("naughty", [`${pick(["GET /", "", "POST /api/responses HTTP/1.1\r\nx: "])}${pick(naughty)}\r\n\r\n`]),
    () => refused("bare line ends", [`GET /api/health HTTP/1.1\nhost: x\n\n`], [200, 400]),
  ])();
}
