import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chiSquare } from "../../src/stats/association.ts";
import { binomialBeyond, binomialShare } from "../../src/stats/distributions.ts";
import { clopperPearson, differenceOfShares, effectiveSize, wilson, wilsonCorrected, Z95 } from "../../src/stats/proportion.ts";

const size = fc.double({ min: 0.5, max: 1e6, noNaN: true });
const share = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));

describe("a Wilson interval", () => {
  test("lies within 0 and 1, holds the share and is never empty", () => {
    fc.assert(
      fc.property(share, size, (p, n) => {
        const { low, high } = wilson(p, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        // The last bits of a share of exactly 0 or 1.
        expect(low).toBeLessThanOrEqual(p + 1e-12);
        expect(high).toBeGreaterThanOrEqual(p - 1e-12);
        expect(high - low).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  test("narrows with every answer more, widens with the confidence asked for, and mirrors the opposite share", () => {
    fc.assert(
      fc.property(share, size, fc.double({ min: 0.5, max: 100, noNaN: true }), (p, n, more) => {
        const width = ({ low, high }: { low: number; high: number }): number => high - low;
        expect(width(wilson(p, n + more))).toBeLessThan(width(wilson(p, n)));
        expect(width(wilson(p, n, 2.5758293035489))).toBeGreaterThan(width(wilson(p, n)));
        const mirrored = wilson(1 - p, n);
        expect(1 - mirrored.high).toBeCloseTo(wilson(p, n).low, 9);
      }),
      { numRuns: 1000 },
    );
  });

  test("of a base of nobody is everything", () => {
    for (const n of [0, -1, Number.NaN]) expect(wilson(0.5, n)).toEqual({ low: 0, high: 1 });
  });

  test("ends where the share is as far from the estimate as z standard errors under it: the definition of a score interval", () => {
    const { low, high } = wilson(0.3, 50);
    for (const p of [low, high]) expect(Math.abs(0.3 - p) / Math.sqrt((p * (1 - p)) / 50)).toBeCloseTo(Z95, 9);
  });
});

describe("wider intervals", () => {
  const counts = fc.integer({ min: 1, max: 3000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

  test("with correction hold those without, within 0 and 1", () => {
    fc.assert(
      fc.property(counts, ([x, n]) => {
        const [plain, corrected] = [wilson(x / n, n), wilsonCorrected(x, n)];
        expect(corrected.low).toBeLessThanOrEqual(plain.low + 1e-12);
        expect(corrected.high).toBeGreaterThanOrEqual(plain.high - 1e-12);
        expect(corrected.low).toBeGreaterThanOrEqual(0);
        expect(corrected.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("of Clopper and Pearson end where what was found is the rarest 2.5 %", () => {
    fc.assert(
      fc.property(counts, ([x, n]) => {
        const { low, high } = clopperPearson(x, n);
        if (x > 0) expect(binomialBeyond(x - 1, n, low)).toBeCloseTo(0.025, 9);
        if (x < n) expect(binomialShare(x, n, high)).toBeCloseTo(0.025, 9);
      }),
    );
    expect(clopperPearson(0, 10).low).toBe(0);
    expect(clopperPearson(10, 10).high).toBe(1);
  });
});

describe("a difference of two shares", () => {
  const side = fc.integer({ min: 5, max: 500 }).chain((n) => fc.record({ share: fc.integer({ min: 0, max: n }).map((x) => x / n), n: fc.constant(n) }));

  test("by the first example of Newcombe 1998 (Stat Med 17:873): 56 of 70 against 48 of 80", () => {
    const { difference, low, high } = differenceOfShares({ share: 56 / 70, n: 70 }, { share: 48 / 80, n: 80 });
    expect(difference).toBeCloseTo(0.2, 12);
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
  });

  test("is tested as the table of both is, and turns its sign with its sides", () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const [found, turned] = [differenceOfShares(a, b), differenceOfShares(b, a)];
        expect(turned.difference).toBeCloseTo(-found.difference, 12);
        expect(turned.low).toBeCloseTo(-found.high, 12);
        expect(turned.p).toBeCloseTo(found.p, 12);
        expect(found.low).toBeLessThanOrEqual(found.difference + 1e-12);
        expect(found.high).toBeGreaterThanOrEqual(found.difference - 1e-12);
        const table = [a, b].map(({ share: part, n }) => [Math.round(part * n), n - Math.round(part * n)]);
        if (found.difference !== 0) expect(found.z ** 2).toBeCloseTo(chiSquare(table).statistic, 6);
      }),
    );
  });
});

test("the effective size is the size where all weigh alike, smaller where they do not, and none of nobody", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 }), (weights) => {
      const w = weights.reduce((sum, each) => sum + each, 0);
      const w2 = weights.reduce((sum, each) => sum + each * each, 0);
      expect(effectiveSize(w, w2)).toBeLessThanOrEqual(weights.length * (1 + 1e-9));
      const alike = weights.length * (weights[0] ?? 1);
      expect(effectiveSize(alike, alike * (weights[0] ?? 1))).toBeCloseTo(weights.length, 6);
    }),
    { numRuns: 300 },
  );
  expect(effectiveSize(0, 0)).toBe(0);
});
