import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../../src/responses/encoding.ts";
import { importTable } from "../../src/responses/import.ts";
import { readMapping } from "../../src/responses/mapping.ts";
import { suggest } from "../../src/responses/suggest.ts";
import { openTable } from "../../src/responses/table.ts";
import { flatten } from "../../src/survey/flatten.ts";
import { assemble, loadSurveys } from "../../src/survey/load.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { type Answers, exported, type Style } from "./exported.ts";
import { delimited, gbk, utf16, xlsx } from "./files.ts";

const { codebook } = assemble("made", {
  elements: [
    { type: "radiogroup", name: "beat", title: { "zh-cn": "您的片区主要在城区还是农村？", en: "Is your beat in town or in the country?" }, choices: [{ value: "town", text: { "zh-cn": "城区", en: "In town" } }, { value: "country", text: { "zh-cn": "农村", en: "In the country" } }, { value: "both", text: { "zh-cn": "城区、农村各半", en: "Half, half" } }], showOtherItem: true },
    { type: "checkbox", name: "tasks", title: { "zh-cn": "上周做过哪些事？（可多选）", en: "Which of these did you do last week?" }, choices: [{ value: "visit", text: { "zh-cn": "走访，含临时走访", en: "Visits, planned or not" } }, { value: "stock", text: { "zh-cn": "样本数据实盘", en: "Stock-taking" } }, { value: "report", text: { "zh-cn": "写报表", en: "Reports" } }], showOtherItem: true },
    { type: "matrix", name: "feel", title: { "zh-cn": "下面的说法，您同意吗？", en: "Do you agree with these statements?" }, columns: [{ value: 1, text: { "zh-cn": "很不同意", en: "Strongly disagree" } }, { value: 2, text: { "zh-cn": "不太同意", en: "Rather disagree" } }, { value: 3, text: { "zh-cn": "比较同意", en: "Rather agree" } }, { value: 4, text: { "zh-cn": "很同意", en: "Strongly agree" } }], rows: [{ value: "time", text: { "zh-cn": "时间够用", en: "I have enough time" } }, { value: "help", text: { "zh-cn": "有人帮忙", en: "There is somebody to help me" } }] },
    { type: "text", name: "hours", inputType: "number", min: 0, max: 80, title: { "zh-cn": "上周加班几个小时？", en: "How many hours of overtime last week?" } },
    { type: "boolean", name: "lunch", title: { "zh-cn": "昨天吃午饭了吗？", en: "Did you have lunch yesterday?" } },
    { type: "ranking", name: "wish", title: { "zh-cn": "最需要哪些支持？请排序", en: "Rank what would help you most" }, choices: [{ value: "train", text: { "zh-cn": "培训", en: "Training" } }, { value: "less", text: { "zh-cn": "减少报表", en: "Fewer reports" } }, { value: "pay", text: { "zh-cn": "补贴", en: "Allowances" } }] },
    { type: "comment", name: "idea", title: { "zh-cn": "还想说什么？", en: "What else do you want to say?" }, maxLength: 200 },
  ],
}, undefined, "made");

const WORDS = ["坐船去的渔村", "a village on stilts", "带徒弟 & 开会", "wechat groups", "乡镇集市摆摊"];
const line = fc.string({ unit: fc.constantFrom(..."ab Z09,;|\"'\n\t你好走访<&>=-"), minLength: 1, maxLength: 30 }).map((text) => text.trim()).filter((text) => text !== "");
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined, freq: 5 });
const responses: fc.Arbitrary<Answers[]> = fc.array(
  fc.record({ beat: maybe(fc.constantFrom("town", "country", "both", "other")), tasks: maybe(fc.subarray(["visit", "stock", "report", "other"], { minLength: 1 })), time: maybe(fc.integer({ min: 1, max: 4 })), help: maybe(fc.integer({ min: 1, max: 4 })), hours: fc.integer({ min: 0, max: 80 }), lunch: maybe(fc.boolean()), wish: maybe(fc.shuffledSubarray(["train", "less", "pay"], { minLength: 1 })), idea: maybe(line), where: fc.constantFrom(...WORDS), what: fc.constantFrom(...WORDS) })
    .map(({ beat, tasks, time, help, hours, lunch, wish, idea, where, what }) => JSON.parse(JSON.stringify({ beat, tasks, hours, lunch, wish, idea, ...(time === undefined && help === undefined ? {} : { feel: { time, help } }), ...(beat === "other" ? { "beat-Comment": where } : {}), ...(tasks?.includes("other") ? { "tasks-Comment": what } : {}) }))),
  { minLength: 1, maxLength: 12 },
);

