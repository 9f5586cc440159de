import { drawCompared } from "../../src/chart/compare.ts";
import { drawCross } from "../../src/chart/crosstab.ts";
import { drawFigure } from "../../src/chart/draw.ts";
import { drawThemes } from "../../src/chart/themes.ts";
import { drawTrend, type WaveTallies } from "../../src/chart/trend.ts";
import type { ChartContext, Facts, Figure } from "../../src/chart/figure.ts";
import type { Codebook, Kind, Variable } from "../../src/survey/codebook.ts";
import type { Text } from "../../src/survey/text.ts";
import type { Tally } from "../../src/query/tally.ts";
import { answers, asked, both, codebookWith, contextOf, FACTS, grouped, lacking, numbers, orders, planOf, weighing } from "./made.ts";

/** One picture per kind of figure and state that it can be in; `test/golden/NAME.LOCALE.svg`. */

const AGREE = [both("很不同意", "Strongly disagree"), both("不同意", "Disagree"), both("说不准", "Neither"), both("同意", "Agree"), both("很同意", "Strongly agree")];
const overtime = asked("overtime", "ordinal", [both("没有", "None"), both("一两天", "One or two days"), both("三四天", "Three or four days"), both("每天", "Every day")], { label: both("上周有几天加班？", "On how many days last week did you work overtime?") });
const tasks = asked("tasks", "multiple", [both("未订货提醒", "Reminding those who have not ordered"), both("走访", "Store visits"), both("报表和总结", "Reports and summaries"), both("帮零售户修电脑、教网上订货和网上结算", "Mending computers, teaching retailers to order and settle online")], { label: both("哪些事可以减掉？", "Which tasks could be dropped?") });
const pace = ["每天的事排得满满的", "我能按时做完", "常常被几头同时拉扯，一件事没做完又被叫去做另一件"].map((zh, i) => asked(`pace__${i}`, "ordinal", AGREE, { label: both(zh, ["My day is filled to the brim", "I finish on time", "I am often pulled several ways at once and called away before one thing is done"][i]), battery: { name: "pace", label: both("您多同意下面的说法？", "How far do you agree?") } }));
const hours = ["走访", "未订货提醒", "报表"].map((zh, i) => asked(`hours__${i}`, "number", [], { label: both(zh, ["Store visits", "Order reminders", "Reports"][i]), unit: both("小时", "hours"), step: 0.25 }));
const minutes = asked("minutes", "number", [], { label: both("路上花多少时间？", "How long are you on the road?"), unit: both("分钟", "minutes"), step: 5 });
const score = asked("c_load", "number", [], { label: both("忙不过来", "Overload"), construct: "load", type: "construct" });
const wishes = asked("wishes", "ranking", [both("少报表", "Fewer reports"), both("更多培训", "More training"), both("政策让人得实惠", "Policies with a benefit that is felt")], { label: both("什么最有帮助？", "What would help most?") });
const first = asked("first", "text", [], { label: both("最该先改什么？", "What should change first?") });
const place = asked("place", "single", [both("城区", "Urban"), both("乡镇", "Rural"), both("山区", "Mountains")], { label: both("片区", "Beat") });
const LIKELY = Array.from({ length: 11 }, (_, i) => both(String(i)));
const likely = ["向同事推荐这套做法", "一年后还这样做"].map((zh, i) => asked(`likely__${i}`, "ordinal", LIKELY, { label: both(zh, ["Recommend this way to a colleague", "Still work this way in a year"][i]), battery: { name: "likely", label: both("0 到 10，有多大可能？", "How likely, from 0 to 10?") } }));
const CHANNELS = ["电话", "微信", "小会", "走访", "短信", "网上课堂", "公告栏", "服务热线", "其他"].map((zh, i) => both(zh, ["Phone", "WeChat", "Small meeting", "Visit", "Text message", "Online class", "Notice board", "Service line", "Something else"][i]));
const channels = ["急事", "新品上柜"].map((zh, i) => asked(`channels__${i}`, "single", CHANNELS, { label: both(zh, ["Urgent matters", "New products"][i]), battery: { name: "channels", label: both("哪种方式合适？", "Which way suits?") } }));
const trades = asked("trades", "single", Array.from({ length: 50 }, (_, i) => both(`第 ${i + 1} 类`, `Trade ${i + 1}`)), { label: both("哪一类店？", "What trade is the shop in?") });
const order = asked("order", "ranking", Array.from({ length: 9 }, (_, i) => both(`第 ${i + 1} 件事`, `Task ${i + 1}`)), { label: both("先做哪一件？", "What comes first?") });
/** The same part of the first four entries of a repeated question. */
const entries = (part: string, label: Text, kind: Kind, labels: readonly Text[] = [], more: Partial<Variable> = {}): Variable[] =>
  [1, 2, 3, 4].map((i) => asked(`shops__${i}__${part}`, kind, labels, { question: `shops__${part}`, path: ["shops", `[${i - 1}]`, part], label: both(`${label["zh-cn"]}（第 ${i} 项）`, `${label.en} (no. ${i})`), battery: { name: `shops__${part}`, label: both(`昨天走访的店：${label["zh-cn"]}`, `Shops visited yesterday: ${label.en}`) }, ...more }));
