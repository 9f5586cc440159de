import type { Missing } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";

interface ChartWords {
  readonly leads: (label: string, share: string) => string;
  readonly level: (a: string, shareA: string, b: string, shareB: string) => string;
  readonly upper: (item: string, said: string) => string;
  /** One answer, two, or all from the first to the last. */
  readonly chose: (labels: readonly string[], share: string) => string;
  readonly itemLeads: (item: string, label: string, share: string) => string;
  readonly mostTime: (item: string, amount: string) => string;
  readonly mostOf: (item: string, amount: string) => string;
  readonly amount: (item: string, amount: string) => string;
  readonly ofItem: (item: string, said: string) => string;
  readonly entry: (numbers: readonly number[]) => string;
  readonly others: (n: number) => string;
  readonly folded: (n: number) => string;
  readonly orLower: (position: string) => string;
  readonly mean: (name: string, mean: string, scale: string, interval: string | undefined) => string;
  readonly scale: (low: string, high: string) => string;
  readonly favourable: (name: string, share: string) => string;
  readonly first: (label: string, share: string) => string;
  readonly half: (value: string) => string;
  readonly wrote: (share: string) => string;
  readonly gave: (share: string) => string;
  readonly noneTold: string;
  readonly moreTooFew: (n: number) => string;
  readonly tooFew: (n: number) => string;
  readonly tooFewTitle: string;
  readonly base: (n: string) => string;
  readonly bases: (low: string, high: string) => string;
  readonly weighted: string;
  readonly simulated: string;
  readonly reasons: Readonly<Record<Missing, string>>;
  readonly interval: string;
  readonly noInterval: string;
  readonly rounded: string;
  readonly columns: { readonly answer: string; readonly item: string; readonly n: string; readonly share: string; readonly interval: string; readonly mean: string; readonly base: string; readonly value: string; readonly group: string; readonly position: string; readonly median: string };
  readonly answered: string;
  readonly given: string;
  readonly reverse: string;
  readonly averagePosition: (position: string) => string;
  readonly alt: (title: string, rows: readonly string[]) => string;
  readonly by: (variable: string, group: string) => string;
  readonly colon: string;
  readonly comma: string;
  readonly stop: string;
}

/** Latin letters that a title spends on one answer; the picture has all of it. */
const LONGEST = 72;

/** As much of a text as a title has room for; a Chinese character is as wide as two letters. */
function short(text: string): string {
  let width = 0;
  const kept = [...text].findIndex((character) => (width += character > "\u2e7f" ? 2 : 1) > LONGEST);
  return kept < 0 ? text : `${[...text].slice(0, kept - 1).join("").trimEnd()}…`;
}

/** In quotation marks; those inside become single ones. */
const quoted = (text: string): string => `“${short(text).replaceAll("“", "‘").replaceAll("”", "’")}”`;

const ends = (labels: readonly string[]): string[] => (labels.length > 2 ? [labels[0] ?? "", labels.at(-1) ?? ""] : labels).map(quoted);

/** Before a colon: a question's own mark would be one too many. */
const named = (text: string): string => short(text.replace(/[\s:：?？.。]+$/, ""));

