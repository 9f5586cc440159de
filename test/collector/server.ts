import { tmpdir } from "node:os";
import { startServer } from "../../src/collector/serve.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";

/** The server as it runs, in a process of its own that may be killed: `node server.ts STORE` says where it listens. */
const [, , path = ""] = process.argv;
const store = await openSqlite(path);
const { url } = await startServer({ port: 0, host: "127.0.0.1", dist: tmpdir(), store });
process.stdout.write(`${url}\n`);
