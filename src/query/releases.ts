import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Codebook } from "../survey/codebook.ts";
import type { Text } from "../survey/text.ts";
import type { Manifest, Methods, ReleaseFile } from "./files.ts";

/** A published release as the site build finds it. */
export interface Published {
  readonly manifest: Manifest;
  /** Folder on disk. */
  readonly folder: string;
  /** Path on the site, without base: "releases/SURVEY/WAVE/r1/". */
  readonly path: string;
}

const folders = (path: string): string[] => (existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name).sort() : []);

/** A release that was on the site and was withdrawn: what stays in its place. */
export interface Retracted {
  readonly survey: string;
  readonly wave: string;
  readonly revision: number;
  readonly title: Text;
  readonly waveTitle: Text;
  /** YYYY-MM-DD */
  readonly retracted: string;
  /** In the operator's words. */
  readonly why: string;
}

/** Withdrawn releases of all surveys or of one, newest revision first. */
export function listRetracted(publicDir: string, only?: string): Retracted[] {
  const root = join(publicDir, "releases");
  return (only === undefined ? folders(root) : [only]).flatMap((survey) =>
    folders(join(root, survey)).flatMap((wave) =>
      folders(join(root, survey, wave))
        .flatMap((revision): Retracted[] => {
          const path = join(root, survey, wave, revision, "RETRACTED.json");
          return existsSync(path) ? [JSON.parse(readFileSync(path, "utf8"))] : [];
        })
        .sort((a, b) => b.revision - a.revision),
    ),
  );
}

/** Every published release, or those of one survey: by survey, newest wave first, newest revision first. */
export function listReleases(publicDir: string, only?: string): Published[] {
  const root = join(publicDir, "releases");
  return (only === undefined ? folders(root) : [only]).flatMap((survey) =>
    folders(join(root, survey))
      .flatMap((wave) =>
        folders(join(root, survey, wave)).flatMap((revision): Published[] => {
          const folder = join(root, survey, wave, revision);
          if (!existsSync(join(folder, "release.json"))) return [];
          const manifest: Manifest = JSON.parse(readFileSync(join(folder, "release.json"), "utf8"));
          return [{ manifest, folder, path: `releases/${survey}/${wave}/${revision}/` }];
        }),
      )
      .sort((a, b) => compare(b.manifest.closed ?? b.manifest.wave, a.manifest.closed ?? a.manifest.wave) || b.manifest.revision - a.manifest.revision),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const newestRelease = (publicDir: string, survey: string, wave?: string): Published | undefined =>
  listReleases(publicDir, survey).find(({ manifest }) => wave === undefined || manifest.wave === wave);

/** @throws Error if the release lacks a file of this role */
export function fileOf(manifest: Manifest, role: ReleaseFile["role"], ending = ""): ReleaseFile {
  const file = manifest.files.find((each) => each.role === role && each.name.endsWith(ending));
  if (!file) throw new Error(`${manifest.survey} ${manifest.wave} has no ${role}`);
  return file;
}

export function readCodebook({ folder, manifest }: Published): Codebook {
  const codebook: Codebook = JSON.parse(readFileSync(join(folder, fileOf(manifest, "codebook", ".json").name), "utf8"));
  return codebook;
}

/** Undefined in releases that were made before there was such a file. */
export function readMethods({ folder, manifest }: Published): Methods | undefined {
  const file = manifest.files.find(({ role, name }) => role === "methods" && name.endsWith(".json"));
  return file && JSON.parse(readFileSync(join(folder, file.name), "utf8"));
}

/** Words that were cleared to be quoted; sorted by question, theme and text. */
export interface Quote {
  readonly variable: string;
  readonly theme: string;
  readonly text: string;
}

export function readQuotes({ folder, manifest }: Published): Quote[] {
  const file = manifest.files.find(({ role, name }) => role === "quotes" && name.endsWith(".json"));
  return file ? JSON.parse(readFileSync(join(folder, file.name), "utf8")) : [];
}
