import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWave } from "../collector/waves.ts";
import { isUserError } from "../error.ts";
import { listReleases } from "../query/releases.ts";
import { publish, wasReleased } from "../release/publish.ts";
import { release } from "../release/release.ts";
import type { Store, WaveRecord } from "../responses/store.ts";
import { loadSurveys, type Survey } from "../survey/load.ts";
import { simulate } from "../survey/simulate.ts";
import { microdataOf, type Study, type Wave } from "../survey/study.ts";
import type { Output, Settings } from "./options.ts";
import { today } from "./places.ts";

/** Puts what the site is built from in its place: frozen questionnaires of open waves, and a simulated release where there is no real one. */
export async function prepare(settings: Settings, store: Store, { say }: Output, options: { openTrials: boolean }): Promise<void> {
  const surveys = loadSurveys(settings.surveys);
  if (options.openTrials) await openTrials(surveys, store, say);
  await writeFielded(settings, store);
  for (const survey of surveys)
    await simulateWhereEmpty(survey, settings, say).catch((error: unknown) => {
      // What bars the release of one survey bars neither its form nor the other surveys.
      if (!isUserError(error)) throw error;
      say(`${survey.id}: no simulated results, for a release would be refused\n  ${error.message}`);
    });
}

/** A new installation has something to try: the trial waves open by themselves where nothing was ever stored. */
async function openTrials(surveys: readonly Survey[], store: Store, say: Output["say"]): Promise<void> {
  if ((await store.waves()).length > 0) return;
  for (const survey of surveys)
    for (const wave of survey.study?.waves ?? [])
      if (wave.trial) {
        await openWave(store, survey, wave.id, today());
        say(`opened ${survey.id} ${wave.id}: whoever has the link can answer`);
      }
}

/** The form is built from the questionnaire as it was frozen, not from the file as it may stand by now. */
async function writeFielded({ data }: Settings, store: Store): Promise<void> {
  const folder = join(data, "fielded");
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  for (const wave of await store.waves()) {
    if (wave.state !== "open") continue;
    const bundle = await store.bundle(wave.survey, wave.version);
    if (bundle) writeFileSync(join(folder, `${wave.survey}.json`), JSON.stringify({ bundle, wave }));
  }
}

const SEED = 20261;

async function simulateWhereEmpty(survey: Survey, settings: Settings, say: Output["say"]): Promise<void> {
  const { study } = survey;
  const plan = study?.waves.find((wave) => !wave.trial) ?? study?.waves[0];
  if (!study || !plan || plan.admission === "imported") return;
  if (wasReleased(settings.out, survey.id)) return;
  const published = listReleases(settings.publicDir, survey.id);
  if (published.some(({ manifest }) => !manifest.simulated || manifest.versions.includes(survey.version))) return;
  const n = Math.round((plan.expected ?? 300) * 0.7);
  const responses = simulate(survey, { n, seed: SEED, wave: plan.id });
  const wave = simulatedWave(survey, study, plan);
  // What stood in for an earlier questionnaire goes, whatever comes of this one.
  rmSync(join(settings.publicDir, "releases", survey.id), { recursive: true, force: true });
  rmSync(join(settings.out, survey.id, plan.id, "simulated"), { recursive: true, force: true });
  await release({ bundle: { survey: survey.id, version: survey.version, definition: survey.definition, study, codebook: survey.codebook }, wave, responses, out: settings.out, simulated: true, day: today() });
  await publish({ out: settings.out, publicDir: settings.publicDir, survey: survey.id, wave: plan.id });
  say(`${survey.id}: no release yet, so ${n} SIMULATED 模拟数据 answers stand in`);
}

/** A wave that never was, in the words that a real one is recorded with. */
export function simulatedWave(survey: Survey, study: Study, plan: Wave): WaveRecord {
  const { k, n, why } = study.protect;
  const day = today();
  return {
    survey: survey.id,
    wave: plan.id,
    version: survey.version,
    state: "closed",
    admission: plan.admission,
    opened: plan.opens ?? day,
    closed: plan.closes ?? day,
    protect: { k, n },
    microdata: microdataOf(study, plan),
    title: plan.title ?? { "zh-cn": plan.id, en: plan.id },
    ...(why ? { why } : {}),
    ...(plan.minutes ? { minutes: plan.minutes } : {}),
  };
}
