import fc from "fast-check";
import { expect, test } from "vitest";
import { at, inverse, solve, squareOf } from "../../src/stats/matrix.ts";
import { bisect, bisectFrom } from "../../src/stats/root.ts";

test("what solves equations fulfils them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }).chain((k) => fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: k, maxLength: k }), { minLength: k, maxLength: k })), (given) => {
      // What stands out in the diagonal can be solved.
      const a = given.map((row, i) => row.map((value, j) => (i === j ? 100 + value : value)));
      const b = given.map((row) => [row[0] ?? 0, 1]);
      const x = solve(a, b);
      a.forEach((row, i) => [0, 1].forEach((c) => { expect(row.reduce((sum, value, j) => sum + value * at(x, j, c), 0)).toBeCloseTo(at(b, i, c), 9); }));
    }),
  );
  expect(inverse([[0, 2], [4, 0]])).toEqual([[0, 0.25], [0.5, 0]]);
  expect(squareOf(2, (i, j) => 10 * i + j)).toEqual([[0, 1], [10, 11]]);
});

test("equations that say one thing twice have no solution", () => {
  expect(inverse([[1, 2], [2, 4]]).flat().some(Number.isNaN)).toBe(true);
  expect(inverse([[0.1, 0.3], [0.1 * 3, 0.3 * 3]]).flat().some(Number.isNaN)).toBe(true);
});

test("a root is found to the last digit, wherever it is", () => {
  expect(bisect((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
  expect(bisectFrom((x) => x - 123_456_789.5, 0)).toBeCloseTo(123_456_789.5, 6);
  expect(bisectFrom((x) => x - 1e-9, 0)).toBeCloseTo(1e-9, 18);
});
