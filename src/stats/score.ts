import { momentsOf, type Point } from "./mean.ts";
import { type Interval, Z95 } from "./proportion.ts";
import type { ItemScores } from "./reliability.ts";

export interface NetScore extends Interval {
  readonly n: number;
  /** Promoters minus detractors in points, -100 to 100. */
  readonly score: number;
  /** Standard error in points, the sample taken for the whole: √((p₊ + p₋ - (p₊ - p₋)²) / n). */
  readonly error: number;
  /** The same with n - 1, as for any mean of a sample; NaN for one answer. */
  readonly sampleError: number;
  /** Half the width of the 95 % interval in points: 1.96 errors; 0 where all agree, however few. */
  readonly half: number;
  /** Of one answer, in square shares: p₊ + p₋ - (p₊ - p₋)². */
  readonly variance: number;
}

/**
 * Net promoter score (Reichheld 2003), which is the mean of answers that count 1, 0 and -1; the interval is ± 1.96 errors.
 * @param counts people, or with weights the sums of weights of a base of `n` effective answers
 * @returns undefined where nobody answered
 */
export function netScore(counts: { readonly detractors: number; readonly passives: number; readonly promoters: number }, n = counts.detractors + counts.passives + counts.promoters): NetScore | undefined {
  const all = counts.detractors + counts.passives + counts.promoters;
  if (!(all > 0)) return undefined;
  const [against, before] = [counts.detractors / all, counts.promoters / all];
  const share = before - against;
  const variance = before + against - share * share;
  const [score, error] = [100 * share, 100 * Math.sqrt(variance / n)];
  const sampleError = n > 1 ? 100 * Math.sqrt(variance / (n - 1)) : Number.NaN;
  const half = Z95 * error;
  return { n, score, error, sampleError, half, variance, low: Math.max(-100, score - half), high: Math.min(100, score + half) };
}

/** The three groups of a 0 to 10 rating, weighted: 0 to 6 detract, 7 and 8 are passive, 9 and 10 promote (Reichheld 2003). */
export function recommenders(points: readonly Point[]): { readonly detractors: number; readonly passives: number; readonly promoters: number } {
  const weight = (of: (x: number) => boolean): number => points.reduce((sum, { x, w }) => sum + (of(x) ? w : 0), 0);
  return { detractors: weight((x) => x < 7), passives: weight((x) => x >= 7 && x < 9), promoters: weight((x) => x >= 9) };
}

/** An answer on the reversed scale: what is high becomes low. */
export const reversed = (score: number, lowest: number, highest: number): number => lowest + highest - score;

/** Mean and standard deviation of a scale, where a person's score is the mean of complete items. */
export function scaleOf(scores: ItemScores): { readonly n: number; readonly mean: number; readonly sd: number } {
  const people = scores.flatMap((row) => {
    const given = row.filter((score) => score !== null);
    return given.length === row.length && row.length > 0 ? [{ x: given.reduce((sum, score) => sum + score, 0) / row.length, n: 1 }] : [];
  });
  const { n, mean, sd } = momentsOf(people);
  return { n, mean, sd };
}
