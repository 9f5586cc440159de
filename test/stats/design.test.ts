import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Design, meanIn, ratioIn, sharesIn, totalIn } from "../../src/stats/design.ts";
import { meanOf } from "../../src/stats/mean.ts";
import { rake } from "../../src/stats/weight.ts";

const sample = fc.array(fc.record({ y: fc.integer({ min: 0, max: 9 }), w: fc.double({ min: 0.2, max: 5, noNaN: true }), group: fc.integer({ min: 0, max: 2 }) }), { minLength: 4, maxLength: 40 })
  .map((people) => [...people, ...[0, 1, 2].map((group) => ({ y: 1, w: 1, group }))]);

describe("a sample", () => {
  test("with weights alone has the mean and error that counts give", () => {
    fc.assert(
      fc.property(sample, (people) => {
        const found = meanIn({ weights: people.map(({ w }) => w) }, people.map(({ y }) => y));
        const points = meanOf(people.map(({ y, w }) => ({ x: y, n: 1, w, w2: w * w })));
        expect(found.estimate).toBeCloseTo(points?.mean ?? Number.NaN, 10);
        expect(found.error).toBeCloseTo(points?.error ?? Number.NaN, 10);
      }),
    );
  });

  test("in one stratum, of clusters of one, from a population without end, is a plain sample", () => {
    fc.assert(
      fc.property(sample, (people) => {
        const weights = people.map(({ w }) => w);
        const y = people.map((person) => person.y);
        const all: Design = { weights, strata: weights.map(() => 4), clusters: weights.map((_, i) => 100 + i), population: weights.map(() => Number.POSITIVE_INFINITY) };
        expect(meanIn(all, y).error).toBeCloseTo(meanIn({ weights }, y).error, 10);
        // Half of a population leaves √½ of the error, all of it none.
        expect(totalIn({ weights, population: weights.map(() => 2 * weights.length) }, y).error).toBeCloseTo(totalIn({ weights }, y).error * Math.SQRT1_2, 7);
        expect(totalIn({ weights, population: weights.map(() => weights.length) }, y).error).toBe(0);
      }),
    );
  });

  test("drawn in clusters whose people answer alike knows as much as one of as many people as clusters", () => {
    const y = [1, 4, 6, 2, 8];
    const twice = [...y, ...y];
    const clustered = meanIn({ weights: twice.map(() => 1), clusters: twice.map((_, i) => i % 5) }, twice);
    expect(clustered.error).toBeCloseTo(meanIn({ weights: y.map(() => 1) }, y).error, 12);
  });

  test("that was fitted to a margin has no error in it, and shares that sum to 1 with covariances that sum to 0", () => {
    fc.assert(
      fc.property(sample, (people) => {
        const group = people.map((person) => person.group);
        const targets = Float64Array.of(20, 30, 50);
        const { weights } = rake(people.length, [{ at: Uint8Array.from(group), targets }], { start: Float64Array.from(people, ({ w }) => w), trim: Number.POSITIVE_INFINITY });
        const fitted = { margins: [group], before: people.map(({ w }) => w) };
        const share = meanIn({ weights, fitted }, group.map((each) => Number(each === 2)));
        expect(share.estimate).toBeCloseTo(0.5, 7);
        expect(share.error).toBeLessThan(1e-7);
        const { shares, covariance } = sharesIn({ weights }, group, 3);
        expect(shares.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 10);
        for (const row of covariance) expect(row.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 10);
      }),
    );
  });

  test("gives a ratio that is what it says, and no error of a stratum of one", () => {
    expect(ratioIn({ weights: [1, 1, 1] }, [2, 4, 6], [1, 2, 3])).toEqual({ estimate: 2, error: 0 });
    expect(meanIn({ weights: [1, 1, 1], strata: [0, 0, 1] }, [2, 4, 6]).error).toBeNaN();
  });
});
