import "./explorer.css";
import { EXPLORER } from "../i18n/explorer.ts";
import { recodedName, withDerived } from "../query/derive.ts";
import { Stopped } from "../query/line.ts";
import type { Wasm } from "../query/wasm.ts";
import { at, make, wordsOf } from "./explorer-dom.ts";
import { dropPanel, surveyOptions } from "./explorer-drop.ts";
import { figuresOf, planOf, showFigure } from "./explorer-figures.ts";
import { filterWords, showFilters } from "./explorer-filters.ts";
import { canFilter, canSplit, derivedGroups, fill, type Group, questionGroups, variableGroups } from "./explorer-pick.ts";
import { derivedOf } from "./explorer-recode.ts";
import { canRecode, showRecodes } from "./explorer-recode-form.ts";
import { type ExplorerConfig, openRelease, type Source } from "./explorer-source.ts";
import { sqlPanel } from "./explorer-sql.ts";
import { readView, type View, writeView } from "./explorer-state.ts";
import { isStopped, workOf } from "./explorer-work.ts";
import { lazily } from "./lazily.ts";
import { startWasm } from "./start-wasm.ts";

/** The explorer: one view, kept in the address, drawn from whichever source is open. */

const config: ExplorerConfig = JSON.parse(at("explorer-config", HTMLScriptElement).textContent ?? "");
const { locale } = config;
const words = EXPLORER[locale];
const find = at("find", HTMLInputElement);
const question = at("question", HTMLSelectElement);
const by = at("by", HTMLSelectElement);
const addFilter = at("add-filter", HTMLSelectElement);
const addRecode = at("add-recode", HTMLSelectElement);
const filters = at("filters", HTMLElement);
const figures = at("figures", HTMLElement);
const status = at("status", HTMLElement);
const engineStatus = at("engine-status", HTMLElement);
const busy = at("busy", HTMLElement);
const modes = [...document.querySelectorAll<HTMLInputElement>('input[name="mode"]')];

let release: Source | undefined;
let source: Source | undefined;
let view: View = readView(location.search);
let turn = 0;
/** The turn that a person stopped, even before its work began. */
let stopped = 0;
let drawing: Promise<unknown> | undefined;
/** The database that was started last, or its start while that lasts. */
let running: Wasm | undefined;
let starting: AbortController | undefined;

const wasm = lazily(async (): Promise<Wasm> => {
  const mine = new AbortController();
  starting = mine;
  engineStatus.textContent = words.engine.opening;
  try {
    const opened = await startWasm({ progress: words.engine.progress, say: (text) => !mine.signal.aborted && (engineStatus.textContent = text), signal: mine.signal });
    engineStatus.textContent = words.engine.ready;
    running = opened;
    return opened;
  } catch (error) {
    engineStatus.textContent = isStopped(error) ? "" : words.engine.failed(wordsOf(error));
    throw error;
  } finally {
    starting = undefined;
  }
});

/** Changes what is shown and writes it into the address, so that it can be shared and gone back from. */
function go(next: Partial<View>): void {
  view = { ...view, ...next };
  const address = location.pathname + writeView(view);
  // A filter without a value yet says nothing: going back should not stop there.
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
  render();
}

function render(): void {
  if (!source) return;
  const { codebook, rows } = source;
  const derived = rows ? derivedOf(codebook, view.recode) : [];
  const whole = withDerived(codebook, derived);
  const open = derivedGroups(codebook, derived, locale);
  for (const mode of modes) mode.checked = (mode.value === "all") === view.all;
  at("one-question", HTMLElement).hidden = view.all;
  pickQuestion();
  const filterable = variableGroups(codebook, locale, (variable) => canFilter(variable) && (rows || codebook.filters.includes(variable.name)) && view.where[variable.name] === undefined);
  const splittable = variableGroups(codebook, locale, (variable) => canSplit(variable) && (rows || codebook.filters.includes(variable.name)) && variable.name !== view.v);
  fill(by, [...splittable, ...without(open, view.v)], { chosen: view.by ?? "", none: words.ask.nothing });
  if (by.selectedIndex < 0) by.value = "";
  const recoded = open.filter(({ label }) => label === words.recode.group).map(({ label, options }) => ({ label, options: options.filter(({ value }) => view.where[value] === undefined) }));
  fill(addFilter, [...filterable, ...recoded], { none: words.filter.choose });
  fill(addRecode, variableGroups(codebook, locale, (variable) => canRecode(variable) && view.recode[variable.name] === undefined), { none: words.recode.choose });
  addFilter.disabled = filterable.length === 0;
  by.disabled = splittable.length === 0;
  at("withheld", HTMLElement).hidden = rows;
  at("narrow", HTMLElement).hidden = !rows && codebook.filters.length === 0;
  at("split", HTMLElement).hidden = !rows && codebook.filters.length === 0;
  at("recode", HTMLElement).hidden = !rows;
  showFilters(filters, whole, view.where, locale, (where) => go({ where }));
  showRecodes(at("recodes", HTMLElement), codebook, view.recode, locale, recodeTo);
  source.recoded = () => (rows ? derivedOf(codebook, view.recode).filter(({ variable, from }) => variable.name === recodedName(from)) : []);
  showSql(source);
  void draw(source);
}

