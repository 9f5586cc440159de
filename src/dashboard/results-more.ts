import { shortLabel } from "../chart/labels.ts";
import { EXPLORER } from "../i18n/explorer.ts";
import type { FilterSaid } from "../i18n/results.ts";
import type { Session } from "../query/session.ts";
import type { Tallies } from "../query/tally.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { at, wordsOf } from "./explorer-dom.ts";
import { choicesOf, showFilters } from "./explorer-filters.ts";
import { canFilter, fill, variableGroups } from "./explorer-pick.ts";
import { lazily } from "./lazily.ts";
import { endedBy, startWasm } from "./start-wasm.ts";

/** “Only those who answered …”: any other variable, by DuckDB in the browser, started when somebody asks for it. */

type Where = Readonly<Record<string, readonly string[]>>;

export interface More {
  /** Shows what is chosen; the other filters of the view are the page's. */
  write(where: Where): void;
  /** The rows that gave these answers, to be counted as the cube is. @throws Error where the database does not start */
  narrowed(where: Where): Promise<Tallies>;
  /** Whether the database stands ready. */
  isOpen(): boolean;
  /** In words, “Question: one or the other”. */
  inWords(where: Where): string[];
}

interface Options {
  readonly codebook: Codebook;
  readonly database: string;
  readonly locale: Locale;
  readonly said: Pick<FilterSaid, "gaveUp">;
  readonly change: (where: Where) => void;
}

export function openMore({ codebook, database, locale, said, change: tell }: Options): More {
  const words = EXPLORER[locale];
  const choose = at("more-choose", HTMLSelectElement);
  const into = at("more-filters", HTMLElement);
  const status = at("more-status", HTMLElement);
  const stop = at("more-stop", HTMLButtonElement);
  let isOpen = false;
  let gaveUp: Error | undefined;
  const session = lazily(async (): Promise<Session> => {
    const given = new AbortController();
    const giveUp = (): void => given.abort((gaveUp = new Error(said.gaveUp)));
    stop.addEventListener("click", giveUp);
    stop.hidden = false;
    status.textContent = words.engine.opening;
    try {
      const opened = await Promise.race([opening(given.signal, (text) => (status.textContent = text)), endedBy(given.signal)]);
      status.textContent = words.engine.ready;
      isOpen = true;
      return opened;
    } catch (error) {
      status.textContent = words.engine.failed(wordsOf(error));
      throw error;
    } finally {
      stop.removeEventListener("click", giveUp);
      stop.hidden = true;
    }
  });
  const opening = async (signal: AbortSignal, say: (text: string) => void): Promise<Session> => {
    const wasm = await startWasm({ progress: words.engine.progress, say, signal });
    say(words.engine.opening);
    const opened = await wasm.release(database, codebook);
    await opened.prepare();
    return opened;
  };
  // Whoever gave up is not asked to wait again until he chooses something here.
  const change = (where: Where): void => {
    gaveUp = undefined;
    tell(where);
  };
  let chosen: Where = {};
  let kept: { readonly key: string; readonly tallies: Promise<Tallies> } | undefined;
  let offered: string | undefined;
  const write = (where: Where): void => {
    chosen = where;
    // Some hundred options, which only another question among the filters changes.
    const names = JSON.stringify(Object.keys(where));
    if (names !== offered) fill(choose, variableGroups(codebook, locale, (variable) => canFilter(variable) && !codebook.filters.includes(variable.name) && where[variable.name] === undefined), { none: words.filter.choose });
    offered = names;
    showFilters(into, codebook, where, locale, change);
  };
  choose.addEventListener("change", () => {
    if (choose.value === "") return;
    const { value } = choose;
    write({ ...chosen, [value]: [] });
    change(chosen);
    document.getElementById(`choices.${value}`)?.querySelector("input")?.focus();
    // The program comes while the person reads the choices.
    void session().catch(() => {});
  });
  return {
    write,
    isOpen: () => isOpen,
    narrowed: (where) => {
      if (gaveUp) return Promise.reject(gaveUp);
      const key = JSON.stringify(where);
      if (kept?.key !== key) {
        const tallies = session().then((opened) => opened.narrow(where));
        kept = { key, tallies };
        tallies.catch(() => (kept = undefined));
      }
      return kept.tallies;
    },
    inWords: (where) =>
      Object.entries(where).flatMap(([name, codes]) => {
        const variable = codebook.variables.find((each) => each.name === name);
        if (!variable || codes.length === 0) return [];
        const labels = new Map(choicesOf(variable, locale).map(({ code, label }) => [code, label]));
        return [`${shortLabel(variable)[locale].replace(/[?？:：]\s*$/, "")}${locale === "en" ? ": " : "："}${codes.map((code) => labels.get(code) ?? code).join(locale === "en" ? " or " : "或")}`];
      }),
  };
}
