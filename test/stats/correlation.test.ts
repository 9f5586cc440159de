import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pearson, spearman } from "../../src/stats/correlation.ts";
import { kendall } from "../../src/stats/kendall.ts";
import { midranks, type Pair, pairsOf } from "../../src/stats/pairs.ts";
import { normal, randomFrom } from "../../src/survey/random.ts";

const pairs = fc.array(fc.record({ x: fc.integer({ min: 1, max: 6 }), y: fc.integer({ min: 1, max: 6 }), n: fc.integer({ min: 1, max: 4 }) }), { minLength: 5, maxLength: 40 })
  .filter((given) => new Set(given.map(({ x }) => x)).size > 1 && new Set(given.map(({ y }) => y)).size > 1);
const METHODS = { pearson, spearman, kendall };

const single = (given: readonly Pair[]): Pair[] => given.flatMap(({ x, y, n }) => Array.from({ length: n }, () => ({ x, y, n: 1 })));

describe.each(Object.entries(METHODS))("%s", (_, method) => {
  test("is the same from counts as from people, in any order, and with sides changed", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const found = method(given);
        const sides = given.map(({ x, y, n }) => ({ x: y, y: x, n }));
        for (const other of [method(single(given)), method(given.toReversed()), method(sides)]) for (const key of ["n", "estimate", "p", "low", "high"] as const) expect(other[key]).toBeCloseTo(found[key], 8);
      }),
    );
  });

  test("turns its sign with one scale, stays within -1 and 1, and its interval holds it", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const [found, turned] = [method(given), method(given.map(({ x, y, n }) => ({ x, y: 7 - y, n })))];
        expect(turned.estimate).toBeCloseTo(-found.estimate, 9);
        expect(turned.p).toBeCloseTo(found.p, 9);
        expect(turned.low).toBeCloseTo(-found.high, 8);
        expect(Math.abs(found.estimate)).toBeLessThanOrEqual(1);
        expect(found.low).toBeLessThanOrEqual(found.estimate + 1e-9);
        expect(found.high).toBeGreaterThanOrEqual(found.estimate - 1e-9);
      }),
    );
  });

  test("is 1 where one rises with the other", () => {
    expect(method([1, 2, 3, 4, 5, 6].map((x) => ({ x, y: 2 * x, n: 3 }))).estimate).toBeCloseTo(1, 12);
  });

  test("holds what is true in about 95 of 100 samples, and finds nothing where nothing is in about 95", () => {
    const random = randomFrom(11);
    // Two scales of five that share half of what they are; their association in a very large sample is the truth.
    const draw = (n: number, shared: number): Pair[] => Array.from({ length: n }, () => {
      const common = shared * normal(random);
      const answer = (): number => Math.max(1, Math.min(5, Math.round(3 + common + normal(random))));
      return { x: answer(), y: answer(), n: 1 };
    });
    const truth = method(draw(200_000, 0.8)).estimate;
    const rounds = 1000;
    const found = Array.from({ length: rounds }, () => method(draw(120, 0.8)));
    const held = found.filter(({ low, high }) => low <= truth && truth <= high).length / rounds;
    const nothing = Array.from({ length: rounds }, () => method(draw(60, 0))).filter(({ p }) => p < 0.05).length / rounds;
    // The standard error of the simulation is 0.7 points.
    expect(Math.abs(held - 0.95)).toBeLessThan(0.025);
    expect(Math.abs(nothing - 0.05)).toBeLessThan(0.025);
  });
});

test("Kendall's τ-b is what counting every two people gives", () => {
  fc.assert(
    fc.property(pairs, (given) => {
      const people = single(given);
      let [s, tiedX, tiedY] = [0, 0, 0];
      people.forEach((a, i) => {
        for (const b of people.slice(0, i)) {
          const [dx, dy] = [Math.sign(a.x - b.x), Math.sign(a.y - b.y)];
          s += dx * dy;
          tiedX += Number(dx !== 0);
          tiedY += Number(dy !== 0);
        }
      });
      expect(kendall(given).estimate).toBeCloseTo(s / Math.sqrt(tiedX * tiedY), 10);
    }),
  );
});

test("three people leave no interval", () => {
  const three = [{ x: 1, y: 2, n: 1 }, { x: 2, y: 1, n: 1 }, { x: 3, y: 3, n: 1 }];
  expect(pearson(three)).toMatchObject({ n: 3, estimate: expect.closeTo(0.5, 12), low: Number.NaN, high: Number.NaN });
});

test("an ordered table becomes pairs, and midranks share places", () => {
  expect(pairsOf([[1, 0], [2, 3]])).toEqual([{ x: 0, y: 0, n: 1 }, { x: 1, y: 0, n: 2 }, { x: 1, y: 1, n: 3 }]);
  expect(pairsOf([[1, 1]], [5], [2, 4])).toEqual([{ x: 5, y: 2, n: 1 }, { x: 5, y: 4, n: 1 }]);
  expect([...midranks([{ x: 9, n: 2 }, { x: 4, n: 1 }, { x: 9, n: 1 }])]).toEqual([[4, 1], [9, 3]]);
});
