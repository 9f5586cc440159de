import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanOf, momentsOf, type Point, quantileOf, unweighted } from "../../src/stats/mean.ts";
import { sampleQuantile } from "../../src/stats/quantile.ts";

const point = (x: number, w = 1): Point => ({ x, n: 1, w, w2: w * w });
const value = fc.double({ min: -1000, max: 1000, noNaN: true });
const weight = fc.double({ min: 0.01, max: 50, noNaN: true });

/** Equal values and weights together, as tallies hold them. */
const gathered = (points: readonly Point[]): Point[] => [...Map.groupBy(points, ({ x }) => x).values()].map((same) => same.reduce((sum, { x, n, w, w2 }) => ({ x, n: sum.n + n, w: sum.w + w, w2: sum.w2 + w2 })));

describe("a mean", () => {
  test("by hand: 1, 2, 6 has mean 3 and standard error √(7/3)", () => {
    const found = meanOf([point(1), point(2), point(6)]);
    expect(found).toMatchObject({ n: 3, mean: 3 });
    // Variance 14/2 of the values, divided by 3.
    expect(found?.error).toBeCloseTo(Math.sqrt(7 / 3), 12);
  });

  test("lies among the values, inside its interval, and is the same from counts as from single answers", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), weight), { minLength: 2, maxLength: 60 }), (given) => {
        const points = given.map(([x, w]) => point(x, w));
        const [single, counted] = [meanOf(points), meanOf(gathered(points))];
        if (!single || !counted) throw new Error("there are answers");
        expect(single.mean).toBeGreaterThanOrEqual(Math.min(...points.map(({ x }) => x)) - 1e-9);
        expect(single.mean).toBeLessThanOrEqual(Math.max(...points.map(({ x }) => x)) + 1e-9);
        expect(single.low).toBeLessThanOrEqual(single.mean);
        expect(single.high).toBeGreaterThanOrEqual(single.mean);
        expect(counted.n).toBe(points.length);
        for (const key of ["mean", "error", "low", "high"] as const) expect(counted[key]).toBeCloseTo(single[key], 8);
      }),
      { numRuns: 500 },
    );
  });

  test("follows its values: shifted, stretched and weighted a hundredfold", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, weight), { minLength: 2, maxLength: 30 }), value, (given, shift) => {
        const before = meanOf(given.map(([x, w]) => point(x, w)));
        const after = meanOf(given.map(([x, w]) => point(3 * x + shift, 100 * w)));
        expect(after?.mean).toBeCloseTo(3 * (before?.mean ?? Number.NaN) + shift, 6);
        expect(after?.error).toBeCloseTo(3 * (before?.error ?? Number.NaN), 6);
      }),
      { numRuns: 300 },
    );
  });

  test("narrows with the answers: ten times as many alike, over three times as narrow", () => {
    const few = meanOf([point(1), point(2), point(4), point(5)]);
    const many = meanOf(Array.from({ length: 10 }, () => [point(1), point(2), point(4), point(5)]).flat());
    expect((few?.error ?? 0) / (many?.error ?? 1)).toBeGreaterThan(Math.sqrt(10));
  });

  test("of nobody or of weights that are all nought is none; of one answer it has no error", () => {
    expect(meanOf([])).toBeUndefined();
    expect(meanOf([point(3, 0)])).toBeUndefined();
    expect(meanOf([point(3)])).toMatchObject({ mean: 3, error: Number.NaN });
  });
});

describe("a quantile", () => {
  test("is the smallest value that has the share at or below it", () => {
    const points = [5, 1, 4, 2, 3].map((x) => point(x));
    expect([0.2, 0.21, 0.5, 0.6, 1].map((p) => quantileOf(points, p))).toEqual([1, 2, 3, 3, 5]);
    expect(quantileOf([], 0.5)).toBeUndefined();
    // Ten times 0.1 is a hair less than 1.
    expect(quantileOf(Array.from({ length: 10 }, (_, i) => point(i, 0.1)), 0.3)).toBe(2);
  });

  test("of any weights has at least the share of them at or below, and less below", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), weight), { minLength: 1, maxLength: 50 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (given, p) => {
        const found = quantileOf(given.map(([x, w]) => point(x, w)), p) ?? Number.NaN;
        const weightOf = (of: (x: number) => boolean): number => given.reduce((sum, [x, w]) => sum + (of(x) ? w : 0), 0);
        const total = weightOf(() => true);
        expect(weightOf((x) => x <= found)).toBeGreaterThanOrEqual(p * total * (1 - 1e-8));
        expect(weightOf((x) => x < found)).toBeLessThan(p * total);
      }),
      { numRuns: 500 },
    );
  });
});

describe("unweighted answers", () => {
  const answers = fc.array(fc.record({ x: fc.integer({ min: -20, max: 20 }), n: fc.integer({ min: 1, max: 5 }) }), { minLength: 2, maxLength: 40 });

  test("by hand: 1, 2, 2, 7", () => {
    // Squares about the mean of 3: 4, 1, 1, 16; cubes: -8, -1, -1, 64.
    const { n, mean, sd, skewness } = momentsOf([{ x: 1, n: 1 }, { x: 2, n: 2 }, { x: 7, n: 1 }]);
    expect([n, mean]).toEqual([4, 3]);
    expect(sd).toBeCloseTo(Math.sqrt(22 / 3), 12);
    expect(skewness).toBeCloseTo(54 / 4 / (22 / 3) ** 1.5, 12);
  });

  test("have the mean and error of points that all weigh 1", () => {
    fc.assert(
      fc.property(answers, (counts) => {
        const [moments, mean] = [momentsOf(counts), meanOf(unweighted(counts))];
        expect(mean?.mean).toBeCloseTo(moments.mean, 9);
        expect(mean?.error).toBeCloseTo(moments.sd / Math.sqrt(moments.n), 9);
      }),
    );
  });

  test("quantiles of all kinds are observed or lie between two that are, in order, and the first kind is the weighted one", () => {
    fc.assert(
      fc.property(answers, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (counts, p) => {
        const sorted = counts.map(({ x }) => x).sort((a, b) => a - b);
        for (const type of [1, 2, 4, 5, 6, 7, 8, 9] as const) {
          const found = sampleQuantile(counts, p, type) ?? Number.NaN;
          expect(found).toBeGreaterThanOrEqual(sorted[0] ?? 0);
          expect(found).toBeLessThanOrEqual(sorted.at(-1) ?? 0);
          expect(sampleQuantile(counts, Math.min(1, p + 0.1), type)).toBeGreaterThanOrEqual(found);
        }
        expect(sampleQuantile(counts, p, 1)).toBe(quantileOf(unweighted(counts), p));
      }),
    );
    expect(sampleQuantile([], 0.5)).toBeUndefined();
  });
});
