import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type RuleId, RULES, ruleWords, SOURCES } from "../../src/i18n/lint.ts";
import { syllables } from "../../src/survey/lint/language.ts";
import { lint } from "../../src/survey/lint/lint.ts";
import { assemble, listSurveys, loadSurvey } from "../../src/survey/load.ts";
import { readStudy } from "../../src/survey/study.ts";
import { qingting } from "../cli/run.ts";

type Json = Readonly<Record<string, unknown>>;
const SURVEYS = resolve(import.meta.dirname, "../../surveys");
const pulse: Json = JSON.parse(readFileSync(join(SURVEYS, "pulse/study.json"), "utf8"));

/** A study that says nothing about questions, with what a test adds. */
const study = (added: Json): Json => ({ title: pulse["title"], about: pulse["about"], waves: [{ id: "w", admission: "invited" }], ...added });

const reportOf = (elements: readonly Json[], added?: Json, top: Json = {}) =>
  lint(assemble("test", { elements, ...top }, added ? readStudy(study(added), "study.json") : undefined, "survey.json"));
const rulesOf = (elements: readonly Json[], added?: Json, top?: Json): string[] => reportOf(elements, added, top).findings.map(({ rule }) => rule);

const text = (name: string, title: unknown, more: Json = {}): Json => ({ type: "text", name, title, ...more });
const radio = (name: string, title: unknown, choices: readonly unknown[] = ["a", "b"], more: Json = {}): Json => ({ type: "radiogroup", name, title, choices, ...more });
const labelled = (labels: readonly string[]): Json[] => labels.map((label, i) => ({ value: `s${i}`, text: label }));
const ZH_AGREE = ["非常不同意", "不太同意", "一般", "比较同意", "非常同意"];
const EN_AGREE = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"];
const battery = (title: unknown, labels: readonly string[], rows: readonly unknown[], name = "b"): Json => ({ type: "matrix", name, title, columns: [...labelled(labels), { value: "na", text: "—" }], rows: rows.map((row, i) => (typeof row === "string" ? { value: `r${i}`, text: row } : row)) });
const zhSays = (row: string): Json[] => [battery("您同意还是不同意？", ZH_AGREE, [row])];
const enSays = (row: string): Json[] => [battery("How far do you agree or disagree?", EN_AGREE, [row])];
const zhAsks = (title: string): Json[] => [radio("q", title)];
const pages = (...all: readonly (readonly Json[])[]): Json => ({ pages: all.map((elements, i) => ({ name: `p${i}`, elements })) });
const traits = (sizes: readonly number[]): Json[] => sizes.map((n, i) => radio(`t${i}`, "t", Array.from({ length: n }, (_, j) => `c${j}`)));
const roles = (names: readonly string[], role: string): Json => Object.fromEntries(names.map((name) => [name, role]));

interface Case {
  readonly rule: RuleId;
  readonly says: string;
  readonly bad: readonly Json[];
  readonly good: readonly Json[];
  /** Study of both, of the bad one, of the good one. */
  readonly study?: Json;
  readonly badStudy?: Json;
  readonly goodStudy?: Json;
  readonly badTop?: Json;
  readonly goodTop?: Json;
}

const worded = (rule: RuleId, says: string, ask: (words: string) => Json[], bad: string, good: string): Case => ({ rule, says: `${says}: ${bad}`, bad: ask(bad), good: ask(good) });

