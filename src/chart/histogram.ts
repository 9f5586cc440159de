import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { meanOf, type Point, quantileOf } from "../stats/mean.ts";
import { answerValues, type Variable, variableOf } from "../survey/codebook.ts";
import { paint, whiskers } from "./canvas.ts";
import { type Mark, rects, rule, strokes, texts } from "./marks.ts";
import { measure, WIDTH } from "./measure.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, inBrackets, percent, scaleOf, shareOf } from "./format.ts";
import { askedOf } from "./labels.ts";
import { ENOUGH, isWhole, meanScore, missingOf, pointsOf, untoldOf } from "./summary.ts";

const HEIGHT = 150;
const TOP = 46;
/** Above the bars where no band is. */
const BARE = 18;
/** Where the band of the middle half lies. */
const BAND = 17;
const BOTTOM = 26;
/** On either side, so that the names of the outermost edges fit. */
const MARGIN = 16;

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly share: number;
}

/** What differs by less than this part of itself is one number. */
const FINEST = 1e-9;

/** The narrowest round width, a multiple of the step, of which ten cover the span of numbers up to this size. */
function widthOf(span: number, step: number, size: number): number {
  const least = Math.max(span / 10, step);
  if (least <= FINEST * size) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const fits = (width: number): boolean => width >= least * (1 - 1e-9) && (step === 0 || Math.abs(width / step - Math.round(width / step)) < 1e-9);
  return [1, 2, 2.5, 5, 10, 20, 25, 50].map((each) => each * power).find(fits) ?? Math.ceil(least / step - 1e-9) * step;
}

/**
 * Cuts numbers into about ten bins, each from its low end up to but not including its high end.
 * @param closed on a scale that ends at `high` the last bin includes it
 * @param untold answers that count into the whole and are in none of the bins
 */
export function binsOf(points: readonly Point[], [low, high]: readonly [number, number], step = 0, closed = false, untold = 0): Bin[] {
  const width = widthOf(high - low, step, Math.max(1, Math.abs(low), Math.abs(high)));
  const start = Math.floor(low / width + 1e-9) * width;
  const size = Math.max(1, closed ? Math.ceil((high - start) / width - 1e-9) : Math.floor((high - start) / width + 1e-9) + 1);
  const total = points.reduce((sum, point) => sum + point.w, 0) + untold;
  return Array.from({ length: size }, (_, i) => {
    const [from, to] = [start + i * width, start + (i + 1) * width];
    const hair = 1e-9 * width;
    const within = points.filter(({ x }) => (i === 0 || x >= from - hair) && (i === size - 1 || x < to - hair));
    return { low: from, high: to, n: within.reduce((sum, point) => sum + point.n, 0), share: within.reduce((sum, point) => sum + point.w, 0) / (total || 1) };
  });
}

/** The least distance between two answers of a scale. */
function spacingOf(variable: Variable): number | undefined {
  const scores = answerValues(variable).flatMap(({ score }) => score ?? []).sort((a, b) => a - b);
  const gaps = scores.slice(1).map((score, i) => score - (scores[i] ?? 0)).filter((gap) => gap > 0);
  return gaps.length === 0 ? undefined : Math.min(...gaps);
}

