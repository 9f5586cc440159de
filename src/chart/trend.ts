import { CHART } from "../i18n/chart.ts";
import { COMPARE } from "../i18n/compare.ts";
import type { Tally } from "../query/tally.ts";
import { withHolm } from "../stats/adjust.ts";
import { differenceOfMeans } from "../stats/compare.ts";
import type { Mean } from "../stats/mean.ts";
import { differenceOfShares, effectiveSize, wilson } from "../stats/proportion.ts";
import { answerValues, type Variable, variableOf } from "../survey/codebook.ts";
import { CLEAR, isTested } from "./apart.ts";
import { paint } from "./canvas.ts";
import { groupsOf } from "./crosstab.ts";
import { grid } from "./grid.ts";
import { circles, type Line, type Mark, strokes, texts } from "./marks.ts";
import { measure, SIZE, WIDTH, wrap } from "./measure.ts";
import type { ChartContext, Facts, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, percent, scaleOf } from "./format.ts";
import { askedOf, readableCodebook, readableText, rowLabel, shortLabel } from "./labels.ts";
import { sidesOf } from "./scale.ts";
import { distribution, isWhole, meanScore } from "./summary.ts";

/** One wave of a trend, oldest first. */
export interface WaveTallies {
  /** Its title among them. */
  readonly facts: Facts;
  readonly tallies: readonly Tally[];
}

export interface TrendOptions {
  /** A filter whose groups are followed each on its own; the tallies are split by it. */
  readonly by?: string;
  /** Earlier waves that cannot be narrowed as this one is, because they asked otherwise. */
  readonly missing?: number;
  /** Earlier waves whose numbers could not be fetched. */
  readonly lost?: number;
}

/** Of the lines of one row. */
const HEIGHT = 52;
const SMALL = 11.5;
const EDGE = 22;
/** How much wider letters run that are half bold. */
const BOLD = 1.08;

/** What one row follows through the waves. */
interface Measured {
  readonly n: number;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly mean?: Mean;
  /** Base that the share is worth. */
  readonly effective?: number;
}

type Change = "up" | "down" | "none" | "untested";

interface Row {
  readonly label: string;
  /** What is measured and in which group, where groups are followed. */
  readonly cell?: { readonly measure: string; readonly group: string };
  /** Undefined where a wave tells nothing of it. */
  readonly points: readonly (Measured | undefined)[];
  /** Since the wave before, per wave. */
  readonly changes: readonly Change[];
}

/**
 * One question through the waves: means of scores and numbers, the side above the middle of an ordered scale, each choice of
 * the others. An arrow stands only where the change is significant after Holm over all changes of the figure; intervals are
 * those of each wave, and no finite population correction makes them narrower.
 */
