import { type Box, boxes, type Span, whiskers } from "./canvas.ts";
import { type Line, type Mark, texts } from "./marks.ts";
import { measure, SIZE, WIDTH, wrap } from "./measure.ts";

const LINE = 17;
const BAR = 10;
const GAP = 5;
/** Between one small picture and the next. */
const AWAY = 12;
/** Room for the figure at the end of a bar. */
const FIGURE = 52;
const SMALL = 12;
/** Most that names of groups take of the width. */
const NAMES = 112;

export interface Panel {
  readonly title: string;
  readonly rows: readonly PanelRow[];
}

export interface PanelRow {
  readonly label: string;
  /** 0 to 1 of the track; nothing is drawn where it is not known. */
  readonly share: number | undefined;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly value: string;
  /** Said in place of a bar. */
  readonly instead?: string;
}

/** Small pictures on one scale beneath one another: the same groups in the same order, so that they can be compared. */
export function multiples(panels: readonly Panel[]): { marks: Mark[]; height: number } {
  const names = Math.min(NAMES, Math.max(24, ...panels.flatMap(({ rows }) => rows.map(({ label }) => measure(label, SMALL)))) + 8);
  const track = WIDTH - names - FIGURE;
  const titles: Line[] = [];
  const labels: Line[] = [];
  const values: Line[] = [];
  const reasons: Line[] = [];
  const tracks: Box[] = [];
  const spans: Span[] = [];
  let y = 0;
  for (const { title, rows } of panels) {
    const lines = wrap(title, WIDTH, SIZE);
    lines.forEach((text, i) => titles.push({ x: 0, y: y + 18 * (i + 0.5), text }));
    y += 18 * lines.length + 3;
    for (const { label, share, low, high, value, instead } of rows) {
      const broken = wrap(label, names - 8, SMALL);
      const height = Math.max(LINE, broken.length * 14 + 2);
      const middle = y + height / 2;
      broken.forEach((text, i) => labels.push({ x: 0, y: middle + 14 * (i - (broken.length - 1) / 2), text }));
      if (instead !== undefined) reasons.push({ x: names, y: middle, text: instead });
      else values.push({ x: WIDTH, y: middle, text: value });
      if (share !== undefined) tracks.push({ x1: names, x2: names + track, y1: middle - BAR / 2, y2: middle + BAR / 2, fill: "var(--track)" });
      if (share !== undefined && share > 0) tracks.push({ x1: names, x2: names + Math.max(1.5, share * track), y1: middle - BAR / 2, y2: middle + BAR / 2, fill: "var(--c1)" });
      if (low !== undefined && high !== undefined) spans.push({ low: names + low * track, high: names + Math.min(1, high) * track, y: middle });
      y += height + GAP;
    }
    y += AWAY - GAP;
  }
  return {
    marks: [
      ...boxes(tracks, { rx: 2 }),
      ...whiskers(spans, 3),
      texts(titles, { fontWeight: 600 }),
      texts(labels, { fontSize: SMALL, fill: "var(--ink-soft)" }),
      texts(reasons, { fontSize: 11.5, fill: "var(--ink-soft)" }),
      texts(values, { textAnchor: "end", fontSize: SMALL, fontWeight: 600, fontVariant: "tabular-nums" }),
    ],
    height: Math.max(1, y - AWAY + 4),
  };
}
