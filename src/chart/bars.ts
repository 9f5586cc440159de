import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { variableOf } from "../survey/codebook.ts";
import { ESTIMATE, estimateMarks } from "./interval.ts";
import { askedOf } from "./labels.ts";
import { type Box, boxes, paint, type Span, whiskers } from "./canvas.ts";
import { type Line, type Mark, texts } from "./marks.ts";
import { SIZE, WIDTH, wrap } from "./measure.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, intervalOf, labelOf, percent, scaleOf, shareOf } from "./format.ts";
import { distribution, meanScore, type Share } from "./summary.ts";

/** More choices than this are folded: whoever reads a chart looks at the first few. All stand in the table. */
const MOST = 20;
const KEPT = 15;

const LINE = 18;
const BAR = 10;
const GAP = 12;
/** Room for the figure at the end of a label's line. */
const FIGURE = 52;

/** Shares of one variable: a label, its share, and a bar under them on a track that is the whole. */
export function bars(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts } = context;
  const words = CHART[locale];
  const variable = variableOf(codebook, plan.variables[0] ?? "");
  const { n, shares, missing } = distribution(variable, tallies, facts);
  const ordered = variable.kind === "single" || variable.kind === "multiple" ? [...shares].sort((a, b) => b.share - a.share) : shares;
  const rows = ordered.map((share) => ({ ...share, label: labelOf(variable, share.code, locale) }));
  // Answers too rare to be told would be missing from the mean.
  const mean = variable.kind === "rating" && shares.every((share) => shareOf(share, facts) !== null) ? meanScore(variable, tallies) : undefined;
  const scale = scaleOf(variable, context);
  const interval = mean && facts.intervals && Number.isFinite(mean.error) ? `${decimal(mean.low)}–${decimal(mean.high)}` : undefined;
  const title = mean && scale ? words.mean(plan.heading[locale], decimal(mean.mean), words.scale(String(scale[0]), String(scale[1])), interval) : leading(rows, words, facts.intervals) || plan.heading[locale];
  const told = rows.filter((row) => shareOf(row, facts) !== null);
  const alt = words.alt(title, told.length === 0 ? [words.noneTold.replace(/[.。]$/, "")] : told.map(({ label, share }) => `${label} ${percent(share)}`));
  const folded = ordered !== shares && rows.length > MOST ? rows.slice(KEPT) : [];
  const drawn = rows.slice(0, rows.length - folded.length).map((row): BarRow => (told.includes(row) ? { ...row, value: percent(row.share) } : { label: row.label, share: undefined, value: "–" }));
  // What is chosen together does not add up.
  const rest = folded.length > 0 && variable.kind === "single" ? [restOf(folded, words.others(folded.length), facts.rounded)] : [];
  const picture = barRows([...drawn, ...rest]);
  const estimate = mean && scale && scale[1] > scale[0] ? estimateMarks({ value: mean.mean, ...(interval ? { low: mean.low, high: mean.high } : {}) }, scale, ticksOf(scale), picture.height + 6, `${words.columns.mean} ${decimal(mean.mean)}${interval ? ` (${interval})` : ""}`) : [];
  // Rows of dashes alone would leave open whether anything was counted.
  const notes = [...(told.length === 0 ? [words.noneTold] : []), ...(variable.kind === "multiple" && told.length > 0 ? [words.several] : []), ...(told.length > 0 && folded.length > 0 ? [words.folded(folded.length)] : [])];
  return assemble(plan, context, {
    title,
    question: askedOf([variable], locale),
    ...(notes.length === 0 ? {} : { note: notes.join(words.stop) }),
    bases: [n],
    missing,
    alt,
    marked: true,
    svg: paint({ height: picture.height + (estimate.length > 0 ? 6 + ESTIMATE : 0), marks: [...picture.marks, ...estimate], alt }),
    table: {
      columns: [{ label: words.columns.answer, numeric: false }, { label: words.columns.n, numeric: true }, { label: words.columns.share, numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : [])],
      rows: [
        ...rows.map((row) => (told.includes(row) ? [row.label, count(row.n), percent(row.share), ...(facts.intervals ? [intervalOf(row)] : [])] : [row.label, null, null, ...(facts.intervals ? [null] : [])])),
        ...(mean && scale ? [[words.columns.mean, count(mean.n), decimal(mean.mean, 2), ...(facts.intervals ? [interval === undefined ? null : `${decimal(mean.low, 2)}–${decimal(mean.high, 2)}`] : [])]] : []),
      ],
    },
  });
}

