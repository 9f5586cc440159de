import * as Plot from "@observablehq/plot";
import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { meanOf, type Point, quantileOf } from "../stats/mean.ts";
import { variableOf } from "../survey/codebook.ts";
import { paint, texts, WIDTH } from "./canvas.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, percent, scaleOf } from "./format.ts";
import { meanScore, missingOf, pointsOf } from "./summary.ts";

const HEIGHT = 150;
const TOP = 30;
const BOTTOM = 26;

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly share: number;
}

/** Cuts numbers into at most twelve bins of a round width that is a multiple of their step. */
export function binsOf(points: readonly Point[], [low, high]: readonly [number, number], step = 0): Bin[] {
  const width = [0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 5000, 10_000, 100_000].find((each) => each >= step && (high - low) / each <= 12) ?? (high - low) / 12;
  const start = Math.floor(low / width) * width;
  const size = Math.max(1, Math.ceil((high - start) / width + 1e-9));
  const total = points.reduce((sum, point) => sum + point.w, 0);
  return Array.from({ length: size }, (_, i) => {
    const [from, to] = [start + i * width, start + (i + 1) * width];
    const within = points.filter(({ x }) => x >= from - 1e-9 && (i === size - 1 ? x <= to + 1e-9 : x < to - 1e-9));
    return { low: from, high: to, n: within.reduce((sum, point) => sum + point.n, 0), share: within.reduce((sum, point) => sum + point.w, 0) / (total || 1) };
  });
}

/** How numbers spread; scores of constructs with their mean and its interval. */
export function histogram(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts, document } = context;
  const words = CHART[locale];
  const variable = variableOf(codebook, plan.variables[0] ?? "");
  const points = pointsOf(variable, tallies);
  const xs = points.map(({ x }) => x);
  const scale = variable.construct ? scaleOf(variable, context) : undefined;
  const ends: readonly [number, number] = scale ?? (xs.length > 0 ? [Math.min(...xs), Math.max(...xs)] : [0, 1]);
  const bins = binsOf(points, ends, variable.construct ? 0.5 : (variable.step ?? 0));
  const mean = meanScore(variable, tallies);
  const median = quantileOf(points, 0.5);
  const unit = variable.unit?.[locale];
  const title = titleOf(plan, context, points);
  const most = Math.max(1e-9, ...bins.map(({ share }) => share));
  const domain: readonly [number, number] = [bins[0]?.low ?? 0, bins.at(-1)?.high ?? 1];
  const y = (share: number): number => TOP + (1 - share / most) * (HEIGHT - TOP);
  const number = (value: number): string => String(Number(value.toFixed(2)));
  const alt = words.alt(title, bins.filter(({ n }) => n > 0).map(({ low, high, share }) => `${number(low)}–${number(high)} ${percent(share)}`));
  const marked = variable.construct !== undefined && mean !== undefined && facts.intervals;
  const ticks = bins.length > 8 ? bins.filter((_, i) => i % 2 === 0) : bins;
  const marks = [
    Plot.rect(bins, { x1: "low", x2: "high", y1: (bin: Bin) => y(bin.share), y2: () => HEIGHT, fill: "var(--c1)", insetLeft: 1, insetRight: 1, rx: 1 }),
    Plot.ruleY([HEIGHT], { stroke: "var(--line)" }),
    texts([...ticks.map(({ low }) => low), domain[1]].map((x) => ({ x, y: HEIGHT + 14, text: number(x) })), { textAnchor: "middle", fontSize: 11.5, fill: "var(--ink-soft)" }),
    texts(bins.filter(({ share }) => share > 0.005).map(({ low, high, share }) => ({ x: (low + high) / 2, y: y(share) - 9, text: percent(share) })), { textAnchor: "middle", fontSize: 11, fill: "var(--ink-soft)" }),
    ...(mean && variable.construct
      ? [
          ...(marked ? [Plot.rect([mean], { x1: "low", x2: "high", y1: () => 8, y2: () => HEIGHT, fill: "var(--ink)", fillOpacity: 0.14 })] : []),
          Plot.link([mean], { x1: "mean", x2: "mean", y1: () => 8, y2: () => HEIGHT, stroke: "var(--ink)", strokeWidth: 1.5 }),
        ]
      : []),
  ];
  return assemble(plan, context, {
    title,
    question: codebook.constructs.find(({ name }) => name === variable.name)?.note?.[locale] ?? `${variable.label[locale]}${unit ? `（${unit}）` : ""}`,
    bases: [points.reduce((sum, { n }) => sum + n, 0)],
    missing: missingOf(tallies.filter((tally) => tally.variable === variable.name)),
    alt,
    svg: paint({ document, height: HEIGHT + BOTTOM, domain, range: [16, WIDTH - 16], marks, alt }),
    table: {
      columns: [{ label: words.columns.value, numeric: false }, { label: words.columns.n, numeric: true }, { label: words.columns.share, numeric: true }],
      rows: [
        ...bins.map(({ low, high, n, share }) => [`${number(low)}–${number(high)}`, count(n), percent(share)]),
        [words.columns.mean, null, mean ? decimal(mean.mean, 2) : null],
        [words.columns.median, null, median === undefined ? null : number(median)],
        ...(marked && mean ? [[words.columns.interval, null, `${decimal(mean.low, 2)}–${decimal(mean.high, 2)}`]] : []),
      ],
    },
  });
}

/** A mean score is stated from 30 answers on; below, only how many lie on the favourable side. */
const ENOUGH = 30;

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
