import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isUserError } from "../../src/error.ts";
import { assemble, loadSurveys } from "../../src/survey/load.ts";
import { readStudy } from "../../src/survey/study.ts";
import { hasShared, SHARED } from "../shared.ts";

const survey = (...elements: unknown[]) => assemble("fixture", { elements }, undefined, "survey.json").codebook;

describe("a questionnaire becomes a codebook", () => {
  test("a matrix gives one variable a row, in the order asked", () => {
    const { variables } = survey({ type: "matrix", name: "mood", title: { "zh-cn": "心情", en: "Mood" }, columns: [1, 2, 3], rows: ["calm", { value: "glad", text: { "zh-cn": "高兴", en: "Glad" } }] });
    expect(variables.map(({ name, kind, path }) => ({ name, kind, path }))).toEqual([
      { name: "mood__calm", kind: "ordinal", path: ["mood", "calm"] },
      { name: "mood__glad", kind: "ordinal", path: ["mood", "glad"] },
    ]);
    expect(variables[1]?.label).toEqual({ "zh-cn": "高兴", en: "Glad" });
    expect(variables[1]?.battery).toEqual({ name: "mood", label: { "zh-cn": "心情", en: "Mood" } });
  });

  test("a multiple choice gives a column a choice, and reasons give none", () => {
    const [variable] = survey({ type: "checkbox", name: "q", choices: ["a", "b"], showNoneItem: true, showRefuseItem: true, showDontKnowItem: true }).variables;
    expect(variable?.columns.map(({ name }) => name)).toEqual(["q__a", "q__b", "q__none"]);
    expect(variable?.values.filter((value) => value.missing).map(({ code, missing }) => [code, missing])).toEqual([["dontknow", "dont_know"], ["refused", "refused"]]);
  });

  test("pictures and areas are chosen one or several as the question says", () => {
    const { variables } = survey(...["imagepicker", "imagemap"].flatMap((type) => [true, false].map((multiSelect) => ({ type, name: `${type}_${multiSelect}`, multiSelect, choices: ["a", "b"], areas: [{ value: "a", shape: "rect", coords: "0,0,1,1" }] }))));
    expect(variables.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["imagepicker_true multiple", "imagepicker_false single", "imagemap_true multiple", "imagemap_false single"]);
  });

  test("conditions of pages, panels and questions add up", () => {
    const { codebook } = assemble("fixture", { pages: [{ name: "p", visibleIf: "{a} = 1", elements: [{ type: "radiogroup", name: "a", choices: [1, 2] }, { type: "panel", name: "x", visibleIf: "{b} = 2", elements: [{ type: "text", name: "q", visibleIf: "{c} = 3" }] }] }] }, undefined, "survey.json");
    expect(codebook.variables.find(({ name }) => name === "q")?.condition).toBe("(({a} = 1) and ({b} = 2) and ({c} = 3))");
  });

  test("names that files cannot carry become a hash, for ever the same", () => {
    const [variable] = survey({ type: "text", name: "您的意见" }).variables;
    expect(variable?.name).toMatch(/^v_[0-9a-f]{8}$/);
    expect(variable?.question).toBe("您的意见");
  });

  test("what nobody thought about gets the safest role", () => {
    const { variables } = survey({ type: "text", name: "words" }, { type: "text", name: "age", inputType: "number" }, { type: "text", name: "mail", inputType: "email" }, { type: "text", name: "born", inputType: "date" }, { type: "boolean", name: "yes" });
    expect(variables.map(({ name, role }) => [name, role])).toEqual([["words", "open"], ["age", "quasi"], ["mail", "identifier"], ["born", "identifier"], ["yes", "ordinary"]]);
  });

  test.each([
    [{ type: "paneldynamic", name: "a", templateElements: [{ type: "paneldynamic", name: "b", templateElements: [{ type: "matrixdynamic", name: "c", columns: [{ name: "d" }], choices: [1] }] }] }, /repeats inside a repeated question/],
    [{ type: "text", name: "constructor" }, /“constructor” cannot be a name/],
    [{ type: "matrix", name: "grid", columns: [1], rows: ["__proto__"] }, /“__proto__” cannot be a value/],
    [{ type: "radiogroup", name: "q", choices: [{ value: { a: 1 }, text: "x" }, "b"] }, /not a text or a number/],
    [{ type: "dropdown", name: "town", choicesByUrl: { url: "https://example.org/towns" } }, /fetches its choices/],
    [{ type: "radiogroup", name: "none" }, /no choices/],
    [{ type: "matrix", name: "grid", columns: [1, 2] }, /no rows/],
  ])("%j is refused with the reason", (element, reason) => {
    expect(() => survey(element)).toThrow(reason);
  });

  test("two questions that would share a column are refused", () => {
    expect(() => survey({ type: "text", name: "a b" }, { type: "text", name: "a_b" })).toThrow(/both be called a_b/);
  });
});

