import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Field } from "./field.ts";

/** Bytes, once what nobody needs any more is cleared away. */
export interface Memory {
  /** Of objects. */
  readonly heap: number;
  /** Of buffers. */
  readonly buffers: number;
  /** Of the whole process, SQLite's cache and what the allocator keeps for later included. */
  readonly resident: number;
}

/** The collector in a process of its own: its memory is nobody else's, and it may end. */
export interface Besieged {
  readonly url: string;
  memory(): Promise<Memory>;
  /** Lets it end. @returns all that it said */
  end(): Promise<string>;
}

export async function besiege({ place, dist, key }: Field): Promise<Besieged> {
  const child = fork(join(import.meta.dirname, "server.ts"), [place, dist, key], { execArgv: ["--expose-gc"], stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<string>((done) => child.once("exit", (code, signal) => done(code === 0 ? "" : `the server ended by ${signal ?? code}`)));
  const { url } = await heard<{ url: string }>(child);
  return {
    url,
    memory: async () => {
      const usage = heard<NodeJS.MemoryUsage>(child);
      child.send("memory");
      const { heapUsed, external, rss } = await usage;
      return { heap: heapUsed, buffers: external, resident: rss };
    },
    end: async () => {
      if (child.connected) child.disconnect();
      const how = await ended;
      return [...said, how].join("").trim();
    },
  };
}

const heard = <Message>(child: ChildProcess): Promise<Message> =>
  new Promise((done, fail) => {
    const ended = (code: number | null): void => fail(new Error(`the server ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (message: Message) => {
      child.off("exit", ended);
      done(message);
    });
  });
