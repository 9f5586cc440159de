import { answerValues, type Variable } from "../survey/codebook.ts";
import { colours } from "./canvas.ts";
import type { FigurePlan } from "./figure.ts";

/** A scale with two sides: places of its values among the answers, each side from the low end up. */
export interface Sides {
  readonly below: readonly number[];
  readonly middle: readonly number[];
  readonly above: readonly number[];
}

/**
 * Where a scale turns: at the value or between the two that the study names; else at 0 where numbers stand on both sides of
 * it, which need not be half way; else half way.
 */
export function sidesOf(variable: Variable, middle?: FigurePlan["middle"]): Sides {
  const placed = answerValues(variable).flatMap(({ code, score }, place) => (score === undefined ? [] : [{ code, score, place }])).sort((a, b) => a.score - b.score);
  const named = [middle ?? []].flat().flatMap((code) => placed.find((value) => value.code === code)?.score ?? []);
  const scores = placed.map(({ score }) => score);
  const [low, high] = [scores[0] ?? 0, scores.at(-1) ?? 0];
  const turn = named.length > 0 ? named.reduce((sum, score) => sum + score, 0) / named.length : low < 0 && high > 0 ? 0 : (low + high) / 2;
  const of = (within: (score: number) => boolean): number[] => placed.flatMap(({ score, place }) => (within(score) ? [place] : []));
  return { below: of((score) => score < turn), middle: of((score) => score === turn), above: of((score) => score > turn) };
}

/** Shades that a side has, from the middle out: 3 of one hue. */
const SHADES: Readonly<Record<number, readonly number[]>> = { 0: [], 1: [1], 2: [0, 2], 3: [0, 1, 2] };

/** A hue a side and grey in the middle; of sides with more values than shades, steps of one hue. */
export function sideColours({ below, middle, above }: Sides, count: number): string[] {
  const [left, right] = [SHADES[below.length], SHADES[above.length]];
  if (!left || !right || middle.length > 1) return colours("steps", count);
  const fills = Array.from({ length: count }, () => "var(--c6)");
  below.forEach((place, i) => (fills[place] = `var(--d${1 + (left[i] ?? 0)})`));
  for (const place of middle) fills[place] = "var(--d4)";
  above.forEach((place, i) => (fills[place] = `var(--d${5 + (right[i] ?? 0)})`));
  return fills;
}
