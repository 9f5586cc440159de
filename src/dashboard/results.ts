import type { FilterSaid } from "../i18n/results.ts";
import type { Tallies } from "../query/tally.ts";
import { EMPTY, readView, type View, writeView } from "./explorer-state.ts";
import { fetched } from "./fetched.ts";
import { lazily } from "./lazily.ts";
import type { Board, BoardConfig, Shown } from "./results-board.ts";
import { declaredBy, known, partsInWords, readForm, setText, writeForm } from "./results-form.ts";
import { carryView } from "./results-links.ts";
import type { More } from "./results-more.ts";
import { preparePrint } from "./results-print.ts";

/** Filters of the results page: one view, kept in the address; every figure is redrawn from the cube, or from DuckDB where the cube does not reach. */

interface Handed {
  readonly config: BoardConfig;
  readonly said: FilterSaid;
}

function start(form: HTMLFormElement, status: HTMLElement): void {
  const { config, said }: Handed = JSON.parse(form.dataset["handed"] ?? "{}");
  const declared = declaredBy(form);
  const number = new Intl.NumberFormat(config.locale === "en" ? "en" : "zh-CN");
  const words = document.getElementById("view-words");
  const everything = words?.textContent ?? "";
  const moreNow = form.querySelector<HTMLElement>("[data-more]");
  let view = readView(location.search);
  let hasDrawn = false;
  let turn = 0;

  const board = lazily(async (): Promise<Board> => {
    // Asked for together: none waits for another.
    const files = { cube: fetched(config.cube, { priority: "low" }), codebook: fetched(config.codebook, { priority: "low" }) };
    const [{ openBoard }] = await Promise.all([import("./results-board.ts"), files.cube, files.codebook]);
    const opened = await openBoard(config, files);
    performance.mark("filters-ready");
    form.dataset["ready"] = "";
    return opened;
  });
  const more = lazily(async (): Promise<More | undefined> => {
    const { database, locale } = config;
    if (database === undefined) return undefined;
    const [{ openMore }, { codebook }] = await Promise.all([import("./results-more.ts"), board()]);
    return openMore({ codebook, database, locale, said, change: (where) => go({ ...view, where: { ...declaredOf(view.where), ...where } }) });
  });
  const declaredOf = (where: View["where"]): View["where"] => Object.fromEntries(Object.entries(where).filter(([name]) => declared.has(name)));
  const othersOf = (where: View["where"]): View["where"] => Object.fromEntries(Object.entries(where).filter(([name]) => !declared.has(name)));

  /** Changes what is shown and writes it into the address, so that it can be shared and gone back from. */
  const go = (next: View): void => {
    const before = location.pathname + writeView(view);
    view = next;
    const address = location.pathname + writeView(view);
    if (address !== before) history.pushState(null, "", address + location.hash);
    void render();
  };

  /** The rows that are counted: the cube's, or those that gave other answers too; why not, where the database does not start. */
  const rowsFor = async (others: View["where"], shownToo: View["where"], cube: Tallies): Promise<{ readonly tallies: Tallies; readonly panel: More | undefined; readonly trouble: string }> => {
    const isWanted = Object.keys(shownToo).length > 0 || moreNow?.closest("details")?.open === true;
    const panel = isWanted ? await more() : undefined;
    panel?.write(shownToo);
    if (!panel || Object.keys(others).length === 0) return { tallies: cube, panel, trouble: "" };
    try {
      if (!panel.isOpen()) status.textContent = said.opening;
      return { tallies: await panel.narrowed(others), panel, trouble: "" };
    } catch (error) {
      const why = navigator.onLine ? (error instanceof Error ? error.message : String(error)) : said.offline;
      return { tallies: cube, panel, trouble: said.wasmFailed.replace("{why}", why) };
    }
  };

  const render = async (): Promise<void> => {
    const began = performance.now();
    const own = (turn += 1);
    const isStale = (): boolean => own !== turn;
    writeForm(form, view, said);
    try {
      if (form.dataset["ready"] === undefined) status.textContent = said.loading;
      const { codebook, cube, show } = await board();
      const { view: able, unknown } = known(form, view, config.database === undefined ? new Set() : new Set(codebook.variables.map(({ name }) => name)));
      const others = Object.fromEntries(Object.entries(othersOf(able.where)).filter(([, codes]) => codes.length > 0));
      const { tallies, panel, trouble } = await rowsFor(others, othersOf(able.where), cube);
      if (isStale()) return;
      const query = { where: declaredOf(able.where), ...(able.by === undefined ? {} : { by: able.by }) };
      // What the page came with need not be drawn again, unless a round has begun to draw something else.
      hasDrawn ||= able.by !== undefined || Object.keys(able.where).length > 0;
      const counted = hasDrawn ? await show(tallies, query, isStale) : { n: 0, all: 0, hidden: 0, figures: 0 };
      if (!counted) return;
      performance.measure("figures-redrawn", { start: began });
      carryView(able);
      const otherWords = trouble === "" ? (panel?.inWords(others) ?? []) : [];
      say(able, [...partsInWords(form, able, said), ...otherWords], counted, [trouble, ...unknown.map((name) => said.unknown.replace("{name}", name))]);
      if (moreNow) setText(moreNow, otherWords.join(said.comma) || (moreNow.dataset["none"] ?? ""));
      moreNow?.parentElement?.toggleAttribute("data-set", otherWords.length > 0);
    } catch {
      if (!isStale()) status.textContent = said.failed;
    }
  };

  /** What the figures show, above them and on paper. */
  const say = ({ by }: View, parts: readonly string[], { n, all, hidden, figures }: Shown, before: readonly string[]): void => {
    const size = parts.length === 0 ? [] : [said.showing.replace("{n}", number.format(n)).replace("{all}", number.format(all))];
    const list = [...(parts.length > 0 ? [said.only.replace("{list}", parts.join(said.comma))] : []), ...(by === undefined ? [] : [said.by.replace("{name}", declared.get(by) ?? "")])];
    const isTooFew = parts.length > 0 && n < config.facts.n;
    const gaps = hidden === 0 || isTooFew ? [] : [said.hidden.replace("{n}", number.format(hidden)).replace("{all}", number.format(figures))];
    status.textContent = [...before, ...size, ...gaps, ...(isTooFew ? [said.tooFew.replace("{least}", String(config.facts.n))] : list)].filter(Boolean).join(" · ") || said.hint;
    if (words) words.textContent = list.length === 0 ? everything : [...size, ...list].join(" · ");
    form.querySelector("button[type=reset]")?.toggleAttribute("hidden", writeView(view) === "");
  };

  form.addEventListener("change", (event) => {
    // The panel for other questions tells of its own changes.
    if (event.target instanceof Element && event.target.closest("#more") === null) go(readForm(form, view));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => (event.preventDefault(), go(EMPTY)));
  addEventListener("popstate", () => {
    view = readView(location.search);
    void render();
  });
  folding(form);
  document.getElementById("more")?.addEventListener("toggle", () => void more().then((panel) => panel?.write(othersOf(view.where))).catch(() => (status.textContent = said.failed)));
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")) field.disabled = false;
  preparePrint(said);
  if (writeView(view) !== "") void render();
  // Fetched before the first choice, after everything that is needed to read the page has been painted.
  else requestAnimationFrame(() => setTimeout(() => void board().catch(() => (status.textContent = said.failed))));
}

/** Lists fold away when somebody turns to something else. */
function folding(form: HTMLFormElement): void {
  const open = (): HTMLDetailsElement[] => [...form.querySelectorAll<HTMLDetailsElement>("details[open]")];
  document.addEventListener("click", ({ target }) => {
    // A box that was drawn anew by its own click is no longer inside of anything.
    for (const each of open()) if (target instanceof Node && target.isConnected && !each.contains(target)) each.open = false;
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const each of open()) {
      each.open = false;
      each.querySelector("summary")?.focus();
    }
  });
}

const form = document.querySelector<HTMLFormElement>("#filters");
const said = document.querySelector<HTMLElement>("#filter-status");
if (form && said) start(form, said);
