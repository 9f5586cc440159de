import { drawCross } from "../chart/crosstab.ts";
import { drawFigure } from "../chart/draw.ts";
import type { ChartContext, Figure, FigurePlan, FigureTable } from "../chart/figure.ts";
import { planFigures, planFor } from "../chart/plan.ts";
import { CHART } from "../i18n/chart.ts";
import { EXPLORER } from "../i18n/explorer.ts";
import { csvText } from "../survey/csv.ts";
import type { Locale } from "../survey/text.ts";
import { make, save } from "./explorer-dom.ts";
import type { Source } from "./explorer-source.ts";
import type { View } from "./explorer-state.ts";

/** Draws what the view says. @throws Error if the database that it needs does not start */
export async function figuresOf(source: Source, view: View, locale: Locale): Promise<readonly Figure[]> {
  const { codebook, facts } = source;
  const context: ChartContext = { codebook, locale, facts };
  const where = Object.fromEntries(Object.entries(view.where).filter(([name, codes]) => codes.length > 0 && codebook.variables.some((variable) => variable.name === name)));
  const by = !view.all && codebook.variables.some(({ name }) => name === view.by) ? view.by : undefined;
  const plans = view.all ? planFigures(codebook).filter(({ variables }) => !variables.some((name) => name === codebook.weight)) : planOf(source, view.v);
  const variables = [...new Set(plans.flatMap((plan) => plan.variables))];
  const tallies = await source.tally({ variables, where, ...(by === undefined ? {} : { by }) });
  // The chart's reason for leaving intervals out is that of an open link.
  const said = (figure: Figure): Figure => (source.released ? figure : { ...figure, caption: figure.caption.replace(CHART[locale].noInterval, EXPLORER[locale].own.noInterval) });
  const of = (names: readonly string[]): typeof tallies => tallies.filter(({ variable }) => names.includes(variable));
  if (by === undefined) return plans.map((plan) => said(drawFigure(plan, of(plan.variables), context)));
  return variables.filter((name) => name !== by).map((name) => said(planFor(codebook, name).as === "text" ? drawFigure(planFor(codebook, name), [], context) : drawCross(name, by, of([name]), context)));
}

/** A variable's own figure, or a whole battery's; nothing for a name that the codebook lacks. */
export function planOf({ codebook }: Source, name: string | undefined): FigurePlan[] {
  if (name === undefined) return [];
  if (codebook.variables.some((variable) => variable.name === name)) return [planFor(codebook, name)];
  return planFigures(codebook).filter(({ id }) => id === name);
}

/** A figure as a page shows it: heading, picture, caption and the numbers beneath. */
export function showFigure(figure: Figure, locale: Locale, open: boolean): HTMLElement {
  const words = EXPLORER[locale].figure;
  const picture = make("div", { class: "picture" });
  // Written by chart/marks.ts, which escapes every label.
  if (figure.svg !== undefined) picture.innerHTML = figure.svg;
  const details = make("details", { class: "numbers", open }, make("summary", {}, words.table), tableOf(figure.table, figure.title));
  const download = make("button", { type: "button", class: "quiet" }, words.csv);
  download.addEventListener("click", () => save(`${figure.id}.csv`, csvText([figure.table.columns.map(({ label }) => label), ...figure.table.rows], "\r\n")));
  details.append(download);
  return make(
    "figure",
    { class: "explored", id: `figure-${figure.id}` },
    make("h3", {}, figure.title),
    ...(figure.question === figure.title ? [] : [make("p", { class: "question" }, figure.question)]),
    ...(figure.svg === undefined ? [] : [picture]),
    ...(figure.note === undefined ? [] : [make("p", { class: "note" }, figure.note)]),
    make("figcaption", {}, figure.caption),
    ...(figure.table.rows.length === 0 ? [] : [details]),
  );
}

export function tableOf({ columns, rows }: FigureTable, caption: string): HTMLElement {
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    make(
      "table",
      {},
      make("thead", {}, make("tr", {}, ...columns.map(({ label, numeric }) => make("th", { scope: "col", class: numeric ? "numeric" : "" }, label)))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell, i) => make("td", { class: columns[i]?.numeric ? "numeric" : "" }, cell ?? "–"))))),
    ),
  );
}
