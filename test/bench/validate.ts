import { join } from "node:path";
import { SurveyModel } from "survey-core";
import { compileValidator } from "../../src/responses/validate.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { simulate } from "../../src/survey/simulate.ts";
import type { Row } from "./run.ts";

/** Responses of the workload questionnaire checked per second: ours, compiled from the codebook, beside SurveyJS's own validation. */
export async function validateBench(): Promise<readonly Row[]> {
  const survey = loadSurvey(join(import.meta.dirname, "../../surveys"), "workload");
  const responses = simulate(survey, { n: 2000, seed: 1, wave: "bench" });
  const validate = compileValidator(survey.codebook);
  const ours = perSecond(responses.length * 10, () => {
    for (let round = 0; round < 10; round++) for (const { answers } of responses) if (validate(answers).length > 0) throw new Error("a simulated response was refused");
  });
  const few = responses.slice(0, 60);
  const theirs = perSecond(few.length, () => {
    for (const { answers } of few) {
      const model = new SurveyModel(survey.definition);
      model.data = structuredClone(answers);
      model.validate(false);
    }
  });
  const variables = `${survey.codebook.variables.length} variables`;
  return [
    { bench: "validate", case: `compiled from the codebook, ${variables}`, value: ours, unit: "responses/s", against: "SurveyJS's own", ratio: ours / theirs },
    { bench: "validate", case: `SurveyJS's own, ${variables}`, value: theirs, unit: "responses/s" },
  ];
}

function perSecond(count: number, work: () => void): number {
  const start = performance.now();
  work();
  return (count * 1000) / (performance.now() - start);
}
