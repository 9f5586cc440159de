import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/responses/csv.ts";
import { importTable } from "../../src/responses/import.ts";
import { readMapping } from "../../src/responses/mapping.ts";
import { assemble } from "../../src/survey/load.ts";
import { qingting } from "../cli/run.ts";
import { hasShared, SHARED } from "../shared.ts";
import { FIXTURES } from "../release/made.ts";

const folder = mkdtempSync(join(tmpdir(), "qingting-import-"));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const plain = { delimiter: ",", encoding: "utf-8" } as const;
const { codebook } = assemble("made", {
  elements: [
    { type: "radiogroup", name: "mood", choices: [{ value: 1, text: "good" }, { value: 2, text: "bad" }], showRefuseItem: true },
    { type: "checkbox", name: "tasks", choices: ["visit", "call"] },
    { type: "matrix", name: "grid", columns: [1, 2], rows: ["a", "b"] },
    { type: "text", name: "hours", inputType: "number", min: 0, max: 24 },
    { type: "comment", name: "words", maxLength: 20 },
  ],
}, undefined, "made");
const read = (columns: readonly string[], rows: readonly (readonly (string | null)[])[], mapping: unknown) => importTable({ columns, rows: rows.map((cells, i) => ({ line: i + 2, cells })) }, readMapping(mapping, "map.json"), codebook, { wave: "w1", where: "map.json" });

describe("a CSV file", () => {
  test("may hold a byte order mark, CRLF, quotes and line breaks in cells; lines are counted as in the file", async () => {
    const { columns, rows } = await readCsv(file("a.csv", '\uFEFF姓名,"a ""b"""\r\n"一行\r\n两行",1\r\n"x,y",\r\n'), plain);
    expect(columns).toEqual(["姓名", 'a "b"']);
    expect(rows).toEqual([{ line: 2, cells: ["一行\n两行", "1"] }, { line: 4, cells: ["x,y", null] }]);
  });

  test("in GBK is refused with the remedy, and read with it", async () => {
    const path = file("gbk.csv", Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0x62, 0x0a, 0xcd, 0xf5, 0x2c, 0x32, 0x0a]));
    await expect(readCsv(path, plain)).rejects.toThrow(/not in utf-8[\s\S]*encoding/);
    expect((await readCsv(path, { ...plain, encoding: "gb18030" })).rows).toEqual([{ line: 2, cells: ["王", "2"] }]);
  });

  test.skipIf(!hasShared)("of the csv-spectrum is read as its makers mean it", async () => {
    for (const [name, cell] of [["newlines", "Once upon \na time"], ["quotes_and_newlines", 'ha \n"ha" \nha'], ["comma_in_quotes", "Doe"], ["utf8", "1"]] as const) {
      const { rows } = await readCsv(join(SHARED, `hostile/csv-spectrum/csvs/${name}.csv`), plain);
      expect(rows.flatMap(({ cells }) => cells)).toContain(cell);
    }
  });
});

