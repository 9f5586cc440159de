import * as Plot from "@observablehq/plot";
import { SIZE, WIDTH } from "./measure.ts";

export interface Painting {
  readonly document: Document;
  readonly height: number;
  /** Units of the data at the left and right edge; pixels from 0 to WIDTH by default. */
  readonly domain?: readonly [number, number];
  /** Where these edges lie, in units of the figure. */
  readonly range?: readonly [number, number];
  readonly marks: readonly Plot.Markish[];
  readonly alt: string;
}

/** Draws with Plot and gives the svg as text: scaled by its box, described in words, without size of its own. */
export function paint({ document, height, domain = [0, WIDTH], range = [0, WIDTH], marks, alt }: Painting): string {
  const svg = Plot.plot({
    document,
    width: WIDTH,
    height,
    margin: 0,
    x: { axis: null, type: "linear", domain: [...domain], range: [...range] },
    y: { axis: null, type: "identity" },
    style: { fontFamily: "inherit", fontSize: `${SIZE}px`, background: "none", overflow: "visible" },
    marks: [...marks],
  });
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  svg.setAttribute("role", "img");
  // Plot's own style sheet fixes size and colours, which the page decides.
  for (const style of [...svg.querySelectorAll("style")]) style.remove();
  // The picture as a whole is described in words; a name without a role would only confuse screen readers.
  for (const part of [...svg.querySelectorAll("g[aria-label]")]) part.removeAttribute("aria-label");
  svg.setAttribute("class", "plot");
  for (const part of svg.querySelectorAll("*")) for (const name of GEOMETRY) shorten(part, name);
  // The picture opens as a file of its own: without characters that no XML may hold or names that only HTML knows, and its
  // description escaped here because not every document does so in attributes.
  // On screens of one pixel a point Plot moves marks by half a pixel; the build has no screen. One picture everywhere.
  return svg.outerHTML.replaceAll(/ transform="translate\((?:0|0\.5),(?:0|0\.5)\)"/g, "").replace("<svg", () => `<svg aria-label="${escaped(alt)}"`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu, "").replaceAll("&nbsp;", "&#160;");
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const GEOMETRY = ["x", "y", "x1", "x2", "y1", "y2", "width", "height", "d", "transform"];

/** Hundredths of a unit are finer than any screen. */
function shorten(part: Element, name: string): void {
  const value = part.getAttribute(name);
  if (value !== null) part.setAttribute(name, value.replace(/\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100)));
}

export interface Line {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Text at given places; y is the baseline's middle. */
export const texts = (lines: readonly Line[], options: Plot.TextOptions = {}): Plot.Markish =>
  Plot.text(lines, { x: "x", y: "y", text: "text", textAnchor: "start", fill: "var(--ink)", fontSize: SIZE, ...options });

export interface Box {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  readonly fill: string;
}

/** Rectangles; one call a colour, because Plot writes a constant colour once. */
export const boxes = (all: readonly Box[], options: Plot.RectOptions = {}): Plot.Markish[] =>
  [...new Set(all.map(({ fill }) => fill))].map((fill) => Plot.rect(all.filter((box) => box.fill === fill), { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill, ...options }));

export interface Span {
  readonly low: number;
  readonly high: number;
  readonly y: number;
}

/** Intervals as thin lines with short ends, set off from a bar of any colour. */
export function whiskers(spans: readonly Span[], half = 4): Plot.Markish[] {
  if (spans.length === 0) return [];
  const stroke = { stroke: "var(--ink)", strokeWidth: 1.25 };
  return [
    Plot.link(spans, { x1: "low", x2: "high", y1: "y", y2: "y", stroke: "var(--track)", strokeWidth: 4 }),
    Plot.link(spans, { x1: "low", x2: "high", y1: "y", y2: "y", ...stroke }),
    ...["low", "high"].map((end) => Plot.link(spans, { x1: end, x2: end, y1: (span: Span) => span.y - half, y2: (span: Span) => span.y + half, ...stroke })),
  ];
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
