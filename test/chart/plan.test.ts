import { describe, expect, test } from "vitest";
import { planFigures } from "../../src/chart/plan.ts";
import { assemble } from "../../src/survey/load.ts";
import { readStudy } from "../../src/survey/study.ts";

const words = { "zh-cn": "试", en: "Test" };
const ABOUT = { sponsor: 1, conductor: 1, population: 1, frame: 1, sample: 1, recruitment: 1, mode: 1, questions: 1, weighting: 1, processing: 1, limitations: 1 };

const figures = (...elements: readonly Record<string, unknown>[]) => planFigures(assemble("made", { elements }, undefined, "made/survey.json").codebook).map(({ id, as, variables }) => `${id} ${as} ${variables.join(" ")}`);

test("a choice with words beside it gives a figure of the choices and one of who wrote", () => {
  expect(figures({ type: "radiogroup", name: "why", choices: ["a", "b"], showOtherItem: true }, { type: "rating", name: "stars", showCommentArea: true })).toEqual([
    "why bars why",
    "why__other_text text why__other_text",
    "stars bars stars",
    "stars__comment text stars__comment",
  ]);
});

const panel = { type: "paneldynamic", name: "shops", maxPanelCount: 3, templateElements: [{ type: "text", name: "street" }, { type: "radiogroup", name: "kind", choices: ["a", "b"], showOtherItem: true }, { type: "checkbox", name: "needs", choices: ["x", "y"] }] };

test("each part of a repeated question is one figure of all its entries", () => {
  expect(figures(panel)).toEqual([
    "shops__count histogram shops__count",
    "shops__street text shops__1__street shops__2__street shops__3__street",
    "shops__kind battery shops__1__kind shops__2__kind shops__3__kind",
    "shops__kind-Comment text shops__1__kind__other_text shops__2__kind__other_text shops__3__kind__other_text",
    "shops__needs battery shops__1__needs shops__2__needs shops__3__needs",
  ]);
});

test("a part of a repeated question that is asked for comes before the words beside it", () => {
  const study = readStudy({ title: words, about: Object.fromEntries(Object.keys(ABOUT).map((key) => [key, words])), waves: [{ id: "w", admission: "open" }], figures: [{ show: "shops__kind", title: { "zh-cn": "类", en: "Kinds" } }] }, "study.json");
  const plans = planFigures(assemble("made", { elements: [panel] }, study, "made/survey.json").codebook);
  expect(plans.slice(0, 2).map(({ id, heading }) => `${id}: ${heading.en}`)).toEqual(["shops__kind: Kinds", "shops__kind-Comment: kind: Other (in words)"]);
});

test("texts that belong together are rows of one figure, whose anchor is no variable's name", () => {
  expect(figures({ type: "multipletext", name: "who", items: [{ name: "a b" }, { name: "c" }] })).toEqual(["who text who__a_b who__c"]);
  const choice = { type: "checkbox", name: "q", choices: [{ value: "a", showCommentArea: true }, { value: "b", showCommentArea: true }] };
  expect(figures(choice)).toEqual(["q bars q", "q-parts text q__a__words q__b__words"]);
});

test("several choices for each row of a matrix are rows of one figure; elsewhere each has one of its own", () => {
  expect(figures({ type: "matrix", name: "when", cellType: "checkbox", columns: ["am", "pm"], rows: ["visits", "reports"] })).toEqual(["when battery when__visits when__reports"]);
  const cell = (name: string) => ({ name, cellType: "checkbox", choices: ["x", "y"] });
  expect(figures({ type: "matrixdropdown", name: "grid", columns: [cell("a")], rows: ["r", "s"] })).toEqual(["grid__r__a bars grid__r__a", "grid__s__a bars grid__s__a"]);
});

describe("a form that the study asks for", () => {
  const matrix = { type: "matrix", name: "m", columns: [1, 2, 3], rows: ["a", "b"] };
  const number = { type: "text", inputType: "number", name: "n" };
  const survey = (as: string, show: string, more: object = {}) => {
    const study = readStudy({ title: words, about: Object.fromEntries(Object.keys(ABOUT).map((key) => [key, words])), waves: [{ id: "w", admission: "open" }], figures: [{ show, as }], ...more }, "study.json");
    return planFigures(assemble("made", { elements: [matrix, number, { type: "ranking", name: "r", choices: ["a", "b"] }, { type: "comment", name: "c" }] }, study, "made/survey.json").codebook);
  };
  const first = (as: string, show: string): string[] => survey(as, show).slice(0, 2).map(({ id, as: form }) => `${id} ${form}`);

  test("is taken where the answers can be drawn so", () => {
    expect(first("bars", "m")).toEqual(["m__a bars", "m__b bars"]);
    expect(first("histogram", "m")).toEqual(["m__a histogram", "m__b histogram"]);
    expect(first("battery", "m__a")[0]).toBe("m__a battery");
    expect(first("timeuse", "n")[0]).toBe("n timeuse");
    expect(first("ranking", "r")[0]).toBe("r ranking");
    expect(first("text", "c")[0]).toBe("c text");
  });

  test("is refused where they cannot, with the forms there are", () => {
    expect(() => survey("histogram", "r")).toThrow(/figures\[0\] asks for “r” as histogram.*\n.*write "as": "ranking", or leave "as" out/);
    expect(() => survey("bars", "c")).toThrow(/write "as": "text"/);
    expect(() => survey("index", "m")).toThrow(/"as": "battery" or "as": "bars" or "as": "diverging" or "as": "heatmap" or "as": "histogram"/);
    expect(() => survey("histogram", "n", { bands: { n: [0, 10] } })).toThrow(/"as": "bars" or "as": "battery"/);
    expect(survey("bars", "n", { bands: { n: [0, 10] } })[0]?.id).toBe("n");
  });
});

test("rows of a matrix that share their answers are one figure, and every variable is drawn once", () => {
  expect(figures({ type: "matrix", name: "m", columns: ["x", "y"], rows: ["a", "b"] }, { type: "comment", name: "c" })).toEqual(["m battery m__a m__b", "c text c"]);
});
