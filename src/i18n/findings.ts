import type { Locale } from "../survey/text.ts";

/** Sentences are put together from parts: who was asked what (`ask`), what share, and what they did (`act`). */
export interface FindingWords {
  readonly title: (count: number) => string;
  readonly none: string;
  readonly rules: string;
  readonly how: (intervals: boolean) => string;
  readonly seeFigure: string;
  readonly quoted: (text: string) => string;
  readonly either: (labels: readonly string[]) => string;
  readonly range: (first: string, last: string) => string;
  /** Agreement scales have a verb of their own. */
  readonly agrees: (statement: string) => string;
  readonly disagrees: (statement: string) => string;
  readonly chose: (answers: string, row: string | undefined) => string;
  readonly putFirst: (label: string) => string;
  readonly share: (share: string, interval: string) => string;
  readonly interval: (low: string, high: string) => string;
  readonly some: (ask: string, share: string, act: string) => string;
  readonly few: (ask: string, share: string, act: string) => string;
  readonly most: (ask: string, label: string, row: string | undefined, share: string) => string;
  readonly first: (ask: string, label: string, share: string) => string;
  readonly level: (ask: string, row: string | undefined, a: string, shareA: string, b: string, shareB: string, tested: boolean) => string;
  readonly split: (ask: string, shareA: string, a: string, shareB: string, b: string) => string;
  readonly largest: (ask: string, label: string, amount: string, hours: boolean) => string;
  readonly index: (name: string, mean: string, scale: string, low: boolean, good: boolean) => string;
  /** Who is meant by an answer to a question: the whole wording of it, or a short name. */
  readonly group: (answer: string, trait: string, short: boolean) => string;
  readonly otherGroup: (answer: string, short: boolean) => string;
  readonly groupShare: (ask: string, group: string, share: string, act: string, other: string | undefined, otherShare: string, points: string, more: boolean) => string;
  readonly groupMean: (name: string, group: string, mean: string, other: string | undefined, otherMean: string, difference: string, more: boolean) => string;
  readonly changeShare: (ask: string, act: string, wave: string, before: string, now: string, points: string, up: boolean) => string;
  readonly changeMean: (name: string, wave: string, before: string, now: string, difference: string, up: boolean) => string;
  readonly ask: (question: string) => string;
  /** What not everybody was asked. */
  readonly askSome: (question: string | undefined) => string;
  readonly n: (n: readonly string[]) => string;
  readonly indices: string;
  readonly indicesText: (intervals: boolean) => string;
  readonly indexLabel: (name: string, low: boolean) => string;
  readonly groupsAgainst: string;
  readonly groupsTitle: (name: string) => string;
  readonly groupsAlt: (name: string, whole: string, rows: readonly string[]) => string;
  readonly indicesAlt: (rows: readonly string[]) => string;
  readonly higher: string;
  readonly lower: string;
  readonly favourableOnly: (share: string) => string;
  readonly tooFew: string;
  readonly thisWave: string;
  readonly whole: string;
  readonly lastWave: (wave: string) => string;
  readonly lastValue: (value: string, change: string) => string;
  readonly up: (difference: string) => string;
  readonly down: (difference: string) => string;
  readonly noChange: string;
  readonly notCompared: string;
  readonly columns: { readonly index: string; readonly mean: string; readonly interval: string; readonly n: string; readonly before: string; readonly change: string; readonly group: string; readonly against: string; readonly item: string; readonly share: string; readonly other: string; readonly difference: string; readonly p: string };
  readonly strengths: string;
  readonly weaknesses: string;
  readonly strengthsTitle: string;
  readonly strengthsText: string;
  readonly noStrengths: string;
  readonly noWeaknesses: string;
  /** Who agrees or disagrees with a statement, or stands on a side of another scale. */
  readonly standing: (agree: boolean | undefined, favourable: boolean) => string;
  readonly differences: string;
  readonly differencesText: (tests: string, found: number) => string;
  readonly noDifferences: (tests: string) => string;
  readonly allDifferences: (count: number) => string;
  readonly did: string;
  readonly didText: string;
  readonly said: string;
  readonly done: string;
}

const inner = (text: string): string => text.trim().replaceAll("“", "‘").replaceAll("”", "’");

