import { describe, expect, test } from "vitest";
import { chiSquare, cramersV } from "../../src/stats/association.ts";
import { spearman } from "../../src/stats/correlation.ts";
import { meanOf, momentsOf, type Point, unweighted } from "../../src/stats/mean.ts";
import { sampleQuantile } from "../../src/stats/quantile.ts";
import { hasShared } from "../shared.ts";
import { compare, oracle } from "./oracle.ts";
import { type Row, select } from "./tables.ts";

const RESPONDENTS = "responses/atus_respondents.csv.gz";
const ACTIVITIES = "responses/atus_activities.csv.gz";

/** Respondents who share year, sex and minutes: activities of tier 1 code 05 are work, of code 0101 sleep. */
const minutes = (activity: string) => select((table) => `
  WITH days AS (SELECT tucaseid, sum(dur::INTEGER) FILTER (${activity}) AS minutes FROM (SELECT *, tiercode::INTEGER AS code FROM ${table(ACTIVITIES)}) GROUP BY tucaseid)
  SELECT tuyear::INTEGER AS year, sex, coalesce(minutes, 0)::DOUBLE AS x, count(*) AS n, sum(wt::DOUBLE) AS w, sum(wt::DOUBLE ** 2) AS w2
  FROM ${table(RESPONDENTS)} LEFT JOIN days USING (tucaseid) GROUP BY ALL`);

const counts = (name: string) => select((table) => `SELECT ${name}::DOUBLE AS x, count(*) AS n FROM ${table(RESPONDENTS)} WHERE ${name} IS NOT NULL GROUP BY ALL`);

const classes = (columns: string) => select((table) => `
  WITH classes AS (SELECT count(*) AS k FROM ${table(RESPONDENTS)} GROUP BY ${columns})
  SELECT count(*) AS classes, sum(k) FILTER (k = 1) AS one, coalesce(sum(k) FILTER (k < 3), 0) AS three, coalesce(sum(k) FILTER (k < 5), 0) AS five, max(k) AS most, min(k) AS least FROM classes`);

const number = (row: Row | undefined, name: string): number => Number(row?.[name]);
const pointOf = (row: Row): Point => ({ x: number(row, "x"), n: number(row, "n"), w: number(row, "w"), w2: number(row, "w2") });
const all = (rows: readonly Row[], of: (point: Point) => number): number => rows.reduce((sum, row) => sum + of(pointOf(row)), 0);

describe.skipIf(!hasShared)("two million activities of 181,335 people as R computes them", () => {
  test("means by weight and group, quantiles, a table and a rank correlation", async () => {
    const expected = oracle("atus_oracle.json");
    const [work, sleep, tiers, codes, hours, labor, earned, many, few] = await Promise.all([
      minutes("code // 10000 = 5"),
      minutes("code // 100 = 101"),
      select((table) => `SELECT tiercode::INTEGER // 10000 AS t1, count(*) AS rows, sum(dur::INTEGER) AS minutes FROM ${table(ACTIVITIES)} GROUP BY t1 ORDER BY t1`),
      select((table) => `SELECT tiercode::INTEGER AS tiercode, count(*) AS N FROM ${table(ACTIVITIES)} GROUP BY ALL ORDER BY N DESC LIMIT 10`),
      counts("work_hrs_week"),
      select((table) => `SELECT labor_status AS row, sex AS col, count(*) AS n FROM ${table(RESPONDENTS)} GROUP BY ALL`),
      select((table) => `SELECT work_hrs_week::DOUBLE AS x, weekly_earn::DOUBLE AS y, count(*) AS n FROM ${table(RESPONDENTS)} WHERE x IS NOT NULL AND y IS NOT NULL GROUP BY ALL`),
      classes("state, sex, age, edu, race, hh_size"),
      classes("region, sex, age"),
    ]);
    const mean = (rows: readonly Row[]) => meanOf(rows.map(pointOf))?.mean;
    const plain = (rows: readonly Row[]) => meanOf(unweighted(rows.map(pointOf)))?.mean;
    const where = (rows: readonly Row[], name: string, value: unknown) => rows.filter((row) => row[name] === value);
    const worked = hours.map((row) => ({ x: number(row, "x"), n: number(row, "n") }));
    const { mean: average, sd } = momentsOf(worked);
    const { rows, cols } = expected.chisq_labor_sex;
    const table = rows.map((row: string) => cols.map((col: string) => number(labor.find((each) => each["row"] === row && each["col"] === col), "n")));
    const { statistic, df } = chiSquare(table);
    const ranks = spearman(earned.map((row) => ({ x: number(row, "x"), y: number(row, "y"), n: number(row, "n") })));
    const found = {
      inputs: expected.inputs,
      n_resp: all(work, ({ n }) => n),
      n_act: tiers.reduce((sum, row) => sum + number(row, "rows"), 0),
      sum_w: all(work, ({ w }) => w),
      weighted_mean_minutes_work_tier1_05_all: mean(work),
      weighted_mean_minutes_sleep_0101: mean(sleep),
      unweighted_mean_minutes_work: plain(work),
      unweighted_mean_minutes_sleep: plain(sleep),
      by_year: Array.from({ length: 14 }, (_, i) => 2003 + i).map((year) => {
        const [own, slept] = [where(work, "year", year), where(sleep, "year", year)];
        return { tuyear: year, n: all(own, ({ n }) => n), w: all(own, ({ w }) => w), work: mean(own), sleep: mean(slept) };
      }),
      by_sex: ["male", "female"].map((sex) => ({ sex, n: all(where(work, "sex", sex), ({ n }) => n), work: mean(where(work, "sex", sex)), sleep: mean(where(sleep, "sex", sex)) })),
      work_hrs_week_quantiles_type7: Object.fromEntries([1, 25, 50, 75, 99].map((p) => [`${p}%`, sampleQuantile(worked, p / 100)])),
      work_hrs_week_mean_sd: [average, sd],
      total_minutes_all_activities: tiers.reduce((sum, row) => sum + number(row, "minutes"), 0),
      tier1_minutes: tiers,
      top10_tiercodes_by_rows: codes,
      kanon_state_sex_age_edu_race_hhsize: { classes: many[0]?.["classes"], unique_rows_k1: many[0]?.["one"], rows_k_lt_3: many[0]?.["three"], rows_k_lt_5: many[0]?.["five"], max: many[0]?.["most"] },
      kanon_region_sex_age: { classes: few[0]?.["classes"], min_k: few[0]?.["least"], rows_k_lt_5: few[0]?.["five"] },
      chisq_labor_sex: { rows, cols, table, chisq: statistic, df, cramers_v: cramersV(table).estimate },
      spearman_hours_earn: { n: ranks.n, rho: ranks.estimate },
    };
    expect(compare(expected, found).wrong).toEqual([]);
  });
});
