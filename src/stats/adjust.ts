/** P-values when many tests are made at once, in the order they were given (as R's `p.adjust`). */

/** Bounds the probability of any false finding (Holm 1979), and is never less powerful than `bonferroni`. */
export const holm = (ps: readonly number[]): number[] => stepped(ps, "down", (rank, count) => count - rank);

/** Each of many tests with the p that Holm leaves it: what a page may call a difference. */
export function withHolm<T extends { readonly p: number }>(tests: readonly T[]): (T & { readonly adjusted: number })[] {
  const adjusted = holm(tests.map(({ p }) => p));
  return tests.map((test, i) => ({ ...test, adjusted: adjusted[i] ?? Number.NaN }));
}

/** Bounds the probability of any false finding (Bonferroni 1936). */
export const bonferroni = (ps: readonly number[]): number[] => ps.map((p) => Math.min(1, p * ps.length));

/** Bounds the share of false findings among all, for tests that are independent (Benjamini and Hochberg 1995). */
export const benjaminiHochberg = (ps: readonly number[]): number[] => stepped(ps, "up", (rank, count) => count / (rank + 1));

/** The same for tests that depend on one another in any way (Benjamini and Yekutieli 2001). */
export function benjaminiYekutieli(ps: readonly number[]): number[] {
  const harmonic = ps.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  return stepped(ps, "up", (rank, count) => (harmonic * count) / (rank + 1));
}

/**
 * Multiplies each p by what its rank asks for, and lets none be smaller than one that ranks before it.
 * @param way down from the smallest p, each at least the one before; or up from the largest, each at most the one before
 */
function stepped(ps: readonly number[], way: "down" | "up", factor: (rank: number, count: number) => number): number[] {
  const ranked = ps.map((p, at) => ({ p, at })).sort((a, b) => a.p - b.p).map(({ p, at }, rank) => ({ p: p * factor(rank, ps.length), at }));
  const result = ps.map(() => Number.NaN);
  let bound = way === "down" ? 0 : 1;
  for (const { p, at } of way === "down" ? ranked : ranked.reverse()) {
    bound = way === "down" ? Math.min(1, Math.max(bound, p)) : Math.min(bound, p);
    result[at] = bound;
  }
  return result;
}
