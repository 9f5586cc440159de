import type { Locale } from "../survey/text.ts";

/** Words of the codebook beside those of the data pages: conditions, and notes from reading the questionnaire. */

export type Relation = "chose" | "avoided" | "answered" | "unanswered" | "equals" | "differs" | "above" | "least" | "below" | "most" | "entries";

type Say = (variable: string, values: readonly string[]) => string;

type ConditionWords = Readonly<Record<Relation, Say>> & { readonly and: string; readonly or: string };

/** Quotes inside quotes are single, in both languages. */
const quoted = (text: string): string => `“${text.replaceAll("“", "‘").replaceAll("”", "’")}”`;

function either(labels: readonly string[]): string {
  const all = labels.map(quoted);
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
}

/** A repeated question's count is labelled as such; here only its own name is meant. */
const listName = (label: string): string => quoted(label.replace(/（填了几项）$| \(how many\)$/, ""));

export const CONDITION: Readonly<Record<Locale, ConditionWords>> = {
  "zh-cn": {
    and: "，并且",
    or: "；或者",
    chose: (variable, labels) => `${quoted(variable)}选了${labels.map(quoted).join("、")}${labels.length > 1 ? "之一" : ""}`,
    avoided: (variable, labels) => `${quoted(variable)}没有选${labels.map(quoted).join("、")}`,
    answered: (variable) => `回答了${quoted(variable)}`,
    unanswered: (variable) => `没有回答${quoted(variable)}`,
    equals: (variable, values) => `${quoted(variable)}填的是${values.map(quoted).join("或")}`,
    differs: (variable, values) => `${quoted(variable)}填的不是${values.map(quoted).join("或")}`,
    above: (variable, [value = ""]) => `${quoted(variable)}大于 ${value}`,
    least: (variable, [value = ""]) => `${quoted(variable)}不小于 ${value}`,
    below: (variable, [value = ""]) => `${quoted(variable)}小于 ${value}`,
    most: (variable, [value = ""]) => `${quoted(variable)}不大于 ${value}`,
    entries: (variable, [value = ""]) => `${listName(variable)}填了 ${value} 项或更多`,
  },
  en: {
    and: ", and ",
    or: "; or ",
    chose: (variable, labels) => `${quoted(variable)} was answered ${either(labels)}`,
    avoided: (variable, labels) => `${quoted(variable)} was not answered ${either(labels)}`,
    answered: (variable) => `${quoted(variable)} was answered`,
    unanswered: (variable) => `${quoted(variable)} was not answered`,
    equals: (variable, values) => `${quoted(variable)} is ${either(values)}`,
    differs: (variable, values) => `${quoted(variable)} is not ${either(values)}`,
    above: (variable, [value = ""]) => `${quoted(variable)} is above ${value}`,
    least: (variable, [value = ""]) => `${quoted(variable)} is ${value} or more`,
    below: (variable, [value = ""]) => `${quoted(variable)} is under ${value}`,
    most: (variable, [value = ""]) => `${quoted(variable)} is ${value} or less`,
    entries: (variable, [value = ""]) => `${listName(variable)} has ${value} ${value === "1" ? "entry" : "entries"} or more`,
  },
};

/**
 * Notes of a codebook stand in its file in English, as its other words do that are about data and not of the survey;
 * the page says them in the reader's language. What SurveyJS says itself is quoted.
 */
const INSTEAD: Readonly<Record<string, string>> = {
  completedHtml: "问卷最后是系统自己的一页，说明答案到底怎么样了；感谢的话请写进最后一页的 html 题",
  completedHtmlOnCondition: "问卷最后是系统自己的一页，说明答案到底怎么样了；这些话请写进最后一页带 visibleIf 的 html 题",
  completedBeforeHtml: "手机上不留东西，所以不知道谁已经填过",
  loadingHtml: "题目随网页一起到，没有要等的",
  timeLimit: "这里不计时，只有本人点了才提交",
  maxTimeToFinish: "这里不计时，只有本人点了才提交",
  timeLimitPerPage: "这里不计时，只有本人点了才提交",
  maxTimeToFinishPage: "这里不计时，只有本人点了才提交",
  correctAnswer: "这里不判对错，也不存得分；要存，请写带 includeIntoResult 的 calculatedValues，例如 iif({q} = 4, 1, 0)",
  showTOC: "这里没有目录，一页一页往下填",
  showNavigationButtons: "“下一页”和“提交”按钮始终都在",
  navigationButtonsVisibility: "“下一页”和“提交”按钮始终都在",
  clearInvisibleValues: "最后没有显示的题，答案在提交时才清除；要留下某一题的，请在那一题写 clearIfInvisible \"none\"",
};

const NOTES: readonly (readonly [RegExp, (found: readonly string[]) => string])[] = [
  [/^ignored by SurveyJS: Unknown property in class '([^']*)': '([^']*)'\./, ([, type = "", name = ""]) => `SurveyJS 不认得 ${type} 的属性 ${name}，忽略了`],
  [/^ignored by SurveyJS: The property '([^']*)' is required in class '([^']*)'/, ([, name = "", type = ""]) => `${type} 缺少必须有的属性 ${name}，SurveyJS 照样读了`],
  [/^ignored by SurveyJS: (.*)$/, ([, said = ""]) => `SurveyJS 忽略了一处，原话是：${said}`],
  [/^“(.*)” is asked more than once: its questions share one answer, and are one variable$/, ([, name = ""]) => `“${name}”问了不止一次：几处共用一个回答，合为一个变量`],
  [/^“(.*)” holds up to (\d+) entries: the first (\d+) have columns; those beyond are counted in (\S+) and stay in the raw answers alone\. Set (\S+) to \d+ or fewer, or export the raw answers$/, ([, name = "", most = "", slots = "", count = "", setting = ""]) => `“${name}”最多可填 ${most} 项：前 ${slots} 项各有自己的列；再往后的只计入 ${count}，内容只在原始答卷里。把 ${setting} 设为 ${slots} 以下，或者导出原始答卷`],
  [/^“(.*)” sends its files elsewhere, and nobody takes them: leave storeDataAsText out, so that they come with the answers$/, ([, name = ""]) => `“${name}”把文件发往别处，没有人接收：去掉 storeDataAsText，文件就随答卷一起提交`],
  [/^“(.*)” was asked in some versions of the questionnaire, one of which fewer than (\d+) people answered: not released$/, ([, name = "", k = ""]) => `“${name}”只在问卷的部分版本里问过，其中有一版不足 ${k} 人回答，因此不发布`],
  [/^“(.*)” is never shown, /, ([, name = ""]) => `“${name}”从不显示，它的内容在提交时清除。要把算出来的结果一起提交，请用带 includeIntoResult 的 calculatedValues`],
  [/^(\w+) has no effect: /, ([, property = ""]) => `${property} 不起作用${INSTEAD[property] === undefined ? "" : `：${INSTEAD[property]}`}`],
];

/** A note in the reader's language; one that nobody translated yet as it stands. */
export function noteIn(note: string, locale: Locale): string {
  if (locale === "en") return note;
  for (const [pattern, say] of NOTES) {
    const found = pattern.exec(note);
    if (found) return say(found);
  }
  return note;
}
