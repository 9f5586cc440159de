import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** What the thread is asked: to hash and pack a file; without a name, to finish. */
export interface ArchiveTask {
  readonly name: string;
  readonly file: string;
}

export interface Hashed {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Hashes files as they are finished and packs them into one ZIP, in a thread of its own. */
export class Archive {
  readonly #folder: string;
  readonly #name: string;
  readonly #worker: Worker;
  readonly #waiting = new Map<string, PromiseWithResolvers<Hashed>>();

  /** @param folder that holds the files @param name of the ZIP there; files lie in a folder of that name in it @param day YYYY-MM-DD */
  constructor(folder: string, name: string, day: string) {
    this.#folder = folder;
    this.#name = name;
    this.#worker = new Worker(join(import.meta.dirname, "archive-thread.ts"), { execArgv: [], workerData: { path: join(folder, name), folder: name.replace(/\.zip$/, ""), day } });
    this.#worker.on("message", (hashed: Hashed) => this.#waiting.get(hashed.name)?.resolve(hashed));
    this.#worker.on("error", (error) => this.#waiting.forEach(({ reject }) => reject(error)));
  }

  add(name: string): Promise<Hashed> {
    return this.#ask({ name, file: join(this.#folder, name) });
  }

  /** Finishes the ZIP. @returns what it is itself */
  async end(): Promise<Hashed> {
    return { ...(await this.#ask({ name: "", file: "" })), name: this.#name };
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(task: ArchiveTask): Promise<Hashed> {
    const waiting = Promise.withResolvers<Hashed>();
    // Whoever awaits it later still hears of it; meanwhile nobody is to blame.
    waiting.promise.catch(() => undefined);
    this.#waiting.set(task.name, waiting);
    this.#worker.postMessage(task);
    return waiting.promise;
  }
}