describe("a mapping", () => {
  test("turns words, missing codes, one-hot columns and matrix rows into answers", () => {
    const columns = ["m", "v", "c", "ga", "h", "id", "other"];
    const { responses, unused, lost, quarantined } = read(columns, [["fine", "1", "0", "2", "7.5", "x", "y"], ["-1", "1", "yes", null, "99", "x", "y"]], {
      columns: { m: "mood", v: "tasks__visit", c: "tasks__call", ga: "grid__a", h: "hours" },
      values: { mood: { fine: 1 } }, missing: { "-1": "refused" }, missingIn: { hours: { "99": "dont_know" } }, ignore: ["id"],
    });
    expect(responses.map(({ answers }) => JSON.parse(JSON.stringify(answers)))).toEqual([{ mood: 1, tasks: ["visit"], grid: { a: 2 }, hours: 7.5 }, { mood: "refused", tasks: ["visit", "call"] }]);
    expect([unused, lost, quarantined]).toEqual([[{ column: "other", n: 2 }], [{ column: "h", reason: "dont_know", n: 1 }], 0]);
  });

  test("leads into the entries of a repeated question, and to words in the place of a choice", () => {
    const made = assemble("made", { storeOthersAsComment: false, elements: [{ type: "paneldynamic", name: "list", maxPanelCount: 3, templateElements: [{ type: "text", name: "n", inputType: "number" }, { type: "boolean", name: "yes" }] }, { type: "checkbox", name: "q", choices: ["a", "b"], showOtherItem: true }, { type: "checkbox", name: "p", choices: ["a", "b"], valuePropertyName: "it" }] }, undefined, "made").codebook;
    const columns = ["list__2__n", "list__count", "list__1__yes", "q__other_text", "q__a", "p__b"];
    const { responses, entries } = importTable({ columns, rows: [{ line: 2, cells: ["7", "2", "true", "mine", "1", "1"] }, { line: 3, cells: ["7", "many", null, null, null, null] }] }, readMapping({}, "map.json"), made, { wave: "w1", where: "map.json" });
    expect(responses.map(({ answers }) => JSON.parse(JSON.stringify(answers)))).toEqual([{ list: [{ yes: true }, { n: 7 }], q: ["a", "mine"], p: [{ it: "b" }] }]);
    expect(entries.map(({ row, column, value, pointer }) => [row, column, value, pointer])).toEqual([[3, "list__count", "many", "/list"]]);
  });

  test("sets rows aside that are no answer, with row, column, value and reason; the counts add up", () => {
    const { responses, entries, ...counts } = read(["mood", "hours", "tasks__visit"], [["3", "1", "0"], ["1", "25", "0"], ["1", "2", "maybe"], [null, null, null], ["2", "24", "1"]], {});
    expect(responses).toHaveLength(1);
    expect(counts).toMatchObject({ read: 5, taken: 1, quarantined: 4 });
    expect(entries.map(({ row, column, value, pointer }) => [row, column, value, pointer])).toEqual([[2, "mood", "3", "/mood"], [3, "hours", "25", "/hours"], [4, "tasks__visit", "maybe", "/tasks"], [5, "", "", ""]]);
    expect(entries.map(({ reason }) => reason)).toEqual(["this is not one of the choices", "is outside of what can be answered", "this says neither that the choice was chosen nor that it was not", "the row holds no answer"]);
  });

  test.each([
    [{ columns: { nope: "mood" } }, /no column “nope”[\s\S]*mood/],
    [{ columns: { mood: "nope" } }, /map.json columns.mood: the survey has no question “nope”/],
    [{ columns: { mood: "mood", hours: "mood" } }, /both answer mood/],
    [{ columns: { mood: "mood" }, values: { mood: { a: 9 } } }, /values.mood.a: “mood” has no value “9”/],
    [{ columns: { mood: "mood" }, values: { words: {} } }, /no column is mapped to “words”/],
    [{ weight: "hours" }, /names no weight/],
    [{ column: {} }, /not a mapping[\s\S]*column/],
    [{ missing: { "-1": "gone" } }, /missing.-1/],
  ])("that does not fit is refused by its place: %j", (mapping, message) => {
    expect(() => read(["mood", "hours"], [["1", "2"]], mapping)).toThrow(message);
  });
});

