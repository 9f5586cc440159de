import { UserError } from "../error.ts";
import { marginsOf } from "../responses/margins.ts";
import type { Response } from "../responses/response.ts";
import { type Bundle, type RosterRecord, type Store, versionsOf, type WaveRecord } from "../responses/store.ts";
import type { Codebook } from "../survey/codebook.ts";
import { canonical } from "../survey/canonical.ts";
import type { Survey } from "../survey/load.ts";
import { mergeCodebooks } from "../survey/merge.ts";
import { microdataOf, rosterLeast, type Study, type Wave } from "../survey/study.ts";
import { cellsOf, checkCells } from "./cells.ts";
import { populationOf, type Roster } from "./population.ts";
import { makeWaveKey } from "./signing.ts";

/** Opening and closing waves: what is fixed for ever, and when. Days are YYYY-MM-DD. */

/** @param roster everybody who will be invited; checked, and only counted */
export async function openWave(store: Store, survey: Survey, wave: string, day: string, roster?: Roster): Promise<WaveRecord> {
  const { plan, study } = planned(survey, wave);
  const where = `${survey.id} ${wave}`;
  if (plan.admission === "imported") throw new UserError("this wave is for imported answers", { where, fix: `import ${survey.id} FILE --map MAP --wave ${wave}` });
  if (roster && plan.admission !== "invited") throw new UserError("whoever has the link can answer this wave, so a roster says nothing about it", { where, fix: 'leave --roster out, or plan the wave with "admission": "invited"' });
  return begin(store, survey, study, plan, day, roster && counted(roster, survey, study));
}

/** @throws UserError if somebody on the roster could be told by what is asked about people */
function counted(roster: Roster, { codebook }: Survey, study: Study): RosterRecord {
  const { people, traits } = populationOf(roster, codebook, study);
  const cells = cellsOf(people);
  const least = rosterLeast(study);
  checkCells(cells, traits, least, roster.where);
  return { n: people.length, least, margins: marginsOf(cells) };
}

export async function closeWave(store: Store, survey: string, wave: string, day: string): Promise<WaveRecord> {
  const found = (await store.waves()).find((each) => each.survey === survey && each.wave === wave);
  if (!found) throw new UserError("this wave was never opened", { where: `${survey} ${wave}`, fix: "see: status", refusal: { code: "never-opened" } });
  if (found.state === "closed") throw new UserError("this wave is closed already", { where: `${survey} ${wave}`, fix: "a closed wave stays closed; plan another in study.json", refusal: { code: "closed-already" } });
  await store.closeWave(survey, wave, day);
  return { ...found, state: "closed", closed: day };
}

/** @param closes YYYY-MM-DD; nobody is let in or kept out by it, it says when the wave is meant to end */
export async function extendWave(store: Store, survey: string, wave: string, closes: string): Promise<WaveRecord> {
  const where = `${survey} ${wave}`;
  if (!isDay(closes)) throw new UserError(`“${closes}” is no day`, { where, fix: "write it as 2026-12-31", refusal: { code: "no-day", given: closes } });
  const found = await store.wave(survey, wave);
  if (found && closes < found.opened) throw new UserError(`this wave opened on ${found.opened}, after the day on which it is to end`, { where, fix: "choose a later day; to end it now, close it", refusal: { code: "ends-before", opened: found.opened } });
  return store.extendWave(survey, wave, closes);
}

/** Raw answers are taken out after the end alone: while answers arrive, two exports would differ by whoever answered in between. @throws UserError while the wave is open */
export function refuseOpen({ survey, wave, state }: WaveRecord): void {
  if (state === "open") throw new UserError(`${survey} ${wave} is still open`, { fix: "close it first; raw answers are exported from closed waves", refusal: { code: "still-open" } });
}

/** Deletes for good what a closed wave has brought; what was released of it stays. */
export const purgeWave = (store: Store, survey: string, wave: string, day: string): Promise<WaveRecord> => store.purgeWave(survey, wave, day);

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

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
  const newest = bundles.at(-1);
  if (found.admission === "invited" && newest) refuseFiner(newest, survey.codebook, study, where);
  mergeCodebooks([...bundles.flatMap((bundle) => bundle?.codebook ?? []), survey.codebook], study.earlier, where);
  await store.freeze({ survey: survey.id, version: survey.version, definition: survey.definition, study, codebook: survey.codebook });
  return store.amendWave(survey.id, wave, survey.version);
}

