import { expect, test } from "vitest";
import { factorOf, minresOf } from "../../src/stats/factor.ts";
import { alpha, averageCorrelation, itemsOf, lambda6, omega, omegaOf, omegaOverObserved } from "../../src/stats/reliability.ts";

test("alpha of equal items is 1, of items that have nothing in common 0", () => {
  expect(alpha([[1, 1], [2, 2], [3, 3], [5, 5]])).toEqual({ raw: 1, standardised: 1 });
  const apart = alpha([[1, 1], [1, 2], [2, 1], [2, 2]]);
  expect([apart.raw, apart.standardised]).toEqual([0, 0]);
});

test("alpha by hand: two items with variances 1 and covariance 1/2", () => {
  // k/(k-1) (1 - trace/total) = 2 (1 - 2/3)
  expect(alpha([[1, 1], [2, 3], [3, 2]]).raw).toBeCloseTo(2 / 3, 12);
});

test("incomplete rows do not count", () => {
  const complete = [[1, 2, 2], [2, 2, 3], [3, 4, 4], [5, 4, 5], [2, 1, 2]];
  expect(alpha([...complete, [9, null, 1], [null, 1, 1]])).toEqual(alpha(complete));
  expect(omega([...complete, [9, null, 1]])).toBe(omega(complete));
});

test("a matrix that one factor made gives its loadings back, whichever way, and omega of them", () => {
  const loadings = [0.8, 0.7, -0.6, 0.5];
  const r = loadings.map((a, i) => loadings.map((b, j) => (i === j ? 1 : a * b)));
  for (const factor of [factorOf(r), minresOf(r)]) {
    factor.loadings.forEach((loading, i) => { expect(loading).toBeCloseTo(loadings[i] ?? 0, 6); });
    const unique = 0.36 + 0.51 + 0.64 + 0.75;
    expect(omegaOf(factor)).toBeCloseTo(1.4 ** 2 / (1.4 ** 2 + unique), 6);
    // Where the factor is all there is, what it implies is what is observed.
    expect(omegaOverObserved(factor, r)).toBeCloseTo(omegaOf(factor), 6);
  }
});

test("items that are alike leave the same alpha and have the same correlation with the rest; lambda is that of equal correlations", () => {
  // Every order of 1, 2, 4: all pairs correlate alike.
  const scores = [[1, 2, 4], [1, 4, 2], [2, 1, 4], [2, 4, 1], [4, 1, 2], [4, 2, 1], [9, 9, 9]];
  const items = itemsOf(scores);
  for (const { alphaWithout, restCorrelation } of items) {
    expect(alphaWithout).toBeCloseTo(items[0]?.alphaWithout ?? Number.NaN, 12);
    expect(restCorrelation).toBeCloseTo(items[0]?.restCorrelation ?? Number.NaN, 12);
  }
  const r = averageCorrelation(scores);
  expect(alpha(scores).standardised).toBeCloseTo((3 * r) / (1 + 2 * r), 12);
  // What two items explain of the third, 2r² / (1 + r).
  expect(lambda6(scores)).toBeCloseTo(1 - (3 * (1 - (2 * r * r) / (1 + r))) / (3 + 6 * r), 12);
});

test("pairwise, a row counts wherever it answers both", () => {
  const scores = [[1, 2, null], [2, 3, 1], [3, 3, 4], [4, null, 3], [5, 4, 5]];
  expect(alpha(scores, "pairwise").raw).not.toBe(alpha(scores).raw);
  const complete = scores.filter((row) => !row.includes(null));
  expect(alpha(complete, "pairwise")).toEqual(alpha(complete));
});
