import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import type { Hostile, Wire } from "./request.ts";

export interface Reply {
  /** None where the connection was cut before an answer. */
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The connection ended without an answer at first, and it was sent again, as a phone does. */
  readonly isRepeated: boolean;
}

export interface Sender {
  /** @throws Error if nothing is answered, and nothing explains it */
  ask(hostile: Hostile, from: string): Promise<Reply>;
  /** Everything that was said until the connection ended. */
  talk(wire: Wire): Promise<Buffer>;
  /** Lets go of all connections. */
  close(): void;
}

/** Longer than anything takes that ends by itself, in ms. */
const PATIENCE = 30_000;

/** How often a request is sent again whose connection was used before and has ended. */
const AGAIN = 2;
/** As long as any proof takes, in ms. */
const LONGEST = 2 ** 31 - 1;

export function senderTo(url: string, connections: number): Sender {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const sockets = new Set<Socket>();
  const ask = ({ method, path, headers, body, chunked, expected }: Hostile, from: string, again = 0): Promise<Reply> =>
    new Promise((done, fail) => {
      const length = body === undefined || chunked ? {} : { "content-length": String(body.length) };
      const client = request({ agent, hostname, port, method, path, headers: { "x-forwarded-for": from, ...headers, ...length } }, (reply) => {
        const parts: Buffer[] = [];
        reply.on("data", (part: Buffer) => parts.push(part));
        reply.once("end", () => done({ status: reply.statusCode, headers: reply.headers, body: Buffer.concat(parts).toString(), isRepeated: again > 0 }));
        reply.once("error", fail);
      });
      client.setTimeout(PATIENCE, () => client.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
      client.once("error", (error) => {
        // A server may end a connection that it has answered on; whoever was about to use it again comes anew.
        if (client.reusedSocket && again < AGAIN && /ECONNRESET|EPIPE|socket hang up/.test(`${"code" in error ? error.code : ""} ${error.message}`)) done(ask({ method, path, headers, body, expected, kind: "", ...(chunked ? { chunked } : {}) }, from, again + 1));
        // Too large a request is answered before it has arrived, and cut.
        else if (expected.includes(413)) done({ status: undefined, headers: {}, body: "", isRepeated: again > 0 });
        else fail(error);
      });
      if (chunked && body) for (let at = 0; at < body.length; at += 50_000) client.write(body.subarray(at, at + 50_000));
      client.end(chunked ? undefined : body);
    });

  const talk = ({ pieces, pause, then }: Wire): Promise<Buffer> =>
    new Promise((done, fail) => {
      const said: Buffer[] = [];
      const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
      sockets.add(socket);
      const timer = setTimeout(() => {
        socket.destroy();
        fail(new Error(`neither an answer nor an end within ${PATIENCE / 1000} s`));
      }, then === "lingers" ? LONGEST : PATIENCE);
      socket.on("data", (part) => said.push(Buffer.from(part)));
      socket.on("end", () => socket.end());
      // Cut by the server in the midst of writing: what it said until then counts.
      socket.on("error", () => {});
      socket.once("close", () => {
        clearTimeout(timer);
        sockets.delete(socket);
        done(Buffer.concat(said));
      });
      socket.once("connect", async () => {
        for (const piece of pieces) {
          if (!socket.writable) return;
          socket.write(piece);
          if (pause > 0) await new Promise((next) => setTimeout(next, pause));
        }
        if (then === "ends") socket.end();
        // Long enough for some of it to be read.
        if (then === "cuts") setTimeout(() => socket.resetAndDestroy(), 5);
      });
    });

  return {
    ask, talk,
    close: () => {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
    },
  };
}
