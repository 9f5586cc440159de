import type { Locale } from "../survey/text.ts";

/** Words about tests of one question by another. */
interface RelationWords {
  readonly heading: string;
  readonly tests: Readonly<Record<"chi-square" | "rao-scott" | "fisher" | "permutation" | "mann-whitney" | "kruskal-wallis" | "lumley-scott" | "welch" | "welch-anova" | "kendall" | "spearman" | "pearson", string>>;
  readonly effects: Readonly<Record<"V" | "odds-ratio" | "superiority" | "epsilon-squared" | "difference" | "g" | "eta-squared" | "tau-b" | "rho" | "r", string>>;
  readonly columns: { readonly choice: string; readonly test: string; readonly statistic: string; readonly p: string; readonly adjusted: string; readonly effect: string; readonly estimate: string; readonly interval: string; readonly n: string };
  readonly why: { readonly "too-few": string; readonly constant: string; readonly "few-expected": string; readonly alike: string };
  readonly notes: { readonly "few-expected": string; readonly weighted: string; readonly "no-spread": string; readonly "left-out": string };
  readonly together: string;
  readonly apart: string;
  readonly someOf: (choices: readonly string[]) => string;
  readonly noneOf: string;
  readonly holm: string;
  /** Where one of several items is tested alone: over how many, and what Holm leaves of p. */
  readonly holmOf: (tests: string, p: string) => string;
  readonly sentence: (test: string, statistic: string | null, p: string | null, effects: readonly string[], n: string) => string;
  readonly within: (interval: string) => string;
  readonly between: (low: string, high: string) => string;
  readonly open: string;
  readonly own: string;
  readonly ownClaim: string;
  readonly ownFix: string;
  readonly many: string;
}

