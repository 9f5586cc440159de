import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { collectorApp } from "../../src/collector/app.ts";
import { openWave } from "../../src/collector/waves.ts";
import { isUserError } from "../../src/error.ts";
import { openPostgres } from "../../src/responses/postgres.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { storedIn } from "../collector/fielded.ts";
import { surveyNamed } from "../release/made.ts";
import { onDatabase, startPostgres, type TestServer } from "./server.ts";
import { answered, byId, many, tally, WAVE } from "./stores.ts";

/** What is PostgreSQL's own: where rows lie, connections that break, databases that will not do. */

let server: TestServer;
let url: string;
const warnings: string[] = [];
const open = (at = url) => openPostgres(at, (text) => warnings.push(text));
beforeAll(async () => {
  // Its log forgets what is written, as the guide asks for.
  server = await startPostgres(["fsync=off", "track_commit_timestamp=on", "wal_recycle=off", "min_wal_size=32MB", "wal_level=minimal", "max_wal_senders=0"]);
});
beforeEach(async () => {
  url = await server.database();
});
afterAll(() => server?.stop());

const query = (text: string, at = url) => onDatabase(at, async (client) => (await client.query(text)).rows);

/** Keys of a table in the order in which they lie on disk, and how many transactions wrote them. */
async function layoutOf(table: string, key: string): Promise<{ keys: string[]; writers: number }> {
  const rows = await query(`SELECT ${key}::text AS key, xmin::text AS writer FROM ${table} ORDER BY ctid`);
  return { keys: rows.map((row) => String(row.key)), writers: new Set(rows.map((row) => row.writer)).size };
}

const isSorted = (keys: readonly string[]): boolean => keys.every((key, i) => i === 0 || (keys[i - 1] ?? "") < key);

/** Spearman's, of numbers that all differ with their places in the list. */
function rankCorrelation(numbers: readonly number[]): number {
  const ranks = new Map([...numbers].sort((a, b) => a - b).map((number, rank) => [number, rank]));
  const n = numbers.length;
  const squares = numbers.reduce((sum, number, i) => sum + ((ranks.get(number) ?? 0) - i) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

/** Files of the server that hold a text. */
const filesWith = (text: string, folder = server.folder): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text) ? [join(entry.parentPath, entry.name)] : []));

test("closing a wave leaves one order on disk, that of random keys, and none in the log", async () => {
  const store = await open();
  await store.openWave(WAVE);
  await store.invite(WAVE.survey, WAVE.wave, many(60).map(({ id }) => ({ digest: id, groups: {} })));
  const invitations = (await query("SELECT digest FROM invitations")).map((row) => String(row.digest)).sort(() => Math.random() - 0.5);
  const responses = many(60, { text: "x".repeat(3000) });
  for (const [i, response] of responses.entries()) {
    await store.admit(WAVE.survey, WAVE.wave, invitations[i] ?? "", `blinded${i}`);
    await store.insert(response, `credential-${response.id}`);
  }
  const before = await layoutOf("responses", "id");
  expect(before.keys).toEqual(responses.map(({ id }) => id));
  expect(filesWith(responses[0]?.id ?? "").some((path) => path.includes("pg_wal"))).toBe(true);
  await store.closeWave(WAVE.survey, WAVE.wave, "2026-10-09");
  for (const [table, key] of [["responses", "id"], ["spent", "credential"], ["invitations", "digest"]] as const) {
    const { keys, writers } = await layoutOf(table, key);
    expect([table, keys.length, isSorted(keys), writers]).toEqual([table, 60, true, 1]);
  }
  // What the log still holds is what the rewriting wrote.
  const logs = readdirSync(join(server.folder, "pg_wal"), { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(server.folder, "pg_wal", entry.name)));
  for (const log of logs) {
    const places = responses.map(({ id }) => log.indexOf(id)).filter((at) => at >= 0);
    // A file of the log may end in the midst of them. By chance alone 20 places or more are within this in all but one of ten
    // thousand cases; in order of arrival, or its reverse, it is 1.
    if (places.length >= 20) expect(Math.abs(rankCorrelation(places))).toBeLessThan(0.8);
  }
  await store.shutdown();
});

test("once nobody has written for a while, the layout tells nothing either while the wave is open", async () => {
  const [store, other] = [await open(), await open()];
  await store.openWave(WAVE);
  for (const response of many(40)) await (Math.random() < 0.5 ? store : other).insert(response);
  expect(isSorted((await layoutOf("responses", "id")).keys)).toBe(false);
  await expect.poll(async () => (await layoutOf("responses", "id")).writers, { timeout: 10_000, interval: 300 }).toBe(1);
  expect(isSorted((await layoutOf("responses", "id")).keys)).toBe(true);
  await store.shutdown();
  await other.shutdown();
});