/** What was shown or split by follows into its recoded form, and back. */
function recodeTo(recode: View["recode"]): void {
  if (!source) return;
  const { codebook } = source;
  const [before, after] = [view.recode, recode].map((each) => new Set(derivedOf(codebook, each).map(({ variable }) => variable.name)));
  const follow = (name: string | undefined): string | undefined => {
    if (name === undefined) return name;
    if (after?.has(recodedName(name)) && !before?.has(recodedName(name))) return recodedName(name);
    return before?.has(name) && !after?.has(name) ? name.replace(/\.r$/, "") : name;
  };
  // Groups are numbered anew: what was filtered by them would mean something else.
  const where = Object.fromEntries(Object.entries(view.where).filter(([name]) => !name.endsWith(".r") || view.recode[name.slice(0, -2)] === recode[name.slice(0, -2)]));
  go({ recode, v: follow(view.v), by: follow(view.by), where });
}

const without = (groups: readonly Group[], value: string | undefined): Group[] => groups.map(({ label, options }) => ({ label, options: options.filter((option) => option.value !== value) }));

function pickQuestion(): void {
  if (!source) return;
  const shown = fill(question, questionGroups(source.codebook, locale, source.rows ? derivedOf(source.codebook, view.recode) : []), { chosen: view.v ?? "", find: find.value });
  at("find-status", HTMLElement).textContent = shown === 0 ? words.ask.noMatch : "";
}

async function draw(from: Source): Promise<void> {
  const own = (turn += 1);
  const whole = withDerived(from.codebook, from.rows ? derivedOf(from.codebook, view.recode) : []);
  if (!view.all && planOf(whole, view.v).length === 0) {
    figures.replaceChildren(make("p", { class: "note" }, view.v === undefined ? words.own.need : words.figure.unknown(view.v)));
    return;
  }
  figures.setAttribute("aria-busy", "true");
  // What takes longer than a breath says so, and can be stopped.
  const slow = setTimeout(() => own === turn && (busy.hidden = false), 800);
  try {
    // One at a time: what nobody waits for any more is stopped, and what waited in between is never begun. A start serves whatever comes next.
    if (drawing && !starting && work.isAlone()) void work.stop();
    const before = drawing;
    const mine = (async () => {
      await before?.catch(() => {});
      if (own === stopped) throw new Stopped("stopped");
      return own === turn ? work.run(() => figuresOf(from, view, locale)) : [];
    })();
    drawing = mine;
    const drawn = await mine.finally(() => drawing === mine && (drawing = undefined));
    // A slower answer to an older question must not replace a newer one.
    if (own !== turn) return;
    const splits = view.by === undefined || view.all || whole.variables.some(({ name }) => name === view.by);
    figures.replaceChildren(...(splits ? [] : [make("p", { class: "note" }, words.figure.cannotBy(view.by ?? ""))]), ...drawn.map((figure) => showFigure(figure, from, locale, !view.all && drawn.length === 1)));
    status.textContent = filterWords(whole, view.where, locale);
  } catch (error) {
    if (own !== turn) return;
    const again = make("button", { type: "button" }, words.retry);
    again.addEventListener("click", () => void draw(from));
    figures.replaceChildren(isStopped(error) ? make("p", { class: "note" }, words.work.stopped, " ", again) : (work.saidOf(error) ?? make("div", { class: "problem", role: "alert" }, make("p", {}, words.failed(wordsOf(error))), again)));
  } finally {
    clearTimeout(slow);
    if (own === turn) busy.hidden = true;
  }
  figures.removeAttribute("aria-busy");
}

