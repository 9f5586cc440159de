import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FIXTURES } from "../release/made.ts";
import { gbk, xlsx } from "../responses/files.ts";
import { qingting } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "qingting-import-"));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const env = { SURVEYS_DIR: FIXTURES, DATA_DIR: join(folder, "data") };

test("a draft is written, says what is sure and what is not, and is what import takes", () => {
  const table = file("a.csv", gbk("编号;A1;gender;年纪\n1;3;1;30\n2;4;2;40\n3;9;1;50\n4;=5;1;50\n"));
  const map = join(folder, "a.map.json");
  const drafted = qingting(["import", "bfi", table, "--suggest", "--to", map, "--json"], env);
  expect(drafted).toMatchObject({ status: 0, err: expect.stringContaining("read as CSV in gb18030 with semicolons between cells") });
  const said: { matches: unknown[]; counts: unknown; mapping: unknown } = JSON.parse(drafted.out);
  expect(said).toMatchObject({ format: { format: "csv", encoding: "gb18030", delimiter: ";", headers: 1, columns: 4 }, counts: { read: 4, quarantined: 2 } });
  expect(said.matches).toContainEqual({ column: "gender", for: "gender", score: 1 });
  expect(JSON.parse(readFileSync(map, "utf8"))).toEqual(said.mapping);
  expect(qingting(["import", "bfi", table, "--suggest", "--to", map], env)).toMatchObject({ status: 1, err: expect.stringContaining("there already") });

  const aside = join(folder, "aside.csv");
  const preview = qingting(["import", "bfi", table, "--map", map, "--wave", "w1", "--preview", "--quarantine", aside], env);
  expect(preview).toMatchObject({ status: 0, out: expect.stringMatching(/4 rows read = 2 taken \+ 2 set aside\. Nothing was stored/) });
  // What a spreadsheet would run has an apostrophe before it.
  expect(readFileSync(aside, "utf8")).toBe("\uFEFFrow,column,value,reason\r\n4,A1,9,this is not one of the choices\r\n5,A1,'=5,this is not one of the choices\r\n");
  expect(statSync(aside).mode & 0o077).toBe(0);
  expect(qingting(["status", "bfi"], env).out).toContain("No wave");
  expect(qingting(["import", "bfi", table, "--map", map, "--wave", "w1"], env)).toMatchObject({ status: 0, out: expect.stringContaining("4 rows read = 2 taken + 2 set aside. Stored as bfi w1") });
});

test("a file without a survey says which columns to write questions for", () => {
  const table = file("new.csv", "您的片区？,满意吗？\n城区,满意\n");
  expect(qingting(["import", "fresh", table, "--suggest"], env)).toMatchObject({ status: 1, err: expect.stringMatching(/there is no survey “fresh” yet[\s\S]*您的片区？ · 满意吗？[\s\S]*new fresh/) });
});

test("a file that matches nothing is said to, and drafts nothing", () => {
  const table = file("odd.csv", "foo,bar\nqqq,zzz\n");
  expect(qingting(["import", "bfi", table, "--suggest"], env)).toMatchObject({ status: 1, err: expect.stringContaining("no column could be matched") });
});

test("XLSX and what export has written come in as they are; ids twice, other surveys and broken lines are set aside", () => {
  const data = { ...env, DATA_DIR: join(folder, "more") };
  expect(qingting(["import", "bfi", file("b.xlsx", xlsx([["A1", "gender"], ["3", "1"], ["2", "2"]])), "--map", file("b.json", '{"columns": {"A1": "bfi__A1", "gender": "gender"}}'), "--wave", "w1"], data).status).toBe(0);
  const lines = join(folder, "out.jsonl");
  expect(qingting(["export", "bfi", "--wave", "w1", "--to", lines], data).status).toBe(0);
  const written = readFileSync(lines, "utf8");
  const [first = ""] = written.split("\n");
  const mixed = file("mixed.jsonl", `${written}${first}\n{"survey": "pulse", "answers": {"load": 1}}\n{"oops\n${first.replace(/"id":"........-/, '"id":"aaaaaaaa-').replace('"gender":', '"gendre":')}\n`);
  const { out } = qingting(["import", "bfi", mixed, "--wave", "w1", "--json"], { ...env, DATA_DIR: join(folder, "again") });
  expect(JSON.parse(out)).toMatchObject({
    counts: { read: 6, taken: 2, quarantined: 4 },
    quarantined: [{ row: 3, column: "id" }, { row: 4, column: "survey", value: "pulse" }, { row: 5, reason: "this line is no JSON object" }, { row: 6, column: "/gendre", reason: "the questionnaire asks no such question" }],
    stored: true,
  });
});
