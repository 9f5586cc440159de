import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { startServer } from "../../../src/collector/serve.ts";
import { openSqlite } from "../../../src/responses/sqlite.ts";
import type { Response as Answered } from "../../../src/responses/response.ts";
import { compileValidator } from "../../../src/responses/validate.ts";

/**
 * A server in a process of its own: `node server.ts KIND PLACE SURVEYS` says where it listens, and what it uses when asked.
 * collector: ours. empty: the same server and libraries, which read a body and reply. each: the same checks, one commit a request.
 */
const [, , kind = "", place = "", surveys = ""] = process.argv;

const bare = (app: Hono): Promise<string> => new Promise((done) => serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => done(`http://127.0.0.1:${port}`)));

function empty(): Promise<string> {
  const app = new Hono();
  app.post("/api/responses", async (context) => {
    await context.req.arrayBuffer();
    return context.json({ id: "00000000-0000-4000-8000-000000000000", stored: true }, 201);
  });
  return bare(app);
}

async function each(): Promise<string> {
  const { loadSurvey } = await import("../../../src/survey/load.ts");
  const database = new DatabaseSync(place);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE answers (id TEXT PRIMARY KEY, body TEXT NOT NULL)");
  const insert = database.prepare("INSERT INTO answers VALUES (?, ?)");
  const validate = compileValidator(loadSurvey(surveys, "workload").codebook);
  const app = new Hono();
  app.post("/api/responses", async (context) => {
    const { response }: { response: Answered } = await context.req.json();
    if (validate(response.answers).length > 0) return context.json({}, 422);
    insert.run(response.id, JSON.stringify(response));
    return context.json({ id: response.id, stored: true }, 201);
  });
  return bare(app);
}

async function collector(): Promise<string> {
  const store = place.startsWith("postgres:") ? await (await import("../../../src/responses/postgres.ts")).openPostgres(place, () => {}) : await openSqlite(place);
  const { url } = await startServer({ port: 0, host: "127.0.0.1", dist: tmpdir(), store });
  return url;
}

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const url = await (kind === "empty" ? empty() : kind === "each" ? each() : collector());
process.send?.({ url });
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ time: user + system, live: heapUsed + external, held: Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? Number.NaN) * 1024 });
});
process.once("disconnect", () => process.exit());
