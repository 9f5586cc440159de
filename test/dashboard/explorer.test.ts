import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/dashboard/explorer-csv.ts";
import { guessesOf, isCodebook, readDropped, rowsOfTable } from "../../src/dashboard/explorer-own.ts";
import { derivedOf, readEdges, readGroups, writeGroups } from "../../src/dashboard/explorer-recode.ts";
import { EMPTY, readView, type View, writeView } from "../../src/dashboard/explorer-state.ts";
import { guessCodebook } from "../../src/query/guess.ts";
import { codedOf } from "../../src/release/package/coded.ts";
import { writeCsv } from "../../src/release/package/csv.ts";
import { csvText } from "../../src/survey/csv.ts";
import { askedBy } from "../../src/survey/conditions.ts";
import { flatten } from "../../src/survey/flatten.ts";
import { frameOf } from "../../src/survey/frame.ts";
import { simulated, surveyNamed } from "../release/made.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const survey = surveyNamed("workload");
const responses = simulated(survey, 40, 3);
const asked = askedBy(survey.codebook);
const rows = responses.map(({ answers }) => flatten(answers, survey.codebook, asked));
const frame = frameOf(survey.codebook, rows);

/** As a release writes it. */
async function csvOf(locale?: "en"): Promise<Uint8Array> {
  const path = join(mkdtempSync(join(tmpdir(), "qingting-csv-")), "rows.csv");
  await writeCsv(path, codedOf(frame), frame.n, locale ? { locale } : {});
  return new Uint8Array(readFileSync(path));
}

describe("the address of a view", () => {
  test.each<View>([
    EMPTY,
    { ...EMPTY, v: "beat" },
    { v: "hours__visit", by: "beat.r", where: { beat: ["b0", "b200"], odd: ["a,b", "50%", "100%2C"] }, recode: { beat: "Small%3:b0,b150|Large:b200" }, all: false },
    { ...EMPTY, all: true, where: { place: ["hidden"] } },
  ])("comes back as it was written: %j", (view) => expect(readView(writeView(view))).toEqual(view));

  test("is what a results page links to", () => {
    expect(readView("?v=beat")).toEqual({ ...EMPTY, v: "beat" });
    expect(writeView({ ...EMPTY, v: "beat", where: { place: ["rural", "urban"] } })).toBe("?v=beat&f.place=rural,urban");
  });
});

describe("a dropped file", () => {
  test("of exported responses is read line by line", () => {
    const read = readDropped(bytes(responses.map((response) => `${JSON.stringify(response)}\n`).join("")), "en");
    if (read.kind !== "responses") throw new Error(read.kind);
    expect(read.survey).toBe("workload");
    expect(read.versions).toEqual([survey.version]);
    expect(read.envelopes.map(({ answers }) => answers)).toEqual(responses.map(({ answers }) => answers));
  });

  test("of released codes gives the rows that were written", async () => {
    const read = readDropped(await csvOf(), "en");
    if (read.kind !== "table") throw new Error(read.kind);
    // What an apostrophe guards from spreadsheets are open texts; none begins so here.
    expect(rowsOfTable(read, survey.codebook, "en")).toEqual(rows);
  });

  test("of labels is refused with line and column", async () => {
    const read = readDropped(await csvOf("en"), "en");
    if (read.kind !== "table") throw new Error(read.kind);
    expect(() => rowsOfTable(read, survey.codebook, "en")).toThrow(/is not a code[^]*table of codes/);
  });

  test("that is a codebook is known as one, bare or as the command prints it", () => {
    for (const text of [JSON.stringify(survey.codebook, null, 1), JSON.stringify({ survey: "workload", ok: true, codebook: survey.codebook })]) expect(readDropped(bytes(text), "en").kind).toBe("codebook");
    expect(isCodebook({ ...survey.codebook, variables: [{ name: "a" }] })).toBe(false);
  });

  test("in the encoding of Chinese spreadsheets is read too", () => {
    // 中,文 / 一,二 in GB 18030
    const read = readDropped(Uint8Array.from([0xd6, 0xd0, 0x2c, 0xce, 0xc4, 0x0a, 0xd2, 0xbb, 0x2c, 0xb6, 0xfe]), "zh-cn");
    expect(read).toEqual({ kind: "table", columns: ["中", "文"], rows: [{ line: 2, cells: ["一", "二"] }] });
  });

  test.each([
    ["nothing", "", /nothing in the file/],
    ["a workbook", "PK\u0003\u0004", /Excel workbook/],
    ["broken JSON", '{"survey":"a","answers":{}}\n{"survey":', /Line 2 is not complete JSON/],
    ["another kind of JSON", '{"a":1}', /Line 1 is not a response/],
    ["two surveys", '{"survey":"a","answers":{}}\n{"survey":"b","answers":{}}', /Line 2 belongs to the survey b/],
    ["uneven rows", "a,b\n1,2\n3", /Line 3 has 1 cells/],
    ["an endless quote", 'a,b\n1,"2\n3', /quote on line 2 never ends/],
    ["a header alone", "a,b\n", /no responses/],
  ])("of %s is refused in words", (_, text, words) => expect(() => readDropped(bytes(text), "en")).toThrow(words));
});

