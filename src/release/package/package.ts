import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE } from "../../i18n/package.ts";
import type { ReleaseFile } from "../../query/files.ts";
import { csvText } from "../../survey/csv.ts";
import type { Cell } from "../../survey/flatten.ts";
import { LOCALES, type Locale } from "../../survey/text.ts";
import type { Contents } from "../contents.ts";
import { Archive, type Hashed } from "./archive.ts";
import { methodsText } from "../methods.ts";
import { codebookTable, numbersTable } from "./codebook.ts";
import { codebookPage } from "./codebook-page.ts";
import { type Coded, codedOf } from "./coded.ts";
import { croissant } from "./croissant.ts";
import { BOM, writeCsv } from "./csv.ts";
import { dataPackage, type Tables } from "./datapackage.ts";
import { ddi } from "./ddi.ts";
import { numbered } from "./numbers.ts";
import { writeParquet } from "./parquet.ts";
import { questionnairePage } from "./questionnaire-page.ts";
import { repeatedOf, writeRepeated } from "./repeated.ts";
import { writeSav } from "./sav.ts";
import { scriptPython } from "./script-python.ts";
import { scriptR } from "./script-r.ts";
import { scriptSpss } from "./script-spss.ts";
import { scriptStata } from "./script-stata.ts";
import { countsTable, logTable } from "./tables.ts";
import { citation, licenceText, readme } from "./texts.ts";
import { MOST_ROWS, writeXlsx } from "./xlsx.ts";

type Role = ReleaseFile["role"];

export interface PackageOptions {
  /** Name of the database of this release in the folder; Parquet is written from its table `responses` once it is whole, and other files meanwhile. */
  readonly database: string;
  readonly whole: Promise<void>;
  /** Told from 0 to 1 how far the writing is. */
  readonly progress?: (share: number) => void;
  /** Files of the release that are in the folder already. */
  readonly others?: readonly { readonly name: string; readonly role: Role }[];
}

/**
 * Writes every file of a release but the database, the cube and the manifest. Equal contents give equal bytes.
 * @param prefix of the files' names
 * @returns all files in the order to be listed, with size and SHA-256
 */