export function drawTrend(plan: FigurePlan, waves: readonly WaveTallies[], given: ChartContext, { by, missing = 0, lost = 0 }: TrendOptions = {}): Figure {
  const context: ChartContext = { ...given, codebook: readableCodebook(given.codebook) };
  const { locale, facts, codebook } = context;
  const words = CHART[locale];
  const variables = plan.variables.map((name) => variableOf(codebook, name));
  // Split by itself each group would have given one answer.
  const split = by === undefined || plan.variables.includes(by) ? undefined : variableOf(codebook, by);
  const isMean = variables.every(({ kind, construct }) => kind === "number" || kind === "rating" || construct !== undefined);
  const rowsOf = (counted: readonly WaveTallies[]): Omit<Row, "changes">[] => variables.flatMap((variable) => measuresOf(variable, plan, isMean, counted, variables.length > 1, context));
  const rows = changed(split ? inGroups(split, waves, rowsOf, context) : rowsOf(waves), waves, isMean);
  const said = (value: number): string => (isMean ? decimal(value, 1) : percent(value));
  const ends = boundsOf(rows, isMean ? scaleOf(variables[0] ?? variableOf(codebook, ""), context) : [0, 1]);
  const heading = readableText(plan.heading)[locale];
  const title = titleOf(heading, rows, waves, said, split !== undefined, context);
  const alt = words.alt(title, rows.map(({ label, points }) => `${label}${words.colon}${points.map((point, i) => `${waves[i]?.facts.wave[locale] ?? ""} ${point ? said(point.value) : words.tooFewTitle}`).join(words.comma)}`));
  const measures = [...new Set(rows.flatMap(({ cell }) => cell?.measure ?? []))];
  const isGrid = measures.length > 1;
  const picture = isGrid ? newest(rows, measures, said) : panels(rows, waves, said, ends, heading, context);
  const bases = rows.flatMap(({ points }) => points.flatMap((point) => point?.n ?? []));
  const stated = rows.some(({ points }) => points.some((point) => point?.low !== undefined));
  const tested = rows.some(({ changes }) => changes.some((change) => change !== "untested"));
  const hidden = rows.some(({ points }) => points.includes(undefined));
  const isComparable = waves.every((wave) => isTested(wave.facts));
  const notes = [...(tested ? [words.arrows] : isComparable ? [] : [words.noTest]), ...(hidden ? [words.hiddenRule(facts.n)] : []), ...(missing > 0 ? [words.askedApart(missing)] : []), ...(lost > 0 ? [words.notFetched(lost)] : []), ...(by !== undefined && !split ? [COMPARE[locale].alone] : [])];
  const figure = assemble(plan, { ...context, facts: { ...facts, wave: { "zh-cn": spanOf(waves, "zh-cn"), en: spanOf(waves, "en") } } }, {
    title,
    question: askedOf(variables, locale),
    bases,
    missing: [],
    alt,
    marked: stated,
    note: notes.length === 0 ? undefined : notes.join(words.stop),
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.item, numeric: false }, { label: words.columns.wave, numeric: false }, { label: words.columns.base, numeric: true }, { label: isMean ? words.columns.mean : words.columns.share, numeric: true }, ...(stated ? [{ label: words.columns.interval, numeric: true }] : []), { label: words.columns.change, numeric: false }],
      rows: rows.flatMap(({ label, points, changes }) =>
        points.map((point, i) => [label, waves[i]?.facts.wave[locale] ?? "", point ? count(point.n) : `<${facts.n}`, point ? exactly(point.value, isMean) : null, ...(stated ? [point?.low === undefined || point.high === undefined ? null : `${exactly(point.low, isMean)}–${exactly(point.high, isMean)}`] : []), point ? signOf(changes[i]) : null]),
      ),
    },
  });
  if (!split || figure.svg === undefined) return figure;
  return { ...figure, caption: [COMPARE[locale].split(shortLabel(split)[locale]), ...(isGrid ? [COMPARE[locale].newest(waves.at(-1)?.facts.wave[locale] ?? "")] : []), figure.caption].join(" · ") };
}

/** Each row once for every group of a filter that some wave can tell of, one under the other. */
function inGroups(split: Variable, waves: readonly WaveTallies[], rowsOf: (waves: readonly WaveTallies[]) => Omit<Row, "changes">[], context: ChartContext): Omit<Row, "changes">[] {
  const groups = groupsOf(split, waves.flatMap(({ tallies }) => tallies), context)
    .map(({ code, label }) => ({ label, rows: rowsOf(waves.map(({ facts, tallies }) => ({ facts, tallies: tallies.filter(({ group }) => group === code) }))) }))
    .filter(({ rows }) => rows.some(({ points }) => points.some((point) => point !== undefined)));
  return (groups[0]?.rows ?? []).flatMap((_, i, all) => groups.flatMap(({ label, rows }) => (rows[i] ? { ...rows[i], label: all.length === 1 ? label : `${rows[i].label} · ${label}`, cell: { measure: rows[i].label, group: label } } : [])));
}

const exactly = (value: number, isMean: boolean): string => (isMean ? decimal(value, 2) : percent(value));

const signOf = (change: Change | undefined): string | null => (change === "up" ? "▲" : change === "down" ? "▼" : change === "none" ? "=" : null);

const spanOf = (waves: readonly WaveTallies[], locale: "zh-cn" | "en"): string => [...new Set([waves[0], waves.at(-1)].map((wave) => wave?.facts.wave[locale] ?? ""))].join(locale === "en" ? " to " : " 至 ");

function measuresOf(variable: Variable, plan: FigurePlan, isMean: boolean, waves: readonly WaveTallies[], several: boolean, { locale }: ChartContext): Omit<Row, "changes">[] {
  const name = several ? rowLabel(variable, locale) : readableText(plan.heading)[locale];
  if (isMean) {
    const points = waves.map(({ tallies, facts }): Measured | undefined => {
      const mean = isWhole(variable, tallies, facts) ? meanScore(variable, tallies) : undefined;
      if (!mean || mean.n < facts.n) return undefined;
      return { n: mean.n, value: mean.mean, mean, ...(facts.intervals && Number.isFinite(mean.error) ? { low: mean.low, high: mean.high } : {}) };
    });
    return [{ label: name, points }];
  }
  const values = answerValues(variable);
  const above = variable.kind === "ordinal" ? sidesOf(variable, plan.middle).above : [];
  // An ordered scale is followed by its upper side; names without order each.
  const followed = above.length > 0 ? [{ label: several ? name : above.map((place) => values[place]?.label[locale] ?? "").join(locale === "en" ? " or " : "或"), places: above }] : values.map(({ label }, place) => ({ label: several ? `${name}${CHART[locale].colon}${label[locale]}` : label[locale], places: [place] }));
  return followed.map(({ label, places }) => ({ label, points: waves.map((wave) => shareIn(variable, places, wave)) }));
}

