import { expect, test } from "vitest";
import { drawFigure } from "../../src/chart/draw.ts";
import { readable, rowLabel, wholeLabel } from "../../src/chart/labels.ts";
import { planFigures } from "../../src/chart/plan.ts";
import { assemble } from "../../src/survey/load.ts";
import { answers, asked, both, codebookWith, contextOf, planOf } from "./made.ts";

test("what only a form or a browser would fill in is not shown", () => {
  expect(readable("Are you married to {panel.name}?", "en")).toBe("Are you married to […]?");
  expect(readable("您和{other}分开了吗？", "zh-cn")).toBe("您和［…］分开了吗？");
  expect(readable("Bread&nbsp;&amp; butter &lt;5 &#8364; &#x41; &nothing; &#xd800;", "en")).toBe("Bread & butter <5 € A &nothing; &#xd800;");
  expect(readable("by `personal service`", "en")).toBe("by personal service");
  expect(readable("{reason}", "en")).toBe("reason");
  expect(readable("a { b } and {1, 2}", "en")).toBe("a […] and {1, 2}");
});

test("a part that stands alone says of what it is a part", () => {
  const part = (label: string, question: string) => wholeLabel(asked("x", "text", [], { label: both(label), battery: { name: "q", label: both(question) } }));
  expect(part("Highest", "Price limits")).toEqual({ "zh-cn": "Price limits：Highest", en: "Price limits: Highest" });
  expect(part("Other (in words)", "Which one?").en).toBe("Which one? Other (in words)");
});

test("entries are rows, called by their number, also inside of one another", () => {
  const inner = { type: "paneldynamic", name: "staff", title: "Staff", maxPanelCount: 2, templateElements: [{ type: "text", name: "task", title: "Task" }] };
  const { codebook } = assemble("made", { elements: [{ type: "paneldynamic", name: "shops", title: "Shops", maxPanelCount: 2, templateElements: [inner] }] }, undefined, "made/survey.json");
  const tasks = codebook.variables.filter(({ name, kind }) => kind === "text" && name !== "");
  expect(tasks.map((variable) => rowLabel(variable, "en"))).toEqual(["No. 1, no. 1 within", "No. 1, no. 2 within", "No. 2, no. 1 within", "No. 2, no. 2 within"]);
  const plan = planFigures(codebook).find(({ variables }) => variables.includes(tasks[0]?.name ?? ""));
  expect([plan?.variables.length, plan?.heading.en]).toEqual([4, "Staff: Task"]);
});

test("a title names an answer as far as there is room, the picture whole", () => {
  const long = "Section 213, enforcing orders respecting disclosure, if a person fails to comply with an order to give someone else information";
  const variable = asked("long", "single", [both(long), both("short")]);
  const figure = drawFigure(planOf("bars", [variable]), answers(variable, [40, 3]), contextOf(codebookWith([variable])));
  expect(figure.title).toMatch(/^“Section 213, .{40,70}…” was chosen most, by 93%$/);
  expect(figure.table.rows[0]?.[0]).toBe(long);
});
