import { describe, expect, test } from "vitest";
import { assemble } from "../../src/survey/load.ts";
import { mergeCodebooks } from "../../src/survey/merge.ts";
import { withReliance } from "../../src/survey/reliance.ts";

const choice = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({ type: "radiogroup", name, choices: ["a", "b"], ...more });

function relies(definition: Record<string, unknown>): Record<string, unknown> {
  const { codebook } = assemble("made", definition, undefined, "made/survey.json");
  return Object.fromEntries(withReliance(codebook, definition).variables.flatMap(({ name, relies: on }) => (on ? [[name, on]] : [])));
}

const elements = (...list: readonly Record<string, unknown>[]): Record<string, unknown> => ({ elements: list });

describe("what decides over a question", () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ["its own condition", elements(choice("Place"), choice("q", { visibleIf: "{Place} = 'a'" })), { q: { whether: ["place"], what: [] } }],
    ["that of its panel", elements(choice("place"), { type: "panel", name: "p", visibleIf: "{place} = 'a'", elements: [choice("q")] }), { q: { whether: ["place"], what: [] } }],
    ["that of one of its choices", elements(choice("place"), choice("q", { choices: ["a", { value: "b", visibleIf: "{place} = 'b'" }] })), { q: { whether: [], what: ["place"] } }],
    ["that of all its choices", elements(choice("place"), choice("q", { choicesVisibleIf: "{place} = {item}" })), { q: { whether: [], what: ["item", "place"] } }],
    ["choices carried forward", elements({ type: "checkbox", name: "Used", choices: ["a", "b"] }, choice("q", { choices: [], choicesFromQuestion: "Used" })), { q: { whether: [], what: ["used"] } }],
    ["a limit", elements({ type: "text", inputType: "number", name: "beat" }, { type: "text", inputType: "number", name: "q", maxValueExpression: "{beat}" }), { q: { whether: [], what: ["beat"] } }],
    ["what its answer is checked by", elements({ type: "text", inputType: "number", name: "beat" }, { type: "text", inputType: "number", name: "q", validators: [{ type: "expression", expression: "{q} < {beat}" }] }), { q: { whether: [], what: ["beat", "q"] } }],
    ["what must be answered", elements(choice("place"), choice("q", { requiredIf: "{place} = 'a'" })), { q: { whether: [], what: ["place"] } }],
    ["what is worked out", elements(choice("place"), { type: "expression", name: "q", expression: "iif({place} = 'a', 1, 2)" }), { q: { whether: [], what: ["place"] } }],
    ["a calculated value", { ...elements(choice("place"), choice("q", { visibleIf: "{far} = 1" })), calculatedValues: [{ name: "far", expression: "iif({place} = 'a', 1, 2)" }] }, { q: { whether: ["far", "place"], what: [] } }],
    ["what a trigger sets", { ...elements(choice("place"), choice("q")), triggers: [{ type: "setvalue", expression: "{place} = 'a'", setToName: "q", setValue: "b" }] }, { q: { whether: [], what: ["place"] } }],
    ["what a trigger copies", { ...elements(choice("place"), choice("mood"), choice("q")), triggers: [{ type: "copyvalue", expression: "{place} = 'a'", setToName: "q", fromName: "mood" }] }, { q: { whether: [], what: ["mood", "place"] } }],
    ["a trigger that ends the questionnaire", { pages: [elements(choice("before"), choice("place")), elements(choice("q"))], triggers: [{ type: "complete", expression: "{place} = 'a'" }] }, { q: { whether: [], what: ["place"] } }],
    ["a trigger that goes past it", { ...elements(choice("place"), choice("q"), choice("after")), triggers: [{ type: "skip", expression: "{place} = 'a'", gotoName: "after" }] }, { q: { whether: [], what: ["place"] } }],
    ["a part of a repeated question", elements(choice("place"), { type: "paneldynamic", name: "q", panelCount: 1, maxPanelCount: 1, templateElements: [choice("part", { choices: ["a", { value: "b", visibleIf: "{place} = 'b'" }] })] }), { q__count: { whether: [], what: ["place"] }, q__1__part: { whether: ["q"], what: ["place"] } }],
    ["nothing", elements(choice("place"), choice("q", { title: "As {place}", defaultValue: "a" })), {}],
  ])("%s", (_, definition, expected) => expect(relies(definition)).toEqual(expected));

  test("in any version of it", () => {
    const versions = [elements(choice("place"), choice("years"), choice("q", { visibleIf: "{place} = 'a'" })), elements(choice("place"), choice("years"), choice("q", { visibleIf: "{years} = 'a'" }))];
    const merged = mergeCodebooks(versions.map((definition) => withReliance(assemble("made", definition, undefined, "made/survey.json").codebook, definition)), {}, "made w");
    expect(merged.variables.find(({ name }) => name === "q")?.relies).toEqual({ whether: ["place", "years"], what: [] });
  });
});