export const CHART: Readonly<Record<Locale, ChartWords>> = {
  "zh-cn": {
    leads: (label, share) => `选${quoted(label)}的最多，占 ${share}`,
    level: (a, shareA, b, shareB) => `${quoted(a)}（${shareA}）和${quoted(b)}（${shareB}）最多，难分先后`,
    upper: (item, said) => `${quoted(item)}：${said}`,
    chose: (labels, share) => `${share} 选${ends(labels).join(labels.length > 2 ? "至" : "或")}`,
    itemLeads: (item, label, share) => `${quoted(item)}最一致：${share} 选${quoted(label)}`,
    mostTime: (item, amount) => `花时间最多的是${quoted(item)}，平均 ${amount}`,
    mostOf: (item, amount) => `${quoted(item)}最大，平均 ${amount}`,
    amount: (item, amount) => `${named(item)}：平均 ${amount}`,
    ofItem: (item, said) => `${named(item)}：${said}`,
    entry: (numbers) => numbers.map((number, i) => (i === 0 ? `第 ${number} 项` : `第 ${number} 小项`)).join(" · "),
    others: (n) => `其余 ${n} 个`,
    folded: (n) => `图里只画最多的，其余 ${n} 个见数字表。`,
    orLower: (position) => `${position} 及以后`,
    mean: (name, mean, scale, interval) => `${named(name)}：平均 ${mean}${interval ? `（${interval}）` : ""}，${scale}`,
    scale: (low, high) => `量程 ${low} 到 ${high}`,
    favourable: (name, share) => `${named(name)}：${share} 处于有利的一侧`,
    first: (label, share) => `${quoted(label)}排在第一位的最多，占 ${share}`,
    half: (value) => `一半的人不超过 ${value}`,
    wrote: (share) => `${share} 写下了文字`,
    gave: (share) => `${share} 有回答`,
    noneTold: "各项人数都不列：不足 10，或能推算出不足 10 的数。",
    moreTooFew: (n) => `另有 ${n} 项回答太少，不显示`,
    tooFew: (n) => `回答不足 ${n} 份，为保护受访者不显示。`,
    tooFewTitle: "回答太少，不显示",
    base: (n) => `n = ${n}`,
    bases: (low, high) => `n = ${low} 至 ${high}（各行不同）`,
    weighted: "已加权",
    simulated: "SIMULATED 模拟数据",
    reasons: { not_asked: "未问到或不适用", no_answer: "未回答", dont_know: "不清楚", refused: "不愿回答", hidden: "为保护而隐去" },
    interval: "细线为 95% 置信区间",
    noInterval: "开放链接，不知道谁没有回答，因此不给区间",
    rounded: "人数取整到 5；不足 10 的和能推算出它们的不列",
    columns: { answer: "回答", item: "条目", n: "人数", share: "占比", interval: "95% 置信区间", mean: "平均", base: "n", value: "取值", group: "组别", position: "名次", median: "中位数" },
    answered: "写了文字",
    given: "有回答",
    reverse: "反向",
    averagePosition: (position) => `平均第 ${position} 位`,
    alt: (title, rows) => `${title}。${rows.join("；")}。`,
    by: (variable, group) => `${variable} × ${group}`,
    colon: "：",
    comma: "，",
    stop: "；",
  },
  en: {
    leads: (label, share) => `${quoted(label)} was chosen most, by ${share}`,
    level: (a, shareA, b, shareB) => `${quoted(a)} (${shareA}) and ${quoted(b)} (${shareB}) lead, too close to call`,
    upper: (item, said) => `${quoted(item)}: ${said}`,
    chose: (labels, share) => `${share} chose ${ends(labels).join(labels.length > 2 ? " to " : " or ")}`,
    itemLeads: (item, label, share) => `Most agreed on ${quoted(item)}: ${share} chose ${quoted(label)}`,
    mostTime: (item, amount) => `${quoted(item)} takes the most time, ${amount} on average`,
    mostOf: (item, amount) => `${quoted(item)} is largest, ${amount} on average`,
    amount: (item, amount) => `${named(item)}: ${amount} on average`,
    ofItem: (item, said) => `${named(item)}: ${said}`,
    entry: (numbers) => numbers.map((number, i) => (i === 0 ? `No. ${number}` : `no. ${number} within`)).join(", "),
    others: (n) => (n === 1 ? "1 other" : `${n} others`),
    folded: (n) => `The most frequent are drawn; the other ${n} stand in the table of numbers.`,
    orLower: (position) => `${position} or later`,
    mean: (name, mean, scale, interval) => `${named(name)}: ${mean} on average${interval ? ` (${interval})` : ""}, ${scale}`,
    scale: (low, high) => `on a scale of ${low} to ${high}`,
    favourable: (name, share) => `${named(name)}: ${share} on the favourable side`,
    first: (label, share) => `${quoted(label)} was put first most often, by ${share}`,
    half: (value) => `Half are at ${value} or below`,
    wrote: (share) => `${share} wrote something`,
    gave: (share) => `${share} gave an answer`,
    noneTold: "No count is shown: each is under 10, or would give one under 10 away.",
    moreTooFew: (n) => `${n} more with too few answers to show`,
    tooFew: (n) => `Fewer than ${n} answers: not shown, to protect those who gave them.`,
    tooFewTitle: "Too few answers to show",
    base: (n) => `n = ${n}`,
    bases: (low, high) => `n = ${low} to ${high}, by row`,
    weighted: "weighted",
    simulated: "SIMULATED 模拟数据",
    reasons: { not_asked: "not asked or not applicable", no_answer: "no answer", dont_know: "don't know", refused: "declined", hidden: "hidden for protection" },
    interval: "thin lines: 95% confidence intervals",
    noInterval: "open link: who did not answer is unknown, so no interval is given",
    rounded: "counts rounded to 5; those under 10, and what would give them away, left out",
    columns: { answer: "Answer", item: "Item", n: "Count", share: "Share", interval: "95% interval", mean: "Mean", base: "n", value: "Value", group: "Group", position: "Position", median: "Median" },
    answered: "Wrote something",
    given: "Gave an answer",
    reverse: "reversed",
    averagePosition: (position) => `position ${position} on average`,
    alt: (title, rows) => `${title}. ${rows.join("; ")}.`,
    by: (variable, group) => `${variable} by ${group}`,
    colon: ": ",
    comma: ", ",
    stop: "; ",
  },
};