const CASES: readonly Case[] = [
  worded("two-in-one", "zh", zhSays, "上级支持我，培训和工具也够用", "上级支持我"),
  worded("two-in-one", "zh, an example is none", zhSays, "系统及平台好用", "改用电话、微信等方式很方便"),
  worded("two-in-one", "zh, words that hold 及 or 和", zhSays, "培训与工具够用", "当天的工作我来得及做完，气氛也温和"),
  worded("two-in-one", "zh, alternatives of one question, and “with”", zhAsks, "零售户更多、收入更高吗？", "比起纸质的，它与旧系统相比是更好用、更难用，还是差不多？您和上级之间呢？"),
  worded("two-in-one", "zh, what leads up to the question", zhAsks, "您觉得培训和工具够不够？", "有人打电话和发微信。您主要用哪种方式？"),
  worded("two-in-one", "en", enSays, "My superiors support me and training is sufficient", "My superiors support me"),
  worded("two-in-one", "en, set phrases", enSays, "Tools or training are lacking", "I visit more or less the same shops, 20 or more a day (by car and on foot)"),
  { rule: "two-in-one", says: "en, the two ends of the scale", bad: [radio("q", "Did prices or wages change?", labelled(["Down", "No change", "Up"]))], good: [radio("q", "Has your workload gone down or up?", labelled(["Down", "No change", "Up"]))] },
  { rule: "two-in-one", says: "hours of one kind of work", bad: [radio("q", "写总结和报表要多久？", [1, 2])], good: [{ type: "matrix", name: "hours", title: "花了多久？", columns: [1, 2], rows: ["写总结和报表"] }], goodStudy: { numbers: { hours: { unit: { "zh-cn": "小时", en: "hours" } } } } },
  worded("leading", "zh", zhAsks, "难道您不忙吗？", "您忙不忙？"),
  worded("leading", "zh", zhAsks, "是不是应该减少报表？", "报表该减少还是该增加？"),
  worded("leading", "en", zhAsks, "Don't you agree that reports take too long?", "Why don't you use it?"),
  worded("leading", "en, a judging word", zhAsks, "How often do you write pointless reports?", "How often do you write reports?"),
  { rule: "one-sided", says: "zh", bad: [battery("下面的说法，您同意吗？", ZH_AGREE, ["我忙"])], good: [battery("下面的说法，您同意还是不同意？", ZH_AGREE, ["我忙"])] },
  { rule: "one-sided", says: "en", bad: [battery("Do you agree?", EN_AGREE, ["I am busy"])], good: [battery("How far do you agree or disagree?", EN_AGREE, ["I am busy"])] },
  worded("absolute", "zh", zhSays, "报表总是重复的", "报表常常是重复的"),
  worded("absolute", "en", enSays, "Reports are always late", "Reports are often late"),
  worded("double-negation", "zh", zhSays, "我不得不加班", "我需要加班"),
  worded("double-negation", "zh", zhAsks, "没有人不知道的事多吗？", "有没有人知道？"),
  worded("double-negation", "zh, 非常 is no negation", zhAsks, "这事非您不可吗？", "这件事非常不可靠吗？"),
  worded("double-negation", "en", enSays, "I do not fail for never asking", "I fail"),
  worded("negation", "zh", zhSays, "我的意见没有回音", "我每天的时间都差不多，说不清有没有变化"),
  worded("negation", "en", enSays, "I do not get replies", "It is the same whether it changes or not"),
  worded("long-sentence", "zh", zhAsks, "请您回想一下在过去的一整个季度里面您在所负责的片区当中总共碰到过多少次需要您亲自上门处理的终端故障问题？", "请回想一下过去一个季度，在您的片区里，有几次终端故障要您上门处理？"),
  worded("long-sentence", "en", zhAsks, `How many times ${"have you had to go to a store ".repeat(4)}last week?`, "How many times did you go to a store last week?"),
  worded("long-sentence", "en, hard words", zhAsks, "Organisational simplification initiatives considerably facilitate administrative responsibilities regarding documentation requirements continuously nationally internationally", "When you have to write down what you did in the day, how long does it take you?"),
  { rule: "unbalanced", says: "zh", bad: [radio("q", "满意吗", labelled(["很满意", "比较满意", "有点满意", "不满意"]))], good: [radio("q", "满意吗", labelled(["很满意", "比较满意", "一般", "不太满意", "很不满意"]))] },
  { rule: "unbalanced", says: "en", bad: [radio("q", "How good?", labelled(["Excellent", "Very good", "Good", "Poor"]))], good: [radio("q", "How useful?", labelled(["Not at all useful", "Slightly useful", "Very useful", "Extremely useful"]))] },
  { rule: "unlabelled", says: "a rating", bad: [{ type: "rating", name: "r", title: "r" }], good: [{ type: "rating", name: "r", title: "r", rateValues: [1, 2, 3].map((value) => ({ value, text: `第 ${value} 级` })) }] },
  { rule: "unlabelled", says: "a battery; numbers may be counted", bad: [{ type: "matrix", name: "m", title: "m", columns: [1, 2, 3], rows: ["a"] }], good: [radio("q", "How many children?", [0, 1, 2, 3])] },
  { rule: "scale-direction", says: "zh", bad: [battery("同意还是不同意？", ZH_AGREE, ["甲"], "a"), battery("同意还是不同意？", ZH_AGREE.toReversed(), ["乙"], "b")], good: [battery("同意还是不同意？", ZH_AGREE, ["甲"], "a"), battery("同意还是不同意？", ZH_AGREE, ["乙"], "b")] },
  { rule: "scale-direction", says: "en, across kinds of scale", bad: [battery("agree or disagree", EN_AGREE, ["A"], "a"), radio("q", "Satisfied?", labelled(["Satisfied", "Neutral", "Dissatisfied"]))], good: [battery("agree or disagree", EN_AGREE, ["A"], "a"), radio("q", "Satisfied?", labelled(["Dissatisfied", "Neutral", "Satisfied"]))] },
  { rule: "scale-wording", says: "zh", bad: [battery("同意还是不同意？", ZH_AGREE, ["甲"], "a"), battery("同意还是不同意？", ["很不同意", "不同意", "一般", "同意", "很同意"], ["乙"], "b")], good: [battery("同意还是不同意？", ZH_AGREE, ["甲"], "a"), battery("同意还是不同意？", ZH_AGREE, ["乙"], "b")] },
  { rule: "scale-wording", says: "en, satisfaction", bad: [radio("p", "P?", labelled(["Dissatisfied", "Neutral", "Satisfied"])), radio("q", "Q?", labelled(["Very dissatisfied", "Neutral", "Very satisfied"]))], good: [radio("p", "P?", labelled(["Dissatisfied", "Neutral", "Satisfied"])), radio("q", "Q?", labelled(["Very unclear", "Neutral", "Very clear"]))] },
  ...[{ says: "zh", labels: ZH_AGREE }, { says: "en", labels: EN_AGREE }].map(({ says, labels }): Case => ({
    rule: "acquiescence", says, bad: [battery("b", labels, ["x", "y", "z"])], good: [battery("b", labels, ["x", "y", "z"])],
    badStudy: { constructs: [construct(["b__r0", "b__r1", "b__r2"], [])] }, goodStudy: { constructs: [construct(["b__r0", "b__r1", "b__r2"], ["b__r2"])] },
  })),
  { rule: "few-items", says: "an index of two", bad: [battery("b", ZH_AGREE, ["x", "y", "z"])], good: [battery("b", ZH_AGREE, ["x", "y", "z"])], badStudy: { constructs: [construct(["b__r0", "b__r1"], ["b__r1"])] }, goodStudy: { constructs: [construct(["b__r0", "b__r1", "b__r2"], ["b__r1"])] } },
  { rule: "long-battery", says: "eight rows", bad: [battery("b", ZH_AGREE, "12345678".split(""))], good: [battery("b", ZH_AGREE, "1234567".split(""))] },
  { rule: "required", says: "one that must", bad: [radio("q", "q", ["a", "b"], { isRequired: true })], good: [radio("q", "q")] },
  { rule: "no-way-out", says: "zh, a fact", bad: [radio("q", "您每天走访多少户？")], good: [radio("q", "您每天走访多少户？", ["a", "b"], { showDontKnowItem: true })] },
  { rule: "no-way-out", says: "en, a trait is known", bad: [radio("q", "How many stores do you visit?")], good: [radio("q", "How many years are you in the job?")], goodStudy: { roles: { q: "quasi" } } },
  { rule: "no-way-out", says: "required, an opinion", bad: [radio("q", "您更喜欢哪种？", ["a", "b"], { isRequired: true })], good: [radio("q", "您更喜欢哪种？")] },
  { rule: "other-text", says: "zh", bad: [radio("q", "q", ["甲", { value: "o", text: "其他" }])], good: [radio("q", "q", ["甲"], { showOtherItem: true })] },
  { rule: "other-text", says: "en", bad: [radio("q", "q", ["A", { value: "o", text: "Other (please say)" }])], good: [radio("q", "q", ["A", { value: "o", text: "Other shops" }])] },
  { rule: "long-ranking", says: "eight", bad: [{ type: "ranking", name: "r", choices: [1, 2, 3, 4, 5, 6, 7, 8] }], good: [{ type: "ranking", name: "r", choices: [1, 2, 3, 4, 5, 6, 7, 8], selectToRankEnabled: true, maxSelectedChoices: 3 }] },
  { rule: "too-long", says: "forty answers in two minutes", bad: Array.from({ length: 40 }, (_, i) => radio(`q${i}`, "您更喜欢哪一种方式？")), good: Array.from({ length: 20 }, (_, i) => radio(`q${i}`, "您更喜欢哪一种方式？")), study: { waves: [{ id: "w", admission: "invited", minutes: 2 }] } },
  { rule: "thin-cells", says: "100 people in 24 cells", bad: traits([2, 3, 4]), good: traits([2, 2, 4]), badStudy: { waves: [wave(100)], roles: roles(["t0", "t1", "t2"], "quasi") }, goodStudy: { waves: [wave(100)], roles: roles(["t0", "t1", "t2"], "quasi") } },
  { rule: "thin-cells", says: "bands count, not choices", bad: traits([40]), good: traits([40]), badStudy: { waves: [wave(100)], roles: { t0: "quasi" } }, goodStudy: { waves: [wave(100)], roles: { t0: "quasi" }, bands: { t0: { groups: [group("x", 0, 20), group("y", 20, 40)] } } } },
  { rule: "filter-cells", says: "under 20 a cell", bad: traits([2, 3]), good: traits([2, 2]), badStudy: { waves: [wave(100)], roles: roles(["t0", "t1"], "quasi"), filters: ["t0", "t1"] }, goodStudy: { waves: [wave(100)], roles: roles(["t0", "t1"], "quasi"), filters: ["t0", "t1"] } },
  { rule: "many-sensitive", says: "four", bad: traits([2, 2, 2, 2]), good: traits([2, 2, 2]), badStudy: { roles: roles(["t0", "t1", "t2", "t3"], "sensitive") }, goodStudy: { roles: roles(["t0", "t1", "t2"], "sensitive") } },
  { rule: "identifier", says: "zh", bad: [text("q", "您的姓名")], good: [text("q", "店里卖得最好的牌子")] },
  { rule: "identifier", says: "en", bad: [text("q", "Your e-mail")], good: [text("q", "The brand that sells best")] },
  { rule: "identifier", says: "by its type", bad: [text("q", "q", { inputType: "tel" })], good: [text("q", "q", { inputType: "number" })] },
  { rule: "identifier", says: "one field of several", bad: [{ type: "multipletext", name: "m", title: "m", items: [{ name: "a", title: "姓名" }] }], good: [{ type: "multipletext", name: "m", title: "m", items: [{ name: "a", title: "品牌" }] }] },
  { rule: "leading", says: "inside what repeats", bad: [{ type: "paneldynamic", name: "shops", maxPanelCount: 2, templateElements: [radio("k", "难道您不去吗？")] }], good: [{ type: "paneldynamic", name: "shops", maxPanelCount: 2, templateElements: [radio("k", "您去不去？")] }] },
  { rule: "names-in-text", says: "inside what repeats", bad: [{ type: "matrixdynamic", name: "trips", maxRowCount: 2, columns: [{ name: "why", title: "为什么？", cellType: "text" }] }], good: [{ type: "matrixdynamic", name: "trips", maxRowCount: 2, columns: [{ name: "why", title: "为什么（不要写人名）？", cellType: "text" }] }] },
  { rule: "names-in-text", says: "zh", bad: [text("q", "先改什么？")], good: [text("q", "先改什么？", { description: "请不要写人名和店名。" })] },
  { rule: "names-in-text", says: "en", bad: [text("q", "What first?")], good: [text("q", "What first?", { description: "Please do not write names." })] },
  { rule: "names-in-text", says: "in both languages", bad: [text("q", { "zh-cn": "先改什么？", en: "What first?" }, { description: "请不要写人名。" })], good: [text("q", { "zh-cn": "先改什么？", en: "What first?" }, { description: { "zh-cn": "请不要写人名。", en: "Please do not write names." } })] },
  { rule: "unused", says: "words without a figure", bad: [text("q", "q")], good: [text("q", "q")], badStudy: {}, goodStudy: { figures: [{ show: "q" }] } },
  { rule: "spss-name", says: "a reserved word", bad: [radio("with", "q")], good: [radio("within", "q")] },
  { rule: "spss-name", says: "an underscore at the end", bad: [radio("pay.", "q")], good: [radio("pay.rise", "q")] },
  { rule: "long-name", says: "over 64 bytes", bad: [radio("工".repeat(22), "q")], good: [radio("工".repeat(21), "q")] },
  { rule: "missing-translation", says: "a title in Chinese alone", bad: [radio("q", { "zh-cn": "问", en: "Q" }), radio("r", "再问")], good: [radio("q", { "zh-cn": "问", en: "Q" }, [1]), radio("r", { "zh-cn": "再问", en: "R" }, [1, 2])] },
  { rule: "missing-translation", says: "a choice without words", bad: [radio("q", { "zh-cn": "问", en: "Q" }, ["yes", 2])], good: [radio("q", { "zh-cn": "问", default: "Q" }, [1, 2])] },
  { rule: "one-language", says: "Chinese alone", bad: [radio("q", "问")], good: [radio("q", { "zh-cn": "问", en: "Q" }, [1, 2])] },
  { rule: "never-visible", says: "hidden for ever", bad: [radio("q", "q", ["a", "b"], { isRequired: true, visible: false })], good: [radio("p", "p"), radio("q", "q", ["a", "b"], { isRequired: true, visibleIf: "{p} = 'a'" })] },
  { rule: "unknown-question", says: "a name that nobody asks", bad: [radio("p", "p"), radio("q", "q", ["a"], { visibleIf: "{P1} notempty" })], good: [radio("p", "p", ["a"], { showOtherItem: true }), radio("q", "q", ["a"], { visibleIf: "{p-Comment} notempty" })] },
  { rule: "unknown-question", says: "calculated values and rows are known", bad: [radio("q", "q", ["a"], { visibleIf: "{load} > 2" })], good: [battery("b", ZH_AGREE, ["x"]), radio("q", "q", ["a"], { visibleIf: "{load} > 2 or {b.r0} = 's1'" })], goodTop: { calculatedValues: [{ name: "load", expression: "3" }] } },
  { rule: "later-question", says: "on a later page", bad: [], good: [], badTop: pages([radio("q", "q", ["a"], { visibleIf: "{p} = 'a'" })], [radio("p", "p")]), goodTop: pages([radio("p", "p")], [radio("q", "q", ["a"], { visibleIf: "{p} = 'a'" })]) },
  { rule: "no-such-choice", says: "a value that nobody can choose", bad: [radio("p", "p"), radio("q", "q", ["a"], { visibleIf: "{p} = 'c'" })], good: [radio("p", "p"), radio("q", "q", ["a"], { visibleIf: "{p} anyof ['A', 'b']" })] },
  { rule: "no-such-choice", says: "numbers and words are one", bad: [radio("p", "p", [1, 2]), radio("q", "q", ["a"], { visibleIf: "{p} = 3" })], good: [radio("p", "p", [1, 2]), radio("q", "q", ["a"], { visibleIf: "{p} = '2'" })] },
  { rule: "contradiction", says: "one answer, two values", bad: [radio("p", "p"), radio("q", "q", ["a"], { visibleIf: "{p} = 'a' and {p} = 'b'" })], good: [radio("p", "p"), radio("q", "q", ["a"], { visibleIf: "{p} = 'a' or {p} = 'b'" })] },
  { rule: "min-max", says: "a number", bad: [text("q", "q", { inputType: "number", min: 10, max: 2 })], good: [text("q", "q", { inputType: "number", min: 2, max: 10 })] },
  { rule: "min-max", says: "choices to tick", bad: [{ type: "checkbox", name: "q", choices: ["a", "b", "c"], minSelectedChoices: 3, maxSelectedChoices: 2 }], good: [{ type: "checkbox", name: "q", choices: ["a", "b", "c"], minSelectedChoices: 2, maxSelectedChoices: 2 }] },
  { rule: "min-max", says: "the days of a wave", bad: [radio("q", "q")], good: [radio("q", "q")], badStudy: { waves: [{ id: "w", admission: "invited", opens: "2026-12-02", closes: "2026-12-01" }] }, goodStudy: { waves: [{ id: "w", admission: "invited", opens: "2026-12-01", closes: "2026-12-01" }] } },
  { rule: "idle-acceptance", says: "a reason without a finding", bad: [radio("q", "q")], good: [radio("q", "q", ["a", "b"], { isRequired: true })], study: { accepted: { "required@q": "a reason" } } },
  { rule: "unknown-acceptance", says: "a rule that there is not", bad: [radio("q", "q")], good: [radio("q", "q")], badStudy: { accepted: { requird: "a reason" } }, goodStudy: {} },
  { rule: "idle-margins", says: "declared", bad: [radio("q", "q")], good: [radio("q", "q")], badStudy: { margins: { q: "roster" }, roles: { q: "quasi" }, waves: [{ id: "w", admission: "open" }] }, goodStudy: { roles: { q: "quasi" }, waves: [{ id: "w", admission: "open" }] } },
  { rule: "no-study", says: "without study.json", bad: [radio("q", "q")], good: [radio("q", "q")], goodStudy: {} },
];

