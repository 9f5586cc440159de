import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SurveyModel } from "survey-core";
import { describe, expect, test } from "vitest";
import { inWords } from "../../src/form/spans.ts";
import { DAY } from "../../src/i18n/day.ts";

const HOURS = ["出门前", "上午", "中午", "下午 3 点前", "下午 3 点后", "下班后"];
const said = (pattern: string, hours = HOURS): string => inWords(hours, [...pattern].map((each) => each === "x"), DAY["zh-cn"]);

describe("what is painted, in words", () => {
  test.each([
    ["......", ""],
    ["x.....", "出门前"],
    [".x.x..", "上午、下午 3 点前"],
    ["xx....", "出门前、上午"],
    [".xxx..", "上午～下午 3 点前"],
    ["x.xxxx", "出门前、中午～下班后"],
    ["xx.xxx", "出门前、上午、下午 3 点前～下班后"],
    ["xxxxxx", "一整天"],
  ])("%s: %s", (pattern, words) => expect(said(pattern)).toBe(words));

  test("a day of two halves is told by its halves", () => expect(said("xx", ["上午", "下午"])).toBe("上午、下午"));
});

test("a tool that knows of no days draws the shipped question as an ordinary matrix, and writes it back as it was", () => {
  const definition: { pages: { elements: { name: string }[] }[] } = JSON.parse(readFileSync(join(import.meta.dirname, "../../surveys/workload/survey.json"), "utf8"));
  const asked = definition.pages.flatMap(({ elements }) => elements).find(({ name }) => name === "when");
  const model = new SurveyModel(definition);
  expect(model.jsonErrors ?? []).toEqual([]);
  const question = model.getQuestionByName("when");
  expect(question.isDefaultRendering()).toBe(true);
  expect(question.toJSON()).toMatchObject({ renderAs: "day", cellType: "checkbox" });
  expect(Object.keys(question.toJSON()).sort()).toEqual(Object.keys(asked ?? {}).filter((key) => key !== "type").sort());
});
