import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tallyCube } from "../../src/query/cube.ts";
import { openNative } from "../../src/query/native.ts";
import type { Tally } from "../../src/query/tally.ts";
import { hasShared, SHARED } from "../shared.ts";
import { oracle, publishedFrom } from "./published.ts";

describe.skipIf(!hasShared)("real data from import to publication", () => {
  test("25 personality items: reliability as psych computes it, counts as they stand in the file", async () => {
    const { made } = publishedFrom("bfi", "bfi.csv", "w1");
    const expected = oracle("bfi_alpha_omega.json");
    expect(made.manifest.constructs.map(({ name }) => name)).toEqual(["agree", "conscientious", "extraversion", "neuroticism", "openness"]);
    for (const { name, n, alpha, omega } of made.manifest.constructs) {
      expect(n).toBe(expected[name].n_listwise);
      // The same formula on the same rows: only the order of adding up differs.
      expect(alpha).toBeCloseTo(expected[name].raw_alpha_listwise, 9);
      // Maximum likelihood on both sides, by EM here and by quasi-Newton in R, which stops at a tolerance of its own.
      expect(Math.abs((omega ?? 0) - expected[name].omega_1factor_ml_std)).toBeLessThan(1e-5);
    }
    const native = await openNative(made.path("database"), made.codebook);
    const [fromFile] = await native.rows(`SELECT count(*) FILTER (A1 = '2')::INTEGER AS two, count(*) FILTER (A1 IS NULL)::INTEGER AS none, avg(try_cast(age AS DOUBLE)) AS age FROM read_csv('${join(SHARED, "responses/bfi.csv")}', all_varchar = true)`);
    const a1 = await native.tally({ variables: ["bfi__A1"] });
    const [mean] = await native.rows("SELECT avg(age) AS age FROM responses");
    native.close();
    expect(a1.find(({ value }) => value === "2")?.n).toBe(fromFile?.["two"]);
    expect(a1.find(({ missing }) => missing === "no_answer")?.n).toBe(fromFile?.["none"]);
    expect(mean?.["age"]).toBeCloseTo(Number(fromFile?.["age"]), 9);
    expect(tallyCube(made.cube, { variables: ["bfi__A1"] })).toEqual(a1);
  });

  test("nonvoters: weighted percentages as R's survey package computes them, from database and cube", async () => {
    const { made } = publishedFrom("nonvoters", "538_nonvoters_data.csv", "2020");
    const expected = oracle("nonvoters_oracle.json");
    expect(made.manifest.responses).toBe(expected.n);
    expect(made.manifest.designEffect).toBeCloseTo(expected.kish_deff, 9);
    const variables = ["voter_category", "race", "educ", "gender", "income_cat", "Q2__1", "ppage"];
    const native = await openNative(made.path("database"), made.codebook);
    const whole = await native.tally({ variables });
    const crossed = await native.tally({ variables: ["educ"], by: "voter_category" });
    native.close();
    for (const tallies of [whole, tallyCube(made.cube, { variables })]) {
      const share = (name: string): Record<string, number> => {
        const all = tallies.filter(({ variable }) => variable === name);
        const sum = all.reduce((total, { w }) => total + w, 0);
        expect(sum).toBeCloseTo(expected.sum_w, 6);
        return Object.fromEntries(all.map(({ value, missing, w }) => [missing === "refused" ? "-1" : value === "rarely" ? "rarely/never" : String(value), (100 * w) / sum]));
      };
      // The expected values are rounded to six decimals of a percentage.
      for (const name of ["voter_category", "race", "educ", "gender", "income", "Q2_1"]) {
        const found = share(name === "income" ? "income_cat" : name.replace("Q2_", "Q2__"));
        expect(Object.keys(found).sort()).toEqual(Object.keys(expected[name]).sort());
        for (const [value, percent] of Object.entries<number>(expected[name])) expect(Math.abs((found[value] ?? 0) - percent)).toBeLessThan(6e-7);
      }
      const ages = tallies.filter(({ variable, x }) => variable === "ppage" && x !== null);
      expect(ages.reduce((sum, { x, w }) => sum + (x ?? 0) * w, 0) / ages.reduce((sum, { w }) => sum + w, 0)).toBeCloseTo(expected.age_weighted_mean, 8);
    }
    const { table, rows, cols } = expected.unweighted_chisq_voter_educ;
    rows.forEach((row: string, i: number) => cols.forEach((col: string, j: number) => {
      const of = (tally: Tally): boolean => tally.group === row.replace("/never", "") && tally.value === col;
      expect(crossed.find(of)?.n).toBe(table[i][j]);
    }));
  });

  test("with quasi-identifiers every class has at least k rows, and the losses told are those there are", async () => {
    const { made, words } = publishedFrom("bfi-quasi", "bfi.csv", "w1");
    const native = await openNative(made.path("database"), made.codebook);
    const sql = (from: string): string => `SELECT min(n)::INTEGER AS least, sum(n)::INTEGER AS n, count(*)::INTEGER AS classes FROM (SELECT count(*) AS n FROM ${from} GROUP BY gender, gender__na, education, education__na, age, age__na)`;
    const [database] = await native.rows(sql("responses"));
    const [csv] = await native.rows(sql(`read_csv('${made.path("microdata", "codes.csv")}', all_varchar = true)`));
    expect(database).toEqual(csv);
    expect(Number(database?.["least"])).toBeGreaterThanOrEqual(5);
    expect(database?.["n"]).toBe(2800);
    for (const name of ["gender", "education", "age"]) {
      const [counted] = await native.rows(`SELECT count(*) FILTER (${name}__na = 'hidden')::INTEGER AS n FROM responses`);
      const hidden = Number(counted?.["n"]);
      const told = made.manifest.hidden.find(({ variable }) => variable === name);
      expect(hidden).toBeGreaterThan(0);
      expect(told).toEqual({ variable: name, cells: Math.max(5, Math.round(hidden / 5) * 5), share: Math.round((hidden / 2800) * 100) / 100 });
      expect(words).toContain(`hidden in ${name}: about ${told?.cells} answers`);
    }
    // Answers are never hidden: the same counts as without protection.
    const [answers] = await native.rows(`SELECT (SELECT list(n ORDER BY v) FROM (SELECT bfi__N3 AS v, count(*) AS n FROM responses GROUP BY v)) = (SELECT list(n ORDER BY v) FROM (SELECT N3 AS v, count(*) AS n FROM read_csv('${join(SHARED, "responses/bfi.csv")}', all_varchar = true) GROUP BY v)) AS same`);
    native.close();
    expect(answers?.["same"]).toBe(true);
  });
});
