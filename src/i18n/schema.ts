import type { Text } from "../survey/text.ts";

/** What each key of a file means, as an editor shows it beside the key; `*` stands for any name. */
export type KeyWords = Readonly<Record<string, Text>>;

const key = (zh: string, en: string): Text => ({ "zh-cn": zh, en });

const GROUPS: KeyWords = {
  "bands.*.groups": key("合并成一类发布的选项，至少两类", "Choices that are released as one, two groups at least"),
  "bands.*.groups.code": key("合并后的值", "The value that they become"),
  "bands.*.groups.label": key("合并后的名称", "What it is called"),
  "bands.*.groups.values": key("被合并的选项的值", "Values of the choices that it holds"),
};

const LEVELS: KeyWords = {
  ...Object.fromEntries(Object.entries(GROUPS).map(([name, words]) => [name.replace("bands.*.groups", "bands.*.levels.groups"), words])),
  "bands.*.levels": key("从细到粗几种分法：第一种一定用，后面的只在损失更少时才用；只写一种，就永远不再合并", "A hierarchy, the finest first: the first is always released, a coarser one where that loses less than hiding; with one, values are never merged"),
};

const ABOUT: KeyWords = {
  about: key("关于调查的十一项说明（AAPOR 披露项目），随数据发布", "Eleven statements about the survey (AAPOR's disclosure items), published with the data"),
  "about.sponsor": key("谁委托、谁出钱", "Who commissions and pays"),
  "about.conductor": key("谁执行", "Who carries it out"),
  "about.population": key("结果说的是哪些人", "Whom the results speak about"),
  "about.frame": key("根据什么名单或途径找到这些人", "The list or way by which people are reached"),
  "about.sample": key("怎样选人；全都问，就照实写", "How people are chosen; if everybody is asked, say so"),
  "about.recruitment": key("怎样邀请，有没有报酬", "How people are invited, and what they get for it"),
  "about.mode": key("怎样作答：网页、电话……", "How answers are given: on the web, by phone …"),
  "about.questions": key("题目原文在哪里看", "Where the exact wording can be read"),
  "about.weighting": key("怎样加权，或者不加权", "How answers are weighted, or that they are not"),
  "about.processing": key("发布前怎样检查、怎样改动回答", "How answers are checked and altered before release"),
  "about.limitations": key("结果说明不了什么", "What the results cannot show"),
};

const LICENCE: KeyWords = {
  licence: key("发布的数据按什么许可使用；不写就是 CC-BY-4.0（注明出处即可使用）", "Under which the released data may be used; CC-BY-4.0 (free use that names the source) unless said"),
};

const WAVES: KeyWords = {
  waves: key("期次，至少一个", "Waves, one at least"),
  "waves.id": key("小写字母、数字和连字符，最多 32 个", "Small letters, digits and hyphens, 32 at most"),
  "waves.title": key("期次的名称；不写就显示 id", "Name of the wave; else the id is shown"),
  "waves.opens": key("计划开放的日期，如 2026-12-01；不会自动开放", "Planned first day, as 2026-12-01; nothing opens by itself"),
  "waves.closes": key("计划结束的日期；不会自动结束", "Planned last day; nothing closes by itself"),
  "waves.admission": key("invited：一人一份；open：有链接就能填；imported：从其他工具导入", "invited: one person one answer; open: whoever has the link; imported: answers of another tool"),
  "waves.minutes": key("告诉受访者大约要几分钟，最多 60", "How long it takes, as told to those who answer; 60 at most"),
  "waves.expected": key("预计请多少人；检查和模拟都用它", "How many people will be asked; checks and simulation count on it"),
  "waves.trial": key("第一次启动时自动开放，供试填", "Opened by the very first start, to be tried"),
};

