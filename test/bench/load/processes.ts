import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Order, Result } from "./sender.ts";

/** Servers and senders, each in a process of its own. */

/** What a server uses. */
export interface Usage {
  /** Of all its threads on the processor since it started, in µs: what other programs do meanwhile does not count. */
  readonly time: number;
  /** Of objects that are still needed, in bytes. */
  readonly live: number;
  /** That the process holds, in bytes. */
  readonly held: number;
}

export interface Server {
  readonly url: string;
  /** From its start until it replied, in ms. */
  readonly startup: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

const heard = <Message>(child: ChildProcess): Promise<Message> =>
  new Promise((done, fail) => {
    const ended = (code: number | null, signal: string | null): void => fail(new Error(`a process ended by ${signal ?? code}`));
    child.once("exit", ended);
    child.once("message", (message: Message) => {
      child.off("exit", ended);
      done(message);
    });
  });

/** @param args kind, place, surveys @param options flags of Node: for a profile */
export async function startServer(args: readonly string[], options: readonly string[] = []): Promise<Server> {
  const started = performance.now();
  const child = fork(join(import.meta.dirname, "server.ts"), args, { execArgv: [...options] });
  const { url } = await heard<{ url: string }>(child);
  await (await fetch(`${url}/api/health`)).arrayBuffer();
  return {
    url,
    startup: performance.now() - started,
    usage: () => {
      const usage = heard<Usage>(child);
      child.send("usage");
      return usage;
    },
    stop: () =>
      new Promise((done) => {
        child.once("exit", () => done());
        child.disconnect();
      }),
  };
}

/** @throws Error if a single answer was not stored */
export async function sendAll(order: Order): Promise<Result> {
  const child = fork(join(import.meta.dirname, "sender.ts"));
  child.send(order);
  const result = await heard<Result>(child);
  if (result.statuses["201"] !== order.count) throw new Error(`not all answers were stored: ${JSON.stringify(result.statuses)}`);
  return result;
}
