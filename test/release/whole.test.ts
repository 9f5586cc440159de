import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openNative } from "../../src/query/native.ts";
import { listReleases } from "../../src/query/releases.ts";
import { publish, retract } from "../../src/release/publish.ts";
import { csvText } from "../../src/survey/csv.ts";
import { folderOfOwn, made, simulated, surveyNamed } from "./made.ts";

const survey = surveyNamed("policy");
const responses = simulated(survey, 150, 11);
const wave = survey.study?.waves[0]?.id ?? "";
const home = (out: string): string => join(out, "policy", wave);

describe("a release is written whole or not at all", () => {
  test("a failure half-way leaves nothing, and the next release clears what a killed one left", async () => {
    const out = folderOfOwn();
    mkdirSync(join(home(out), ".writing-killed"), { recursive: true });
    // JSON has no such number: the questionnaire is written after database, cube and tables.
    const unwritable = { ...survey, definition: { ...survey.definition, size: 1n } };
    await expect(made(unwritable, responses, { out, microdata: "public" })).rejects.toThrow(/BigInt/);
    expect(readdirSync(home(out))).toEqual([]);
    mkdirSync(join(home(out), ".writing-killed"));
    await made(survey, responses, { out, microdata: "public" });
    expect(readdirSync(home(out)).sort()).toEqual(["r1", "r1.audit.json", "r1.protection.json"]);
    // What tells of single answers is the operator's alone.
    for (const name of ["r1.audit.json", "r1.protection.json"]) expect(statSync(join(home(out), name)).mode & 0o777).toBe(0o600);
  });

  test("a wave that is open, too small or without a study is refused, and nothing is written", async () => {
    const out = folderOfOwn();
    await expect(made(survey, responses, { out, state: "open" })).rejects.toThrow(/still open[\s\S]*close policy/);
    await expect(made(survey, responses.slice(0, 9), { out })).rejects.toThrow("9 answers are fewer than the 10");
    expect(existsSync(home(out)) ? readdirSync(home(out)) : []).toEqual([]);
  });

  test("other users can read it, released and published, and release.json is right about every file", async () => {
    const [out, publicDir] = [folderOfOwn(), folderOfOwn()];
    const { folder, manifest } = await made(survey, responses, { out, microdata: "public" });
    const target = await publish({ out, publicDir, survey: "policy", wave });
    for (const each of [folder, target]) {
      expect(statSync(each).mode & 0o777).toBe(0o755);
      expect(readdirSync(each).sort()).toEqual([...manifest.files.map(({ name }) => name), "release.json"].sort());
      for (const { name, bytes, sha256 } of manifest.files) {
        const content = readFileSync(join(each, name));
        expect([content.length, createHash("sha256").update(content).digest("hex")]).toEqual([bytes, sha256]);
        expect(statSync(join(each, name)).mode & 0o444).toBe(0o444);
      }
    }
    expect(readdirSync(join(publicDir, "releases"))).toEqual(["policy"]);
  });
});

test("a second release is refused while the first stands; retracted, it makes room for r2", async () => {
  const [out, publicDir] = [folderOfOwn(), folderOfOwn()];
  const place = { out, publicDir, survey: "policy", wave };
  await made(survey, responses, { out, microdata: "public" });
  await publish(place);
  await expect(made(survey, responses, { out, microdata: "public" })).rejects.toThrow(/r1 of this wave stands[\s\S]*retract/);
  await retract({ ...place, why: "wrong dates", day: "2026-10-21" });
  expect(listReleases(publicDir)).toEqual([]);
  await expect(publish(place)).rejects.toThrow(/r1 was retracted[\s\S]*wrong dates/);
  const { folder, manifest } = await made(survey, responses, { out, microdata: "public" });
  expect([folder.endsWith("/r2"), manifest.revision]).toEqual([true, 2]);
  await publish(place);
  expect(listReleases(publicDir).map((each) => each.manifest.revision)).toEqual([2]);
});

test("a real release drives out the simulated one, whose files all say what they are", async () => {
  const [out, publicDir] = [folderOfOwn(), folderOfOwn()];
  const { manifest } = await made(survey, responses, { out, simulated: true });
  for (const { name } of manifest.files) expect(name).toMatch(/^SIMULATED-/);
  await publish({ out, publicDir, survey: "policy", wave });
  await made(survey, responses, { out, microdata: "public" });
  await publish({ out, publicDir, survey: "policy", wave });
  expect(listReleases(publicDir).map((each) => each.manifest.simulated)).toEqual([false]);
});

test("equal responses give equal files, in whatever order they came", async () => {
  const [a, b] = await Promise.all([made(survey, responses, { microdata: "public" }), made(survey, [...responses].reverse(), { microdata: "public" })]);
  const differing = a.manifest.files.filter(({ sha256 }, i) => b.manifest.files[i]?.sha256 !== sha256).map(({ role }) => role);
  expect(differing).toEqual([]);
  const [first, second] = await Promise.all([openNative(a.path("database"), a.codebook), openNative(b.path("database"), b.codebook)]);
  for (const table of ["responses", "cube", "variables", "choices", "constructs"]) expect(await first.rows(`FROM ${table}`)).toEqual(await second.rows(`FROM ${table}`));
  first.close();
  second.close();
});

test("codes and labels read back by DuckDB are the rows of the database", async () => {
  const { codebook, path } = await made(survey, responses, { microdata: "public" });
  const native = await openNative(path("database"), codebook);
  const names = codebook.variables.flatMap((variable) => [...variable.columns.map((column) => column.name), `${variable.name}__na`]);
  const types = new Map((await native.rows("DESCRIBE responses")).map((row) => [String(row["column_name"]), String(row["column_type"])]));
  expect([...types.keys()]).toEqual(names);
  const file = (ending: string): string => `read_csv('${path("microdata", ending)}', header = true, all_varchar = true)`;
  const typed = names.map((name) => `CAST("${name}" AS ${types.get(name) ?? ""}) AS "${name}"`).join(", ");
  const [codes] = await native.rows(`SELECT (SELECT count(*) FROM responses)::INTEGER AS n, (SELECT count(*) FROM (SELECT ${typed} FROM ${file("codes.csv")} EXCEPT ALL SELECT * FROM responses))::INTEGER AS more, (SELECT count(*) FROM (SELECT * FROM responses EXCEPT ALL SELECT ${typed} FROM ${file("codes.csv")}))::INTEGER AS fewer`);
  expect(codes).toEqual({ n: 150, more: 0, fewer: 0 });
  const variable = codebook.variables.find(({ kind, values }) => kind === "ordinal" && values.length > 2);
  if (!variable) throw new Error("the survey asks no such question");
  for (const [ending, column] of [["labels.en.csv", "label_en"], ["labels.zh.csv", "label_zh"]]) {
    const labelled = await native.rows(`SELECT "${variable.name}" AS label, count(*)::INTEGER AS n FROM ${file(ending ?? "")} GROUP BY 1 ORDER BY 1`);
    const joined = await native.rows(`SELECT c.${column} AS label, count(*)::INTEGER AS n FROM responses r LEFT JOIN choices c ON c.variable = '${variable.name}' AND c.value = r."${variable.name}" GROUP BY 1 ORDER BY 1`);
    expect(labelled).toEqual(joined);
  }
  native.close();
});

test("a spreadsheet runs no text as a formula, and negative codes stay numbers", () => {
  expect(csvText([["=1+1", "@cmd", "-2", "+3", "-x", -2]])).toBe("'=1+1,'@cmd,-2,+3,'-x,-2\n");
});
