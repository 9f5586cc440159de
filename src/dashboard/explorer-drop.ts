import { isUserError, UserError } from "../error.ts";
import { EXPLORER } from "../i18n/explorer.ts";
import type { Wasm } from "../query/wasm.ts";
import type { Codebook } from "../survey/codebook.ts";
import { columnNames, type FlatRow, flatten } from "../survey/flatten.ts";
import type { Locale } from "../survey/text.ts";
import { at, make, wordsOf } from "./explorer-dom.ts";
import { overlap, readDropped, rowsOfTable } from "./explorer-own.ts";
import { codebookAt, type ExplorerConfig, openOwn, type Own, type Source } from "./explorer-source.ts";

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

  const open = async (file: File): Promise<void> => {
    status.className = "soft";
    status.textContent = words.reading;
    try {
      if (file.size > LARGEST) throw new UserError(EXPLORER[locale].bad.large, { fix: EXPLORER[locale].bad.largeFix });
      const content = readDropped(new Uint8Array(await file.arrayBuffer()), locale);
      if (content.kind === "codebook") {
        dropped.push(content.codebook);
        choice.append(make("option", { value: `dropped:${dropped.length - 1}` }, content.codebook.title[locale]));
        status.textContent = words.codebook(content.codebook.title[locale]);
        return;
      }
      let notes: readonly string[] = [];
      let n = 0;
      const read = async (): Promise<Own> => {
        // Not kept: what a file holds is twice in memory as soon as it is in the database.
        const again = readDropped(new Uint8Array(await file.arrayBuffer()), locale);
        if (again.kind === "codebook") throw new UserError(EXPLORER[locale].bad.unread);
        const made = again.kind === "responses" ? await fromResponses(again, await chosen(again.survey)) : await fromTable(again);
        ({ notes } = made);
        n = made.rows.length;
        return { codebook: made.codebook, n, session: await (await wasm()).own(made.codebook, made.rows) };
      };
      show(await openOwn(read, { wave: words.wave(file.name), simulated: /^SIMULATED/i.test(file.name) }));
      status.replaceChildren(words.loaded(file.name, n), ...notes.flatMap((note) => [make("br"), note]));
    } catch (error) {
      const [what, fix] = isUserError(error) ? [error.message.split("\n")[0] ?? "", error.fix] : [EXPLORER[locale].bad.unread, wordsOf(error)];
      status.className = "problem";
      status.replaceChildren(make("strong", {}, `${EXPLORER[locale].bad.title}${locale === "en" ? ": " : "："}${file.name}`), make("br"), what, ...(fix ? [make("br"), fix] : []), make("br"), words.kept);
    }
  };

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
    if (!known) throw new UserError(EXPLORER[locale].bad.unknownSurvey(survey), { fix: EXPLORER[locale].bad.unknownFix });
    return codebookAt(known.codebook);
  };

  const fromTable = async (content: Extract<ReturnType<typeof readDropped>, { kind: "table" }>): Promise<Read> => {
    const candidates = choice.value === "" ? [...[released()].flatMap((codebook) => codebook ?? []), ...dropped, ...(await Promise.all(config.surveys.map(({ codebook }) => codebookAt(codebook))))] : [await chosen("")];
    const [best] = candidates.map((codebook) => ({ codebook, share: overlap(codebook, content.columns) / Math.max(1, columnNames(codebook).length) })).sort((a, b) => b.share - a.share);
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
    const [file] = picker.files ?? [];
    // The same file may be chosen again after it was mended.
    if (file) void open(file).finally(() => (picker.value = ""));
  });
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => (event.preventDefault(), zone.classList.add("over")));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) void open(file);
  });
  // Beside the zone a browser would open the file and leave the page.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
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
