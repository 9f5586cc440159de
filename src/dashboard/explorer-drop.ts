import { isUserError, UserError } from "../error.ts";
import { EXPLORER } from "../i18n/explorer.ts";
import { guessCodebook } from "../query/guess.ts";
import type { Wasm } from "../query/wasm.ts";
import type { Codebook } from "../survey/codebook.ts";
import { columnNames, type FlatRow, flatten } from "../survey/flatten.ts";
import type { Locale } from "../survey/text.ts";
import { at, make, wordsOf } from "./explorer-dom.ts";
import { guessesOf, isDatabase, overlap, readDropped, rowsOfTable } from "./explorer-own.ts";
import { codebookAt, type ExplorerConfig, openOwn, type Own, type Source } from "./explorer-source.ts";
import { isOutOfMemory } from "./explorer-work.ts";

/** Past this a phone's browser runs out of memory. In bytes. */
const LARGEST = 200_000_000;

interface Panel {
  readonly config: ExplorerConfig;
  readonly wasm: () => Promise<Wasm>;
  /** Codebook of the release on the page, for released tables. */
  readonly released: () => Codebook | undefined;
  readonly show: (source: Source) => void;
}

/** Opens a person's own file by picker or drop. Whatever is wrong with it is said, and what was shown stays. */
export function dropPanel({ config, wasm, released, show }: Panel): void {
  const { locale } = config;
  const words = EXPLORER[locale].own;
  const picker = at("own-file", HTMLInputElement);
  const zone = at("own-drop", HTMLElement);
  const status = at("own-status", HTMLElement);
  const choice = at("own-survey", HTMLSelectElement);
  const dropped: Codebook[] = [];

  /** What tells of questions first: the answers beside it are read by it. */
  const openAll = async (files: readonly File[]): Promise<void> => {
    for (const file of [...files].sort((x, y) => Number(!/\.json$/i.test(x.name)) - Number(!/\.json$/i.test(y.name)))) await open(file);
  };

  const open = async (file: File): Promise<void> => {
    status.className = "soft";
    status.textContent = words.reading;
    try {
      const isBase = isDatabase(new Uint8Array(await file.slice(0, 12).arrayBuffer()));
      // A database is read in parts, so its size is no matter.
      if (!isBase && file.size > LARGEST) throw new UserError(EXPLORER[locale].bad.large, { fix: EXPLORER[locale].bad.largeFix });
      const content = isBase ? undefined : readDropped(new Uint8Array(await file.arrayBuffer()), locale);
      if (content?.kind === "codebook" || content?.kind === "definition") {
        const codebook = content.kind === "codebook" ? content.codebook : await codebookFrom(content.definition, file.name);
        dropped.push(codebook);
        choice.append(make("option", { value: `dropped:${dropped.length - 1}` }, codebook.title[locale]));
        status.textContent = words.codebook(codebook.title[locale]);
        return;
      }
      let said: Said = { n: 0, notes: [] };
      const read = async (): Promise<Own> => {
        const opened = isBase ? await database(file) : await texts(file);
        said = opened.said;
        return opened.own;
      };
      show(await openOwn(read, { wave: words.wave(file.name), simulated: /^SIMULATED/i.test(file.name) }));
      status.replaceChildren(words.loaded(file.name, said.n), ...said.notes.flatMap((note) => [make("br"), note]));
    } catch (error) {
      const [what, fix] = isUserError(error) ? [error.message.split("\n")[0] ?? "", error.fix] : isOutOfMemory(error) ? [EXPLORER[locale].work.memory, EXPLORER[locale].work.memoryFix] : [EXPLORER[locale].bad.unread, wordsOf(error)];
      status.className = "problem";
      status.replaceChildren(make("strong", {}, `${EXPLORER[locale].bad.title}${locale === "en" ? ": " : "："}${file.name}`), make("br"), what, ...(fix ? [make("br"), fix] : []), make("br"), words.kept);
    }
  };

  /** Rows are not kept: what a file holds would be in memory twice. */
  const texts = async (file: File): Promise<{ readonly own: Own; readonly said: Said }> => {
    const content = readDropped(new Uint8Array(await file.arrayBuffer()), locale);
    if (content.kind !== "responses" && content.kind !== "table") throw new UserError(EXPLORER[locale].bad.unread);
    const { codebook, rows, notes } = content.kind === "responses" ? await fromResponses(content, await chosen(content.survey)) : await fromTable(content);
    return { own: { codebook, session: await (await wasm()).own(codebook, rows) }, said: { n: rows.length, notes } };
  };

  const database = async (file: File): Promise<{ readonly own: Own; readonly said: Said }> => {
    let notes: readonly string[] = [];
    const { codebook, session, tables } = await (await wasm()).file(file, async (found, look) => {
      const [first] = found;
      if (!first) throw new UserError(EXPLORER[locale].bad.noTables, { fix: EXPLORER[locale].bad.takes });
      const best = (await candidates()).flatMap((book) => found.map((table) => ({ book, table, share: overlap(book, table.columns.map(({ name }) => name)) / Math.max(1, columnNames(book).length) }))).sort((x, y) => y.share - x.share)[0];
      if (best && (choice.value !== "" || best.share >= ENOUGH)) return { codebook: best.book, table: best.table };
      const table = found.find(({ name }) => name === "responses") ?? first;
      notes = [words.guessed(table.name)];
      return { codebook: guessCodebook(file.name, await look(table)), table };
    });
    const { rows } = await session.rows("SELECT count(*) FROM responses", 1);
    const columns = tables.flatMap(({ name, columns: each }) => each.map((column) => [`own.${name}`, column.name, column.type.toLowerCase(), null]));
    return { own: { codebook, session, tables: columns }, said: { n: Number(rows[0]?.[0] ?? 0), notes } };
  };

  /** What reads questionnaires is large: fetched when somebody opens one. */
  const codebookFrom = async (definition: Readonly<Record<string, unknown>>, name: string): Promise<Codebook> => {
    const { buildCodebook } = await import("../survey/build.ts");
    const survey = name.replace(/\.json$/i, "");
    return buildCodebook(definition, undefined, { survey, version: "", where: name });
  };

  const candidates = async (): Promise<Codebook[]> => (choice.value === "" ? [...[released()].flatMap((codebook) => codebook ?? []), ...dropped, ...(await Promise.all(config.surveys.map(({ codebook }) => codebookAt(codebook))))] : [await chosen("")]);

  /** The codebook that the person chose, else one dropped for this survey, else the site's. */
  const chosen = async (survey: string): Promise<Codebook> => {
    const wanted = choice.value;
    if (wanted.startsWith("dropped:")) return dropped[Number(wanted.slice(8))] ?? codebookFor(survey);
    return codebookFor(wanted === "" ? survey : wanted);
  };
  const codebookFor = async (survey: string): Promise<Codebook> => {
    const own = dropped.findLast((codebook) => codebook.survey === survey);
    if (own) return own;
    const known = config.surveys.find(({ id }) => id === survey);
    // A questionnaire's file does not say what its survey is called.
    const beside = dropped.at(-1);
    if (!known && beside) return beside;
    if (!known) throw new UserError(EXPLORER[locale].bad.unknownSurvey(survey), { fix: EXPLORER[locale].bad.unknownFix });
    return codebookAt(known.codebook);
  };

  const fromTable = async (content: Extract<ReturnType<typeof readDropped>, { kind: "table" }>): Promise<Read> => {
    const [best] = (await candidates()).map((codebook) => ({ codebook, share: overlap(codebook, content.columns) / Math.max(1, columnNames(codebook).length) })).sort((a, b) => b.share - a.share);
    if (choice.value === "" && (best?.share ?? 0) < ENOUGH) {
      const codebook = guessCodebook(words.table, guessesOf(content));
      return { codebook, rows: rowsOfTable(content, codebook, locale), notes: [words.guessed("")] };
    }
    if (!best) throw new UserError(EXPLORER[locale].bad.unknownSurvey(choice.value), { fix: EXPLORER[locale].bad.unknownFix });
    const lacking = columnNames(best.codebook).length - overlap(best.codebook, content.columns);
    return { codebook: best.codebook, rows: rowsOfTable(content, best.codebook, locale), notes: lacking > 0 ? [words.missingColumns(lacking)] : [] };
  };

  const fromResponses = async ({ versions, envelopes }: Extract<ReturnType<typeof readDropped>, { kind: "responses" }>, codebook: Codebook): Promise<Read> => {
    // What reads conditions is large: fetched when somebody opens responses.
    const { askedBy } = await import("../survey/conditions.ts");
    const asked = askedBy(codebook);
    return { codebook, rows: envelopes.map(({ answers }) => flatten(answers, codebook, asked)), notes: [words.raw, ...(versions.every((version) => version === codebook.version) ? [] : [words.other])] };
  };

  picker.addEventListener("change", () => {
    const files = [...(picker.files ?? [])];
    // The same file may be chosen again after it was mended.
    if (files.length > 0) void openAll(files).finally(() => (picker.value = ""));
  });
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => (event.preventDefault(), zone.classList.add("over")));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    void openAll([...(event.dataTransfer?.files ?? [])]);
  });
  // Beside the zone a browser would open the file and leave the page.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
}

/** A table is one of a survey where it has at least this share of the survey's columns. */
const ENOUGH = 0.3;

interface Said {
  readonly n: number;
  readonly notes: readonly string[];
}

interface Read {
  readonly codebook: Codebook;
  readonly rows: readonly FlatRow[];
  readonly notes: readonly string[];
}

/** Surveys that a file may belong to, for the select. */
export const surveyOptions = (config: ExplorerConfig, locale: Locale): HTMLOptionElement[] => [
  make("option", { value: "" }, EXPLORER[locale].own.automatic),
  ...config.surveys.map(({ id, title }) => make("option", { value: id }, title)),
];
