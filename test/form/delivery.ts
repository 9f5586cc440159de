import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../../src/collector/serve.ts";
import { openWave } from "../../src/collector/waves.ts";
import { deliver } from "../../src/form/deliver.ts";
import { sendWaiting } from "../../src/form/outbox.ts";
import { inMemory } from "../../src/form/storage.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { canonical } from "../../src/survey/canonical.ts";
import { randomFrom } from "../../src/survey/random.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { storedIn } from "../collector/fielded.ts";
import { surveyNamed } from "../release/made.ts";
import { type Mishap, openProxy } from "./proxy.ts";

/** What became of what many phones submitted over bad networks. */
export interface Deliveries {
  readonly runs: number;
  readonly submitted: number;
  readonly stored: number;
  readonly requests: number;
  readonly attempts: number;
  readonly met: ReadonlyMap<Mishap | "nothing", number>;
  /** One line each: lost, altered, strange, refused, given up, or thanked for too early. */
  readonly broken: readonly string[];
}

/** A phone's patience, in ms, instead of 30 s, and how late requests may be: later than that. */
const PATIENCE = 150;
const LATE = 400;
/** Attempts after which a run counts as never ending. */
const MANY = 400;
const PARALLEL = 12;

/**
 * Each run is one phone with up to three responses, opened in one or two tabs, behind a network of its own that its seed makes.
 * Real are the outbox, what it believes, the connections, the collector and SQLite; the phone's storage is in memory.
 */
export async function deliveries(runs: number, seed: number, say: (text: string) => void = () => {}): Promise<Deliveries> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-delivery-"));
  const store = await openSqlite(join(folder, "answers.sqlite"));
  const survey = surveyNamed("pulse");
  await openWave(store, survey, "trial", "2026-10-01");
  const server = await startServer({ port: 0, host: "localhost", dist: folder, store });
  const port = Number(new URL(server.url).port);
  const met = new Map<Mishap | "nothing", number>();
  const broken: string[] = [];
  const submitted = new Map<string, string>();
  let attempts = 0;
  // As in browsers without locks: two tabs may send at the same moment.
  const navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator") ?? {};
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });

  const run = async (own: number): Promise<void> => {
    const random = randomFrom(own);
    const proxy = await openProxy({ port, random: randomFrom(own ^ 0x5bd1e995), bad: 0.2 + 0.7 * random(), late: LATE });
    const storage = inMemory();
    for (const response of simulate(survey, { n: 1 + Math.floor(random() * 3), seed: own, wave: "trial" })) {
      submitted.set(response.id, canonical(response));
      await storage.submit("pulse trial", { response, collector: proxy.url });
    }
    const patiently = (url: string, init: RequestInit): Promise<Response> => fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) });
    const tab = () => sendWaiting({ storage, random, send: (waiting) => deliver(waiting, waiting.collector, patiently) });
    let rounds = 0;
    for (let waits = true; waits && rounds < MANY; rounds++) waits = (await Promise.all(random() < 0.3 ? [tab(), tab()] : [tab()])).some((each) => each.waits);
    attempts += rounds;
    for (const { response, refused } of await storage.waiting()) broken.push(`seed ${own}: ${response.id} ${refused ? `was refused (${refused.status}: ${refused.detail})` : `still waits after ${rounds} attempts`}`);
    await proxy.close();
    for (const [mishap, times] of proxy.met) met.set(mishap, (met.get(mishap) ?? 0) + times);
  };

  const seeds = Array.from({ length: runs }, (_, i) => seed + i);
  let done = 0;
  await Promise.all(Array.from({ length: PARALLEL }, async () => {
    for (let next = seeds.shift(); next !== undefined; next = seeds.shift()) {
      await run(next);
      if (++done % 100 === 0) say(`${done} of ${runs} runs`);
    }
  }));
  Object.defineProperty(globalThis, "navigator", navigator);
  const stored = await storedIn(store, survey.id);
  const found = new Map(stored.map((response) => [response.id, canonical(response)]));
  for (const [id, body] of submitted) if (found.get(id) !== body) broken.push(`${id} ${found.has(id) ? "was altered" : "was lost"}`);
  for (const id of found.keys()) if (!submitted.has(id)) broken.push(`${id} was never submitted`);
  if (stored.length !== found.size) broken.push(`${stored.length - found.size} are stored twice`);
  await server.close();
  await store.shutdown();
  rmSync(folder, { recursive: true, force: true });
  return { runs, submitted: submitted.size, stored: stored.length, requests: [...met.values()].reduce((sum, n) => sum + n, 0), attempts, met, broken };
}
