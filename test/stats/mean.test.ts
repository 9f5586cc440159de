import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanOf, type Point, quantileOf } from "../../src/stats/mean.ts";
import { oracle } from "../release/published.ts";
import { hasShared } from "../shared.ts";
import { columnsOf } from "./tables.ts";

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

describe.skipIf(!hasShared)("R's own figures", () => {
  test("weighted mean and its standard error as the survey package computes them", async () => {
    const [values = [], weights = []] = await columnsOf("responses/apistrat.csv", ["api00", "pw"]);
    const found = meanOf(values.map((x, i) => point(x, weights[i])));
    const { mean, se } = oracle("survey_api_weights.json").apistrat_weights_only.hand;
    expect(found?.n).toBe(200);
    expect(found?.mean).toBeCloseTo(mean, 9);
    expect(found?.error).toBeCloseTo(se, 9);
  });

  test("raked weights: the mean of the raked sample", async () => {
    const [values = []] = await columnsOf("responses/apiclus1.csv", ["api00"]);
    const [weights = []] = await columnsOf("oracles/apiclus1_raked_weights.csv", ["raked"]);
    expect(weights.length).toBe(values.length);
    expect(meanOf(values.map((x, i) => point(x, weights[i])))?.mean).toBeCloseTo(oracle("survey_api_weights.json").apiclus1_rake.tight.weighted_mean_api00, 6);
  });

  test("weighted quartiles", async () => {
    const [values = [], weights = []] = await columnsOf("responses/apistrat.csv", ["api00", "pw"]);
    const points = values.map((x, i) => point(x, weights[i]));
    expect([0.25, 0.5, 0.75].map((p) => quantileOf(points, p))).toEqual(oracle("survey_api_weights.json").quantiles_svyquantile_default);
  });

  test("pulse of 192 students: mean, standard deviation and quantiles that are observed values (R's type 1)", async () => {
    const [pulse = []] = await columnsOf("responses/mass_survey.csv", ["Pulse"]);
    const { n, mean, sd, quantiles_10_25_50_75_90: quantiles } = oracle("stats_mass_survey_wilson_nps_aapor.json").describe_Pulse;
    const points = pulse.map((x) => point(x));
    const found = meanOf(points);
    expect(found?.n).toBe(n);
    expect(found?.mean).toBeCloseTo(mean, 9);
    expect((found?.error ?? 0) * Math.sqrt(n)).toBeCloseTo(sd, 9);
    expect([0.1, 0.25, 0.5, 0.75, 0.9].map((p) => quantileOf(points, p))).toEqual(quantiles.type1);
  });

  test("age of the nonvoters: mean and standard error by their weights", async () => {
    const [ages = [], weights = []] = await columnsOf("responses/538_nonvoters_data.csv", ["ppage", "weight"]);
    const found = meanOf(ages.map((x, i) => point(x, weights[i])));
    const expected = oracle("nonvoters_oracle.json");
    expect(found?.mean).toBeCloseTo(expected.age_weighted_mean, 9);
    expect(found?.error).toBeCloseTo(expected.age_se, 9);
  });
});
