import { CHART } from "../i18n/chart.ts";
import { COMPARE } from "../i18n/compare.ts";
import type { Tally } from "../query/tally.ts";
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
import { askedOf, readableCodebook, readableText } from "./labels.ts";
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
  const compared: Compared = { plan: { ...plan, heading: readableText(plan.heading) }, variables, groups, context, title: CHART[locale].by(readableText(plan.heading)[locale], split.label[locale]) };
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
  readonly title: string;
}

const noteOf = (parts: readonly string[], { locale }: ChartContext): { note?: string } => (parts.length === 0 ? {} : { note: parts.join(COMPARE[locale].join) });

/** How one question's answers divide in each group. */
function parts({ plan, variables, groups, context, title }: Compared, variable: Variable): Figure {
  const { locale, facts, document } = context;
  const words = CHART[locale];
  const rows = groups.map((group) => ({ ...group, ...distribution(variable, group.tallies, facts) }));
  const shown = rows.filter(({ n }) => n >= facts.n);
  const hidden = rows.filter(({ n }) => n < facts.n).map(({ label }) => label);
  const legend = answerValues(variable).map(({ label }) => label[locale]);
  const alt = words.alt(title, shown.map(({ label, shares }) => `${label}${words.colon}${shares.map(({ share }, i) => `${legend[i] ?? ""} ${percent(share)}`).join(words.comma)}`));
  const picture = divided(rows.map(({ label, n, shares }) => (n < facts.n ? { label, shares: [], instead: words.tooFewTitle } : { label, aside: words.base(count(n)), shares: shares.map(({ share }) => share) })), variable, context);
  return assemble(plan, context, {
    title,
    question: askedOf(variables, locale),
    bases: shown.map(({ n }) => n),
    missing: [],
    alt,
    ...noteOf(hidden.length > 0 ? [COMPARE[locale].hidden(hidden, facts.n)] : [], context),
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.group, numeric: false }, { label: words.columns.base, numeric: true }, ...legend.flatMap((label) => [{ label, numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : [])])],
      rows: rows.map(({ label, n, shares }) => (n < facts.n ? [label, `<${facts.n}`, ...shares.flatMap(() => (facts.intervals ? [null, null] : [null]))] : [label, count(n), ...shares.flatMap((share) => [percent(share.share), ...(facts.intervals ? [intervalOf(share)] : [])])])),
    },
  });
}

/** The mean of each group: dots on the scale of a score, bars from none for amounts. */
function means({ plan, variables, groups, context, title }: Compared, variable: Variable): Figure {
  const { codebook, locale, facts, document } = context;
  const words = CHART[locale];
  const construct = codebook.constructs.find(({ name }) => name === variable.name);
  const scale = variable.kind === "number" && !construct ? undefined : scaleOf(variable, context);
  const all = groups.map((group) => ({ ...group, mean: meanScore(variable, group.tallies) }));
  const hidden = all.filter(({ mean }) => (mean?.n ?? 0) < facts.n).map(({ label }) => label);
  const rows = all.flatMap(({ label, mean, tallies }) => (mean && mean.n >= facts.n ? [{ label, mean, tallies, told: !construct || mean.n >= ENOUGH }] : []));
  const withBase = ({ label, mean }: (typeof rows)[number]): string => `${label} (${words.base(count(mean.n))})`;
  const instead = ({ tallies }: (typeof rows)[number]): string => COMPARE[locale].favourable(percent(favourableShare(variable, tallies, scale, construct?.favourable === "low")));
  const alt = words.alt(title, rows.map((row) => `${row.label} ${row.told ? decimal(row.mean.mean, 2) : instead(row)}`));
  const picture = scale
    ? dotRows(rows.map((row): DotRow => (row.told ? { label: withBase(row), value: decimal(row.mean.mean, 2), at: along(row.mean.mean, scale), ...(facts.intervals ? { low: along(row.mean.low, scale), high: along(row.mean.high, scale) } : {}) } : { label: `${withBase(row)} ${instead(row)}`, value: "–", at: undefined })))
    : barsOf(rows.map((row) => ({ label: withBase(row), ...row.mean })), facts.intervals);
  return assemble(plan, context, {
    title,
    question: askedOf(variables, locale),
    bases: rows.map(({ mean }) => mean.n),
    missing: [],
    alt,
    marked: true,
    ...noteOf([...(scale ? [COMPARE[locale].means(String(scale[0]), String(scale[1]))] : []), ...(rows.every(({ told }) => told) ? [] : [COMPARE[locale].noMean(ENOUGH)]), ...(hidden.length > 0 ? [COMPARE[locale].hidden(hidden, facts.n)] : [])], context),
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.group, numeric: false }, { label: words.columns.base, numeric: true }, { label: words.columns.mean, numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : [])],
      rows: rows.map(({ label, mean, told }) => [label, count(mean.n), told ? decimal(mean.mean, 2) : null, ...(facts.intervals ? [told ? `${decimal(mean.low, 2)}–${decimal(mean.high, 2)}` : null] : [])]),
    },
  });
}

