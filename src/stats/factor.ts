import { at, type Matrix } from "./matrix.ts";

/** One common factor behind items: how strongly each depends on it, and the variance that is the item's own. */
export interface Factor {
  readonly loadings: readonly number[];
  readonly unique: readonly number[];
}

const STEPS = 20_000;

/** No item is taken to be the factor itself. */
const LEAST = 0.001;

/** Signs as the items' sums have them, size in the middle of what occurs. */
const startOf = (r: Matrix): number[] => r.map((row) => Math.sign(row.reduce((sum, value) => sum + value, 0)) * 0.6);

const changeOf = (next: readonly number[], before: readonly number[]): number => Math.max(...next.map((value, i) => Math.abs(value - (before[i] ?? 0))));

/** Maximum likelihood by the EM steps of Rubin and Thayer 1982. @param r correlations */
export function factorOf(r: Matrix): Factor {
  let loadings = startOf(r);
  let unique = loadings.map((loading) => 1 - loading * loading);
  for (let step = 0; step < STEPS; step++) {
    const precision = 1 / (1 + loadings.reduce((sum, loading, i) => sum + (loading * loading) / (unique[i] ?? 1), 0));
    const beta = loadings.map((loading, i) => (precision * loading) / (unique[i] ?? 1));
    const rBeta = r.map((row) => row.reduce((sum, value, j) => sum + value * (beta[j] ?? 0), 0));
    const second = precision + beta.reduce((sum, b, i) => sum + b * (rBeta[i] ?? 0), 0);
    const next = rBeta.map((value) => value / second);
    const change = changeOf(next, loadings);
    unique = next.map((value, i) => Math.max(LEAST, 1 - value * (rBeta[i] ?? 0)));
    loadings = next;
    if (change < 1e-10) break;
  }
  return { loadings, unique };
}

/** Least squares of what is left beside the diagonal (Harman and Jones 1966), one loading after the other. @param r correlations */
export function minresOf(r: Matrix): Factor {
  let loadings = startOf(r);
  for (let step = 0; step < STEPS; step++) {
    const next = [...loadings];
    for (const i of next.keys()) {
      const others = next.map((loading, j) => (j === i ? 0 : loading));
      next[i] = others.reduce((sum, loading, j) => sum + at(r, i, j) * loading, 0) / others.reduce((sum, loading) => sum + loading * loading, 0);
    }
    const change = changeOf(next, loadings);
    loadings = next;
    if (change < 1e-12) break;
  }
  return { loadings, unique: loadings.map((loading) => Math.max(LEAST, 1 - loading * loading)) };
}
