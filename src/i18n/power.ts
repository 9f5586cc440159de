import type { Locale } from "../survey/text.ts";

interface PowerWords {
  readonly title: (title: string, wave: string, asked: number) => string;
  readonly rate: (rate: number, answers: number) => string;
  readonly shares: (half: string, at80: string, at95: string) => string;
  readonly waves: (points: string) => string;
  readonly groups: (filter: string, groups: readonly string[], each: readonly number[], points: string) => string;
  readonly groupsNever: (filter: string, least: number) => string;
  readonly index: (half: string, waves: string, groups: string | undefined, filter: string) => string;
  readonly hidden: (n: number) => string;
  readonly shareOf: string;
  readonly equal: string;
  readonly released: (wave: string) => string;
  readonly how: (sd: number) => string;
  readonly open: string;
}

export const POWER_WORDS: Readonly<Record<Locale, PowerWords>> = {
  "zh-cn": {
    title: (title, wave, asked) => `${title} ${wave}：请 ${asked} 人`,
    rate: (rate, answers) => `${rate}% 的人回答（${answers} 份）`,
    shares: (half, at80, at95) => `50% 的占比误差 ± ${half} 个百分点（80% 的 ± ${at80}，95% 的 ± ${at95}）`,
    waves: (points) => `两期相差 ${points} 个百分点以上才分得出`,
    groups: (filter, groups, each, points) => `${filter}：${groups.length === 2 ? groups.map((group, i) => `${group}（${each[i] ?? 0} 份）`).join("和") : `${groups.length} 组（最小的 ${Math.min(...each)} 份）里任意两组`}相差 ${points} 个百分点以上才分得出`,
    groupsNever: (filter, least) => `${filter}：最小的一组只有 ${least} 份，不显示，也分不出差别`,
    index: (half, waves, groups, filter) => `指数误差 ± ${half} 分；两期相差 ${waves} 分以上才分得出${groups === undefined ? "" : `，${filter} 各组相差 ${groups} 分以上`}`,
    hidden: (n) => `不足 ${n} 份：什么都不显示`,
    shareOf: "各组人数",
    equal: "按各组一样多算",
    released: (wave) => `按已发布的 ${wave} 的比例算`,
    how: (sd) => `95% 区间（Wilson）；“分得出”指双侧检验 α = 0.05、把握 80%（Cohen 1988），占比从 50% 起算；指数按标准差 ${sd} 分算（--sd 可改）。没有回答的人如果看法不同，误差比这里大。`,
    open: "这一期是开放链接：不知道谁没有回答，也不知道谁答了几次，误差和最小差别都无从谈起，多少份都一样。要能说明把握，得按名册邀请。",
  },
  en: {
    title: (title, wave, asked) => `${title} ${wave}: ${asked} people are asked`,
    rate: (rate, answers) => `If ${rate} % answer (${answers} answers)`,
    shares: (half, at80, at95) => `a share of 50 % is known to ± ${half} points (80 %: ± ${at80}, 95 %: ± ${at95})`,
    waves: (points) => `two waves can be told apart from ${points} points on`,
    groups: (filter, groups, each, points) => `${filter}: ${groups.length === 2 ? groups.map((group, i) => `${group} (${each[i] ?? 0})`).join(" and ") : `any two of ${groups.length} groups (the smallest has ${Math.min(...each)})`} can be told apart from ${points} points on`,
    groupsNever: (filter, least) => `${filter}: with ${least} answers in the smallest group nothing is shown and no difference told`,
    index: (half, waves, groups, filter) => `an index is known to ± ${half}; waves can be told apart from ${waves} on${groups === undefined ? "" : `, groups of ${filter} from ${groups} on`}`,
    hidden: (n) => `fewer than ${n} answers: nothing is shown`,
    shareOf: "Sizes of groups",
    equal: "counted as equal",
    released: (wave) => `as in the release of ${wave}`,
    how: (sd) => `95 % intervals (Wilson); “told apart”: two-sided test, alpha 0.05, 80 % power (Cohen 1988), shares counted from 50 %; indices with a standard deviation of ${sd} (change it with --sd). If those who do not answer think otherwise, the error is larger than this.`,
    open: "This wave is an open link: nobody knows who did not answer, nor who answered twice, so there is no margin of error and no smallest difference, however many answers come. To know how sure a result is, invite people from a roster.",
  },
};