const work = workOf(locale, {
  stop: async () => {
    if (!starting) return (await running?.stop()) ?? true;
    starting.abort(new Stopped("stopped"));
    return true;
  },
  renew: async () => {
    for (const each of [release, source]) each?.forget();
    const old = running;
    wasm.forget();
    running = undefined;
    await old?.close();
  },
});
const showSql = sqlPanel(locale, work);

function show(next: Source): void {
  // A link with a name that nobody knows is told so; going from one source to another just begins anew.
  const changed = source !== undefined || next !== release;
  source = next;
  at("explorer", HTMLElement).hidden = false;
  at("sql", HTMLElement).hidden = false;
  at("own-back", HTMLButtonElement).hidden = release === undefined || next === release;
  const now = at("own-now", HTMLElement);
  now.hidden = next === release;
  now.textContent = next.facts.wave[locale];
  at("own-claim", HTMLElement).hidden = next === release;
  at("own-sampled", HTMLInputElement).checked = false;
  const simulated = document.getElementById("simulated");
  if (simulated) simulated.hidden = next !== release;
  // Another survey has other questions: what it lacks is left.
  const whole = withDerived(next.codebook, next.rows ? derivedOf(next.codebook, view.recode) : []);
  const known = new Set(whole.variables.map(({ name }) => name));
  if (planOf(whole, view.v).length === 0 && (view.v === undefined || changed)) view = { ...view, v: questionGroups(next.codebook, locale)[0]?.options[0]?.value };
  if (changed) view = { ...view, by: known.has(view.by ?? "") ? view.by : undefined, where: Object.fromEntries(Object.entries(view.where).filter(([name]) => known.has(name))) };
  history.replaceState(null, "", location.pathname + writeView(view));
  render();
}

async function start(): Promise<void> {
  if (!config.release) return;
  status.textContent = words.loading;
  try {
    release = await openRelease(config.release, wasm);
    status.textContent = "";
    show(release);
  } catch (error) {
    const again = make("button", { type: "button" }, words.retry);
    again.addEventListener("click", () => void start());
    status.replaceChildren(words.failed(wordsOf(error)), " ", again);
  }
}

at("busy-stop", HTMLButtonElement).addEventListener("click", () => {
  stopped = turn;
  void work.stop();
});
find.addEventListener("input", pickQuestion);
question.addEventListener("change", () => go({ v: question.value }));
by.addEventListener("change", () => go({ by: by.value || undefined }));
for (const mode of modes) mode.addEventListener("change", () => go({ all: mode.value === "all" }));
addFilter.addEventListener("change", () => {
  const name = addFilter.value;
  if (name === "") return;
  go({ where: { ...view.where, [name]: [] } });
  document.getElementById(`choices.${name}`)?.querySelector("input")?.focus();
});
addRecode.addEventListener("change", () => {
  const name = addRecode.value;
  if (name === "") return;
  go({ recode: { ...view.recode, [name]: "" } });
  document.getElementById(`recode.${name}`)?.querySelector<HTMLElement>("select, input")?.focus();
});
addEventListener("popstate", () => {
  view = readView(location.search);
  render();
});
at("sql", HTMLDetailsElement).addEventListener("toggle", (event) => {
  // Opened to be used: the program is fetched while the person reads.
  if (event.currentTarget instanceof HTMLDetailsElement && event.currentTarget.open) void source?.session().catch(() => {});
});
at("own-sampled", HTMLInputElement).addEventListener("change", ({ currentTarget }) => {
  if (!source || source.released || !(currentTarget instanceof HTMLInputElement)) return;
  source = { ...source, facts: { ...source.facts, intervals: currentTarget.checked } };
  render();
});
at("own-back", HTMLButtonElement).addEventListener("click", () => release && show(release));
at("own-survey", HTMLSelectElement).replaceChildren(...surveyOptions(config, locale));
dropPanel({
  config,
  wasm,
  released: () => release?.codebook,
  show: (opened) => {
    show(opened);
    // The file was chosen further down or up: this is where it can be seen.
    at("own-now", HTMLElement).focus({ preventScroll: true });
    at("own-now", HTMLElement).scrollIntoView({ block: "start" });
  },
});
void start();
