/** Answers that share one value. */
export interface Count {
  readonly x: number;
  readonly n: number;
}

/** Continuous definitions of Hyndman and Fan 1996: where the k-th of n values stands, as (k - a) / (n + 1 - a - b). */
const PLACES = { 4: [0, 1], 5: [0.5, 0.5], 6: [0, 0], 7: [1, 1], 8: [1 / 3, 1 / 3], 9: [3 / 8, 3 / 8] } as const;

export type QuantileType = 1 | 2 | keyof typeof PLACES;

/**
 * Sample quantile by the numbered definitions of Hyndman and Fan 1996, as R's `quantile` has them: 1 is an observed value,
 * 2 averages where the share falls between two, 7 is R's default, 8 the authors' choice.
 * @param p 0 to 1
 * @returns undefined where there is no answer
 */
export function sampleQuantile(counts: readonly Count[], p: number, type: QuantileType = 7): number | undefined {
  const sorted = counts.filter(({ n }) => n > 0).sort((a, b) => a.x - b.x);
  const n = sorted.reduce((sum, count) => sum + count.n, 0);
  if (n === 0) return undefined;
  const [a, b] = type === 1 || type === 2 ? [0, 1] : PLACES[type];
  const place = a + p * (n + 1 - a - b);
  // Shares such as 0.1 are not exact; what is a hair off a whole place stands there.
  const nearest = Math.round(place);
  const isWhole = Math.abs(place - nearest) < 4 * Number.EPSILON * n;
  const k = isWhole ? nearest : Math.floor(place);
  const rest = isWhole ? 0 : place - k;
  const part = type === 1 ? Number(rest > 0) : type === 2 ? (rest > 0 ? 1 : 0.5) : rest;
  const [below, above] = [valueAt(sorted, k), valueAt(sorted, k + 1)];
  return part === 0 ? below : part === 1 ? above : below + part * (above - below);
}

/** k-th smallest value, the first and the last standing in for what lies outside. */
function valueAt(sorted: readonly Count[], k: number): number {
  let seen = 0;
  return (sorted.find(({ n }) => (seen += n) >= k) ?? sorted.at(-1))?.x ?? Number.NaN;
}
