import fc from "fast-check";
import { isUserError } from "../../src/error.ts";
import { isCategorical } from "../../src/survey/codebook.ts";
import type { Survey } from "../../src/survey/load.ts";
import { definition, type Element } from "../responses/definitions.ts";
import { type Followed, follow } from "./follow.ts";
import { surveyOf } from "./made.ts";

/** A questionnaire made at random, how it is released, and the seed of those who answer. */
export interface Case {
  readonly made: Element;
  readonly microdata: "public" | "withheld";
  readonly seed: number;
}

export const anyCase: fc.Arbitrary<Case> = fc.record({ made: definition, microdata: fc.constantFrom("public" as const, "withheld" as const), seed: fc.nat(1_000_000) });

/** From the definition to the last figure; the first choice from a list says who is asked, and narrows the results. */
export async function followCase({ made, microdata, seed }: Case): Promise<Followed> {
  const survey = refusedOr(() => surveyOf(made, "made", { microdata, filter: (codebook) => codebook.variables.find((variable) => isCategorical(variable) && !variable.path.some((key) => key.startsWith("[")))?.name }));
  return typeof survey === "string" ? { refused: survey, figures: 0, broken: [`refused: ${survey}`] } : follow(survey, { n: 50, seed });
}

function refusedOr(make: () => Survey): Survey | string {
  try {
    return make();
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.message;
  }
}