const PROTECT: KeyWords = {
  protect: key("保护的门槛", "Thresholds of protection"),
  "protect.k": key("一种特征组合至少要有几个人，默认 5", "How many people must share a combination of traits; 5 unless said"),
  "protect.n": key("少于几份回答不画图、不发布，默认 10", "Under so many answers nothing is drawn or released; 10 unless said"),
  "protect.roster": key("名册上，身份题答得完全一样的至少要有几个人，默认 10，最少 5；不够就不能开放邀请期次", "How many people of the roster must share all that they are asked about themselves; 10 unless said, 5 at the least. Else a wave of invited people does not open"),
  "protect.microdata": key("public：发布逐份数据；withheld：只发布汇总表", "public: single responses are published; withheld: tables only"),
  "protect.quotes": key("true：大家写的话，经管理员看过，可以摘几句公布；填写前的说明里会这样讲", "true: what people write may be quoted once the operator has cleared it; the page says so before they begin"),
  "protect.why": key("开放链接也要发布逐份数据时，写明理由", "Why single responses of an open link may be published all the same"),
  roles: key("每道题可能对人有什么影响；没写的按最稳妥的处理", "What each question could do to a person; what is not named gets the safest role of its kind"),
  "roles.*.role": key("identifier 能认出人、quasi 单位本来就知道、sensitive 敏感、open 文字、ordinary 其他", "identifier, quasi (the employer knows it), sensitive, open (words) or ordinary"),
  "roles.*.why": key("为什么这样定是安全的", "Why this role is safe"),
  bands: key("发布时怎样把数字或选项合并成粗档", "How numbers or choices are coarsened in a release"),
  ...GROUPS,
  ...LEVELS,
};

export const STUDY_KEYS: KeyWords = {
  $schema: key("编辑器用的，可以不写", "For editors; may be left out"),
  title: key("问卷的名称", "Name of the survey"),
  summary: key("首页上的一句话", "One sentence for the home page"),
  ...ABOUT,
  ...LICENCE,
  ...WAVES,
  ...PROTECT,
  ordinal: key("选项有先后顺序的单选题", "Single choices whose values stand in order"),
  numbers: key("选项是数字的题目", "Questions whose choices are numbers"),
  "numbers.*.unit": key("数字的单位", "What the numbers count"),
  "numbers.*.step": key("最小的间隔", "Smallest step between numbers"),
  missing: key("表示没有回答的选项，例如 {\"na\": \"not_asked\"}", "Choices that are no answer, such as {\"na\": \"not_asked\"}"),
  earlier: key("期次开放以后改过的题：以前的选项值现在叫什么", "A wave that was amended: what codes of earlier versions are called now, per question"),
  types: key("其他工具的题型：各当作 SurveyJS 的哪种题型来问", "Types of questions of another tool: as which of SurveyJS's own each is asked"),
  "types.*.as": key("当作哪种 SurveyJS 题型", "Type of SurveyJS as which it is asked"),
  "types.*.take": key("这种题型的属性 → 取原来题目的哪个属性", "Property of that type -> property of the element whose content it gets"),
  filters: key("结果页可以按哪些题筛选，最多 6 个，只能是 quasi", "By what the results page can be narrowed: 6 at most, quasi only"),
  weight: key("权重", "Weight"),
  "weight.variable": key("存放权重的数字题", "Number question that says as how many each answer counts"),
  margins: key("按哪些特征加权到名册；只写 roster", "Traits by which results are weighted to the roster; always “roster”"),
  short: key("题目的简称，用在句子里、筛选旁和图下，代替整句题目", "What a question is called inside of a sentence, beside a filter and under a figure, instead of by its whole wording"),
  constructs: key("由几个条目合成的指数", "Indices made of several items"),
  "constructs.id": key("小写字母、数字和连字符，最多 28 个", "Small letters, digits and hyphens, 28 at most"),
  "constructs.title": key("指数的名称", "Name of the index"),
  "constructs.note": key("分数高说明什么", "What a high score means"),
  "constructs.items": key("条目：题名或 题名__行，至少两个，最好四个", "Items: a question or question__row; two at least, better four"),
  "constructs.reversed": key("其中反向的条目", "Those among them that are keyed the other way"),
  "constructs.favourable": key("哪一头是好的：high 高，low 低", "Which end is good"),
  figures: key("最先显示的图，按这里的顺序；其余的排在后面", "Figures that come first, in this order; the others follow"),
  "figures.show": key("题名、题名__行，或指数的 id", "A question, question__row, or the id of a construct"),
  "figures.as": key("图的样式", "Form of the figure"),
  "figures.middle": key("不对称的量表从哪里分两边：中间那个值，或分界两侧的两个值", "Where a scale turns that is not balanced: the value in its middle, or the two on either side"),
  "figures.title": key("代替题目的标题", "A heading instead of the question"),
  did: key("你说了，我们做了：有了结果以后再写，显示在结果页上，不影响问卷的版本", "You said, we did: written once there are results, shown with them; no part of the version"),
  "did.said": key("大家说了什么，一两句话", "What was said, in one or two sentences"),
  "did.did": key("为此做了什么，什么时候", "What was done about it, and when"),
  "did.figure": key("在哪张图里看得到：题名、题名__行，或指数的 id", "Where it shows: a question, question__row, or the id of a construct"),
  accepted: key("明知故留的检查结果和理由：规则，或 规则@题名", "Findings of lint that are kept on purpose, with the reason: rule or rule@question"),
};

