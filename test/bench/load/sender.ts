import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { loadSurvey } from "../../../src/survey/load.ts";
import { simulate } from "../../../src/survey/simulate.ts";

/**
 * Sends answers over real HTTP, from a process of its own so that it takes no time from the server's thread. It speaks HTTP/1.1
 * over plain sockets: a client that costs as much as the server would measure itself.
 */
export interface Order {
  readonly url: string;
  readonly surveys: string;
  readonly wave: string;
  readonly connections: number;
  readonly count: number;
  /** A second; absent: as soon as the reply to the last is there. */
  readonly offered?: number;
  /** Of them, sent first and not measured. */
  readonly warm?: number;
  /** File with one credential a line. */
  readonly credentials?: string;
}

export interface Result {
  readonly perSecond: number;
  /** From when it was due, in ms: what waited for a free connection has waited. */
  readonly p50: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>>;
}

/** Distinct sets of answers; each is sent many times, under ids of its own. */
const DISTINCT = 2000;
const ID = "00000000-0000-4000-8000-000000000000";

/** Requests that are made beforehand: making them would take time from the server where both share a machine. */
const BEFOREHAND = 50_000;

/** Gives the next request. */
function requests({ url, surveys, wave, credentials, count }: Order): () => Buffer {
  const { host } = new URL(url);
  const signed = credentials === undefined ? undefined : readFileSync(credentials, "utf8").trimEnd().split("\n");
  const bodies = simulate(loadSurvey(surveys, "workload"), { n: DISTINCT, seed: 1, wave }).map((response) => JSON.stringify({ response: { ...response, id: ID } }));
  let n = 0;
  const make = (): Buffer => {
    const id = randomUUID();
    const body = bodies[n % DISTINCT] ?? "";
    const credential = signed?.[n];
    n += 1;
    const sent = (credential === undefined ? body : `${body.slice(0, -1)},"credential":${credential}}`).replace(ID, id);
    return Buffer.from(`POST /api/responses HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(sent)}\r\n\r\n${sent}`);
  };
  const made = Array.from({ length: Math.min(count, BEFOREHAND) }, make).reverse();
  return () => made.pop() ?? make();
}

/** One connection that is kept: a request, its reply, the next. */
class Line {
  readonly #socket: Socket;
  #heard = "";
  #reply: ((status: string) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true).setEncoding("latin1").on("data", (chunk: string) => this.#hear(chunk));
    socket.on("close", () => this.#done("closed"));
    socket.on("error", () => {});
  }

  static open(url: string): Promise<Line> {
    const { hostname, port } = new URL(url);
    return new Promise((done, fail) => {
      const socket = connect(Number(port), hostname, () => done(new Line(socket)));
      socket.once("error", fail);
    });
  }

  /** Gives the status of the reply, once it has been read to its end. */
  send(request: Buffer, reply: (status: string) => void): void {
    this.#reply = reply;
    this.#socket.write(request);
  }

  end(): void {
    this.#socket.destroy();
  }

  #hear(chunk: string): void {
    this.#heard += chunk;
    const head = this.#heard.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#heard.slice(0, head));
    const end = length ? head + 4 + Number(length[1]) : this.#heard.indexOf("0\r\n\r\n", head) + 5;
    if (end < head + 4 || this.#heard.length < end) return;
    const status = this.#heard.slice(9, 12);
    this.#heard = "";
    this.#done(status);
  }

  #done(status: string): void {
    const reply = this.#reply;
    this.#reply = undefined;
    reply?.(status);
  }
}

async function send(order: Order): Promise<Result> {
  const next = requests(order);
  const lines = await Promise.all(Array.from({ length: order.connections }, () => Line.open(order.url)));
  const { count, warm = 0 } = order;
  const waits = new Float64Array(count - warm);
  const statuses: Record<string, number> = {};
  const started = performance.now();
  let measuredFrom = started;
  let sent = 0;
  let heard = 0;
  await new Promise<void>((done) => {
    const free: Line[] = [];
    const dueAt = (i: number): number => (order.offered === undefined ? performance.now() : started + (i * 1000) / order.offered);
    const step = (line: Line): void => {
      if (sent === count) return;
      const due = dueAt(sent);
      if (due > performance.now()) return void free.push(line);
      sent += 1;
      line.send(next(), (status) => {
        const now = performance.now();
        heard += 1;
        if (heard > warm) waits[heard - warm - 1] = now - due;
        else measuredFrom = now;
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (heard === count) done();
        else step(line);
      });
    };
    for (const line of lines) step(line);
    const clock = order.offered === undefined ? undefined : setInterval(() => {
      for (const line of free.splice(0)) step(line);
      if (sent === count) clearInterval(clock);
    }, 1);
  });
  const took = performance.now() - measuredFrom;
  for (const line of lines) line.end();
  waits.sort();
  const at = (share: number): number => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN;
  return { perSecond: (waits.length * 1000) / took, p50: at(0.5), p99: at(0.99), statuses };
}

process.on("message", async (order: Order) => {
  process.send?.(await send(order));
  process.disconnect();
});
