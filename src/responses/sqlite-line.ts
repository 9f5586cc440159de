import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { SqliteFile } from "./sqlite-file.ts";

type Name = "write" | "freeze" | "openWave" | "invite" | "change" | "purge" | "rewrite" | "end";

export interface Task<Of extends Name = Name> {
  readonly name: Of;
  readonly given: Parameters<SqliteFile[Of]>;
}

/** What came of a task; the thread sends several at a time, in the order of their tasks. */
export type Reply = { readonly gives: unknown } | { readonly error: unknown };

interface Waiting {
  /** Takes what its own task gives: replies come in the order of tasks. */
  readonly done: (gives: never) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The way to the thread that writes to a file. Whoever waits for the disk or rewrites a file keeps everybody else waiting; on
 * the thread that serves people nobody may. It starts with the first task: most commands only read.
 */
export class SqliteLine {
  readonly #path: string;
  #worker: Worker | undefined;
  readonly #waiting: Waiting[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  call<Of extends Name>(name: Of, ...given: Parameters<SqliteFile[Of]>): Promise<ReturnType<SqliteFile[Of]>> {
    const worker = (this.#worker ??= this.#start());
    // While something is being done the process stays; it may end while nothing is.
    worker.ref();
    return new Promise((done, fail) => {
      this.#waiting.push({ done, fail });
      worker.postMessage({ name, given });
    });
  }

  async end(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((done) => worker.once("exit", done));
    await this.call("end");
    // Whoever waits for it must not be left behind by a process that ends.
    worker.ref();
    await ended;
  }

  #start(): Worker {
    const worker = new Worker(join(import.meta.dirname, "sqlite-thread.ts"), { workerData: this.#path });
    worker.on("message", (replies: readonly Reply[]) => {
      const asked = this.#waiting.splice(0, replies.length);
      if (this.#waiting.length === 0) worker.unref();
      asked.forEach(({ done, fail }, i) => {
        const reply = replies[i];
        if (reply === undefined || "error" in reply) fail(reply?.error);
        else Reflect.apply(done, undefined, [reply.gives]);
      });
    });
    worker.on("error", (error) => this.#lose(error));
    worker.on("exit", () => this.#lose(new Error("the thread that writes to the store has ended")));
    return worker;
  }

  /** What it was doing is not known to be done; the next task starts another. */
  #lose(error: unknown): void {
    this.#worker = undefined;
    for (const { fail } of this.#waiting.splice(0)) fail(error);
  }
}
