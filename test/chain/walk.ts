import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Output, readInvocation } from "../../src/cli/options.ts";
import { simulateVerb } from "../../src/cli/survey.ts";
import { closeVerb, exportVerb, validateVerb } from "../../src/cli/wave.ts";
import { publishVerb, releaseVerb } from "../../src/cli/release.ts";
import { isUserError } from "../../src/error.ts";
import { isCategorical } from "../../src/survey/codebook.ts";
import type { Survey } from "../../src/survey/load.ts";
import { type Installation, install } from "../browser/installation.ts";
import { COURT_TYPES, filesIn, read, surveyOf } from "./made.ts";
import { readMending } from "./mend.ts";
import { SHARED } from "../shared.ts";

/** The way of questionnaires from elsewhere through a whole installation: command, collector, release, site. */

/** One questionnaire on its way. */
export interface Walker {
  readonly id: string;
  /** Name of the file that it came from. */
  readonly file: string;
  /** As it stands in the file; where that is refused, as the message says that it should. */
  readonly written: Record<string, unknown>;
  readonly survey: Survey;
  readonly microdata: "public" | "withheld";
  /** Answers that are sent, and the seed of those who give them. */
  readonly sent: number;
  readonly seed: number;
}

export interface Party {
  readonly walkers: readonly Walker[];
  /** File and why: with place and a remedy that is one, or else it counts as broken. */
  readonly refused: ReadonlyMap<string, string>;
  readonly broken: readonly string[];
}

/** Every definition there is; of every second one single answers are published, and can be narrowed by one question. */
export function gather({ most = Infinity, sent = 50 }: { most?: number; sent?: number } = {}): Party {
  const files = [...filesIn("surveys").map((name) => ({ name, path: join("surveys", name), id: `survey-${name.slice(0, 2)}`, types: undefined })), ...filesIn("surveys/court-forms").map((name, i) => ({ name, path: join("surveys/court-forms", name), id: `court-${i + 1}`, types: COURT_TYPES }))];
  const walkers: Walker[] = [];
  const refused = new Map<string, string>();
  const broken: string[] = [];
  for (const { name, path, id, types } of files.slice(0, most)) {
    const microdata = walkers.length % 2 === 0 ? "public" : "withheld";
    const wanted = { microdata, ...(types ? { types } : {}), ...(microdata === "public" ? { filter: firstChoice } : {}) } as const;
    const { made: survey, definition: written, refusals } = readMending(read(join(SHARED, path)), (definition) => surveyOf(definition, name, wanted, id));
    if (refusals.length > 0) refused.set(name, refusals.map(({ message }) => message.split("\n")[0]?.replace(`${name}: `, "")).join("; then "));
    for (const { where, fix = "", message } of refusals) if (where === undefined || fix === "") broken.push(`${name} is refused without place or remedy: ${message}`);
    if (survey) walkers.push({ id, file: name, written, microdata, sent, seed: walkers.length + 1, survey });
    else broken.push(`${name} is refused although what was said was done: ${refusals.at(-1)?.message ?? ""}`);
  }
  return { walkers, refused, broken };
}

/** What nobody is asked again and again, and has one answer from a list. */
export const firstChoice = ({ variables }: Survey["codebook"]): string | undefined => variables.find((variable) => isCategorical(variable) && !variable.path.some((key) => key.startsWith("[")))?.name;

const VERBS = { simulate: simulateVerb, validate: validateVerb, close: closeVerb, export: exportVerb, release: releaseVerb, publish: publishVerb } as const;

/** A verb of the command with the folders of an installation: in this process, for there are hundreds. @returns why not, if it is refused */
async function command(verb: keyof typeof VERBS, args: readonly string[], { env }: Installation): Promise<string | undefined> {
  const output: Output = { json: () => {}, say: () => {}, wantsJson: false };
  try {
    return (await VERBS[verb](readInvocation([verb, ...args], env), output)) ? undefined : `${verb} failed`;
  } catch (error) {
    if (!isUserError(error)) throw error;
    return `${verb}: ${error.message}`;
  }
}

const linesOf = (path: string): Record<string, unknown>[] => readFileSync(path, "utf8").split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));

/** An installation with all of them: built, served, every wave open. */
export const settle = (walkers: readonly Walker[]): Promise<Installation> => install({ surveys: [], more: walkers.map(({ id, written, survey: { study } }) => ({ id, definition: written, study: study ?? {} })), settings: { TRUST_PROXY: "1" } });

/** Simulates answers by command and sends them as a phone does. @returns how many the collector stored */
export async function answer(site: Installation, { id, sent, seed }: Walker, broken: string[]): Promise<number> {
  const file = join(site.folder, `${id}.jsonl`);
  const failed = (await command("simulate", [id, "-n", String(sent), "--seed", String(seed), "--to", file], site)) ?? (await command("validate", [id, file], site));
  if (failed !== undefined) broken.push(`${id}: ${failed}`);
  // Each questionnaire is answered from an office of its own: one address may not send thousands at once.
  const office = `10.0.${seed >> 8}.${seed & 255}`;
  const statuses = await Promise.all(
    linesOf(file).map(async (response) => {
      const reply = await fetch(`${site.url}/api/responses`, { method: "POST", headers: { "content-type": "application/json", "x-forwarded-for": office }, body: JSON.stringify({ response }) });
      if (reply.status !== 201) broken.push(`${id}: the collector says ${reply.status} ${(await reply.text()).slice(0, 300)}`);
      return reply.status;
    }),
  );
  return statuses.filter((status) => status === 201).length;
}

/** Closes the wave, looks that what is stored is what was sent, releases and publishes. @returns how many are in the store, and why there is no release */
export async function publish(site: Installation, { id, survey }: Walker, broken: string[]): Promise<{ stored: number; refused?: string }> {
  const [sent, kept] = [join(site.folder, `${id}.jsonl`), join(site.folder, `${id}.kept.jsonl`)];
  const failed = (await command("close", [id, "--wave", "w"], site)) ?? (await command("export", [id, "--wave", "w", "--to", kept], site));
  if (failed !== undefined) broken.push(`${id}: ${failed}`);
  const byId = (path: string): Record<string, unknown>[] => linesOf(path).sort((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1));
  const stored = byId(kept);
  if (!isDeepStrictEqual(stored, byId(sent))) broken.push(`${id}: what is stored is not what was sent`);
  const refused = (await command("release", [id, "--wave", "w"], site)) ?? (await command("publish", [id, "--wave", "w"], site));
  if (refused === undefined) return { stored: stored.length };
  // Nothing but names and pictures: a release says so and stops.
  if (survey.codebook.variables.some(({ role }) => role !== "identifier")) broken.push(`${id}: ${refused}`);
  return { stored: stored.length, refused };
}

/** Every file of the release as the site serves it: as long as the manifest says, and with its checksum. @returns how many */
export async function download(site: Installation, { id }: Walker, broken: string[]): Promise<number> {
  const folder = `${site.url}/releases/${id}/w/r1/`;
  const manifest: { files: { name: string; bytes: number; sha256: string }[] } = await (await fetch(`${folder}release.json`)).json();
  for (const { name, bytes, sha256 } of manifest.files) {
    const content = Buffer.from(await (await fetch(folder + name)).arrayBuffer());
    if (content.length !== bytes || createHash("sha256").update(content).digest("hex") !== sha256) broken.push(`${id}: ${name} is not what release.json says`);
  }
  return manifest.files.length;
}
