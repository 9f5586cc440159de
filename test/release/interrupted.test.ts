import { spawn, spawnSync, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { qingting } from "../cli/run.ts";
import { simulated, surveyNamed } from "./made.ts";

/** A release that is cut off leaves the one before as it was. */

const CLI = resolve(import.meta.dirname, "../../src/cli.ts");
const SURVEYS = resolve(import.meta.dirname, "../../surveys");

function prepared(out: string): { readonly args: readonly string[]; readonly home: string; readonly sums: () => string } {
  const file = join(mkdtempSync(join(tmpdir(), "qingting-cut-")), "answers.jsonl");
  const survey = surveyNamed("workload");
  writeFileSync(file, simulated(survey, 600, 4).map((response) => `${JSON.stringify(response)}\n`).join(""));
  const args = ["release", "workload", "--from", file, "--surveys", SURVEYS, "--out", out];
  const home = join(out, "workload/2026-q3");
  const sums = (): string => {
    const hash = createHash("sha256");
    for (const name of readdirSync(join(home, "simulated")).sort()) hash.update(name).update(readFileSync(join(home, "simulated", name)));
    return hash.digest("hex");
  };
  return { args, home, sums };
}

test("killed at any moment, it leaves the old release whole, and the next one clears up", { timeout: 120_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), "qingting-killed-"));
  const { args, home, sums } = prepared(out);
  expect(qingting(args).status).toBe(0);
  const before = sums();
  for (const after of [900, 1500, 2200]) {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: "ignore" });
    const ended = new Promise((done) => child.once("exit", done));
    await new Promise((done) => setTimeout(done, after));
    child.kill("SIGKILL");
    await ended;
    expect(sums()).toBe(before);
  }
  expect(qingting(args).status).toBe(0);
  expect(sums()).toBe(before);
  expect(readdirSync(home)).toEqual(["simulated"]);
});

const disk = mkdtempSync(join(tmpdir(), "qingting-full-"));
const canMount = process.getuid?.() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", disk]).status === 0;
if (!canMount) console.warn("SKIPPED: no small disk can be made here, so a full one is not tried");
afterAll(() => void (canMount && execFileSync("umount", [disk])));

describe.skipIf(!canMount)("a disk that is full", () => {
  test("refuses the new release in words and leaves the old one", { timeout: 60_000 }, () => {
    const { args, home, sums } = prepared(join(disk, "releases"));
    expect(qingting(args).status).toBe(0);
    const before = sums();
    mkdirSync(join(disk, "other"));
    spawnSync("sh", ["-c", `cat /dev/zero > ${join(disk, "other/filler")}`]);
    const { status, err } = qingting(args);
    expect(status).toBe(1);
    expect(err).toMatch(/: the disk is full; nothing of the new release was kept[\s\S]*make room/);
    expect(sums()).toBe(before);
    expect(readdirSync(home)).toEqual(["simulated"]);
    expect(existsSync(join(home, "simulated/release.json"))).toBe(true);
  });
});
