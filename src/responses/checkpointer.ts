import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";

/** What the two threads tell each other, in one number that both see. */
export const STATE = { idle: 0, wanted: 1, ended: 2, closed: 3 } as const;

export interface Shared {
  readonly path: string;
  readonly state: Int32Array<SharedArrayBuffer>;
}

/** Answers and invitations after which the log, some 30 MB then, is copied into the file. */
const LOGGED = 2000;
/** Longest that the other thread is waited for at the end, in ms. */
const PATIENCE = 5000;

/**
 * Copies the log into the file on a thread of its own, while others go on writing to the log; only the little that came meanwhile is
 * copied by whoever writes, so that the log begins anew. Done by whoever writes, all of it would keep everybody waiting for some
 * 40 ms every 16 MB. The thread starts with the first that is wanted.
 */
export class Checkpointer {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #state = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | undefined;
  #logged = 0;
  /** Whether the other thread was asked for it, so that what came meanwhile is still to be copied. */
  #isBehind = false;
  #rest: ReturnType<typeof setImmediate> | undefined;

  /** @param database of whoever writes */
  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
  }

  /** To be told after each transaction. @param count rows that it wrote */
  written(count: number): void {
    this.#logged += count;
    if (Atomics.load(this.#state, 0) !== STATE.idle || this.#rest) return;
    // After the reply to the batch that has just been written.
    if (this.#isBehind) this.#rest = setImmediate(() => this.#copyRest());
    else if (this.#logged >= LOGGED) this.#start();
  }

  /** Waits until the other thread has closed the file. */
  end(): void {
    clearImmediate(this.#rest);
    if (!this.#worker) return;
    this.#tell(STATE.ended);
    Atomics.wait(this.#state, 0, STATE.ended, PATIENCE);
  }

  #start(): void {
    this.#logged = 0;
    this.#isBehind = true;
    this.#worker ??= this.#run();
    this.#tell(STATE.wanted);
  }

  #copyRest(): void {
    this.#rest = undefined;
    this.#isBehind = false;
    try {
      this.#database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    } catch {
      // A full disk must not end a server that still answers: the next transaction meets it, too, and says so.
    }
  }

  #tell(state: number): void {
    Atomics.store(this.#state, 0, state);
    Atomics.notify(this.#state, 0);
  }

  #run(): Worker {
    const workerData: Shared = { path: this.#path, state: this.#state };
    const worker = new Worker(join(import.meta.dirname, "checkpointer-thread.ts"), { workerData });
    const lost = (): void => {
      this.#worker = undefined;
      this.#tell(STATE.idle);
    };
    // Without it the log is still copied, by whoever writes and from time to time (wal_autocheckpoint).
    worker.on("error", lost);
    worker.on("exit", lost);
    worker.unref();
    return worker;
  }
}
