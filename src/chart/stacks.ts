import { type Box, boxes } from "./canvas.ts";
import { type Line, type Mark, strokes, texts } from "./marks.ts";
import { measure, SIZE, WIDTH, wrap } from "./measure.ts";

const LINE = 18;
const BAR = 22;
const GAP = 12;
const SMALL = 11.5;
/** Pale parts would end nowhere without it. */
const EDGE = { stroke: "var(--edge)", strokeWidth: 0.75 };
/** At the right, for those who stand outside the whole, and what keeps it apart. */
const APART = 34;
const AWAY = 12;

export interface StackRow {
  readonly label: string;
  /** At the end of the label's line, such as the base. */
  readonly aside?: string;
  /** 0 to 1 each, in the order of the legend; empty where too few answered, undefined where it is not told. */
  readonly shares: readonly (number | undefined)[];
  /** Said in place of a bar. */
  readonly instead?: string;
  /** Behind the figure of each share, such as an arrow. */
  readonly marks?: readonly string[];
  /** 0 to 1 of all who were asked, outside the whole; undefined where it is not told. */
  readonly apart?: number | undefined;
}

export interface StackOptions {
  /** What stands outside the whole; no room is kept for it where this is left out. */
  readonly apart?: string | undefined;
  /** Parts below and above a middle, by place; half of what is in the middle lies on either side of one line. */
  readonly sides?: { readonly below: readonly number[]; readonly middle: readonly number[]; readonly above: readonly number[] };
}

type Marks = { marks: Mark[]; height: number };

/** Rows that each divide a whole, under a legend that names the parts in the same order. */
export function stacks(rows: readonly StackRow[], legend: readonly string[], fills: readonly string[], { apart, sides }: StackOptions = {}): Marks {
  const order = sides ? [...sides.below, ...sides.middle, ...sides.above] : legend.map((_, i) => i);
  const key = legendOf([...order.map((i) => legend[i] ?? ""), ...(apart === undefined ? [] : [apart])], [...order.map((i) => fills[i] ?? "var(--c1)"), "none"]);
  const room = apart === undefined ? WIDTH : WIDTH - APART - AWAY;
  const { unit, zero, startOf } = placing(rows, room, sides);
  const labels: Line[] = [];
  const asides: Line[] = [];
  const reasons: Line[] = [];
  const parts: Box[] = [];
  const ticks: { y1: number; y2: number }[] = [];
  const figures: (Line & { readonly on: string })[] = [];
  let y = key.height;
  for (const { label, aside, shares, instead, marks, apart: outside } of rows) {
    const lines = wrap(label, WIDTH, SIZE, aside === undefined ? 0 : measure(aside, SMALL) + 8);
    lines.forEach((text, i) => labels.push({ x: 0, y: y + LINE * (i + 0.5), text }));
    if (aside !== undefined) asides.push({ x: WIDTH, y: y + LINE * 0.5, text: aside });
    y += LINE * lines.length + 2;
    if (instead !== undefined) reasons.push({ x: 0, y: y + BAR / 2, text: instead });
    let x = startOf(shares);
    for (const i of shares.length === 0 ? [] : order) {
      const share = shares[i] ?? 0;
      const width = share * unit;
      const fill = fills[i] ?? "var(--c1)";
      if (width > 0) parts.push({ x1: x, x2: x + width, y1: y, y2: y + BAR, fill });
      const text = `${Math.round(share * 100)}${marks?.[i] ?? ""}`;
      if (fill !== "var(--track)" && width > measure(text, SMALL) + 6) figures.push({ x: x + width / 2, y: y + BAR / 2, text, on: fill.replace("var(--", "var(--on-") });
      x += width;
    }
    if (sides && shares.length > 0) ticks.push({ y1: y - 3, y2: y }, { y1: y + BAR, y2: y + BAR + 3 });
    if (apart !== undefined && shares.length > 0) {
      parts.push({ x1: WIDTH - APART, x2: WIDTH, y1: y, y2: y + BAR, fill: "none" });
      figures.push({ x: WIDTH - APART / 2, y: y + BAR / 2, text: outside === undefined ? "–" : `${Math.round(outside * 100)}%`, on: "var(--ink-soft)" });
    }
    y += BAR + GAP;
  }
  const inks = [...new Set(figures.map(({ on }) => on))];
  return {
    marks: [
      ...key.marks,
      ...boxes(parts, { ...EDGE, insetRight: 1 }),
      ...(ticks.length === 0 ? [] : [strokes(ticks.map((tick) => ({ x1: zero, x2: zero, ...tick })), { stroke: "var(--ink)", strokeWidth: 1.5 })]),
      texts(labels),
      texts(reasons, { fontSize: SMALL, fill: "var(--ink-soft)" }),
      texts(asides, { textAnchor: "end", fontSize: SMALL, fill: "var(--ink-soft)" }),
      ...inks.map((on) => texts(figures.filter((figure) => figure.on === on), { textAnchor: "middle", fontSize: SMALL, fill: on, fontVariant: "tabular-nums" })),
    ],
    height: Math.max(1, y - GAP + 3),
  };
}

/** Units of width a whole takes, and where each row begins: at the left, or so that middles lie above one another. */
function placing(rows: readonly StackRow[], room: number, sides: StackOptions["sides"]): { unit: number; zero: number; startOf: (shares: StackRow["shares"]) => number } {
  if (!sides) return { unit: room, zero: 0, startOf: () => 0 };
  const sum = (shares: StackRow["shares"], places: readonly number[]): number => places.reduce((total, place) => total + (shares[place] ?? 0), 0);
  const reach = (shares: StackRow["shares"], side: readonly number[]): number => sum(shares, side) + sum(shares, sides.middle) / 2;
  const [left, right] = [sides.below, sides.above].map((side) => Math.max(0, ...rows.map(({ shares }) => reach(shares, side))));
  const unit = room / Math.max(1e-9, (left ?? 0) + (right ?? 0));
  const zero = (left ?? 0) * unit;
  return { unit, zero, startOf: (shares) => zero - reach(shares, sides.below) * unit };
}

/** Swatches and names, flowing over as many lines as they need. @param from where it begins; the height is the place below it */
export function legendOf(legend: readonly string[], fills: readonly string[], from = 0): Marks {
  const swatches: Box[] = [];
  const names: Line[] = [];
  let [x, y] = [0, from];
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
