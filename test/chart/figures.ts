import { drawCross } from "../../src/chart/crosstab.ts";
import { drawFigure } from "../../src/chart/draw.ts";
import type { ChartContext, Facts, Figure } from "../../src/chart/figure.ts";
import type { Codebook } from "../../src/survey/codebook.ts";
import { answers, asked, both, codebookWith, contextOf, grouped, lacking, numbers, orders, planOf, weighing } from "./made.ts";

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
const indexed: Codebook = codebookWith([...pace, score], { constructs: [{ id: "load", name: "c_load", title: both("忙不过来", "Overload"), note: both("分数越高，越觉得时间不够用", "The higher the score, the more time falls short"), items: pace.map(({ name }) => name), reversed: ["pace__1"], favourable: "low" }] });

const scores = numbers(score, [[1, 4], [1.67, 9], [2.33, 16], [3, 31], [3.33, 22], [4, 28], [4.67, 12], [5, 6]]);
const battery = [...answers(pace[0] ?? score, [4, 11, 25, 60, 50]), ...answers(pace[1] ?? score, [22, 48, 40, 31, 9]), ...answers(pace[2] ?? score, [8, 20, 30, 52, 30]), lacking(pace[2] ?? score, "no_answer", 10)];
const heading = both("加班", "Overtime");

type Draw = (context: ChartContext) => Figure;
interface Case {
  readonly codebook: Codebook;
  readonly draw: Draw;
  readonly facts?: Partial<Facts>;
}

export const FIGURES: Readonly<Record<string, Case>> = {
  bars: { codebook: codebookWith([overtime]), draw: (context) => drawFigure(planOf("bars", [overtime], heading), [...answers(overtime, [22, 61, 80, 37]), lacking(overtime, "dont_know", 12)], context) },
  "bars-open": { codebook: codebookWith([overtime]), facts: { intervals: false }, draw: (context) => drawFigure(planOf("bars", [overtime], heading), answers(overtime, [22, 61, 80, 37]), context) },
  "bars-weighted": { codebook: codebookWith([overtime]), facts: { weighted: true }, draw: (context) => drawFigure(planOf("bars", [overtime], heading), [...weighing(answers(overtime, [40, 40, 0, 0]), 0.5), ...weighing(answers(overtime, [0, 0, 40, 40]), 1.5)], context) },
  "bars-withheld": { codebook: codebookWith([overtime]), facts: { intervals: false, rounded: true }, draw: (context) => drawFigure(planOf("bars", [overtime], heading), answers(overtime, [0, 60, 80, 0]), context) },
  multiple: { codebook: codebookWith([tasks]), draw: (context) => drawFigure(planOf("multiple", [tasks]), answers(tasks, [70, 22, 131, 66], 180), context) },
  battery: { codebook: codebookWith(pace, { constructs: indexed.constructs }), draw: (context) => drawFigure(planOf("battery", pace), battery, context) },
  "battery-few": { codebook: codebookWith(pace), draw: (context) => drawFigure(planOf("battery", pace), [...answers(pace[0] ?? score, [4, 11, 25, 60, 50]), ...answers(pace[1] ?? score, [1, 2, 3, 1, 1]), ...answers(pace[2] ?? score, [8, 20, 30, 52, 30])], context) },
  histogram: { codebook: codebookWith([minutes]), draw: (context) => drawFigure(planOf("histogram", [minutes]), numbers(minutes, [[0, 2], [10, 8], [15, 14], [20, 22], [30, 41], [45, 20], [60, 18], [90, 6], [120, 3]]), context) },
  timeuse: { codebook: codebookWith(hours), draw: (context) => drawFigure(planOf("timeuse", hours, both("一天的时间", "Where the day goes")), hours.flatMap((each, i) => numbers(each, [[0, 12 * i], [0.5, 20], [1, 30 - 8 * i], [2.25, 40 - 15 * i], [4, 16 - 6 * i]])), context) },
  ranking: { codebook: codebookWith([wishes]), draw: (context) => drawFigure(planOf("ranking", [wishes]), orders(wishes, 120, [[61, 30, 29], [14, 50, 56], [45, 40, 35]]), context) },
  index: { codebook: indexed, draw: (context) => drawFigure(planOf("index", [score], both("忙不过来", "Overload")), scores, context) },
  "index-few": { codebook: indexed, draw: (context) => drawFigure(planOf("index", [score], both("忙不过来", "Overload")), numbers(score, [[1.67, 5], [3, 3], [3.67, 9], [4.33, 7]]), context) },
  text: { codebook: codebookWith([first]), draw: (context) => drawFigure(planOf("text", [first]), [...answers(first, [], 48), lacking(first, "no_answer", 102)], context) },
  "cross-single": { codebook: codebookWith([overtime, place]), draw: (context) => drawCross("overtime", "place", [...grouped(answers(overtime, [12, 31, 40, 17]), "v0"), ...grouped(answers(overtime, [10, 30, 40, 20]), "v1"), ...grouped(answers(overtime, [1, 2, 3, 1]), "v2"), ...grouped(answers(overtime, [3, 4, 4, 2]), "?hidden")], context) },
  "cross-number": { codebook: codebookWith([minutes, place]), draw: (context) => drawCross("minutes", "place", [...grouped(numbers(minutes, [[10, 8], [30, 20], [60, 5]]), "v0"), ...grouped(numbers(minutes, [[15, 8], [45, 20], [90, 9]]), "v1")], context) },
  "cross-multiple": { codebook: codebookWith([tasks, place]), draw: (context) => drawCross("tasks", "place", [...grouped(answers(tasks, [40, 12, 61, 33], 90), "v0"), ...grouped(answers(tasks, [30, 10, 70, 33], 90), "v1")], context) },
};

export const drawn = (name: string, locale: ChartContext["locale"], facts: Partial<Facts> = {}): Figure => {
  const found = FIGURES[name];
  if (!found) throw new Error(`no figure is called ${name}`);
  return found.draw(contextOf(found.codebook, locale, { ...found.facts, ...facts }));
};
