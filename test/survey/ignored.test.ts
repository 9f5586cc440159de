import { describe, expect, test } from "vitest";
import { formModel } from "../../src/form/model.ts";
import { assemble } from "../../src/survey/load.ts";

const notesOf = (definition: Record<string, unknown>): readonly string[] => assemble("made", { elements: [{ type: "text", name: "q" }], ...definition }, undefined, "survey.json").codebook.notes;

describe("what has no effect in our form is said, with what to do instead", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["a page of thanks", { completedHtml: { en: "<b>Thanks</b>" } }, /completedHtml has no effect: .* html question on the last page/],
    ["pages of thanks on conditions", { completedHtmlOnCondition: [{ expression: "{q} = 1", html: "x" }] }, /completedHtmlOnCondition/],
    ["a clock", { timeLimit: 60 }, /timeLimit has no effect: the form has no clock/],
    ["a quiz", { elements: [{ type: "radiogroup", name: "q", choices: [1, 2], correctAnswer: 2 }] }, /correctAnswer .* calculatedValues/],
    ["no buttons", { showNavigationButtons: false }, /always there/],
    ["answers that stay though hidden", { clearInvisibleValues: "none" }, /clearIfInvisible/],
    ["a question that nothing ever shows", { elements: [{ type: "text", name: "q", visible: false, defaultValue: "x" }] }, /“q” is never shown/],
  ])("%s", (_, definition, said) => expect(notesOf(definition).join("\n")).toMatch(said));

  test("and nothing of what does as it says, or is empty", () =>
    expect(notesOf({ completedHtml: "", timeLimit: 0, showNavigationButtons: true, clearInvisibleValues: "onComplete", showPreviewBeforeComplete: "showAllQuestions", showProgressBar: true, elements: [{ type: "text", name: "q", visible: false, clearIfInvisible: "none" }] })).toEqual([]));
});

test("a questionnaire that nobody can answer is refused", () => expect(() => notesOf({ mode: "display" })).toThrow(/read-only.*\n.*remove mode/s));

test("what the notes say is so", () => {
  const model = formModel({ showNavigationButtons: "none", showTOC: true, clearInvisibleValues: "none", timeLimit: 1, elements: [{ type: "text", name: "hidden", visible: false, defaultValue: "gone" }, { type: "text", name: "kept", visible: false, clearIfInvisible: "none", defaultValue: "kept" }, { type: "text", name: "q", defaultValue: "x" }], calculatedValues: [{ name: "score", expression: "iif({q} = 'x', 1, 0)", includeIntoResult: true }] }, "en");
  expect([model.isNavigationButtonsShowing, model.showTOC, model.showTimer]).toEqual(["bottom", false, false]);
  model.doComplete();
  expect(model.data).toEqual({ kept: "kept", q: "x", score: 1 });
});
