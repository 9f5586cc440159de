import { writeDatabase } from "../../../src/release/database.ts";
import { DONE } from "../../../src/i18n/release.ts";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { buildCube } from "../../../src/cube/cube.ts";
import type { ReleaseFile } from "../../../src/query/files.ts";
import type { Contents } from "../../../src/release/contents.ts";
import { frameOf } from "../../../src/survey/frame.ts";
import { writePackage } from "../../../src/release/package/package.ts";
import { buildCodebook } from "../../../src/survey/build.ts";
import type { Codebook } from "../../../src/survey/codebook.ts";
import { askedBy } from "../../../src/survey/conditions.ts";
import { columnNames, type FlatRow, flatten } from "../../../src/survey/flatten.ts";
import { readStudy } from "../../../src/survey/study.ts";
import { SHARED } from "../../shared.ts";

const both = (zh: string, en: string) => ({ "zh-cn": zh, en });
const blns = join(SHARED, "hostile/blns/blns.json");
/** Naughty strings that a form would keep as they are. */
const naughty: readonly string[] = (existsSync(blns) ? JSON.parse(readFileSync(blns, "utf8")) : ["=1+1", "@SUM(A1)", "DROP TABLE", "🏳0🌈️", "‪‪test‪"]).filter((text: string) => text.trim() === text && text !== "");

/** Every kind of question, with words that break what is not careful. */
export const definition = {
  title: both("“满意”吗？", "Are you “satisfied”, & <why>?"),
  pages: [
    {
      name: "p1",
      title: both("第一页", "Page one"),
      elements: [
        { type: "html", name: "hello", html: both("<p>您好 <b>朋友</b></p>", "<p>Hello, <b>friend</b></p>") },
        { type: "radiogroup", name: "all", title: both("逗号, “引号”和\n换行", "Comma, \"quote\" and\nbreak"), choices: [{ value: "a,b", text: both("甲，乙", "a, b") }, { value: 'say "x"', text: both("说“x”", 'say "x"') }, { value: "=1+1", text: both("=1+1", "=1+1") }, { value: "多云🌦", text: both("多云🌦", "cloudy 🌦") }] },
        { type: "dropdown", name: "minus", title: both("负数", "Negatives"), choices: [{ value: -2, text: both("很差", "very bad") }, { value: -1, text: both("差", "bad") }, { value: 1, text: both("好", "good") }] },
        { type: "rating", name: "score", title: both("打分", "Score"), rateMin: 1, rateMax: 5, visibleIf: "{minus} = 1" },
        { type: "checkbox", name: "tools", title: both("用什么", "Which tools"), choices: [{ value: "wechat", text: both("微信", "WeChat") }, { value: "电话", text: both("电话", "phone") }], showNoneItem: true },
        { type: "ranking", name: "order", title: both("排序", "Order"), choices: ["x", "y", "z"] },
        { type: "boolean", name: "yes", title: both("是吗", "Is it so") },
        { type: "text", inputType: "number", name: "hours", title: both("几小时", "Hours"), min: 0, max: 24 },
        { type: "comment", name: "words", title: both("还有什么", "Anything else") },
        { type: "matrix", name: "bat", title: both("以下说法", "These statements"), rows: [{ value: "r1", text: both("甲", "one") }, { value: "r2", text: both("乙", "two") }], columns: [{ value: "no", text: both("不同意", "no") }, { value: "dk", text: both("不清楚", "don't know") }, { value: "yes", text: both("同意", "yes") }] },
      ],
    },
    {
      name: "p2",
      elements: [
        { type: "paneldynamic", name: "visits", title: both("走访", "Visits"), maxPanelCount: 3, templateElements: [{ type: "dropdown", name: "shop", title: both("店", "Shop"), choices: [{ value: "s1", text: both("小店", "small") }, { value: "s2", text: both("大店", "large") }] }, { type: "checkbox", name: "did", title: both("做了什么", "Did what"), choices: [{ value: "order", text: both("订货", "ordered") }, { value: "talk", text: both("聊天", "talked") }] }] },
        { type: "dropdown", name: "naughty", title: both("淘气", "Naughty"), choices: naughty.slice(0, 400).map((text, i) => ({ value: `n${i}`, text: { "zh-cn": text, en: text } })) },
      ],
    },
  ],
};

