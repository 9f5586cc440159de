import { DatabaseSync } from "node:sqlite";
import { workerData } from "node:worker_threads";
import { type Shared, STATE } from "./checkpointer.ts";

/** The thread that copies the log of one file into it whenever that is wanted. It does nothing else, and so may sleep meanwhile. */
const { path, state }: Shared = workerData;
const database = new DatabaseSync(path);
for (let wanted = Atomics.load(state, 0); wanted !== STATE.ended; wanted = Atomics.load(state, 0)) {
  if (wanted === STATE.idle) Atomics.wait(state, 0, STATE.idle);
  else copy();
}
database.close();
Atomics.store(state, 0, STATE.closed);
Atomics.notify(state, 0);

function copy(): void {
  try {
    // As far as it comes without waiting for anybody.
    database.exec("PRAGMA wal_checkpoint(PASSIVE)");
  } catch {
    // A full disk: whoever writes meets it, too, and says so.
  }
  Atomics.compareExchange(state, 0, STATE.wanted, STATE.idle);
}
