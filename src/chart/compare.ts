import { CHART } from "../i18n/chart.ts";
import { COMPARE } from "../i18n/compare.ts";
import type { Tally } from "../query/tally.ts";
import type { Mean } from "../stats/mean.ts";
import { answerValues, isCategorical, type Variable, variableOf } from "../survey/codebook.ts";
import { barRows } from "./bars.ts";
import { divided } from "./battery.ts";
import { paint } from "./canvas.ts";
import { type Cell, crossed, type CrossRow } from "./compare-rows.ts";
import { type Group, groupsOf } from "./crosstab.ts";
import { type DotRow, dotRows } from "./dots.ts";
import { drawFigure } from "./draw.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, intervalOf, percent, scaleOf } from "./format.ts";
import { grid } from "./grid.ts";
import { askedOf, readableCodebook, readableText, shortLabel } from "./labels.ts";
import { distribution, meanScore, pointsOf } from "./summary.ts";

/** A mean score is stated from 30 answers on, as where nothing is compared. */
const ENOUGH = 30;
/** More groups than this leave no room for figures side by side. */
const MOST_COLUMNS = 8;

/**
 * One figure of the page with its groups side by side: a divided bar per group for one question, a mean per group for numbers and
 * indices, and for several items or choices a table of them by group. Groups on fewer answers than the rule allows are named, not shown.
 * @param tallies of exactly the plan's variables, split by `by`; whichever source counted them
 */
export function drawCompared(plan: FigurePlan, by: string, tallies: readonly Tally[], given: ChartContext): Figure {
  const context = { ...given, codebook: readableCodebook(given.codebook) };
  const { locale, codebook } = context;
  // Split by itself each group would have given one answer.
  if (plan.variables.includes(by)) {
    const figure = drawFigure(plan, tallies.map((tally) => ({ ...tally, group: null })), given);
    return { ...figure, note: [...(figure.note === undefined ? [] : [figure.note]), COMPARE[locale].alone].join(COMPARE[locale].join) };
  }
  const split = variableOf(codebook, by);
  const groups = groupsOf(split, tallies, context);
  const variables = plan.variables.map((name) => variableOf(codebook, name));
  const compared: Compared = { plan: { ...plan, heading: readableText(plan.heading) }, variables, groups, context, split: shortLabel(split)[locale], title: readableText(plan.heading)[locale] };
  const [first] = variables;
  if (!first) throw new Error(`the figure ${plan.id} shows nothing`);
  if (plan.as === "histogram" || plan.as === "index") return means(compared, first);
  if (plan.as !== "text" && plan.as !== "timeuse" && variables.length === 1 && isCategorical(first)) return parts(compared, first);
  return table(compared);
}

interface Compared {
  readonly plan: FigurePlan;
  readonly variables: readonly Variable[];
  readonly groups: readonly Group[];
  readonly context: ChartContext;
  /** The question that the groups come from. */
  readonly split: string;
  readonly title: string;
}

/** Says under the figure what is compared, and by which rule something is missing. */
function finished(compared: Compared, said: readonly string[], parts: Parameters<typeof assemble>[2]): Figure {
  const { plan, context, split } = compared;
  const figure = assemble(plan, context, parts);
  return figure.svg === undefined ? figure : { ...figure, caption: [COMPARE[context.locale].split(split), ...said, figure.caption].join(" · ") };
}

