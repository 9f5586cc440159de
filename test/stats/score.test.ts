import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanOf } from "../../src/stats/mean.ts";
import { outcomeRates } from "../../src/stats/outcome.ts";
import { netScore, recommenders, reversed, scaleOf } from "../../src/stats/score.ts";

describe("a net score", () => {
  const counts = fc.record({ detractors: fc.integer({ min: 0, max: 500 }), passives: fc.integer({ min: 0, max: 500 }), promoters: fc.integer({ min: 1, max: 500 }) });

  test("is a hundred times the mean of answers that count 1, 0 and -1, and has its error", () => {
    fc.assert(
      fc.property(counts, ({ detractors, passives, promoters }) => {
        const found = netScore({ detractors, passives, promoters });
        const mean = meanOf([[-1, detractors], [0, passives], [1, promoters]].map(([x = 0, n = 0]) => ({ x, n, w: n, w2: n })));
        expect(found?.score).toBeCloseTo(100 * (mean?.mean ?? Number.NaN), 9);
        if ((found?.n ?? 0) > 1) expect(found?.sampleError).toBeCloseTo(100 * (mean?.error ?? Number.NaN), 9);
        expect(found?.low).toBeGreaterThanOrEqual(-100);
        expect(found?.high).toBeLessThanOrEqual(100);
      }),
    );
    expect(netScore({ detractors: 0, passives: 0, promoters: 0 })).toBeUndefined();
  });

  test("takes 0 to 6 for detractors, 7 and 8 for passive, 9 and 10 for promoters, by weight", () => {
    const points = [0, 6, 7, 8, 9, 10].map((x) => ({ x, n: 1, w: 1.5, w2: 2.25 }));
    expect(recommenders(points)).toEqual({ detractors: 3, passives: 3, promoters: 3 });
  });
});

test("a scale is the mean of complete items, what is reversed read from its other end", () => {
  expect(reversed(2, 1, 6)).toBe(5);
  expect(scaleOf([[1, 3], [2, 4], [5, null], [null, null]])).toEqual({ n: 2, mean: 2.5, sd: Math.SQRT1_2 });
});

describe("outcome rates", () => {
  const cases = fc.record({ complete: fc.nat(500), partial: fc.nat(50), refusal: fc.nat(50), nonContact: fc.nat(500), other: fc.nat(20), unknownHousehold: fc.nat(50), unknownOther: fc.nat(50) }).filter((all) => all.complete > 0);

  test("grow the fewer of the unknown are taken to be eligible, and lie between the strictest and the most lenient", () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), (all, eligible) => {
        const { RR1, RR2, RR3, RR4, RR5, RR6, COOP1, COOP4, CON1 } = outcomeRates(all, eligible);
        for (const [less, more] of [[RR1, RR3], [RR3, RR5], [RR2, RR4], [RR4, RR6], [RR1, RR2], [COOP1, COOP4], [RR2, CON1], [CON1, 1]] as const) expect(less).toBeLessThanOrEqual(more + 1e-12);
        expect(outcomeRates(all, 0).RR3).toBeCloseTo(RR5, 12);
        expect(outcomeRates(all, 1).RR3).toBeCloseTo(RR1, 12);
      }),
    );
  });

  test("of a closed roster are one: nobody's eligibility is unknown", () => {
    const { RR1, RR2, RR3, RR5 } = outcomeRates({ complete: 180, partial: 0, refusal: 0, nonContact: 120, other: 0, unknownHousehold: 0, unknownOther: 0 });
    expect([RR1, RR2, RR3, RR5]).toEqual([0.6, 0.6, 0.6, 0.6]);
  });
});
