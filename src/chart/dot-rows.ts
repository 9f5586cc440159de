import { type Span, whiskers } from "./canvas.ts";
import { circles, type Corners, type Line, type Mark, strokes, texts } from "./marks.ts";
import { SIZE, WIDTH, wrap } from "./measure.ts";

const LINE = 18;
const TRACK = 14;
const GAP = 8;
/** Room for the figure at the end of a label's line. */
const FIGURE = 52;
/** So that a dot at either end stays inside. */
const EDGE = 6;

export interface DotRow {
  readonly label: string;
  readonly value: string;
  /** 0 to 1 from one end of the scale to the other; nothing is drawn where there is none. */
  readonly at: number | undefined;
  readonly low?: number;
  readonly high?: number;
}

/** Rows of a point on one common scale, with its interval, under a label and its figure. */
export function dotRows(rows: readonly DotRow[]): { marks: Mark[]; height: number } {
  const labels: Line[] = [];
  const values: Line[] = [];
  const tracks: Corners[] = [];
  const spans: Span[] = [];
  const dots: { readonly x: number; readonly y: number }[] = [];
  const place = (at: number): number => EDGE + Math.min(1, Math.max(0, at)) * (WIDTH - 2 * EDGE);
  let y = 0;
  for (const row of rows) {
    const lines = wrap(row.label, WIDTH, SIZE, FIGURE);
    lines.forEach((text, i) => labels.push({ x: 0, y: y + LINE * (i + 0.5), text }));
    values.push({ x: WIDTH, y: y + LINE * 0.5, text: row.value });
    y += LINE * lines.length;
    if (row.at !== undefined) {
      const middle = y + TRACK / 2;
      tracks.push({ x1: EDGE, x2: WIDTH - EDGE, y1: middle, y2: middle });
      if (row.low !== undefined && row.high !== undefined) spans.push({ low: place(row.low), high: place(row.high), y: middle });
      dots.push({ x: place(row.at), y: middle });
      y += TRACK;
    }
    y += GAP;
  }
  return {
    marks: [
      strokes(tracks, { stroke: "var(--line)" }),
      ...whiskers(spans, 3),
      circles(dots, { r: 5, fill: "var(--c1)", stroke: "var(--card)", strokeWidth: 1.5 }),
      texts(labels),
      texts(values, { textAnchor: "end", fontWeight: 600, fontVariant: "tabular-nums" }),
    ],
    height: Math.max(1, y - GAP + 2),
  };
}
