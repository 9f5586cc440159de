import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { qingting } from "./run.ts";

/** An installation with two surveys, of which one can be broken, and a site that was built before. */
function installation(): { folder: string; survey: string; study: string; build: () => ReturnType<typeof qingting> } {
  const folder = mkdtempSync(join(tmpdir(), "qingting-build-"));
  for (const id of ["pulse", "service"]) cpSync(resolve(import.meta.dirname, "../../surveys", id), join(folder, "surveys", id), { recursive: true });
  mkdirSync(join(folder, "dist"));
  mkdirSync(join(folder, "public"));
  writeFileSync(join(folder, "dist/index.html"), "as it was");
  const env = { SURVEYS_DIR: join(folder, "surveys"), DATA_DIR: join(folder, "data"), PUBLIC_DIR: join(folder, "public"), OUT_DIR: join(folder, "out"), DIST_DIR: join(folder, "dist") };
  return { folder, survey: join(folder, "surveys/service/survey.json"), study: join(folder, "surveys/service/study.json"), build: () => qingting(["build"], env) };
}

const replace = (path: string, from: string | RegExp, to: string): void => {
  const before = readFileSync(path, "utf8");
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${path} holds no ${from}`);
  writeFileSync(path, after);
};

/** What a line says after its arrow. */
const fixOf = (err: string): string => /-> (.+)/.exec(err)?.[1] ?? "";

describe("a broken file stops the build, names place and fix, and leaves the site as it was", () => {
  test.each<[string, "survey" | "study", string | RegExp, string, RegExp, RegExp]>([
    ["survey.json that is no JSON", "survey", '"pages": [', '"pages": [,', /service\/survey\.json:\d+:\d+: this is not JSON/, /comma, quote or bracket/],
    ["survey.json with a kind of question that there is not", "survey", '"type": "radiogroup"', '"type": "radiogrup"', /service\/survey\.json[\s\S]*radiogrup/, /SurveyJS's own question types/],
    ["survey.json with a choice twice", "survey", /"choices": \[/, '"choices": [{"value": "twice"}, {"value": "twice"}, ', /service\/survey\.json[\s\S]*twice/, /value of its own/],
    ["study.json that is no JSON", "study", /^\{/, "{{", /service\/study\.json:1:2: this is not JSON/, /comma, quote or bracket/],
    ["study.json with an unknown way in", "study", '"admission": "open"', '"admission": "anybody"', /service\/study\.json[\s\S]*waves\[\d\]\.admission: /, /correct these places/],
    ["study.json with a word that it does not know", "study", '"filters"', '"filter"', /service\/study\.json[\s\S]*filter/, /correct these places/],
    ["study.json that speaks of a question which is not asked", "study", /"filters": \[/, '"filters": ["nobody-asks", ', /service\/study\.json: filters names “nobody-asks”/, /known: .*need__often/],
  ])("%s", (_, which, from, to, place, fix) => {
    const at = installation();
    replace(at[which], from, to);
    const { status, err } = at.build();
    expect(status).toBe(1);
    expect(err).toMatch(place);
    expect(fixOf(err)).toMatch(fix);
    expect(err).not.toMatch(/\n\s+at .+\.ts:\d+/);
    expect(readdirSync(join(at.folder, "dist"))).toEqual(["index.html"]);
    expect(readFileSync(join(at.folder, "dist/index.html"), "utf8")).toBe("as it was");
    // Not even the survey that is in order is released half-way.
    expect(existsSync(join(at.folder, "public/releases"))).toBe(false);
  });

  test("a folder of surveys that is not there", () => {
    const at = installation();
    const { status, err } = qingting(["build"], { SURVEYS_DIR: join(at.folder, "nowhere"), DATA_DIR: join(at.folder, "data"), DIST_DIR: join(at.folder, "dist"), PUBLIC_DIR: join(at.folder, "public") });
    expect(status).toBe(1);
    expect(err).toContain("nowhere: there is no such folder");
    expect(fixOf(err)).toContain("--surveys");
    expect(statSync(join(at.folder, "dist/index.html")).size).toBe("as it was".length);
  });
});