/** A Chinese character stands a little off a percentage, not off a bracket. */
const apart = (share: string): string => share.replace(/(?<=[%\d])$/, " ");

export const FINDINGS: Readonly<Record<Locale, FindingWords>> = {
  "zh-cn": {
    title: (count) => (count === 3 ? "三句话" : count === 2 ? "两句话" : "一句话"),
    none: "回答太少，还说不出一句站得住的话。",
    rules: "怎样选出来的",
    how: (intervals) => (intervals ? "按公布的规则由程序选出，不是人写的。括号里是 95% 置信区间，n 是回答了这道题的份数。" : "按公布的规则由程序选出，不是人写的。这一期用的是开放链接，只写回答的份数 n，不给区间。"),
    seeFigure: "看图",
    quoted: (text) => `“${inner(text)}”`,
    either: (labels) => labels.join("或"),
    range: (first, last) => `${first}至${last}`,
    agrees: (statement) => `同意${statement}`,
    disagrees: (statement) => `不同意${statement}`,
    chose: (answers, row) => (row ? `在${row}这一项选${answers}` : `选${answers}`),
    putFirst: (label) => `把${label}排在第一位`,
    share: (share, interval) => (interval ? `${share}（${interval}）` : share),
    interval: (low, high) => `${low} 至 ${high}`,
    some: (ask, share, act) => `${ask}${apart(share)}的人${act}。`,
    few: (ask, share, act) => `${ask}只有 ${apart(share)}的人${act}。`,
    most: (ask, label, row, share) => `${ask}${row ? `在${row}这一项，` : ""}选${label}的人最多，占 ${share}。`,
    first: (ask, label, share) => `${ask}把${label}排在第一位的人最多，占 ${share}。`,
    level: (ask, row, a, shareA, b, shareB, tested) => `${ask}${row ? `在${row}这一项，` : ""}选${a}的占 ${shareA}，选${b}的占 ${shareB}，${tested ? "难分先后" : "列在最前"}。`,
    split: (ask, shareA, a, shareB, b) => `${ask}${apart(shareA)}的人${a}，${apart(shareB)}的人${b}，哪一边都没有明显过半。`,
    largest: (ask, label, amount, hours) => `${ask}${hours ? "花时间最多的是" : "最大的是"}${label}，平均 ${amount}。`,
    index: (name, mean, scale, low, good) => `${name}平均 ${mean}，量程 ${scale}，${low ? "越低越好" : "越高越好"}：明显偏向${good ? "好" : "不好"}的一头。`,
    group: (answer, trait) => `按${trait}来分，${answer}的`,
    otherGroup: (answer) => `${answer}的`,
    groupShare: (ask, group, share, act, other, otherShare, points) => `${ask}${group}有 ${share} ${act}，${other ?? "其他人"}是 ${otherShare}，相差 ${points}。`,
    groupMean: (name, group, mean, other, otherMean, difference) => `${name}${group}平均 ${mean}，${other ?? "其他人"}平均 ${otherMean}，相差 ${difference}。`,
    changeShare: (ask, act, wave, before, now, points, up) => `${ask}${apart(now)}的人${act}，比上期（${wave}）的 ${apart(before)}${up ? "多" : "少"} ${points}。`,
    changeMean: (name, wave, before, now, difference, up) => `${name}平均 ${now}，比上期（${wave}）的 ${before} ${up ? "高" : "低"} ${difference}。`,
    ask: (question) => `问${question}，`,
    askSome: (question) => (question ? `问到${question}的人里，` : "问到这一条的人里，"),
    n: (n) => `n = ${n.join(" 和 ")}`,
    indices: "指数",
    indicesText: (intervals) => (intervals ? "圆点是平均分，横线是 95% 置信区间，竖虚线是量程的中点。" : "圆点是平均分，竖虚线是量程的中点；开放链接不给区间，也不作比较。"),
    indexLabel: (name, low) => `${name}（${low ? "越低越好" : "越高越好"}）`,
    groupsAgainst: "各组的指数，与总体比",
    groupsTitle: (name) => `${name}：各组与总体`,
    groupsAlt: (name, whole, rows) => `${name}，总体平均 ${whole}。${rows.join("；")}。`,
    indicesAlt: (rows) => `各指数的平均分。${rows.join("；")}。`,
    higher: "高于其他人",
    lower: "低于其他人",
    favourableOnly: (share) => `${share} 在有利一侧`,
    tooFew: "太少，不显示",
    thisWave: "本期",
    whole: "总体",
    lastWave: (wave) => `上期（${wave}）`,
    lastValue: (value, change) => `上期 ${value}，${change}`,
    up: (difference) => `↑ 升 ${difference}`,
    down: (difference) => `↓ 降 ${difference}`,
    noChange: "没有明显变化",
    notCompared: "不能比较",
    columns: { index: "指数", mean: "平均", interval: "95% 置信区间", n: "n", before: "上期", change: "变化", group: "组别", against: "与其他人比", item: "条目", share: "这一组", other: "其他人", difference: "差", p: "p（Holm 校正）" },
    strengths: "长处",
    weaknesses: "短处",
    strengthsTitle: "长处和短处",
    strengthsText: "看组成指数的各个条目：回答偏向有利的多，就是长处；偏向不利的多，就是短处。两边的区间有重叠的，不列。",
    noStrengths: "没有哪一条，有利的回答明显多于不利的。",
    noWeaknesses: "没有哪一条，不利的回答明显多于有利的。",
    standing: (agree, favourable) => (agree === undefined ? (favourable ? "有利" : "不利") : `${agree ? "同意" : "不同意"}（${favourable ? "有利" : "不利"}）`),
    differences: "哪些组不一样",
    differencesText: (tests, found) => `每一组与其他人比，共比较 ${tests} 次，按 Holm 法校正后仍有 ${found} 处站得住。`,
    noDifferences: (tests) => `没有。每一组与其他人比，共比较 ${tests} 次，按 Holm 法校正后没有一处差别站得住；图上看到的高低，可能只是碰巧。`,
    allDifferences: (count) => `全部 ${count} 处差别`,
    did: "你说了，我们做了",
    didText: "由委托方填写，不是调查结果。",
    said: "大家说",
    done: "我们做",
  },
  en: {
    title: (count) => (count === 3 ? "In three sentences" : count === 2 ? "In two sentences" : "In one sentence"),
    none: "Too few answers for a sentence that would hold.",
    rules: "How they were chosen",
    how: (intervals) => (intervals ? "Chosen by a program under published rules, not written by hand. In brackets: 95% confidence intervals. n is how many answered the question." : "Chosen by a program under published rules, not written by hand. This wave used an open link, so only the number of answers (n) is given, no interval."),
    seeFigure: "See the figure",
    quoted: (text) => `“${inner(text)}”`,
    either: (labels) => labels.join(" or "),
    range: (first, last) => `${first} to ${last}`,
    agrees: (statement) => `agree: ${statement}`,
    disagrees: (statement) => `disagree: ${statement}`,
    chose: (answers, row) => (row ? `chose ${answers} for ${row}` : `chose ${answers}`),
    putFirst: (label) => `put ${label} first`,
    share: (share, interval) => (interval ? `${share} (${interval})` : share),
    interval: (low, high) => `${low} to ${high}`,
    some: (ask, share, act) => `${ask}${share} ${act}.`,
    few: (ask, share, act) => `${ask}${ask ? "only" : "Only"} ${share} ${act}.`,
    most: (ask, label, row, share) => `${ask}${ask ? "more" : "More"} people chose ${label}${row ? ` for ${row}` : ""} than anything else: ${share}.`,
    first: (ask, label, share) => `${ask}more people put ${label} first than anything else: ${share}.`,
    level: (ask, row, a, shareA, b, shareB, tested) => `${ask}${shareA} chose ${a} and ${shareB} ${b}${row ? ` for ${row}` : ""}: ${tested ? "too close to call" : "the two most frequent answers"}.`,
    split: (ask, shareA, a, shareB, b) => `${ask}${shareA} ${a} and ${shareB} ${b}: no clear majority either way.`,
    largest: (ask, label, amount, hours) => `${ask}${label} ${hours ? "takes the most time" : "comes out largest"}, ${amount} on average.`,
    index: (name, mean, scale, low, good) => `${name} averages ${mean} on a scale of ${scale} (${low ? "lower" : "higher"} is better), clearly towards the ${good ? "good" : "bad"} end.`,
    group: (answer, trait, short) => (short ? `the group ${answer} (${trait.replace(/[“”]/g, "")})` : `those who answered ${answer} to ${trait}`),
    otherGroup: (answer, short) => (short ? `the group ${answer}` : `those who answered ${answer}`),
    groupShare: (ask, group, share, act, other, otherShare, points, more) => `${ask}${share} of ${group} ${act}; of ${other ?? "the others"} it is ${otherShare}, ${points} ${more ? "less" : "more"}.`,
    groupMean: (name, group, mean, other, otherMean, difference, more) => `${name} averages ${mean} for ${group} and ${otherMean} for ${other ?? "the others"}, ${difference} ${more ? "less" : "more"}.`,
    changeShare: (ask, act, wave, before, now, points, up) => `${ask}${now} ${act}, ${up ? "up" : "down"} from ${before} in the last wave (${wave}), by ${points}.`,
    changeMean: (name, wave, before, now, difference, up) => `${name} averages ${now}, ${up ? "up" : "down"} from ${before} in the last wave (${wave}), by ${difference}.`,
    ask: (question) => `Asked ${question}, `,
    askSome: (question) => (question ? `Of those who were asked ${question}, ` : "Of those who were asked, "),
    n: (n) => `n = ${n.join(" and ")}`,
    indices: "Indices",
    indicesText: (intervals) => (intervals ? "Dots are means, lines their 95% confidence intervals; the dashed line is the middle of the scale." : "Dots are means, the dashed line is the middle of the scale. An open link has no intervals and no comparisons."),
    indexLabel: (name, low) => `${name} (${low ? "lower" : "higher"} is better)`,
    groupsAgainst: "Indices by group, against the whole",
    groupsTitle: (name) => `${name}: groups against the whole`,
    groupsAlt: (name, whole, rows) => `${name}, ${whole} on average. ${rows.join("; ")}.`,
    indicesAlt: (rows) => `Means of the indices. ${rows.join("; ")}.`,
    higher: "higher than the others",
    lower: "lower than the others",
    favourableOnly: (share) => `${share} favourable`,
    tooFew: "too few to show",
    thisWave: "This wave",
    whole: "All",
    lastWave: (wave) => `Last wave (${wave})`,
    lastValue: (value, change) => `last wave ${value}, ${change}`,
    up: (difference) => `↑ up ${difference}`,
    down: (difference) => `↓ down ${difference}`,
    noChange: "no clear change",
    notCompared: "cannot be compared",
    columns: { index: "Index", mean: "Mean", interval: "95% interval", n: "n", before: "Last wave", change: "Change", group: "Group", against: "Against the others", item: "Item", share: "This group", other: "The others", difference: "Difference", p: "p (Holm)" },
    strengths: "Strengths",
    weaknesses: "Weaknesses",
    strengthsTitle: "Strengths and weaknesses",
    strengthsText: "Of the items that make up the indices: a strength has more answers on the favourable side than on the other, a weakness fewer. Where the intervals of the two overlap, an item is neither.",
    noStrengths: "No item has clearly more favourable than unfavourable answers.",
    noWeaknesses: "No item has clearly more unfavourable than favourable answers.",
    standing: (agree, favourable) => (agree === undefined ? (favourable ? "favourable" : "unfavourable") : `${agree ? "agree" : "disagree"} (${favourable ? "favourable" : "unfavourable"})`),
    differences: "Who differs",
    differencesText: (tests, found) => `Each group was compared with the others, ${tests} comparisons in all. After Holm's correction ${found === 1 ? "one difference holds" : `${found} differences hold`}.`,
    noDifferences: (tests) => `Nobody. Each group was compared with the others, ${tests} comparisons in all, and after Holm's correction none holds: what looks higher or lower in a figure may be chance.`,
    allDifferences: (count) => `All ${count} differences`,
    did: "You said, we did",
    didText: "Written by those who commissioned the survey; no result of it.",
    said: "You said",
    done: "We did",
  },
};
