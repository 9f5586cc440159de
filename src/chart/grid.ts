import { type Box, boxes } from "./canvas.ts";
import { type Line, type Mark, texts } from "./marks.ts";
import { measure, SIZE, WIDTH, wrap } from "./measure.ts";
import type { StackRow } from "./stacks.ts";

/** More parts than this cannot be told apart by colour: each then has a place of its own. */
export const MOST_COLOURS = 7;
/** More columns than this leave no room for figures. */
const MOST_COLUMNS = 11;
const LINE = 18;
const CELL = 24;
const GAP = 10;
const SMALL = 11.5;
const STEPS = 7;

type Marks = { marks: Mark[]; height: number };

const inPercent = (share: number): string => String(Math.round(share * 100));

/**
 * Rows of shares under common heads, each cell with its figure, and the darker the larger it is.
 * @param say the figure of a cell; per cent without a sign by default
 */
export function grid(rows: readonly StackRow[], names: readonly string[], say = inPercent): Marks {
  const width = WIDTH / names.length;
  const top = heads(names, width);
  const most = Math.max(1e-9, ...rows.flatMap(({ shares }) => shares.map((share) => share ?? 0)));
  const labels: Line[] = [];
  const asides: Line[] = [];
  const reasons: Line[] = [];
  const cells: Box[] = [];
  const figures: (Line & { readonly on: string })[] = [];
  let y = top.height;
  for (const { label, aside, shares, instead, marks } of rows) {
    const lines = wrap(label, WIDTH, SIZE, aside === undefined ? 0 : measure(aside, SMALL) + 8);
    lines.forEach((text, i) => labels.push({ x: 0, y: y + LINE * (i + 0.5), text }));
    if (aside !== undefined) asides.push({ x: WIDTH, y: y + LINE * 0.5, text: aside });
    y += LINE * lines.length + 1;
    if (instead !== undefined) reasons.push({ x: 0, y: y + CELL / 2, text: instead });
    shares.forEach((share, i) => {
      const step = share === undefined || share === 0 ? 0 : Math.min(STEPS, 1 + Math.floor((share / most) * (STEPS - 1) + 0.5));
      cells.push({ x1: i * width, x2: (i + 1) * width, y1: y, y2: y + CELL, fill: step === 0 ? "var(--track)" : `var(--s${step})` });
      figures.push({ x: (i + 0.5) * width, y: y + CELL / 2, text: share === undefined ? "–" : `${say(share)}${marks?.[i] ?? ""}`, on: step === 0 ? "var(--ink-soft)" : `var(--on-s${step})` });
    });
    y += CELL + GAP;
  }
  const inks = [...new Set(figures.map(({ on }) => on))];
  return {
    marks: [
      ...top.marks,
      ...boxes(cells, { insetLeft: 0.75, insetRight: 0.75, rx: 2 }),
      texts(labels),
      texts(reasons, { fontSize: SMALL, fill: "var(--ink-soft)" }),
      texts(asides, { textAnchor: "end", fontSize: SMALL, fill: "var(--ink-soft)" }),
      ...inks.map((on) => texts(figures.filter((figure) => figure.on === on), { textAnchor: "middle", fontSize: SMALL, fill: on, fontVariant: "tabular-nums" })),
    ],
    height: Math.max(1, y - GAP + 2),
  };
}

/** Lines that a name over its column may take. */
const MOST_LINES = 3;

/** Names over their columns where all of them fit, broken between words at most, else numbers that a list above explains. */
export function heads(names: readonly string[], width: number, from = 0): Marks {
  const broken = names.map((name) => wrap(name, width - 3, SMALL));
  const fit = broken.every((lines, i) => lines.length <= MOST_LINES && !splitsWord(names[i] ?? "", lines) && lines.every((line) => measure(line, SMALL) <= width - 3));
  const list = fit ? [] : listed(names);
  const over = fit ? broken : names.map((_, i) => [String(i + 1)]);
  const height = Math.max(1, ...over.map(({ length }) => length));
  const y = (list.at(-1)?.y ?? -15) + 24;
  // Names stand on their columns: the last lines are level.
  const placed = over.flatMap((lines, i) => lines.map((text, l): Line => ({ x: from + (i + 0.5) * width, y: y + 14 * (height - lines.length + l), text })));
  return { marks: [texts(list, { fontSize: SMALL + 0.5, fill: "var(--ink-soft)" }), texts(placed, { textAnchor: "middle", fontSize: SMALL, fontWeight: 600 })], height: y + 14 * height };
}

