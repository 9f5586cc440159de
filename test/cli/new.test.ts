import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSurvey } from "../../src/survey/load.ts";
import { qingting } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "qingting-new-"));
const env = { SURVEYS_DIR: join(folder, "surveys"), OUT_DIR: join(folder, "out"), DATA_DIR: join(folder, "data"), PUBLIC_DIR: join(folder, "public") };
const read = (...path: string[]): string => readFileSync(join(folder, "surveys", ...path), "utf8");

describe("a new survey", () => {
  test("is written with its titles, and says what to do next", () => {
    const { status, out } = qingting(["new", "tools", "--title", "订货平台", "--title-en", "Ordering platform", "--language", "zh-cn"], env);
    expect(status).toBe(0);
    for (const next of ["lint tools", "power tools", "simulate tools", "npm run dev"]) expect(out).toContain(next);
    expect(loadSurvey(env.SURVEYS_DIR, "tools").codebook.title).toEqual({ "zh-cn": "订货平台", en: "Ordering platform" });
    expect(JSON.parse(read("tools", "survey.json")).title).toEqual({ "zh-cn": "订货平台", en: "Ordering platform" });
  });

  test("names the schema of its study, which lies beside its folder", () => {
    expect(JSON.parse(read("tools", "study.json")).$schema).toBe("../study.schema.json");
    expect(JSON.parse(read("study.schema.json"))).toHaveProperty("properties.waves.description");
  });

  test("is in order: no finding, no note, and a release of simulated answers", () => {
    const lint = JSON.parse(qingting(["lint", "tools", "--all", "--json"], env).out);
    expect(lint).toMatchObject({ survey: "tools", ok: true, errors: 0, warnings: 0, hints: 0, accepted: 0, findings: [] });
    expect(lint.estimate.minutes["zh-cn"]).toBeLessThan(2);
    const { codebook } = JSON.parse(qingting(["codebook", "tools", "--json"], env).out);
    expect(codebook.notes).toEqual([]);
    const file = join(folder, "tools.jsonl");
    expect(qingting(["simulate", "tools", "-n", "140", "--seed", "1", "--to", file], env).status).toBe(0);
    expect(qingting(["validate", "tools", file], env)).toMatchObject({ status: 0, out: expect.stringContaining("140 valid, 0 not") });
    const tried = qingting(["release", "tools", "--from", file, "--preview", "--json"], env);
    expect(JSON.parse(tried.out)).toMatchObject({ responses: 140, hidden: expect.any(Array), log: expect.any(Array) });
    expect(existsSync(join(folder, "out"))).toBe(false);
    const released = qingting(["release", "tools", "--from", file, "--json"], env);
    expect(released.status).toBe(0);
    expect(JSON.parse(released.out)).toMatchObject({ survey: "tools", responses: 140, simulated: true });
  });

  test("opens its trial wave", () => {
    expect(qingting(["open", "tools", "--wave", "trial"], env)).toMatchObject({ status: 0, err: "" });
  });
});

test("what is there already is not touched", () => {
  const before = read("tools", "survey.json");
  writeFileSync(join(folder, "surveys", "study.schema.json"), "mine");
  expect(qingting(["new", "tools"], env)).toMatchObject({ status: 1, err: expect.stringContaining("nothing was changed") });
  expect(read("tools", "survey.json")).toBe(before);
  expect(qingting(["new", "more"], env).status).toBe(0);
  expect(read("study.schema.json")).toBe("mine");
});

test.each(["Tools", "9lives", "two words", "../escape", "a".repeat(41)])("“%s” is no id", (id) => {
  const before = readdirSync(folder);
  expect(qingting(["new", id], env)).toMatchObject({ status: 1, err: expect.stringContaining("small letters, digits and hyphens") });
  expect(readdirSync(folder)).toEqual(before);
  expect(existsSync(join(folder, "surveys", id, "survey.json"))).toBe(false);
});

test("an id of the longest kind is accepted here and where surveys are read", () => {
  const id = `a${"-9".repeat(19)}z`;
  expect(id).toHaveLength(40);
  expect(qingting(["new", id], env).status).toBe(0);
  expect(loadSurvey(env.SURVEYS_DIR, id).id).toBe(id);
});
