import { describe, expect, test } from "vitest";
import { compileValidator } from "../../src/responses/validate.ts";
import { assemble } from "../../src/survey/load.ts";
import { simulate } from "../../src/survey/simulate.ts";

const surveyOf = (...elements: readonly Record<string, unknown>[]) => assemble("made", { elements }, undefined, "made/survey.json");
const refusals = (element: Record<string, unknown>, answer: unknown) => compileValidator(surveyOf({ name: "q", ...element }).codebook)({ q: answer }).map(({ pointer }) => pointer);

describe("a number", () => {
  const number = { type: "text", inputType: "number", min: 0, max: 24 };
  test.each([0, 24, 7.5, "7.5"])("%j within its bounds is taken", (answer) => expect(refusals(number, answer)).toEqual([]));
  test.each([-1, 25, "25", "-1", "1e9", "seven", "", true, null, [7], {}])("%j is not", (answer) => expect(refusals(number, answer)).toEqual(["/q"]));
});

describe("both ends of a range", () => {
  const range = { type: "slider", sliderType: "range", min: 0, max: 10 };
  test("stand in an array, as SurveyJS hands them over", () => expect(refusals(range, [2, 8])).toEqual([]));
  test.each([[[2]], [[2, 8, 9]], [{ 0: 2, 1: 8 }], [5]])("%j is refused", (answer) => expect(refusals(range, answer)).toEqual(["/q"]));
  test("and are bounded each", () => expect(refusals(range, [2, 11])).toEqual(["/q/1"]));
});

test("what a simulated person answers is valid, whatever the question's type", () => {
  const survey = surveyOf(
    { type: "slider", name: "range", sliderType: "range", min: 0, max: 10 },
    { type: "radiogroup", name: "other", choices: ["a", "b"], showOtherItem: true },
    { type: "checkbox", name: "several", choices: ["a", "b"], showNoneItem: true, showRefuseItem: true },
    { type: "matrix", name: "rows", columns: [1, 2], rows: ["0", "1"] },
    { type: "ranking", name: "order", choices: ["a", "b", "c"] },
    { type: "boolean", name: "yes" },
    { type: "rating", name: "stars" },
  );
  const validate = compileValidator(survey.codebook);
  const answers = simulate(survey, { n: 200, seed: 1, wave: "w" }).map((response) => response.answers);
  expect(answers.flatMap((each) => validate(each))).toEqual([]);
  expect(answers.filter(({ range }) => Array.isArray(range)).length).toBeGreaterThan(150);
});

test("2,000 questions are checked like twenty, and a wrong answer among them is found", () => {
  const survey = surveyOf(...Array.from({ length: 2000 }, (_, i) => ({ type: "radiogroup", name: `q${i}`, choices: ["a", "b"] })));
  const validate = compileValidator(survey.codebook);
  const [response] = simulate(survey, { n: 1, seed: 1, wave: "w" });
  expect(validate(response?.answers)).toEqual([]);
  expect(validate({ ...response?.answers, q1500: "c" })).toEqual([{ pointer: "/q1500", detail: "this is not one of the choices" }]);
});

describe("what is made to take long or to overflow", () => {
  const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));
  const elements = [
    { type: "checkbox", name: "several", choices: ["a", "b", "c"] },
    { type: "tagbox", name: "tags", choices: ["a", "b"], allowCustomChoices: true },
    { type: "ranking", name: "order", choices: ["a", "b", "c"] },
    { type: "text", name: "number", inputType: "number" },
    { type: "comment", name: "words" },
    { type: "expression", name: "worked", expression: "{number} + 1" },
  ];
  const others = Array.from({ length: 300 }, (_, i) => ({ type: "boolean", name: `q${i}` }));
  const hostile: Record<string, unknown> = {
    "an answer nested 100,000 deep": nested(100_000),
    "two of them": [nested(50_000), nested(50_000)],
    "30,000 choices": Array.from({ length: 30_000 }, (_, i) => `x${i}`),
    "250,000 digits": `${"1".repeat(250_000)}x`,
  };
  test.each([["few", elements], ["many", [...elements, ...others]]])("is refused at once among %s questions", (_, all) => {
    const validate = compileValidator(surveyOf(...all).codebook);
    for (const { name } of elements)
      for (const [what, answer] of Object.entries(hostile)) {
        const begun = performance.now();
        expect.soft(validate({ [name]: answer })[0]?.pointer, `${name}: ${what}`).toMatch(new RegExp(`^/${name}`));
        expect.soft(performance.now() - begun, `${name}: ${what}, in ms`).toBeLessThan(1000);
      }
  });
});

test("a number without end is none, wherever it stands: it would be stored as null", () => {
  const endless: unknown = JSON.parse("1e400");
  for (const element of [{ type: "text", inputType: "number" }, { type: "comment" }, { type: "radiogroup", choices: ["a"], showOtherItem: true }, { type: "slider" }, { type: "expression", expression: "1 / 0" }]) expect.soft(refusals(element, endless), element.type).toEqual(["/q"]);
  expect(refusals({ type: "text", inputType: "number" }, "1e999")).toEqual(["/q"]);
  expect(refusals({ type: "expression", expression: "1 / 0" }, [{ value: endless }])).toEqual(["/q"]);
});
