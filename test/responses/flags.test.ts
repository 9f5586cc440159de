import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/responses/flags.ts";
import { compileValidator } from "../../src/responses/validate.ts";
import { assemble } from "../../src/survey/load.ts";

const { codebook } = assemble(
  "made",
  {
    elements: [
      { type: "radiogroup", name: "one", choices: ["a", "b"], isRequired: true },
      { type: "text", name: "two", visibleIf: "{one} = 'a'", requiredIf: "{rows.r} = 1" },
      { type: "matrix", name: "rows", columns: [1, 2], rows: ["r", "s"], isRequired: true },
      { type: "matrix", name: "each", columns: [1, 2], rows: ["r", "s"], eachRowRequired: true, visibleIf: "{one} = 'b'" },
      { type: "paneldynamic", name: "list", templateElements: [{ type: "boolean", name: "yes" }, { type: "text", name: "why", visibleIf: "{panel.yes} = true", isRequired: true }], maxPanelCount: 2 },
      { type: "text", name: "unseen", visible: false, isRequired: true },
      { type: "panel", name: "box", visible: false, elements: [{ type: "text", name: "boxed" }] },
      { type: "text", name: "kept", visible: false, clearIfInvisible: "none", defaultValue: "worked out" },
      { type: "text", name: "triggered" },
      { type: "expression", name: "sum", expression: "1", visibleIf: "{one} = 'z'" },
    ],
    triggers: [{ type: "visible", expression: "{one} = 'b'", questions: ["triggered"] }],
  },
  undefined,
  "made",
);
const flags = compileFlags(codebook);
const said = (answers: Record<string, unknown>) => flags(answers).map(({ variable, reason }) => `${variable} ${reason}`);

describe("flags tell, without refusing,", () => {
  test("nothing of a sheet that the form makes", () => expect(said({ one: "a", two: "x", rows: { r: 1 }, list: [{ yes: true, why: "so" }, { yes: false }], sum: 1 })).toEqual([]));

  test("answers to what was not asked", () => {
    const answers = { one: "b", two: "x", rows: { s: 2 }, each: { r: 1, s: 1 }, list: [{ yes: false, why: "so" }] };
    expect(said(answers)).toEqual(["two not_asked", "list__1__why not_asked"]);
    expect(compileValidator(codebook)(answers)).toEqual([]);
  });

  test("answers to what is never shown, or not before a trigger says so; but nothing of what the form itself keeps", () => {
    expect(said({ one: "a", two: "x", rows: { r: 2 }, unseen: "x", boxed: "x", kept: "worked out", triggered: "x" })).toEqual(["unseen not_asked", "boxed not_asked", "triggered not_asked"]);
    expect(said({ one: "b", rows: { r: 2 }, each: { r: 1, s: 1 }, triggered: "x" })).toEqual([]);
  });

  test("nothing where another question over the same list asked for it", () => {
    const panels = (name: string, templateVisibleIf: string) => ({ type: "paneldynamic", name, valueName: "household", templateVisibleIf, templateElements: [{ type: "text", name: "who" }] });
    const shared = assemble("shared", { elements: [panels("me", "{panelIndex} = 0"), panels("children", "{panelIndex} > 0")] }, undefined, "survey.json").codebook;
    expect(compileFlags(shared)({ household: [{ who: "I" }, { who: "child" }] })).toEqual([]);
  });

  test("gaps where an answer is insisted on: always, on a condition, in each row, in any row", () => {
    expect(said({})).toEqual(["one required", "rows__r required"]);
    expect(said({ one: "a", rows: { r: 1 } })).toEqual(["two required"]);
    expect(said({ one: "a", rows: { r: 2 } })).toEqual([]);
    expect(said({ one: "b", rows: { s: 1 }, each: { r: 1 }, list: [{ yes: true }] })).toEqual(["each__s required", "list__1__why required"]);
  });
});
