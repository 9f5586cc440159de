import { expect, test } from "vitest";
import { alpha, omega } from "../../src/stats/reliability.ts";

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