export const MAPPING_KEYS: KeyWords = {
  $schema: key("编辑器用的，可以不写", "For editors; may be left out"),
  columns: key("表的列名 → 题名、题名__行 或 题名__选项；不写就按列名对应", "Column of the table -> question, question__row or question__choice; absent: by their names"),
  values: key("题目 → 表里的文字 → 问卷里的值；没写到的原样使用", "Variable -> value in the table -> value in the survey; what is not named stays"),
  labels: key("true：格子里写的是选项的文字（中文或英文），不是值", "true: cells hold the words of choices, in either language, where they hold no value"),
  others: key("这些题里，不是选项的内容都当作“其他”的文字", "Questions in which whatever is no choice is words beside “other”"),
  separators: key("题目 → 一格里几个选项之间的分隔符；不写就认分号、竖线、┋ 和换行", "Question -> characters that part several choices in one cell; else semicolons, bars, ┋ and line breaks"),
  missing: key("所有列里表示没有回答的值 → 理由", "Values that are no answer in every column -> reason"),
  missingIn: key("只在某一题里表示没有回答的值", "Variable -> values that are no answer there"),
  weight: key("权重所在的列", "Column that says as how many each answer counts"),
  ignore: key("有意不要的列", "Columns that are left out on purpose"),
  language: key("当时用什么语言问的", "Language in which people were asked"),
  seconds: key("填写用时，30 的倍数；不知道就写 0", "Time taken, a multiple of 30; 0 where nobody measured it"),
  headers: key("表头有几行，1 到 3；不写就自动判断", "Heading rows, 1 to 3; found out unless said"),
  delimiter: key("分隔符；不写就自动判断", "What separates cells; found out unless said"),
  encoding: key("文字编码；gb18030 也能读 GBK、GB2312；不写就自动判断", "Encoding; gb18030 reads GBK and GB2312 too; found out unless said"),
  unsure: key("草稿拿不准的地方，给人看的；导入时不读", "What a draft was not sure of, for people; the import does not read it"),
  "unsure.column": key("表里的列", "Column of the table"),
  "unsure.value": key("拿不准的值；不写就是整列拿不准", "Value that is in doubt; else the column itself is"),
  "unsure.taken": key("草稿当作什么；不写就是什么也没当作", "What the draft takes it for; else nothing"),
  "unsure.guesses": key("可能是什么，最像的在前", "What it may be, the likeliest first"),
  "unsure.guesses.for": key("题目、选项或值", "Question, choice or value"),
  "unsure.guesses.score": key("相似程度，0 到 1", "Likeness, from 0 to 1"),
  "unsure.note": key("为什么拿不准", "Why it is in doubt"),
};