/** Every whole number of a short scale, else its ends and its middle. */
const ticksOf = ([low, high]: readonly [number, number]): number[] => (Number.isInteger(low) && high - low <= 10 && Number.isInteger(high) ? Array.from({ length: high - low + 1 }, (_, i) => low + i) : [low, (low + high) / 2, high]);

function restOf(rows: readonly Share[], label: string, rounded: boolean): BarRow {
  const share = rows.reduce((sum, row) => sum + row.share, 0);
  return rounded && share === 0 ? { label, share: undefined, value: "–" } : { label, share, value: percent(share) };
}

/** Names the leader, or both where the intervals of the first two overlap. */
function leading(rows: readonly (Share & { label: string })[], words: (typeof CHART)["en"], tested: boolean): string {
  const [first, second] = [...rows].sort((a, b) => b.share - a.share);
  if (!first || first.share === 0) return "";
  const close = second !== undefined && (tested ? (second.high ?? 0) > (first.low ?? 0) && second.share > 0 : second.share === first.share);
  return close ? words.level(first.label, percent(first.share), second.label, percent(second.share)) : words.leads(first.label, percent(first.share));
}

export interface BarRow {
  readonly label: string;
  /** 0 to 1 of the track; nothing is drawn where it is not known. */
  readonly share: number | undefined;
  readonly low?: number;
  readonly high?: number;
  readonly value: string;
  /** Said in place of a bar. */
  readonly instead?: string;
  /** In place of the colour that all bars share. */
  readonly fill?: string;
}

/** Rows of label, figure and bar, from the top down. */
export function barRows(rows: readonly BarRow[], from = 0, fill = "var(--c1)"): { marks: Mark[]; height: number } {
  const labels: Line[] = [];
  const figures: Line[] = [];
  const tracks: Box[] = [];
  const spans: Span[] = [];
  const reasons: Line[] = [];
  let y = from;
  for (const row of rows) {
    const lines = wrap(row.label, WIDTH, SIZE, FIGURE);
    lines.forEach((text, i) => labels.push({ x: 0, y: y + LINE * (i + 0.5), text }));
    figures.push({ x: WIDTH, y: y + LINE * 0.5, text: row.value });
    y += LINE * lines.length + 2;
    if (row.instead !== undefined) reasons.push({ x: 0, y: y + BAR / 2, text: row.instead });
    if (row.share !== undefined) tracks.push({ x1: 0, x2: WIDTH, y1: y, y2: y + BAR, fill: "var(--track)" });
    if (row.share !== undefined && row.share > 0) tracks.push({ x1: 0, x2: Math.max(1.5, row.share * WIDTH), y1: y, y2: y + BAR, fill: row.fill ?? fill });
    if (row.low !== undefined && row.high !== undefined) spans.push({ low: row.low * WIDTH, high: Math.min(row.high * WIDTH, WIDTH - 1), y: y + BAR / 2 });
    y += BAR + GAP;
  }
  return { marks: [...boxes(tracks, { rx: 2 }), ...whiskers(spans), texts(labels), ...(reasons.length === 0 ? [] : [texts(reasons, { fontSize: 11.5, fill: "var(--ink-soft)" })]), texts(figures, { textAnchor: "end", fontWeight: 600, fontVariant: "tabular-nums" })], height: Math.max(1, y - GAP + 2) };
}
