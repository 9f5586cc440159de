import { describe, expect, test } from "vitest";
import { cellsOf } from "../../src/chart/apart.ts";
import { sidesOf } from "../../src/chart/scale.ts";
import { mentions } from "../../src/chart/segment.ts";
import { standAlone } from "../../src/chart/standing.ts";
import { drawFigure } from "../../src/chart/draw.ts";
import { drawTrend } from "../../src/chart/trend.ts";
import { answers, asked, both, codebookWith, contextOf, FACTS, numbers, planOf, weighing } from "./made.ts";
import { drawn } from "./figures.ts";
import { elementsOf } from "./xml.ts";

/** Numbers of each kind of figure, against ones worked out by hand. */

const rowOf = (name: string, label: string): (string | null)[] => [...(drawn(name, "en").table.rows.find(([first]) => first === label) ?? [])];

test("a recommendation is promoters less detractors, with its interval", () => {
  // 4+2+3+5+6+14+12 = 46 of 150 detract, 57 are passive, 47 promote: (47 - 46) / 150 = 0.67 points; s.e. = √((93 - 1/150) / 150²) = 6.43.
  expect(drawn("nps", "en").title).toBe("Net promoter score +1 (−12 to +13)");
  expect(rowOf("nps", "Detractors 0–6")).toEqual(["Detractors 0–6", "46", "31%"]);
  expect(rowOf("nps", "Promoters 9–10")).toEqual(["Promoters 9–10", "47", "31%"]);
  expect(drawn("nps", "en", { intervals: false }).title).toBe("Net promoter score +1");
});

test("a rating shows its whole distribution and the mean with its interval", () => {
  // (6 + 28 + 114 + 244 + 205) / 160 = 3.73; s.d. 1.049, so ± 1.96 x 0.083.
  expect(rowOf("rating", "Mean")).toEqual(["Mean", "160", "3.73", "3.57–3.89"]);
  expect(drawn("rating", "en").title).toBe("Use of the training: 3.7 on average (3.6–3.9), on a scale of 1 to 5");
});

test("those who don't know stand outside the whole, as a share of all who were asked", () => {
  // 22 beside 150 who answered, 61 beside 140, 4 ... beside 150.
  expect(drawn("battery-unsure", "en").table.rows.map((row) => row.at(-1))).toEqual(["13%", "30%", "3%"]);
  expect(rowOf("battery-unsure", "My day is filled to the brim").slice(2, 7)).toEqual(["3%", "7%", "17%", "40%", "33%"]);
  expect(drawn("battery-unsure", "en").note).not.toContain("don't know 1");
});

describe("a scale turns", () => {
  const scale = (scores: readonly number[]) => asked("s", "rating", [], { values: scores.map((score, i) => ({ code: `v${i}`, label: both(String(score)), score })) });
  test("half way, at 0 where numbers run both ways, or where the study says", () => {
    expect(sidesOf(scale([1, 2, 3, 4, 5]))).toEqual({ below: [0, 1], middle: [2], above: [3, 4] });
    expect(sidesOf(scale([1, 2, 3, 4]))).toEqual({ below: [0, 1], middle: [], above: [2, 3] });
    expect(sidesOf(scale([-1, 0, 1, 2, 3]))).toEqual({ below: [0], middle: [1], above: [2, 3, 4] });
    expect(sidesOf(scale([5, 4, 3, 2, 1]))).toEqual({ below: [4, 3], middle: [2], above: [1, 0] });
    expect(sidesOf(scale([1, 2, 3, 4, 5]), "v1")).toEqual({ below: [0], middle: [1], above: [2, 3, 4] });
    expect(sidesOf(scale([1, 2, 3, 4, 5]), ["v1", "v2"])).toEqual({ below: [0, 1], middle: [], above: [2, 3, 4] });
  });

  test("and what lies above counts in the title and beside the bar", () => {
    // 60 + 34 + 12 of 146 above “Fair”, 9 below.
    const figure = drawn("diverging-offcentre", "en");
    expect(figure.title).toBe("“The training was clear”: 73% chose “Good” to “Excellent”");
    expect(figure.svg).toContain("◂ 6% · 73% ▸");
    expect(figure.note).toContain("under 10 answers: not shown");
    expect(figure.table.rows.at(-1)?.slice(1)).toEqual(["<10", null, null, null, null, null, null]);
  });
});

