import { beforeAll, describe, expect, test } from "vitest";
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm } from "../../src/stats/adjust.ts";
import { chiSquare, chiSquareCorrected, contingency, cramersV, likelihoodRatio, mantelHaenszel, phi, type Table } from "../../src/stats/association.ts";
import { cohensD, differenceOfMeans, pooledDifference } from "../../src/stats/compare.ts";
import { type Correlation, pearson, spearman } from "../../src/stats/correlation.ts";
import { type FirstCell, firstCell, fisher, meanOfCell, tailsOfCell } from "../../src/stats/fisher.ts";
import { kendall } from "../../src/stats/kendall.ts";
import { meanOf, momentsOf, unweighted } from "../../src/stats/mean.ts";
import { outcomeRates } from "../../src/stats/outcome.ts";
import { clopperPearson, type Interval, wilson, wilsonCorrected } from "../../src/stats/proportion.ts";
import { type Count, type QuantileType, sampleQuantile } from "../../src/stats/quantile.ts";
import { kruskalWallis, mannWhitney } from "../../src/stats/ranks.ts";
import { netScore } from "../../src/stats/score.ts";
import { anova, welchAnova } from "../../src/stats/variance.ts";
import { hasShared } from "../shared.ts";
import { compare, oracle } from "./oracle.ts";
import { crossed, levels, type Row, select } from "./tables.ts";
import { LOOSE, uniroot } from "./uniroot.ts";

const NAME = "stats_mass_survey_wilson_nps_aapor.json";
const ends = ({ low, high }: Interval): [number, number] => [low, high];

