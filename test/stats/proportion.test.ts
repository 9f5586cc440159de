import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { effectiveSize, wilson, Z95 } from "../../src/stats/proportion.ts";
import { oracle } from "../release/published.ts";
import { hasShared } from "../shared.ts";
import { columnsOf } from "./tables.ts";

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

describe.skipIf(!hasShared)("R's own figures", () => {
  test("Wilson intervals as prop.test computes them", () => {
    const { rows } = oracle("stats_mass_survey_wilson_nps_aapor.json").wilson;
    expect(rows.length).toBeGreaterThanOrEqual(8);
    for (const { x, n, wilson95 } of rows) {
      const { low, high } = wilson(x / n, n);
      expect(low).toBeCloseTo(wilson95[0], 11);
      expect(high).toBeCloseTo(wilson95[1], 11);
    }
  });

  test("effective size of a weighted sample as the survey package has it", async () => {
    const [weights = []] = await columnsOf("responses/apistrat.csv", ["pw"]);
    const { kish_neff, kish_deff, sum_w } = oracle("survey_api_weights.json").apistrat_weights_only.hand;
    const w = weights.reduce((sum, each) => sum + each, 0);
    const w2 = weights.reduce((sum, each) => sum + each * each, 0);
    expect(w).toBeCloseTo(sum_w, 8);
    expect(effectiveSize(w, w2)).toBeCloseTo(kish_neff, 8);
    expect(weights.length / effectiveSize(w, w2)).toBeCloseTo(kish_deff, 9);
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