/** How numbers spread; scores of constructs with their mean and its interval. */
export function histogram(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts } = context;
  const words = CHART[locale];
  const variable = variableOf(codebook, plan.variables[0] ?? "");
  const points = pointsOf(variable, tallies);
  const xs = points.map(({ x }) => x);
  const scale = variable.construct ? scaleOf(variable, context) : undefined;
  const step = variable.kind === "number" ? variable.step : spacingOf(variable);
  const ends: readonly [number, number] = (variable.kind === "number" ? scale : scaleOf(variable, context)) ?? (xs.length > 0 ? [Math.min(...xs), Math.max(...xs)] : [0, 1]);
  const untold = points.length > 0 ? untoldOf(variable, tallies, facts) : 0;
  const bins = binsOf(points, ends, scale ? 0.5 : (step ?? 0), scale !== undefined, untold);
  const whole = isWhole(variable, tallies, facts);
  const n = points.reduce((sum, point) => sum + point.n, untold);
  const mean = (scale && n < ENOUGH) || !whole ? undefined : meanScore(variable, tallies);
  const median = whole ? quantileOf(points, 0.5) : undefined;
  const [lower, upper] = [0.25, 0.75].map((p) => (whole ? quantileOf(points, p) : undefined));
  const quartiles = !scale && median !== undefined && lower !== undefined && upper !== undefined ? { lower, median, upper } : undefined;
  const report = facts.reliability?.[variable.name];
  const items = codebook.constructs.find(({ name }) => name === variable.name)?.items.length ?? 0;
  const reliability = report && (report.alpha !== null || report.omega !== null) ? words.reliability(items, report.alpha?.toFixed(2) ?? "–", report.omega?.toFixed(2) ?? "–") : undefined;
  const title = (whole && titleOf(plan, context, points)) || plan.heading[locale];
  const most = Math.max(1e-9, ...bins.map(({ share }) => share));
  const domain: readonly [number, number] = [bins[0]?.low ?? 0, bins.at(-1)?.high ?? 1];
  const top = quartiles ? TOP : BARE;
  const height = HEIGHT - TOP + top;
  const y = (share: number): number => top + (1 - share / most) * (height - top);
  const number = (value: number): string => String(Number(value.toPrecision(12)));
  // A bin as wide as a step holds one value.
  const exact = bins.every(({ low, high }) => step !== undefined && high - low < 1.5 * step);
  const nameOf = ({ low, high }: Bin): string => (exact ? number(low) : `${number(low)}–${number(high)}`);
  const alt = words.alt(title, bins.filter((bin) => bin.n > 0).map((bin) => `${nameOf(bin)} ${percent(bin.share)}`));
  const marked = scale !== undefined && mean !== undefined && facts.intervals;
  const places = exact ? bins.map(({ low, high }) => ({ x: (low + high) / 2, text: number(low) })) : [...bins.map(({ low }) => low), domain[1]].map((x) => ({ x, text: number(x) }));
  const every = Math.ceil(((Math.max(...places.map(({ text }) => measure(text, 11.5))) + 8) * bins.length) / (WIDTH - 2 * MARGIN));
  const x = (value: number): number => MARGIN + ((value - domain[0]) / (domain[1] - domain[0])) * (WIDTH - 2 * MARGIN);
  const within = (value: number): number => x(Math.min(domain[1], Math.max(domain[0], value)));
  const marks = [
    ...(quartiles ? quartileMarks({ lower: within(quartiles.lower), median: within(quartiles.median), upper: within(quartiles.upper) }, `${words.columns.median} ${number(quartiles.median)}`) : []),
    rects(bins.map(({ low, high, share }) => ({ x1: x(low), x2: x(high), y1: y(share), y2: height })), { fill: "var(--c1)", insetLeft: 1, insetRight: 1, rx: 1 }),
    rule(height, "var(--line)"),
    texts(places.filter((_, i) => i % every === 0).map((place) => ({ x: x(place.x), y: height + 14, text: place.text })), { textAnchor: "middle", fontSize: 11.5, fill: "var(--ink-soft)" }),
    texts(bins.filter(({ share }) => share > 0.005).map(({ low, high, share }) => ({ x: x((low + high) / 2), y: y(share) - 9, text: percent(share) })), { textAnchor: "middle", fontSize: 11, fill: "var(--ink-soft)", halo: "var(--card)" }),
  ];
  // Under the axis, so that the mean stands on no figure.
  const estimate = mean && scale ? [strokes([{ x1: x(mean.mean), x2: x(mean.mean), y1: height + 26, y2: height + 38 }], { stroke: "var(--ink)", strokeWidth: 2.5 }), ...(marked ? whiskers([{ low: x(Math.max(domain[0], mean.low)), high: x(Math.min(domain[1], mean.high)), y: height + 32 }]) : []), texts([{ x: x(mean.mean), y: height + 48, text: `${words.columns.mean} ${decimal(mean.mean)}` }], { textAnchor: "middle", fontSize: 11.5, fontWeight: 600 })] : [];
  return assemble(plan, context, {
    title,
    question: codebook.constructs.find(({ name }) => name === variable.name)?.note?.[locale] ?? askedOf([variable], locale) + inBrackets(variable.unit?.[locale] ?? "", locale),
    bases: [n],
    missing: missingOf(tallies.filter((tally) => tally.variable === variable.name)),
    alt,
    marked,
    note: [...(quartiles ? [words.quartiles(number(quartiles.lower), `${number(quartiles.upper)}${variable.unit ? ` ${variable.unit[locale]}` : ""}`)] : []), ...(reliability ? [reliability] : [])].join(words.stop) || undefined,
    svg: paint({ height: height + BOTTOM + (estimate.length > 0 ? 32 : 0), marks: [...marks, ...estimate], alt }),
    table: {
      columns: [{ label: words.columns.value, numeric: false }, { label: words.columns.n, numeric: true }, { label: words.columns.share, numeric: true }],
      rows: [
        ...bins.map((bin) => [nameOf(bin), facts.rounded && bin.n === 0 ? null : count(bin.n), shareOf(bin, facts)]),
        ...(mean ? [[words.columns.mean, null, decimal(mean.mean, 2)]] : []),
        ...(marked && mean ? [[words.columns.interval, null, `${decimal(mean.low, 2)}–${decimal(mean.high, 2)}`]] : []),
        ...(quartiles ? [[words.columns.quartileLow, null, number(quartiles.lower)]] : []),
        [words.columns.median, null, median === undefined ? null : number(median)],
        ...(quartiles ? [[words.columns.quartileHigh, null, number(quartiles.upper)]] : []),
        ...(report && reliability ? [["α", null, report.alpha?.toFixed(2) ?? null], ["ω", null, report.omega?.toFixed(2) ?? null]] : []),
      ],
    },
  });
}

