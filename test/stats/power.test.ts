import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalShare } from "../../src/stats/distributions.ts";
import { detectableMean, detectableShare, halfWidth, halfWidthOfMean, POWER, powerOfShares } from "../../src/stats/power.ts";
import { Z95 } from "../../src/stats/proportion.ts";
import { normal, randomFrom } from "../../src/survey/random.ts";

describe("two shares", () => {
  test("as in the examples of R's power.prop.test", () => {
    // power.prop.test(n = 50, p1 = .50, p2 = .75): power = 0.740; (p1 = .50, p2 = .75, power = .90): n = 76.7
    expect(powerOfShares(0.5, 0.75, 50, 50)).toBeCloseTo(0.74, 3);
    expect(powerOfShares(0.5, 0.75, 76.7, 76.7)).toBeCloseTo(0.9, 3);
    // The formula of ?power.prop.test, written out for equal groups.
    const formula = (n: number, p1: number, p2: number): number => normalShare((Math.sqrt(n) * Math.abs(p1 - p2) - Z95 * Math.sqrt((p1 + p2) * (1 - (p1 + p2) / 2))) / Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2)));
    for (const [n, p1, p2] of [[140, 0.5, 0.66], [280, 0.2, 0.3], [30, 0.1, 0.4]] as const) expect(powerOfShares(p1, p2, n, n)).toBeCloseTo(formula(n, p1, p2), 12);
  });

  test.each([[140, 140], [60, 220]])("groups of %i and %i: simulated surveys find the smallest difference about four times in five", (n1, n2) => {
    const difference = detectableShare(n1, n2) ?? Number.NaN;
    const random = randomFrom(20 + n1);
    const draw = (n: number, share: number): number => Array.from({ length: n }, () => Number(random() < share)).reduce((sum, each) => sum + each, 0) / n;
    const rounds = 4000;
    const found = Array.from({ length: rounds }, () => {
      const [a, b] = [draw(n1, 0.5), draw(n2, 0.5 + difference)];
      const pooled = (n1 * a + n2 * b) / (n1 + n2);
      return Math.abs(a - b) / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2)) > Z95;
    }).filter(Boolean).length;
    // Shares of whole people jump, and the standard error of the simulation is 0.6 points.
    expect(found / rounds).toBeGreaterThan(POWER - 0.03);
    expect(found / rounds).toBeLessThan(POWER + 0.03);
  });

  test("the smallest difference has just that power, shrinks with every answer, and is none where groups are tiny", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 5000 }), fc.integer({ min: 20, max: 5000 }), (n1, n2) => {
        const found = detectableShare(n1, n2) ?? Number.NaN;
        expect(powerOfShares(0.5, 0.5 + found, n1, n2)).toBeCloseTo(POWER, 9);
        expect(detectableShare(n1 + 10, n2 + 10)).toBeLessThan(found);
      }),
    );
    expect(detectableShare(5, 5)).toBeUndefined();
    expect(detectableShare(0, 100)).toBeUndefined();
  });
});

describe("two means", () => {
  test("as in Cohen's table: 0.5 standard deviations need about 63 in each group", () => {
    // Cohen 1988, table 2.4.1, gives 64 with Student's t, one more than by the normal distribution.
    expect(detectableMean(62.8, 62.8, 1)).toBeCloseTo(0.5, 3);
    expect(detectableMean(62.8, 62.8, 2)).toBeCloseTo(1, 2);
    expect(detectableMean(1, 50, 1)).toBeUndefined();
  });

  test("simulated surveys find it about four times in five", () => {
    const [n1, n2, sd] = [90, 150, 0.8];
    const difference = detectableMean(n1, n2, sd) ?? Number.NaN;
    const random = randomFrom(7);
    const mean = (n: number, at: number): number => Array.from({ length: n }, () => at + sd * normal(random)).reduce((sum, each) => sum + each, 0) / n;
    const rounds = 3000;
    const found = Array.from({ length: rounds }, () => Math.abs(mean(n1, 3) - mean(n2, 3 + difference)) > Z95 * sd * Math.sqrt(1 / n1 + 1 / n2)).filter(Boolean).length;
    expect(Math.abs(found / rounds - POWER)).toBeLessThan(0.025);
  });
});

test("half-widths: 280 answers know a share of 50 % to ± 5.8 points, a mean to 0.12 standard deviations", () => {
  // Wilson at 50 %: z / (1 + z²/n) · √(1/4n + z²/4n²) = z / (2 √(n + z²))
  expect(halfWidth(0.5, 280)).toBeCloseTo(Z95 / (2 * Math.sqrt(280 + Z95 * Z95)), 12);
  expect(100 * halfWidth(0.5, 280)).toBeCloseTo(5.8, 1);
  expect(halfWidthOfMean(280, 1)).toBeCloseTo(0.117, 3);
});
