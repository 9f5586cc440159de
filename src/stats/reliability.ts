/** Reliability of scales from item scores: rows of answers, null where not answered; only complete rows count. */
export type ItemScores = readonly (readonly (number | null)[])[];

export interface Alpha {
  /** From covariances (Cronbach 1951). */
  readonly raw: number;
  /** From correlations. */
  readonly standardised: number;
}

/** @returns NaN where fewer than two complete rows or items leave nothing to compute */
export function alpha(scores: ItemScores): Alpha {
  const covariance = covarianceOf(scores);
  return { raw: alphaOf(covariance), standardised: alphaOf(correlationOf(covariance)) };
}

/** Alpha of a scale from the covariances, or correlations, of its items. */
export function alphaOf(matrix: readonly (readonly number[])[]): number {
  const k = matrix.length;
  const trace = matrix.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  const total = matrix.flat().reduce((sum, value) => sum + value, 0);
  return (k / (k - 1)) * (1 - trace / total);
}

/**
 * McDonald's omega total of one factor: (Σλ)² / ((Σλ)² + Σψ) with maximum-likelihood loadings of the correlation matrix,
 * found by the EM steps of Rubin and Thayer 1982.
 */
export const omega = (scores: ItemScores): number => omegaFrom(correlationOf(covarianceOf(scores)));

/** @param r correlations of the items */
export function omegaFrom(r: readonly (readonly number[])[]): number {
  const k = r.length;
  let loadings = Array.from({ length: k }, (_, i) => Math.sign((r[i] ?? []).reduce((sum, value) => sum + value, 0)) * 0.6);
  let unique = loadings.map((loading) => 1 - loading * loading);
  for (let step = 0; step < 20_000; step++) {
    const precision = 1 / (1 + loadings.reduce((sum, loading, i) => sum + (loading * loading) / (unique[i] ?? 1), 0));
    const beta = loadings.map((loading, i) => (precision * loading) / (unique[i] ?? 1));
    const rBeta = r.map((row) => row.reduce((sum, value, j) => sum + value * (beta[j] ?? 0), 0));
    const second = precision + beta.reduce((sum, b, i) => sum + b * (rBeta[i] ?? 0), 0);
    const next = rBeta.map((value) => value / second);
    const change = Math.max(...next.map((value, i) => Math.abs(value - (loadings[i] ?? 0))));
    unique = next.map((value, i) => Math.max(0.001, 1 - value * (rBeta[i] ?? 0)));
    loadings = next;
    if (change < 1e-10) break;
  }
  const common = loadings.reduce((sum, loading) => sum + loading, 0) ** 2;
  return common / (common + unique.reduce((sum, value) => sum + value, 0));
}

function covarianceOf(scores: ItemScores): number[][] {
  const complete = scores.flatMap((row) => {
    const given = row.filter((score) => score !== null);
    return given.length === row.length ? [given] : [];
  });
  const n = complete.length;
  const k = scores[0]?.length ?? 0;
  const means = Array.from({ length: k }, (_, i) => complete.reduce((sum, row) => sum + (row[i] ?? 0), 0) / n);
  return means.map((mi, i) => means.map((mj, j) => complete.reduce((sum, row) => sum + ((row[i] ?? 0) - mi) * ((row[j] ?? 0) - mj), 0) / (n - 1)));
}

/** Correlations from covariances. */
export const correlationOf = (covariance: readonly (readonly number[])[]): number[][] =>
  covariance.map((row, i) => row.map((value, j) => value / Math.sqrt((covariance[i]?.[i] ?? 0) * (covariance[j]?.[j] ?? 0))));
