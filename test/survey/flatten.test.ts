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

  test("values that the codebook does not know count as no answer", () => {
    expect(row({ one: "z", age: "many" })).toMatchObject({ one: null, one__na: "no_answer", age: null, age__na: "no_answer" });
  });
});
