import { describe, expect, test } from "vitest";
import { drawCompared } from "../../src/chart/compare.ts";
import type { Codebook } from "../../src/survey/codebook.ts";
import type { FigurePlan } from "../../src/chart/figure.ts";
import type { Tally } from "../../src/query/tally.ts";
import { answers, asked, both, codebookWith, contextOf, grouped, numbers, orders, planOf } from "./made.ts";
import { elementsOf } from "./xml.ts";

const place = asked("place", "single", [both("城区", "Urban"), both("乡镇", "Rural"), both("山区", "Mountains")], { label: both("片区", "Beat") });
const overtime = asked("overtime", "ordinal", [both("没有", "None"), both("一两天", "One or two days"), both("每天", "Every day")]);
const tasks = asked("tasks", "multiple", [both("报表", "Reports"), both("走访", "Visits")]);
const pace = ["a", "b"].map((name) => asked(`pace__${name}`, "ordinal", [both("不同意", "Disagree"), both("说不准", "Neither"), both("同意", "Agree")], { label: both(name), battery: { name: "pace", label: both("节奏", "Pace") } }));
const minutes = asked("minutes", "number", [], { unit: both("分钟", "minutes"), step: 5 });
const wishes = asked("wishes", "ranking", [both("少报表", "Fewer reports"), both("培训", "Training")]);

/** Urban and rural with many answers, mountains with too few. */
const inGroups = (tallies: (times: number) => readonly Tally[]): Tally[] => [...grouped(tallies(10), "v0"), ...grouped(tallies(20), "v1"), ...grouped(tallies(1), "v2")];
const draw = (codebook: Codebook, plan: FigurePlan, tallies: readonly Tally[], locale: "en" | "zh-cn" = "en") => drawCompared(plan, "place", tallies, contextOf(codebook, locale));

describe("groups side by side", () => {
  const cases: readonly (readonly [string, Codebook, FigurePlan, Tally[]])[] = [
    ["one question", codebookWith([overtime, place]), planOf("bars", [overtime]), inGroups((k) => answers(overtime, [k, k, 2 * k]))],
    ["what may be chosen together", codebookWith([tasks, place]), planOf("bars", [tasks]), inGroups((k) => answers(tasks, [k, 2 * k], 4 * k))],
    ["a battery", codebookWith([...pace, place]), planOf("battery", pace), inGroups((k) => pace.flatMap((item) => answers(item, [k, k, 2 * k])))],
    ["amounts", codebookWith([minutes, place]), planOf("histogram", [minutes]), inGroups((k) => numbers(minutes, [[10, k], [20, 3 * k]]))],
    ["amounts of items", codebookWith([minutes, place]), planOf("timeuse", [minutes]), inGroups((k) => numbers(minutes, [[10, k], [20, 3 * k]]))],
    ["a ranking", codebookWith([wishes, place]), planOf("ranking", [wishes]), inGroups((k) => orders(wishes, 4 * k, [[3 * k, k], [k, 3 * k]]))],
  ];
  test.each(cases)("%s: what stands on enough answers is told, the rest is hidden by the rule, in sight", (_, codebook, plan, tallies) => {
    for (const locale of ["zh-cn", "en"] as const) {
      const figure = draw(codebook, plan, tallies, locale);
      expect(() => elementsOf(figure.svg ?? "")).not.toThrow();
      expect(figure.svg).toContain(locale === "en" ? "Mountains" : "山区");
      expect(figure.caption).toContain(locale === "en" ? "compared by “Beat”" : "按“片区”比较");
      expect(figure.caption).toMatch(locale === "en" ? /fewer than 10/ : /不足 10 份/);
      expect(JSON.stringify(figure)).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
  test("numbers are those of each group", () => {
    expect(draw(...argumentsOf(0)).table.rows.slice(0, 2).map((row) => row.filter((cell) => cell?.endsWith("%") && !cell.includes("–")))).toEqual([["25%", "25%", "50%"], ["25%", "25%", "50%"]]);
    expect(draw(...argumentsOf(1)).table.rows).toEqual([["n", "40", "80", "<10"], ["Visits", "50%", "50%", null], ["Reports", "25%", "25%", null]]);
    expect(draw(...argumentsOf(2)).table.rows).toEqual([["n", "40", "80", "<10"], ["a", "50%", "50%", null], ["b", "50%", "50%", null]]);
    expect(draw(...argumentsOf(5)).table.rows).toEqual([["n", "40", "80", "<10"], ["Fewer reports", "75%", "75%", null], ["Training", "25%", "25%", null]]);
  });
  const argumentsOf = (i: number): [Codebook, FigurePlan, Tally[]] => {
    const [, codebook, plan, tallies] = cases[i] ?? [];
    if (!codebook || !plan || !tallies) throw new Error(String(i));
    return [codebook, plan, tallies];
  };
  test("nothing is drawn where every group has too few, and the question of the groups is not split", () => {
    expect(draw(codebookWith([overtime, place]), planOf("bars", [overtime]), [...grouped(answers(overtime, [2, 3, 1]), "v0"), ...grouped(answers(overtime, [2, 3, 1]), "v1")])).toMatchObject({ svg: undefined, title: "Too few answers to show" });
    const alone = draw(codebookWith([place]), planOf("bars", [place]), [...grouped(answers(place, [40, 0, 0]), "v0"), ...grouped(answers(place, [0, 60, 0]), "v1")]);
    expect(alone.table.rows[0]).toEqual(expect.arrayContaining(["Rural", "60", "60%"]));
    expect(alone.note).toContain("not split");
  });
});
