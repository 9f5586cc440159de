import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleared } from "../collector/texts.ts";
import { UserError } from "../error.ts";
import { publish, publishable, retract } from "../release/publish.ts";
import type { Manifest } from "../query/files.ts";
import { release, type Released, type ReleaseRequest } from "../release/release.ts";
import { readLines } from "../responses/lines.ts";
import type { Response } from "../responses/response.ts";
import type { Store } from "../responses/store.ts";
import type { Codebook } from "../survey/codebook.ts";
import { loadSurvey } from "../survey/load.ts";
import { DISCLOSED } from "../survey/study.ts";
import { progressBar } from "./progress.ts";
import { type Invocation, type Output, required, surveyName } from "./options.ts";
import { today, withStore } from "./places.ts";
import { simulatedWave } from "./prepare.ts";
import { waveOf } from "./wave.ts";

/** Verbs that protect, publish and withdraw. */

export const releaseVerb = async (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> => {
  const { settings, flags } = invocation;
  const id = surveyName(invocation);
  const { from } = flags;
  const isPreview = flags["preview"] === true;
  const bar = progressBar(process.stderr);
  const make = async (wanted: Request): Promise<Released> => {
    const request: Request = { ...wanted, progress: bar.show };
    try {
      return await (isPreview ? preview(request) : release({ ...request, out: settings.out }));
    } finally {
      bar.done();
    }
  };
  const { folder, manifest, log } = typeof from === "string" ? await make(simulatedRequest(invocation, id, from)) : await withStore(settings, async (store) => make(await storedRequest(invocation, id, store)));
  const { responses, hidden, microdata, protect, files, simulated } = manifest;
  if (wantsJson) json(isPreview ? { responses, microdata, protect, hidden, log } : { folder, ...manifest });
  if (isPreview) {
    say(`A release would hold ${responses} answers. Nothing was written.`);
    for (const { variable, done } of log) say(`  ${variable}: ${done.en} · ${done["zh-cn"]}`);
  } else say(`${folder}: ${responses} answers in ${files.length} files${simulated ? " (SIMULATED 模拟数据)" : ""}`);
  for (const { variable, cells, share } of hidden) say(`  hidden in ${variable}: about ${cells} answers (${Math.round(share * 100)} %)`);
  return true;
};

type Request = Omit<ReleaseRequest, "out">;

async function storedRequest({ settings, flags }: Invocation, id: string, store: Store): Promise<Request> {
  const wave = await waveOf(store, id, typeof flags["wave"] === "string" ? flags["wave"] : await onlyClosed(store, id));
  const bundle = await store.bundle(id, wave.version);
  if (!bundle) throw new UserError(`the frozen questionnaire of ${id} ${wave.wave} is missing from the store`, { fix: "restore a backup" });
  const earlier = await Promise.all((wave.earlier ?? []).map(async (version) => (await store.bundle(id, version)) ?? missing(id, version)));
  if (wave.purged !== undefined) throw new UserError(`the answers of ${id} ${wave.wave} were deleted on ${wave.purged}`, { fix: "what was released before stays", refusal: { code: "purged", day: wave.purged } });
  const invited = wave.admission === "invited" ? (await store.groups(id, wave.wave)).reduce((sum, group) => sum + group.invited, 0) : 0;
  return { bundle, earlier, wave, responses: store.responses(id, wave.wave), shareRead, ...(invited > 0 ? { invited } : {}), quotes: cleared(settings.data, wave), simulated: false, day: today() };
}

/** A store gives responses in the order of their ids, which are random: how far the first eight digits are is how far the reading is. */
const shareRead = (id: string): number => Number.parseInt(id.slice(0, 8), 16) / 2 ** 32;

/** Made as a release is, and thrown away: what it would hide shows only when it is done. */
async function preview(request: Request): Promise<Released> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-preview-"));
  try {
    return await release({ ...request, out: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function simulatedRequest({ settings, flags }: Invocation, id: string, from: string): Request {
  const survey = loadSurvey(settings.surveys, id);
  const { study } = survey;
  const plan = study?.waves.find((wave) => wave.id === flags["wave"]) ?? study?.waves[0];
  if (!study || !plan) throw new UserError(`${id} has no study.json, so nothing says what must be protected`, { where: settings.surveys, fix: `write study.json; look at one of the shipped surveys. What it must state in “about”: ${DISCLOSED.join(", ")}` });
  return { bundle: { survey: id, version: survey.version, definition: survey.definition, study, codebook: survey.codebook }, wave: simulatedWave(survey, study, plan), responses: onlyValid(from, survey.codebook), simulated: true, day: today() };
}

/** @throws UserError at the first line that is no response: nothing was written by then */
async function* onlyValid(file: string, codebook: Codebook): AsyncGenerator<Response> {
  for await (const line of readLines(file, codebook)) {
    if (!("response" in line)) throw new UserError(`not all lines are responses; the first that is none: ${line.problems[0] ?? ""}`, { where: file, fix: `see: validate ${codebook.survey} ${file}` });
    yield line.response;
  }
}

export const publishVerb = async (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> => {
  const { settings } = invocation;
  const place = { out: settings.out, publicDir: settings.publicDir, survey: surveyName(invocation), wave: required(invocation, "wave") };
  const { name, manifest } = publishable(place);
  for (const line of seen(name, manifest)) say(line);
  if (invocation.flags["preview"] === true) {
    if (wantsJson) json({ release: name, ...manifest });
    say("Nothing was put on the site.");
    return true;
  }
  const folder = await publish(place);
  if (wantsJson) json({ folder });
  say(`${folder} will be part of the site when it is next built (npm start or npm run build).`);
  return true;
};

/** What will be seen, for whoever is about to show it to everybody. */
function seen(name: string, { survey, wave, simulated, responses, invited, microdata, protect, hidden, files }: Manifest): string[] {
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  return [
    `What everybody will see of ${survey} ${wave} (${name}${simulated ? ", SIMULATED 模拟数据" : ""}):`,
    `  /results/${survey}/${wave}/  figures over ${responses} answers${invited === undefined ? "" : ` of ${invited} people invited`}`,
    microdata === "public" ? `  /explore/${survey}/  single answers, no combination of traits shared by fewer than ${protect.k}` : "  tables only: counts under 10 left out, all others with a small random error and rounded to 5",
    `  /data/${survey}/  ${files.length} files to download, ${megabytes.toFixed(1)} MB`,
    ...hidden.map(({ variable, cells, share }) => `  hidden in ${variable}: about ${cells} answers (${Math.round(share * 100)} %)`),
  ];
}

export const retractVerb = async (invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> => {
  const { settings } = invocation;
  const folder = await retract({ out: settings.out, publicDir: settings.publicDir, survey: surveyName(invocation), wave: required(invocation, "wave"), why: required(invocation, "why"), day: today() });
  if (wantsJson) json({ folder });
  say(`${folder} is withdrawn. It leaves the site when that is next built (npm start or npm run build); copies that people already have cannot be called back.`);
  return true;
};

const missing = (id: string, version: string): never => {
  throw new UserError(`version ${version} of ${id}, which this wave asked before it was amended, is missing from the store`, { fix: "restore a backup" });
};

async function onlyClosed(store: Store, survey: string): Promise<string> {
  const closed = (await store.waves()).filter((each) => each.survey === survey && each.state === "closed");
  const [only] = closed;
  if (closed.length === 1 && only) return only.wave;
  throw new UserError(`${survey} has ${closed.length} closed waves`, { fix: closed.length > 1 ? `choose with --wave: ${closed.map((each) => each.wave).join(", ")}` : `close one first: close ${survey} --wave W` });
}
