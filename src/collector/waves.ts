import { UserError } from "../error.ts";
import type { Response } from "../responses/response.ts";
import { type Store, versionsOf, type WaveRecord } from "../responses/store.ts";
import type { Survey } from "../survey/load.ts";
import { mergeCodebooks } from "../survey/merge.ts";
import { microdataOf, type Study, type Wave } from "../survey/study.ts";

/** Opening and closing waves: what is fixed for ever, and when. Days are YYYY-MM-DD. */

export async function openWave(store: Store, survey: Survey, wave: string, day: string): Promise<WaveRecord> {
  const { plan, study } = planned(survey, wave);
  const where = `${survey.id} ${wave}`;
  if (plan.admission === "invited")
    throw new UserError("invitations that prove one person, one answer, without saying which, are not there yet", { where, fix: 'plan a wave with "admission": "open" (whoever has the link can answer), or import answers' });
  if (plan.admission === "imported") throw new UserError("this wave is for imported answers", { where, fix: `import ${survey.id} FILE --map MAP --wave ${wave}` });
  return begin(store, survey, study, plan, day);
}

export async function closeWave(store: Store, survey: string, wave: string, day: string): Promise<WaveRecord> {
  const found = (await store.waves()).find((each) => each.survey === survey && each.wave === wave);
  if (!found) throw new UserError("this wave was never opened", { where: `${survey} ${wave}`, fix: "see: status" });
  if (found.state === "closed") throw new UserError("this wave is closed already", { where: `${survey} ${wave}`, fix: "a closed wave stays closed; plan another in study.json" });
  await store.closeWave(survey, wave, day);
  return { ...found, state: "closed", closed: day };
}

/**
 * Corrects the questionnaire of a wave that runs: a label, a choice, a question more or less. What was promised when it
 * opened stays: thresholds, roles, and whether single answers are published.
 * @throws UserError if something asked before changes its meaning
 */
export async function amendWave(store: Store, survey: Survey, wave: string): Promise<WaveRecord> {
  const where = `${survey.id} ${wave}`;
  const { plan, study } = planned(survey, wave);
  const found = await store.wave(survey.id, wave);
  if (found?.state !== "open") throw new UserError(found ? "this wave is closed" : "this wave was never opened", { where, fix: found ? "plan another wave in study.json" : `open ${survey.id} --wave ${wave}` });
  if (found.version === survey.version) throw new UserError("the files are what this wave asks already", { where, fix: "nothing need be done" });
  const { k, n } = study.protect;
  if (found.protect.k !== k || found.protect.n !== n || found.microdata !== microdataOf(study, plan)) throw new UserError("those who have answered were promised other thresholds", { where, fix: `set protect in study.json back: k ${found.protect.k}, n ${found.protect.n}, microdata ${found.microdata}` });
  const bundles = await Promise.all(versionsOf(found).map((version) => store.bundle(survey.id, version)));
  mergeCodebooks([...bundles.flatMap((bundle) => bundle?.codebook ?? []), survey.codebook], study.earlier, where);
  await store.freeze({ survey: survey.id, version: survey.version, definition: survey.definition, study, codebook: survey.codebook });
  return store.amendWave(survey.id, wave, survey.version);
}

/** Takes answers that another tool collected: opened, filled and closed in one go. */
export async function importWave(store: Store, survey: Survey, wave: string, responses: readonly Response[], day: string): Promise<WaveRecord> {
  const { plan, study } = planned(survey, wave);
  if (plan.admission !== "imported") throw new UserError(`the study says that this wave is ${plan.admission}, not imported`, { where: `${survey.id} ${wave}`, fix: 'give imported answers a wave of their own: "admission": "imported"' });
  await begin(store, survey, study, plan, day);
  await Promise.all(responses.map((response) => store.insert(response)));
  return closeWave(store, survey.id, wave, day);
}

function planned({ id, study }: Survey, wave: string): { plan: Wave; study: Study } {
  if (!study) throw new UserError("without study.json nothing says what is promised to those who answer", { where: id, fix: "write study.json; look at one of the shipped surveys" });
  const plan = study.waves.find((each) => each.id === wave);
  if (!plan) throw new UserError(`study.json plans no wave ${wave}`, { where: id, fix: `planned: ${study.waves.map((each) => each.id).join(", ")}` });
  return { plan, study };
}

async function begin(store: Store, survey: Survey, study: Study, plan: Wave, day: string): Promise<WaveRecord> {
  const waves = (await store.waves()).filter((each) => each.survey === survey.id);
  if (waves.some((each) => each.wave === plan.id)) throw new UserError("this wave was opened before", { where: `${survey.id} ${plan.id}`, fix: "a wave opens once; plan another in study.json" });
  const open = waves.find((each) => each.state === "open");
  if (open) throw new UserError(`the wave ${open.wave} of this survey is still open`, { where: `${survey.id} ${plan.id}`, fix: `close it first: close ${survey.id} --wave ${open.wave}` });
  const { k, n, why } = study.protect;
  const record: WaveRecord = {
    survey: survey.id,
    wave: plan.id,
    version: survey.version,
    state: "open",
    admission: plan.admission,
    opened: day,
    protect: { k, n },
    microdata: microdataOf(study, plan),
    title: plan.title ?? { "zh-cn": plan.id, en: plan.id },
    ...(why ? { why } : {}),
    ...(plan.minutes ? { minutes: plan.minutes } : {}),
    ...(plan.trial ? { trial: true } : {}),
  };
  await store.freeze({ survey: survey.id, version: survey.version, definition: survey.definition, study, codebook: survey.codebook });
  await store.openWave(record);
  return record;
}