const notes = entries("note", both("情况", "What happened"), "text");
const needs = entries("needs", both("需要什么", "What was needed"), "multiple", [both("货源", "Supply"), both("价签", "Price labels"), both("教网上订货", "Online ordering")]);
const stays = entries("stay", both("待了多久", "Length of stay"), "ordinal", [both("5 分钟以内", "Under 5 minutes"), both("5 到 15 分钟", "5 to 15 minutes"), both("更久", "Longer")]);
const slots = <T>(all: readonly Variable[], each: (variable: Variable, i: number) => readonly T[]): T[] => all.flatMap(each);
const indexed: Codebook = codebookWith([...pace, score], { constructs: [{ id: "load", name: "c_load", title: both("忙不过来", "Overload"), note: both("分数越高，越觉得时间不够用", "The higher the score, the more time falls short"), items: pace.map(({ name }) => name), reversed: ["pace__1"], favourable: "low" }] });

const scores = numbers(score, [[1, 4], [1.67, 9], [2.33, 16], [3, 31], [3.33, 22], [4, 28], [4.67, 12], [5, 6]]);
const battery = [...answers(pace[0] ?? score, [4, 11, 25, 60, 50]), ...answers(pace[1] ?? score, [22, 48, 40, 31, 9]), ...answers(pace[2] ?? score, [8, 20, 30, 52, 30]), lacking(pace[2] ?? score, "no_answer", 10)];
const heading = both("加班", "Overtime");
const QUALITY = [both("差", "Poor"), both("一般", "Fair"), both("好", "Good"), both("很好", "Very good"), both("极好", "Excellent")];
const quality = ["培训讲得清楚", "培训用得上，回到片区第二天就能照着做"].map((zh, i) => asked(`quality__${i}`, "ordinal", QUALITY, { label: both(zh, ["The training was clear", "The training can be used on the beat the very next day"][i]), battery: { name: "quality", label: both("培训怎么样？", "How was the training?") } }));
const stars = asked("stars", "rating", [both("1 完全没用", "1 useless"), both("2"), both("3"), both("4"), both("5 非常有用", "5 very useful")], { label: both("这次培训有多大用处？", "How useful was the training?") });
const recommend = asked("recommend", "rating", [], { label: both("您有多大可能向同事推荐这套做法？", "How likely are you to recommend this way of working?"), values: LIKELY.map((label, i) => ({ code: String(i), label, score: i })) });
const TIMES = [both("出门前", "Before"), both("上午", "Morning"), both("中午", "Midday"), both("下午 3 点前", "Until 3 pm"), both("下午 3 点后", "After 3 pm"), both("下班后", "After hours")];
const times = ["提醒零售户订货", "明码标价检查", "教零售户用线上订货、结算和现代终端", "写总结和报表"].map((zh, i) => asked(`when__${i}`, "multiple", TIMES, { label: both(zh, ["Order reminders", "Price-label checks", "Teaching online ordering, settlement and terminals", "Summaries and reports"][i]), type: "matrix", battery: { name: "when", label: both("这些事您通常在一天里的什么时候做？", "At what times of day do you usually do these?") } }));
const unsure = [22, 4, 61];