describe("a study file", () => {
  const study = JSON.parse(readFileSync(join(import.meta.dirname, "../../surveys/pulse/study.json"), "utf8"));

  test("is refused with every wrong path at once", () => {
    expect(() => readStudy({ ...study, protect: { k: 1 }, waves: [{ id: "Q 1", admission: "all" }] }, "study.json")).toThrow(/protect\.k[\s\S]*|waves\[0\]/);
    expect(() => readStudy({ ...study, colour: "red" }, "study.json")).toThrow(/colour/);
  });

  test("may not publish single answers of an open link without saying why", () => {
    expect(() => readStudy({ ...study, protect: { microdata: "public" } }, "study.json")).toThrow(/without saying why/);
  });

  test("may only name what the questionnaire asks", () => {
    const broken = readStudy({ ...study, roles: { salary: "sensitive" } }, "study.json");
    expect(() => assemble("fixture", { elements: [{ type: "boolean", name: "yes" }] }, broken, "survey.json")).toThrow(/roles names “salary”/);
  });
});

test("the surveys that ship build, with both languages everywhere", () => {
  const surveys = loadSurveys(join(import.meta.dirname, "../../surveys"));
  expect(surveys.map(({ id }) => id)).toEqual(["policy", "pulse", "service", "transition", "workload"]);
  for (const { codebook, study } of surveys) {
    expect(codebook.notes).toEqual([]);
    expect(study).toBeDefined();
    for (const { label, values } of codebook.variables)
      for (const text of [label, ...values.map((value) => value.label)]) {
        expect(text["zh-cn"]).toMatch(/[\p{Script=Han}\d]/u);
        expect(text.en).not.toMatch(/\p{Script=Han}(?!工作法)/u);
      }
  }
});

describe.skipIf(!hasShared)("definitions from elsewhere", () => {
  const folder = join(SHARED, "surveys");
  const files = hasShared ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];

  test("there are 34", () => expect(files).toHaveLength(34));

  test.each(files)("%s builds a codebook or is refused in words", (name) => {
    const definition = JSON.parse(readFileSync(join(folder, name), "utf8"));
    try {
      const { variables } = assemble("fixture", definition, undefined, name).codebook;
      expect(variables.length).toBeGreaterThan(0);
    } catch (error) {
      expect(isUserError(error) && error.where === name && (error.fix ?? "") !== "", String(error)).toBe(true);
    }
  });
});

describe("what the study says of a question with words beside it", () => {
  const definition = { elements: [{ type: "radiogroup", name: "where", choices: ["a", "b"], showOtherItem: true }] };
  const both = { "zh-cn": "试", en: "test" };
  const study = (roles: object, filters: string[], more: object = {}) => readStudy({ ...more, title: both, about: Object.fromEntries(["sponsor", "conductor", "population", "frame", "sample", "recruitment", "mode", "questions", "weighting", "processing", "limitations"].map((key) => [key, both])), waves: [{ id: "w", admission: "invited" }], roles, filters }, "study.json");

  test("is about the choice, and so is a filter", () => {
    const { codebook } = assemble("s", definition, study({ where: "quasi" }, ["where"]), "survey.json");
    expect(codebook.filters).toEqual(["where"]);
    expect(codebook.variables.map(({ name, role }) => [name, role])).toEqual([["where", "quasi"], ["where__other_text", "open"]]);
  });

  test("is what a short name stands for; a name that nothing has is refused", () => {
    const called = (name: string) => assemble("s", definition, study({ where: "quasi" }, ["where"], { short: { [name]: both } }), "survey.json").codebook.variables.map(({ short }) => short);
    expect(called("where")).toEqual([both, undefined]);
    expect(called("where__other_text")).toEqual([undefined, both]);
    expect(() => called("whither")).toThrow(/short names “whither”/);
  });

  test("words narrow nothing", () => {
    expect(() => assemble("s", definition, study({ where__other_text: "quasi" }, ["where__other_text"]), "survey.json")).toThrow(/has no single value from a list\n  -> narrow by/);
  });
});
