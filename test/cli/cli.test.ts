import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { qingting } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "qingting-cli-"));

test("--help lists every verb, and each verb's help shows an example", () => {
  const { status, out } = qingting(["--help"]);
  expect(status).toBe(0);
  for (const verb of ["open", "close", "release", "publish", "simulate"]) {
    expect(out).toContain(`  ${verb}`);
    expect(qingting([verb, "--help"]).out).toMatch(/Example\n {2}npm run -s qingting -- /);
  }
});

test("what is not understood exits 2 and says what to do", () => {
  expect(qingting(["frobnicate"])).toMatchObject({ status: 2, err: expect.stringContaining("there are: ") });
  expect(qingting(["simulate", "pulse", "-n", "many", "--to", "x"])).toMatchObject({ status: 2, err: expect.stringContaining("whole number") });
  expect(qingting(["status", "--colour", "red"])).toMatchObject({ status: 2 });
});

test("an unknown survey exits 1 and names those there are", () => {
  expect(qingting(["codebook", "nothing"])).toMatchObject({ status: 1, out: expect.stringContaining("pulse, ") });
});

test("a broken file is named with its place and does not stop the others", () => {
  const surveys = join(folder, "surveys");
  for (const id of ["broken", "good", "typo"]) mkdirSync(join(surveys, id), { recursive: true });
  writeFileSync(join(surveys, "broken/survey.json"), '{\n  "elements": [,]\n}');
  writeFileSync(join(surveys, "good/survey.json"), '{"elements": [{"type": "boolean", "name": "yes"}]}');
  writeFileSync(join(surveys, "typo/survey.json"), '{"elements": [{"type": "boolen", "name": "yes"}]}');
  const { status, out } = qingting(["codebook", "--json"], { SURVEYS_DIR: surveys });
  const lines = out.trim().split("\n").map((line) => JSON.parse(line));
  expect(status).toBe(1);
  expect(lines.map(({ survey, ok }) => [survey, ok])).toEqual([["broken", false], ["good", true], ["typo", false]]);
  expect(lines[0].where).toMatch(/broken\/survey\.json:2:/);
  expect(lines[2].reason).toMatch(/boolen/);
});

test("simulate writes one response a line, the same for the same seed", () => {
  const [a, b] = [join(folder, "a.jsonl"), join(folder, "b.jsonl")];
  expect(qingting(["simulate", "pulse", "-n", "40", "--seed", "3", "--to", a]).status).toBe(0);
  qingting(["simulate", "pulse", "-n", "40", "--seed", "3", "--to", b]);
  expect(readFileSync(a, "utf8")).toBe(readFileSync(b, "utf8"));
  expect(readFileSync(a, "utf8").trim().split("\n")).toHaveLength(40);
});
