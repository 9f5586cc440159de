import { circles, type Line, type Mark, strokes, texts } from "./marks.ts";
import { measure, WIDTH } from "./measure.ts";

const SMALL = 11.5;

export interface Estimate {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** Units of height that `estimateMarks` takes. */
export const ESTIMATE = 46;

/** An estimate on its scale: a line with marks, a dot, and the interval across it. */
export function estimateMarks({ value, low, high }: Estimate, [from, to]: readonly [number, number], ticks: readonly number[], y: number, said: string): Mark[] {
  const [left, right] = [8, WIDTH - 8];
  const at = (x: number): number => left + ((Math.min(to, Math.max(from, x)) - from) / (to - from || 1)) * (right - left);
  const line = y + 24;
  const half = measure(said, 12) / 2;
  const names = ticks.map((tick): Line => {
    const text = String(tick).replace("-", "−");
    const wide = measure(text, SMALL) / 2;
    return { x: Math.min(Math.max(at(tick), wide), WIDTH - wide), y: line + 14, text };
  });
  return [
    strokes([{ x1: left, x2: right, y1: line, y2: line }], { stroke: "var(--line)" }),
    strokes(ticks.map((tick) => ({ x1: at(tick), x2: at(tick), y1: line - 3, y2: line + 3 })), { stroke: "var(--line)" }),
    ...(low === undefined || high === undefined ? [] : [strokes([{ x1: at(low), x2: at(high), y1: line, y2: line }], { stroke: "var(--ink)", strokeWidth: 3 })]),
    circles([{ x: at(value), y: line }], { r: 5, fill: "var(--c1)", stroke: "var(--card)", strokeWidth: 1.5 }),
    texts([{ x: Math.min(Math.max(at(value), half), WIDTH - half), y: y + 8, text: said }], { textAnchor: "middle", fontSize: 12, fontWeight: 600 }),
    texts(names, { textAnchor: "middle", fontSize: SMALL, fill: "var(--ink-soft)" }),
  ];
}
