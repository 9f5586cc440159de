import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExplorerConfig } from "../../../dashboard/explorer-source.ts";
import { isUserError } from "../../../error.ts";
import type { Codebook } from "../../../survey/codebook.ts";
import { listSurveys, loadSurvey } from "../../../survey/load.ts";
import type { Locale } from "../../../survey/text.ts";

/** Codebooks as people answer them: frozen where a wave is open, else as the files stand. A survey that is refused has none. */
export function answeredCodebooks(): Codebook[] {
  const folder = process.env["SURVEYS_DIR"] ?? "surveys";
  return listSurveys(folder).flatMap((id) => {
    const fielded = join(process.env["DATA_DIR"] ?? "data", "fielded", `${id}.json`);
    if (existsSync(fielded)) {
      const { bundle }: { bundle: { codebook: Codebook } } = JSON.parse(readFileSync(fielded, "utf8"));
      return [bundle.codebook];
    }
    try {
      return [loadSurvey(folder, id).codebook];
    } catch (error) {
      if (isUserError(error)) return [];
      throw error;
    }
  });
}

export const surveysToRead = (locale: Locale, base: string): ExplorerConfig["surveys"] =>
  answeredCodebooks().map(({ survey, title }) => ({ id: survey, title: title[locale], codebook: `${base}explore/${survey}/codebook.json` }));