test("a heat map tells where most of anything falls, and hides rows with too few", () => {
  const figure = drawn("heatmap", "en");
  expect(figure.title).toBe("“Order reminders” falls mostly under “Before”: 80%");
  expect(figure.table.rows.at(-1)).toEqual(["Summaries and reports", "<10", null, null, null, null, null, null]);
  expect(figure.svg).toContain("Too few answers to show");
});

test("a number has its median and the quartiles around it", () => {
  // 134 answers: the 34th is 20 (2 + 8 + 14 + 22 = 46), the 67th 30, the 101st 45 (87 up to 30, 107 up to 45).
  expect(drawn("histogram", "en").table.rows.slice(-3).map((row) => [row[0], row[2]])).toEqual([["Lower quartile", "20"], ["Median", "30"], ["Upper quartile", "45"]]);
  expect(drawn("histogram", "en").note).toBe("the middle half lies between 20 and 45 minutes");
});

test("hours add up to a day, without those that too few gave", () => {
  const means = drawn("timeuse", "en").table.rows.map((row) => Number(row[2]));
  const total = means.reduce((sum, mean) => sum + mean, 0);
  expect(drawn("timeuse", "en").svg).toContain(`${total.toFixed(1)} hours in all`);
  expect(drawn("timeuse-hidden", "en").svg).toContain("(without what is not shown)");
  expect(drawn("timeuse-hidden", "en").table.rows.at(-1)).toEqual(["Reports", "<10", null, null, null]);
});

test("of partial rankings the first three count, and a mean is of those who ranked the item", () => {
  const figure = drawn("ranking-partial", "en");
  // Task 1: 40, 20 and 10 of 90; (40 + 2 x 20 + 3 x 10) / 70 = 1.57. Task 7 was ranked by 8.
  expect(figure.table.rows[0]).toEqual(["Task 1", "1.57", "44%", "22%", "11%", "78%"]);
  expect(figure.table.rows.find(([name]) => name === "Task 7")?.[1]).toBeNull();
  expect(figure.note).toContain("not everybody ranked all");
  expect(figure.table.columns.at(-1)?.label).toBe("Ranked it");
  expect(drawn("ranking", "en").note).toBeUndefined();
});

describe("a cross table", () => {
  test("marks cells by adjusted residuals, after Holm over all of them", () => {
    // 2 x 2: (40 - 25) / √(25 x 0.5 x 0.5 x …) is the z of two shares, √χ² = √36.
    const cells = cellsOf([{ w: 50, w2: 50, shares: [0.8, 0.2] }, { w: 50, w2: 50, shares: [0.2, 0.8] }], 2, true);
    expect(cells.map(({ residual }) => Math.round(residual * 1e9) / 1e9)).toEqual([6, -6, -6, 6]);
    expect(cells.every(({ adjusted }) => adjusted < 1e-6)).toBe(true);
  });

  test("of weighted groups counts them for what they are worth", () => {
    const [plain] = cellsOf([{ w: 50, w2: 50, shares: [0.6, 0.4] }, { w: 50, w2: 50, shares: [0.4, 0.6] }], 2, true);
    // Half the effective size, so √½ of the distance.
    const [weighted] = cellsOf([{ w: 50, w2: 100, shares: [0.6, 0.4] }, { w: 50, w2: 100, shares: [0.4, 0.6] }], 2, true);
    expect((weighted?.residual ?? 0) / (plain?.residual ?? 1)).toBeCloseTo(Math.SQRT1_2, 12);
  });

  test("says that nothing differs where the test says so, and on open links nothing", () => {
    expect(drawn("cross-single", "en").title).toMatch(/: no answer stands out in any group$/);
    expect(drawn("cross-apart", "en").title).toBe("“Rural” differs most: 50% chose “Every day”, 29% of all");
    expect(drawn("cross-apart", "en", { intervals: false }).title).not.toMatch(/differ/);
    expect(drawn("cross-apart", "en", { intervals: false }).svg).not.toMatch(/[▲▼]/);
    expect(drawn("cross-multiple", "en").svg).toContain("Too few answers to show");
  });
});

