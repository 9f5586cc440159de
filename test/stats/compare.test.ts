import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm, withHolm } from "../../src/stats/adjust.ts";
import { cohensD, differenceOfMeans, pooledDifference } from "../../src/stats/compare.ts";
import { meanOf, unweighted } from "../../src/stats/mean.ts";
import type { Count } from "../../src/stats/quantile.ts";
import { kruskalWallis, mannWhitney } from "../../src/stats/ranks.ts";
import { anova, welchAnova } from "../../src/stats/variance.ts";
import { normal, randomFrom } from "../../src/survey/random.ts";

const group = fc.array(fc.record({ x: fc.integer({ min: 1, max: 7 }), n: fc.integer({ min: 1, max: 6 }) }), { minLength: 3, maxLength: 20 }).filter((counts) => new Set(counts.map(({ x }) => x)).size > 1);
const mean = (counts: readonly Count[]) => meanOf(unweighted(counts)) ?? { n: 0, mean: Number.NaN, error: Number.NaN, low: Number.NaN, high: Number.NaN };

describe("two groups", () => {
  test("turn the sign of their difference with their order", () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        for (const difference of [() => differenceOfMeans(mean(a), mean(b)), () => pooledDifference(a, b)]) expect(difference().low).toBeLessThanOrEqual(difference().high);
        const [one, other] = [differenceOfMeans(mean(a), mean(b)), differenceOfMeans(mean(b), mean(a))];
        expect([other.difference, other.low, other.p]).toEqual([-one.difference, -one.high, one.p].map((value) => expect.closeTo(value, 10)));
        expect(cohensD(b, a).estimate).toBeCloseTo(-cohensD(a, b).estimate, 10);
        const [ranks, turned] = [mannWhitney(a, b), mannWhitney(b, a)];
        expect(ranks.superiority + turned.superiority).toBeCloseTo(1, 12);
        expect(turned.p).toBeCloseTo(ranks.p, 12);
      }),
    );
  });

  test("are tested as several groups are: t² is F", () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        const [t, f] = [pooledDifference(a, b), anova([a, b])];
        expect(f.f).toBeCloseTo(t.t ** 2, 6);
        expect(f.p).toBeCloseTo(t.p, 9);
        const [welch, several] = [differenceOfMeans(mean(a), mean(b)), welchAnova([a, b])];
        expect(several.f).toBeCloseTo(welch.t ** 2, 6);
        expect(several.df2).toBeCloseTo(welch.df, 6);
      }),
    );
  });

  test("of weighted answers differ as their means do: an interval that holds 0 has p over 0.05", () => {
    fc.assert(
      fc.property(group, group, fc.double({ min: 0.2, max: 5, noNaN: true }), (a, b, weight) => {
        const weighted = meanOf(a.map(({ x, n }, i) => ({ x, n, w: n * (i % 2 === 0 ? weight : 1), w2: n * (i % 2 === 0 ? weight : 1) ** 2 })));
        if (!weighted) throw new Error("there are answers");
        const { low, high, p } = differenceOfMeans(weighted, mean(b));
        if (Math.abs(p - 0.05) > 1e-9) expect(low < 0 && high > 0).toBe(p > 0.05);
      }),
    );
  });

  test("by hand: 1, 2, 3 against 3, 4, 5 are two standard deviations apart", () => {
    const [a, b] = [[1, 2, 3], [3, 4, 5]].map((values) => values.map((x) => ({ x, n: 1 })));
    if (!a || !b) throw new Error("both are there");
    expect(cohensD(a, b).estimate).toBeCloseTo(-2, 12);
    expect(pooledDifference(a, b)).toMatchObject({ difference: -2, df: 4, t: expect.closeTo(-2 / Math.sqrt(2 / 3), 12) });
    // Of nine pairs one is a tie, and in none is the first higher.
    expect(mannWhitney(a, b)).toMatchObject({ w: 0.5, superiority: expect.closeTo(0.5 / 9, 12) });
  });
});

test("intervals of superiority and of d hold what is true in about 95 of 100 samples", () => {
  const random = randomFrom(3);
  const draw = (n: number, at: number): Count[] => Array.from({ length: n }, () => ({ x: Math.max(1, Math.min(7, Math.round(4 + at + 1.2 * normal(random)))), n: 1 }));
  const [many, more] = [draw(200_000, 0.6), draw(200_000, 0)];
  const [superiority, d] = [mannWhitney(many, more).superiority, cohensD(many, more).estimate];
  const rounds = 1000;
  const found = Array.from({ length: rounds }, () => [draw(50, 0.6), draw(70, 0)] as const).map(([a, b]) => ({ ranks: mannWhitney(a, b), effect: cohensD(a, b) }));
  // The standard error of the simulation is 0.7 points.
  expect(Math.abs(found.filter(({ ranks: { low, high } }) => low <= superiority && superiority <= high).length / rounds - 0.95)).toBeLessThan(0.025);
  expect(Math.abs(found.filter(({ effect: { low, high } }) => low <= d && d <= high).length / rounds - 0.95)).toBeLessThan(0.025);
  expect(mannWhitney([{ x: 9, n: 5 }], [{ x: 1, n: 5 }])).toMatchObject({ superiority: 1, low: 0, high: 1 });
});

describe("several groups", () => {
  test("share their variance out between 0 and 1, with an interval in order; groups of nobody change nothing", () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 5 }), (groups) => {
        const found = anova(groups);
        expect(found.etaSquared).toBeGreaterThanOrEqual(0);
        expect(found.etaSquared).toBeLessThanOrEqual(1);
        expect(found.low).toBeLessThanOrEqual(found.high);
        expect(anova([...groups, []])).toEqual(found);
        expect(kruskalWallis([[], ...groups])).toEqual(kruskalWallis(groups));
      }),
      { numRuns: 50 },
    );
  });
});

describe("many tests", () => {
  const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });

  test("are adjusted upwards, in order, and at most to 1", () => {
    fc.assert(
      fc.property(ps, (given) => {
        for (const adjust of [holm, bonferroni, benjaminiHochberg, benjaminiYekutieli]) {
          const found = adjust(given);
          given.forEach((p, i) => {
            expect(found[i]).toBeGreaterThanOrEqual(p * (1 - 1e-12));
            expect(found[i]).toBeLessThanOrEqual(1);
            given.forEach((other, j) => { if (p < other) expect(found[i]).toBeLessThanOrEqual(found[j] ?? 0); });
          });
          expect(adjust(given.toReversed()).reverse()).toEqual(found);
        }
      }),
    );
  });

  test("by Holm never more than by Bonferroni, by Hochberg and Benjamini never more than by Holm", () => {
    fc.assert(
      fc.property(ps, (given) => {
        const [first, second, third] = [benjaminiHochberg(given), holm(given), bonferroni(given)];
        given.forEach((_, i) => {
          expect(second[i]).toBeLessThanOrEqual(third[i] ?? 0);
          expect(first[i]).toBeLessThanOrEqual((second[i] ?? 0) * (1 + 1e-12));
        });
      }),
    );
    expect(holm([])).toEqual([]);
    expect(withHolm([{ item: "a", p: 0.04 }, { item: "b", p: 0.01 }])).toEqual([{ item: "a", p: 0.04, adjusted: 0.04 }, { item: "b", p: 0.01, adjusted: 0.02 }]);
  });
});
