import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chiSquare, chiSquareCorrected, contingency, cramersV, likelihoodRatio, mantelHaenszel, phi } from "../../src/stats/association.ts";
import { firstCell, fisher, tailsOfCell } from "../../src/stats/fisher.ts";
import { raoScott } from "../../src/stats/raoscott.ts";

/** Tables in which every row and column has somebody. */
const tables = fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 5 })).chain(([r, c]) => fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: c, maxLength: c }), { minLength: r, maxLength: r }))
  .filter((table) => table.every((row) => row.some((n) => n > 0)) && (table[0] ?? []).every((_, j) => table.some((row) => (row[j] ?? 0) > 0)));
const fourfold = fc.tuple(...[1, 2, 3, 4].map(() => fc.integer({ min: 0, max: 30 }))).map(([a = 0, b = 0, c = 0, d = 0]) => [[a, b], [c, d]]).filter(([[a = 0, b = 0] = [], [c = 0, d = 0] = []]) => Math.min(a + b, c + d, a + c, b + d) > 0);

const turned = (table: readonly (readonly number[])[]): number[][] => (table[0] ?? []).map((_, j) => table.map((row) => row[j] ?? 0));
const unweighted = (table: readonly (readonly number[])[]) => table.map((row) => row.map((n) => ({ n, w: n, w2: n })));

describe("a table", () => {
  test("whose rows are alike has no association", () => {
    const alike = [[10, 20, 30], [20, 40, 60]];
    expect(chiSquare(alike)).toMatchObject({ statistic: 0, df: 2, p: 1, n: 180, residuals: [[0, 0, 0], [0, 0, 0]] });
    expect(cramersV(alike)).toMatchObject({ estimate: 0, corrected: 0, low: 0, high: 0 });
    expect(likelihoodRatio(alike).statistic).toBeCloseTo(0, 10);
  });

  test("that is all diagonal has all there can be", () => {
    const diagonal = [[50, 0, 0], [0, 50, 0], [0, 0, 50]];
    expect(chiSquare(diagonal).statistic).toBeCloseTo(300, 9);
    expect(cramersV(diagonal).estimate).toBeCloseTo(1, 12);
    expect(contingency(chiSquare(diagonal))).toBeCloseTo(Math.sqrt(2 / 3), 12);
    expect(phi(chiSquare([[9, 0], [0, 9]]))).toBeCloseTo(1, 12);
  });

  test("says the same turned round, and with rows and columns of nobody", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const [one, other] = [chiSquare(table), chiSquare(turned(table))];
        expect(other.statistic).toBeCloseTo(one.statistic, 8);
        expect(other.p).toBeCloseTo(one.p, 10);
        const empty = [...table.map((row) => [...row, 0]), Array.from({ length: (table[0]?.length ?? 0) + 1 }, () => 0)];
        expect(chiSquare(empty)).toMatchObject({ statistic: one.statistic, df: one.df, p: one.p, n: one.n });
        expect(cramersV(empty)).toEqual(cramersV(table));
        expect(raoScott(unweighted(empty))).toEqual(raoScott(unweighted(table)));
        // Expected counts keep both margins.
        one.expected.forEach((row, i) => { expect(row.reduce((sum, n) => sum + n, 0)).toBeCloseTo((table[i] ?? []).reduce((sum, n) => sum + n, 0), 8); });
      }),
    );
  });

  test("has a strength between 0 and 1 and an interval in order, the correction pulling it down", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const { estimate, corrected, low, high } = cramersV(table);
        expect(estimate).toBeGreaterThanOrEqual(0);
        expect(estimate).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeLessThanOrEqual(estimate + 1e-9);
        expect(corrected).toBeLessThanOrEqual(estimate * 1.2 + 1e-9);
        expect(chiSquareCorrected(table).statistic).toBeLessThanOrEqual(chiSquare(table).statistic);
      }),
    );
  });

  test("of one row is no table to test", () => {
    expect(chiSquare([[1, 2, 3]])).toMatchObject({ df: 0, p: Number.NaN });
    expect(cramersV([[1, 2, 3]])).toMatchObject({ estimate: Number.NaN, low: Number.NaN });
    expect(raoScott(unweighted([[1, 2, 3], [0, 0, 0]]))).toMatchObject({ f: Number.NaN, p: Number.NaN });
  });
});