describe("a trend", () => {
  test("has an arrow only where the change is significant", () => {
    // Means 2.5, 3.24, 3.137 of 100 each: Welch tells the first two apart, not the last two.
    const { table, title } = drawn("trend", "en");
    expect(table.rows.map((row) => [row[3], row[5]])).toEqual([["2.50", null], ["3.24", "▲"], ["3.14", "="]]);
    expect(title).toBe("Overload: no clear change");
    expect(drawn("trend-ordinal", "en").title).toBe("Three or four days or Every day: up from 32% to 53% since First quarter 2026");
  });

  test("compares no open links, and hides a wave with too few", () => {
    const open = drawn("trend", "en", { intervals: false });
    expect(open.svg).not.toMatch(/[▲▼]/);
    expect(open.note).toBe("waves of open links are not compared: no arrows");
    expect(open.table.rows.every((row) => row.at(-1) === null)).toBe(true);
    expect(drawn("trend-multiple", "en").table.rows[2]).toEqual(["Reminding those who have not ordered", "Third quarter 2026", "<10", null, null, null]);
  });

  test("one wave alone, where the others are missing, says so and compares nothing", () => {
    const choice = asked("choice", "single", [both("A"), both("B")]);
    const alone = drawTrend(planOf("bars", [choice]), [{ facts: { ...FACTS, wave: both("w") }, tallies: answers(choice, [30, 30]) }], contextOf(codebookWith([choice])), { missing: 1, lost: 2 });
    expect(alone.note).toBe("one earlier wave did not ask the filter alike and is left out; 2 earlier waves could not be fetched");
    expect(alone.caption).toMatch(/· w$/);
    expect(alone.svg).toBeDefined();
  });

  test("weighs a wave by its effective size", () => {
    // 120 answers, of which weights of 1 and 29 leave 64: z falls from 2.9 to 2.1, which Holm over two rows does not let pass.
    const choice = asked("choice", "single", [both("A"), both("B")]);
    const wave = (weight: number, counts: readonly number[]) => ({ facts: FACTS, tallies: [...weighing(answers(choice, counts), 1), ...weighing(answers(choice, counts), weight)] });
    const signs = (weight: number) => drawTrend(planOf("bars", [choice]), [wave(weight, [30, 30]), wave(weight, [41, 19])], contextOf(codebookWith([choice]))).table.rows.map((row) => row.at(-1));
    expect(signs(1)).toEqual([null, "▲", null, "▼"]);
    expect(signs(29)).toEqual([null, "=", null, "="]);
  });
});

test("an index states the reliability of its items", () => {
  expect(drawn("index", "en").note).toBe("3 items; reliability over all answers α = 0.81, ω = 0.83");
  expect(drawn("index", "en").table.rows.slice(-2)).toEqual([["α", null, "0.81"], ["ω", null, "0.83"]]);
});

describe("words", () => {
  test("of Chinese are parted, and joined where the trade has one word", () => {
    const found = mentions(["客户经理要填报表", "客户经理的报表太多，明码标价检查", "我们希望明码标价检查少一点"], "zh-cn");
    expect(found.filter(({ n }) => n > 1)).toEqual([{ word: "客户经理", n: 2 }, { word: "报表", n: 2 }, { word: "明码标价检查", n: 2 }].sort((a, b) => (a.word < b.word ? -1 : 1)));
  });

  test("are counted once a text, without those that say nothing", () => {
    expect(mentions(["Reports, reports and the reports!", "fewer reports"], "en")).toEqual([{ word: "reports", n: 2 }, { word: "fewer", n: 1 }]);
  });
});

test("a picture that leaves its page carries its words and colours", () => {
  const { svg, caption, title, question } = drawn("battery", "zh-cn");
  const alone = standAlone(svg ?? "", { title: `${title} <&"`, question, lines: [caption, "片区 = 城区"] }, (name) => (name === "--card" ? "#fff" : "#123456"));
  const elements = elementsOf(alone.svg);
  expect(elements[0]?.attributes["xmlns"]).toBe("http://www.w3.org/2000/svg");
  expect(alone.svg).not.toContain("var(");
  expect(elements.some(({ text }) => text === "片区 = 城区")).toBe(true);
  expect(elements.find(({ name }) => name === "title")?.text).toContain("&#60;&#38;&#34;");
});

test("an answer of one alone stays hidden in every number", () => {
  const minutes = asked("minutes", "number");
  expect(drawFigure(planOf("histogram", [minutes]), numbers(minutes, [[5, 1]]), contextOf(codebookWith([minutes]))).table.rows).toEqual([]);
});
