import { QuestionDropdownModel } from "survey-core";
import { describe, expect, test } from "vitest";
import { takeLongLists } from "../../src/form/lists.ts";
import { formModel } from "../../src/form/model.ts";

const choices = Array.from({ length: 10_000 }, (_, i) => ({ value: `t${i}`, text: { "zh-cn": `第 ${i} 镇`, en: `Town ${i}` } }));
const definition = { pages: [{ elements: [{ type: "panel", name: "p", elements: [{ type: "dropdown", name: "town", choices }] }] }] };

function townOf(locale: "zh-cn" | "en"): QuestionDropdownModel {
  const question = formModel(definition, locale).getQuestionByName("town");
  if (!(question instanceof QuestionDropdownModel)) throw new Error("no list");
  return question;
}

describe("a list of 10,000 choices", () => {
  test("is served piece by piece, in the language of the form", () => {
    const town = townOf("en");
    const model = town.dropdownListModel;
    model.popupModel.show();
    const shown = town.visibleChoices.map(({ text }) => text);
    expect(shown.length).toBeLessThanOrEqual(100);
    expect(shown.slice(0, 2)).toEqual(["Town 0", "Town 1"]);
  });

  test("shows what was chosen, also when an unfinished answer is taken up again", () => {
    const town = townOf("zh-cn");
    town.value = "t9876";
    expect(town.displayValue).toBe("第 9876 镇");
    expect(town.survey && "data" in town.survey && town.survey.data).toEqual({ town: "t9876" });
  });

  test("is left alone where its choices depend on something", () => {
    for (const more of [{ choicesVisibleIf: "{a} contains {item}" }, { choicesOrder: "random" }]) expect(takeLongLists({ elements: [{ type: "dropdown", name: "q", choices, ...more }] }).size).toBe(0);
    expect(takeLongLists({ elements: [{ type: "dropdown", name: "q", choices: choices.map((each) => ({ ...each, visibleIf: "{a} = 1" })) }] }).size).toBe(0);
    expect(takeLongLists({ elements: [{ type: "dropdown", name: "q", choices: choices.slice(0, 20) }] }).size).toBe(0);
  });

  test("does not change the questionnaire itself", () => {
    formModel(definition, "en");
    expect(definition.pages[0]?.elements[0]?.elements[0]?.choices).toHaveLength(10_000);
  });
});