/** How one question's answers divide in each group. */
function parts(compared: Compared, variable: Variable): Figure {
  const { variables, groups, context, title, split } = compared;
  const { locale, facts } = context;
  const words = CHART[locale];
  const rows = groups.map((group) => ({ ...group, ...distribution(variable, group.tallies, facts) }));
  const shown = rows.filter(({ n }) => n >= facts.n);
  const legend = answerValues(variable).map(({ label }) => label[locale]);
  const alt = words.alt(words.by(title, split), shown.map(({ label, shares }) => `${label}${words.colon}${shares.map(({ share }, i) => `${legend[i] ?? ""} ${percent(share)}`).join(words.comma)}`));
  const picture = divided(rows.map(({ label, n, shares }) => (n < facts.n ? { label, shares: [], instead: words.tooFewTitle } : { label, aside: words.base(count(n)), shares: shares.map(({ share }) => share) })), variable, context);
  return finished(compared, shown.length < rows.length ? [COMPARE[locale].hidden(facts.n)] : [], {
    title,
    question: askedOf(variables, locale),
    bases: shown.map(({ n }) => n),
    missing: [],
    alt,
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.group, numeric: false }, { label: words.columns.base, numeric: true }, ...legend.flatMap((label) => [{ label, numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : [])])],
      rows: rows.map(({ label, n, shares }) => (n < facts.n ? [label, `<${facts.n}`, ...shares.flatMap(() => (facts.intervals ? [null, null] : [null]))] : [label, count(n), ...shares.flatMap((share) => [percent(share.share), ...(facts.intervals ? [intervalOf(share)] : [])])])),
    },
  });
}

/** The mean of each group: dots on the scale of a score, bars from none for amounts. */
function means(compared: Compared, variable: Variable): Figure {
  const { variables, groups, context, title, split } = compared;
  const { codebook, locale, facts } = context;
  const words = CHART[locale];
  const construct = codebook.constructs.find(({ name }) => name === variable.name);
  const scale = variable.kind === "number" && !construct ? undefined : scaleOf(variable, context);
  const all = groups.map((group) => ({ ...group, mean: meanScore(variable, group.tallies) }));
  const rows = all.map(({ label, mean, tallies }) => ({ label, tallies, mean: mean && mean.n >= facts.n ? mean : undefined, told: mean !== undefined && mean.n >= facts.n && (!construct || mean.n >= ENOUGH) }));
  const shown = rows.flatMap((row) => (row.mean ? [{ ...row, mean: row.mean }] : []));
  const withBase = ({ label, mean }: (typeof rows)[number]): string => (mean ? `${label} (${words.base(count(mean.n))})` : `${label} · ${words.tooFewTitle}`);
  const instead = ({ tallies }: (typeof rows)[number]): string => COMPARE[locale].favourable(percent(favourableShare(variable, tallies, scale, construct?.favourable === "low")));
  const alt = words.alt(words.by(title, split), shown.map((row) => `${row.label} ${row.told ? decimal(row.mean.mean, 2) : instead(row)}`));
  const picture = scale
    ? dotRows(rows.map((row): DotRow => (row.mean && row.told ? { label: withBase(row), value: decimal(row.mean.mean, 2), at: row.mean.mean, ...(facts.intervals ? { low: row.mean.low, high: row.mean.high } : {}) } : { label: row.mean ? `${withBase(row)} ${instead(row)}` : withBase(row), value: "–" })), scale)
    : barsOf(rows.map((row) => ({ label: withBase(row), mean: row.mean })), facts.intervals);
  const said = [...(scale ? [COMPARE[locale].means(String(scale[0]), String(scale[1]))] : []), ...(shown.every(({ told }) => told) ? [] : [COMPARE[locale].noMean(ENOUGH)]), ...(shown.length < rows.length ? [COMPARE[locale].hidden(facts.n)] : [])];
  return finished(compared, said, {
    title,
    question: askedOf(variables, locale),
    bases: shown.map(({ mean }) => mean.n),
    missing: [],
    alt,
    marked: true,
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.group, numeric: false }, { label: words.columns.base, numeric: true }, { label: words.columns.mean, numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : [])],
      rows: rows.map(({ label, mean, told }) => [label, mean ? count(mean.n) : `<${facts.n}`, mean && told ? decimal(mean.mean, 2) : null, ...(facts.intervals ? [mean && told ? `${decimal(mean.low, 2)}–${decimal(mean.high, 2)}` : null] : [])]),
    },
  });
}