test("a reader that stays keeps a wave from being rewritten, not from being closed; whoever opens next makes up for it", async () => {
  const store = await open();
  await store.openWave(WAVE);
  await onDatabase(url, async (reader) => {
    await reader.query("BEGIN; SELECT FROM responses");
    for (const response of many(20)) await store.insert(response);
    await expect(store.closeWave(WAVE.survey, WAVE.wave, "2026-10-09")).rejects.toSatisfy(isUserError);
    expect(await store.insert(answered())).toBe("closed");
    await store.shutdown();
    expect((await layoutOf("responses", "id")).writers).toBe(20);
  });
  await (await open()).shutdown();
  expect((await layoutOf("responses", "id")).writers).toBe(1);
});

test("connections that are cut under load lose nothing that was acknowledged, and store nothing twice", async () => {
  const store = await open();
  await store.openWave(WAVE);
  const responses = many(4000);
  const outcomes: string[] = [];
  const waiting = [...responses];
  const send = async (): Promise<void> => {
    for (let response = waiting.pop(); response; response = waiting.pop()) outcomes.push(await store.insert(response, `c${response.id}`));
  };
  const cut = async (): Promise<number> => {
    let n = 0;
    for (let i = 0; i < 5; i++) {
      n += (await query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'qingting' AND datname = current_database()")).length;
      await new Promise((done) => setTimeout(done, 100));
    }
    return n;
  };
  const [cuts] = await Promise.all([cut(), ...Array.from({ length: 16 }, send)]);
  expect(cuts).toBeGreaterThan(0);
  // Same: a commit whose reply was lost.
  const { stored = 0, same = 0 } = tally(outcomes);
  expect(stored + same).toBe(4000);
  expect(await storedIn(store, WAVE.survey, WAVE.wave)).toEqual(byId(responses));
  await store.shutdown();
});

test("while the database is away those who send are asked to come again; once it is back, the same collector stores", async () => {
  const own = await startPostgres(["fsync=off"]);
  const store = await openPostgres(await own.database(), () => {});
  const survey = surveyNamed("pulse");
  await openWave(store, survey, "trial", "2026-10-01");
  const said: string[] = [];
  const app = collectorApp({ store, warn: (text) => said.push(text) });
  const responses = simulate(survey, { n: 3, seed: 1, wave: "trial" });
  const post = async (response: unknown): Promise<number> => (await app.request("/api/responses", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ response }) })).status;
  expect(await post(responses[0])).toBe(201);
  await own.pause();
  expect(await post(responses[1])).toBe(503);
  expect(said.join()).toContain("out of reach");
  await own.resume();
  expect(await Promise.all([post(responses[0]), post(responses[1]), post(responses[2])])).toEqual([200, 201, 201]);
  await store.shutdown();
  await own.stop();
});

test("collectors that start at the same time make the tables once, and open what is there again", async () => {
  const stores = await Promise.all(Array.from({ length: 4 }, () => open()));
  await stores[0]?.openWave(WAVE);
  await Promise.all(stores.map((store) => store.shutdown()));
  const again = await open();
  expect(await again.waves()).toEqual([WAVE]);
  await again.shutdown();
  expect(await query("SELECT version FROM migrations")).toEqual([{ version: 1 }]);
});

test("what weakens the promise is said", async () => {
  warnings.length = 0;
  await (await open()).shutdown();
  expect(warnings).toHaveLength(2);
  expect(warnings.join("\n")).toMatch(/track_commit_timestamp[\s\S]*fsync/);
});

test("a database that will not do is refused in words that keep its password", async () => {
  await query("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0");
  await query("CREATE TABLE migrations (version integer PRIMARY KEY); INSERT INTO migrations VALUES (99)");
  const wrong = { ascii: new URL("/ascii", url).href, newer: url, nowhere: url.replace(/:\d+\//, ":1/"), absent: new URL("/absent", url).href, other: "mysql://user:password@localhost/x", nonsense: "postgres" };
  const { password } = new URL(url);
  const said = await Promise.all(Object.values(wrong).map((at) => open(at).then(() => "opened", (error: unknown) => (isUserError(error) ? error.message : `not for people: ${String(error)}`))));
  for (const words of said) expect(words).not.toMatch(new RegExp(`${password}|opened|not for people`));
  expect(said.map((words) => /SQL_ASCII|newer version|ECONNREFUSED|does not exist|not the address/.exec(words)?.[0])).toEqual(["SQL_ASCII", "newer version", "ECONNREFUSED", "does not exist", "not the address", "not the address"]);
});