const WAVES = [both("2026 年第一季度", "First quarter 2026"), both("2026 年第二季度", "Second quarter 2026"), both("2026 年第三季度", "Third quarter 2026")];
/** Waves of the same question; open links state nothing. */
const through = (context: ChartContext, ...counts: readonly (readonly Tally[])[]): WaveTallies[] => counts.map((tallies, i) => ({ facts: { ...FACTS, ...context.facts, wave: WAVES[i] ?? both("?") }, tallies }));
const QUOTES = [
  ["报表", "报表太多，同一个数字要填三遍，明码标价检查也要拍照上传"], ["报表", "能不能少填报表，系统里已经有的数据不要再报"], ["培训", "培训多讲讲数据分析，少讲口号"], ["报表", "明码标价检查和报表放在一起做"], ["培训", "希望客户经理也能参加数据分析的培训"], ["", "客户经理下午三点前要催结算，和走访撞在一起"],
].map(([theme = "", text = ""]) => ({ theme, text }));

type Draw = (context: ChartContext) => Figure;
interface Case {
  readonly codebook: Codebook;
  readonly draw: Draw;
  readonly facts?: Partial<Facts>;
}

export const FIGURES: Readonly<Record<string, Case>> = {
  "compared-index": { codebook: { ...indexed, variables: [...indexed.variables, place] }, draw: (context) => drawCompared(planOf("index", [score], both("忙不过来", "Overload")), "place", [...grouped(scores, "v0"), ...grouped(numbers(score, [[1, 14], [2, 40], [3, 31], [4, 12], [5, 3]]), "v1"), ...grouped(numbers(score, [[2, 9], [4, 4]]), "v2")], context) },
  bars: { codebook: codebookWith([overtime]), draw: (context) => drawFigure(planOf("bars", [overtime], heading), [...answers(overtime, [22, 61, 80, 37]), lacking(overtime, "dont_know", 12)], context) },
  "bars-open": { codebook: codebookWith([overtime]), facts: { intervals: false }, draw: (context) => drawFigure(planOf("bars", [overtime], heading), answers(overtime, [22, 61, 80, 37]), context) },
  "bars-weighted": { codebook: codebookWith([overtime]), facts: { weighted: true }, draw: (context) => drawFigure(planOf("bars", [overtime], heading), [...weighing(answers(overtime, [40, 40, 0, 0]), 0.5), ...weighing(answers(overtime, [0, 0, 40, 40]), 1.5)], context) },
  "bars-withheld": { codebook: codebookWith([overtime]), facts: { intervals: false, rounded: true }, draw: (context) => drawFigure(planOf("bars", [overtime], heading), answers(overtime, [0, 60, 80, 0]), context) },
  multiple: { codebook: codebookWith([tasks]), draw: (context) => drawFigure(planOf("bars", [tasks]), answers(tasks, [70, 22, 131, 66], 180), context) },
  battery: { codebook: codebookWith(pace, { constructs: indexed.constructs }), draw: (context) => drawFigure(planOf("battery", pace), battery, context) },
  "battery-few": { codebook: codebookWith(pace), draw: (context) => drawFigure(planOf("battery", pace), [...answers(pace[0] ?? score, [4, 11, 25, 60, 50]), ...answers(pace[1] ?? score, [1, 2, 3, 1, 1]), ...answers(pace[2] ?? score, [8, 20, 30, 52, 30])], context) },
  histogram: { codebook: codebookWith([minutes]), draw: (context) => drawFigure(planOf("histogram", [minutes]), numbers(minutes, [[0, 2], [10, 8], [15, 14], [20, 22], [30, 41], [45, 20], [60, 18], [90, 6], [120, 3]]), context) },
  timeuse: { codebook: codebookWith(hours), draw: (context) => drawFigure(planOf("timeuse", hours, both("一天的时间", "Where the day goes")), hours.flatMap((each, i) => numbers(each, [[0, 12 * i], [0.5, 20], [1, 30 - 8 * i], [2.25, 40 - 15 * i], [4, 16 - 6 * i]])), context) },
  ranking: { codebook: codebookWith([wishes]), draw: (context) => drawFigure(planOf("ranking", [wishes]), orders(wishes, 120, [[61, 30, 29], [14, 50, 56], [45, 40, 35]]), context) },
  index: { codebook: indexed, facts: { reliability: { c_load: { alpha: 0.812, omega: 0.834 } } }, draw: (context) => drawFigure(planOf("index", [score], both("忙不过来", "Overload")), scores, context) },
  "index-few": { codebook: indexed, draw: (context) => drawFigure(planOf("index", [score], both("忙不过来", "Overload")), numbers(score, [[1.67, 5], [3, 3], [3.67, 9], [4.33, 7]]), context) },
  "battery-unsure": { codebook: codebookWith(pace, { constructs: indexed.constructs }), draw: (context) => drawFigure(planOf("battery", pace), [...battery, ...pace.map((item, i) => lacking(item, "dont_know", unsure[i] ?? 0))], context) },
  diverging: { codebook: codebookWith(pace), draw: (context) => drawFigure(planOf("diverging", pace), [...battery, ...pace.map((item, i) => lacking(item, "dont_know", unsure[i] ?? 0))], context) },
  "diverging-offcentre": { codebook: codebookWith(quality), draw: (context) => drawFigure({ ...planOf("diverging", quality), middle: "v1" }, [...answers(quality[0] ?? score, [9, 31, 60, 34, 12]), ...answers(quality[1] ?? score, [2, 1, 3, 1, 0])], context) },
  "diverging-even": { codebook: codebookWith(quality), draw: (context) => drawFigure({ ...planOf("diverging", quality), middle: ["v1", "v2"] }, [...answers(quality[0] ?? score, [9, 31, 60, 34, 12]), ...answers(quality[1] ?? score, [21, 40, 30, 12, 8])], context) },
  rating: { codebook: codebookWith([stars]), draw: (context) => drawFigure(planOf("bars", [stars], both("培训的用处", "Use of the training")), [...answers(stars, [6, 14, 38, 61, 41]), lacking(stars, "dont_know", 9)], context) },
  nps: { codebook: codebookWith([recommend]), draw: (context) => drawFigure(planOf("nps", [recommend]), [[0, 4], [1, 2], [2, 3], [3, 5], [4, 6], [5, 14], [6, 12], [7, 26], [8, 31], [9, 22], [10, 25]].map(([code = 0, n = 0]) => ({ ...lacking(recommend, "no_answer", n), missing: null, value: String(code) })), context) },
  heatmap: { codebook: codebookWith(times), draw: (context) => drawFigure(planOf("heatmap", times), slots(times, (task, i) => answers(task, [[120, 40, 2, 12, 5, 0], [3, 88, 21, 30, 12, 1], [0, 60, 14, 41, 22, 8], [1, 1, 1, 0, 2, 1]][i] ?? [], [150, 130, 122, 5][i])), context) },
  "timeuse-hidden": { codebook: codebookWith(hours), draw: (context) => drawFigure(planOf("timeuse", hours, both("一天的时间", "Where the day goes")), hours.flatMap((each, i) => numbers(each, i === 2 ? [[1, 4], [2, 3]] : [[0, 12 * i], [0.5, 20], [1, 30 - 8 * i], [2.25, 40 - 15 * i], [4, 16 - 6 * i]])), context) },
  "ranking-partial": { codebook: codebookWith([order]), draw: (context) => drawFigure(planOf("ranking", [order]), orders(order, 90, [[40, 20, 10], [20, 30, 12], [10, 20, 30], [9, 9, 9], [6, 3, 12], [3, 4, 7], [2, 2, 4], [0, 1, 1], [0, 0, 1]]), context) },
  text: { codebook: codebookWith([first]), draw: (context) => drawFigure(planOf("text", [first]), [...answers(first, [], 48), lacking(first, "no_answer", 102)], context) },
  "text-entries": { codebook: codebookWith(notes), draw: (context) => drawFigure(planOf("text", notes), slots(notes, (note, i) => [...answers(note, [], [60, 31, 8, 1][i]), lacking(note, "no_answer", [90, 40, 12, 2][i] ?? 0), lacking(note, "not_asked", [0, 79, 130, 147][i] ?? 0)]), context) },
  "text-withheld": { codebook: codebookWith(notes.slice(0, 2)), facts: { intervals: false, rounded: true, responses: 150 }, draw: (context) => drawFigure(planOf("text", notes.slice(0, 2)), [...answers(notes[0] ?? score, [], 60), lacking(notes[0] ?? score, "no_answer", 90), lacking(notes[1] ?? score, "no_answer", 45), lacking(notes[1] ?? score, "not_asked", 95)], context) },
  "battery-entries": { codebook: codebookWith(stays), draw: (context) => drawFigure(planOf("battery", stays), slots(stays, (stay, i) => [...answers(stay, [[20, 70, 60], [30, 30, 11], [2, 4, 14], [1, 1, 1]][i] ?? []), lacking(stay, "not_asked", [0, 79, 130, 147][i] ?? 0)]), context) },
  "grid-multiple": { codebook: codebookWith(needs), draw: (context) => drawFigure(planOf("battery", needs), slots(needs, (need, i) => answers(need, [[90, 40, 66], [31, 20, 18], [12, 0, 5], [1, 1, 0]][i] ?? [], [150, 71, 20, 3][i])), context) },
  "grid-scale": { codebook: codebookWith(likely), draw: (context) => drawFigure(planOf("battery", likely), [...answers(likely[0] ?? score, [4, 2, 5, 8, 11, 22, 18, 30, 28, 12, 10]), ...answers(likely[1] ?? score, [0, 4, 9, 12, 20, 31, 24, 21, 16, 8, 5])], context) },
  "grid-names": { codebook: codebookWith(channels), draw: (context) => drawFigure(planOf("battery", channels), [...answers(channels[0] ?? score, [60, 41, 3, 22, 5, 0, 0, 8, 2]), ...answers(channels[1] ?? score, [12, 33, 25, 44, 6, 9, 4, 1, 3])], context) },
  "bars-many": { codebook: codebookWith([trades]), draw: (context) => drawFigure(planOf("bars", [trades]), answers(trades, trades.values.map((_, i) => (i * 7) % 23)), context) },
  "ranking-many": { codebook: codebookWith([order]), draw: (context) => drawFigure(planOf("ranking", [order]), orders(order, 90, order.values.map((_, i) => order.values.map((_value, j) => ((i + j) % 9 === 4 ? 50 : 5)))), context) },
  trend: { codebook: indexed, draw: (context) => drawTrend(planOf("index", [score], both("忙不过来", "Overload")), through(context, numbers(score, [[1, 14], [2, 40], [3, 31], [4, 12], [5, 3]]), numbers(score, [[1, 4], [2, 16], [3, 41], [4, 30], [5, 9]]), numbers(score, [[1, 6], [2, 20], [3, 39], [4, 28], [5, 9]])), context) },
  "trend-multiple": { codebook: codebookWith([tasks]), draw: (context) => drawTrend(planOf("bars", [tasks], both("哪些事可以减掉？", "Which tasks could be dropped?")), through(context, answers(tasks, [70, 22, 131, 66], 180), answers(tasks, [66, 25, 90, 60], 170), answers(tasks, [2, 1, 3, 2], 6)), context) },
  "trend-ordinal": { codebook: codebookWith([overtime]), draw: (context) => drawTrend(planOf("bars", [overtime], heading), through(context, answers(overtime, [62, 61, 40, 17]), answers(overtime, [52, 41, 60, 47])), context) },
  "trend-by": { codebook: { ...indexed, variables: [...indexed.variables, place] }, draw: (context) => drawTrend(planOf("index", [score], both("忙不过来", "Overload")), through(context, [...grouped(numbers(score, [[1, 14], [2, 40], [3, 31], [4, 12], [5, 3]]), "v0"), ...grouped(numbers(score, [[1, 4], [2, 9], [3, 16], [4, 8], [5, 3]]), "v1"), ...grouped(numbers(score, [[2, 3], [3, 2]]), "v2")], [...grouped(numbers(score, [[1, 4], [2, 16], [3, 41], [4, 30], [5, 9]]), "v0"), ...grouped(numbers(score, [[1, 3], [2, 10], [3, 15], [4, 9], [5, 3]]), "v1"), ...grouped(numbers(score, [[2, 3], [3, 2]]), "v2")]), context, { by: "place", missing: 1 }) },
  "trend-multiple-by": { codebook: codebookWith([tasks, place]), draw: (context) => drawTrend(planOf("bars", [tasks], both("哪些事可以减掉？", "Which tasks could be dropped?")), through(context, [...grouped(answers(tasks, [70, 22, 131, 66], 180), "v0"), ...grouped(answers(tasks, [20, 12, 31, 26], 60), "v1")], [...grouped(answers(tasks, [66, 25, 90, 60], 170), "v0"), ...grouped(answers(tasks, [2, 1, 3, 2], 6), "v1")]), context, { by: "place" }) },
  themes: { codebook: codebookWith([first]), draw: (context) => drawThemes(planOf("text", [first]), QUOTES, context) },
  "cross-single": { codebook: codebookWith([overtime, place]), draw: (context) => drawCross("overtime", "place", [...grouped(answers(overtime, [12, 31, 40, 17]), "v0"), ...grouped(answers(overtime, [10, 30, 40, 20]), "v1"), ...grouped(answers(overtime, [1, 2, 3, 1]), "v2"), ...grouped(answers(overtime, [3, 4, 4, 2]), "?hidden")], context) },
  "cross-number": { codebook: codebookWith([minutes, place]), draw: (context) => drawCross("minutes", "place", [...grouped(numbers(minutes, [[10, 8], [30, 20], [60, 5]]), "v0"), ...grouped(numbers(minutes, [[15, 8], [45, 20], [90, 9]]), "v1"), ...grouped(numbers(minutes, [[15, 3]]), "v2")], context) },
  "cross-ranking": { codebook: codebookWith([wishes, place]), draw: (context) => drawCross("wishes", "place", [...grouped(orders(wishes, 80, [[60, 10, 10], [10, 40, 30], [10, 30, 40]]), "v0"), ...grouped(orders(wishes, 80, [[20, 30, 30], [30, 30, 20], [30, 20, 30]]), "v1"), ...grouped(orders(wishes, 6, [[2, 2, 2], [2, 2, 2], [2, 2, 2]]), "v2")], context) },
  "cross-apart": { codebook: codebookWith([overtime, place]), draw: (context) => drawCross("overtime", "place", [...grouped(answers(overtime, [42, 31, 20, 7]), "v0"), ...grouped(answers(overtime, [10, 20, 30, 60]), "v1"), ...grouped(answers(overtime, [20, 25, 22, 21]), "v2")], context) },
  "cross-multiple": { codebook: codebookWith([tasks, place]), draw: (context) => drawCross("tasks", "place", [...grouped(answers(tasks, [40, 12, 41, 33], 90), "v0"), ...grouped(answers(tasks, [30, 10, 70, 33], 90), "v1"), ...grouped(answers(tasks, [3, 1, 2, 2], 7), "v2")], context) },
};

export const drawn = (name: string, locale: ChartContext["locale"], facts: Partial<Facts> = {}): Figure => {
  const found = FIGURES[name];
  if (!found) throw new Error(`no figure is called ${name}`);
  return found.draw(contextOf(found.codebook, locale, { ...found.facts, ...facts }));
};
