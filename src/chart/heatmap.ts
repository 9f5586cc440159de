import { type Box, boxes } from "./canvas.ts";
import { type Line, type Mark, texts } from "./marks.ts";
import { measure, WIDTH, wrap } from "./measure.ts";
import { heads } from "./grid.ts";
import type { StackRow } from "./stacks.ts";

/** Beside the cells, for what a row is about. */
const LABEL = 112;
const LINE = 15;
const CELL = 26;
const SMALL = 11.5;
const STEPS = 7;

/** A row a task, a column a time of day or an answer; the darker, the more, each with its figure. Rows touch, so that a shape shows. */
export function heatmap(rows: readonly StackRow[], names: readonly string[]): { marks: Mark[]; height: number } {
  const width = (WIDTH - LABEL) / Math.max(1, names.length);
  const top = heads(names, width, LABEL);
  const most = Math.max(1e-9, ...rows.flatMap(({ shares }) => shares.map((share) => share ?? 0)));
  const labels: Line[] = [];
  const reasons: Line[] = [];
  const cells: Box[] = [];
  const figures: (Line & { readonly on: string })[] = [];
  let y = top.height;
  for (const { label, aside, shares, instead } of rows) {
    const lines = [...wrap(label, LABEL - 8, SMALL + 0.5), ...(aside === undefined ? [] : [aside])];
    const height = Math.max(CELL, lines.length * LINE + 4);
    lines.forEach((text, i) => labels.push({ x: 0, y: y + height / 2 + LINE * (i - (lines.length - 1) / 2), text }));
    if (instead !== undefined) reasons.push({ x: LABEL, y: y + height / 2, text: instead });
    shares.forEach((share, i) => {
      const step = share === undefined || share === 0 ? 0 : Math.min(STEPS, 1 + Math.floor((share / most) * (STEPS - 1) + 0.5));
      cells.push({ x1: LABEL + i * width, x2: LABEL + (i + 1) * width, y1: y, y2: y + height, fill: step === 0 ? "var(--track)" : `var(--s${step})` });
      const text = share === undefined ? "–" : String(Math.round(share * 100));
      if (measure(text, SMALL) <= width - 2) figures.push({ x: LABEL + (i + 0.5) * width, y: y + height / 2, text, on: step === 0 ? "var(--ink-soft)" : `var(--on-s${step})` });
    });
    y += height;
  }
  const inks = [...new Set(figures.map(({ on }) => on))];
  return {
    marks: [
      ...top.marks,
      ...boxes(cells, { inset: 0.5 }),
      texts(labels, { fontSize: SMALL + 0.5 }),
      texts(reasons, { fontSize: SMALL, fill: "var(--ink-soft)" }),
      ...inks.map((on) => texts(figures.filter((figure) => figure.on === on), { textAnchor: "middle", fontSize: SMALL, fill: on, fontVariant: "tabular-nums" })),
    ],
    height: Math.max(1, y + 2),
  };
}
