import type { Locale } from "../survey/text.ts";

interface CompareWords {
  /** What the numbers in the cells are. */
  readonly upper: (labels: readonly string[]) => string;
  readonly chose: string;
  readonly first: string;
  readonly wrote: string;
  readonly amounts: (unit: string) => string;
  readonly means: (low: string, high: string) => string;
  /** The rule by which something is not shown. */
  readonly hidden: (n: number) => string;
  readonly dashes: (n: number) => string;
  /** Groups too small for a mean. */
  readonly noMean: (n: number) => string;
  readonly favourable: (share: string) => string;
  /** Of figures through the waves. */
  readonly newest: (wave: string) => string;
  readonly alone: string;
  readonly join: string;
  readonly split: (group: string) => string;
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
    hidden: (n) => `不足 ${n} 份的组，为保护受访者不显示`,
    dashes: (n) => `–：不足 ${n} 份，为保护受访者不显示`,
    noMean: (n) => `不足 ${n} 份的组不给平均，只写处于有利一侧的比例`,
    favourable: (share) => `${share} 处于有利的一侧`,
    newest: (wave) => `格内是${wave}的数，各期的数见数字表`,
    alone: "这就是用来比较的一题，因此不再分组",
    join: "。",
    split: (group) => `按“${group}”比较`,
  },
  en: {
    upper: (labels) => `in the cells: per cent who chose ${labels.map(quoted).join(" or ")}`,
    chose: "in the cells: per cent of each group who chose it",
    first: "in the cells: per cent of each group who put it first",
    wrote: "in the cells: per cent of each group who gave an answer",
    amounts: (unit) => `in the cells: the mean of each group${unit === "" ? "" : ` (${unit})`}`,
    means: (low, high) => `dots are the means of the groups; lines run from ${low} to ${high}`,
    hidden: (n) => `groups of fewer than ${n} are not shown, to protect those who answered`,
    dashes: (n) => `–: fewer than ${n}, not shown to protect those who answered`,
    noMean: (n) => `groups under ${n} have no mean, only the share on the favourable side`,
    favourable: (share) => `${share} on the favourable side`,
    newest: (wave) => `in the cells: ${wave}; the table has every wave`,
    alone: "This is the question that the groups come from, so it is not split",
    join: ". ",
    split: (group) => `compared by “${group}”`,
  },
};
