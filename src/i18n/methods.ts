import type { Locale } from "../survey/text.ts";

const ZH = {
  title: "方法：图是怎么算出来的",
  lead: "先说怎么看图，再说每个数怎么算、数据怎么保护。这里只写程序现在真正在做的事。",
  contents: "本页内容",
  exact: "给研究者",
  quickTitle: "看图先看这几条",
  quick: [
    "图的标题是一句结论，接着是题目原文；图下写着有多少份回答（n）、属于哪一期。",
    "n 是回答了这道题的份数，不是发出去多少份。",
    "细线越长，越说不准。两条细线大段重叠，就别当成有高有低。",
    "回答不足 10 份的图不画。",
    "开放链接收来的答卷，只说明填了的人怎么想，推不到全体。",
    "结果说的是大家怎么看，说明不了原因。",
  ],
  sections: [
    {
      id: "base",
      title: "百分比以谁为基数",
      text: [
        "百分比以回答了这道题的人为基数。没有回答、选了“不清楚”、不愿回答、没有问到、为保护而隐去的，都不算进去。单题的图在下面写明各有多少份；几条合在一张图里的，写明各占多少，不到 0.5% 的不写。",
        "多选题的基数是至少选了一项的人，各项相加会超过 100%。排序题里，各名次的占比以排过序的人为基数，平均名次只算把这一项排进去的人。",
        "一天的时间按平均数从多到少排。填 0 的算 0，没有填的不算。手写的文字不展示，只写有多少人写了，基数是所有问到的人。",
        "百分比取整数，相加不一定正好是 100%。",
      ],
      exact: ["中位数是使至少一半（加权）回答不超过它的最小取值。按跳题逻辑不该问到、本人却回答了的，照样保留。"],
    },
    {
      id: "weight",
      title: "加权",
      text: ["一般不加权，一份答卷算一份。问卷自带权重的，或者规定按名册加权的，百分比和平均数按权重算，图下写“已加权”，n 仍是实际的份数。只发布汇总表的期次不加权。", "按名册加权，是让各类人在结果里的占比与名册上一致：回答少的一类，每份算得多一些。它补不回这一类里没有回答的人的看法。"],
      exact: ["有效样本量 (Σw)² / Σw²，设计效应 n Σw² / (Σw)²（Kish 1965），后者写在 release.json 里。没有权重值的答卷按 1 计。", "按名册加权用逐项迭代（raking，Deming & Stephan 1940），权重不超过平均的 5 倍，上限和各项分布同时满足（Deville & Särndal 1992）；只由公布的取值算出，隐去的自成一类。收敛不了就不加权，并在 methods.json 里写明。"],
    },
    {
      id: "interval",
      title: "说得有多准",
      text: [
        "单题的条形图给每个百分比画一条细线，平均数的图也一样，指数的图画成一条灰带：这是 95% 置信区间。同样的调查反复做许多次，这样算出来的区间大约有 95% 会包住真实的数。分段的条形图上不画区间；在探索页里分组以后，数字表里有。",
        "区间只管碰巧带来的误差。没参加的人想法不同、题目理解不同、记得不准，它都管不了，所以真实的不确定往往比细线更大。",
      ],
      exact: ["比例用 Wilson 得分区间（Wilson 1927），不作连续性校正，z = 1.96，样本量取有效样本量。平均数用 x̄ ± 1.96 SE，标准误用线性化方法（Särndal, Swensson & Wretman 1992，5.7 节）。不作有限总体校正。"],
    },
    {
      id: "level",
      title: "“难分先后”",
      text: [
        "一道题里，前两名的区间有重叠，标题就写“难分先后”，不说哪个最多。开放链接没有区间，只有两项份数完全一样时才这样写。",
        "探索页里按组比较时，各组的数和区间并排列出，不做显著性检验。区间大段重叠的，别当成有差别；比的组越多，碰巧冒出一个“差别”的可能也越大。做过检验的组间差别，列在结果页“哪些组不一样”里。",
      ],
      exact: ["同一题里的两个比例并不独立，这条规则只是近似；两个独立比例的区间不重叠，比 5% 水平的检验更严。"],
    },
    {
      id: "findings",
      title: "三句话怎样选出来",
      text: [
        "结果页开头的三句话由程序按下面的规则选，没有人动过笔。程序先给每道题各想一句话，看它离“说明不了什么”有多远，再从最远的选起。",
        "量的是区间较近的一端，不是百分比本身，所以人少、说不准的，自然排在后面。开放链接没有区间，只能用百分比本身来量，句子里只写 n。",
        "哪些能成为一句话：有高低的题，某一侧明显过半，或者高的一侧明显不到四分之一；选一项、选几项和排序的题，过半的，或者明显领先于第二名的；并排问的几个数（如各件事的时间），最大的明显大于第二的；指数明显偏离量程的中点；一组与其他人的差别，校正后仍站得住的；与上一期比，校正后仍站得住的变化。这样的句子不够三句，才说“难分先后”或“没有明显过半”。",
        "三句话不说同一道题、同一个量表或同一个指数；说组间差别的至多一句，说变化的至多一句。先写全体，再写变化，再写组。问受访者是谁的题（片区、年限）不参加，回答不足 10 份的不参加，有数没有公布出来的不参加。",
      ],
      exact: [
        "强度在 0 到 1 之间。过半：（区间下限 − 50%）÷ 50%。不到四分之一：（25% − 区间上限）÷ 25%。领先：第一名的下限 − 第二名的上限，过半的取两者中较大的。最大的数：（下限 − 第二名的上限）÷ 下限。指数：近端到中点的距离 ÷ 半个量程。差别和变化：差的区间近端（指数除以量程），再乘 2，因为政策可以对着它做。单独的数字题没有可比的零点，不参加。强度相同的，按编码簿的次序。",
      ],
    },
    {
      id: "groups",
      title: "组间差别、变化、长处和短处",
      text: [
        "“哪些组不一样”：每道题只看一个数（有高低的题看高的一侧占多少，其他题看选得最多的一项，指数和数字看平均），每一组与同一特征的其他人比。比得多了，总会碰巧冒出几个“差别”，所以全部比较一起按 Holm 法校正，校正后 p 小于 0.05 的才列出来。身份特征被隐去的人，两边都不算。开放链接和只发布汇总表的期次不比。",
        "与上一期比，只比题目和选项一字未改的。指数旁边的箭头，校正后站得住才画，否则写“没有明显变化”。",
        "“长处和短处”只看组成指数的条目：有利的回答明显多于不利的是长处，明显少于的是短处，按有利回答的占比各列至多三条。“明显”是说两边的区间不重叠。指数和数字的平均数，不足 30 份不写。",
      ],
      exact: [
        "占比之差：合并方差的 z 检验，样本量取有效样本量，区间用 Newcombe 1998 方法 10。平均数之差：Welch 检验。Holm 1979 校正的范围是这一页上所有“题目 × 组”；变化里，指数自成一族，各题（含指数）另成一族。四格里任何一格期望数不足 5 的不检验。差的区间是单个比较的 95% 区间，没有按比较次数放宽。两期当作相互独立的样本；同一个人两期都答时，检验偏保守。作比较时从不作有限总体校正。",
      ],
    },
    {
      id: "few",
      title: "不足 10 份不画",
      text: [
        "一张图、一个条目或一个组的回答不足 10 份，就不画。用筛选把人数缩到 10 份以下，也一样。这既是为了保护人，也因为这么少的回答算不出有用的百分比。整张图都画不出来的，会写明原因，不会悄悄消失。",
        "各问卷可以把这个门槛定得不同，发布的 release.json 里写着。探索页里自己写的 SQL 不受这个限制：它查的是已经保护过、本来就公开的数据。",
      ],
    },
    {
      id: "index",
      title: "指数怎么来",
      text: [
        "几个条目问的是同一件事，就合成一个指数：先把反着问的条目倒过来，再取平均。至少答了一半条目的人才有分数。由哪些条目组成、哪些倒了过来、分数高是好是坏，数据页的编码簿里都写着。",
        "有分数的不到 30 份，就不写平均分，只写落在有利一侧的占多少。",
      ],
      exact: [
        "倒转：最低分 + 最高分 − 原分。分数是条目在量表上的位置或数值的平均，保留两位小数。有利一侧指量程中点以外、朝有利方向的部分。",
        "信度只用条目全部回答的答卷，达到 30 份才算：α 由协方差计算（Cronbach 1951）；ω 是单因子的 ω total，由相关矩阵作最大似然估计，用 EM 算法（Rubin & Thayer 1982）。两者都从保护之后的数据算出。",
      ],
    },
    {
      id: "protect",
      title: "怎样保护受访者",
      text: [
        "答卷公布之前，先过保护这一关。公开单份答卷的期次，图、筛选和下载的文件全部从保护之后的答卷算出来，所以没有一处能比公布的数据说得更多。",
        "第一步，删掉标识。手写的文字、日期和上传的文件不发布，只发布有没有回答；管理员看过并放行的原话另成一表，不和任何答卷相连。随机编号、语言、用时和问卷版本也不跟着答卷发布，各行按内容重新排序。",
        "第二步，看身份特征。片区、年限、户数这些别人可能知道的情况，提问时或发布前归成粗档；再看所有特征合在一起，有没有哪种组合不足 5 个人。有的话，先看能不能把相邻的取值并起来，再隐去其中一些人的某些特征，直到每种组合都至少有 5 个人；选的是损失信息最少的办法。“隐去”自己也算一种取值，所以被隐去的人不会反而显眼。",
        "第三步，看敏感的题。特征相同的一组人，对敏感的选择题必须有两种以上的答案，拿掉其中任何一个人，还是这样。做不到，就再隐去一些特征。隐去的永远是特征，不是回答。",
      ],
      exact: [
        "k 匿名（Sweeney 2002），默认 k = 5；各问卷可另定，期次开放时冻结。等价类按全部准标识符划分，隐去值自成一类，不作通配。每个准标识符有若干层（原样、合并上端、合并下端、两两合并，或者 study.json 里写明的），各层的组合逐一试；每种组合下按平均信息量从少到多试隐去哪些变量，剩下的人隐去全部准标识符，不够时并入最小的几个等价类，最后把不必隐去的还回来。损失以比特计：合并是 −log₂ 该值在合并后取值中的占比，隐去是 −log₂ 它在全部中的占比（Gionis & Tassa 2009）。按某个特征跳题的题，选项、上下限或计算值取决于某个特征的题，在该特征隐去的地方一并隐去；跳题条件把一档切开的，同一等价类里有人问到、有人没问到，也一并隐去；选项取决于某个特征，而这个特征分档发布的，整题隐去。更正版对任何一份答卷都不比先前各版更细。全部隐去仍不合格的，拒绝发布。别人可能知道的数值若没有分档，也拒绝发布。",
        "敏感规则适用于单选、有序单选、评分、是非题和数字，排序题看第一位：在等价类里，至少有两人的答案与多数人不同；多选题看每个选项，除非没人选，至少有两人答了而没选。只要两人，懂得规则的人看见一个够大的类被隐去，就知道里面几乎人人同答（极小性攻击，Wong 等 2007）；所以要求的人数由全部答卷的随机编号抽定：一半的类要两人，四分之一要三人，四人和五人各八分之一。公布的隐去数取整到 5，占比取整到 1%。",
      ],
    },
    {
      id: "tables",
      title: "只发布汇总表的期次",
      text: [
        "开放链接谁都能填。有心人可以自己填上许多份，把某个人的那一份衬出来。所以开放链接默认不公布单份答卷，只公布每道题各自的汇总：不足 10 的数隐去，其余取整到 5，不能筛选，不能交叉。取整之前，每个数先加一个随机误差：三分之一为 0，每多 1 可能性减半，最多 8（双侧几何分布，α = 1/2）。不然，填假答卷的人可以让某个数正好停在进位的边上，看出真的多没多一份。误差由全部答卷的随机编号决定，更正版里不变，不能靠重复发布平均掉。",
        "单选题的百分比，基数里算上了数被隐去的人（其中也可能有没回答的），所以各项相加可能不到 100%。",
        "问卷如果要在开放链接上公布单份答卷，必须写明理由。理由印在问卷开头、结果页和数据页上。",
      ],
      exact: [
        "能从合计推算出隐去数的其他数，一并隐去（补充隐去，Hundepool 等 2012，第 4 章）。敏感题能显示的答案不到两种的，一种也不显示。数值题里最大的两个人占去总和 90% 以上的，不显示。多选题和排序题若只有不到 10 人跳过，就以被问到的人为基数。信度保留两位小数。",
      ],
    },
    {
      id: "rate",
      title: "开放链接和回收率",
      text: [
        "开放链接不知道发到了多少人手里，也分不出同一个人填了几次，所以不写回收率，不给误差范围，只写收到多少份。其他工具收集后导入的答卷，不知道邀请了多少人的，也不写回收率。",
        "发布里写明了邀请人数的期次，回收率 = 答卷数 ÷ 邀请人数（AAPOR RR1）。没填完的答案只在手机上，系统收不到，不知道有多少人填到一半停下，所以 RR2 等于 RR1。",
      ],
    },
    {
      id: "quality",
      title: "答卷的检查",
      text: [
        "答卷送到时，程序对照编码簿检查：题目里没有的选项、太长的文字、没有问过的内容，一律不收。同一份答卷因为网络重发，只存一次。",
        "收下的答卷，不改也不删。程序目前不会因为填得快，或者一路选同一项，就把答卷剔除。",
        "没问到或不适用、没有回答、不清楚、不愿回答、为保护而隐去，五种缺失分开记，不混在一起。",
      ],
    },
    {
      id: "simulated",
      title: "模拟数据",
      text: ["还没有真实发布的问卷，先用程序编造的答卷画图，让人看看结果会是什么样子。页面、图和文件名上都写着 SIMULATED。同一份问卷有了真实的发布，模拟的就撤下。"],
    },
  ],
  dataTitle: "自己核对",
  dataText: "图上的每个数都能用下载的数据重新算出来。",
  privacy: "填问卷的人想知道的，写在“隐私”一页。",
};

