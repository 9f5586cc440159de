import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answers, isJson } from "./answers.ts";
import type { Room } from "./body.ts";
import type { Limiter } from "./limits.ts";
import type { Reply } from "./problem.ts";

export interface DirectOptions {
  /** Where answers are sent to: "/api/responses", after the path of the site. */
  readonly path: string;
  readonly answers: Answers;
  /** Largest request, in bytes. */
  readonly largest: number;
  readonly room: Room;
  readonly limiter?: Limiter | undefined;
  /** Who asks, as far as it is known; absent: nobody is told apart. */
  readonly address?: ((incoming: IncomingMessage) => string | undefined) | undefined;
  /** Origins of sites elsewhere, whose pages need a header of their own. */
  readonly origins: readonly string[];
}

/**
 * The short way for what nearly all that comes in a rush is: an answer as phones send it. Making it a web-standard Request and
 * its reply a Response, with Headers on both, took half of the time of an answer. Whatever is not just so (another method or type, no
 * length, a page from elsewhere, a header that stands twice) and whatever is refused before it is read goes the long way, `app.ts`, which
 * says the same with the same headers; a test holds them side by side.
 * @returns whether it took the request
 */
export function direct({ path, answers, largest, room, limiter, address, origins }: DirectOptions): (incoming: IncomingMessage, outgoing: ServerResponse) => boolean {
  return (incoming, outgoing) => {
    if (incoming.method !== "POST" || incoming.url !== path || !isPlain(incoming, origins)) return false;
    const length = Number(incoming.headers["content-length"]);
    if (!(length <= largest) || answers.isBusy()) return false;
    const from = address?.(incoming);
    const leave = room.enter(length, from);
    if (typeof leave === "string") return false;
    if (limiter && from !== undefined && !limiter(from, "responses")) {
      leave();
      return false;
    }
    outgoing.once("close", leave);
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.once("end", () => {
      const [first] = chunks;
      void answers.take(chunks.length === 1 && first ? first : Buffer.concat(chunks)).then((reply) => write(outgoing, reply));
    });
    return true;
  };
}

/** Headers that decide; twice, they are for the long way to judge. */
const DECIDING = new Set(["host", "content-type", "content-length", "transfer-encoding", "origin", "sec-fetch-site"]);
const HOST = /^[a-z0-9._-]+(:\d{1,5})?$/i;

function isPlain({ headers, rawHeaders }: IncomingMessage, origins: readonly string[]): boolean {
  const { origin } = headers;
  if (!isJson(headers["content-type"]) || headers["content-length"] === undefined || headers["transfer-encoding"] !== undefined || !HOST.test(headers.host ?? "")) return false;
  if (origin !== undefined && (headers["sec-fetch-site"] !== "same-origin" || origins.includes(origin))) return false;
  const seen = new Set<string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    if (!DECIDING.has(name)) continue;
    if (seen.has(name)) return false;
    seen.add(name);
  }
  return true;
}

function write(outgoing: ServerResponse, { status, headers, body }: Reply): void {
  outgoing.writeHead(status, { "Cache-Control": "no-store", Vary: "Origin", "X-Content-Type-Options": "nosniff", ...headers, "Content-Length": Buffer.byteLength(body) });
  outgoing.end(body);
}
