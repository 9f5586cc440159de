import { EXPLORER } from "../i18n/explorer.ts";
import type { Rows } from "../query/session.ts";
import { csvText } from "../survey/csv.ts";
import type { Locale } from "../survey/text.ts";
import { completing } from "./explorer-combo.ts";
import { at, make, save, wordsOf } from "./explorer-dom.ts";
import { columnsOf, examplesOf } from "./explorer-examples.ts";
import { faultOf, lineOf } from "./explorer-fault.ts";
import { tableOf } from "./explorer-figures.ts";
import { sqlButtons } from "./explorer-script.ts";
import { chartOf } from "./explorer-sql-chart.ts";
import type { Source } from "./explorer-source.ts";
import { isStopped, type Work } from "./explorer-work.ts";

const MOST_ROWS = 1000;

/** The box in which a person writes SQL. @param work runs what may be stopped @returns what to call when another source, or another recoding, is shown */
export function sqlPanel(locale: Locale, work: Work): (source: Source) => void {
  const words = EXPLORER[locale].sql;
  const box = at("sql-text", HTMLTextAreaElement);
  const run = at("sql-run", HTMLButtonElement);
  const stop = at("sql-stop", HTMLButtonElement);
  const status = at("sql-status", HTMLElement);
  const result = at("sql-result", HTMLElement);
  const tables = at("sql-tables", HTMLDetailsElement);
  let source: Source | undefined;
  let latest = 0;

  const answer = async (): Promise<void> => {
    const asked = source;
    const sql = box.value.trim().replace(/;\s*$/, "");
    if (!asked || sql === "") return;
    const turn = (latest += 1);
    status.textContent = words.running;
    stop.hidden = false;
    result.setAttribute("aria-busy", "true");
    try {
      const began = performance.now();
      const found = await work.run(async () => {
        const session = await asked.session();
        await session.offer(asked.recoded?.() ?? []);
        return session.rows(sql, MOST_ROWS);
      });
      if (turn === latest) show(found, (performance.now() - began) / 1000, sqlButtons(sql, asked, locale));
    } catch (error) {
      if (turn !== latest) return;
      status.textContent = isStopped(error) ? EXPLORER[locale].work.stopped : "";
      result.replaceChildren(...(isStopped(error) ? [] : [work.saidOf(error) ?? problem(error, sql, asked)]));
    } finally {
      if (turn === latest) {
        stop.hidden = true;
        result.removeAttribute("aria-busy");
      }
    }
  };

  /** What is wrong, where, and what may have been meant: a click puts it there. */
  const problem = (error: unknown, sql: string, { recoded, ...asked }: Source): HTMLElement => {
    const fault = faultOf(wordsOf(error), sql, columnsOf({ ...asked, ...(recoded ? { recoded } : {}) }, locale), locale);
    const { from, to = 0 } = fault;
    const place = from === undefined ? undefined : lineOf(sql, from);
    const offset = box.value.indexOf(sql);
    const select = (): void => {
      box.focus();
      box.setSelectionRange(offset + (from ?? 0), offset + to);
    };
    const where = place && make("button", { type: "button", class: "quiet" }, words.at(place.line, place.column));
    where?.addEventListener("click", select);
    const near = fault.near.map((name) => {
      const button = make("button", { type: "button", class: "quiet" }, name);
      button.addEventListener("click", () => {
        if (box.value.slice(offset, offset + sql.length) !== sql || from === undefined) return;
        box.setRangeText(/^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name}"`, offset + from, offset + to, "end");
        box.focus();
      });
      return button;
    });
    return make(
      "div",
      { class: "problem", role: "alert" },
      make("strong", {}, words.failed),
      make("p", {}, fault.what, ...(where ? [" ", where] : [])),
      ...(near.length > 0 ? [make("p", { class: "near" }, EXPLORER[locale].fault.meant, ...near.flatMap((button) => [" ", button]))] : []),
      make("details", {}, make("summary", {}, EXPLORER[locale].fault.own), make("pre", {}, fault.own)),
    );
  };

  const show = (found: Rows, seconds: number, programs: HTMLElement | undefined): void => {
    const { columns, rows, more } = found;
    status.textContent = [words.rows(rows.length, seconds.toFixed(2)), ...(more ? [words.more(MOST_ROWS)] : [])].join(locale === "en" ? ". " : "。");
    const numeric = columns.map((_, i) => rows.some((row) => typeof row[i] === "number"));
    const download = make("button", { type: "button", class: "quiet" }, words.csv);
    download.addEventListener("click", () => save("result.csv", csvText([columns, ...rows], "\r\n")));
    const table = tableOf({ columns: columns.map((label, i) => ({ label, numeric: numeric[i] ?? false })), rows: rows.map((row) => row.map((value) => (value === null ? null : String(value)))) }, words.result);
    const chart = chartOf(found, locale);
    result.replaceChildren(...(rows.length === 0 ? [make("p", { class: "soft" }, words.none)] : [...(chart ? [switchOf(table, chart)] : []), table, ...(chart ? [chart] : []), download, ...(programs ? [programs] : [])]));
  };

  /** Table or chart, as the person last wished. */
  const switchOf = (table: HTMLElement, chart: HTMLElement): HTMLElement => {
    const choose = (isChart: boolean): void => {
      result.dataset["as"] = isChart ? "chart" : "table";
      [table.hidden, chart.hidden] = [isChart, !isChart];
    };
    const isChart = result.dataset["as"] === "chart";
    const choice = (label: string, is: boolean): HTMLElement => {
      const radio = make("input", { type: "radio", name: "sql-as", checked: is === isChart });
      radio.addEventListener("change", () => choose(is));
      return make("label", {}, radio, ` ${label}`);
    };
    choose(isChart);
    return make("fieldset", { class: "modes" }, make("legend", { class: "hidden" }, words.result), choice(words.asTable, false), choice(words.asChart, true));
  };

  run.addEventListener("click", () => void answer());
  stop.addEventListener("click", () => void work.stop());
  completing(box, at("sql-offers", HTMLElement), at("sql-offered", HTMLElement), () => (source ? columnsOf(source, locale) : []), words.offers);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void answer();
  });
  return (next) => {
    const isOther = next !== source;
    source = next;
    at("sql-columns", HTMLElement).replaceChildren(tableOf({ columns: [words.table, words.column, words.type, words.meaning].map((label) => ({ label, numeric: false })), rows: columnsOf(next, locale) }, tables.querySelector("summary")?.textContent ?? words.tables));
    if (!isOther) return;
    latest += 1;
    status.textContent = "";
    stop.hidden = true;
    result.replaceChildren();
    result.removeAttribute("aria-busy");
    const examples = examplesOf(next, locale);
    if (box.value === "" || box.dataset["example"] === box.value) setText(box, examples[0]?.sql ?? "");
    at("sql-examples", HTMLElement).replaceChildren(
      ...examples.map(({ label, sql }) => {
        const button = make("button", { type: "button", class: "quiet" }, label);
        button.addEventListener("click", () => {
          setText(box, sql);
          box.focus();
        });
        return button;
      }),
    );
  };
}

/** An example that was not touched gives way to the next one; what a person wrote stays. */
function setText(box: HTMLTextAreaElement, sql: string): void {
  box.value = sql;
  box.dataset["example"] = sql;
}