function construct(items: readonly string[], reversed: readonly string[]): Json {
  return { id: "c", title: { "zh-cn": "指数", en: "Index" }, items, reversed, favourable: "high" };
}

function wave(expected: number): Json {
  return { id: "w", admission: "invited", expected };
}

function group(code: string, from: number, to: number): Json {
  return { code, label: { "zh-cn": code, en: code }, values: Array.from({ length: to - from }, (_, i) => `c${from + i}`) };
}

describe.each(RULES)("%s", (rule) => {
  const own = CASES.filter((each) => each.rule === rule);

  test("has a case", () => expect(own.length).toBeGreaterThan(0));

  test.each(own)("$says", ({ bad, good, study: both, badStudy, goodStudy, badTop, goodTop }) => {
    expect(rulesOf(bad, badStudy ?? both, badTop)).toContain(rule);
    expect(rulesOf(good, goodStudy ?? both, goodTop)).not.toContain(rule);
  });

  test("says in Chinese and English what, why and what to do, and leaves no gap open", () => {
    const [first] = own;
    const found = first && reportOf(first.bad, first.badStudy ?? first.study, first.badTop).findings.find((each) => each.rule === rule);
    expect(found).toBeDefined();
    if (!found) return;
    for (const words of Object.values(ruleWords(rule, found.details, "zh-cn"))) expect(words.replaceAll(/\{[\w.-]+\} ?(?:=|and|notempty|>)/g, "")).toMatch(/^(?!.*\{\w+\}).*\p{Script=Han}/u);
    for (const words of Object.values(ruleWords(rule, found.details, "en"))) expect(words.replaceAll(/\{[\w.-]+\} ?(?:=|and|notempty|>)/g, "")).toMatch(/^(?!.*\{\w+\}).*[a-z]/);
    expect(SOURCES[rule] ?? "").not.toMatch(/\{/);
  });
});

describe("accepting", () => {
  const required = [radio("q", "q", ["a", "b"], { isRequired: true }), radio("r", "r", ["a", "b"], { isRequired: true })];
  const reasons = (accepted: Json) => reportOf(required, { accepted }).findings.filter(({ rule }) => rule === "required").map(({ place, accepted: reason }) => [place, reason]);

  test("is for one question, or for all", () => {
    expect(reasons({ "required@q": "why" })).toEqual([["q", "why"], ["r", undefined]]);
    expect(reasons({ required: "all" })).toEqual([["q", "all"], ["r", "all"]]);
    expect(reasons({ required: "all", "required@q": "why" })).toEqual([["q", "why"], ["r", "all"]]);
  });

  test("is for all rows of a battery by its name", () => {
    const { findings } = reportOf(zhSays("报表总是重复的"), { accepted: { "absolute@b": "why" } });
    expect(findings.filter(({ rule }) => rule === "absolute")).toMatchObject([{ place: "b__r0", accepted: "why" }]);
  });
});

test("syllables of English words", () => {
  expect(["cat", "table", "questionnaire", "the", "responsibilities"].map(syllables)).toEqual([1, 1, 3, 1, 6]);
});

test("the estimate counts reading and tapping: 255 characters and 20 answers take two minutes", () => {
  const twenty = Array.from({ length: 20 }, (_, i) => radio(`q${i}`, i === 0 ? "字".repeat(215) : "问问", labelled(["", ""].map((_, j) => `${j}`))));
  expect(reportOf(twenty).estimate).toEqual({ minutes: { "zh-cn": 2 }, answers: 20 });
});

describe("the surveys that ship", () => {
  test.each(listSurveys(SURVEYS))("%s leaves nothing open: mended, or accepted with a reason", (id) => {
    const { findings } = lint(loadSurvey(SURVEYS, id));
    expect(findings.filter(({ accepted }) => accepted === undefined)).toEqual([]);
    expect(findings.every(({ accepted }) => (accepted ?? "").length > 20)).toBe(true);
  });
});

describe("the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "qingting-lint-"));
  const write = (id: string, definition: unknown): void => {
    mkdirSync(join(folder, id));
    writeFileSync(join(folder, id, "survey.json"), typeof definition === "string" ? definition : JSON.stringify(definition));
  };
  write("wrong", { elements: [radio("q", "难道您不忙？", ["a"], { visibleIf: "{nobody} = 1" })] });
  write("broken", "{");
  write("fair", { elements: [radio("q", { "zh-cn": "问", en: "Q" }, [1, 2], { isRequired: true })] });

  test("exits 1 where an error remains, 0 for warnings alone, and goes on after a survey that is refused", () => {
    expect(qingting(["lint", "fair", "--surveys", folder]).status).toBe(0);
    const { status, out } = qingting(["lint", "--json", "--surveys", folder]);
    const lines = out.trim().split("\n").map((line) => JSON.parse(line));
    expect(status).toBe(1);
    expect(lines.map(({ survey, ok, refused }) => [survey, ok, refused])).toEqual([["broken", false, true], ["fair", true, undefined], ["wrong", false, undefined]]);
    expect(lines[2]).toMatchObject({ errors: 1, findings: expect.arrayContaining([expect.objectContaining({ rule: "unknown-question", severity: "error", place: "q", what: { "zh-cn": expect.stringContaining("nobody"), en: expect.stringContaining("nobody") } })]) });
  });

  test("speaks the language asked for and shows how to accept", () => {
    expect(qingting(["lint", "wrong", "--language", "zh-cn", "--surveys", folder]).out).toContain("注意 · leading\n    q：“难道您不忙？”带有引导或评判（难道）\n    为什么：");
    expect(qingting(["lint", "wrong", "--language", "en", "--surveys", folder]).out).toContain('To keep it, write under accepted in study.json: "leading@q": "…"');
    expect(qingting(["lint", "wrong", "--language", "fr", "--surveys", folder])).toMatchObject({ status: 2, err: expect.stringContaining("zh-cn or en") });
  });

  test("lists what is accepted with --all alone", () => {
    const [few, all] = [qingting(["lint", "policy", "--language", "en"]).out, qingting(["lint", "policy", "--language", "en", "--all"]).out];
    expect(few).not.toContain("required");
    expect(all).toContain("required · accepted");
    expect(all).toContain("reason: ");
  });
});
