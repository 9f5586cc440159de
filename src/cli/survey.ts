import { writeFileSync } from "node:fs";
import { UserError } from "../error.ts";
import { listSurveys, loadSurvey } from "../survey/load.ts";
import { simulate } from "../survey/simulate.ts";
import { type Invocation, type Output, required, surveyName, wholeNumber } from "./options.ts";

/** Verbs that read questionnaires and touch no store. */

/** One line per survey; one that is refused does not stop the others. */
export function codebookVerb({ names, settings }: Invocation, { json, say, wantsJson }: Output): boolean {
  const ids = names.length > 0 ? names : listSurveys(settings.surveys);
  const results = ids.map((id) => {
    try {
      const { codebook } = loadSurvey(settings.surveys, id);
      if (wantsJson) json({ survey: id, ok: true, codebook });
      else {
        say(`${id}: ${codebook.title["zh-cn"]} · ${codebook.title.en} (${codebook.variables.length} variables, version ${codebook.version})`);
        for (const variable of codebook.variables) say(`  ${variable.name.padEnd(28)} ${variable.kind.padEnd(8)} ${variable.role.padEnd(10)} ${variable.label.en}`);
        for (const note of codebook.notes) say(`  ! ${note}`);
      }
      return true;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (wantsJson) json({ survey: id, ok: false, where: error.where, reason: error.message, fix: error.fix });
      say(`${id}: refused\n  ${error.message}`);
      return false;
    }
  });
  return results.every(Boolean);
}

export function simulateVerb(invocation: Invocation, { json, say, wantsJson }: Output): boolean {
  const survey = loadSurvey(invocation.settings.surveys, surveyName(invocation));
  const to = required(invocation, "to");
  const n = wholeNumber(invocation, "n", 1);
  const seed = wholeNumber(invocation, "seed", 0, 1);
  const given = invocation.flags["wave"];
  const wave = typeof given === "string" ? given : (survey.study?.waves[0]?.id ?? "simulated");
  const responses = simulate(survey, { n, seed, wave });
  writeFileSync(to, responses.map((response) => `${JSON.stringify(response)}\n`).join(""));
  if (wantsJson) json({ survey: survey.id, wave, n, seed, to, simulated: true });
  say(`${n} simulated answers to ${survey.id} (${wave}) in ${to}. SIMULATED 模拟数据: nobody gave them.`);
  return true;
}
