import { EXPLORER } from "../i18n/explorer.ts";
import type { Wasm } from "../query/wasm.ts";
import type { Session } from "../query/session.ts";
import type { Tallies } from "../query/tally.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { at, wordsOf } from "./explorer-dom.ts";
import { choicesOf, showFilters } from "./explorer-filters.ts";
import { canFilter, fill, variableGroups } from "./explorer-pick.ts";
import { lazily } from "./explorer-source.ts";

/** “Only those who answered …”: any other variable, by DuckDB in the browser, started when somebody asks for it. */

type Where = Readonly<Record<string, readonly string[]>>;

export interface More {
  /** Shows what is chosen; the other filters of the view are the page's. */
  write(where: Where): void;
  /** The rows that gave these answers, to be counted as the cube is. @throws Error where the database does not start */
  narrowed(where: Where): Promise<Tallies>;
  /** In words, “Question: one or the other”. */
  inWords(where: Where): string[];
}

interface Options {
  readonly codebook: Codebook;
  readonly database: string;
  readonly locale: Locale;
  readonly change: (where: Where) => void;
}

export function openMore({ codebook, database, locale, change }: Options): More {
  const words = EXPLORER[locale];
  const choose = at("more-choose", HTMLSelectElement);
  const into = at("more-filters", HTMLElement);
  const status = at("more-status", HTMLElement);
  const session = lazily(async (): Promise<Session> => {
    const wasm = await started(status, words.engine);
    status.textContent = words.engine.opening;
    const opened = await wasm.release(database, codebook);
    await opened.prepare();
    status.textContent = words.engine.ready;
    return opened;
  });
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
    narrowed: (where) => {
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
        return [`${variable.label[locale].replace(/[?？:：]\s*$/, "")}${locale === "en" ? ": " : "："}${codes.map((code) => labels.get(code) ?? code).join(locale === "en" ? " or " : "或")}`];
      }),
  };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

async function started(status: HTMLElement, words: (typeof EXPLORER)["en"]["engine"]): Promise<Wasm> {
  status.textContent = words.opening;
  try {
    const { openWasm } = await import("../query/wasm.ts");
    // Compressed on the way, more bytes arrive than the server announced: then only what came is said.
    return await openWasm({ progress: (loaded, total) => (status.textContent = words.progress(megabytes(loaded), total >= loaded ? megabytes(total) : "?")) });
  } catch (error) {
    status.textContent = words.failed(wordsOf(error));
    throw error;
  }
}
