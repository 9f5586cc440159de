import { isUserError } from "../error.ts";
import type { Store, WaveRecord } from "../responses/store.ts";
import { maybeText } from "../survey/text.ts";
import { listSurveys, loadSurvey, type Survey } from "../survey/load.ts";
import type { Wave } from "../survey/study.ts";
import type { Desk, SurveyView, WaveView } from "./desk.ts";
import { Lists } from "./invitations.ts";
import { waveStatus } from "./status.ts";

/** Every survey of the folder and of the store, each with its waves: those that are open first, then what is planned, then what has ended. */
export async function overview(store: Store, desk: Desk): Promise<SurveyView[]> {
  const records = await store.waves();
  const ids = [...new Set([...listSurveys(desk.surveys), ...records.map(({ survey }) => survey)])].sort();
  return Promise.all(ids.map((id) => viewOf(id, records.filter(({ survey }) => survey === id), store, desk)));
}

async function viewOf(id: string, records: readonly WaveRecord[], store: Store, desk: Desk): Promise<SurveyView> {
  const { survey, problem } = read(desk.surveys, id);
  const plans = survey?.study?.waves ?? [];
  const planned = plans.filter((plan) => plan.admission !== "imported" && !records.some(({ wave }) => wave === plan.id));
  const open = records.find(({ state }) => state === "open")?.wave;
  const begun = await Promise.all(records.map((record) => begunView(record, survey, store, desk)));
  const rank = ({ status }: WaveView): number => (status?.state === "open" ? 0 : status ? 2 : 1);
  const latest = ({ status, opens }: WaveView): string => status?.opened ?? opens ?? "";
  const waves = [...begun, ...planned.map((plan) => plannedView(id, plan, desk, open))].sort((a, b) => rank(a) - rank(b) || (latest(a) < latest(b) ? 1 : -1));
  return { survey: id, title: survey?.codebook.title ?? maybeText(undefined, id), ...(problem === undefined ? {} : { problem }), waves };
}

/** A folder that cannot be read must not hide the others. */
function read(folder: string, id: string): { readonly survey?: Survey; readonly problem?: string } {
  if (!listSurveys(folder).includes(id)) return {};
  try {
    return { survey: loadSurvey(folder, id) };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { problem: error.message };
  }
}

async function begunView(record: WaveRecord, survey: Survey | undefined, store: Store, desk: Desk): Promise<WaveView> {
  const { survey: id, wave, title, admission, trial = false, closes, purged, version } = record;
  return {
    wave,
    title,
    admission,
    trial,
    ...(closes === undefined ? {} : { closes }),
    ...(purged === undefined ? {} : { purged }),
    status: await waveStatus(store, record),
    quotes: (await store.bundle(id, version))?.study?.protect.quotes === true,
    lists: new Lists(desk.data).of(id, wave),
    standing: desk.standing(id, wave),
    changed: record.state === "open" && survey !== undefined && survey.version !== version,
  };
}

function plannedView(survey: string, { id, title, admission, trial = false, opens, closes }: Wave, desk: Desk, after: string | undefined): WaveView {
  return { wave: id, title: maybeText(title, id), admission, trial, ...(opens === undefined ? {} : { opens }), ...(closes === undefined ? {} : { closes }), quotes: false, lists: [], standing: desk.standing(survey, id), changed: false, ...(after === undefined ? {} : { after }) };
}
