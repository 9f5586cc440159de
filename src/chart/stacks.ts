import { type Box, boxes, type Line, measure, SIZE, texts, WIDTH, wrap } from "./canvas.ts";

const LINE = 18;
const BAR = 22;
const GAP = 12;
const SMALL = 11.5;
/** Pale parts would end nowhere without it. */
const EDGE = { stroke: "var(--edge)", strokeWidth: 0.75 };

export interface StackRow {
  readonly label: string;
  /** At the end of the label's line, such as the base. */
  readonly aside?: string;
  /** 0 to 1 each, in the order of the legend; empty where too few answered, undefined where it is not told. */
  readonly shares: readonly (number | undefined)[];
  /** Said in place of a bar. */
  readonly instead?: string;
}

/** Rows that each divide a whole, under a legend that names the parts in the same order. */
export function stacks(rows: readonly StackRow[], legend: readonly string[], fills: readonly string[]): { marks: ReturnType<typeof texts>[]; height: number } {
  const key = legendOf(legend, fills);
  const labels: Line[] = [];
  const asides: Line[] = [];
  const reasons: Line[] = [];
  const parts: Box[] = [];
  const figures: (Line & { readonly on: string })[] = [];
  let y = key.height;
  for (const { label, aside, shares, instead } of rows) {
    const lines = wrap(label, WIDTH, SIZE, aside === undefined ? 0 : measure(aside, SMALL) + 8);
    lines.forEach((text, i) => labels.push({ x: 0, y: y + LINE * (i + 0.5), text }));
    if (aside !== undefined) asides.push({ x: WIDTH, y: y + LINE * 0.5, text: aside });
    y += LINE * lines.length + 2;
    if (instead !== undefined) reasons.push({ x: 0, y: y + BAR / 2, text: instead });
    let x = 0;
    shares.forEach((known, i) => {
      const share = known ?? 0;
      const width = share * WIDTH;
      const fill = fills[i] ?? "var(--c1)";
      if (width > 0) parts.push({ x1: x, x2: x + width, y1: y, y2: y + BAR, fill });
      const text = String(Math.round(share * 100));
      if (width > measure(text, SMALL) + 6) figures.push({ x: x + width / 2, y: y + BAR / 2, text, on: fill.replace("var(--", "var(--on-") });
      x += width;
    });
    y += BAR + GAP;
  }
  const inks = [...new Set(figures.map(({ on }) => on))];
  return {
    marks: [
      ...key.marks,
      ...boxes(parts, { ...EDGE, insetRight: 1 }),
      texts(labels),
      texts(reasons, { fontSize: SMALL, fill: "var(--ink-soft)" }),
      texts(asides, { textAnchor: "end", fontSize: SMALL, fill: "var(--ink-soft)" }),
      ...inks.map((on) => texts(figures.filter((figure) => figure.on === on), { textAnchor: "middle", fontSize: SMALL, fill: on, fontVariant: "tabular-nums" })),
    ],
    height: Math.max(1, y - GAP + 2),
  };
}

/** Swatches and names, flowing over as many lines as they need. */
export function legendOf(legend: readonly string[], fills: readonly string[]): { marks: ReturnType<typeof texts>[]; height: number } {
  const swatches: Box[] = [];
  const names: Line[] = [];
  let [x, y] = [0, 0];
  legend.forEach((name, i) => {
    const lines = wrap(name, WIDTH - 18, SMALL + 0.5);
    const width = Math.max(...lines.map((line) => measure(line, SMALL + 0.5))) + 18 + 12;
    if (x > 0 && x + width - 12 > WIDTH) [x, y] = [0, y + 19];
    swatches.push({ x1: x, x2: x + 12, y1: y + 3, y2: y + 15, fill: fills[i] ?? "var(--c1)" });
    lines.forEach((text, l) => names.push({ x: x + 18, y: y + 9 + 16 * l, text }));
    x += width;
    if (lines.length > 1) [x, y] = [0, y + 16 * (lines.length - 1) + 19];
  });
  return { marks: [...boxes(swatches, { ...EDGE, rx: 2 }), texts(names, { fontSize: SMALL + 0.5, fill: "var(--ink-soft)" })], height: y + 19 + 12 };
}