const study = readStudy({
  title: both("“满意”吗？", "Are you “satisfied”, & <why>?"),
  about: Object.fromEntries(["sponsor", "conductor", "population", "frame", "sample", "recruitment", "mode", "questions", "weighting", "processing", "limitations"].map((key) => [key, both(`${key}：一`, `${key}: <one> & "two"`)])),
  waves: [{ id: "w1", admission: "invited" }],
  ordinal: ["bat"],
  missing: { dk: "dont_know" },
  roles: { words: "open", hours: { role: "ordinary", why: both("宽", "wide") }, all: "ordinary" },
}, "fixture");

const ANSWERS: readonly Readonly<Record<string, unknown>>[] = [
  { all: "a,b", minus: -2, tools: ["wechat"], order: ["z", "x"], yes: true, hours: 7.5, words: "x", bat: { r1: "no", r2: "dk" }, visits: [{ shop: "s1", did: ["order", "talk"] }, { shop: "s2" }], naughty: "n0" },
  { all: 'say "x"', minus: -1, tools: ["none"], yes: false, hours: 0, bat: { r1: "yes" }, visits: [{ did: ["talk"] }], naughty: "n3" },
  { all: "=1+1", minus: 1, score: 4, order: ["x", "y", "z"], hours: 24, naughty: "n9" },
  { all: "多云🌦", minus: 1, tools: ["电话", "wechat"], hours: 3, bat: { r1: "no", r2: "yes" }, visits: [] },
  {},
];

const whole = buildCodebook(definition, study, { survey: "made", version: "0123456789abcdef", where: "fixture" });

/** As a release would have it: of texts only whether there was one. */
export const codebook: Codebook = { ...whole, variables: whole.variables.map((variable) => (variable.kind === "text" ? { ...variable, columns: [], values: [] } : variable)) };

const asked = askedBy(whole);
export const rows: readonly FlatRow[] = Array.from({ length: 40 }, (_, i): FlatRow => {
  const flat = flatten(ANSWERS[i % ANSWERS.length] ?? {}, whole, asked);
  // Somebody's trait is hidden.
  return { ...Object.fromEntries(columnNames(codebook).map((name) => [name, flat[name] ?? null])), ...(i === 7 ? { all: null, all__na: "hidden" } : {}) };
});

export const contents: Contents = {
  codebook,
  frame: frameOf(codebook, rows),
  cube: buildCube(codebook, frameOf(codebook, rows)),
  definition,
  quotes: [{ variable: "words", theme: "=cmd", text: "“好”, \"fine\"" }],
  log: [{ variable: "words", done: DONE.text }],
  facts: {
    format: "qingting-release-1", survey: "made", wave: "w1", revision: 1, simulated: false, title: codebook.title, waveTitle: both("第一期", "Wave one"), admission: "invited", microdata: "public", opened: "2026-10-01", closed: "2026-10-10",
    protect: { k: 5, n: 10 }, responses: rows.length, designEffect: 1, weighted: false, about: study.about, hidden: [{ variable: "all", cells: 5, share: 0.03 }], constructs: [], weighting: { source: "none", margins: [] }, versions: [codebook.version], software: "qingting 0.1.0",
  },
  methods: { format: "qingting-methods-1", response: { responses: rows.length }, items: [], weighting: { source: "none", margins: [] }, protection: { microdata: "public", k: 5, n: 10, coarsened: [], hidden: [] }, constructs: [] },
  day: "2026-10-20",
};

export const withheld: Contents = { ...contents, frame: undefined, facts: { ...contents.facts, microdata: "withheld" } };

/** Written once for all who only read. */
export interface Written {
  readonly folder: string;
  readonly files: readonly ReleaseFile[];
  readonly path: (name: string) => string;
  readonly text: (name: string) => string;
}

export const PREFIX = "made-w1-r1-";

export async function written(what: Contents = contents): Promise<Written> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-package-"));
  const database = join(folder, `${PREFIX}data.duckdb`);
  const files = await writePackage(folder, PREFIX, what, { database: `${PREFIX}data.duckdb`, whole: writeDatabase(database, { ...what, constructs: [] }) });
  const path = (name: string): string => join(folder, PREFIX + name);
  return { folder, files, path, text: (name) => readFileSync(path(name), "utf8") };
}

/** What SQL says of files. */
export async function sql(text: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const found = (await connection.runAndReadAll(text)).getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return found;
}
