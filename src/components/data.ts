import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DATA } from "../i18n/data.ts";
import { fileWords } from "../i18n/files.ts";
import type { Manifest, ReleaseFile } from "../query/files.ts";
import { fileOf, type Published } from "../query/releases.ts";
import { type Codebook, isCategorical } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { asset } from "./links.ts";

/** A file of a release as the page offers it. */
export interface ListedFile {
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly what: string;
  /** Name without what all files of the release have in front. */
  readonly short: string;
  readonly group: FileGroup;
}

/** What a person looks for, in this order. */
export const FILE_GROUPS = ["pack", "office", "statistics", "codebook", "methods", "programs"] as const;
export type FileGroup = (typeof FILE_GROUPS)[number];

function groupOf({ name, role }: Pick<ReleaseFile, "name" | "role">): FileGroup {
  if (role === "archive") return "pack";
  if (/\.excel\.csv$|\.xlsx$/.test(name)) return "office";
  if (role === "codebook" || role === "questionnaire" || role === "quotes") return "codebook";
  if (role === "methods" || role === "log" || role === "readme" || role === "licence" || role === "citation" || role === "checksums") return "methods";
  return role === "cube" || (role === "metadata" && !name.endsWith("numbers.csv")) ? "programs" : "statistics";
}

/** Every file of a release, its manifest first: that one cannot say its own checksum, so the page does. */
export function filesOf({ manifest, folder, path }: Published, locale: Locale): ListedFile[] {
  const words = DATA[locale];
  const own = readFileSync(join(folder, "release.json"));
  const prefix = /^.*-(?=cube\.bin$)/.exec(manifest.files.find(({ role }) => role === "cube")?.name ?? "")?.[0] ?? "";
  const short = (name: string): string => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const first = { name: "release.json", short: "release.json", group: "programs" as const, bytes: own.length, sha256: createHash("sha256").update(own).digest("hex"), what: words.manifestFile };
  const others = manifest.files.map((file) => ({ name: file.name, bytes: file.bytes, sha256: file.sha256, what: describe(file, manifest, locale), short: short(file.name), group: groupOf(file) }));
  return [first, ...others].map((file) => ({ ...file, url: asset(path + file.name) }));
}

const describe = ({ name, role }: ReleaseFile, { microdata }: Manifest, locale: Locale): string =>
  role === "database" && microdata === "withheld" ? DATA[locale].databaseWithheld : (fileWords(name, locale) ?? DATA[locale].roles[role]);

/** What a shell runs to check all files in one folder. */
export const checkCommand = (files: readonly ListedFile[]): string => ["sha256sum -c <<'END'", ...files.map(({ name, sha256 }) => `${sha256}  ${name}`), "END"].join("\n");

/** Sizes as file managers write them, in powers of ten. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const numberIn = (locale: Locale): ((n: number) => string) => {
  const format = new Intl.NumberFormat(locale === "en" ? "en" : "zh-CN");
  return (n) => format.format(n);
};

export interface Snippet {
  readonly language: "R" | "Python" | "DuckDB";
  readonly code: string;
}

/** Short programs that read this very release and count one variable. */
export function snippetsOf({ manifest }: Published, codebook: Codebook, locale: Locale): Snippet[] {
  const database = fileOf(manifest, "database").name;
  const name = (codebook.variables.find((variable) => isCategorical(variable) && variable.columns.length > 0) ?? codebook.variables[0])?.name ?? "";
  if (manifest.microdata === "withheld") return fromTables(database, name);
  const label = locale === "en" ? "label_en" : "label_zh";
  const codes = fileOf(manifest, "microdata", "codes.csv").name;
  return [
    {
      language: "R",
      code: `data <- read.csv("${codes}",
  na.strings = "", fileEncoding = "UTF-8")
codebook <- read.csv("${fileOf(manifest, "codebook", ".csv").name}",
  na.strings = "", fileEncoding = "UTF-8-BOM")
values <- codebook[codebook$variable == "${name}", ]
table(factor(data[["${name}"]], values$value, values$${label}))
table(data[["${name}__na"]])`,
    },
    {
      language: "Python",
      code: `import csv
from collections import Counter

with open("${codes}", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
print(len(rows))
print(Counter(row["${name}"] or row["${name}__na"] for row in rows))`,
    },
    {
      language: "DuckDB",
      code: `ATTACH '${database}' AS data (READ_ONLY);
USE data;
SELECT "${name}", choices.${label}, "${name}__na", count(*) AS n
FROM responses
LEFT JOIN choices ON choices.variable = '${name}' AND choices.value = "${name}"
GROUP BY ALL ORDER BY n DESC;`,
    },
  ];
}

function fromTables(database: string, name: string): Snippet[] {
  const query = `SELECT value, missing, n FROM cube WHERE variable = '${name}'`;
  return [
    {
      language: "R",
      code: `# install.packages("duckdb")
connection <- DBI::dbConnect(duckdb::duckdb(),
  "${database}", read_only = TRUE)
DBI::dbGetQuery(connection,
  "${query}")
DBI::dbDisconnect(connection, shutdown = TRUE)`,
    },
    {
      language: "Python",
      code: `# pip install duckdb
import duckdb

data = duckdb.connect("${database}", read_only=True)
print(data.sql("${query}"))`,
    },
    {
      language: "DuckDB",
      code: `ATTACH '${database}' AS data (READ_ONLY);
USE data;
${query} ORDER BY n DESC;`,
    },
  ];
}