async function roundTrip(bytes: Uint8Array): Promise<{ answers: unknown[]; counts: readonly number[]; draft: ReturnType<typeof suggest> }> {
  const table = await openTable(bytesOf(bytes, "export"));
  const draft = suggest(table, codebook);
  const mapping = readMapping(JSON.parse(JSON.stringify(draft.mapping)), "draft");
  const again = await openTable(bytesOf(bytes, "export"), mapping);
  const { responses: taken, read, quarantined } = importTable({ columns: again.columns, rows: [...again.rows()] }, mapping, codebook, { wave: "w1", where: "draft" });
  return { answers: taken.map(({ answers }) => JSON.parse(JSON.stringify(answers))), counts: [read, taken.length, quarantined], draft };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const CASES: readonly [string, Style, (rows: ReturnType<typeof exported>) => Uint8Array][] = [
  ["codes under names, CSV", { locale: "en", words: "codes", headings: "names", several: ";" }, (rows) => utf8(delimited(rows))],
  ["Chinese labels joined by ┋, CSV with a byte order mark", { locale: "zh-cn", words: "labels", headings: "titles", several: "┋" }, (rows) => utf8(`\uFEFF${delimited(rows)}`)],
  ["English labels joined by commas that stand in labels, too", { locale: "en", words: "labels", headings: "titles", several: ", " }, (rows) => utf8(delimited(rows, ",", "\n"))],
  ["one column per choice with 1 and 0, semicolons", { locale: "en", words: "labels", headings: "titles", several: ["1", "0"] }, (rows) => utf8(delimited(rows, ";"))],
  ["one column per choice with a label or nothing, two heading rows", { locale: "en", words: "labels", headings: "two rows", several: ["LABEL", ""] }, (rows) => utf8(delimited(rows))],
  ["one column per choice with ticks, two heading rows, XLSX", { locale: "zh-cn", words: "labels", headings: "two rows", several: ["✓", ""] }, xlsx],
  ["codes, one column per choice with TRUE and FALSE, XLSX", { locale: "en", words: "codes", headings: "names", several: ["TRUE", "FALSE"] }, xlsx],
  ["Chinese labels in GBK", { locale: "zh-cn", words: "labels", headings: "titles", several: "；" }, (rows) => gbk(delimited(rows))],
  ["Chinese labels in UTF-16, tabs", { locale: "zh-cn", words: "labels", headings: "titles", several: ["选中", "未选中"] }, (rows) => utf16(delimited(rows, "\t"))],
  ["codes in UTF-16, the other order", { locale: "en", words: "codes", headings: "titles", several: "|" }, (rows) => utf16(delimited(rows, "\t"), "be")],
];

describe("what another tool exports is drafted, imported, and the same answers again", () => {
  test.each(CASES)("%s", async (_, style, write) => {
    await fc.assert(
      fc.asyncProperty(responses, async (answers) => {
        const { answers: taken, counts } = await roundTrip(write(exported(codebook, answers, style)));
        expect(counts).toEqual([answers.length, answers.length, 0]);
        expect(taken).toEqual(answers);
      }),
      { numRuns: 40 },
    );
  });
});

const table = (...rows: (readonly string[])[]): Uint8Array => utf8(delimited(rows));

/** Headings and cells as these tools write them, small. */
const TOOLS: readonly [string, Uint8Array, readonly unknown[], readonly string[]][] = [
  [
    "问卷星, words of choices: numbered titles, choices joined by ┋, words in 〖〗, skipped and empty in brackets",
    table(
      ["序号", "提交答卷时间", "所用时间", "来源", "来自IP", "1、您的片区主要在城区还是农村？", "2、上周做过哪些事？（可多选）", "3、下面的说法，您同意吗？—时间够用", "3、有人帮忙", "4、上周加班几个小时？", "5、昨天吃午饭了吗？", "6、最需要哪些支持？请排序", "7、还想说什么？", "总分"],
      ["1", "2026/9/1 8:01:02", "125秒", "微信", "10.0.0.1(北京)", "城区", "走访，含临时走访┋其他〖带徒弟〗", "不太同意", "很同意", "4", "是", "培训→补贴→减少报表", "没有", "0"],
      ["2", "2026/9/1 8:03:40", "98秒", "链接", "10.0.0.2(上海)", "其他〖渔村〗", "写报表", "(空)", "比较同意", "0", "否", "(跳过)", "(空)", "0"],
    ),
    [
      { beat: "town", tasks: ["visit", "other"], "tasks-Comment": "带徒弟", feel: { time: 2, help: 4 }, hours: 4, lunch: true, wish: ["train", "pay", "less"], idea: "没有" },
      { beat: "other", "beat-Comment": "渔村", tasks: ["report"], feel: { help: 3 }, hours: 0, lunch: false },
    ],
    ["序号", "提交答卷时间", "所用时间", "来源", "来自IP", "总分"],
  ],
  [
    "问卷星, numbers of choices: “2(选项1)” with 1 and 0, -3 for skipped",
    table(
      ["序号", "1、您的片区主要在城区还是农村？", "2(选项1)", "2(选项2)", "2(选项3)", "2(选项4)", "3(行1)", "3(行2)", "4、上周加班几个小时？"],
      ["1", "农村", "1", "0", "1", "0", "2", "3", "5"],
      ["2", "城区", "-3", "-3", "-3", "-3", "-3", "4", "6"],
    ),
    [{ beat: "country", tasks: ["visit", "report"], feel: { time: 2, help: 3 }, hours: 5 }, { beat: "town", feel: { help: 4 }, hours: 6 }],
    ["序号"],
  ],
  [
    "腾讯问卷: “2.题目:选项”, the choice or nothing",
    table(
      ["编号", "开始答题时间", "1.您的片区主要在城区还是农村？", "2.上周做过哪些事？（可多选）:走访，含临时走访", "2.上周做过哪些事？（可多选）:样本数据实盘", "2.上周做过哪些事？（可多选）:写报表", "2.上周做过哪些事？（可多选）:其他", "2.上周做过哪些事？（可多选）:其他[选项填空]", "4.上周加班几个小时？"],
      ["1", "2026-09-01", "城区、农村各半", "走访，含临时走访", "", "写报表", "其他", "带徒弟", "３"],
    ),
    [{ beat: "both", tasks: ["visit", "report", "other"], "tasks-Comment": "带徒弟", hours: 3 }],
    ["编号", "开始答题时间"],
  ],
  [
    "SurveyMonkey: two heading rows, the question above the first of its columns alone, words in the column of “other”",
    table(
      ["Respondent ID", "Collector ID", "Is your beat in town or in the country?", "", "Which of these did you do last week?", "", "", "", "How many hours of overtime last week?"],
      ["", "", "Response", "Other (please specify)", "Visits, planned or not", "Stock-taking", "Reports", "Other (please specify)", "Open-Ended Response"],
      ["9001", "77", "In town", "", "Visits, planned or not", "", "", "training a beginner", "12"],
      ["9002", "77", "Other (please specify)", "an island", "", "Stock-taking", "", "", "1"],
    ),
    [{ beat: "town", tasks: ["visit", "other"], "tasks-Comment": "training a beginner", hours: 12 }, { beat: "other", "beat-Comment": "an island", tasks: ["stock"], hours: 1 }],
    ["Respondent ID", "Collector ID"],
  ],
  [
    "Qualtrics: codes, questions in words, and a row of import ids",
    table(
      ["StartDate", "Q1", "Q2_1", "Q2_3", "Q3_1", "Q4"],
      ["Start Date", "Is your beat in town or in the country?", "Which of these did you do last week? - Visits, planned or not", "Which of these did you do last week? - Reports", "Do you agree with these statements? - I have enough time", "How many hours of overtime last week?"],
      ['{"ImportId":"startDate"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2_1"}', '{"ImportId":"QID2_3"}', '{"ImportId":"QID3_1"}', '{"ImportId":"QID4_TEXT"}'],
      ["2026-09-01", "In the country", "Visits, planned or not", "", "Strongly agree", "7"],
    ),
    [{ beat: "country", tasks: ["visit"], feel: { time: 4 }, hours: 7 }],
    ["StartDate"],
  ],
  [
    "LimeSurvey: “tasks[visit]” with Y, rows in brackets",
    table(["id", "submitdate", "beat", "tasks[visit]", "tasks[stock]", "tasks[other]", "feel[time]", "hours", "lunch"], ["1", "2026-09-01", "town", "Y", "", "training", "3", "2", "Y"]),
    [{ beat: "town", tasks: ["visit", "other"], "tasks-Comment": "training", feel: { time: 3 }, hours: 2, lunch: true }],
    ["id", "submitdate"],
  ],
  [
    "Google Forms: choices joined by commas, words of one's own among them, rows in brackets, a time stamp",
    table(["Timestamp", "Is your beat in town or in the country?", "Which of these did you do last week?", "Do you agree with these statements? [I have enough time]", "How many hours of overtime last week?"], ["2026/09/01 8:00:00", "Half, half", "Visits, planned or not, Reports, training a beginner", "Rather agree", "2"]),
    [{ beat: "both", tasks: ["visit", "report", "other"], "tasks-Comment": "training a beginner", feel: { time: 3 }, hours: 2 }],
    ["Timestamp"],
  ],
];

describe("exports are understood as these tools write them", () => {
  test.each(TOOLS)("%s", async (_, bytes, answers, ignored) => {
    const { answers: taken, counts, draft } = await roundTrip(bytes);
    expect(draft.mapping.ignore).toEqual(ignored);
    expect(draft.unmatched).toEqual([]);
    expect(counts).toEqual([answers.length, answers.length, 0]);
    expect(taken).toEqual(answers);
  });
});

describe("the questionnaires that ship come back as they were answered", () => {
  test.each(loadSurveys("surveys").map((survey) => [survey.id, survey] as const))("%s", async (_, survey) => {
    const given = simulate(survey, { n: 60, seed: 3, wave: "w1" }).map(({ answers }) => answers).filter((answers) => Object.keys(answers).length > 0);
    for (const style of [{ locale: "zh-cn", words: "labels", headings: "titles", several: "┋" }, { locale: "en", words: "codes", headings: "names", several: ";" }] as const) {
      const opened = await openTable(bytesOf(utf8(delimited(exported(survey.codebook, given, style))), "export"));
      const draft = suggest(opened, survey.codebook);
      expect([draft.unmatched, draft.unanswered]).toEqual([[], []]);
      const { responses: taken, quarantined } = importTable({ columns: opened.columns, rows: [...opened.rows()] }, readMapping(draft.mapping, "draft"), survey.codebook, { wave: "w1", where: "draft" });
      const rows = (all: readonly Answers[]): unknown[] => all.map((answers) => flatten({ ...answers }, survey.codebook, () => () => true));
      expect(quarantined).toBe(0);
      expect(rows(taken.map(({ answers }) => answers))).toEqual(rows(given));
    }
  });
});
