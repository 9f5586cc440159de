import { parentPort, workerData } from "node:worker_threads";
import type { Task } from "./sqlite-line.ts";
import { SqliteFile } from "./sqlite-file.ts";

/** The thread that writes to one file: takes tasks in their order, and answers each. */
const file = new SqliteFile(String(workerData));
parentPort?.on("message", ({ name, given }: Task) => {
  try {
    parentPort?.postMessage({ gives: Reflect.apply(file[name], file, given) });
  } catch (error) {
    parentPort?.postMessage({ error });
  }
  if (name === "end") parentPort?.close();
});
