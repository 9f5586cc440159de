import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { drawFigure } from "../../src/chart/draw.ts";
import { planFigures } from "../../src/chart/plan.ts";
import { isUserError } from "../../src/error.ts";
import { tallyCube } from "../../src/query/cube.ts";
import { compileFlags } from "../../src/responses/flags.ts";
import { compileValidator } from "../../src/responses/validate.ts";
import { columnNames } from "../../src/survey/flatten.ts";
import type { Study } from "../../src/survey/study.ts";
import { contextOf } from "../chart/made.ts";
import { made, simulated } from "../release/made.ts";
import { hasShared, SHARED } from "../shared.ts";
import { COURT_TYPES, filesIn, read, surveyOf } from "./made.ts";

/** From the file to the last figure. @returns why it was refused, if it was */
async function follow(path: string, name: string, microdata: "public" | "withheld", types?: Study["types"]): Promise<string | undefined> {
  const survey = refusedOr(() => surveyOf(read(path), name, { microdata, ...(types ? { types } : {}) }), name);
  if (typeof survey === "string") return survey;
  const responses = simulated(survey, 50, 3);
  const validate = compileValidator(survey.codebook);
  const flags = compileFlags(survey.codebook);
  expect(responses.flatMap(({ answers }) => validate(answers))).toEqual([]);
  expect(responses.flatMap(({ answers }) => flags(answers)).filter(({ reason }) => reason === "not_asked")).toEqual([]);
  const released = survey.codebook.variables.filter(({ role }) => role !== "identifier");
  // Nothing but names and pictures: a release says so and stops.
  if (released.length === 0) {
    await expect(made(survey, responses)).rejects.toThrow(/every question is an identifier/);
    return "every question is an identifier";
  }
  const { codebook, cube, path: fileOf, folder } = await made(survey, responses);
  expect(codebook.variables.map((variable) => variable.name)).toEqual(released.map((variable) => variable.name));
  if (microdata === "public") expect(readFileSync(fileOf("microdata", "codes.csv"), "utf8").split("\n")[0]?.split(",")).toEqual(columnNames(codebook));
  const plans = planFigures(codebook);
  expect([...new Set(plans.flatMap(({ variables }) => variables))].sort()).toEqual(codebook.variables.map((variable) => variable.name).sort());
  for (const plan of plans) {
    const figure = drawFigure(plan, tallyCube(cube, { variables: plan.variables }), contextOf(codebook, "zh-cn", { intervals: false, rounded: microdata === "withheld", responses: 50 }));
    expect(figure.title.length + (figure.svg?.length ?? 0)).toBeGreaterThan(0);
  }
  rmSync(folder, { recursive: true });
  return undefined;
}

/** A message that names the place and says what to do. */
function refusedOr<T>(make: () => T, name: string): T | string {
  try {
    return make();
  } catch (error) {
    if (!isUserError(error)) throw error;
    expect([error.where, (error.fix ?? "").length > 0]).toEqual([name, true]);
    return error.message;
  }
}

const refused = new Map<string, string>();
let passed = 0;
const note = (name: string, reason: string | undefined): void => {
  if (reason === undefined) passed += 1;
  else refused.set(name, reason);
};

describe.skipIf(!hasShared)("questionnaires from elsewhere go the whole way, or are refused with place and remedy", () => {
  afterAll(() => console.info(`${passed} went the whole way, ${refused.size} were refused:\n${[...refused].map(([name, reason]) => `  ${name}: ${reason.split("\n")[0]}`).join("\n")}`));

  test.each(hasShared ? filesIn("surveys") : [])("%s", async (name) => {
    const path = join(SHARED, "surveys", name);
    note(name, await follow(path, name, "withheld"));
    await follow(path, name, "public");
  });

  test.each(hasShared ? filesIn("surveys/court-forms") : [])("%s", async (name) => {
    note(name, await follow(join(SHARED, "surveys/court-forms", name), name, "withheld", COURT_TYPES));
  });
});
