import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectorApp } from "../../src/collector/app.ts";
import { invite } from "../../src/collector/invite.ts";
import { openWave } from "../../src/collector/waves.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import type { Store, WaveRecord } from "../../src/responses/store.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { storedIn } from "../collector/fielded.ts";
import { answered } from "../collector/phone.ts";
import { surveyNamed } from "../release/made.ts";
import { qingting } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "qingting-backup-"));
const data = join(folder, "data");
const path = join(data, "answers.sqlite");
const survey = surveyNamed("pulse");
const responses = simulate(survey, { n: 40, seed: 5, wave: "2026-10" });
const file = (name: string): string => join(folder, name);
const run = (...args: readonly string[]) => qingting(args, { DATA_DIR: data });
let store: Store;
let record: WaveRecord;
let secrets: readonly string[];

async function answer(from: number, to: number): Promise<void> {
  const app = collectorApp({ store });
  for (let i = from; i < to; i++) {
    const response = responses[i];
    if (response) await answered(app, record, secrets[i] ?? "", response);
  }
}

beforeAll(async () => {
  mkdirSync(data);
  store = await openSqlite(path);
  record = await openWave(store, survey, "2026-10", "2026-10-01");
  ({ secrets } = await invite(store, record, 40, () => undefined));
});
afterAll(() => store.shutdown().catch(() => undefined));

test("a backup is one whole file in the order of ids, taken while the server holds the store", async () => {
  await answer(0, 12);
  const { status, out, err } = run("backup", "--to", file("a"), "--json");
  expect(status, err).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ responses: 12, waves: [{ survey: "pulse", wave: "2026-10", state: "open", responses: 12 }], sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(statSync(file("a")).mode & 0o777).toBe(0o600);
  const bytes = readFileSync(file("a")).toString("latin1");
  const at = responses.slice(0, 12).map(({ id }) => ({ id, at: bytes.indexOf(id) }));
  expect(at.every((each) => each.at > 0)).toBe(true);
  // SQLite fills pages from their end, so within one page later keys stand before earlier ones.
  const order = [...at].sort((a, b) => a.at - b.at).map(({ id }) => id);
  expect([order, [...order].reverse()]).toContainEqual(at.map(({ id }) => id).sort());
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
});

test("backups that would show whose answers came in between are refused, at the tenth they are taken", async () => {
  expect(run("backup", "--to", file("same")).status).toBe(0);
  await answer(12, 21);
  expect(run("backup", "--to", file("b"))).toMatchObject({ status: 1, err: expect.stringContaining("fewer than 10 answers that the backup before lacks") });
  expect(existsSync(file("b"))).toBe(false);
  await answer(21, 22);
  expect(run("backup", "--to", file("b"))).toMatchObject({ status: 0, out: expect.stringContaining("weaken the promise") });
});

describe("restoring", () => {
  test("is refused while the server runs, and changes nothing then", async () => {
    expect(run("restore", "--from", file("a"))).toMatchObject({ status: 1, err: expect.stringContaining("something has the store open") });
    expect(readdirSync(data).filter((name) => /restor/.test(name))).toEqual([]);
    expect(await store.count("pulse", "2026-10")).toBe(22);
  });

  test("puts every row back, keeps the former store, and used invitations stay used", async () => {
    await store.shutdown();
    const { status, out, err } = run("restore", "--from", file("a"));
    expect(`${status}${err}`).toBe("0");
    expect(out).toMatch(/12 answers .*equals the backup.*former store with 22 answers is .*before-restore-1.*held more answers/s);
    store = await openSqlite(path);
    expect(await storedIn(store, "pulse", "2026-10")).toEqual(responses.slice(0, 12).sort((a, b) => (a.id < b.id ? -1 : 1)));
    await expect(answer(0, 1)).rejects.toThrow("403");
    await answer(12, 13);
    await store.shutdown();
    const former = await openSqlite(`${path}.before-restore-1`);
    expect(await former.count("pulse", "2026-10")).toBe(22);
    await former.shutdown();
  });

  test("works into an empty folder", () => {
    const other = mkdtempSync(join(tmpdir(), "qingting-backup-"));
    expect(qingting(["restore", "--from", file("b"), "--data", join(other, "new")]).status).toBe(0);
    expect(JSON.parse(qingting(["status", "--json", "--data", join(other, "new")]).out)).toMatchObject({ responses: 20, exact: false });
  });

  test.each<[string, (name: string) => void, RegExp]>([
    ["no file", () => undefined, /no such backup/],
    ["garbage", (name) => writeFileSync(name, "garbage ".repeat(5000)), /no store of answers, or it is damaged/],
    ["half a backup", (name) => writeFileSync(name, readFileSync(file("b")).subarray(0, 20_000)), /damaged|missing|malformed/],
    ["a backup with other answers", (name) => writeFileSync(name, spoilt(readFileSync(file("b")))), /altered or damaged since it was written/],
    ["another database", (name) => { const other = new DatabaseSync(name); other.exec("CREATE TABLE people (name TEXT)"); other.close(); }, /the table people is not as/],
    ["an empty database", (name) => { const other = new DatabaseSync(name); other.exec("PRAGMA user_version = 3"); other.close(); }, /the table bundles is missing/],
  ])("is refused for %s, and leaves the store as it was", (name, make, words) => {
    const before = readFileSync(path);
    make(file(name));
    const { status, err } = run("restore", "--from", file(name));
    expect(status).toBe(1);
    expect(err).toMatch(words);
    expect(err).not.toMatch(/ at .*\.ts:/);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(data).filter((each) => /restoring/.test(each))).toEqual([]);
  });

  test("a damaged store is put aside as it is", () => {
    const spoiled = mkdtempSync(join(tmpdir(), "qingting-backup-"));
    writeFileSync(join(spoiled, "answers.sqlite"), "garbage ".repeat(5000));
    expect(qingting(["status", "--data", spoiled])).toMatchObject({ status: 1, err: expect.stringMatching(/the store cannot be opened .*not a database.*\n.*restore a backup/) });
    expect(qingting(["restore", "--from", file("b"), "--data", spoiled])).toMatchObject({ status: 0, out: expect.stringContaining("could not be read") });
    expect(readFileSync(join(spoiled, "answers.sqlite.before-restore-1"), "utf8")).toMatch(/^garbage/);
  });
});

/** Some answers are others, as a disk that rots might make them: nothing else shows it. */
const spoilt = (bytes: Buffer): Buffer => Buffer.from(bytes.toString("latin1").replace(/"load":[1-4]/g, '"load":5'), "latin1");

const mounted = mkdtempSync(join(tmpdir(), "qingting-disk-"));
const canMount = process.getuid?.() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", mounted]).status === 0;
if (!canMount) console.warn("SKIPPED: no small disk can be made here, so backups to a full one are not tried");
afterAll(() => void (canMount && execFileSync("umount", [mounted])));

test.skipIf(!canMount)("a backup to a full disk is refused in words and leaves nothing", async () => {
  writeFileSync(join(mounted, "filler"), Buffer.alloc(390_000));
  copyFileSync(file("b"), path);
  expect(run("backup", "--to", join(mounted, "c"))).toMatchObject({ status: 1, err: expect.stringMatching(/no copy could be made \(.*full.*\); nothing was left behind\n.*the disk has room/) });
  expect(readdirSync(mounted)).toEqual(["filler"]);
});