/** What people are asked about themselves was checked against the roster, and must not become finer. */
function refuseFiner(before: Bundle, codebook: Codebook, study: Study, where: string): void {
  const traits = ({ variables }: Codebook): string[] => variables.filter(({ role }) => role === "quasi").flatMap(({ name, values }) => [name, ...values.map(({ code }) => `${name}: ${code}`)]);
  const added = traits(codebook).find((each) => !traits(before.codebook).includes(each));
  if (added !== undefined) throw new UserError(`“${added}” asks people more about themselves than was checked when the wave opened`, { where, fix: "ask it in the next wave" });
  if (!before.study || canonical([before.study.bands, rosterLeast(before.study)]) !== canonical([study.bands, rosterLeast(study)])) throw new UserError("the roster was checked by the bands that stood in study.json when the wave opened", { where, fix: "set bands and protect.roster back" });
}

/** Responses that wait for the disk together: a large file is never held as a whole. */
const TOGETHER = 2000;

/** Takes answers that another tool collected: opened, filled and closed in one go. */
export async function importWave(store: Store, survey: Survey, wave: string, responses: Iterable<Response>, day: string): Promise<WaveRecord> {
  const { plan, study } = planned(survey, wave);
  if (plan.admission !== "imported") throw new UserError(`the study says that this wave is ${plan.admission}, not imported`, { where: `${survey.id} ${wave}`, fix: 'give imported answers a wave of their own: "admission": "imported"' });
  await begin(store, survey, study, plan, day);
  let waiting: ReturnType<Store["insert"]>[] = [];
  const settle = async (): Promise<void> => {
    const odd = (await Promise.all(waiting)).find((insertion) => insertion !== "stored");
    if (odd !== undefined) throw new Error(`${survey.id} ${wave}: a response was not stored (${odd})`);
    waiting = [];
  };
  for (const response of responses) {
    waiting.push(store.insert(response));
    if (waiting.length === TOGETHER) await settle();
  }
  await settle();
  return closeWave(store, survey.id, wave, day);
}

function planned({ id, study }: Survey, wave: string): { plan: Wave; study: Study } {
  if (!study) throw new UserError("without study.json nothing says what is promised to those who answer", { where: id, fix: "write study.json; look at one of the shipped surveys", refusal: { code: "no-study" } });
  const planned = study.waves.map((each) => each.id).join(", ");
  const plan = study.waves.find((each) => each.id === wave);
  if (!plan) throw new UserError(`study.json plans no wave ${wave}`, { where: id, fix: `planned: ${planned}`, refusal: { code: "not-planned", planned } });
  return { plan, study };
}

async function begin(store: Store, survey: Survey, study: Study, plan: Wave, day: string, roster?: RosterRecord): Promise<WaveRecord> {
  const waves = (await store.waves()).filter((each) => each.survey === survey.id);
  if (waves.some((each) => each.wave === plan.id)) throw new UserError("this wave was opened before", { where: `${survey.id} ${plan.id}`, fix: "a wave opens once; plan another in study.json", refusal: { code: "opened-before" } });
  const open = waves.find((each) => each.state === "open");
  if (open) throw new UserError(`the wave ${open.wave} of this survey is still open`, { where: `${survey.id} ${plan.id}`, fix: `close it first: close ${survey.id} --wave ${open.wave}`, refusal: { code: "other-open", wave: open.wave } });
  const { k, n, why } = study.protect;
  // One key for everybody: a key of one's own would be a mark.
  const signing = plan.admission === "invited" ? await makeWaveKey() : undefined;
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
    ...(plan.closes ? { closes: plan.closes } : {}),
    ...(plan.minutes ? { minutes: plan.minutes } : {}),
    ...(plan.trial ? { trial: true } : {}),
    ...(signing ? { key: signing.key } : {}),
    ...(roster ? { roster } : {}),
  };
  await store.freeze({ survey: survey.id, version: survey.version, definition: survey.definition, study, codebook: survey.codebook });
  await store.openWave(record, signing?.secret);
  return record;
}