/** Every part of the oracle, computed from the raw answers where it is about them. */
const PARTS: Readonly<Record<string, (students: readonly Row[], expected: ReturnType<typeof oracle>) => unknown>> = {
  meta: () => ({}),
  chisq_Smoke_Exer: (students) => tableTests(students, "Smoke", "Exer"),
  chisq_Sex_Exer: (students) => tableTests(students, "Sex", "Exer"),
  chisq_Sex_Clap: (students) => tableTests(students, "Sex", "Clap"),
  chisq_2x2_Sex_WHnd: (students) => {
    const { rows, cols, table } = tableOf(students, "Sex", "W.Hnd");
    const [yates, plain, exact] = [chiSquareCorrected(table), chiSquare(table), fisher(table)];
    return {
      table, rows, cols,
      yates: { chisq: yates.statistic, p: yates.p },
      uncorrected: { chisq: plain.statistic, p: plain.p },
      phi: phi(plain),
      fisher: { p: exact.p, ...fisherAsR(table) },
    };
  },
  corr_WrHnd_NWHnd: (students) => correlationsOf(students, "Wr.Hnd", "NW.Hnd"),
  corr_Height_Pulse: (students) => correlationsOf(students, "Height", "Pulse"),
  ttest_Height_by_Sex: (students) => {
    const [women, men] = [countsOf(students, "Height", "Sex", "Female"), countsOf(students, "Height", "Sex", "Male")];
    const [first, second] = [momentsOf(women), momentsOf(men)];
    const [meanWomen, meanMen] = [meanOf(unweighted(women)), meanOf(unweighted(men))];
    if (!meanWomen || !meanMen) throw new Error("nobody has a height");
    const [welch, pooled, ranks] = [differenceOfMeans(meanWomen, meanMen), pooledDifference(women, men), mannWhitney(women, men)];
    const both = (of: "mean" | "sd" | "n") => ({ Female: first[of], Male: second[of] });
    return {
      welch: { t: welch.t, df: welch.df, p: welch.p, ci: ends(welch) },
      pooled: { t: pooled.t, df: pooled.df, p: pooled.p },
      means: both("mean"), sds: both("sd"), n: both("n"),
      cohens_d_pooled: cohensD(women, men).estimate,
      mannwhitney: { W: ranks.w, p: ranks.p },
    };
  },
  anova_Pulse_by_Exer: (students) => {
    const groups = ["Freq", "None", "Some"].map((name) => countsOf(students, "Pulse", "Exer", name));
    const [equal, unequal, ranks] = [anova(groups), welchAnova(groups), kruskalWallis(groups)];
    return {
      F: equal.f, df1: equal.df1, df2: equal.df2, p: equal.p, eta_sq: equal.etaSquared,
      welch: { F: unequal.f, df: [unequal.df1, unequal.df2], p: unequal.p },
      kruskal: { H: ranks.statistic, df: ranks.df, p: ranks.p },
    };
  },
  describe_Pulse: (students) => {
    const pulse = countsOf(students, "Pulse");
    const { n, mean, sd, skewness, kurtosis } = momentsOf(pulse);
    const quantiles = (type: QuantileType) => [0.1, 0.25, 0.5, 0.75, 0.9].map((p) => sampleQuantile(pulse, p, type));
    return {
      n, mean, sd, median: sampleQuantile(pulse, 0.5), skew_g1_psych_type3: skewness, kurtosis_type3: kurtosis,
      quantiles_10_25_50_75_90: { type1: quantiles(1), type2: quantiles(2), type4: quantiles(4), type6: quantiles(6), type7: quantiles(7), type8: quantiles(8) },
    };
  },
  wilson: (_, expected) => ({
    rows: expected.rows.map(({ x, n }: { x: number; n: number }) => ({ x, n, wilson95: ends(wilson(x / n, n)), wilson_cc95: ends(wilsonCorrected(x, n)), clopper_pearson95: ends(clopperPearson(x, n)) })),
    newcombe1998: expected.newcombe1998.map(({ x, n }: { x: number; n: number }) => ({ x, n, wilson: ends(wilson(x / n, n)), wilson_cc: ends(wilsonCorrected(x, n)) })),
  }),
  p_adjust: (_, { p }) => ({ p, bh: benjaminiHochberg(p), holm: holm(p), bonferroni: bonferroni(p), by: benjaminiYekutieli(p) }),
  UCBAdmissions_2x2: () => {
    const table = ADMISSIONS.reduce((sum, each) => sum.map((row, i) => row.map((n, j) => n + (each[i]?.[j] ?? 0))), [[0, 0], [0, 0]]);
    const { statistic, p } = chiSquare(table);
    return { table, chisq: statistic, p, yates: chiSquareCorrected(table).statistic };
  },
  UCBAdmissions_cmh: () => {
    const { statistic, p, oddsRatio } = mantelHaenszel(ADMISSIONS);
    return { statistic, p, common_or: oddsRatio };
  },
  nps: (_, { cases }) => ({
    cases: cases.map(({ detractors, passives, promoters }: { detractors: number; passives: number; promoters: number }) => {
      const { n, score, variance, error, sampleError, half } = netScore({ detractors, passives, promoters }) ?? {};
      return { detractors, passives, promoters, n, nps: score, variance, se_points: error, moe95_points: half, se_sample_n_minus_1: sampleError };
    }),
  }),
  aapor: (_, { cases }) => ({
    cases: cases.map(({ I, P, R, NC, O, UH, UO, e }: Readonly<Record<"I" | "P" | "R" | "NC" | "O" | "UH" | "UO" | "e", number>>) => ({
      I, P, R, NC, O, UH, UO, e, ...outcomeRates({ complete: I, partial: P, refusal: R, nonContact: NC, other: O, unknownHousehold: UH, unknownOther: UO }, e),
    })),
  }),
};

/** Admitted and rejected by men and women in six departments of Berkeley, 1973 (Bickel, Hammel and O'Connell 1975; R's UCBAdmissions). */
const ADMISSIONS: readonly Table[] = [
  [[512, 89], [313, 19]],
  [[353, 17], [207, 8]],
  [[120, 202], [205, 391]],
  [[138, 131], [279, 244]],
  [[53, 94], [138, 299]],
  [[22, 24], [351, 317]],
];

