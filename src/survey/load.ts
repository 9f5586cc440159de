import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { buildCodebook, type Definition } from "./build.ts";
import { canonical } from "./canonical.ts";
import type { Codebook } from "./codebook.ts";
import { refuseDid, refuseForms } from "./figures.ts";
import { refuseDeep } from "./safety.ts";
import { readStudy, type Study } from "./study.ts";
import { retype } from "./types.ts";

/** A survey as it stands in its folder. */
export interface Survey {
  readonly id: string;
  readonly definition: Definition;
  /** Absent: form, preview and explorer work, a release is refused. */
  readonly study: Study | undefined;
  readonly codebook: Codebook;
  /** 16 hex digits: SHA-256 of definition and study, apart from the plan of waves, what lint was told and what was done since. */
  readonly version: string;
}

/** What the id of a survey may be. */
export const ID = /^[a-z][a-z0-9-]{0,39}$/;

/** Ids of the surveys in a folder, sorted. */
export function listSurveys(folder: string): string[] {
  if (!existsSync(folder)) throw new UserError("there is no such folder of surveys", { where: folder, fix: "create it, or name another with --surveys" });
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "survey.json")))
    .map((entry) => entry.name)
    .sort();
}

/** @throws UserError naming the file, the place and the fix. */
export function loadSurvey(folder: string, id: string): Survey {
  if (!ID.test(id)) throw new UserError(`“${id}” cannot be the id of a survey`, { where: folder, fix: "small letters, digits and hyphens, beginning with a letter, 40 at most" });
  const at = join(folder, id, "survey.json");
  if (!existsSync(at)) throw new UserError(`there is no survey “${id}”`, { where: folder, fix: existsSync(folder) ? `there are: ${listSurveys(folder).join(", ") || "none"}` : "name the folder with --surveys" });
  const definition = readObject(at);
  const studyAt = join(folder, id, "study.json");
  const study = existsSync(studyAt) ? readStudy(readObject(studyAt), studyAt) : undefined;
  return assemble(id, definition, study, at);
}

export const loadSurveys = (folder: string): Survey[] => listSurveys(folder).map((id) => loadSurvey(folder, id));

/** A survey from its parts, wherever they were kept. */
export function assemble(id: string, written: Definition, study: Study | undefined, where: string): Survey {
  refuseDeep(written, where);
  const definition = study?.types ? retype(written, study.types) : written;
  const version = versionOf(definition, study);
  const codebook = buildCodebook(definition, study, { survey: id, version, where });
  if (study) refuseForms(codebook, study, where.replace(/survey\.json$/, "study.json"));
  if (study) refuseDid(codebook, study, where.replace(/survey\.json$/, "study.json"));
  return { id, definition, study, version, codebook };
}

function versionOf(definition: Definition, study: Study | undefined): string {
  // When it is fielded, what was said to the linter and what was done since change nothing of what is asked or promised.
  const { waves: _waves, accepted: _accepted, did: _did, $schema: _schema, ...rest }: Partial<Study> = study ?? {};
  return createHash("sha256").update(canonical([definition, rest])).digest("hex").slice(0, 16);
}

/** @throws UserError with line and column where the JSON breaks. */
export function readObject(path: string): Definition {
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const before = text.slice(0, breakOf(text)).split("\n");
    const at = `${path}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    throw new UserError(`this is not JSON (${said})`, { where: at, fix: "look for a missing comma, quote or bracket just before this place" });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new UserError("this must be a JSON object: { … }", { where: path, fix: "look at one of the shipped surveys" });
  return { ...value };
}

/**
 * Where JSON breaks, in characters: V8 does not always say. Every shorter beginning fails for want of an end,
 * every longer one because of what stands there, so halving finds the place.
 */
function breakOf(text: string): number {
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (wantsEnd(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function wantsEnd(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    return /end of JSON/.test(said) || Number(/position (\d+)/.exec(said)?.[1] ?? -1) === text.length;
  }
}