export async function writePackage(folder: string, prefix: string, contents: Contents, { database, whole, progress = () => undefined, others = [] }: PackageOptions): Promise<ReleaseFile[]> {
  const archive = new Archive(folder, `${prefix.replace(/-$/, "")}.zip`, contents.day);
  try {
    const out = new Output(folder, prefix, archive);
    for (const { name, role } of others) out.done(name, role);
    const tables = contents.frame ? await writeRows(out, contents, whole.then(() => join(folder, database)), progress) : await writeTables(out, contents);
    await whole;
    out.done(database, "database");
    writeWords(out, contents);
    out.put("codebook.xml", "codebook", ddi(contents, tables.codes));
    const described = (await out.hashed()).filter(({ role }) => role !== "database" && role !== "cube");
    out.put("datapackage.json", "metadata", json(dataPackage(contents, described, tables)));
    out.put("croissant.json", "metadata", json(croissant(contents, described, tables.codes)));
    const all = [...out.names, "LICENCE.txt", "CITATION.cff", "README.txt", "SHA256SUMS"].map((name) => (name.startsWith(prefix) ? name : prefix + name));
    out.put("LICENCE.txt", "licence", licenceText(contents));
    out.put("CITATION.cff", "citation", citation(contents));
    out.put("README.txt", "readme", readme(contents, all));
    const sums = (await out.hashed()).map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
    out.put("SHA256SUMS", "checksums", sums);
    const files = await out.hashed();
    return [...files, { ...(await archive.end()), role: "archive" }];
  } finally {
    await archive.stop();
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
const SHORT: Readonly<Record<Locale, string>> = { "zh-cn": "zh", en: "en" };

/** Finished files, each handed on to be hashed and packed. */
class Output {
  readonly names: string[] = [];
  readonly prefix: string;
  readonly #folder: string;
  readonly #archive: Archive;
  readonly #files: { readonly role: Role; readonly hashed: Promise<Hashed> }[] = [];

  constructor(folder: string, prefix: string, archive: Archive) {
    this.#folder = folder;
    this.prefix = prefix;
    this.#archive = archive;
  }

  path(name: string): string {
    return join(this.#folder, this.prefix + name);
  }

  /** The file of this name, without prefix, is written. */
  put(name: string, role: Role, content?: string): void {
    if (content !== undefined) writeFileSync(this.path(name), content);
    this.done(this.prefix + name, role);
  }

  table(name: string, role: Role, rows: readonly (readonly Cell[])[]): void {
    this.put(name, role, BOM + csvText(rows));
  }

  done(name: string, role: Role): void {
    this.names.push(name);
    this.#files.push({ role, hashed: this.#archive.add(name) });
  }

  hashed(): Promise<ReleaseFile[]> {
    return Promise.all(this.#files.map(async ({ role, hashed }) => ({ ...(await hashed), role })));
  }
}

/** Everything that holds single responses, and how to read it. */
async function writeRows(out: Output, contents: Contents, database: Promise<string>, progress: (share: number) => void): Promise<Tables> {
  const { codebook, frame, facts, day } = contents;
  if (!frame) throw new Error("single responses are withheld");
  const { n } = frame;
  const coded = codedOf(frame);
  const repeated = repeatedOf(coded);
  const isNumbered = repeated.length > 0;
  const excel = (name: string): { readonly excel?: string } => (n <= MOST_ROWS ? { excel: out.path(name) } : {});
  // DuckDB compresses in a thread of its own while this one writes.
  const parquet = database.then((path) => writeParquet(out.path("data.parquet"), path, codebook, coded, isNumbered));
  parquet.catch(() => undefined);
  await writeCsv(out.path("codes.csv"), coded, n, { numbered: isNumbered, ...excel("codes.excel.csv") });
  out.put("codes.csv", "microdata");
  progress(0.15);
  for (const locale of LOCALES) {
    const name = `labels.${SHORT[locale]}`;
    await writeCsv(out.path(`${name}.csv`), coded, n, { locale, numbered: isNumbered, ...excel(`${name}.excel.csv`) });
    out.put(`${name}.csv`, "microdata");
    progress(locale === "en" ? 0.5 : 0.3);
  }
  if (n <= MOST_ROWS) {
    for (const name of ["codes", "labels.zh", "labels.en"]) out.put(`${name}.excel.csv`, "microdata");
    await writeXlsx(out.path("data.xlsx"), sheetsOf(contents, coded, isNumbered), day);
    out.put("data.xlsx", "microdata");
  }
  const files = [];
  for (const table of repeated) {
    const name = `repeated-${table.name}.csv`;
    await writeRepeated(out.path(name), table, n);
    out.put(name, "repeated");
    files.push({ file: out.prefix + name, table });
  }
  const columns = numbered(coded);
  const title = { "zh-cn": `${facts.title["zh-cn"]} ${facts.waveTitle["zh-cn"]}`, en: `${facts.title.en} ${facts.waveTitle.en}` };
  await writeSav(LOCALES.map((locale) => ({ path: out.path(`data.${SHORT[locale]}.sav`), locale, title: title[locale] })), columns, n, day);
  for (const locale of LOCALES) out.put(`data.${SHORT[locale]}.sav`, "microdata");
  progress(0.75);
  await parquet;
  progress(0.9);
  out.put("data.parquet", "microdata");
  out.table("numbers.csv", "metadata", numbersTable(columns));
  out.put("read.R", "script", scriptR(out.prefix));
  out.put("read.py", "script", scriptPython(out.prefix));
  for (const locale of LOCALES) {
    out.put(`read.${SHORT[locale]}.sps`, "script", scriptSpss(out.prefix, columns, locale, isNumbered));
    out.put(`read.${SHORT[locale]}.do`, "script", scriptStata(out.prefix, columns, locale, isNumbered));
  }
  return { codes: `${out.prefix}codes.csv`, numbered: isNumbered, repeated: files };
}

const sheetsOf = ({ codebook }: Contents, coded: readonly Coded[], numbering: boolean) => {
  const n = coded[0]?.reasons.length ?? 0;
  const words = (pick: (words: (typeof PACKAGE)[Locale]["sheets"]) => string): string => `${pick(PACKAGE["zh-cn"].sheets)} ${pick(PACKAGE.en.sheets)}`;
  return [
    { name: PACKAGE["zh-cn"].sheets.labels, rows: { coded, n, locale: "zh-cn" as const, numbered: numbering } },
    { name: PACKAGE.en.sheets.labels, rows: { coded, n, locale: "en" as const, numbered: numbering } },
    { name: words(({ codes }) => codes), rows: { coded, n, numbered: numbering } },
    { name: words(({ codebook: book }) => book), table: codebookTable(codebook) },
  ];
};

/** Where single responses are withheld: the counts, in a form for people and one for programs. */
async function writeTables(out: Output, contents: Contents): Promise<Tables> {
  const counts = countsTable(contents);
  out.put("tables.csv", "tables", csvText(counts));
  out.put("tables.excel.csv", "tables", BOM + csvText(counts));
  const { sheets } = PACKAGE["zh-cn"];
  await writeXlsx(out.path("tables.xlsx"), [{ name: `${sheets.tables} ${PACKAGE.en.sheets.tables}`, table: counts }, { name: `${sheets.codebook} ${PACKAGE.en.sheets.codebook}`, table: codebookTable(contents.codebook) }], contents.day);
  out.put("tables.xlsx", "tables");
  return { codes: undefined, numbered: false, repeated: [] };
}

/** Codebook, questionnaire, quotes and what was hidden. */
function writeWords(out: Output, contents: Contents): void {
  const { codebook, definition, quotes } = contents;
  out.put("codebook.json", "codebook", json(codebook));
  out.table("codebook.csv", "codebook", codebookTable(codebook));
  for (const locale of LOCALES) out.put(`codebook.${SHORT[locale]}.html`, "codebook", codebookPage(contents, locale));
  out.put("questionnaire.json", "questionnaire", json(definition));
  for (const locale of LOCALES) out.put(`questionnaire.${SHORT[locale]}.html`, "questionnaire", questionnairePage(contents, locale));
  if (quotes.length > 0) {
    out.table("quotes.csv", "quotes", [["variable", "theme", "text"], ...quotes.map(({ variable, theme, text }) => [variable, theme, text])]);
    out.put("quotes.json", "quotes", json(quotes));
  }
  out.put("methods.json", "methods", json(contents.methods));
  for (const locale of LOCALES) out.put(`methods.${SHORT[locale]}.md`, "methods", methodsText(contents, locale));
  out.put("hidden.csv", "log", csvText(logTable(contents)));
}