describe("a weighted table", () => {
  test("in which all weigh alike is tested as the unweighted one, but for n / (n - 1)", () => {
    fc.assert(
      fc.property(tables.map((table) => table.map((row) => row.map((n) => n + 1))), fc.double({ min: 0.1, max: 9, noNaN: true }), (table, weight) => {
        const plain = chiSquare(table);
        const found = raoScott(table.map((row) => row.map((n) => ({ n, w: n * weight, w2: n * weight ** 2 }))));
        expect(found.statistic).toBeCloseTo(plain.statistic, 7);
        expect(found.f).toBeCloseTo((plain.statistic / plain.df) * ((plain.n - 1) / plain.n), 7);
        expect(found.df1).toBeCloseTo(plain.df, 7);
        expect(found.df2).toBeCloseTo(plain.df * (plain.n - 1), 3);
      }),
    );
  });

  test("with more empty cells than the test can do without is not tested", () => {
    expect(raoScott(unweighted([[9, 0, 0], [0, 9, 0], [0, 0, 9]]))).toMatchObject({ f: Number.NaN, p: Number.NaN });
  });

  test("of weights that differ is less certain than one of as many people", () => {
    // Half of each cell weighs 1, half 3: the design effect is 20/16 in every cell.
    const found = raoScott([[40, 20], [20, 40]].map((row) => row.map((n) => ({ n, w: 2 * n, w2: 5 * n }))));
    expect(found.f / raoScott(unweighted([[40, 20], [20, 40]])).f).toBeCloseTo(16 / 20, 12);
  });
});

describe("Fisher's test", () => {
  test("of the lady tasting tea: 3 of 4 right", () => {
    // 34 of 70 ways; estimate and interval as in R's help page of fisher.test, which finds the reciprocals to 1.2e-4.
    const { p, oddsRatio, low, high } = fisher([[3, 1], [1, 3]]);
    expect(p).toBeCloseTo(34 / 70, 12);
    expect(oddsRatio).toBeCloseTo(6.408309, 3);
    expect(low).toBeCloseTo(0.2117329, 3);
    expect(Math.abs(1 / high - 1 / 621.9337505)).toBeLessThan(1.2e-4);
    expect(tailsOfCell(firstCell([[3, 1], [1, 3]], high), 3).under).toBeCloseTo(0.025, 12);
  });

  test("turns its odds with its rows, and holds its estimate in its interval", () => {
    fc.assert(
      fc.property(fourfold, (table) => {
        const [one, other, across] = [fisher(table), fisher(table.toReversed()), fisher(turned(table))];
        expect(one.p).toBeGreaterThan(0);
        expect(one.p).toBeLessThanOrEqual(1);
        expect(other.p).toBeCloseTo(one.p, 9);
        expect(across.p).toBeCloseTo(one.p, 9);
        expect(one.low).toBeLessThanOrEqual(one.oddsRatio);
        expect(one.high).toBeGreaterThanOrEqual(one.oddsRatio);
        if (one.oddsRatio > 0 && Number.isFinite(one.oddsRatio)) expect(one.oddsRatio * other.oddsRatio).toBeCloseTo(1, 8);
        expect(Math.abs(across.oddsRatio / one.oddsRatio - 1) || 0).toBeLessThan(1e-8);
      }),
    );
  });
});

test("strata in which nothing goes together have a common odds ratio of 1, whatever they look like together", () => {
  // Simpson's paradox: alike within each, but not in the sum.
  const strata = [[[80, 20], [8, 2]], [[2, 8], [20, 80]]];
  expect(mantelHaenszel(strata)).toMatchObject({ oddsRatio: 1, statistic: 0, p: 1 });
  expect(chiSquare([[82, 28], [28, 82]]).p).toBeLessThan(1e-9);
});
