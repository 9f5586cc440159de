import { expect, test } from "vitest";
import { planFigures } from "../../src/chart/plan.ts";
import { assemble } from "../../src/survey/load.ts";

const figures = (...elements: readonly Record<string, unknown>[]) => planFigures(assemble("made", { elements }, undefined, "made/survey.json").codebook).map(({ id, as, variables }) => `${id} ${as} ${variables.join(" ")}`);

test("a choice with words beside it gives a figure of the choices and one of who wrote", () => {
  expect(figures({ type: "radiogroup", name: "why", choices: ["a", "b"], showOtherItem: true }, { type: "rating", name: "stars", showCommentArea: true })).toEqual([
    "why bars why",
    "why__other_text text why__other_text",
    "stars bars stars",
    "stars__comment text stars__comment",
  ]);
});

test("rows of a matrix that share their answers are one figure, and every variable is drawn once", () => {
  expect(figures({ type: "matrix", name: "m", columns: ["x", "y"], rows: ["a", "b"] }, { type: "comment", name: "c" })).toEqual(["m battery m__a m__b", "c text c"]);
});
