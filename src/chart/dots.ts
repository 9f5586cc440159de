import { type Span, whiskers } from "./canvas.ts";
import { circles, type Corners, diamonds, type Line, type Mark, type Spot, strokes, texts } from "./marks.ts";
import { measure, SIZE, WIDTH, wrap } from "./measure.ts";

/** One mean on a scale. */
export interface DotRow {
  readonly label: string;
  /** At the end of the label's line. */
  readonly value: string;
  /** In units of the scale, as the others; nothing is drawn where there is none. */
  readonly at?: number | undefined;
  readonly low?: number;
  readonly high?: number;
  /** The same in an earlier wave: a hollow diamond. */
  readonly before?: number;
  /** A line of its own under the label. */
  readonly aside?: string;
  /** Begins a part of the figure. */
  readonly heading?: string;
}

const LEADING = 18;
const TRACK = 22;
const GAP = 10;
/** Between a label and the value at the end of its line. */
const AWAY = 10;
/** On either side, so that a dot at the end of the scale fits. */
const MARGIN = 7;
const SOFT = 12;
/** Scales of more steps have their ends named only. */
const MOST_TICKS = 11;

/**
 * Dots with their intervals on one scale, each under its label; shape and not only colour tells an earlier wave.
 * @param line where a dashed line stands: the middle of the scale, or the whole
 */
export function dotRows(rows: readonly DotRow[], [from, to]: readonly [number, number], line?: number): { marks: Mark[]; height: number } {
  const x = (value: number): number => MARGIN + ((Math.min(to, Math.max(from, value)) - from) / (to - from || 1)) * (WIDTH - 2 * MARGIN);
  const [labels, values, asides, headings]: [Line[], Line[], Line[], Line[]] = [[], [], [], []];
  const [tracks, lines, spans]: [Corners[], Corners[], Span[]] = [[], [], []];
  const [points, earlier]: [Spot[], Spot[]] = [[], []];
  let y = 0;
  for (const row of rows) {
    if (row.heading !== undefined) {
      y += y === 0 ? 0 : 6;
      for (const text of wrap(row.heading, WIDTH, SOFT)) headings.push({ x: 0, y: (y += LEADING) - LEADING / 2, text });
    }
    // Bold letters are wider than the estimate.
    const label = wrap(row.label, WIDTH, SIZE, measure(row.value, SIZE) * 1.1 + AWAY);
    label.forEach((text, i) => labels.push({ x: 0, y: y + LEADING * (i + 0.5), text }));
    values.push({ x: WIDTH, y: y + LEADING / 2, text: row.value });
    y += LEADING * label.length;
    if (row.aside !== undefined) for (const text of wrap(row.aside, WIDTH, SOFT)) asides.push({ x: 0, y: (y += LEADING - 1) - LEADING / 2, text });
    if (row.at !== undefined) {
      const middle = y + TRACK / 2;
      tracks.push({ x1: x(from), x2: x(to), y1: middle, y2: middle });
      if (line !== undefined) lines.push({ x1: x(line), x2: x(line), y1: middle - TRACK / 2, y2: middle + TRACK / 2 });
      points.push({ x: x(row.at), y: middle });
      if (row.before !== undefined) earlier.push({ x: x(row.before), y: middle });
      if (row.low !== undefined && row.high !== undefined) spans.push({ low: x(row.low), high: x(row.high), y: middle });
      y += TRACK;
    }
    y += GAP;
  }
  const bottom = y;
  const ticks = Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_, i) => Math.ceil(from) + i).filter((_, i, all) => all.length <= MOST_TICKS || i === 0 || i === all.length - 1);
  return {
    marks: [
      strokes(tracks, { stroke: "var(--line)" }),
      strokes(lines, { stroke: "var(--ink-soft)", strokeDasharray: "3,3" }),
      diamonds(earlier, { r: 5.5, fill: "var(--card)", stroke: "var(--ink)", strokeWidth: 1.5 }),
      ...whiskers(spans, 5),
      circles(points, { r: 5, fill: "var(--c1)", stroke: "var(--card)", strokeWidth: 1 }),
      texts(headings, { fontSize: SOFT, fontWeight: 600, fill: "var(--ink-soft)" }),
      texts(labels),
      texts(asides, { fontSize: SOFT, fill: "var(--ink-soft)" }),
      texts(values, { textAnchor: "end", fontWeight: 600, fontVariant: "tabular-nums" }),
      ...(tracks.length === 0 ? [] : [texts(ticks.map((tick) => ({ x: x(tick), y: bottom + 4, text: String(tick).replace("-", "−") })), { textAnchor: "middle", fontSize: 11.5, fill: "var(--ink-soft)" })]),
    ],
    height: tracks.length === 0 ? Math.max(1, bottom - GAP + 2) : bottom + 14,
  };
}
