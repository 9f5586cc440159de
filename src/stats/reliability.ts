import { type Factor, factorOf } from "./factor.ts";
import { at, inverse, type Matrix, squareOf, sumOf } from "./matrix.ts";

/** Reliability of scales from item scores: rows of answers, null where not answered; reversed items are turned before. */
export type ItemScores = readonly (readonly (number | null)[])[];

/** Which rows count: those that answer every item, or for each two items those that answer both. */
export type Use = "complete" | "pairwise";

export interface Alpha {
  /** From covariances (Cronbach 1951). */
  readonly raw: number;
  /** From correlations. */
  readonly standardised: number;
}

/** @returns NaN where fewer than two complete rows or items leave nothing to compute */
export function alpha(scores: ItemScores, use: Use = "complete"): Alpha {
  const covariance = covarianceOf(scores, use);
  return { raw: alphaOf(covariance), standardised: alphaOf(correlationOf(covariance)) };
}

/** Alpha of a scale from the covariances, or correlations, of its items. */
export function alphaOf(matrix: Matrix): number {
  const k = matrix.length;
  return (k / (k - 1)) * (1 - traceOf(matrix) / sumOf(matrix));
}

/** McDonald's omega total of one factor: (Σλ)² / ((Σλ)² + Σψ) with maximum-likelihood loadings of the correlation matrix of complete rows. */
export const omega = (scores: ItemScores): number => omegaOf(factorOf(correlations(scores)));

/** Omega from loadings, whatever way they were found (McDonald 1999). */
export function omegaOf({ loadings, unique }: Factor): number {
  const common = loadings.reduce((sum, loading) => sum + loading, 0) ** 2;
  return common / (common + unique.reduce((sum, value) => sum + value, 0));
}

/** Omega over the variance that is there in place of that which the factor implies: 1 - Σψ / Σr. @param r correlations */
export const omegaOverObserved = ({ unique }: Factor, r: Matrix): number => 1 - unique.reduce((sum, value) => sum + value, 0) / sumOf(r);

/** Guttman's λ₆: 1 - Σ(1 - R²) / Σr, where R² is what all other items explain of an item (Guttman 1945). */
export function lambda6(scores: ItemScores): number {
  const r = correlations(scores);
  const unexplained = inverse(r).map((row, i) => 1 / (row[i] ?? 0));
  return 1 - unexplained.reduce((sum, value) => sum + value, 0) / sumOf(r);
}

/** Mean correlation of two items. */
export function averageCorrelation(scores: ItemScores): number {
  const r = correlations(scores);
  return (sumOf(r) - r.length) / (r.length * (r.length - 1));
}

export interface ItemReliability {
  /** Raw alpha of the scale without the item: where it is higher, the item does not belong. */
  readonly alphaWithout: number;
  /** Correlation of the item with the sum of all others. */
  readonly restCorrelation: number;
}

/** What each item does for its scale, from complete rows, in the order of the items. */
export function itemsOf(scores: ItemScores): ItemReliability[] {
  const covariance = covarianceOf(scores, "complete");
  return covariance.map((own, i) => {
    const others = covariance.filter((_, j) => j !== i).map((row) => row.filter((_, j) => j !== i));
    const shared = own.reduce((sum, value, j) => sum + (j === i ? 0 : value), 0);
    return { alphaWithout: alphaOf(others), restCorrelation: shared / Math.sqrt((own[i] ?? 0) * sumOf(others)) };
  });
}

/** Correlations of the items in complete rows. */
export const correlations = (scores: ItemScores): number[][] => correlationOf(covarianceOf(scores, "complete"));

function covarianceOf(scores: ItemScores, use: Use): number[][] {
  if (use === "complete") return covarianceOfComplete(scores);
  return squareOf(scores[0]?.length ?? 0, (i, j) => at(covarianceOfComplete(scores.map((row) => [row[i] ?? null, row[j] ?? null])), 0, 1));
}

function covarianceOfComplete(scores: ItemScores): number[][] {
  const complete = scores.flatMap((row) => {
    const given = row.filter((score) => score !== null);
    return given.length === row.length ? [given] : [];
  });
  const n = complete.length;
  const means = Array.from({ length: scores[0]?.length ?? 0 }, (_, i) => complete.reduce((sum, row) => sum + (row[i] ?? 0), 0) / n);
  return means.map((mi, i) => means.map((mj, j) => complete.reduce((sum, row) => sum + ((row[i] ?? 0) - mi) * ((row[j] ?? 0) - mj), 0) / (n - 1)));
}

const traceOf = (matrix: Matrix): number => matrix.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);

/** Correlations from covariances. */
export const correlationOf = (covariance: Matrix): number[][] => covariance.map((row, i) => row.map((value, j) => value / Math.sqrt(at(covariance, i, i) * at(covariance, j, j))));