function barsOf(rows: readonly { readonly label: string; readonly mean: Mean | undefined }[], intervals: boolean): ReturnType<typeof barRows> {
  const ends = ({ low, high }: Mean): { low?: number; high?: number } => (intervals && Number.isFinite(high) ? { low: Math.max(0, low) / most, high: high / most } : {});
  const most = Math.max(1e-9, ...rows.flatMap(({ mean }) => (mean ? [intervals && Number.isFinite(mean.high) ? mean.high : mean.mean] : [])));
  return barRows(rows.map(({ label, mean }) => (mean ? { label, share: Math.max(0, mean.mean / most), value: decimal(mean.mean, 2), ...ends(mean) } : { label, share: undefined, value: "–" })));
}

function favourableShare(variable: Variable, tallies: readonly Tally[], scale: readonly [number, number] | undefined, isLow: boolean): number {
  const points = pointsOf(variable, tallies);
  const middle = scale ? (scale[0] + scale[1]) / 2 : 0;
  const weigh = (some: typeof points): number => some.reduce((sum, { w }) => sum + w, 0);
  return weigh(points.filter(({ x }) => (isLow ? x < middle : x > middle))) / (weigh(points) || 1);
}

/** Items or choices by group: one number each. */
function table(compared: Compared): Figure {
  const { plan, variables, groups, context, title, split } = compared;
  const { locale, facts } = context;
  const words = CHART[locale];
  const { rows, meaning, say } = crossed(plan, variables, groups, context);
  const values = ({ cells }: { readonly cells: readonly (Cell | undefined)[] }): (number | undefined)[] => cells.map((cell) => (told(cell, facts.n) ? cell?.value : undefined));
  const alt = words.alt(words.by(title, split), rows.map((row) => `${row.label}${words.colon}${values(row).map((value, i) => `${groups[i]?.label ?? ""} ${value === undefined ? "–" : say(value)}`).join(words.comma)}`));
  const bases = rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell && told(cell, facts.n) ? [cell.n] : [])));
  const gaps = rows.some((row) => values(row).includes(undefined));
  const picture = pictureOf(rows.map((row) => ({ label: row.label, shares: values(row) })), groups.map(({ label }) => label), say);
  return finished(compared, [meaning, ...(gaps ? [COMPARE[locale].dashes(facts.n)] : [])], {
    title,
    question: askedOf(variables, locale),
    bases,
    missing: [],
    alt,
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.item, numeric: false }, ...groups.map(({ label }) => ({ label, numeric: true }))],
      rows: [
        ...(rows.length > 0 ? [[words.columns.base, ...groups.map((_, i) => baseOf(rows.map(({ cells }) => cells[i]?.n ?? 0), facts.n))]] : []),
        ...rows.map((row) => [row.label, ...values(row).map((value) => (value === undefined ? null : say(value)))]),
      ],
    },
  });
}

function baseOf(ns: readonly number[], least: number): string {
  const most = Math.max(0, ...ns);
  return most < least ? `<${least}` : count(most);
}

const told = (cell: Cell | undefined, least: number): boolean => cell !== undefined && cell.n >= least && cell.value !== undefined;

interface Shares {
  readonly label: string;
  readonly shares: readonly (number | undefined)[];
}

function pictureOf(rows: readonly Shares[], names: readonly string[], say: CrossRow["say"]): ReturnType<typeof barRows> {
  const inCell = (value: number): string => say(value).replace(/%$/, "");
  const most = Math.max(1e-9, ...rows.flatMap(({ shares }) => shares.map((share) => share ?? 0)));
  const whole = rows.every(({ shares }) => shares.every((share) => share === undefined || say(share).endsWith("%"))) ? 1 : most;
  if (names.length <= MOST_COLUMNS && rows.length > 1) return grid(rows, names, inCell);
  return barRows(rows.flatMap(({ label, shares }) => shares.map((share, i) => ({ label: rows.length === 1 ? (names[i] ?? "") : `${label} · ${names[i] ?? ""}`, share: share === undefined ? undefined : share / whole, value: share === undefined ? "–" : say(share) }))));
}