export const RELATION: Readonly<Record<Locale, RelationWords>> = {
  "zh-cn": {
    heading: "两题的关系",
    tests: { "chi-square": "卡方检验", "rao-scott": "Rao-Scott 校正的卡方检验", fisher: "Fisher 精确检验", permutation: "置换检验（卡方，9999 次）", "mann-whitney": "Mann-Whitney 检验", "kruskal-wallis": "Kruskal-Wallis 检验", "lumley-scott": "加权的秩检验（Lumley-Scott）", welch: "Welch t 检验", "welch-anova": "Welch 方差分析", kendall: "Kendall 等级相关", spearman: "Spearman 等级相关", pearson: "Pearson 相关" },
    effects: { V: "Cramér V", "odds-ratio": "优势比", superiority: "前一组更高的概率", "epsilon-squared": "ε²", difference: "均值之差（前减后）", g: "Hedges g", "eta-squared": "η²", "tau-b": "τ-b", rho: "ρ", r: "r" },
    columns: { choice: "选项", test: "检验", statistic: "统计量", p: "p", adjusted: "p（Holm）", effect: "效应量", estimate: "估计", interval: "95% 置信区间", n: "n" },
    why: { "too-few": "两题都答的人太少，不做检验。", constant: "其中一题的回答都相同，没有什么可比。", "few-expected": "加权后有的格期望人数太少，没有合适的检验。请合并取值再看。", alike: "有几组里每一组的回答都各自相同，加权后没有合适的检验。请合并分组再看。" },
    notes: { "few-expected": "有的格期望人数太少（低于 1，或超过五分之一的格低于 5），卡方分布不适用，因此改用精确或置换检验。", weighted: "已加权：区间和检验按有效样本量计算。", "no-spread": "有的组回答全都相同，均值检验不适用，因此比较次序。", "left-out": "回答不足规定人数的组没有算进来。" },
    together: "两题有关系：这样的差别不像是偶然。",
    apart: "看不出两题有关系：这样的差别可能只是偶然。",
    someOf: (choices) => `与分组有关的是：${choices.join("、")}。`,
    noneOf: "没有哪一项看得出与分组有关。",
    holm: "每一项单独检验，p 已按 Holm 校正。",
    holmOf: (tests, p) => `这里一共检验 ${tests} 次，按 Holm 校正后 ${p}；有没有关系按校正后的说。`,
    sentence: (test, statistic, p, effects, n) => `${test}：${[statistic, p].filter(Boolean).join("，")}；${effects.join("；")}；n = ${n}。`,
    within: (interval) => `（95% 置信区间 ${interval}）`,
    between: (low, high) => `${low} 至 ${high}`,
    open: "开放链接：不知道谁没有来，所以只给人数，不做检验，也不给区间。",
    own: "不知道文件里的人是怎样找来的，所以不做检验。",
    ownClaim: "这些人是抽样或按名单邀请来的：给出区间和检验",
    ownFix: "如果只是谁愿意谁来答，请不要勾选。",
    many: "同时看许多组合，总会有几个碰巧显著。先有问题，再看检验。",
  },
  en: {
    heading: "How the two go together",
    tests: { "chi-square": "Chi-square test", "rao-scott": "Chi-square test with Rao-Scott correction", fisher: "Fisher's exact test", permutation: "Permutation test (chi-square, 9,999 draws)", "mann-whitney": "Mann-Whitney test", "kruskal-wallis": "Kruskal-Wallis test", "lumley-scott": "Weighted rank test (Lumley and Scott)", welch: "Welch's t test", "welch-anova": "Welch's analysis of variance", kendall: "Kendall's rank correlation", spearman: "Spearman's rank correlation", pearson: "Pearson's correlation" },
    effects: { V: "Cramér's V", "odds-ratio": "odds ratio", superiority: "probability that the first group is higher", "epsilon-squared": "ε²", difference: "difference of means, first minus second", g: "Hedges' g", "eta-squared": "η²", "tau-b": "τ-b", rho: "ρ", r: "r" },
    columns: { choice: "Choice", test: "Test", statistic: "Statistic", p: "p", adjusted: "p (Holm)", effect: "Effect", estimate: "Estimate", interval: "95% interval", n: "n" },
    why: { "too-few": "Too few people answered both, so nothing is tested.", constant: "Everybody gave the same answer to one of the two: there is nothing to compare.", "few-expected": "With weights, too few are expected in some cells for any test to hold. Merge values and look again.", alike: "In several groups everybody gave the same answer, so with weights no test holds. Merge groups and look again." },
    notes: { "few-expected": "Some cells expect too few people (under 1, or more than a fifth of the cells under 5) for the chi-square distribution, so an exact or permutation test takes its place.", weighted: "Weighted: intervals and tests rest on the effective sample size.", "no-spread": "Everybody in some group gave the same answer, so a test of means does not hold; ranks are compared.", "left-out": "Groups with fewer answers than the rule allows are left out." },
    together: "The two go together: chance alone would rarely do this.",
    apart: "No connection is shown: chance alone could do this.",
    someOf: (choices) => `Connected with the groups: ${choices.join("; ")}.`,
    noneOf: "No choice is shown to be connected with the groups.",
    holm: "Each choice is tested alone; p is adjusted by Holm's rule.",
    holmOf: (tests, p) => `One of ${tests} tests made here: ${p} after Holm's rule, by which a connection is judged.`,
    sentence: (test, statistic, p, effects, n) => `${test}: ${[statistic, p].filter(Boolean).join(", ")}; ${effects.join("; ")}; n = ${n}.`,
    within: (interval) => ` (95% interval ${interval})`,
    between: (low, high) => `${low} to ${high}`,
    open: "Open link: who stayed away is unknown, so there is n alone, no test and no interval.",
    own: "How the people in this file were found is unknown, so nothing is tested.",
    ownClaim: "These people were sampled, or invited from a list: give intervals and tests",
    ownFix: "Leave this off where whoever wished could answer.",
    many: "Among many combinations some look significant by chance. Ask first, then test.",
  },
};
