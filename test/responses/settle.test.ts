import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connect, isUnsettled, SqliteFile } from "../../src/responses/sqlite-file.ts";
import { WAVE } from "./stores.ts";

/** How long what came stands in the log as it came. */

const log = (path: string): string => (existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`).toString("latin1") : "");
const wait = (time: number): Promise<void> => new Promise((done) => setTimeout(done, time));

/** A store, and one answer at a time for it. */
function made(pace: { quiet: number; longest: number }) {
  const path = join(mkdtempSync(join(tmpdir(), "qingting-settle-")), "answers.sqlite");
  const file = new SqliteFile(path, pace);
  file.openWave(WAVE, undefined);
  const write = (): string => {
    const id = randomUUID();
    file.write([{ id, survey: WAVE.survey, wave: WAVE.wave, body: `{"id":"${id}"}`, credential: undefined }], []);
    return id;
  };
  return { path, file, write };
}

test("nobody else on the machine can read the store or its log", () => {
  const { path, file, write } = made({ quiet: 60_000, longest: 60_000 });
  write();
  expect([path, `${path}-wal`].map((each) => statSync(each).mode & 0o777)).toEqual([0o600, 0o600]);
  file.end();
});

test("after a quiet second the log is empty and the file written anew", async () => {
  const { path, file, write } = made({ quiet: 100, longest: 60_000 });
  const ids = Array.from({ length: 20 }, write);
  expect(ids.every((id) => log(path).includes(id))).toBe(true);
  await wait(400);
  expect(log(path)).toBe("");
  const other = connect(path);
  expect(isUnsettled(other)).toBe(false);
  other.close();
  file.end();
});

test("where no quiet comes, it is done all the same after a while", async () => {
  const { path, file, write } = made({ quiet: 1000, longest: 500 });
  const sizes: number[] = [];
  for (let i = 0; i < 60; i++) {
    write();
    await wait(20);
    sizes.push(log(path).length);
  }
  const emptied = sizes.filter((size, i) => size < (sizes[i - 1] ?? 0)).length;
  expect(emptied).toBeGreaterThanOrEqual(1);
  // Not for each that comes, either: that would cost more than it hides.
  expect(emptied).toBeLessThanOrEqual(5);
  file.end();
});

test("under a rush the log is copied beside it and begins anew: it does not grow with what comes", async () => {
  const { path, file } = made({ quiet: 60_000, longest: 60_000 });
  const body = "x".repeat(800);
  let largest = 0;
  for (let batch = 0; batch < 240; batch++) {
    file.write(Array.from({ length: 100 }, () => ({ id: randomUUID(), survey: WAVE.survey, wave: WAVE.wave, body, credential: undefined })), []);
    await wait(1);
    largest = Math.max(largest, statSync(`${path}-wal`).size);
  }
  // 24,000 answers write some 300 MB of log.
  expect(largest).toBeLessThan(120 * 2 ** 20);
  expect(statSync(path).size).toBeGreaterThan(10 * 2 ** 20);
  file.end();
  const other = connect(path);
  expect(other.prepare("SELECT count(*) AS n FROM responses").get()?.["n"]).toBe(24_000);
  expect(other.prepare("PRAGMA integrity_check").get()?.["integrity_check"]).toBe("ok");
  other.close();
});
