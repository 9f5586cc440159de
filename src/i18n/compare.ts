import type { Locale } from "../survey/text.ts";

interface CompareWords {
  /** What the numbers in the cells are. */
  readonly upper: (labels: readonly string[]) => string;
  readonly chose: string;
  readonly first: string;
  readonly wrote: string;
  readonly amounts: (unit: string) => string;
  readonly means: (low: string, high: string) => string;
  /** Groups that too few belong to, with the rule. */
  readonly hidden: (groups: readonly string[], n: number) => string;
  readonly dashes: (n: number) => string;
  /** Groups too small for a mean. */
  readonly noMean: (n: number) => string;
  readonly favourable: (share: string) => string;
  readonly alone: string;
  readonly join: string;
}

const quoted = (label: string): string => `“${label}”`;

/** What figures say when they compare groups. */
export const COMPARE: Readonly<Record<Locale, CompareWords>> = {
  "zh-cn": {
    upper: (labels) => `格内：选${labels.map(quoted).join("或")}的百分比`,
    chose: "格内：各组中选这一项的百分比",
    first: "格内：各组中把它排在第一位的百分比",
    wrote: "格内：各组中有回答的百分比",
    amounts: (unit) => `格内：各组的平均${unit === "" ? "" : `（${unit}）`}`,
    means: (low, high) => `点是各组的平均，横线从 ${low} 到 ${high}`,
    hidden: (groups, n) => `回答不足 ${n} 份的组，为保护受访者不显示：${groups.join("、")}`,
    dashes: (n) => `–：不足 ${n} 份，不显示`,
    noMean: (n) => `不足 ${n} 份的组不给平均，只写处于有利一侧的比例`,
    favourable: (share) => `${share} 处于有利的一侧`,
    alone: "这就是用来比较的一题，因此不再分组",
    join: "。",
  },
  en: {
    upper: (labels) => `In the cells: per cent who chose ${labels.map(quoted).join(" or ")}`,
    chose: "In the cells: per cent of each group who chose it",
    first: "In the cells: per cent of each group who put it first",
    wrote: "In the cells: per cent of each group who gave an answer",
    amounts: (unit) => `In the cells: the mean of each group${unit === "" ? "" : ` (${unit})`}`,
    means: (low, high) => `Dots are the means of the groups; lines run from ${low} to ${high}`,
    hidden: (groups, n) => `Not shown, to protect those who answered, because fewer than ${n} did: ${groups.join(", ")}`,
    dashes: (n) => `–: fewer than ${n} answers, not shown`,
    noMean: (n) => `Groups under ${n} have no mean, only the share on the favourable side`,
    favourable: (share) => `${share} on the favourable side`,
    alone: "This is the question that the groups come from, so it is not split",
    join: ". ",
  },
};
