import { boxes, paint, whiskers } from "./canvas.ts";
import { circles, type Corners, diamonds, type Line, strokes, texts } from "./marks.ts";
import { SIZE, WIDTH, wrap } from "./measure.ts";

/** One mean on a scale. */
export interface DotRow {
  readonly label: string;
  /** At the end of the label's line. */
  readonly value: string;
  readonly at?: number;
  readonly low?: number;
  readonly high?: number;
  /** The same in an earlier wave: a hollow diamond. */
  readonly before?: number;
  /** A line of its own under the label. */
  readonly aside?: string;
  /** Begins a part of the figure. */
  readonly heading?: string;
}

export interface Dots {
  readonly rows: readonly DotRow[];
  readonly scale: readonly [number, number];
  /** Where the dashed line stands: the middle of the scale, or the whole. */
  readonly line: number;
  readonly alt: string;
}

const LEADING = 18;
const TRACK = 22;
const GAP = 10;
const VALUE = 62;
/** On either side, so that a dot at the end of the scale fits. */
const MARGIN = 7;
const SOFT = 12;

/** Dots with their intervals on one scale, each under its label; shape and not only colour tells an earlier wave. */
export function dots({ rows, scale: [from, to], line, alt }: Dots): string {
  const x = (value: number): number => MARGIN + ((value - from) / (to - from)) * (WIDTH - 2 * MARGIN);
  const [labels, values, asides, headings]: [Line[], Line[], Line[], Line[]] = [[], [], [], []];
  const tracks: { y: number }[] = [];
  const points: { x: number; y: number }[] = [];
  const earlier: { x: number; y: number }[] = [];
  const spans: { low: number; high: number; y: number }[] = [];
  let y = 0;
  for (const row of rows) {
    if (row.heading !== undefined) {
      y += y === 0 ? 0 : 6;
      for (const text of wrap(row.heading, WIDTH, SOFT)) headings.push({ x: 0, y: (y += LEADING) - LEADING / 2, text });
    }
    const lines = wrap(row.label, WIDTH, SIZE, VALUE);
    lines.forEach((text, i) => labels.push({ x: 0, y: y + LEADING * (i + 0.5), text }));
    values.push({ x: WIDTH, y: y + LEADING / 2, text: row.value });
    y += LEADING * lines.length;
    if (row.aside !== undefined) for (const text of wrap(row.aside, WIDTH, SOFT)) asides.push({ x: 0, y: (y += LEADING - 1) - LEADING / 2, text });
    if (row.at !== undefined) {
      const middle = y + TRACK / 2;
      tracks.push({ y: middle });
      points.push({ x: x(row.at), y: middle });
      if (row.before !== undefined) earlier.push({ x: x(row.before), y: middle });
      if (row.low !== undefined && row.high !== undefined) spans.push({ low: Math.max(0, x(row.low)), high: Math.min(WIDTH, x(row.high)), y: middle });
      y += TRACK;
    }
    y += GAP;
  }
  const bottom = y;
  const ticks = Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_, i) => Math.ceil(from) + i).filter((_, i, all) => all.length <= 11 || i === 0 || i === all.length - 1);
  const marks = [
    ...boxes(tracks.map((track) => ({ x1: x(from), x2: x(to), y1: track.y - 1, y2: track.y + 1, fill: "var(--track)" }))),
    strokes(tracks.map((track): Corners => ({ x1: x(line), x2: x(line), y1: track.y - TRACK / 2, y2: track.y + TRACK / 2 })), { stroke: "var(--ink-soft)", strokeDasharray: "3,3" }),
    diamonds(earlier, { r: 5.5, fill: "var(--card)", stroke: "var(--ink)", strokeWidth: 1.5 }),
    ...whiskers(spans, 5),
    circles(points, { r: 5, fill: "var(--c1)", stroke: "var(--card)" }),
    texts(headings, { fontSize: SOFT, fontWeight: 600, fill: "var(--ink-soft)" }),
    texts(labels),
    texts(asides, { fontSize: SOFT, fill: "var(--ink-soft)" }),
    texts(values, { textAnchor: "end", fontWeight: 600, fontVariant: "tabular-nums" }),
    texts(ticks.map((tick) => ({ x: x(tick), y: bottom + 4, text: String(tick) })), { textAnchor: "middle", fontSize: 11.5, fill: "var(--ink-soft)" }),
  ];
  return paint({ height: bottom + 14, marks, alt });
}
