import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openPostgres } from "../../src/responses/postgres.ts";
import type { Response } from "../../src/responses/response.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { storedIn } from "../collector/fielded.ts";
import { startPostgres, type TestServer } from "../responses/server.ts";
import { answered, bundleNamed, byId, many, WAVE } from "../responses/stores.ts";
import { qingting } from "./run.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

let data: string;
let url: string;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "qingting-move-"));
  url = await server.database();
});

/** A store in which every table has rows. */
async function filled(): Promise<Response[]> {
  const store = await openSqlite(join(data, "answers.sqlite"));
  const responses = [...many(600), answered({ text: "\u0000 \ud800 \\u0000 '\"\n" })];
  await store.freeze(bundleNamed("pulse"));
  await store.openWave(WAVE, "-----BEGIN PRIVATE KEY-----\n…");
  await store.openWave({ ...WAVE, survey: "policy" });
  await store.invite(WAVE.survey, WAVE.wave, many(30).map(({ id }) => ({ digest: id, groups: { region: "北 \u0000" } })));
  await store.invite(WAVE.survey, WAVE.wave, [{ digest: "used", groups: {} }]);
  await store.admit(WAVE.survey, WAVE.wave, "used", "by me");
  await Promise.all(responses.map((response, i) => store.insert(response, `c${i}`)));
  await store.shutdown();
  return responses;
}

const there = () => openPostgres(url, () => {});
const env = () => ({ DATA_DIR: data });

test("all that is in the file is in the database, and goes on there", async () => {
  const responses = await filled();
  const before = readFileSync(join(data, "answers.sqlite"));
  const { status, out, err } = qingting(["move", "--to", url, "--json"], env());
  expect([status, err]).toEqual([0, expect.stringContaining("601 here and there")]);
  const { tables } = JSON.parse(out);
  expect(tables.map(({ table, rows }: { table: string; rows: number }) => [table, rows])).toEqual([["bundles", 1], ["waves", 2], ["keys", 1], ["invitations", 31], ["spent", 601], ["responses", 601]]);
  expect(out + err).not.toContain(new URL(url).password);
  expect(readFileSync(join(data, "answers.sqlite"))).toEqual(before);
  const store = await there();
  expect(await store.waves()).toEqual([{ ...WAVE, survey: "policy" }, WAVE]);
  expect(await store.bundle("pulse", bundleNamed("pulse").version)).toEqual(bundleNamed("pulse"));
  expect(await store.signingKey(WAVE.survey, WAVE.wave)).toBe("-----BEGIN PRIVATE KEY-----\n…");
  expect(await store.groups(WAVE.survey, WAVE.wave)).toEqual([{ groups: { region: "北 \u0000" }, invited: 30, admitted: 0 }, { groups: {}, invited: 1, admitted: 1 }]);
  expect(await storedIn(store, WAVE.survey, WAVE.wave)).toEqual(byId(responses));
  const [response] = responses;
  expect(response && (await store.insert(response, "c0"))).toBe("same");
  expect(await store.insert(answered(), "c0")).toBe("spent");
  expect(await store.admit(WAVE.survey, WAVE.wave, "used", "by me")).toBe("again");
  await store.shutdown();
});

test("after it the file takes nothing more, and the database is used where it is named", async () => {
  await filled();
  expect(qingting(["move", "--to", url], env()).status).toBe(0);
  expect(qingting(["status"], env())).toMatchObject({ status: 1, err: expect.stringContaining("set DATABASE_URL") });
  expect(qingting(["status", "--json"], { ...env(), DATABASE_URL: url })).toMatchObject({ status: 0, out: expect.stringContaining('"responses":600,"exact":false') });
});

test("a wave is opened, closed and exported in a database as in a file", () => {
  const at = { ...env(), DATABASE_URL: url };
  expect(qingting(["open", "pulse", "--wave", "trial"], at).status).toBe(0);
  expect(qingting(["close", "pulse", "--wave", "trial"], at).status).toBe(0);
  expect(qingting(["export", "pulse", "--wave", "trial", "--to", join(data, "pulse.jsonl")], at)).toMatchObject({ status: 0, out: expect.stringContaining("0 raw answers") });
  expect(qingting(["status"], { DATA_DIR: join(data, "another"), DATABASE_URL: url }).out).toContain("pulse");
});

test("a database that is not empty is refused and stays as it was", async () => {
  await filled();
  const store = await there();
  await store.openWave({ ...WAVE, survey: "other" });
  expect(qingting(["move", "--to", url], env())).toMatchObject({ status: 1, err: expect.stringContaining("not empty") });
  expect((await store.waves()).map(({ survey }) => survey)).toEqual(["other"]);
  await store.shutdown();
  expect(qingting(["status"], env()).status).toBe(0);
});

test("a file that is in use, or is not there, is not moved", async () => {
  expect(qingting(["move", "--to", url], env())).toMatchObject({ status: 1, err: expect.stringContaining("no answers to move") });
  await filled();
  const store = await openSqlite(join(data, "answers.sqlite"));
  await store.insert(answered());
  expect(qingting(["move", "--to", url], env())).toMatchObject({ status: 1, err: expect.stringContaining("in use") });
  await store.shutdown();
  expect(qingting(["move", "--to", "sqlite:answers"], env())).toMatchObject({ status: 1, err: expect.stringContaining("not the address") });
  expect(qingting(["move"], env()).status).toBe(2);
});

test("what fails on the way leaves nothing behind", async () => {
  await filled();
  const file = new DatabaseSync(join(data, "answers.sqlite"));
  file.exec("UPDATE responses SET id = 'zzz' WHERE id = (SELECT max(id) FROM responses)");
  file.close();
  expect(qingting(["move", "--to", url], env()).status).toBe(1);
  const store = await there();
  expect([await store.waves(), await store.count(WAVE.survey, WAVE.wave)]).toEqual([[], 0]);
  await store.shutdown();
  expect(qingting(["status"], env()).status).toBe(0);
});
