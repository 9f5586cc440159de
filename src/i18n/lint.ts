import type { Locale } from "../survey/text.ts";

/** What a rule says; `{name}` stands for a detail of the finding. */
interface RuleWords {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

const ZH = {
  "two-in-one": {
    what: "“{text}”可能一次问了两件事（{found}）",
    why: "只同意其中一半的人没法回答，结果也说不清指哪一件。",
    fix: "拆成两条，或只留最要紧的一件；两个词其实是一回事的，可以写明理由保留。",
  },
  leading: { what: "“{text}”带有引导或评判（{found}）", why: "题目里已经有了答案，不同意的人会跟着说，结果反映的是题目而不是看法。", fix: "用中性的词，把两种可能都摆出来。" },
  "one-sided": { what: "“{text}”只提了同意的一头", why: "只提一头，像是在等人同意。两头都提，答“不同意”才一样自然。", fix: "写成“您同意还是不同意”或“您的同意程度”。" },
  absolute: { what: "“{text}”用了绝对的词（{found}）", why: "只要有一次例外就得否认，大多数人会被推到同一头。", fix: "问具体的时间段或次数，或用“经常”“多数时候”。" },
  "double-negation": { what: "“{found}”里有双重否定", why: "匆忙中容易理解反，答案和本意正好相反。", fix: "改成肯定的说法。" },
  negation: { what: "“{found}”是否定句，回答“不同意”就成了双重否定", why: "不同意一个否定句要多想一步，答错方向的人会变多。", fix: "能用肯定的说法就用；日常说法本来就带“不”“没”的，可以写明理由保留。" },
  "long-sentence": { what: "“{text}”太长，要读两遍（{found}）", why: "在手机上、在路上读，长句会被跳过，题意就各猜各的。中文一个分句不超过 40 个字，英文一句不超过 28 个词、13 年级。", fix: "拆成短句，说明放到题目下面的说明里。" },
  unbalanced: { what: "选项不对称：{positive} 个正面，{negative} 个负面（{labels}）", why: "哪边选项多，回答就往哪边偏。", fix: "正反两边给同样多的选项。" },
  unlabelled: { what: "{all} 个刻度里有 {bare} 个只有数字，没有文字", why: "每个人对“3”的理解不一样；每格都有文字，回答更可靠。", fix: "给每一格写上文字，5 格左右最合适。" },
  "scale-direction": { what: "这里从“{first}”开始，{other} 却从“{otherFirst}”开始", why: "量表方向忽正忽反，点惯了的人会点反。", fix: "全卷一个方向，最好从负面到正面。" },
  "scale-wording": { what: "问的是同一种程度，这里的选项是“{labels}”，{other} 却是“{otherLabels}”", why: "同一把尺子换了刻度，两处的结果就不能比。", fix: "全卷用同一套选项。" },
  acquiescence: { what: "量表里的说法全朝一个方向，没有反向条目", why: "有些人习惯性地同意。没有反向条目，分不出是真同意还是顺着点。", fix: "编进一个指数（constructs），至少有一条反着说并列进 reversed；更好的是直接问程度，例如“多清楚”“多经常”。" },
  "few-items": { what: "指数“{title}”只有 {n} 个条目", why: "条目太少，指数就靠一两句话的措辞，信度也算不稳。", fix: "至少三个条目，最好四个以上；或者不做指数，逐题看。" },
  "long-battery": { what: "一张量表有 {n} 行（建议不超过 {most} 行）", why: "行数一多，后面的就顺着点下去；手机上要滚很久。", fix: "删掉不用的行，或按内容分成两题。" },
  required: { what: "“{text}”是必答题", why: "必答会逼人乱选或中途离开；自愿参加的调查，每一道必答题都要有理由。", fix: "去掉 isRequired；确实必需的（例如后面的题靠它跳转），写明理由保留。" },
  "no-way-out": { what: "“{text}”没有“不清楚”或“不适用”", why: "有人确实不知道或用不上，没有出口就只能猜或乱选。", fix: "加一个“说不清”或“不适用”，并写进 missing；人人都能答的，可以写明理由保留。" },
  "other-text": { what: "有“{label}”，却没有地方写是什么", why: "不知道“其他”是什么，这一项就没有用，也不知道漏了哪个选项。", fix: "用 SurveyJS 自带的 showOtherItem，或删掉这一项。" },
  "long-ranking": { what: "要给 {n} 项排序（建议不超过 {most} 项）", why: "排到中间就分不出先后，名次是随手给的。", fix: "减到 {most} 项以内，或只选出前三（maxSelectedChoices）。" },
  "too-long": { what: "估计要 {minutes} 分钟（{answers} 个回答），却说 {promised} 分钟", why: "说短了，人会中途离开，下次也不再相信。估算：每分钟读中文 {zh} 字或英文 {en} 词，每点一下 {tap} 秒，按看到全部题目算。", fix: "删题，或把 minutes 改成实话；请两位同事在手机上试填，量一量。" },
  "thin-cells": { what: "{names} 交叉成 {all} 格，{n} 人平均每格只有 {each} 人，少于 {least}", why: "不足的格子发布时要隐去，特征越细，隐去得越多。", fix: "把 {finest} 合并得粗一些，或少问一项特征。" },
  "filter-cells": { what: "{names} 交叉筛选成 {all} 格，{n} 人平均每格只有 {each} 人，少于 {least}", why: "格子太小，筛出来的结果不是不显示，就是误差太大。", fix: "少用一个筛选项，或把 {finest} 合并得粗一些。" },
  "many-sensitive": { what: "有 {n} 个敏感变量（{names}），建议不超过 {most} 个", why: "每个敏感变量都要求特征相同的人答得不一样，个数越多，隐去的特征越多。", fix: "只留最要紧的；不会让上级据此为难人的，改成 ordinary。" },
  identifier: { what: "“{text}”能直接认出人", why: "发布时反正要删掉，问了只会让人不敢说实话，数据一旦泄露就收不回来。", fix: "不问；确实要联系的，另用一张与答卷无关的表。" },
  "names-in-text": { what: "“{text}”没有提醒不要写人名", why: "文字里最容易写进名字、店名、电话，写下来就认得出人。", fix: "在题目说明（description）里写：请不要写人名、店名和电话。两种语言都要。" },
  unused: { what: "“{text}”问了却没有用处：没有图，不进指数，不能筛选，也不逐条发布", why: "多问一道没用的题，就多一分钟、多一分风险。", fix: "列进 figures，或者不问。" },
  "spss-name": { what: "变量名 {name} 在 SPSS 里不能用（保留词，或以点、下划线结尾）", why: "研究人员打不开，或者变量被改名。", fix: "换一个题名。" },
  "long-name": { what: "题名“{name}”太长，数据里叫 {becomes}", why: "太长的名字各种软件会截断或改写，没人找得到。", fix: "用短的英文字母、数字和下划线。" },
  "missing-translation": { what: "“{text}”只有{has}", why: "看另一种语言的人会看到看不懂的文字，两种语言的回答也就不能合在一起。", fix: "补上另一种语言。" },
  "one-language": { what: "问卷只有一种语言（{n} 处文字）", why: "这个站点有中文和英文两种语言；用另一种语言打开的人，看到的还是原文。", fix: "需要时补上另一种语言；不需要就写明理由保留。" },
  "never-visible": { what: "必答，却永远不显示", why: "看不到的题答不了，问卷可能交不上去。", fix: "去掉 isRequired，或去掉 visible: false，或写上显示条件。" },
  "unknown-question": { what: "条件里的 {name} 没有这道题：{condition}", why: "条件永远不成立，这道题谁也看不到。", fix: "检查题名的拼写，大小写也要一样。" },
  "later-question": { what: "条件要看后面一页的 {name}：{condition}", why: "轮到这道题时那道还没有答。", fix: "把 {name} 移到前面，或换一个条件。" },
  "no-such-choice": { what: "条件里的“{value}”不是 {name} 的选项：{condition}", why: "没有人选得到它，条件就不成立。", fix: "{name} 的选项是：{choices}。" },
  contradiction: { what: "条件要 {name} 同时等于 {values}：{condition}", why: "一个答案不能同时是两个，这道题谁也看不到。", fix: "把 and 改成 or，或用 anyof。" },
  "min-max": { what: "最小 {least} 大于最大 {most}", why: "没有任何回答能通过。", fix: "对调两个数，或改正写错的一个。" },
  "idle-acceptance": { what: "accepted 里的这一条已经没有对应的检查结果", why: "留着它，以后出现新的问题也会被悄悄放过。", fix: "删掉这一条。" },
  "unknown-acceptance": { what: "accepted 里的这一条不是任何规则的名字", why: "拼写错了，就不起作用。", fix: "照检查结果里写的规则名写：规则，或 规则@题名。" },
  "idle-margins": { what: "写了 margins，却没有一期是按名册邀请的", why: "没有名册就不能加权，读的人却会以为加了。", fix: "删去 margins，或者把期次改成邀请制（admission: invited）；也可以自己算好权重导入，用 weight 指明。" },
  "no-study": { what: "没有 study.json", why: "没有它，不知道哪些题要保护，不能开放期次，也不能发布；隐私方面的检查也做不了。", fix: "用 new 建一份新问卷，照着它的 study.json 写。" },
} satisfies Readonly<Record<string, RuleWords>>;

export type RuleId = keyof typeof ZH;

const EN: Readonly<Record<RuleId, RuleWords>> = {
  "two-in-one": {
    what: "“{text}” may ask two things at once ({found})",
    why: "Whoever agrees with one half cannot answer, and nobody knows which half a result speaks of.",
    fix: "Make two of it, or keep the one that matters; where both words name one thing, accept it with the reason.",
  },
  leading: { what: "“{text}” leads or judges ({found})", why: "The answer is in the question: people go along, and the result shows the question instead of their view.", fix: "Use neutral words and name both possibilities." },
  "one-sided": { what: "“{text}” names agreement alone", why: "It sounds as if agreement were expected. With both ends named, “disagree” is as natural an answer.", fix: "Write “How far do you agree or disagree”." },
  absolute: { what: "“{text}” is absolute ({found})", why: "A single exception makes it untrue, which pushes nearly everybody to one end.", fix: "Ask for a period or a number of times, or say “often” or “mostly”." },
  "double-negation": { what: "“{found}” has a double negation", why: "Read in haste it is taken the wrong way round, and answers say the opposite of what is meant.", fix: "Say it in the positive." },
  negation: { what: "“{found}” is negative, so that “disagree” becomes a double negation", why: "To disagree with a negation takes a second thought, and more people answer in the wrong direction.", fix: "Say it in the positive where that is natural; where everyday speech is negative, accept it with the reason." },
  "long-sentence": { what: "“{text}” is so long that it must be read twice ({found})", why: "On a phone, between two visits, long sentences are skipped and guessed at. Chinese: 40 characters a clause; English: 28 words a sentence, school grade 13.", fix: "Make short sentences, and move explanations into the description." },
  unbalanced: { what: "the scale is not balanced: {positive} positive answers, {negative} negative ({labels})", why: "Answers move to the side that has more choices.", fix: "Give as many choices on either side." },
  unlabelled: { what: "{bare} of {all} points are bare numbers", why: "Each person reads a “3” differently; with a word for every point answers are more reliable.", fix: "Give every point a label; about five points are enough." },
  "scale-direction": { what: "begins with “{first}”, while {other} begins with “{otherFirst}”", why: "Where scales turn round, people who tap by habit tap the wrong end.", fix: "Keep one direction throughout, best from negative to positive." },
  "scale-wording": { what: "the steps are “{labels}” here, and “{otherLabels}” for the same kind of scale in {other}", why: "It is one yardstick with two sets of marks, so the results cannot be compared.", fix: "Use the same labels throughout." },
  acquiescence: { what: "all statements of this battery point one way: none is reversed", why: "Some people agree out of habit. Without a reversed statement nobody can tell them from those who mean it.", fix: "Put the rows into a construct with at least one reversed item; better still, ask for the degree itself (“how clear”, “how often”)." },
  "few-items": { what: "the index “{title}” has only {n} items", why: "With so few items the index hangs on the wording of one or two sentences, and its reliability cannot be judged.", fix: "Three items at least, better four or more; or no index, item by item." },
  "long-battery": { what: "{n} rows in one battery (better {most} at most)", why: "After some rows people tick the same column on and on, and a phone scrolls for long.", fix: "Drop rows that are not used, or make two questions by content." },
  required: { what: "“{text}” must be answered", why: "People who are forced tick anything, or leave. In a voluntary survey each required question needs a reason.", fix: "Remove isRequired; where it is needed, because later questions depend on it, accept it with that reason." },
  "no-way-out": { what: "“{text}” offers no “don't know” or “does not apply”", why: "Some people truly do not know, or it does not apply to them. Without a way out they guess.", fix: "Add “Hard to say” or “Does not apply” and list it under missing; where everybody can answer, accept it with the reason." },
  "other-text": { what: "“{label}” has no room to say what", why: "Without the words nobody learns what “other” was, or which choice is missing.", fix: "Use SurveyJS's own showOtherItem, or drop the choice." },
  "long-ranking": { what: "{n} things to rank (better {most} at most)", why: "In the middle of a long list there is no order in people's minds: ranks are given at random.", fix: "Keep {most} or fewer, or have only the first three chosen (maxSelectedChoices)." },
  "too-long": { what: "takes about {minutes} minutes ({answers} answers), but {promised} are promised", why: "People who were told too little leave half-way, and do not believe it next time. The estimate: {zh} Chinese characters or {en} English words read a minute, {tap} seconds a tap, for someone who sees every question.", fix: "Drop questions, or let minutes tell the truth; have two colleagues fill it in on a phone and time them." },
  "thin-cells": { what: "crossed, {names} make {all} cells: of {n} people each holds {each} on average, fewer than {least}", why: "Cells under the threshold are hidden in a release; the finer the traits, the more is hidden.", fix: "Coarsen {finest}, or ask one trait less." },
  "filter-cells": { what: "crossed, the filters {names} make {all} cells: of {n} people each holds {each} on average, fewer than {least}", why: "With so few answers in a cell results are not shown, or are too unsure to be used.", fix: "Use one filter less, or coarsen {finest}." },
  "many-sensitive": { what: "{n} variables are sensitive ({names}); better {most} at most", why: "People with equal traits must differ in each of them: the more there are, the more traits are hidden.", fix: "Keep those that matter most; where nobody could be blamed for an answer, make it ordinary." },
  identifier: { what: "“{text}” tells who answers", why: "A release leaves it out anyway. To ask only makes people careful with the truth, and a leak cannot be called back.", fix: "Do not ask; where you must reach people, use a form of its own that has nothing to do with the answers." },
  "names-in-text": { what: "“{text}” does not warn against writing names", why: "Names of people and shops and telephone numbers slip into free text most easily, and single people out.", fix: "Say in the description, in both languages: please do not write names of people or shops, or phone numbers." },
  unused: { what: "“{text}” is asked and not used: no figure, no index, no filter, and not released answer by answer", why: "Each question without a use costs a minute and adds a risk.", fix: "List it under figures, or do not ask it." },
  "spss-name": { what: "SPSS does not take the name {name} (a reserved word, or a dot or underscore at the end)", why: "Researchers cannot open it, or find it renamed.", fix: "Rename the question." },
  "long-name": { what: "the name “{name}” is so long that it becomes {becomes} in the data", why: "Programs cut or change long names, and nobody finds the variable.", fix: "Use a short name of English letters, digits and underscores." },
  "missing-translation": { what: "“{text}” is in {has} only", why: "Readers of the other language see words that they cannot read, and their answers cannot be put together.", fix: "Add the other language." },
  "one-language": { what: "the questionnaire speaks one language only ({n} texts)", why: "The site is Chinese and English; whoever opens it in the other language sees the same words.", fix: "Add the other language where you need it; else accept it with the reason." },
  "never-visible": { what: "required, but never visible", why: "Nobody can answer what is not shown, and the form may never be sent.", fix: "Remove isRequired or visible: false, or write a condition." },
  "unknown-question": { what: "the condition names {name}, which is not asked: {condition}", why: "It never holds, so nobody sees the question.", fix: "Look at the spelling of the name, capitals included." },
  "later-question": { what: "the condition looks at {name} on a later page: {condition}", why: "That question has not been answered when this one comes.", fix: "Move {name} before it, or use another condition." },
  "no-such-choice": { what: "the condition asks for “{value}”, which is no choice of {name}: {condition}", why: "Nobody can choose it, so the condition does not hold.", fix: "The choices of {name} are: {choices}." },
  contradiction: { what: "the condition wants {name} to be {values} at once: {condition}", why: "One answer cannot be two, so nobody sees the question.", fix: "Write or instead of and, or use anyof." },
  "min-max": { what: "the least, {least}, is more than the most, {most}", why: "No answer can pass.", fix: "Swap the two, or mend the wrong one." },
  "idle-acceptance": { what: "this entry of accepted speaks of no finding any more", why: "If it stays, it silences the next problem without anybody reading it.", fix: "Delete the entry." },
  "unknown-acceptance": { what: "this entry of accepted is no rule", why: "Misspelt, it has no effect.", fix: "Write the rule as the findings name it: rule, or rule@question." },
  "idle-margins": { what: "margins are declared, and no wave invites people from a roster", why: "Without a roster nothing can be weighted to it, and a reader would think that it is.", fix: "Remove margins, or plan an invited wave (admission: invited); or import weights of your own and name them with weight." },
  "no-study": { what: "there is no study.json", why: "Without it nothing says what must be protected: no wave opens, nothing is released, and privacy cannot be checked.", fix: "Make a survey with new, and take its study.json as a model." },
};

const WORDS: Readonly<Record<Locale, Readonly<Record<RuleId, RuleWords>>>> = { "zh-cn": ZH, en: EN };

/** Where the reason can be read; the titles are in the author's guide. */
export const SOURCES: Readonly<Partial<Record<RuleId, string>>> = {
  "two-in-one": "Dillman, Smyth & Christian 2014, ch. 4; Krosnick & Presser 2010",
  leading: "Krosnick & Presser 2010",
  "one-sided": "Dillman, Smyth & Christian 2014, ch. 5",
  "double-negation": "Dillman, Smyth & Christian 2014, ch. 4; Krosnick & Presser 2010",
  negation: "Krosnick & Presser 2010; Swain, Weathers & Niedrich 2008",
  "long-sentence": "Dillman, Smyth & Christian 2014, ch. 4; Kincaid et al. 1975",
  unbalanced: "Dillman, Smyth & Christian 2014, ch. 5",
  unlabelled: "Krosnick & Presser 2010",
  acquiescence: "Billiet & McClendon 2000; Saris, Revilla, Krosnick & Shaeffer 2010",
  "few-items": "Marsh, Hau, Balla & Grayson 1998",
  "long-battery": "Galesic & Bosnjak 2009; Toepoel, Das & van Soest 2009",
  required: "Dillman, Smyth & Christian 2014, ch. 9",
  "long-ranking": "Alwin & Krosnick 1985",
  "too-long": "Galesic & Bosnjak 2009; Trauzettel-Klosinski & Dietz 2012",
  "thin-cells": "Sweeney 2002",
  "many-sensitive": "Machanavajjhala, Kifer, Gehrke & Venkitasubramaniam 2007",
};

export const isRule = (name: string): name is RuleId => Object.hasOwn(ZH, name);

/** All rules. */
export const RULES: readonly RuleId[] = Object.keys(ZH).filter(isRule);

/** A rule's words with a finding's details in their gaps. */
export function ruleWords(rule: RuleId, details: Readonly<Record<string, string | number | Readonly<Record<Locale, string>>>>, locale: Locale): RuleWords {
  const fill = (words: string): string =>
    words.replace(/\{(\w+)\}/g, (gap, name: string) => {
      const detail = details[name];
      return detail === undefined ? gap : typeof detail === "object" ? detail[locale] : String(detail);
    });
  const { what, why, fix } = WORDS[locale][rule];
  return { what: fill(what), why: fill(why), fix: fill(fix) };
}

interface LintWords {
  readonly severities: Readonly<Record<"error" | "warning" | "hint", string>>;
  readonly colon: string;
  readonly why: string;
  readonly fix: string;
  readonly source: string;
  readonly keep: string;
  readonly reason: string;
  readonly accepted: string;
  readonly refused: string;
  readonly sum: (errors: number, warnings: number, hints: number, accepted: number) => string;
  readonly takes: (zh: number | undefined, en: number | undefined, answers: number) => string;
}

const several = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

/** Words of the command itself. */
export const LINT: Readonly<Record<Locale, LintWords>> = {
  "zh-cn": {
    severities: { error: "错误", warning: "注意", hint: "提示" },
    colon: "：",
    why: "为什么",
    fix: "怎么改",
    source: "出处",
    keep: "要保留，就在 study.json 的 accepted 里写",
    reason: "理由",
    accepted: "已接受",
    refused: "不能用",
    sum: (errors, warnings, hints, accepted) => `错误 ${errors}，注意 ${warnings}，提示 ${hints}${accepted > 0 ? `，已接受 ${accepted}（加 --all 列出）` : ""}`,
    takes: (zh, en, answers) => `看到全部题目的人大约要 ${[zh === undefined ? "" : `${zh} 分钟（中文）`, en === undefined ? "" : `${en} 分钟（英文）`].filter(Boolean).join("、")}，共 ${answers} 个回答`,
  },
  en: {
    severities: { error: "error", warning: "warning", hint: "hint" },
    colon: ": ",
    why: "Why",
    fix: "Fix",
    source: "Source",
    keep: "To keep it, write under accepted in study.json",
    reason: "reason",
    accepted: "accepted",
    refused: "refused",
    sum: (errors, warnings, hints, accepted) => `${several(errors, "error")}, ${several(warnings, "warning")}, ${several(hints, "hint")}${accepted > 0 ? `, ${accepted} accepted (listed with --all)` : ""}`,
    takes: (zh, en, answers) => `takes about ${[zh === undefined ? "" : `${zh} minutes in Chinese`, en === undefined ? "" : `${en} minutes in English`].filter(Boolean).join(", ")} for someone who sees every question (${several(answers, "answer")})`,
  },
};