describe("a recoding", () => {
  test("comes back from the address, whatever its names hold", () => {
    const groups = [{ label: "a: b, c | 50%", codes: ["x,y", "z"] }, { label: "rest", codes: ["100%"] }];
    expect(readGroups(writeGroups(groups))).toEqual(groups);
    expect(readEdges("4, 2；6，2 x")).toEqual([2, 4, 6]);
  });
  test("keeps an order where neighbours are merged, and loses it where they are not", () => {
    const [neighbours] = derivedOf(survey.codebook, { overtime: "often:d3,d4,d5" });
    expect(neighbours?.variable).toMatchObject({ name: "overtime.r", kind: "ordinal" });
    expect(neighbours?.variable.values.map(({ code, score }) => [code, score])).toEqual([["d0", 1], ["d1", 2], ["d2", 3], ["g1", 4]]);
    expect(derivedOf(survey.codebook, { overtime: "ends:d0,d5" })[0]?.variable.kind).toBe("single");
  });
  test("of what the survey does not have, or with nothing merged, is none", () => {
    const choices = derivedOf(survey.codebook, {}).length;
    for (const recode of [{ nobody: "a:b" }, { overtime: "often:unknown" }, { overtime: "" }, { hours__visit: "none" }]) expect(derivedOf(survey.codebook, recode)).toHaveLength(choices);
  });
});

test("a table without a questionnaire is read by what its columns look like", () => {
  const read = readDropped(bytes("team,score,note,level,level__na\n" + Array.from({ length: 70 }, (_, i) => `${i % 2 ? "a" : "b"},${i / 2},text ${i},${(i % 5) + 1},\n`).join("")), "en");
  if (read.kind !== "table") throw new Error(read.kind);
  const codebook = guessCodebook("own", guessesOf(read));
  expect(codebook.variables.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["team single", "score number", "note text", "level ordinal"]);
  expect(rowsOfTable(read, codebook, "en")[2]).toMatchObject({ team: "b", score: 1, note: "text 2", level: "3", level__na: null });
});

test("a questionnaire is known as one", () => {
  expect(readDropped(bytes(JSON.stringify(survey.definition)), "en").kind).toBe("definition");
});

test("CSV keeps quotes, commas and line breaks, and guards formulas", () => {
  const table = [["a", "b"], ['say "x"', "1,2"], ["two\nlines", ""]];
  expect(readCsv(csvText(table, "\r\n")).map(({ cells }) => cells)).toEqual(table);
  expect(readCsv("\uFEFFa,b\r\n1,2\r\n\r\n3,4").map(({ line, cells }) => [line, ...cells])).toEqual([[1, "a", "b"], [2, "1", "2"], [4, "3", "4"]]);
  expect(csvText([["=1+1", -2, "-2", null, true]], "\r\n")).toBe("'=1+1,-2,-2,,true\r\n");
});