test("import says what it set aside, stores the rest as a closed wave, and stores nothing with a wrong mapping", () => {
  const data = join(folder, "data");
  mkdirSync(data);
  const env = { SURVEYS_DIR: FIXTURES, DATA_DIR: data };
  const table = file("b.csv", "A1,gender,extra\n1,1,z\n7,2,z\n6,2,z\n");
  const wrong = file("wrong.json", '{"columns": {"A9": "bfi__A1"}}');
  expect(qingting(["import", "bfi", table, "--map", wrong, "--wave", "w1"], env)).toMatchObject({ status: 1, err: expect.stringContaining("no column “A9”") });
  expect(qingting(["status", "bfi"], env).out).toContain("No wave");
  const map = file("right.json", '{"columns": {"A1": "bfi__A1", "gender": "gender"}}');
  const { status, out, err } = qingting(["import", "bfi", table, "--map", map, "--wave", "w1", "--json"], env);
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ rows: 3, imported: 2, quarantinedRows: 1, quarantined: [{ row: 3, column: "A1", value: "7", pointer: "/bfi/A1" }], counts: { read: 3, taken: 2, quarantined: 1 }, unused: ["extra"], dropped: [{ column: "extra", n: 3 }], stored: true });
  expect(err).toContain("extra: neither mapped nor ignored, 3 values are left out");
  expect(JSON.parse(qingting(["status", "bfi", "--json"], env).out)).toMatchObject({ state: "closed", responses: 2 });
});

describe("cells of other tools", () => {
  test("of a choice that says why there is no answer, with a column of its own", () => {
    const made = assemble("made", { elements: [{ type: "checkbox", name: "tasks", choices: ["visit", "call"], showDontKnowItem: true }] }, undefined, "made").codebook;
    const { responses, lost } = importTable({ columns: ["tasks__visit", "tasks__dontknow"], rows: [{ line: 2, cells: ["1", "0"] }, { line: 3, cells: ["0", "1"] }] }, readMapping({}, "map.json"), made, { wave: "w1", where: "map.json" });
    expect(responses.map(({ answers }) => JSON.parse(JSON.stringify(answers)))).toEqual([{ tasks: ["visit"] }, { tasks: ["dontknow"] }]);
    expect(lost).toEqual([]);
  });

  test("the two ends of a range stand together", () => {
    const made = assemble("made", { elements: [{ type: "slider", name: "day", sliderType: "range", min: 0, max: 24 }] }, undefined, "made").codebook;
    const { responses } = importTable({ columns: ["day__to", "day__from"], rows: [{ line: 2, cells: ["17", "8"] }] }, readMapping({}, "map.json"), made, { wave: "w1", where: "map.json" });
    expect(responses.map(({ answers }) => JSON.parse(JSON.stringify(answers)))).toEqual([{ day: [8, 17] }]);
  });

  test("in words count only where the mapping says so; a word that two choices share is neither", () => {
    const made = assemble("made", { elements: [{ type: "radiogroup", name: "q", choices: [{ value: "a", text: { "zh-cn": "很 好", en: "Very Good" } }, { value: "b", text: "same" }, { value: "c", text: "same" }] }] }, undefined, "made").codebook;
    const cells = ["ＶＥＲＹ　good", "很好", "same", "a"];
    const run = (mapping: unknown) => importTable({ columns: ["q"], rows: cells.map((cell, i) => ({ line: i + 2, cells: [cell] })) }, readMapping(mapping, "map.json"), made, { wave: "w1", where: "map.json" });
    expect(run({ labels: true }).responses.map(({ answers }) => answers["q"])).toEqual(["a", "a", "a"]);
    expect(run({ labels: true }).entries).toMatchObject([{ row: 4, column: "q", value: "same", reason: "this is not one of the choices" }]);
    expect(run({})).toMatchObject({ read: 4, taken: 1, quarantined: 3 });
  });

  test("words beside “other” without a place for them are told as lost", () => {
    const made = assemble("made", { elements: [{ type: "radiogroup", name: "q", choices: ["a", "other"] }] }, undefined, "made").codebook;
    const { responses, lost } = importTable({ columns: ["q"], rows: [{ line: 2, cells: ["by ship"] }] }, readMapping({ others: ["q"] }, "map.json"), made, { wave: "w1", where: "map.json" });
    expect([responses[0]?.answers["q"], lost]).toEqual(["other", [{ column: "q", reason: "words", n: 1 }]]);
  });

  test("the whole and a choice of one question cannot both be mapped", () => {
    expect(() => read(["tasks", "tasks__visit"], [["visit", "1"]], {})).toThrow(/“tasks” and “tasks__visit” both answer/);
  });
});
