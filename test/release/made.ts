import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readFileSync } from "node:fs";
import { readCube } from "../../src/cube/codec.ts";
import type { Cube } from "../../src/cube/cube.ts";
import type { Manifest, ReleaseFile } from "../../src/query/files.ts";
import { fileOf } from "../../src/query/releases.ts";
import { release } from "../../src/release/release.ts";
import type { Response } from "../../src/responses/response.ts";
import type { WaveRecord } from "../../src/responses/store.ts";
import type { Codebook, Variable } from "../../src/survey/codebook.ts";
import { loadSurvey, type Survey } from "../../src/survey/load.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { microdataOf, type Role } from "../../src/survey/study.ts";

const SHIPPED = resolve(import.meta.dirname, "../../surveys");
export const FIXTURES = resolve(import.meta.dirname, "../fixtures/surveys");

/** A release made in a folder of its own, and how to reach its files. */
export interface Made {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly codebook: Codebook;
  readonly cube: Cube;
  readonly path: (role: ReleaseFile["role"], ending?: string) => string;
}

export const surveyNamed = (id: string): Survey => loadSurvey(existsSync(join(SHIPPED, id)) ? SHIPPED : FIXTURES, id);
export const folderOfOwn = (): string => mkdtempSync(join(tmpdir(), "qingting-release-"));

/** Releases responses as the closed wave of a survey. */
export async function made(survey: Survey, responses: readonly Response[], options: Partial<WaveRecord> & { out?: string; simulated?: boolean; day?: string } = {}): Promise<Made> {
  const { out = folderOfOwn(), simulated = false, day = "2026-10-20", ...changed } = options;
  const { study } = survey;
  const plan = study?.waves[0];
  if (!study || !plan) throw new Error("the fixture needs a study");
  const wave: WaveRecord = {
    survey: survey.id, wave: plan.id, version: survey.version, state: "closed", admission: plan.admission, opened: "2026-10-01", closed: "2026-10-10",
    protect: { k: study.protect.k, n: study.protect.n }, microdata: microdataOf(study, plan), title: { "zh-cn": plan.id, en: plan.id }, ...changed,
  };
  const done = await release({ bundle: { survey: survey.id, version: survey.version, definition: survey.definition, study, codebook: survey.codebook }, wave, responses, out, simulated, day });
  return opened(done.folder, done.manifest);
}

export function opened(folder: string, manifest: Manifest = JSON.parse(readFileSync(join(folder, "release.json"), "utf8"))): Made {
  const path = (role: ReleaseFile["role"], ending = ""): string => join(folder, fileOf(manifest, role, ending).name);
  return { folder, manifest, path, codebook: JSON.parse(readFileSync(path("codebook", ".json"), "utf8")), cube: readCube(readFileSync(path("cube"))) };
}

export const simulated = (survey: Survey, n: number, seed: number): Response[] => simulate(survey, { n, seed, wave: survey.study?.waves[0]?.id ?? "w" });

/** A single choice with as many values as said, for tests of protection alone. */
export function choice(name: string, role: Role, values: number): Variable {
  const label = { "zh-cn": name, en: name };
  return { name, question: name, path: [name], type: "radiogroup", kind: "single", label, values: Array.from({ length: values }, (_, i) => ({ code: `v${i}`, label: { "zh-cn": `${name} v${i}`, en: `${name} v${i}` } })), columns: [{ name, type: "VARCHAR" }], role };
}

/** The same with values that stand in order. */
export const ordered = (name: string, role: Role, values: number): Variable => ({ ...choice(name, role, values), kind: "ordinal" });

export function codebookOf(variables: readonly Variable[], filters: readonly string[] = []): Codebook {
  return { survey: "made", version: "0000000000000000", title: { "zh-cn": "试", en: "Test" }, variables, constructs: [], filters, figures: [], notes: [] };
}
