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
  readonly columns: { readonly answer: string; readonly item: string; readonly n: string; readonly share: string; readonly interval: string; readonly mean: string; readonly base: string; readonly value: string; readonly group: string; readonly position: string; readonly median: string; readonly quartileLow: string; readonly quartileHigh: string; readonly first: string; readonly topThree: string; readonly ranked: string; readonly residual: string; readonly wave: string; readonly change: string; readonly net: string; };
  readonly answered: string;
  readonly given: string;
  readonly reverse: string;
  readonly averagePosition: (position: string) => string;
  readonly alt: (title: string, rows: readonly string[]) => string;
  readonly by: (variable: string, group: string) => string;
  readonly apart: string;
  readonly hiddenRule: (n: number) => string;
  readonly unweighted: string;
  readonly several: string;
  readonly sides: string;
  readonly peak: (item: string, label: string, share: string) => string;
  readonly darker: string;
  readonly quartiles: (low: string, high: string) => string;
  readonly dayTotal: (amount: string) => string;
  readonly notAll: string;
  readonly net: (score: string, interval: string | undefined) => string;
  readonly netGroups: readonly [detractors: string, passives: string, promoters: string];
  readonly netBy: string;
  readonly topThree: (share: string) => string;
  readonly topOnly: (share: string) => string;
  readonly unranked: string;
  readonly partial: string;
  readonly reliability: (items: number, alpha: string, omega: string) => string;
  readonly stands: string;
  readonly differs: (group: string, answer: string, share: string, whole: string) => string;
  /** Of answers in groups, and of means of groups: what was compared, since a test of the whole may still find something. */
  readonly noneStandsOut: (variable: string, group: string) => string;
  readonly noneApart: (variable: string, group: string) => string;
  readonly apartMeans: (high: string, a: string, low: string, b: string) => string;
  readonly rose: (name: string, from: string, to: string, wave: string) => string;
  readonly fell: (name: string, from: string, to: string, wave: string) => string;
  readonly unchanged: (name: string) => string;
  readonly arrows: string;
  readonly noTest: string;
  readonly themed: (theme: string, n: number) => string;
  readonly said: (word: string, n: number) => string;
  readonly fromQuotes: (n: number) => string;
  readonly theme: string;
  readonly word: string;
  readonly noTheme: string;
  readonly quotes: string;
  readonly trend: (name: string) => string;
  /** Earlier waves that asked a filter otherwise. */
  readonly askedApart: (waves: number) => string;
  readonly notFetched: (waves: number) => string;
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
    rounded: "人数加了一点随机误差、取整到 5；不足 10 的和能推算出它们的不列",
    columns: { answer: "回答", item: "条目", n: "人数", share: "占比", interval: "95% 置信区间", mean: "平均", base: "n", value: "取值", group: "组别", position: "名次", median: "中位数", quartileLow: "下四分位数", quartileHigh: "上四分位数", first: "第一位", topThree: "前三位", ranked: "排了的人", residual: "残差", wave: "期次", change: "与上一期", net: "净推荐值" },
    answered: "写了文字",
    given: "有回答",
    reverse: "反向",
    averagePosition: (position) => `平均第 ${position} 位`,
    alt: (title, rows) => `${title}。${rows.join("；")}。`,
    by: (variable, group) => `${variable} × ${group}`,
    apart: "不清楚（占问到的人，不在 100% 之内）",
    hiddenRule: (n) => `少于 ${n} 份回答的不显示`,
    unweighted: "未加权",
    several: "可多选，各项合计可以超过 100%",
    sides: "◂ ▸ 是中间两侧各自的合计",
    peak: (item, label, share) => `${quoted(item)}最集中在${quoted(label)}：${share}`,
    darker: "颜色越浓，选的人越多；数字是百分比",
    quartiles: (low, high) => `中间一半的人在 ${low} 到 ${high} 之间`,
    dayTotal: (amount) => `各项合计 ${amount}`,
    notAll: "不含没有显示的各项",
    net: (score, interval) => `净推荐值 ${score}${interval ? `（${interval}）` : ""}`,
    netGroups: ["贬损者 0–6", "中立者 7–8", "推荐者 9–10"],
    netBy: "推荐者占比减贬损者占比，−100 到 100",
    topThree: (share) => `前三位 ${share}`,
    topOnly: (share) => `第一位 ${share}`,
    unranked: "没有排",
    partial: "不是人人都排完：平均名次只算排了这一项的人，按进入前三位的占比排序",
    reliability: (items, alpha, omega) => `${items} 个条目，全部答卷的信度 α = ${alpha}，ω = ${omega}`,
    stands: "▲ 明显高于、▼ 明显低于全体（调整残差，Holm 校正后 p < 0.05）",
    differs: (group, answer, share, whole) => `${quoted(group)}与全体差别最明显：${share} 选${quoted(answer)}，全体 ${whole}`,
    noneStandsOut: (variable, group) => `${named(variable)} × ${named(group)}：各组都没有明显突出的回答`,
    noneApart: (variable, group) => `${named(variable)} × ${named(group)}：没有哪两组明显不同`,
    apartMeans: (high, a, low, b) => `${quoted(high)}（${a}）高于${quoted(low)}（${b}）`,
    rose: (name, from, to, wave) => `${named(name)}：从 ${from} 升到 ${to}（与${wave}相比）`,
    fell: (name, from, to, wave) => `${named(name)}：从 ${from} 降到 ${to}（与${wave}相比）`,
    unchanged: (name) => `${named(name)}：没有明确变化`,
    arrows: "箭头只标在与上一期的差别经检验显著之处（Holm 校正后 p < 0.05）",
    noTest: "开放链接的期次不作比较，不标箭头",
    themed: (theme, n) => `说得最多的主题是${quoted(theme)}，${n} 条`,
    said: (word, n) => `${quoted(word)}出现最多，${n} 条提到`,
    fromQuotes: (n) => `只数管理员看过、公布出来的 ${n} 条话，不代表所有人`,
    theme: "主题",
    word: "词",
    noTheme: "未分主题",
    quotes: "条数",
    trend: (name) => `${named(name)}：各期`,
    askedApart: (waves) => `另有 ${waves} 期没有同样地问过所筛选的题目，不列`,
    notFetched: (waves) => `另有 ${waves} 期的数据没有取到`,
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
    rounded: "counts have a small random error and are rounded to 5; those under 10, and what would give them away, are left out",
    columns: { answer: "Answer", item: "Item", n: "Count", share: "Share", interval: "95% interval", mean: "Mean", base: "n", value: "Value", group: "Group", position: "Position", median: "Median", quartileLow: "Lower quartile", quartileHigh: "Upper quartile", first: "First", topThree: "Top three", ranked: "Ranked it", residual: "Residual", wave: "Wave", change: "Since the wave before", net: "Net promoter score" },
    answered: "Wrote something",
    given: "Gave an answer",
    reverse: "reversed",
    averagePosition: (position) => `position ${position} on average`,
    alt: (title, rows) => `${title}. ${rows.join("; ")}.`,
    by: (variable, group) => `${variable} by ${group}`,
    apart: "don't know (of all asked, outside the 100%)",
    hiddenRule: (n) => `under ${n} answers: not shown`,
    unweighted: "unweighted",
    several: "several answers possible: shares can add to more than 100%",
    sides: "◂ ▸: all on that side of the middle",
    peak: (item, label, share) => `${quoted(item)} falls mostly under ${quoted(label)}: ${share}`,
    darker: "the stronger the colour, the more chose it; figures are percentages",
    quartiles: (low, high) => `the middle half lies between ${low} and ${high}`,
    dayTotal: (amount) => `${amount} in all`,
    notAll: "without what is not shown",
    net: (score, interval) => `Net promoter score ${score}${interval ? ` (${interval})` : ""}`,
    netGroups: ["Detractors 0–6", "Passives 7–8", "Promoters 9–10"],
    netBy: "share of promoters minus share of detractors, −100 to 100",
    topThree: (share) => `top three ${share}`,
    topOnly: (share) => `first ${share}`,
    unranked: "not ranked",
    partial: "not everybody ranked all: mean positions are of those who ranked the item; in order of the share in the top three",
    reliability: (items, alpha, omega) => `${items} items; reliability over all answers α = ${alpha}, ω = ${omega}`,
    stands: "▲ clearly above, ▼ clearly below the whole (adjusted residuals, p < 0.05 after Holm)",
    differs: (group, answer, share, whole) => `${quoted(group)} differs most: ${share} chose ${quoted(answer)}, ${whole} of all`,
    noneStandsOut: (variable, group) => `${named(variable)} by ${named(group)}: no answer stands out in any group`,
    noneApart: (variable, group) => `${named(variable)} by ${named(group)}: no two groups clearly differ`,
    apartMeans: (high, a, low, b) => `${quoted(high)} (${a}) is above ${quoted(low)} (${b})`,
    rose: (name, from, to, wave) => `${named(name)}: up from ${from} to ${to} since ${wave}`,
    fell: (name, from, to, wave) => `${named(name)}: down from ${from} to ${to} since ${wave}`,
    unchanged: (name) => `${named(name)}: no clear change`,
    arrows: "an arrow stands only where the change since the wave before is significant (p < 0.05 after Holm)",
    noTest: "waves of open links are not compared: no arrows",
    themed: (theme, n) => `The commonest theme is ${quoted(theme)}, in ${n} ${n === 1 ? "quote" : "quotes"}`,
    said: (word, n) => `${quoted(word)} comes up most, in ${n} ${n === 1 ? "quote" : "quotes"}`,
    fromQuotes: (n) => `counts the ${n} quotes that the operator cleared for publication; they speak for nobody else`,
    theme: "Theme",
    word: "Word",
    noTheme: "Without a theme",
    quotes: "Quotes",
    trend: (name) => `${named(name)}, by wave`,
    askedApart: (waves) => `${waves === 1 ? "one earlier wave" : `${waves} earlier waves`} did not ask the filter alike and ${waves === 1 ? "is" : "are"} left out`,
    notFetched: (waves) => `${waves === 1 ? "one earlier wave" : `${waves} earlier waves`} could not be fetched`,
    colon: ": ",
    comma: ", ",
    stop: "; ",
  },
};
