import { drawCross } from "../chart/crosstab.ts";
import { drawFigure } from "../chart/draw.ts";
import { isTested } from "../chart/apart.ts";
import type { ChartContext, Figure, FigurePlan, FigureTable } from "../chart/figure.ts";
import { planFigures, planFor } from "../chart/plan.ts";
import { adjustedTogether, relationsOf, type Said, sayRelations, testsIn } from "../chart/relation.ts";
import { edgesOf } from "../chart/summary.ts";
import { CHART } from "../i18n/chart.ts";
import { EXPLORER } from "../i18n/explorer.ts";
import { RELATION } from "../i18n/relation.ts";
import { banded, bandedName, type Derived, withDerived } from "../query/derive.ts";
import type { Tally, TallyQuery } from "../query/tally.ts";
import { type Codebook, type Variable, variableOf } from "../survey/codebook.ts";
import { csvText } from "../survey/csv.ts";
import type { Locale } from "../survey/text.ts";
import { make, save } from "./explorer-dom.ts";
import { derivedOf, needed } from "./explorer-recode.ts";
import { scriptButtons } from "./explorer-script.ts";
import type { Recipe } from "./script/recipe.ts";
import type { Source } from "./explorer-source.ts";
import type { View } from "./explorer-state.ts";

/** A figure, and what its test says where two questions are crossed. */
export interface Drawn {
  readonly figure: Figure;
  readonly said?: Said;
  /** How a program makes its numbers again. */
  readonly recipe: Recipe;
}

/** Draws what the view says. @throws Error if the database that it needs does not start */
export async function figuresOf(source: Source, view: View, locale: Locale): Promise<readonly Drawn[]> {
  const { facts } = source;
  const derived = derivedOf(source.codebook, view.recode);
  const codebook = withDerived(source.codebook, derived);
  const has = (name: string | undefined): name is string => codebook.variables.some((variable) => variable.name === name);
  const where = Object.fromEntries(Object.entries(view.where).filter(([name, codes]) => codes.length > 0 && has(name)));
  const by = !view.all && has(view.by) ? view.by : undefined;
  const plans = view.all ? planFigures(source.codebook).filter(({ variables }) => !variables.some((name) => name === codebook.weight)) : planOf(codebook, view.v);
  const variables = [...new Set(plans.flatMap((plan) => plan.variables))];
  const count = (asked: TallyQuery, more: readonly Derived[] = []): Promise<readonly Tally[]> => source.tally(asked, [...needed(derived, [...asked.variables, ...Object.keys(where), asked.by]), ...more]);
  // The chart's reason for leaving intervals out is that of an open link.
  const said = (figure: Figure): Figure => (source.released ? figure : { ...figure, caption: figure.caption.replace(CHART[locale].noInterval, EXPLORER[locale].own.noInterval) });
  const of = (tallies: readonly Tally[], names: readonly string[]): readonly Tally[] => tallies.filter(({ variable }) => names.includes(variable));
  const shared = { codebook, file: source.codes.name, where, derived: needed(derived, [...variables, ...Object.keys(where), by]), least: facts.n, isTested: isTested(facts) };
  const title = (figure: Figure): string => `${figure.title} · ${figure.question} · ${facts.wave[locale]} · ${location.href}`;
  if (by === undefined) {
    const tallies = await count({ variables, where });
    const context: ChartContext = { codebook, locale, facts };
    return plans.map((plan) => {
      const figure = said(drawFigure(plan, of(tallies, plan.variables), context));
      return { figure, recipe: { ...shared, title: title(figure), variables: plan.variables, by, shownBy: undefined, tests: [] } };
    });
  }
  const split = variableOf(codebook, by);
  const crossed = variables.filter((name) => name !== by);
  const tallies = await count({ variables: crossed, where, by });
  // Amounts split into quarters to be drawn; tested they are as they were given.
  const bands = split.kind === "number" ? quartersOf(split, await count({ variables: [by], where })) : undefined;
  const drawnBy = bands ? await count({ variables: crossed, where, by: bands.variable.name }, [bands]) : tallies;
  const context: ChartContext = { codebook: withDerived(codebook, bands ? [bands] : []), locale, facts };
  const pieces = crossed.map((name) => {
    const plan = planFor(codebook, name);
    return { name, variable: variableOf(codebook, name), figure: said(plan.as === "text" ? drawFigure(plan, [], context) : drawCross(name, bands?.variable.name ?? by, of(drawnBy, [name]), context)) };
  });
  const all = adjustedTogether(pieces.map(({ name, variable, figure }) => (figure.svg === undefined || !isTested(facts) ? [] : relationsOf(variable, split, of(tallies, [name]), facts))));
  const among = testsIn(all.flat());
  return pieces.map(({ name, variable, figure }, i) => {
    const tested = all[i] ?? [];
    const tests = tested.map(({ code, relation }) => ({ variable: name, column: variable.columns.find((column) => column.code === code)?.name ?? name, test: relation.test }));
    const recipe: Recipe = { ...shared, codebook: context.codebook, derived: [...shared.derived, ...(bands ? [bands] : [])], title: title(figure), variables: [name], by, shownBy: bands?.variable.name, tests };
    return { figure, recipe, ...(figure.svg === undefined ? {} : { said: isTested(facts) ? sayRelations(tested, variable, locale, among) : { lines: [source.released ? RELATION[locale].open : RELATION[locale].own], table: { columns: [], rows: [] }, numbers: [] } }) };
  });
}

/** Bands of a number that hold about a quarter of its answers each; fewer where many gave the same one. */
function quartersOf(variable: Variable, tallies: readonly Tally[]): Derived | undefined {
  const edges = edgesOf(variable, tallies, [0.25, 0.5, 0.75]);
  return edges.length === 0 ? undefined : banded(variable, edges, { "zh-cn": EXPLORER["zh-cn"].recode.quarters, en: EXPLORER.en.recode.quarters }, bandedName(variable.name));
}

/** A variable's own figure, or a whole battery's; nothing for a name that the codebook lacks. */
export function planOf(codebook: Codebook, name: string | undefined): FigurePlan[] {
  if (name === undefined) return [];
  if (codebook.variables.some((variable) => variable.name === name)) return [planFor(codebook, name)];
  return planFigures(codebook).filter(({ id }) => id === name);
}

/** A figure as a page shows it: heading, picture, caption and the numbers beneath. */
export function showFigure({ figure, said, recipe }: Drawn, source: Source, locale: Locale, open: boolean): HTMLElement {
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
    ...(said ? [showSaid(figure, said, locale)] : []),
    ...(figure.table.rows.length === 0 ? [] : [details, ...(source.rows ? [scriptButtons(recipe, source, locale)] : [])]),
  );
}

/** What the test of two questions says: in words, and each number in a table. */
function showSaid(figure: Figure, { lines, table, numbers }: Said, locale: Locale): HTMLElement {
  const words = RELATION[locale];
  const download = make("button", { type: "button", class: "quiet" }, EXPLORER[locale].figure.csv);
  download.addEventListener("click", () => save(`${figure.id}-test.csv`, csvText(numbers, "\r\n")));
  return make(
    "section",
    { class: "relation", "aria-label": `${words.heading}: ${figure.heading}` },
    make("h4", {}, words.heading),
    ...lines.map((line, i) => make("p", { class: i === 0 ? "" : "soft" }, line)),
    ...(table.columns.some(({ label }) => label === words.columns.choice) ? [tableOf(table, words.heading)] : []),
    ...(table.rows.length > 0 ? [download] : []),
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
