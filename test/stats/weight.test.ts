import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../../src/survey/random.ts";
import { efficiency, type Margin, rake, type Raked, trimWeights } from "../../src/stats/weight.ts";

/** Everybody's categories, and targets that some weights of 0.2 to 3 meet: so there is a solution. */
const samples = fc.record({ n: fc.integer({ min: 20, max: 200 }), seed: fc.integer({ min: 1, max: 1e6 }), sizes: fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 1, maxLength: 4 }) }).map(({ n, seed, sizes }) => {
  const random = randomFrom(seed);
  const hidden = Float64Array.from({ length: n }, () => 0.2 + 2.8 * random());
  return { n, start: Float64Array.from({ length: n }, () => 0.5 + random()), margins: sizes.map((k) => marginOf(Uint8Array.from({ length: n }, () => Math.floor(k * random())), k, hidden)) };
});

function marginOf(at: Uint8Array, k: number, weights: Float64Array): Margin {
  return { at, targets: totals(at, k, weights) };
}

function totals(at: Margin["at"], k: number, weights: Float64Array): Float64Array {
  const sums = new Float64Array(k);
  weights.forEach((weight, i) => {
    sums[at[i] ?? 0] = (sums[at[i] ?? 0] ?? 0) + weight;
  });
  return sums;
}

const most = (weights: Float64Array): number => weights.reduce((all, weight) => Math.max(all, weight), 0);
const sum = (weights: Float64Array): number => weights.reduce((all, weight) => all + weight, 0);

function expectMet({ weights }: Raked, margins: readonly Margin[], tolerance = 1e-7): void {
  for (const { at, targets } of margins) totals(at, targets.length, weights).forEach((total, c) => { expect(Math.abs(total - (targets[c] ?? 0))).toBeLessThanOrEqual(tolerance * sum(weights)); });
}