function shareIn(variable: Variable, places: readonly number[], { tallies, facts }: WaveTallies): Measured | undefined {
  const { n, shares } = distribution(variable, tallies, facts);
  const of = places.flatMap((place) => shares[place] ?? []);
  if (n < facts.n || of.length === 0 || (facts.rounded && of.some((share) => share.n === 0))) return undefined;
  const value = Math.min(1, of.reduce((sum, { share }) => sum + share, 0));
  const own = tallies.filter((tally) => tally.variable === variable.name && tally.missing === null);
  const base = variable.kind === "multiple" && own.some((tally) => tally.value === null) ? own.filter((tally) => tally.value === null) : own;
  const effective = effectiveSize(base.reduce((sum, { w }) => sum + w, 0), base.reduce((sum, { w2 }) => sum + w2, 0));
  return { n, value, effective, ...(facts.intervals ? wilson(value, effective) : {}) };
}

/** What the test says of each step from wave to wave, all of a figure together. */
function changed(rows: readonly Omit<Row, "changes">[], waves: readonly WaveTallies[], isMean: boolean): Row[] {
  const may = (i: number): boolean => [waves[i - 1], waves[i]].every((wave) => wave !== undefined && isTested(wave.facts));
  const steps = rows.flatMap(({ points }, row) =>
    points.flatMap((now, wave) => {
      const before = points[wave - 1];
      if (!now || !before || !may(wave)) return [];
      const { difference, p } = isMean && now.mean && before.mean ? differenceOfMeans(now.mean, before.mean) : differenceOfShares({ share: now.value, n: now.effective ?? 0 }, { share: before.value, n: before.effective ?? 0 });
      return Number.isFinite(p) ? [{ row, wave, difference, p }] : [];
    }),
  );
  const tests = withHolm(steps);
  return rows.map((each, row) => ({
    ...each,
    changes: each.points.map((_, wave): Change => {
      const test = tests.find((one) => one.row === row && one.wave === wave);
      return !test ? "untested" : test.adjusted >= CLEAR ? "none" : test.difference > 0 ? "up" : "down";
    }),
  }));
}

/** Least part of a scale that the height stands for: chance must not look like a slope. */
const LEAST = 0.25;

