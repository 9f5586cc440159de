import { tmpdir } from "node:os";
import { startServer } from "../../src/collector/serve.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";

/** The server as it runs, in a process of its own that may be killed: `node server.ts STORE [KEY]` says where it listens. */
const [, , path = "", key] = process.argv;
const store = await openSqlite(path);
const { url, close } = await startServer({ port: 0, host: "127.0.0.1", dist: tmpdir(), store, ...(key === undefined ? {} : { key }) });
process.stdout.write(`${url}\n`);
process.once("SIGTERM", () => void close().then(() => store.shutdown()));
