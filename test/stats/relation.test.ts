import { describe, expect, test } from "vitest";
import { pairsOf } from "../../src/stats/pairs.ts";
import { permutation } from "../../src/stats/permutation.ts";
import { type Both, type Level, relate, type Relation } from "../../src/stats/relation.ts";

/** Rows are groups, columns values. Numbers below are those of R 4.2: `Rscript test/stats/relation.R`. */
const WIDE = [[20, 15, 25], [30, 10, 20], [12, 28, 18]];
const THIN = [[1, 2, 9], [0, 7, 1], [5, 1, 2]];

const both = (table: readonly (readonly number[])[], weight = 1): Both[] => pairsOf(table).map(({ x, y, n }) => ({ x: y, y: x, n, w: n * weight, w2: n * weight ** 2 }));
const related = (table: readonly (readonly number[])[], x: Level, y: Level, { weighted = false, least = 1 } = {}): Relation => relatedIn(both(table, weighted ? 2.5 : 1), x, y, { weighted, least });
function relatedIn(pairs: readonly Both[], x: Level, y: Level, { weighted = true, least = 1 } = {}): Relation {
  const found = relate(pairs, { x, y, weighted, least });
  if (found.test === undefined) throw new Error(found.why);
  return found;
}
const close = (...values: readonly number[]) => values.map((value) => expect.closeTo(value, 6));
const numbers = ({ statistic, df, p, effects: [first] }: Relation): number[] => [statistic, ...df, p, first?.estimate ?? Number.NaN, first?.low ?? Number.NaN, first?.high ?? Number.NaN];

describe("the test follows what values mean, and says what R says", () => {
  test("names by names", () => {
    const found = related(WIDE, "nominal", "nominal");
    expect(found).toMatchObject({ test: "chi-square", n: 178, notes: [] });
    expect(numbers(found)).toEqual(close(18.9720195356, 4, 7.95955082954e-4, 0.230851011925, 0.0996371470009, 0.319163656211));
  });
  test("an order by names", () => {
    const found = related(WIDE, "ordinal", "nominal");
    expect(found.test).toBe("kruskal-wallis");
    expect(numbers(found)).toEqual(close(3.794343897017, 2, 0.1499922056591, 0.0214369711696, 0, 0.0782028384457));
    const pair = related(WIDE.slice(0, 2), "ordinal", "nominal");
    expect([pair.test, pair.statistic, pair.p, pair.effects[0]?.estimate]).toEqual(["mann-whitney", ...close(2075, 0.121559839752, 0.576388888889)]);
  });
  test("amounts by names, on whichever side", () => {
    const found = related(WIDE, "number", "nominal");
    expect(found.test).toBe("welch-anova");
    expect(numbers(found).slice(0, 5)).toEqual(close(1.815576092431, 2, 115.8857753729198, 0.1673425911283, 0.0215882103445));
    const pair = related(WIDE.slice(0, 2), "number", "nominal");
    expect(numbers(pair)).toEqual(close(1.5431026923969, 117.8081108211203, 0.1254878361765, 0.25, -0.0708318010103, 0.5708318010103));
    expect(Object.values(pair.effects[1] ?? {}).slice(1)).toEqual(close(0.2799356182992, -0.0773826633315, 0.6372538999299));
    const turned = WIDE[0]?.map((_, j) => WIDE.slice(0, 2).map((row) => row[j] ?? 0)) ?? [];
    expect(related(turned, "nominal", "number")).toEqual(pair);
  });
  test("orders and amounts among each other", () => {
    const ordered = related(WIDE, "ordinal", "ordinal");
    expect([ordered.test, ordered.statistic, ordered.p, ordered.effects[0]?.estimate]).toEqual(["kendall", ...close(0.14186093072113, 0.88718985491059, 0.00948272671097)]);
    const mixed = related(WIDE, "ordinal", "number");
    expect([mixed.test, mixed.statistic, mixed.p, mixed.effects[0]?.estimate]).toEqual(["spearman", ...close(933228.048740, 0.924754392134, 0.00712921003558)]);
    const found = related(WIDE, "number", "number");
    expect(found.test).toBe("pearson");
    expect(numbers(found)).toEqual(close(0.1104788137012, 176, 0.91215552967938, 0.00832736517097, -0.13892749150857, 0.15522193940272));
    expect(found.effects[1]?.estimate).toBeCloseTo(0.00712921003558, 8);
  });
});

describe("where too few are expected", () => {
  test("a table of two by two is tested exactly", () => {
    const found = related([[8, 2], [1, 5]], "nominal", "nominal");
    expect(found).toMatchObject({ test: "fisher", notes: ["few-expected"] });
    expect(found.p).toBeCloseTo(0.034965034965, 10);
    expect(found.effects[0]?.estimate).toBeCloseTo(15.47, 1);
  });
  test("a larger one against shuffled tables, with the same p each time and no interval", () => {
    const found = related(THIN, "nominal", "nominal");
    expect(found.test).toBe("permutation");
    expect(found.statistic).toBeCloseTo(22.6138888889, 8);
    expect(found.p).toBeLessThan(5e-4);
    expect(found.effects[0]?.low).toBeNaN();
    expect(related(THIN, "nominal", "nominal").p).toBe(found.p);
    // A table that R finds likely, large enough for χ²: both ways agree.
    expect(permutation(WIDE).p).toBeLessThan(0.003);
    expect(Math.abs(permutation([[20, 15, 25], [22, 16, 20]]).p - 0.7)).toBeLessThan(0.1);
  });
  test("weights leave no test", () => expect(relate(both(THIN, 2.5), { x: "nominal", y: "nominal", weighted: true, least: 1 })).toEqual({ test: undefined, n: 28, why: "few-expected" }));
});

