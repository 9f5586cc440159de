import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isUserError } from "../../src/error.ts";
import { formModel } from "../../src/form/model.ts";
import { assemble } from "../../src/survey/load.ts";
import { mutants } from "../survey/mutants.ts";
import { draw } from "./draw.ts";

const TYPES: Record<string, unknown> = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/surveys/types/survey.json"), "utf8"));
const MODES = ["standard", "singlePage", "questionPerPage", "inputPerPage"];

describe.each(MODES)("questionsOnPageMode %s", (questionsOnPageMode) => {
  test("every type of question is drawn, page by page, and sent", () => expect(draw({ ...TYPES, questionsOnPageMode }, "zh-cn").join("")).toContain("每一种输入框"));

  test.each<[string, Record<string, unknown>]>([
    ["a matrix whose rows are numbers", { elements: [{ type: "matrix", name: "m", rows: [1, { value: 2, text: "two" }], columns: ["a", "b"] }] }],
    ["one page that is not shown", { pages: [{ name: "p", visibleIf: "1 = 2", elements: [{ type: "text", name: "q" }] }] }],
    ["pages of which none is shown", { pages: ["a", "b"].map((name) => ({ name, visibleIf: "{x} = 1", elements: [{ type: "text", name: `in ${name}` }] })) }],
    ["pages that begin with a panel", { pages: ["a", "b"].map((name) => ({ name, elements: [{ type: "panel", name: `panel ${name}`, elements: [{ type: "text", name: `in ${name}` }] }] })) }],
  ])("%s", (_, definition) => expect(draw({ ...definition, questionsOnPageMode }, "en").length).toBeGreaterThan(0));
});

test("rows that are numbers are answered under the same names as ever", () => {
  const model = formModel({ elements: [{ type: "matrix", name: "m", rows: [1, 2], columns: ["a", "b"] }] }, "en");
  model.setValue("m", { 1: "a", 2: "b" });
  model.doComplete();
  expect(model.data).toEqual({ m: { 1: "a", 2: "b" } });
});

test("questionnaires broken at random are refused when they are built, or drawn", () => {
  let drawn = 0;
  for (const [i, id] of ["transition", "policy", "service", "pulse"].entries())
    for (const { definition, changes } of mutants(id, { count: 30, seed: 41 + i })) {
      try {
        const built = assemble(id, { ...definition, ...(drawn % 2 === 0 ? {} : { questionsOnPageMode: MODES[drawn % 4] }) }, undefined, "survey.json");
        expect(draw(built.definition, "zh-cn").length, changes.join("; ")).toBeGreaterThan(0);
        drawn++;
      } catch (error) {
        if (!isUserError(error)) throw new Error(`${id}: ${changes.join("; ")}`, { cause: error });
      }
    }
  expect(drawn).toBeGreaterThan(20);
}, 60_000);
