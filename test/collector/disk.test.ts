import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectorApp } from "../../src/collector/app.ts";
import { openWave } from "../../src/collector/waves.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { qingting } from "../cli/run.ts";
import { surveyNamed } from "../release/made.ts";
import { problemOf, storedIn } from "./fielded.ts";
import { sendTo } from "./phone.ts";

/** Disks that are full, read-only or damaged. They are made in memory, which only an administrator can. */
const disk = mkdtempSync(join(tmpdir(), "qingting-disk-"));
const canMount = process.getuid?.() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]).status === 0;
if (!canMount) console.warn("SKIPPED: no small disk can be made here, so full and read-only ones are not tried");
afterAll(() => void (canMount && execFileSync("umount", [disk])));

describe.skipIf(!canMount)("a disk", () => {
  test("that is full loses nothing that was acknowledged, and takes more when there is room", { timeout: 60_000 }, async () => {
    const path = join(disk, "answers.sqlite");
    const survey = surveyNamed("pulse");
    const store = await openSqlite(path);
    await openWave(store, survey, "trial", "2026-10-01");
    const said: string[] = [];
    const app = collectorApp({ store, warn: (text) => said.push(text) });
    writeFileSync(join(disk, "filler"), Buffer.alloc(600_000));
    const responses = simulate(survey, { n: 1500, seed: 8, wave: "trial" });
    const acknowledged: string[] = [];
    let refused: Response | undefined;
    for (const response of responses) {
      const reply = await sendTo(app, "/api/responses", { response });
      if (reply.status === 201) acknowledged.push(response.id);
      else refused = reply;
      if (refused) break;
    }
    expect(refused).toBeDefined();
    if (refused) {
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      await problemOf(refused, 503);
    }
    expect(said).toEqual([expect.stringMatching(/^answers cannot be stored: .*full.*phones keep them/)]);
    expect((await storedIn(store, "pulse")).map(({ id }) => id)).toEqual([...acknowledged].sort());
    rmSync(join(disk, "filler"));
    const later = responses.slice(acknowledged.length, acknowledged.length + 20);
    for (const response of later) expect((await sendTo(app, "/api/responses", { response })).status).toBe(201);
    await store.shutdown();
    const again = await openSqlite(path);
    expect(await again.count("pulse", "trial")).toBe(acknowledged.length + 20);
    await again.shutdown();
  });

  test("that is full keeps a new store from being made, in words", () => {
    writeFileSync(join(disk, "filler"), Buffer.alloc(1_000_000 - readdirSync(disk).reduce((sum, name) => sum + statSync(join(disk, name)).size, 0)));
    spawnSync("sh", ["-c", `cat /dev/zero > ${join(disk, "rest")}`]);
    const { status, err } = qingting(["open", "pulse", "--wave", "trial", "--data", join(disk, "new")]);
    expect(status).toBe(1);
    expect(err).toMatch(/the store cannot be opened|ENOSPC|full/);
    expect(err).not.toMatch(/\n\s+at .*\.ts:/);
    for (const name of ["filler", "rest"]) rmSync(join(disk, name));
  });

  test("that is read-only is named at the start", () => {
    execFileSync("mount", ["-o", "remount,ro", disk]);
    for (const args of [["status", "--data", disk], ["open", "pulse", "--wave", "trial", "--data", disk], ["status", "--data", join(disk, "other")]]) {
      const { status, err } = qingting(args);
      expect(status).toBe(1);
      expect(err).toMatch(/may be written to/);
      expect(err).not.toMatch(/\n\s+at .*\.ts:/);
    }
    execFileSync("mount", ["-o", "remount,rw", disk]);
  });
});

describe("a damaged store", () => {
  let sound = "";
  beforeAll(async () => {
    sound = join(mkdtempSync(join(tmpdir(), "qingting-damaged-")), "answers.sqlite");
    const survey = surveyNamed("pulse");
    const store = await openSqlite(sound);
    await openWave(store, survey, "trial", "2026-10-01");
    await Promise.all(simulate(survey, { n: 300, seed: 8, wave: "trial" }).map((response) => store.insert(response)));
    await store.shutdown();
  });

  test.each<[string, (path: string) => void]>([
    ["is something else", (path) => writeFileSync(path, "garbage ".repeat(5000))],
    ["lacks its beginning", (path) => { writeFileSync(path, Buffer.alloc(4096, 1), { flag: "r+" }); }],
    ["is cut off", (path) => truncateSync(path, 12_000)],
  ])("that %s is named at the start, and left as it is", (_, damage) => {
    const folder = mkdtempSync(join(tmpdir(), "qingting-damaged-"));
    const path = join(folder, "answers.sqlite");
    copyFileSync(sound, path);
    damage(path);
    const { size } = statSync(path);
    const { status, err } = qingting(["status", "--data", folder]);
    expect(status).toBe(1);
    expect(err).toMatch(/the store cannot be (opened|read).*\n.*restore a backup/);
    expect(err).not.toMatch(/\n\s+at .*\.ts:/);
    expect(statSync(path).size).toBe(size);
  });
});
