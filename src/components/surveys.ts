import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { newestRelease, type Published } from "../query/releases.ts";
import type { Codebook } from "../survey/codebook.ts";
import { loadSurveys, type Survey } from "../survey/load.ts";
import type { Study } from "../survey/study.ts";
import type { Text } from "../survey/text.ts";
import { DATA_DIR, PUBLIC_DIR, SURVEYS_DIR } from "./environment.ts";

/** An open wave as `prepare` wrote it down: the questionnaire as it was frozen. */
export interface Fielded {
  readonly bundle: { readonly survey: string; readonly version: string; readonly definition: Readonly<Record<string, unknown>>; readonly study: Study; readonly codebook: Codebook };
  readonly wave: { readonly wave: string; readonly title: Text; readonly admission: string; readonly key?: string; readonly minutes?: number; readonly protect: { readonly k: number; readonly n: number }; readonly microdata: "public" | "withheld"; readonly why?: Text };
}

/** One survey as the site shows it. */
export interface SiteSurvey {
  readonly id: string;
  readonly title: Text;
  readonly summary: Text | undefined;
  readonly minutes: number | undefined;
  readonly fielded: Fielded | undefined;
  readonly released: Published | undefined;
  readonly bundle: Omit<Fielded["bundle"], "study"> & { readonly study: Study | undefined };
}

/** As the files stand now, read once. */
let files: readonly Survey[] | undefined;

const surveyFiles = (): readonly Survey[] => (files ??= loadSurveys(SURVEYS_DIR));

/** What was done about the answers to a survey, which is written long after its waves were frozen. */
export const didOf = (survey: string): Study["did"] => surveyFiles().find(({ id }) => id === survey)?.study?.did;

let read: readonly SiteSurvey[] | undefined;

/** Every survey there is a file of, with its open wave and newest release. Read once: nothing of it changes while a site is built, and the dry run starts anew with every change. */
export const surveysOfSite = (): readonly SiteSurvey[] => (read ??= readSurveys());

const readSurveys = (): SiteSurvey[] =>
  surveyFiles().map(({ id, definition, study, codebook, version }) => {
    const fielded = fieldedWave(id);
    return {
      id,
      title: study?.title ?? codebook.title,
      summary: study?.summary,
      minutes: fielded?.wave.minutes ?? study?.waves.find(({ minutes }) => minutes)?.minutes,
      fielded,
      released: newestRelease(PUBLIC_DIR, id),
      bundle: fielded?.bundle ?? { survey: id, version, definition, study, codebook },
    };
  });

function fieldedWave(id: string): Fielded | undefined {
  const path = join(DATA_DIR, "fielded", `${id}.json`);
  if (!existsSync(path)) return undefined;
  const fielded: Fielded = JSON.parse(readFileSync(path, "utf8"));
  return fielded;
}
