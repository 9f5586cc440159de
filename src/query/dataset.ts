import type { Codebook } from "../survey/codebook.ts";
import type { Manifest, ReleaseFile } from "./files.ts";
import { licenceOf } from "../survey/licence.ts";

/** Where a release is found, as far as that is known. */
export interface Place {
  /** Address of the page about the data. */
  readonly page?: string;
  /** Address of the folder of the files, with the slash at its end. */
  readonly folder?: string;
  /** YYYY-MM-DD */
  readonly day?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv", json: "application/json", parquet: "application/vnd.apache.parquet", sav: "application/x-spss-sav", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  xml: "application/xml", html: "text/html", zip: "application/zip", duckdb: "application/vnd.duckdb", R: "text/x-r", py: "text/x-python", sps: "text/x-spss-syntax", do: "text/x-stata", txt: "text/plain", cff: "application/yaml",
};

/** Media type of a file by its ending. */
export const mediaType = (name: string): string => TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";

/** What schema.org says of a data set, whoever describes it: https://schema.org/Dataset */
export function datasetFacts(manifest: Omit<Manifest, "files">, codebook: Codebook, { page, day }: Place): Readonly<Record<string, unknown>> {
  const { title, waveTitle, about, opened, closed, revision, simulated } = manifest;
  const creator = (about["conductor"] ?? about["sponsor"])?.en;
  return {
    name: `${simulated ? "SIMULATED: " : ""}${title.en}, ${waveTitle.en}`,
    alternateName: `${simulated ? "模拟数据：" : ""}${title["zh-cn"]}，${waveTitle["zh-cn"]}`,
    description: [`${simulated ? "Simulated answers" : "Answers"} to the survey “${title.en}”, protected before release.`, ...["population", "sample", "mode"].flatMap((key) => about[key]?.en ?? [])].join(" "),
    version: `${revision}.0.0`,
    license: licenceOf(manifest).url,
    inLanguage: ["zh-CN", "en"],
    isAccessibleForFree: true,
    keywords: ["survey", ...new Set(codebook.constructs.map((construct) => construct.title.en))],
    ...(creator === undefined ? {} : { creator: { "@type": "Organization", name: creator } }),
    ...(day === undefined ? {} : { datePublished: day }),
    ...(opened === undefined || closed === undefined ? {} : { temporalCoverage: `${opened}/${closed}` }),
    ...(page === undefined ? {} : { url: page }),
  };
}

/** JSON-LD for the page about a data set, as search engines read it. */
export function datasetJsonLd(manifest: Manifest, codebook: Codebook, place: Place): Readonly<Record<string, unknown>> {
  const { folder = "" } = place;
  return {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    ...datasetFacts(manifest, codebook, place),
    variableMeasured: codebook.variables.map(({ name, label, unit }) => ({ "@type": "PropertyValue", name, description: label.en, ...(unit ? { unitText: unit.en } : {}) })),
    distribution: manifest.files.map(({ name, bytes, sha256 }: ReleaseFile) => ({ "@type": "DataDownload", name, contentUrl: folder + encodeURIComponent(name), encodingFormat: mediaType(name), contentSize: `${bytes} B`, sha256 })),
  };
}