describe("raking", () => {
  test("by hand: 3 women and 1 man of 50 and 50", () => {
    const margin = { at: Uint8Array.of(0, 0, 0, 1), targets: Float64Array.of(50, 50) };
    const { weights, converged, trimmed, designEffect, effective } = rake(4, [margin]);
    expect([...weights]).toEqual([50 / 3, 50 / 3, 50 / 3, 50].map((weight) => expect.closeTo(weight, 9)));
    expect([converged, trimmed]).toEqual([true, 0]);
    // 4 (3 (50/3)² + 50²) / 100²
    expect(designEffect).toBeCloseTo(4 / 3, 9);
    expect(effective).toBeCloseTo(3, 9);
  });

  test("hits every margin, from any weights, and keeps their sum", () => {
    fc.assert(
      fc.property(samples, ({ n, margins, start }) => {
        for (const options of [{}, { start }]) {
          // Small samples, of which hardly anybody ties some categories to others, take long.
          const raked = rake(n, margins, { ...options, trim: Number.POSITIVE_INFINITY, steps: 20_000 });
          expect(raked.converged).toBe(true);
          expectMet(raked, margins);
          expect(efficiency(raked.weights)).toEqual({ designEffect: raked.designEffect, effective: raked.effective });
        }
      }),
    );
  });

  test("keeps the limit, hits every margin with it, and leaves alone whom the limit does not touch", () => {
    let touched = 0;
    fc.assert(
      fc.property(samples, fc.double({ min: 1.2, max: 4, noNaN: true }), ({ n, margins, start }, trim) => {
        const [free, raked] = [rake(n, margins, { start, trim: Number.POSITIVE_INFINITY }), rake(n, margins, { start, trim })];
        if (!raked.converged) return;
        const limit = (trim * (margins[0] ? sum(margins[0].targets) : 0)) / n;
        expect(most(raked.weights)).toBeLessThanOrEqual(limit);
        expectMet(raked, margins);
        expect(raked.trimmed).toBe(raked.weights.reduce((count, weight) => count + Number(weight >= limit), 0));
        touched += Number(raked.trimmed > 0);
        if (free.converged && most(free.weights) < limit * 0.999) raked.weights.forEach((weight, i) => { expect(weight).toBeCloseTo(free.weights[i] ?? 0, 5); });
      }),
      { numRuns: 300 },
    );
    expect(touched).toBeGreaterThan(20);
  });

  test("is nearest to where it began: no way of shifting weight that keeps margins and limit comes nearer", () => {
    // Two people at the limit; moving ε round a square of the table keeps both margins.
    const margins = [{ at: Uint8Array.of(0, 0, 0, 1, 1, 1, 0, 1), targets: Float64Array.of(5, 3) }, { at: Uint8Array.of(0, 0, 1, 0, 1, 1, 1, 1), targets: Float64Array.of(4, 4) }];
    const { weights, converged, trimmed } = rake(8, margins, { trim: 1.4 });
    expect(converged).toBe(true);
    expect(trimmed).toBe(2);
    const distance = (of: Float64Array): number => of.reduce((all, weight) => all + weight * Math.log(weight) - weight, 0);
    for (const epsilon of [1e-3, -1e-3]) {
      const moved = weights.map((weight, i) => weight + ([0, 0, epsilon, epsilon, -epsilon, 0, 0, 0][i] ?? 0) - (i === 0 ? epsilon : 0));
      if (most(moved) <= 1.4) expect(distance(moved)).toBeGreaterThan(distance(weights));
    }
  });

  test("does not depend on the order of people or margins", () => {
    fc.assert(
      fc.property(samples, ({ n, margins, start }) => {
        const turned = margins.map(({ at, targets }) => ({ at: at.toReversed(), targets })).reverse();
        const [one, other] = [rake(n, margins, { start, trim: 3, tolerance: 1e-11 }), rake(n, turned, { start: start.toReversed(), trim: 3, tolerance: 1e-11 })];
        expect(other.converged).toBe(one.converged);
        if (one.converged) other.weights.toReversed().forEach((weight, i) => { expect(weight).toBeCloseTo(one.weights[i] ?? 0, 6); });
      }),
    );
  });

  test("says so where it cannot be done: nobody in a category, somebody in one that does not exist, too few under the limit, margins at odds", () => {
    const people = { at: Uint8Array.of(0, 0, 0, 1), targets: Float64Array.of(50, 50) };
    expect(rake(4, [{ at: Uint8Array.of(0, 0, 0, 0), targets: Float64Array.of(50, 50) }])).toMatchObject({ converged: false, steps: 0, trimmed: 0 });
    expect(rake(4, [{ ...people, targets: Float64Array.of(100, 0) }])).toMatchObject({ converged: false, steps: 0 });
    // The only man may stand for 1.5 people of 4, but has to for 2.
    expect(rake(4, [people], { trim: 1.5 })).toMatchObject({ converged: false, steps: 0 });
    // The same people in both margins, which want different numbers of them.
    expect(rake(4, [people, { ...people, targets: Float64Array.of(40, 60) }], { steps: 30 })).toMatchObject({ converged: false, steps: 30 });
  });

  test("refuses what does not fit", () => {
    const people = { at: Uint8Array.of(0, 0, 0, 1), targets: Float64Array.of(50, 50) };
    expect(() => rake(4, [])).toThrow("at least one margin");
    expect(() => rake(5, [people])).toThrow("places 4 of 5 people");
    expect(() => rake(4, [people, { ...people, targets: Float64Array.of(50, 60) }])).toThrow("has 110 people, margin 1 has 100");
    expect(() => rake(4, [{ ...people, at: Uint8Array.of(0, 1, 2, 1) }])).toThrow("without a target");
    expect(() => rake(4, [{ ...people, targets: Float64Array.of(Number.NaN, 50) }])).toThrow("margin");
    expect(() => rake(4, [people], { start: Float64Array.of(1, 1, 1, 0) })).toThrow("4 weights above 0");
  });

  test("takes a million people and four margins in a moment", () => {
    const n = 1_000_000;
    const random = randomFrom(5);
    const margins = [8, 5, 2, 30].map((k, m) => ({ at: Uint8Array.from({ length: n }, () => Math.floor(k * random() ** (1.2 + m / 5))), targets: new Float64Array(k).fill(n / k) }));
    const begun = performance.now();
    const raked = rake(n, margins);
    const seconds = (performance.now() - begun) / 1000;
    expect(raked.converged).toBe(true);
    expectMet(raked, margins, 1e-8);
    // About a second on one core of 2020; machines that run tests are shared.
    expect(seconds).toBeLessThan(10);
  });
});

test("weights clipped once keep their sum, and those within share what was cut", () => {
  expect([...trimWeights(Float64Array.of(1, 2, 3, 10), 2, 6)]).toEqual([2, 3.5, 4.5, 6]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 3, maxLength: 50 }), (given) => {
      const weights = Float64Array.from([20, ...given]);
      expect(sum(trimWeights(weights, 1, 50))).toBeCloseTo(sum(weights), 6);
    }),
  );
  // Nobody is left to share.
  expect([...trimWeights(Float64Array.of(1, 1), 2, 3)]).toEqual([2, 2]);
});