export type MethodsWords = typeof ZH;

const EN: MethodsWords = {
  title: "Methods: how the figures are made",
  lead: "First how to read a figure, then how each number is computed and how people are protected. This page says only what the program does today.",
  contents: "On this page",
  exact: "For researchers",
  quickTitle: "Before you read a figure",
  quick: [
    "The heading of a figure is a finding in one line; the question as asked follows. Below the figure stand the number of answers (n) and the wave.",
    "n is how many answered this question, not how many were asked.",
    "The longer the thin line, the less certain the number. Where two lines overlap by much, do not read one as higher.",
    "Nothing is drawn on fewer than 10 answers.",
    "Answers from an open link say what those who answered think, and nothing about everybody else.",
    "Results say how people see things. They do not show causes.",
  ],
  sections: [
    {
      id: "base",
      title: "Percentages of whom",
      text: [
        "Percentages are of those who answered the question. No answer, “don't know”, declined, not asked and hidden for protection are left out. Below a figure of one question each of these is counted; where several items share a figure their shares are given, from 0.5% on.",
        "For multiple choices the base is whoever chose at least one, so shares add up to more than 100%. In rankings, shares of each position are of those who ranked; the mean position is over those who ranked that item.",
        "Times of a day are sorted by their mean. Zero hours count as zero; no answer does not count. What was written in words is not shown, only how many wrote something, of all who were asked.",
        "Percentages are rounded to whole numbers and need not add up to 100.",
      ],
      exact: ["The median is the smallest value that at least half of the (weighted) answers do not exceed. An answer that the questionnaire's logic would not have asked for, but that was given, is kept."],
    },
    {
      id: "weight",
      title: "Weighting",
      text: ["As a rule nothing is weighted: one response counts once. Where a survey brings weights, or asks for weights to the roster, shares and means use them, the figure says “weighted”, and n is still the number of responses. Waves published as tables only are not weighted.", "Weighting to the roster gives every group the share it has on the roster: of a group that answered less, each response counts more. It does not bring back what those who did not answer think."],
      exact: ["Effective size (Σw)² / Σw²; design effect n Σw² / (Σw)² (Kish 1965), stated in release.json. A response without a weight counts as 1.", "Weights to the roster are raked (Deming & Stephan 1940) under a limit of 5 times the mean that holds together with the margins (Deville & Särndal 1992), from released values alone, hidden ones being a group of their own. Where they do not converge nothing is weighted, and methods.json says so."],
    },
    {
      id: "interval",
      title: "How sure the numbers are",
      text: [
        "Bars of one question carry a thin line at each percentage, and so do means; an index has a grey band. These are 95% confidence intervals: if the same survey were done many times, about 95% of intervals made in this way would hold the true number. Divided bars carry no intervals; the tables of groups in the explorer do.",
        "An interval covers chance alone. It knows nothing of those who did not take part and think otherwise, of questions understood differently, or of faulty memory. The real uncertainty is often larger than the line.",
      ],
      exact: ["Proportions: Wilson score interval (Wilson 1927) without continuity correction, z = 1.96, on the effective size. Means: x̄ ± 1.96 SE with the linearised standard error (Särndal, Swensson & Wretman 1992, section 5.7). No finite population correction."],
    },
    {
      id: "level",
      title: "“Too close to call”",
      text: [
        "Where the intervals of the two leading answers to a question overlap, the heading says “too close to call” and names neither as first. Open links have no intervals; there this is said only of equal counts.",
        "In the explorer groups are set side by side with their intervals, and no significance test is made; those that were tested stand under “Who differs” on the results page. Where intervals overlap by much, do not read a difference; the more groups are compared, the likelier one seems to differ by chance.",
      ],
      exact: ["Two shares of one question are not independent, so the rule is an approximation; for two independent shares, intervals that do not overlap are stricter than a test at the 5% level."],
    },
    {
      id: "findings",
      title: "How the three sentences are chosen",
      text: [
        "The sentences that open a results page are chosen by a program under the rules below; nobody writes them. For every question it makes a sentence, measures how far that stands from saying nothing, and begins with the farthest.",
        "What is measured is the near end of the interval, not the percentage, so that what few people said comes later by itself. Open links have no intervals; there the percentage itself is measured, and the sentence gives n alone.",
        "What can become a sentence: on an ordered scale, a clear majority on one side, or clearly under a quarter on the upper side; of choices and rankings, a majority, or a first that is clearly ahead of the second; of numbers asked side by side (such as hours by task), a largest that is clearly ahead; an index clearly off the middle of its scale; a difference between a group and the others, or a change since the last wave, that survives correction. Only where fewer than three are found does a sentence say “too close to call” or “no clear majority”.",
        "No two sentences speak of the same question, battery or index; at most one is about a group and one about a change. What holds for all comes first, then changes, then groups. Questions about who answers (beat, years) take no part, nor does anything with fewer than 10 answers or with a number that is not published.",
      ],
      exact: [
        "Strength runs from 0 to 1. Majority: (lower end − 50%) ÷ 50%. Under a quarter: (25% − upper end) ÷ 25%. Lead: lower end of the first − upper end of the second; with a majority the larger of the two. Largest number: (lower end − upper end of the second) ÷ lower end. Index: distance of the near end from the middle ÷ half the scale. Differences and changes: near end of the interval of the difference (of an index as a part of its scale), times 2, because a policy can be aimed at it. A number asked alone has nothing to be large against and takes no part. Equals stand in the order of the codebook.",
      ],
    },
    {
      id: "groups",
      title: "Groups, changes, strengths and weaknesses",
      text: [
        "“Who differs”: each question is one number (the upper side of an ordered scale, the answer chosen most, the mean of an index or a number), and each group is compared with all others of the same trait. Of many comparisons some differ by chance, so all of them are corrected together after Holm, and only p under 0.05 after that is listed. Whose trait is hidden stands on neither side. Open links and waves published as tables only are not compared.",
        "Since the last wave, only what was asked in exactly the same words is compared. An index has an arrow only where the change survives correction; else it says “no clear change”.",
        "“Strengths and weaknesses” are items of the indices: a strength has clearly more favourable than unfavourable answers, a weakness clearly fewer; up to three each, by the share of favourable ones. “Clearly” means that the two intervals do not overlap. No mean of an index or a number is stated on fewer than 30 answers.",
      ],
      exact: [
        "Differences of shares: z test with a pooled variance on effective sizes, interval after Newcombe 1998, method 10. Differences of means: Welch. Holm 1979 over all items × groups of the page; of changes, the indices are one family, and all questions (indices included) another. No test where any of the four cells expects fewer than 5. The interval of a difference is that of the one comparison at 95%, not widened for their number. Two waves are taken for independent samples; where the same people answered both, the test is on the safe side. Comparisons never use a finite population correction.",
      ],
    },
    {
      id: "few",
      title: "Nothing on fewer than 10 answers",
      text: [
        "A figure, an item or a group with fewer than 10 answers is not drawn, and neither is whatever a filter narrows to fewer than 10. This protects people, and percentages of so few would be of no use. Where a whole figure is missing for this reason, it says so.",
        "A survey may set another threshold; its release.json states it. SQL that you write yourself in the explorer is not bound by it: it reads data that are protected and public already.",
      ],
    },
    {
      id: "index",
      title: "How an index is made",
      text: [
        "Items that ask about one thing are joined into an index: reversed items are turned round, then the mean is taken. A person has a score if at least half of the items were answered. Which items, which of them reversed, and whether high is good or bad stands in the codebook on the data page.",
        "With fewer than 30 scores no mean is stated, only the share on the favourable side.",
      ],
      exact: [
        "Reversal: lowest + highest − score. A score is the mean of the items' positions on their scale, or of their numbers, to two decimals. The favourable side is what lies beyond the middle of the scale in the favourable direction.",
        "Reliability is computed over responses with all items answered, from 30 of them on: α from covariances (Cronbach 1951); ω is omega total of one factor, by maximum likelihood on the correlation matrix with the EM algorithm (Rubin & Thayer 1982). Both are computed from the protected data.",
      ],
    },
    {
      id: "protect",
      title: "How people are protected",
      text: [
        "Before anything is published, responses are protected. Where single responses are public, figures, filters and files are all computed from the protected responses, so none of them can say more than the published data do.",
        "First, identifiers go. What was written in words, dates and uploaded files are not published, only whether there was an answer. The random number, the language, the time taken and the version of the questionnaire do not travel with a response either, and rows are sorted by content.",
        "Second, traits: what others may know of a person, such as beat, years in the job or number of retailers. They are asked in coarse bands or put into them; then all traits are looked at together. Where fewer than 5 people share a combination, neighbouring values are merged, and some traits of some of them are hidden, until every combination is shared by at least 5, in the way that loses the least information. “Hidden” counts as a value of its own, so that those hidden do not stand out.",
        "Third, sensitive questions: among people with equal traits a sensitive choice must have at least two different answers, and still have them whichever one person is taken away. If not, more traits are hidden. What is hidden is always a trait, never an answer.",
      ],
      exact: [
        "k-anonymity (Sweeney 2002), k = 5 by default; a survey may set another, frozen when the wave opens. Classes are formed over all quasi-identifiers, hidden being a category of its own and no wildcard. Every quasi-identifier has levels (as it is, top merged, bottom merged, pairs, or those that study.json declares), and their combinations are tried; for each, sets of variables are hidden in order of their mean information, whoever is left has all hidden, the smallest classes are drawn in if need be, and what need not be hidden is given back. Loss is counted in bits: −log₂ of a value’s share of what it was merged into, or of all where it is hidden (Gionis & Tassa 2009). Where a trait is hidden, questions asked of some of its values only, or whose choices, limits or computed values depend on it, are hidden with it; so are those of a class in which some were asked and others were not, because a condition cuts through a band; and where choices depend on a trait that is released in bands, the whole question is. A correction is no finer for any response than any release before it. If even hiding everything is not enough, the release is refused; so is a number that others may know without bands.",
        "The rule for sensitive questions covers single, ordered, rating and yes-or-no questions, numbers, and the first place of rankings: in each class two at least answered otherwise than most; of several choices, two at least answered without choosing each of them, unless nobody chose it. Were it always two, whoever knows the rule and sees a class hidden that is large enough would know that nearly all in it answered alike (minimality; Wong et al. 2007); so the number follows from the random ids of all responses: two in half of the classes, three in a quarter, four and five in an eighth each. Published counts of what was hidden are rounded to 5, shares to 1%.",
      ],
    },
    {
      id: "tables",
      title: "Waves published as tables only",
      text: [
        "Anybody can answer an open link. Somebody could send many made-up responses so that one real one stands out. So open links publish no single responses by default, only totals of each question by itself: counts under 10 are hidden, all others rounded to 5; nothing can be filtered or crossed. Before it is rounded each count gets a random error: 0 in one of three cases, each further step half as likely, 8 at most (two-sided geometric, α = 1/2). Else whoever sends made-up responses could bring a count just below where it is rounded up, and see whether there is one real one more. Errors follow from the random ids of all responses and stay the same in a correction, so that they cannot be averaged away.",
        "For single choices the base of a percentage includes those whose counts are hidden (some of whom may not have answered), so shares may add up to less than 100%.",
        "A survey that publishes single responses of an open link must state why. The reason is printed before the questionnaire, on the results and on the data page.",
      ],
      exact: [
        "Counts from which a hidden one could be worked out by subtraction are hidden too (complementary suppression, Hundepool et al. 2012, ch. 4). A sensitive question of which fewer than two answers could be shown shows none. Numbers of which the two largest people make over 90% are not shown. Where fewer than 10 skipped a multiple choice or a ranking, its base is all who were asked. Reliability is rounded to two decimals.",
      ],
    },
    {
      id: "rate",
      title: "Open links and response rates",
      text: [
        "How many an open link reached is unknown, and so is whether somebody answered twice. So no response rate is stated and no margin of error, only how many responses came. Responses collected with another tool have no rate either, unless it is known how many were invited.",
        "Where a release states how many were invited, the rate is responses divided by invited (AAPOR RR1). Unfinished answers stay on the phone, so how many stopped half-way is unknown and RR2 equals RR1.",
      ],
    },
    {
      id: "quality",
      title: "Checks on arrival",
      text: [
        "A response that arrives is checked against the codebook: choices that a question does not have, text that is too long and anything that was not asked for are refused. A response that the network sends twice is stored once.",
        "What was accepted is neither altered nor deleted. At present the program removes no response for being fast or for choosing the same answer all along.",
        "Five reasons for having no value are kept apart: not asked or not applicable, no answer, don't know, declined, hidden for protection.",
      ],
    },
    {
      id: "simulated",
      title: "Simulated data",
      text: ["A survey without a real release shows figures of responses made up by a program, to show what results will look like. Pages, figures and file names say SIMULATED. The first real release of a survey replaces them."],
    },
  ],
  dataTitle: "Check it yourself",
  dataText: "Every number in a figure can be computed again from the data that you can download.",
  privacy: "What those who answer want to know stands on the page about privacy.",
};

/** Words of the page about methods. */
export const METHODS: Readonly<Record<Locale, MethodsWords>> = { "zh-cn": ZH, en: EN };