describe("weights", () => {
  test("that are equal change no number of what counts people for what they are worth", () => {
    for (const [x, y] of [["number", "nominal"], ["number", "number"], ["ordinal", "ordinal"], ["ordinal", "number"]] as const) {
      const weighted = related(WIDE, x, y, { weighted: true });
      expect(numbers(weighted)).toEqual(close(...numbers(related(WIDE, x, y))));
      expect(weighted.notes).toEqual(["weighted"]);
    }
    expect(related(WIDE, "nominal", "nominal", { weighted: true }).p).toBeCloseTo(7.9e-4, 3);
  });

  test("of ranks are those of R's survey package", () => {
    const people = Array.from({ length: 60 }, (_, i): Both => ({ x: ((i * 37) % 61) + (i % 3 === 0 ? 3 : 0) + i / 1000, y: i % 3, n: 1, w: 1 + ((i * 7) % 5), w2: (1 + ((i * 7) % 5)) ** 2 }));
    const of = (pairs: readonly Both[]): number[] => numbers(relatedIn(pairs, "ordinal", "nominal"));
    expect(of(people).slice(0, 4)).toEqual([expect.closeTo(0.4480951318938, 10), 2, 57, expect.closeTo(0.6410748829815, 10)]);
    // R gives t, and the mean of the second group less that of the first.
    const two = of(people.filter(({ y }) => y < 2));
    expect(two.slice(0, 4)).toEqual([expect.closeTo(0.77271711040687, 10), 1, 38, expect.closeTo(0.38490278764562, 10)]);
    expect(two[4]).toBeCloseTo(0.5 + 0.07972222222222, 10);
  });

  test("of ranks that are equal give the effects that no weights give, and nearly their p", () => {
    const effects = ({ effects: [first] }: Relation): number[] => [first?.estimate ?? Number.NaN, first?.low ?? Number.NaN, first?.high ?? Number.NaN];
    for (const table of [WIDE, WIDE.slice(0, 2)]) {
      const [weighted, plain] = [related(table, "ordinal", "nominal", { weighted: true }), related(table, "ordinal", "nominal")];
      expect(weighted).toMatchObject({ test: "lumley-scott", notes: ["weighted"] });
      expect(effects(weighted)).toEqual(close(...effects(plain)));
      expect(Math.abs(weighted.p - plain.p)).toBeLessThan(0.02);
    }
  });

  test("of ranks hold where everybody in one group answers alike, and are told not to where that is so in several", () => {
    const one = relatedIn(both([[0, 12, 0], [5, 5, 5], [1, 3, 9]], 2.5), "number", "nominal");
    expect(one).toMatchObject({ test: "lumley-scott", notes: ["no-spread", "weighted"] });
    expect(numbers(one).slice(0, 4)).toEqual(close(7.655625947395489, 2, 37, 0.001650905805683));
    expect(relate(both([[0, 12, 0], [0, 0, 12], [5, 5, 5]], 2.5), { x: "number", y: "nominal", weighted: true, least: 10 })).toEqual({ test: undefined, n: 39, why: "alike" });
  });

  test("by cells or in parts, in whatever order, give the same", () => {
    const whole = both(WIDE).map((pair, i) => ({ ...pair, w: pair.n * (1 + (i % 3)), w2: pair.n * (1 + (i % 3)) ** 2 }));
    const shuffled = [...whole].reverse().flatMap(({ n, w, w2, ...at }) => [{ ...at, n: n / 2, w: w / 2, w2: w2 / 2 }, { ...at, n: n / 2, w: w / 2, w2: w2 / 2 }]);
    const of = (pairs: readonly Both[]): number[] => numbers(relatedIn(pairs, "ordinal", "nominal"));
    expect(of(shuffled)).toEqual(close(...of(whole)));
  });
});

test("small groups are left out, too few answers and answers all alike are not tested", () => {
  expect(related([...WIDE, [3, 3, 3]], "nominal", "nominal", { least: 10 })).toEqual({ ...related(WIDE, "nominal", "nominal"), notes: ["left-out"] });
  expect(relate(both([[2, 2], [2, 2]]), { x: "ordinal", y: "ordinal", weighted: false, least: 10 })).toEqual({ test: undefined, n: 8, why: "too-few" });
  expect(relate(both([[20], [30]]), { x: "nominal", y: "nominal", weighted: false, least: 10 })).toEqual({ test: undefined, n: 50, why: "constant" });
  expect(related([[0, 12, 0], [5, 5, 5]], "number", "nominal", { least: 10 })).toMatchObject({ test: "mann-whitney", notes: ["no-spread"] });
});
