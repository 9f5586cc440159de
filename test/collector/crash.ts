import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectorApp } from "../../src/collector/app.ts";
import { openWave } from "../../src/collector/waves.ts";
import type { Response as Answered } from "../../src/responses/response.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { canonical } from "../../src/survey/canonical.ts";
import { randomFrom } from "../../src/survey/random.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { surveyNamed } from "../release/made.ts";
import { storedIn } from "./fielded.ts";

/** What one kill of a server under load left behind. */
export interface Crash {
  readonly seed: number;
  /** Milliseconds from the first acknowledgement to the kill. */
  readonly after: number;
  /** Requests begun. */
  readonly sent: number;
  /** Answered by 201. */
  readonly acknowledged: number;
  readonly stored: number;
  /** Acknowledged, but not in the store, or not as sent. */
  readonly lost: number;
  /** Stored, but never sent, or twice. */
  readonly strange: number;
  /** Of those stored without an acknowledgement, how many a second sending does not find as its own. */
  readonly unrecognised: number;
  /** SQLite's own check of the file. */
  readonly integrity: string;
}

const CONNECTIONS = 8;
/** Longest time until the kill, in milliseconds. */
const LATEST = 400;
/** More than any machine takes until then. */
const PLENTY = 3000;

/**
 * Starts the real server, lets several connections send answers, kills it without warning at a moment drawn from the seed,
 * and looks at what is on disk. Power that fails is another matter: here the operating system lives on.
 */
export async function crash(seed: number): Promise<Crash> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-crash-"));
  const path = join(folder, "answers.sqlite");
  const survey = surveyNamed("pulse");
  const before = await openSqlite(path);
  await openWave(before, survey, "trial", "2026-10-01");
  await before.shutdown();
  const responses: Answered[] = simulate(survey, { n: PLENTY, seed, wave: "trial" });
  const random = randomFrom(seed);
  const after = Math.round(5 + random() * (LATEST - 5));
  const { child, url } = await started(path);
  const sent = new Map<string, Answered>();
  const acknowledged = new Set<string>();
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  // The first answer compiles the questionnaire; after it the server is at full speed.
  await keepSending(url, responses.splice(0, 1), sent, acknowledged);
  setTimeout(() => child.kill("SIGKILL"), after);
  await Promise.all(Array.from({ length: CONNECTIONS }, () => keepSending(url, responses, sent, acknowledged)));
  child.kill("SIGKILL");
  await ended;
  const integrity = checked(path);
  const store = await openSqlite(path);
  const stored = await storedIn(store, survey.id);
  const found = new Map(stored.map((response) => [response.id, canonical(response)]));
  const same = (id: string): boolean => found.get(id) === canonical(sent.get(id));
  // Phones send again whatever was not acknowledged.
  const app = collectorApp({ store });
  const silent = stored.filter(({ id }) => !acknowledged.has(id));
  const again: number[] = [];
  for (const response of silent) again.push((await app.request("/api/responses", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ response }) })).status);
  await store.shutdown();
  rmSync(folder, { recursive: true, force: true });
  return {
    seed, after, sent: sent.size, acknowledged: acknowledged.size, stored: stored.length, integrity,
    lost: [...acknowledged].filter((id) => !same(id)).length,
    strange: stored.length - new Set(stored.filter(({ id }) => same(id)).map(({ id }) => id)).size,
    unrecognised: again.filter((status) => status !== 200).length,
  };
}

function started(path: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "server.ts"), path], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((done, fail) => {
    child.stdout.once("data", (chunk: Buffer) => done({ child, url: chunk.toString().trim() }));
    child.once("exit", (code, signal) => fail(new Error(`the server ended by ${signal ?? code} before it listened`)));
  });
}

/** One connection: the next answer as soon as the last is acknowledged, until nobody answers any more. */
async function keepSending(url: string, responses: Answered[], sent: Map<string, Answered>, acknowledged: Set<string>): Promise<void> {
  for (let response = responses.pop(); response !== undefined; response = responses.pop()) {
    sent.set(response.id, response);
    try {
      const reply = await fetch(`${url}/api/responses`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ response }) });
      if (reply.status !== 201) throw new Error(`${reply.status}: ${await reply.text()}`);
      acknowledged.add(response.id);
      await reply.arrayBuffer();
    } catch (error) {
      // A connection that was cut, at whatever point, is what this is about.
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

function checked(path: string): string {
  const database = new DatabaseSync(path);
  const result = String(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"]);
  database.close();
  return result;
}
