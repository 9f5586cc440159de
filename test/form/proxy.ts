import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What can happen to a request on its way, and to the answer. */
export const MISHAPS = [
  "refused", "swallowed", "request cut off", "request cut short", "reply lost", "reply never comes", "reply cut off", "late", "sent twice", "5xx instead", "5xx after all", "portal", "login page",
] as const;
export type Mishap = (typeof MISHAPS)[number];

/** A bad network in front of a collector: each request that sends answers meets what its random numbers say. */
export interface Proxy {
  readonly url: string;
  readonly met: ReadonlyMap<Mishap | "nothing", number>;
  /** Lets through whatever is still on its way, then ends. */
  close(): Promise<void>;
}

interface Network {
  /** Where the collector listens. */
  readonly port: number;
  readonly random: () => number;
  /** Share of requests that meet a mishap. */
  readonly bad: number;
  /** How much later late requests arrive at most, in ms. */
  readonly late: number;
  /** Requests that mishaps are for; all others pass. */
  readonly concerns?: (head: string) => boolean;
}

export async function openProxy({ port, random, bad, late, concerns = () => true }: Network): Promise<Proxy> {
  const met = new Map<Mishap | "nothing", number>();
  const under = new Set<Promise<unknown>>();
  const sockets = new Set<Socket>();
  const follow = <T>(work: Promise<T>): Promise<T> => {
    under.add(work);
    void work.catch(() => {}).finally(() => under.delete(work));
    return work;
  };
  const handle = async (socket: Socket): Promise<void> => {
    const request = await requestOf(socket);
    if (!request) return void socket.destroy();
    const head = headOf(request);
    const mishap = concerns(head) && random() < bad ? MISHAPS[Math.floor(random() * MISHAPS.length)] : undefined;
    if (concerns(head)) met.set(mishap ?? "nothing", (met.get(mishap ?? "nothing") ?? 0) + 1);
    await happen(mishap, socket, request, { port, random, late });
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    void follow(handle(socket));
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  return {
    url: `http://localhost:${addressOf(server.address()).port}`,
    met,
    close: async () => {
      server.close();
      while (under.size > 0) await Promise.allSettled(under);
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function happen(mishap: Mishap | undefined, socket: Socket, request: Buffer, { port, random, late }: Pick<Network, "port" | "random" | "late">): Promise<void> {
  const status = [500, 502, 503, 504][Math.floor(random() * 4)] ?? 500;
  const share = random();
  const body = request.length - headOf(request).length - 4;
  switch (mishap) {
    case "refused": return void socket.resetAndDestroy();
    case "swallowed": return;
    case "request cut off":
      await forward(port, request.subarray(0, Math.floor(share * (request.length - 1))), false);
      return void socket.resetAndDestroy();
    // By a middle box that passes on what it got as if it were all.
    case "request cut short": return void socket.end(await forward(port, shortened(request, Math.floor(share * body))));
    case "reply lost":
      await forward(port, request);
      return void socket.resetAndDestroy();
    case "reply never comes": return void (await forward(port, request));
    case "reply cut off": {
      const reply = await forward(port, request);
      return void socket.end(reply.subarray(0, Math.floor(share * (reply.length - 1))));
    }
    case "late":
      await new Promise((then) => setTimeout(then, share * late));
      return void socket.end(await forward(port, request));
    case "sent twice": return void socket.end(await Promise.race([forward(port, request), forward(port, request)]));
    case "5xx instead": return void socket.end(reply(status, share < 0.5 ? "text/html" : "application/problem+json", share < 0.5 ? "<h1>Bad gateway</h1>" : JSON.stringify({ status })));
    case "5xx after all":
      await forward(port, request);
      return void socket.end(reply(status, "text/html", "<h1>Gateway timeout</h1>"));
    case "portal": return void socket.end(reply(share < 0.5 ? 200 : 403, "text/html", "<title>Log in</title>"));
    case "login page": return void socket.end(reply(302, "text/html", "", "location: /login\r\n"));
    default: return void socket.end(await forward(port, request));
  }
}

const reply = (status: number, type: string, body: string, more = ""): string => `HTTP/1.1 ${status} Said\r\ncontent-type: ${type}\r\n${more}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
const headOf = (request: Buffer): string => request.subarray(0, Math.max(0, request.indexOf("\r\n\r\n"))).toString("latin1");
const lengthOf = (head: string): number => Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);

function shortened(request: Buffer, length: number): Buffer {
  const head = headOf(request);
  return Buffer.concat([Buffer.from(`${head.replace(/^content-length:.*$/im, `content-length: ${length}`)}\r\n\r\n`), request.subarray(head.length + 4, head.length + 4 + length)]);
}

/** One whole request; one connection carries one. */
function requestOf(socket: Socket): Promise<Buffer | undefined> {
  let all = Buffer.alloc(0);
  return new Promise((done) => {
    socket.on("data", (chunk) => {
      all = Buffer.concat([all, chunk]);
      const head = headOf(all);
      if (head !== "" && all.length >= head.length + 4 + lengthOf(head)) done(Buffer.concat([Buffer.from(`${head.replace(/^connection:.*\r\n/im, "")}\r\nconnection: close`), all.subarray(head.length)]));
    });
    socket.once("close", () => done(undefined));
  });
}

/** Passes bytes on and gives whatever comes back until the other side ends. A request that is not whole is ended here. */
function forward(port: number, bytes: Buffer, whole = true): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((done) => {
    const upstream = connect(port, "localhost", () => (whole ? upstream.write(bytes) : upstream.end(bytes)));
    upstream.on("data", (chunk) => chunks.push(chunk));
    upstream.on("error", () => {});
    upstream.once("close", () => done(Buffer.concat(chunks)));
  });
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address;
}
