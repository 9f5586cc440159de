import { describe, expect, test } from "vitest";
import { askedBy } from "../../src/survey/conditions.ts";
import { flatten } from "../../src/survey/flatten.ts";
import { assemble } from "../../src/survey/load.ts";

const { codebook } = assemble(
  "fixture",
  {
    elements: [
      { type: "radiogroup", name: "one", choices: ["a", "b"], showDontKnowItem: true },
      { type: "checkbox", name: "some", choices: ["x", "y"], visibleIf: "{one} = 'a'" },
      { type: "ranking", name: "order", choices: ["p", "q", "r"] },
      { type: "text", name: "age", inputType: "number" },
      { type: "boolean", name: "yes" },
    ],
  },
  undefined,
  "survey.json",
);
const row = (answers: Record<string, unknown>) => flatten(answers, codebook, askedBy(codebook));

describe("answers flatten to one row", () => {
  test("with values in their columns", () => {
    expect(row({ one: "a", some: ["y"], order: ["r", "p"], age: 41, yes: false })).toEqual({
      one: "a", one__na: null, some__x: 0, some__y: 1, some__na: null, order__p: 2, order__q: null, order__r: 1, order__na: null, age: 41, age__na: null, yes: "false", yes__na: null,
    });
  });

  test("and say why a value is missing", () => {
    const { one__na, some__na, age__na } = row({ one: "dontknow" });
    expect({ one__na, some__na, age__na }).toEqual({ one__na: "dont_know", some__na: "not_asked", age__na: "no_answer" });
  });

  test("an answer that the logic would not have asked for is kept", () => {
    expect(row({ one: "b", some: ["x"] })).toMatchObject({ some__x: 1, some__na: null });
  });

  test("words in the place of a choice count as other, and stand beside it", () => {
    const made = assemble("fixture", { storeOthersAsComment: false, elements: [{ type: "radiogroup", name: "q", choices: ["a"], showOtherItem: true }, { type: "tagbox", name: "t", choices: ["a"], allowCustomChoices: true }, { type: "checkbox", name: "p", choices: ["a", "b"], valuePropertyName: "it" }, { type: "checkbox", name: "w", choices: [{ value: "a", showCommentArea: true }, "b"] }] }, undefined, "survey.json").codebook;
    expect(flatten({ q: "mine", t: ["a", "mine", "too"], p: [{ it: "b" }], w: [{ value: "a", comment: "so" }] }, made, askedBy(made))).toEqual({
      q: "other", q__na: null, q__other_text: "mine", q__other_text__na: null, t__a: 1, t__other: 1, t__na: null, t__other_text: "mine; too", t__other_text__na: null,
      p__a: 0, p__b: 1, p__na: null, w__a: 1, w__b: 0, w__na: null, w__a__words: "so", w__a__words__na: null,
    });
    expect(flatten({ q: "a" }, made, askedBy(made))).toMatchObject({ q: "a", q__other_text: null, q__other_text__na: "no_answer" });
  });

  test("what the questionnaire works out has a column", () => {
    const made = assemble("fixture", { calculatedValues: [{ name: "sum", expression: "{a} + 1", includeIntoResult: true }], triggers: [{ type: "setvalue", expression: "{a} = 1", setToName: "set", setValue: "x" }, { type: "setvalue", expression: "{a} = 1", setToName: "grid.r", setValue: 1 }, { type: "setvalue", expression: "{a} = 1", setToName: "kept", setValue: 1, isVariable: true }], elements: [{ type: "text", name: "a" }, { type: "matrix", name: "grid", rows: ["r"], columns: [1] }, { type: "matrixdynamic", name: "m", maxRowCount: 1, columns: [{ name: "c", cellType: "text", totalType: "sum" }] }] }, undefined, "survey.json").codebook;
    expect(made.variables.map(({ name, path, role }) => `${name} ${path.join("/")} ${role}`)).toEqual(["a a open", "grid__r grid/r ordinary", "m__count m quasi", "m__1__c m/[0]/c open", "m__total__c m-total/c open", "sum sum open", "set set open"]);
    expect(flatten({ sum: 2, set: "x", "m-total": { c: 7 } }, made, askedBy(made))).toMatchObject({ sum: "2", set: "x", m__total__c: "7" });
  });

  test("values that the codebook does not know count as no answer", () => {
    expect(row({ one: "z", age: "many" })).toMatchObject({ one: null, one__na: "no_answer", age: null, age__na: "no_answer" });
  });
});
