import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clear, cleared, writtenIn } from "../../src/collector/texts.ts";
import { closeWave, openWave } from "../../src/collector/waves.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { assemble } from "../../src/survey/load.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { qingting } from "../cli/run.ts";
import { surveyNamed } from "../release/made.ts";

const policy = surveyNamed("policy");

async function fielded(quotes: boolean) {
  const data = mkdtempSync(join(tmpdir(), "qingting-texts-"));
  const store = await openSqlite(join(data, "answers.sqlite"));
  if (!policy.study) throw new Error("the shipped survey has a study");
  const survey = assemble("policy", policy.definition, { ...policy.study, protect: { ...policy.study.protect, ...(quotes ? { quotes } : {}) } }, "policy/survey.json");
  await openWave(store, survey, "trial", "2026-11-01");
  const open = survey.codebook.variables.find(({ kind, role }) => kind === "text" && role === "open");
  if (!open) throw new Error("the shipped survey asks for words");
  for (const [i, response] of simulate(survey, { n: 40, seed: 2, wave: "trial" }).entries()) await store.insert({ ...response, answers: { ...response.answers, [open.path[0] ?? ""]: `话 ${i} =1+1, "说"` } });
  const record = async () => (await store.wave("policy", "trial")) ?? Promise.reject(new Error("no wave"));
  return { data, store, record, variable: open.name };
}

test("words are read after the end alone, shuffled anew each time, with no other answer beside them", async () => {
  const { store, record, variable } = await fielded(true);
  await expect(record().then((wave) => writtenIn(store, wave))).rejects.toThrow("still open");
  await closeWave(store, "policy", "trial", "2026-11-02");
  const wave = await record();
  const [first, second] = [await writtenIn(store, wave), await writtenIn(store, wave)];
  expect(first).toHaveLength(40);
  expect(Object.keys(first[0] ?? {})).toEqual(["variable", "label", "text"]);
  expect(new Set(first.map((each) => each.variable))).toEqual(new Set([variable]));
  expect(first.map(({ text }) => text)).not.toEqual(second.map(({ text }) => text));
  expect(first.map(({ text }) => text).sort()).toEqual(second.map(({ text }) => text).sort());
  await store.shutdown();
});

test("where people were told that nothing they write would be published, nothing is given out", async () => {
  const { store, record } = await fielded(false);
  await closeWave(store, "policy", "trial", "2026-11-02");
  await expect(record().then((wave) => writtenIn(store, wave))).rejects.toThrow("nothing they write would be published");
  await store.shutdown();
});

test("what is marked in the table is quoted in the release, in an order of its own", async () => {
  const { data, store, variable } = await fielded(true);
  await closeWave(store, "policy", "trial", "2026-11-02");
  await store.shutdown();
  const env = { DATA_DIR: data, OUT_DIR: join(data, "out") };
  const to = join(data, "texts.csv");
  expect(qingting(["clear-text", "policy", "--wave", "trial", "--to", to, "--json"], env)).toMatchObject({ status: 0, out: expect.stringContaining('"texts":40') });
  expect(statSync(to).mode & 0o777).toBe(0o600);
  const [head = "", ...lines] = readFileSync(to, "utf8").replace(/^\uFEFF/, "").trim().split("\r\n");
  expect(head).toBe("question,text,theme,publish");
  // Two are marked, in the order in which they stand; the rest is not.
  const marked = join(data, "marked.csv");
  writeFileSync(marked, [head, ...lines.map((line, i) => (i < 2 ? line.replace(/,,$/, `,主题 ${9 - i},yes`) : line))].join("\r\n"));
  expect(qingting(["clear-text", "policy", "--wave", "trial", "--from", marked, "--json"], env)).toMatchObject({ status: 0, out: '{"quotes":2,"of":40}\n' });
  const kept = cleared(data, { survey: "policy", wave: "trial" });
  expect(kept.map(({ variable: name, theme }) => [name, theme])).toEqual([[variable, "主题 8"], [variable, "主题 9"]]);
  const { status, out } = qingting(["release", "policy", "--wave", "trial", "--json"], env);
  expect(status).toBe(0);
  const { folder, files }: { folder: string; files: { name: string; role: string }[] } = JSON.parse(out);
  expect(files.filter(({ role }) => role === "quotes").map(({ name }) => name)).toEqual(["policy-trial-r1-quotes.csv", "policy-trial-r1-quotes.json"]);
  expect(JSON.parse(readFileSync(join(folder, "policy-trial-r1-quotes.json"), "utf8"))).toEqual(kept);
  // Nothing else of the release holds a word of anybody.
  for (const { name, role } of files) if (role !== "quotes") expect(readFileSync(join(folder, name)).includes("话 "), name).toBe(false);
});

test("a list that is none is refused, and blank quotes are left out", () => {
  const data = mkdtempSync(join(tmpdir(), "qingting-texts-"));
  expect(clear(data, { survey: "a", wave: "b" }, [{ variable: "v", theme: " t ", text: "  " }, { variable: "v", theme: " t ", text: " x " }])).toEqual([{ variable: "v", theme: "t", text: "x" }]);
  writeFileSync(join(data, "cleared/a-b.json"), '[{"variable":"v"}]');
  expect(() => cleared(data, { survey: "a", wave: "b" })).toThrow("entry 1 is no quote");
});
