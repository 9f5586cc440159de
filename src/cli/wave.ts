import { closeSync, openSync, writeSync } from "node:fs";
import { type WaveStatus, waveStatus } from "../collector/status.ts";
import { amendWave, closeWave, extendWave, openWave, purgeWave, refuseOpen } from "../collector/waves.ts";
import { UserError } from "../error.ts";
import { readLines } from "../responses/lines.ts";
import type { Store, WaveRecord } from "../responses/store.ts";
import { loadSurvey } from "../survey/load.ts";
import { type Invocation, type Output, required, surveyName } from "./options.ts";
import { aboutRoster, rosterOf } from "./invite.ts";
import { today, withStore } from "./places.ts";

/** Verbs that open, close and count waves, and take out what they hold. */

export const openVerb = (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    const survey = loadSurvey(invocation.settings.surveys, surveyName(invocation));
    const wave = await openWave(store, survey, required(invocation, "wave"), today(), await rosterOf(invocation));
    if (wantsJson) json(wave);
    say(`${wave.survey} ${wave.wave} is open. The questionnaire is frozen as version ${wave.version}; later changes to the files do not reach it.`);
    if (wave.admission === "invited") say(aboutRoster(wave, survey.codebook));
    return true;
  });

export const amendVerb = (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    const wave = await amendWave(store, loadSurvey(invocation.settings.surveys, surveyName(invocation)), required(invocation, "wave"));
    if (wantsJson) json(wave);
    say(`${wave.survey} ${wave.wave} asks version ${wave.version} once the site is built again; answers to ${(wave.earlier ?? []).join(", ")} are still taken.`);
    return true;
  });

export const closeVerb = (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    const wave = await closeWave(store, surveyName(invocation), required(invocation, "wave"), today());
    const n = await store.count(wave.survey, wave.wave);
    if (wantsJson) json({ ...wave, responses: n });
    say(`${wave.survey} ${wave.wave} is closed with ${n} answers. ${n < wave.protect.n ? `Fewer than ${wave.protect.n} cannot be released.` : `Next: release ${wave.survey} --wave ${wave.wave}`}`);
    return true;
  });

export const extendVerb = (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    const wave = await extendWave(store, surveyName(invocation), required(invocation, "wave"), required(invocation, "to"));
    if (wantsJson) json(wave);
    say(`${wave.survey} ${wave.wave} is meant to end on ${wave.closes}. It ends when you close it.`);
    return true;
  });

export const purgeVerb = (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    const record = await waveOf(store, surveyName(invocation), required(invocation, "wave"));
    if (invocation.flags["yes"] !== true) throw new UserError(`this deletes all answers to ${record.survey} ${record.wave} for good; releases stay`, { fix: "say that you mean it with --yes" });
    const purged = await purgeWave(store, record.survey, record.wave, today());
    if (wantsJson) json(purged);
    say(`All answers to ${purged.survey} ${purged.wave}, its invitations and its key are deleted. Backups and exports still hold them: delete those, too.`);
    return true;
  });

export const statusVerb = (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    const [only] = invocation.names;
    const waves = (await store.waves()).filter(({ survey }) => only === undefined || survey === only);
    for (const wave of waves) {
      const status = await waveStatus(store, wave);
      const { survey, state, responses, exact, invitations } = status;
      if (wantsJson) json({ survey, wave: wave.wave, state, responses, exact, ...(invitations ? { invitations } : {}) });
      say(statusWords(status));
    }
    if (waves.length === 0) say("No wave was opened yet.");
    return true;
  });

function statusWords({ survey, wave, state, responses, exact, invitations }: WaveStatus): string {
  const count = (n: number): string => (exact ? String(n) : `at least ${n}`);
  const percent = (share: number): string => `${exact ? "" : "at least "}${Math.round(share * 1000) / 10} %`;
  const line = `${survey.padEnd(16)} ${wave.padEnd(12)} ${state.padEnd(8)} ${count(responses)} answers`;
  if (!invitations) return line;
  const { invited, admitted, rate, groups } = invitations;
  return [
    `${line}; ${invited} invited, ${count(admitted)} admitted${rate === undefined ? "" : `, response rate (AAPOR RR1) ${percent(rate)}`}`,
    ...groups.map((group) => `    ${`${group.trait} ${group.value} (${group.label["zh-cn"]} · ${group.label.en})`.padEnd(46)} ${group.rate === undefined ? "fewer than 10 admitted" : `at least ${Math.floor(group.rate * 100)} % admitted`} of ${group.invited} invited`),
  ].join("\n");
}

export const exportVerb = (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    const record = await waveOf(store, surveyName(invocation), required(invocation, "wave"));
    const to = required(invocation, "to");
    refuseOpen(record);
    const file = openSync(to, "w", 0o600);
    let n = 0;
    for await (const response of store.responses(record.survey, record.wave)) {
      writeSync(file, `${JSON.stringify(response)}\n`);
      n += 1;
    }
    closeSync(file);
    if (wantsJson) json({ to, responses: n });
    say(`${n} raw answers in ${to}. They are not protected: do not pass them on.`);
    return true;
  });

export async function validateVerb(invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> {
  const survey = loadSurvey(invocation.settings.surveys, surveyName(invocation));
  const [, file] = invocation.names;
  if (!file) throw new UserError("validate needs a file", { fix: `validate ${survey.id} FILE` });
  let valid = 0;
  const problems: string[] = [];
  for await (const line of readLines(file, survey.codebook)) {
    if ("response" in line) valid += 1;
    else problems.push(...line.problems);
  }
  if (wantsJson) json({ file, valid, problems });
  for (const problem of problems.slice(0, 50)) say(problem);
  say(`${valid} valid, ${problems.length} not`);
  return problems.length === 0;
}

export async function waveOf(store: Store, survey: string, wave: string): Promise<WaveRecord> {
  const all = (await store.waves()).filter((each) => each.survey === survey);
  const found = all.find((each) => each.wave === wave);
  if (found) return found;
  throw new UserError(`${survey} has no wave ${wave} in the store`, { fix: all.length > 0 ? `there are: ${all.map((each) => each.wave).join(", ")}` : `open one first: open ${survey} --wave ${wave}` });
}
