import { SIZE, WIDTH } from "./measure.ts";

/**
 * Shapes and texts at given places, as markup. Every place is known before anything is drawn, so nothing is left for a library
 * of charts to do: Observable Plot, which drew the same pictures from the same places, took three quarters of the time that
 * drawing took, and two thirds of the code that a page of results fetched.
 */
export type Mark = string;

/** Hundredths of a unit are finer than any screen. */
const short = (value: number): number => Math.round(value * 100) / 100;

const NEEDY = /[&<>"\u00a0\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u;

/** For attributes and texts alike. A picture opens as a file of its own: without characters that no XML may hold or names that only HTML knows. */
export const escaped = (text: string): string =>
  NEEDY.test(text) ? text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu, "").replace(/[&<>"\u00a0]/g, (character) => `&#${character.charCodeAt(0)};`) : text;

type Looks = Readonly<Record<string, string | number | undefined>>;

function written(looks: Looks): string {
  let attributes = "";
  for (const name in looks) if (looks[name] !== undefined) attributes += ` ${name}="${looks[name]}"`;
  return attributes;
}

/** What all marks of a group share; nothing is written where nothing is drawn. */
const group = (looks: Looks, marks: string): Mark => (marks === "" ? "" : `<g${written(looks)}>${marks}</g>`);

/** The markup of each in a row. */
function each<T>(data: readonly T[], markup: (datum: T) => string): string {
  let all = "";
  for (const datum of data) all += markup(datum);
  return all;
}

export interface Line {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface TextLook {
  readonly textAnchor?: "start" | "middle" | "end";
  readonly fill?: string;
  readonly fontSize?: number;
  readonly fontWeight?: number;
  readonly fontVariant?: "tabular-nums";
  /** A rim of this colour, so that what lies behind does not disturb. */
  readonly halo?: string;
}

/** Text at given places; y is the baseline's middle. */
export const texts = (lines: readonly Line[], { textAnchor = "start", fill = "var(--ink)", fontSize = SIZE, fontWeight, fontVariant, halo }: TextLook = {}): Mark =>
  group(
    {
      "font-weight": fontWeight,
      "font-variant": fontVariant,
      "font-size": fontSize,
      // The picture as a whole says so too (canvas.ts).
      "text-anchor": textAnchor === "middle" ? undefined : textAnchor,
      ...(halo === undefined ? {} : { "paint-order": "stroke", "stroke-linejoin": "round", "stroke-width": 3, stroke: halo }),
      fill,
    },
    each(lines, ({ x, y, text }) => (text === "" ? "" : `<text transform="translate(${short(x)},${short(y)})" y="0.32em">${escaped(text)}</text>`)),
  );

export interface Corners {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

export interface RectLook {
  readonly fill: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly rx?: number;
  /** Taken off each side, in units. */
  readonly inset?: number;
  readonly insetLeft?: number;
  readonly insetRight?: number;
}

/** Rectangles of one look. */
export function rects(all: readonly Corners[], { fill, stroke, strokeWidth, rx, inset = 0, insetLeft = inset, insetRight = inset }: RectLook): Mark {
  const round = rx === undefined ? "" : ` rx="${rx}"`;
  const markup = ({ x1, x2, y1, y2 }: Corners): string => {
    const [width, height] = [Math.max(0, Math.abs(x2 - x1) - insetLeft - insetRight), Math.max(0, Math.abs(y2 - y1) - 2 * inset)];
    return `<rect${round} height="${short(height)}" width="${short(width)}" y="${short(Math.min(y1, y2) + inset)}" x="${short(Math.min(x1, x2) + insetLeft)}" />`;
  };
  return group({ "stroke-width": strokeWidth, stroke, fill }, each(all, markup));
}

export interface Stroke {
  readonly stroke: string;
  readonly strokeWidth?: number;
  readonly strokeDasharray?: string;
}

/** Straight lines of one look, as one path: a browser reads, lays out and paints one element much faster than one for each. */
export function strokes(all: readonly Corners[], { stroke, strokeWidth, strokeDasharray }: Stroke): Mark {
  if (all.length === 0) return "";
  const looks = { "stroke-dasharray": strokeDasharray, "stroke-width": strokeWidth, stroke, fill: "none" };
  return `<path${written(looks)} d="${each(all, ({ x1, x2, y1, y2 }) => `M${short(x1)},${short(y1)}L${short(x2)},${short(y2)}`)}" />`;
}

/** A line from edge to edge. */
export const rule = (y: number, stroke: string): Mark => strokes([{ x1: 0, x2: WIDTH, y1: y, y2: y }], { stroke });

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface SpotLook {
  readonly r: number;
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth?: number;
}

export const circles = (spots: readonly Spot[], { r, fill, stroke, strokeWidth }: SpotLook): Mark =>
  group({ "stroke-width": strokeWidth, stroke, fill }, each(spots, ({ x, y }) => `<circle r="${r}" cy="${short(y)}" cx="${short(x)}" />`));

/** As large as a dot of this radius, so that neither shape says more. */
export function diamonds(spots: readonly Spot[], { r, fill, stroke, strokeWidth }: SpotLook): Mark {
  const slope = Math.sqrt(1 / 3);
  const half = Math.sqrt((Math.PI * r * r) / (2 * slope));
  const [tall, wide] = [short(half), short(half * slope)];
  return group({ "stroke-width": strokeWidth, stroke, fill }, each(spots, ({ x, y }) => `<path d="M0,${-tall}L${wide},0L0,${tall}L${-wide},0Z" transform="translate(${short(x)},${short(y)})" />`));
}