/** Above the bars: the middle half as a band, its middle as a line with its name. */
function quartileMarks({ lower, median, upper }: { readonly lower: number; readonly median: number; readonly upper: number }, said: string): Mark[] {
  const half = measure(said, 11.5) / 2;
  return [
    rects([{ x1: lower, x2: upper, y1: BAND, y2: BAND + 8 }], { fill: "var(--c6)", rx: 2 }),
    strokes([{ x1: median, x2: median, y1: BAND - 3, y2: BAND + 11 }], { stroke: "var(--ink)", strokeWidth: 2 }),
    texts([{ x: Math.min(Math.max(median, half), WIDTH - half), y: 7, text: said }], { textAnchor: "middle", fontSize: 11.5, fontWeight: 600 }),
  ];
}

function titleOf(plan: FigurePlan, context: ChartContext, points: readonly Point[]): string {
  const { codebook, locale, facts } = context;
  const words = CHART[locale];
  const variable = variableOf(codebook, plan.variables[0] ?? "");
  const construct = codebook.constructs.find(({ name }) => name === variable.name);
  const scale = scaleOf(variable, context);
  const name = plan.heading[locale];
  if (!construct || !scale) {
    const median = quantileOf(points, 0.5);
    return median === undefined ? "" : words.half(`${Number(median.toFixed(2))}${variable.unit ? ` ${variable.unit[locale]}` : ""}`);
  }
  const found = meanOf(points);
  if (!found) return "";
  if (found.n >= ENOUGH) return words.mean(name, decimal(found.mean), words.scale(String(scale[0]), String(scale[1])), facts.intervals ? `${decimal(found.low)}–${decimal(found.high)}` : undefined);
  const middle = (scale[0] + scale[1]) / 2;
  const total = points.reduce((sum, { w }) => sum + w, 0);
  const good = points.filter(({ x }) => (construct.favourable === "low" ? x < middle : x > middle)).reduce((sum, { w }) => sum + w, 0);
  return words.favourable(name, percent(good / total));
}
