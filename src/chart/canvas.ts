import { type Corners, escaped, type Mark, type RectLook, rects, strokes } from "./marks.ts";
import { SIZE, WIDTH } from "./measure.ts";

export interface Painting {
  /** In units of the figure, of which it is WIDTH wide. */
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly alt: string;
}

/** The svg as text: scaled by its box, described in words, without size of its own; colours and the type's face are the page's. */
export const paint = ({ height, marks, alt }: Painting): string =>
  `<svg aria-label="${escaped(alt)}" role="img" style="font-family:inherit;font-size:${SIZE}px;background:none;overflow:visible" viewBox="0 0 ${WIDTH} ${height}" text-anchor="middle" font-size="10" font-family="system-ui, sans-serif" fill="currentColor" class="plot">${marks.join("")}</svg>`;

export interface Box extends Corners {
  readonly fill: string;
}

/** Rectangles, in groups of one colour each, which is then written once. */
export const boxes = (all: readonly Box[], look: Omit<RectLook, "fill"> = {}): Mark[] => [...Map.groupBy(all, ({ fill }) => fill)].map(([fill, of]) => rects(of, { ...look, fill }));

export interface Span {
  readonly low: number;
  readonly high: number;
  readonly y: number;
}

/** Intervals as thin lines with short ends, set off from a bar of any colour. */
export function whiskers(spans: readonly Span[], half = 4): Mark[] {
  const lines = spans.map(({ low, high, y }): Corners => ({ x1: low, x2: high, y1: y, y2: y }));
  const ends = spans.flatMap(({ low, high, y }): Corners[] => [low, high].map((x) => ({ x1: x, x2: x, y1: y - half, y2: y + half })));
  return [strokes(lines, { stroke: "var(--track)", strokeWidth: 4 }), strokes([...lines, ...ends], { stroke: "var(--ink)", strokeWidth: 1.25 })];
}

/** Colours by position: a scale from one end to the other, steps of one hue, or different hues. */
export function colours(kind: "diverging" | "steps" | "hues", count: number): string[] {
  const name = { diverging: "d", steps: "s", hues: "c" }[kind];
  if (kind === "hues") return Array.from({ length: count }, (_, i) => `var(--c${(i % 7) + 1})`);
  if (count === 1) return [`var(--${name}6)`];
  // Mirrored about the middle: what is as far from it on either side must look as strong.
  const step = (i: number): number => (kind === "diverging" && i > (count - 1) / 2 ? 8 - step(count - 1 - i) : kind === "diverging" && i < (count - 1) / 2 ? 1 + Math.floor((i * 6) / (count - 1)) : 1 + Math.round((i * 6) / (count - 1)));
  return Array.from({ length: count }, (_, i) => `var(--${name}${step(i)})`);
}
