import { describe, expect, test } from "vitest";
import { chiSquare } from "../../src/stats/association.ts";
import { meanOf } from "../../src/stats/mean.ts";
import { efficiency } from "../../src/stats/weight.ts";
import { raoScott } from "../../src/stats/raoscott.ts";
import { alpha } from "../../src/stats/reliability.ts";
import { scaleOf } from "../../src/stats/score.ts";
import { hasShared } from "../shared.ts";
import { compare, oracle } from "./oracle.ts";
import { crossed, levels, numbers, type Row, select } from "./tables.ts";

const FACTORS = { voter_category: "voter_category", race: "race", educ: "educ", gender: "gender", income: "income_cat", Q2_1: "Q2_1" };

const weightsOf = (rows: readonly Row[]) => {
  const each = numbers(rows, "weight");
  return { n: each.length, w: each.reduce((sum, w) => sum + w, 0), w2: each.reduce((sum, w) => sum + w * w, 0) };
};

describe.skipIf(!hasShared)("5,836 nonvoters as R's survey package computes them", () => {
  test("weighted percentages, a mean, a table's tests and a scale", async () => {
    const expected = oracle("nonvoters_oracle.json");
    const people = await select((table) => `SELECT * FROM ${table("responses/538_nonvoters_data.csv")}`);
    const { n, w } = weightsOf(people);
    const percent = (name: string) => Object.fromEntries(levels(people, name).names.map((value) => [value, (100 * weightsOf(people.filter((row) => row[name] === value)).w) / w]));
    const age = meanOf(people.map((row) => ({ x: Number(row["ppage"]), n: 1, w: Number(row["weight"]), w2: Number(row["weight"]) ** 2 })));
    const { rows, cols } = expected.unweighted_chisq_voter_educ;
    const table = crossed(people, "voter_category", rows, "educ", cols);
    const plain = chiSquare(table);
    const cells = levels(people, "voter_category").names.map((voter) => levels(people, "educ").names.map((educ) => weightsOf(people.filter((row) => row["voter_category"] === voter && row["educ"] === educ))));
    const corrected = raoScott(cells);
    const scores = people.map((row) => Array.from({ length: 10 }, (_, i) => Number(row[`Q2_${i + 1}`])).map((score) => (score < 0 ? null : score)));
    const found = {
      n,
      sum_w: w,
      kish_deff: efficiency(Float64Array.from(numbers(people, "weight"))).designEffect,
      ...Object.fromEntries(Object.entries(FACTORS).map(([name, column]) => [name, percent(column)])),
      age_weighted_mean: age?.mean,
      age_se: age?.error,
      rao_scott_voter_educ: { F: corrected.f, ndf: corrected.df1, ddf: corrected.df2, p: corrected.p },
      unweighted_chisq_voter_educ: { table, rows, cols, chisq: plain.statistic, df: plain.df, p: plain.p },
      alpha_Q2_10items_listwise: { n: scaleOf(scores).n, alpha_unkeyed: alpha(scores).raw },
    };
    // Percentages are written with six decimals.
    const { wrong, numbers: count } = compare(expected, found, 1e-6);
    expect(wrong).toEqual([]);
    expect(count).toBe(44);
    expect(compare(expected, found, 1e-9).wrong.filter((line) => !Object.keys(FACTORS).some((name) => line.startsWith(`/${name}/`)))).toEqual([]);
  });
});