/** Whether a Latin word was broken, as nobody would. */
const splitsWord = (name: string, lines: readonly string[]): boolean => lines.slice(1).some((line, i) => /[a-z0-9]$/i.test(lines[i] ?? "") && /^[a-z0-9]/i.test(line) && !name.includes(`${lines[i] ?? ""} ${line}`));

/** Numbered names one after the other, as many to a line as there is room for. */
function listed(names: readonly string[]): Line[] {
  let [x, y] = [0, 9];
  return names.flatMap((name, i) => {
    const lines = wrap(`${i + 1} ${name}`, WIDTH, SMALL + 0.5);
    const width = Math.max(...lines.map((line) => measure(line, SMALL + 0.5)));
    if (x > 0 && x + width > WIDTH) [x, y] = [0, y + 17];
    const placed = lines.map((text, l): Line => ({ x, y: y + 17 * l, text }));
    [x, y] = lines.length > 1 ? [0, y + 17 * lines.length] : [x + width + 14, y];
    return placed;
  });
}

export interface Columns {
  readonly names: readonly string[];
  readonly rows: readonly StackRow[];
}

/**
 * Few enough columns to read: neighbours of an order are added up, of names without order the rarest.
 * @param whole whether the parts of a row add up to one; of what may be chosen together only the commonest are kept
 * @param others what the rest is called, given how many they are
 */
export function fewer(names: readonly string[], rows: readonly StackRow[], { ordered, whole, others }: { ordered: boolean; whole: boolean; others: (n: number) => string }): Columns {
  if (names.length <= MOST_COLUMNS) return { names, rows };
  const groups = ordered ? neighbours(names) : commonest(names, rows, whole, others);
  const added = (shares: StackRow["shares"], places: readonly number[]): number | undefined => {
    const told = places.flatMap((place) => shares[place] ?? []);
    return told.length === 0 ? undefined : told.reduce((sum, share) => sum + share, 0);
  };
  return { names: groups.map(({ name }) => name), rows: rows.map((row) => (row.shares.length === 0 ? row : { ...row, shares: groups.map(({ places }) => added(row.shares, places)), ...(row.marks ? { marks: groups.map(({ places }) => (places.length === 1 ? (row.marks?.[places[0] ?? 0] ?? "") : "")) } : {}) })) };
}

interface Merged {
  readonly name: string;
  readonly places: readonly number[];
}

function neighbours(names: readonly string[]): Merged[] {
  const size = Math.ceil(names.length / MOST_COLUMNS);
  return Array.from({ length: Math.ceil(names.length / size) }, (_, i) => {
    const places = names.map((_name, place) => place).slice(i * size, (i + 1) * size);
    const [first, last] = [names[places[0] ?? 0] ?? "", names[places.at(-1) ?? 0] ?? ""];
    return { name: first === last ? first : `${first}–${last}`, places };
  });
}

function commonest(names: readonly string[], rows: readonly StackRow[], whole: boolean, others: (n: number) => string): Merged[] {
  const sizes = names.map((name, place) => ({ name, place, size: rows.reduce((sum, { shares }) => sum + (shares[place] ?? 0), 0) })).sort((a, b) => b.size - a.size);
  const kept = sizes.slice(0, MOST_COLUMNS - 1).map(({ name, place }) => ({ name, places: [place] }));
  const rest = sizes.slice(MOST_COLUMNS - 1);
  return whole ? [...kept, { name: others(rest.length), places: rest.map(({ place }) => place) }] : kept;
}