const along = (value: number, [low, high]: readonly [number, number]): number => (value - low) / (high - low || 1);

function barsOf(rows: readonly { readonly label: string; readonly mean: number; readonly low: number; readonly high: number }[], intervals: boolean): ReturnType<typeof barRows> {
  const most = Math.max(1e-9, ...rows.map(({ mean, high }) => (intervals && Number.isFinite(high) ? high : mean)));
  return barRows(rows.map(({ label, mean, low, high }) => ({ label, share: Math.max(0, mean / most), value: decimal(mean, 2), ...(intervals && Number.isFinite(high) ? { low: Math.max(0, low) / most, high: high / most } : {}) })));
}

function favourableShare(variable: Variable, tallies: readonly Tally[], scale: readonly [number, number] | undefined, isLow: boolean): number {
  const points = pointsOf(variable, tallies);
  const middle = scale ? (scale[0] + scale[1]) / 2 : 0;
  const weigh = (some: typeof points): number => some.reduce((sum, { w }) => sum + w, 0);
  return weigh(points.filter(({ x }) => (isLow ? x < middle : x > middle))) / (weigh(points) || 1);
}

/** Items or choices by group: one number each. */
function table({ plan, variables, groups, context, title }: Compared): Figure {
  const { locale, facts, document } = context;
  const words = CHART[locale];
  const { rows: all, meaning, say } = crossed(plan, variables, groups, context);
  const isShown = (group: number): boolean => all.some(({ cells }) => told(cells[group], facts.n));
  const kept = groups.flatMap((group, place) => (isShown(place) ? [{ ...group, place }] : []));
  const hidden = groups.filter((_, place) => !isShown(place)).map(({ label }) => label);
  const rows = all.map((row) => ({ ...row, cells: kept.map(({ place }) => row.cells[place]) }));
  const values = ({ cells }: { readonly cells: readonly (Cell | undefined)[] }): (number | undefined)[] => cells.map((cell) => (told(cell, facts.n) ? cell?.value : undefined));
  const alt = words.alt(title, rows.map((row) => `${row.label}${words.colon}${values(row).map((value, i) => `${kept[i]?.label ?? ""} ${value === undefined ? "–" : say(value)}`).join(words.comma)}`));
  const bases = rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell && told(cell, facts.n) ? [cell.n] : [])));
  const gaps = rows.some((row) => values(row).includes(undefined));
  const picture = pictureOf(rows.map((row) => ({ label: row.label, shares: values(row) })), kept.map(({ label }) => label), say);
  return assemble(plan, context, {
    title,
    question: askedOf(variables, locale),
    bases,
    missing: [],
    alt,
    ...noteOf([meaning, ...(gaps ? [COMPARE[locale].dashes(facts.n)] : []), ...(hidden.length > 0 ? [COMPARE[locale].hidden(hidden, facts.n)] : [])], context),
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.item, numeric: false }, ...kept.map(({ label }) => ({ label, numeric: true }))],
      rows: [
        ...(all.length > 0 ? [[words.columns.base, ...kept.map((_, i) => count(Math.max(0, ...rows.map(({ cells }) => cells[i]?.n ?? 0))))]] : []),
        ...rows.map((row) => [row.label, ...values(row).map((value) => (value === undefined ? null : say(value)))]),
      ],
    },
  });
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
