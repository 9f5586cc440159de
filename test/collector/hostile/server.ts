import { startServer } from "../../../src/collector/serve.ts";
import { openAt } from "./store.ts";

/** The server in a process of its own: `node --expose-gc server.ts STORE DIST KEY` says where it listens, and what memory it takes when asked. It ends when its parent lets go. */
const [, , place = "", dist = "", key = ""] = process.argv;
const store = await openAt(place);
const { url, close } = await startServer({ port: 0, host: "127.0.0.1", dist, store, key, limit: "proxy", warn: (text) => process.stderr.write(`${text}\n`) });
process.on("message", () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage());
});
process.once("disconnect", () => void close().then(() => store.shutdown()));
process.send?.({ url });
