import type { Methods } from "../query/files.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";

/** One part of the account of how a release was made: paragraphs, and a table where figures are many. */
export interface ReportSection {
  readonly id: string;
  readonly title: string;
  readonly text: readonly string[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** What `methods.json` says, as sentences: the one text of the page and of the file. */
export function reportOf(methods: Methods, codebook: Codebook, locale: Locale): ReportSection[] {
  const say = WORDS[locale];
  const label = (name: string): string => codebook.variables.find((variable) => variable.name === name)?.label[locale] ?? name;
  const title = (name: string): string => codebook.constructs.find((construct) => construct.name === name)?.title[locale] ?? name;
  const { response, items, weighting, quality, protection, constructs } = methods;
  const few = items.filter(({ nonresponse }) => nonresponse !== null);
  const named = weighting.margins.map((name) => say.named(label(name)));
  return [
    {
      id: "response",
      title: say.response,
      text: [response.rate === undefined || response.invited === undefined ? say.noRate(count(response.responses, locale)) : say.rate(count(response.invited, locale), count(response.responses, locale), percent(response.rate))],
    },
    {
      id: "items",
      title: say.items,
      text: [say.itemsLead],
      table: {
        head: say.itemsHead,
        rows: few.map(({ variable, answered, no_answer, dont_know, refused, hidden, nonresponse }) => [`${variable} ${label(variable)}`, count(answered + no_answer + dont_know + refused, locale), percent(nonresponse ?? 0), count(dont_know, locale), count(refused, locale), count(hidden, locale)]),
      },
    },
    { id: "weighting", title: say.weighting, text: weightingText(weighting, named, say) },
    {
      id: "quality",
      title: say.quality,
      text: quality ? [say.qualityLead, ...quality.marks.map(({ mark, n }) => say.mark(markLabel(codebook, mark, locale), count(n, locale))), ...(quality.constructs.length > 0 ? [say.qualityWithout(count(quality.marked, locale))] : [])] : [protection.microdata === "withheld" ? say.qualityWithheld : say.qualityFew],
      ...(quality && quality.constructs.length > 0 ? { table: { head: say.qualityHead, rows: quality.constructs.map(({ name, mean, meanWithout }) => [title(name), mean.toFixed(2), meanWithout.toFixed(2)]) } } : {}),
    },
    {
      id: "protection",
      title: say.protection,
      text: [
        protection.microdata === "public" ? say.publicRule(protection.k) : say.withheldRule,
        ...(protection.coarsened.length > 0 ? [say.coarsened, ...protection.coarsened.map(({ variable, done }) => say.entry(label(variable), done[locale]))] : []),
        ...(protection.microdata === "public" ? [protection.hidden.length > 0 ? say.hidden(protection.hidden.map(({ variable, cells, share }) => say.hiddenEntry(label(variable), count(cells, locale), `${Math.round(share * 100)}%`)).join(say.comma)) : say.hiddenNone] : []),
      ],
    },
    ...(constructs.length === 0 ? [] : [{
      id: "reliability",
      title: say.reliability,
      text: [say.reliabilityLead],
      table: { head: say.reliabilityHead, rows: constructs.map(({ name, n, alpha, omega }) => [title(name), count(n, locale), alpha?.toFixed(2) ?? "–", omega?.toFixed(2) ?? "–"]) },
    }]),
  ];
}

const count = (n: number, locale: Locale): string => new Intl.NumberFormat(locale === "en" ? "en" : "zh-CN").format(n);
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const markLabel = (codebook: Codebook, mark: string, locale: Locale): string => codebook.variables.find(({ type }) => type === "quality")?.values.find(({ code }) => code === mark)?.label[locale] ?? mark;

function weightingText({ source, margins, why, limit, trimmed = 0, designEffect = 1, effective = 0 }: Methods["weighting"], named: readonly string[], say: Words): string[] {
  const own = source === "given" ? say.given : say.unweighted;
  if (why === "no-roster" || why === "no-column") return [own, say[why]];
  if (why === "not-converged") return [own, say.notConverged(named.join(say.comma))];
  return margins.length > 0 ? [say.raked(named.join(say.comma), String(limit ?? "")), say.cost(String(trimmed), designEffect.toFixed(2), Math.round(effective).toString())] : [own];
}

const ZH = {
  comma: "、",
  named: (label: string): string => `“${label}”`,
  response: "回收率",
  rate: (invited: string, responses: string, rate: string): string => `名册上邀请了 ${invited} 人，收到 ${responses} 份完整的答卷，回收率 ${rate}（AAPOR RR1：完整答卷数除以全部被邀请人数）。没做完的草稿不离开手机，所以中途退出的有多少不知道，RR2 与 RR1 相同。`,
  noRate: (responses: string): string => `收到 ${responses} 份答卷。没有封闭的名册，说不出请了多少人，所以不算回收率。`,
  items: "每道题有多少人没答",
  itemsLead: "“未答率”是没有回答的人占问到的人的比例；“不清楚”和“不愿回答”算问到并答了。已经隐去的不算在内。",
  itemsHead: ["题目", "问到", "未答率", "不清楚", "不愿回答", "隐去"],
  weighting: "加权",
  unweighted: "没有加权：一份答卷算一份。",
  given: "按问卷自带的权重算。",
  "no-roster": "study.json 要求按名册加权，但这一期没有名册，所以没有这样做。",
  "no-column": "study.json 要求按名册加权，但名册里缺少要用的列，或者这一题没有作为身份特征发布，所以没有这样做。",
  notConverged: (names: string): string => `试过按名册里${names}的分布加权，但各项对不上（例如名册里有的一类人一个也没有回答），所以公布的是不加权的结果。`,
  raked: (names: string, limit: string): string => `按名册里${names}的人数逐项迭代调整（raking，Deming & Stephan 1940），使各类人的占比与名册一致；单份答卷的权重最多是平均的 ${limit} 倍。权重只由公布出来的取值算出，隐去的另算一类。`,
  cost: (trimmed: string, effect: string, effective: string): string => `有 ${trimmed} 份达到这个上限。设计效应 ${effect}（Kish 1965），有效样本量 ${effective}：区间按它计算。`,
  quality: "作答质量",
  qualityLead: "有下列迹象的答卷只作标记，一份也没有删；标记是数据里的 quality 变量，使用者可以自己决定。",
  mark: (label: string, n: string): string => `${label}：${n} 份。`,
  qualityWithout: (n: string): string => `有任一标记的共 ${n} 份。带上和去掉这些答卷，各指数的平均分是：`,
  qualityHead: ["指数", "全部", "去掉有标记的"],
  qualityFew: "每一种迹象（作答太快、一路选同一档、与别的答卷完全相同）都不足 10 份，所以不作标记，也不公布份数。",
  qualityWithheld: "这一期只发布汇总表，不逐份标记。",
  protection: "保护",
  publicRule: (k: number): string => `任何一组身份特征的组合至少有 ${k} 份答卷共有；每一组里，敏感题拿掉任何一个人之后仍有两种以上的回答。先合并相邻的取值，再隐去个别取值，选的是信息损失（以比特计）最少的办法；隐去的只是身份特征，从不改动回答。`,
  withheldRule: "只发布汇总表：每个计数先加一个很小的随机误差，然后 10 以下的不列，其余取整到 5，能由总数推算出来的也不列。",
  coarsened: "变粗或没有发布的：",
  entry: (label: string, done: string): string => `${label}：${done}。`,
  hidden: (list: string): string => `隐去的取值（份数取整到 5）：${list}。`,
  hiddenEntry: (label: string, cells: string, share: string): string => `${label}约 ${cells} 份（${share}）`,
  hiddenNone: "没有隐去任何取值。",
  reliability: "指数的信度",
  reliabilityLead: "只用条目全部回答的答卷，30 份以上才算。",
  reliabilityHead: ["指数", "答卷", "α", "ω"],
};

type Words = typeof ZH;

const EN: Words = {
  comma: ", ",
  named: (label) => `“${label}”`,
  response: "Response rate",
  rate: (invited, responses, rate) => `${invited} people on the roster were invited and ${responses} complete responses came in: a response rate of ${rate} (AAPOR RR1, complete responses by all invited). Drafts never leave the phone, so break-offs are unknown and RR2 equals RR1.`,
  noRate: (responses) => `${responses} responses came in. There is no closed roster that says how many were asked, so no response rate is given.`,
  items: "Item non-response",
  itemsLead: "Non-response is the share of those asked who gave no answer; “don't know” and “prefer not to say” count as answers given. Hidden values are left out.",
  itemsHead: ["Question", "Asked", "Non-response", "Don't know", "Refused", "Hidden"],
  weighting: "Weighting",
  unweighted: "Not weighted: every response counts once.",
  given: "Weighted by the weight that the study itself carries.",
  "no-roster": "The study asks for weights to the roster, but this wave had none, so this was not done.",
  "no-column": "The study asks for weights to the roster, but the roster lacks a column for it, or the question is not released as an identifying trait, so this was not done.",
  notConverged: (names) => `Weighting to the roster by ${names} was tried, but the margins cannot be met (for example, a group on the roster gave no response at all), so results are published unweighted.`,
  raked: (names, limit) => `Raked to the numbers of people on the roster by ${names} (Deming and Stephan 1940), so that every group has its share of the roster; no response counts more than ${limit} times the mean. Weights are computed from released values alone, hidden ones being a group of their own.`,
  cost: (trimmed, effect, effective) => `${trimmed} responses stand at that limit. Design effect ${effect} (Kish 1965), effective sample size ${effective}: intervals are computed from it.`,
  quality: "Quality of answers",
  qualityLead: "Responses with these signs are marked and none was deleted; the marks are the variable quality in the data, for everyone to decide upon.",
  mark: (label, n) => `${label}: ${n} responses.`,
  qualityWithout: (n) => `${n} responses have any mark. Mean scores of the indices with and without them:`,
  qualityHead: ["Index", "All", "Without marked"],
  qualityFew: "Each sign (too fast, one answer throughout, equal to another response) occurs in fewer than 10 responses, so none is marked and no number is told.",
  qualityWithheld: "Only tables are released of this wave, so responses are not marked one by one.",
  protection: "Protection",
  publicRule: (k) => `Every combination of identifying traits is shared by ${k} responses at least; in every such group two answers to each sensitive question remain whichever person is taken away. Neighbouring values are merged first and single values hidden then, in the way that loses the least information in bits; only traits are hidden, never answers.`,
  withheldRule: "Only tables are released: each count gets a small random error; then those under 10 are left out, all others rounded to 5, and whatever would give a left-out count away is left out too.",
  coarsened: "Made coarser or not released:",
  entry: (label, done) => `${label}: ${done}.`,
  hidden: (list) => `Values hidden (responses rounded to 5): ${list}.`,
  hiddenEntry: (label, cells, share) => `${label} in about ${cells} (${share})`,
  hiddenNone: "No value was hidden.",
  reliability: "Reliability of the indices",
  reliabilityLead: "From responses that answer every item, where there are 30 of them.",
  reliabilityHead: ["Index", "Responses", "α", "ω"],
};

const WORDS: Readonly<Record<Locale, Words>> = { "zh-cn": ZH, en: EN };
