import { surveysOfSite } from "../../../components/surveys.ts";
import type { ExplorerConfig } from "../../../dashboard/explorer-source.ts";
import type { Codebook } from "../../../survey/codebook.ts";
import type { Locale } from "../../../survey/text.ts";

/** Codebooks as people answer them: frozen where a wave is open, else as the files stand. */
export const answeredCodebooks = (): Codebook[] => surveysOfSite().map(({ bundle }) => bundle.codebook);

export const surveysToRead = (locale: Locale, base: string): ExplorerConfig["surveys"] =>
  answeredCodebooks().map(({ survey, title }) => ({ id: survey, title: title[locale], codebook: `${base}explore/${survey}/codebook.json` }));