/** From the lowest to the highest that any row reaches, so that intervals show, and never less than a quarter of the scale. */
function boundsOf(rows: readonly Row[], scale: readonly [number, number] | undefined): readonly [number, number] {
  const all = rows.flatMap(({ points }) => points.flatMap((point) => (point ? [point.low ?? point.value, point.high ?? point.value] : [])));
  if (all.length === 0) return [0, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const span = scale ? scale[1] - scale[0] : Math.max(Math.abs(low), Math.abs(high));
  const more = Math.max(0, LEAST * span - (high - low)) / 2;
  return [low - more, high + more + 1e-9];
}

function titleOf(name: string, rows: readonly Row[], waves: readonly WaveTallies[], said: (value: number) => string, isSplit: boolean, { locale }: ChartContext): string {
  const words = CHART[locale];
  const before = waves.at(-2)?.facts.wave[locale] ?? "";
  const last = rows.flatMap(({ label, points, changes }) => {
    const [from, to] = [points.at(-2), points.at(-1)];
    return from && to ? [{ label, from: from.value, to: to.value, change: changes.at(-1) ?? "untested" }] : [];
  });
  if (last.length === 0 || last.every(({ change }) => change === "untested")) return words.trend(name);
  const [top] = last.filter(({ change }) => change === "up" || change === "down").sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
  if (!top) return words.unchanged(name);
  const finding = (top.change === "up" ? words.rose : words.fell)(top.label, said(top.from), said(top.to), before);
  return isSplit ? words.ofItem(name, finding) : finding;
}

/** Several rows by group: each cell the newest wave, with its arrow; a line for each would be longer than anybody reads. */
function newest(rows: readonly Row[], measures: readonly string[], said: (value: number) => string): { marks: Mark[]; height: number } {
  const names = [...new Set(rows.flatMap(({ cell }) => cell?.group ?? []))];
  const inCell = (value: number): string => said(value).replace(/%$/, "");
  const lines = measures.map((measure) => {
    const cells = names.map((name) => rows.find(({ cell }) => cell?.measure === measure && cell.group === name));
    return { label: measure, shares: cells.map((row) => row?.points.at(-1)?.value), marks: cells.map((row) => arrow(row?.changes.at(-1))) };
  });
  return grid(lines, names, inCell);
}

const arrow = (change: Change | undefined): string => (change === "up" ? "▲" : change === "down" ? "▼" : "");

/** A line per row, all on one scale, with dots, intervals and what each wave is called. */
function panels(rows: readonly Row[], waves: readonly WaveTallies[], said: (value: number) => string, [low, high]: readonly [number, number], heading: string, { locale }: ChartContext): { marks: Mark[]; height: number } {
  const x = (i: number): number => (waves.length < 2 ? WIDTH / 2 : EDGE + (i * (WIDTH - 2 * EDGE)) / (waves.length - 1));
  const names = waves.map(({ facts }) => facts.wave[locale]);
  const room = waves.length < 2 ? WIDTH : (WIDTH - 2 * EDGE) / (waves.length - 1) - 6;
  const broken = names.map((name) => wrap(name, Math.min(room, 96), SMALL));
  const titles: Line[] = [];
  const figures: Line[] = [];
  const reasons: Line[] = [];
  const links: { x1: number; x2: number; y1: number; y2: number }[] = [];
  const dots: { x: number; y: number }[] = [];
  const bars: { x: number; y1: number; y2: number }[] = [];
  let y = 0;
  for (const { label, points, changes } of rows) {
    // One row that is called as the figure is says nothing new.
    const lines = rows.length === 1 && label === heading ? [] : wrap(label, WIDTH / BOLD, SIZE);
    lines.forEach((text, i) => titles.push({ x: 0, y: y + 18 * (i + 0.5), text }));
    y += 18 * lines.length + 18;
    const at = (value: number): number => y + (1 - (value - low) / (high - low || 1)) * HEIGHT;
    points.forEach((point, i) => {
      if (!point) return void reasons.push({ x: x(i), y: y + 20, text: "–" });
      dots.push({ x: x(i), y: at(point.value) });
      if (point.low !== undefined && point.high !== undefined) bars.push({ x: x(i), y1: at(Math.max(low, point.low)), y2: at(Math.min(high, point.high)) });
      const before = points[i - 1];
      if (before) links.push({ x1: x(i - 1), x2: x(i), y1: at(before.value), y2: at(point.value) });
      const text = `${said(point.value)}${arrow(changes[i])}`;
      const half = measure(text, 12) / 2;
      figures.push({ x: Math.min(Math.max(x(i), half), WIDTH - half), y: at(Math.min(high, point.high ?? point.value)) - 9, text });
    });
    y += HEIGHT + 14;
  }
  const placed = broken.flatMap((lines, i) => lines.map((text, l): Line => ({ x: clamped(x(i), lines), y: y + 4 + 14 * l, text })));
  return {
    marks: [
      strokes(links, { stroke: "var(--c1)", strokeWidth: 2 }),
      strokes(bars.map(({ x, y1, y2 }) => ({ x1: x, x2: x, y1, y2 })), { stroke: "var(--ink)", strokeWidth: 1.25 }),
      ...(["y1", "y2"] as const).map((end) => strokes(bars.map((bar) => ({ x1: bar.x - 4, x2: bar.x + 4, y1: bar[end], y2: bar[end] })), { stroke: "var(--ink)", strokeWidth: 1.25 })),
      circles(dots, { r: 3.75, fill: "var(--c1)", stroke: "var(--card)", strokeWidth: 1.5 }),
      texts(titles, { fontWeight: 600 }),
      texts(figures, { textAnchor: "middle", fontSize: 12, fontWeight: 600 }),
      texts([...reasons], { textAnchor: "middle", fontSize: SMALL, fill: "var(--ink-soft)" }),
      texts(placed, { textAnchor: "middle", fontSize: SMALL, fill: "var(--ink-soft)" }),
    ],
    height: y + 4 + 14 * Math.max(1, ...broken.map(({ length }) => length)),
  };
}

/** Lines under one another keep one middle. */
const clamped = (x: number, lines: readonly string[]): number => {
  const half = Math.max(...lines.map((line) => measure(line, SMALL))) / 2;
  return Math.min(Math.max(x, half), WIDTH - half);
};
