import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { editorFiles } from "../../src/cli/schema.ts";
import { keysOf } from "../../src/survey/schema.ts";
import { listSurveys } from "../../src/survey/load.ts";

const SURVEYS = resolve(import.meta.dirname, "../../surveys");
const read = (...path: string[]): string => readFileSync(join(SURVEYS, ...path), "utf8");

describe.each(editorFiles())("$name", ({ name, text }) => {
  test("is up to date (else: npm run -s qingting -- schema)", () => expect(read(name)).toBe(text));

  test("says of every key, in Chinese and English, what it means (else: src/i18n/schema.ts)", () => {
    const keys = keysOf(JSON.parse(text));
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter(({ description }) => !/[\u4e00-\u9fff].* · .*[A-Za-z]/.test(description ?? "")).map(({ path }) => path)).toEqual([]);
  });
});

describe("the schema of study files, as an editor reads it", () => {
  const ajv = new Ajv({ strict: false, formats: { date: /^\d{4}-\d{2}-\d{2}$/ } });
  const accepts = ajv.compile(JSON.parse(read("study.schema.json")));

  test.each(listSurveys(SURVEYS))("accepts and is named by %s", (id) => {
    const study: { $schema?: string } = JSON.parse(read(id, "study.json"));
    expect([accepts(study), accepts.errors]).toEqual([true, null]);
    expect(study.$schema).toBe("../study.schema.json");
  });

  test("refuses an unknown key, a role that there is not, and a text in one language", () => {
    const study = JSON.parse(read("pulse", "study.json"));
    expect(accepts({ ...study, filter: [] })).toBe(false);
    expect(accepts({ ...study, roles: { load: "secret" } })).toBe(false);
    expect(accepts({ ...study, title: { en: "Pulse" } })).toBe(false);
  });
});

test("files beside the folders are no surveys", () => {
  expect(readdirSync(SURVEYS)).toContain("study.schema.json");
  expect(listSurveys(SURVEYS)).toContain("pulse");
  expect(listSurveys(SURVEYS).filter((id) => id.endsWith(".json"))).toEqual([]);
});
