import type { Missing } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";

interface ChartWords {
  readonly leads: (label: string, share: string) => string;
  readonly level: (a: string, shareA: string, b: string, shareB: string) => string;
  readonly upper: (item: string, labels: readonly string[], share: string) => string;
  readonly itemLeads: (item: string, label: string, share: string) => string;
  readonly mostTime: (item: string, amount: string) => string;
  readonly mean: (name: string, mean: string, scale: string, interval: string | undefined) => string;
  readonly scale: (low: string, high: string) => string;
  readonly favourable: (name: string, share: string) => string;
  readonly first: (label: string, share: string) => string;
  readonly half: (value: string) => string;
  readonly wrote: (share: string) => string;
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
  readonly reverse: string;
  readonly averagePosition: (position: string) => string;
  readonly alt: (title: string, rows: readonly string[]) => string;
  readonly by: (variable: string, group: string) => string;
  readonly colon: string;
  readonly comma: string;
}

/** In quotation marks; those inside become single ones. */
const quoted = (text: string): string => `“${text.replaceAll("“", "‘").replaceAll("”", "’")}”`;

export const CHART: Readonly<Record<Locale, ChartWords>> = {
  "zh-cn": {
    leads: (label, share) => `选${quoted(label)}的最多，占 ${share}`,
    level: (a, shareA, b, shareB) => `${quoted(a)}（${shareA}）和${quoted(b)}（${shareB}）最多，难分先后`,
    upper: (item, labels, share) => `${quoted(item)}：${share} 选${labels.map((label) => `${quoted(label)}`).join(labels.length > 2 ? "至" : "或")}`,
    itemLeads: (item, label, share) => `${quoted(item)}最一致：${share} 选${quoted(label)}`,
    mostTime: (item, amount) => `花时间最多的是${quoted(item)}，平均 ${amount}`,
    mean: (name, mean, scale, interval) => `${name}：平均 ${mean}${interval ? `（${interval}）` : ""}，${scale}`,
    scale: (low, high) => `量程 ${low} 到 ${high}`,
    favourable: (name, share) => `${name}：${share} 处于有利的一侧`,
    first: (label, share) => `${quoted(label)}排在第一位的最多，占 ${share}`,
    half: (value) => `一半的人不超过 ${value}`,
    wrote: (share) => `${share} 写下了文字`,
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
    reverse: "反向",
    averagePosition: (position) => `平均第 ${position} 位`,
    alt: (title, rows) => `${title}。${rows.join("；")}。`,
    by: (variable, group) => `${variable} × ${group}`,
    colon: "：",
    comma: "，",
  },
  en: {
    leads: (label, share) => `${quoted(label)} was chosen most, by ${share}`,
    level: (a, shareA, b, shareB) => `${quoted(a)} (${shareA}) and ${quoted(b)} (${shareB}) lead, too close to call`,
    upper: (item, labels, share) => `${quoted(item)}: ${share} chose ${labels.map((label) => `${quoted(label)}`).join(labels.length > 2 ? " to " : " or ")}`,
    itemLeads: (item, label, share) => `Most agreed on ${quoted(item)}: ${share} chose ${quoted(label)}`,
    mostTime: (item, amount) => `${quoted(item)} takes the most time, ${amount} on average`,
    mean: (name, mean, scale, interval) => `${name}: ${mean} on average${interval ? ` (${interval})` : ""}, ${scale}`,
    scale: (low, high) => `on a scale of ${low} to ${high}`,
    favourable: (name, share) => `${name}: ${share} on the favourable side`,
    first: (label, share) => `${quoted(label)} was put first most often, by ${share}`,
    half: (value) => `Half are at ${value} or below`,
    wrote: (share) => `${share} wrote something`,
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
    reverse: "reversed",
    averagePosition: (position) => `position ${position} on average`,
    alt: (title, rows) => `${title}. ${rows.join("; ")}.`,
    by: (variable, group) => `${variable} by ${group}`,
    colon: ": ",
    comma: ", ",
  },
};
