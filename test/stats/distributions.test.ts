import fc from "fast-check";
import { expect, test } from "vitest";
import { betaQuantile, binomialBeyond, binomialShare, chiSquareBeyond, chiSquareQuantile, chiSquareShare, fBeyond, fQuantile, fShare, normalBeyond, normalQuantile, normalShare, normalTwoSided, tBeyond, tQuantile, tShare, tTwoSided } from "../../src/stats/distributions.ts";
import { betaTails, gammaTails, logBeta, logChoose, logGamma } from "../../src/stats/gamma.ts";
import { noncentralChiSquareShare, noncentralFShare, noncentralities } from "../../src/stats/noncentral.ts";
import { Z95 } from "../../src/stats/proportion.ts";

/** Relative, so that the digits of the smallest count. */
const close = (found: number, expected: number, tolerance = 1e-11): void => {
  expect(Math.abs(found / expected - 1), `${found} for ${expected}`).toBeLessThan(tolerance);
};
const share = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
const df = fc.double({ min: 0.5, max: 5000, noNaN: true });

test("the normal distribution and its quantiles, to the digits of the tables", () => {
  expect(normalShare(0)).toBe(0.5);
  expect(normalShare(1.959963984540054)).toBeCloseTo(0.975, 14);
  expect(normalShare(-1)).toBeCloseTo(0.15865525393145707, 14);
  expect(normalShare(5)).toBeCloseTo(0.9999997133484281, 14);
  expect([normalShare(-40), normalShare(9)]).toEqual([0, 1]);
  expect(normalQuantile(0.975)).toBeCloseTo(Z95, 12);
  expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 12);
});

test("tails far out keep their digits, as scipy 1.17 has them", () => {
  close(normalBeyond(30), 4.906713927148187e-198);
  close(tShare(2.5, 3.7), 0.9640889885440866);
  close(tTwoSided(60, 500), 1.3393541267264432e-230);
  close(chiSquareBeyond(500, 6), 8.40821609797646e-105);
  close(chiSquareShare(0.001, 7), 2.4020490518976986e-13);
  close(fBeyond(300, 5, 90), 1.640395215957565e-54);
  close(binomialShare(3, 1000, 0.05), 1.358062398215695e-18);
  close(binomialBeyond(120, 1000, 0.05), 1.0092112201748716e-18);
  close(noncentralChiSquareShare(7, 3, 10), 0.1923418410747906);
  close(noncentralFShare(2, 4, 60, 9), 0.24681827139314452);
  close(logGamma(0.1), 2.252712651734206);
  close(logGamma(1e5), 1051287.7089736569);
  close(logBeta(0.3, 2e5), -2.566023273859173);
  expect(logChoose(52, 5)).toBeCloseTo(Math.log(2_598_960), 12);
});

test("the quantile of a share has that share below it", () => {
  fc.assert(
    fc.property(share, df, fc.double({ min: 1, max: 500, noNaN: true }), (p, d, e) => {
      close(normalShare(normalQuantile(p)), p, 1e-9);
      close(tShare(tQuantile(p, d), d), p, 1e-9);
      close(chiSquareShare(chiSquareQuantile(p, d), d), p, 1e-9);
      close(fShare(fQuantile(p, e, d), e, d), p, 1e-9);
      if (p > 1e-4 && p < 1 - 1e-4) close(betaTails(d, e, betaQuantile(p, d, e)).below, p, 1e-9);
    }),
  );
});

test("both tails make a whole, and fall and rise with the value", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 3000, noNaN: true }), fc.double({ min: 0.1, max: 2000, noNaN: true }), df, (x, a, b) => {
      for (const { below, beyond } of [gammaTails(a, x), betaTails(a, b, x / 3000)]) {
        expect(below + beyond).toBeCloseTo(1, 12);
        expect(Math.min(below, beyond)).toBeGreaterThanOrEqual(0);
      }
      expect(gammaTails(a, x * 1.01).below).toBeGreaterThanOrEqual(gammaTails(a, x).below * (1 - 1e-10));
      const [one, other] = [betaTails(a, b, x / 3001), betaTails(b, a, 1 - x / 3001, x / 3001)];
      expect(one.below).toBeCloseTo(other.beyond, 10);
    }),
  );
});

test("one is the other: t² is F, z² is χ² with one degree of freedom, and a noncentrality of 0 is none", () => {
  fc.assert(
    fc.property(fc.double({ min: -30, max: 30, noNaN: true }), df, (t, d) => {
      const few = tTwoSided(t, d);
      expect(Math.abs(few - fBeyond(t * t, 1, d))).toBeLessThanOrEqual(1e-10 * few);
      expect(tShare(t, d) + tBeyond(t, d)).toBeCloseTo(1, 12);
      close(normalTwoSided(t), chiSquareBeyond(t * t, 1), 1e-12);
      expect(noncentralChiSquareShare(t * t, d, 0)).toBe(chiSquareShare(t * t, d));
      expect(noncentralFShare(t * t, 3, d, 0)).toBe(fShare(t * t, 3, d));
    }),
  );
  expect(tTwoSided(Number.POSITIVE_INFINITY, 5)).toBe(0);
  expect(fBeyond(Number.POSITIVE_INFINITY, 2, 5)).toBe(0);
  expect(tTwoSided(Number.NaN, 5)).toBeNaN();
});

test("what is found stands at either end of what its interval of noncentralities makes likely", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 500, noNaN: true }), fc.integer({ min: 1, max: 20 }), (x, d) => {
      const given = (lambda: number): number => noncentralChiSquareShare(x, d, lambda);
      const { low, high } = noncentralities(given);
      expect(low).toBeLessThanOrEqual(high);
      if (low > 0) expect(given(low)).toBeCloseTo(0.975, 9);
      if (high > 0) expect(given(high)).toBeCloseTo(0.025, 9);
    }),
  );
});