/** Odds ratios from our distribution, as closely as R looks for them: where they are as R's, only R's tolerance parts it from ours. */
function fisherAsR(table: Table): { readonly odds_ratio_cmle: number; readonly ci: readonly [number, number] } {
  const count = table[0]?.[0] ?? 0;
  // R looks between 0 and 1, and for what is beyond 1 for the reciprocal.
  const root = (of: (cell: FirstCell) => number): number => (of(firstCell(table, 1)) > 0 ? uniroot((odds) => of(firstCell(table, Math.max(odds, Number.MIN_VALUE))), 0, 1) : 1 / uniroot((odds) => of(firstCell(table, 1 / odds)), Number.EPSILON, 1));
  return {
    odds_ratio_cmle: root((cell) => meanOfCell(cell) - count),
    ci: [root((cell) => tailsOfCell(cell, count).over - 0.025), root((cell) => 0.025 - tailsOfCell(cell, count).under)],
  };
}

function tableOf(students: readonly Row[], row: string, column: string) {
  const complete = students.filter((student) => student[row] !== null && student[column] !== null);
  const [rows, cols] = [levels(complete, row).names, levels(complete, column).names];
  return { rows, cols, table: crossed(complete, row, rows, column, cols) };
}

function tableTests(students: readonly Row[], row: string, column: string) {
  const { rows, cols, table } = tableOf(students, row, column);
  const { n, statistic, df, p, expected, residuals } = chiSquare(table);
  return { rows, cols, table, n, chisq: statistic, df, p, likelihood_ratio_G2: likelihoodRatio(table).statistic, cramers_v: cramersV(table).estimate, contingency_coef: contingency({ statistic, n }), expected, std_residuals: residuals };
}

function correlationsOf(students: readonly Row[], x: string, y: string) {
  const pairs = students.flatMap((student) => (student[x] === null || student[y] === null ? [] : [{ x: Number(student[x]), y: Number(student[y]), n: 1 }]));
  const said = (method: string, found: Correlation) => ({ method, n: found.n, estimate: found.estimate, p: found.p, statistic: found.statistic });
  const first = pearson(pairs);
  return [{ ...said("pearson", first), ci95: ends(first) }, said("spearman", spearman(pairs)), said("kendall", kendall(pairs))];
}

const countsOf = (students: readonly Row[], name: string, group?: string, value?: string): Count[] =>
  students.flatMap((student) => (student[name] === null || (group !== undefined && student[group] !== value) ? [] : [{ x: Number(student[name]), n: 1 }]));

describe.skipIf(!hasShared)("237 students, and worked examples, as R computes them", () => {
  let students: readonly Row[] = [];
  beforeAll(async () => {
    students = await select((table) => `SELECT * FROM ${table("responses/mass_survey.csv")}`);
  });

  test("no part of the oracle is left out", () => {
    expect(Object.keys(PARTS).sort()).toEqual(Object.keys(oracle(NAME)).sort());
  });

  test.each(Object.keys(PARTS))("%s", (part) => {
    const expected = oracle(NAME)[part];
    const found = compare(expected, PARTS[part]?.(students, expected));
    expect(found.wrong).toEqual([]);
  });

  test("Fisher's odds ratio and its interval: as far from R's as R's tolerance lets them be, and closer to the root", () => {
    const { table, fisher: expected } = oracle(NAME).chisq_2x2_Sex_WHnd;
    const { oddsRatio, low, high } = fisher(table);
    const roots = [1 / high, oddsRatio, low];
    const theirs = [1 / expected.ci[1], expected.odds_ratio_cmle, expected.ci[0]];
    roots.forEach((root, i) => expect(Math.abs(root - theirs[i])).toBeLessThan(LOOSE));
    expect(meanOfCell(firstCell(table, oddsRatio))).toBeCloseTo(7, 12);
    expect(tailsOfCell(firstCell(table, low), 7).over).toBeCloseTo(0.025, 12);
    expect(tailsOfCell(firstCell(table, high), 7).under).toBeCloseTo(0.025, 12);
  });
});
