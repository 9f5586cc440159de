import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Codebook } from "../survey/codebook.ts";
import type { Manifest, ReleaseFile } from "./files.ts";

/** A published release as the site build finds it. */
export interface Published {
  readonly manifest: Manifest;
  /** Folder on disk. */
  readonly folder: string;
  /** Path on the site, without base: "releases/SURVEY/WAVE/r1/". */
  readonly path: string;
}

const folders = (path: string): string[] => (existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name).sort() : []);

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
