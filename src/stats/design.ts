import { squareOf } from "./matrix.ts";

/** One number a person. */
export type Column = ArrayLike<number>;

/** How people came into a sample, one number a person each. All of it is taken as drawn in one stage, with replacement unless `population` says more. */
export interface Design {
  readonly weights: Column;
  /** Codes of the strata that were sampled apart. */
  readonly strata?: Column;
  /** Codes of the clusters that were drawn whole; a code belongs to one stratum. Without it everybody was drawn alone. */
  readonly clusters?: Column;
  /** Clusters (or people) there are in the stratum, whether drawn or not: what was drawn of them is certain (finite population correction). */
  readonly population?: Column;
  /** Known totals that the weights were fitted to, which takes what they explain from the error. */
  readonly fitted?: Fitted;
}

export interface Fitted {
  /** Category of each person, one column a margin. */
  readonly margins: readonly Column[];
  /** Weights that met the totals, where they were changed since (trimmed). */
  readonly weights?: Column;
  /** Weights before fitting, for one margin (post-stratification); R's survey takes none for several. */
  readonly before?: Column;
}

export interface Estimate {
  readonly estimate: number;
  /** Standard error, linearised (Binder 1983); NaN where a stratum has one cluster. */
  readonly error: number;
}

const sum = (n: number, of: (i: number) => number): number => {
  let all = 0;
  for (let i = 0; i < n; i++) all += of(i);
  return all;
};

const weightOf = (design: Design, i: number): number => design.weights[i] ?? 0;

/** Estimated total of the population, as `svytotal` of R's survey package. */
export const totalIn = (design: Design, y: Column): Estimate => ({
  estimate: sum(y.length, (i) => weightOf(design, i) * (y[i] ?? 0)),
  error: errorOf(design, Array.from(y, (value, i) => weightOf(design, i) * value)),
});

/** Total of y over total of x (`svyratio`). */
export function ratioIn(design: Design, y: Column, x: Column): Estimate {
  const below = sum(x.length, (i) => weightOf(design, i) * (x[i] ?? 0));
  const estimate = sum(y.length, (i) => weightOf(design, i) * (y[i] ?? 0)) / below;
  return { estimate, error: errorOf(design, Array.from(y, (value, i) => (weightOf(design, i) * (value - estimate * (x[i] ?? 0))) / below)) };
}

/** Mean of the population, or of the people for whom `within` is 1 and not 0 (`svymean`, `svyby`); a share where y is 0 or 1. */
export function meanIn(design: Design, y: Column, within: Column = Array.from(y, () => 1)): Estimate {
  return ratioIn(design, Array.from(y, (value, i) => ((within[i] ?? 0) > 0 ? value : 0)), within);
}

/**
 * Shares of the categories 0 to k - 1 and their covariances, for tests of tables (`raoScottOf`).
 * @param category one of the k for each person
 */
export function sharesIn(design: Design, category: Column, k: number): { readonly shares: number[]; readonly covariance: number[][] } {
  const all = sum(category.length, (i) => weightOf(design, i));
  const shares = Array.from({ length: k }, (_, of) => sum(category.length, (i) => (category[i] === of ? weightOf(design, i) : 0)) / all);
  const influences = shares.map((share, of) => Array.from(category, (value, i) => (weightOf(design, i) * (Number(value === of) - share)) / all));
  return { shares, covariance: covarianceIn(design, influences) };
}

const errorOf = (design: Design, influence: number[]): number => Math.sqrt(covarianceIn(design, [influence])[0]?.[0] ?? Number.NaN);

/**
 * Covariances of estimates from what each person adds to them: Σ over strata of (1 - n/N) n / (n - 1) Σ (z - z̄)(z - z̄)', z summed over
 * clusters (Särndal, Swensson and Wretman 1992, 4.6; Lumley 2010, 2.1).
 */
export function covarianceIn(design: Design, influences: readonly (readonly number[])[]): number[][] {
  const { strata, clusters, population, fitted } = design;
  const residuals = influences.map((influence) => (fitted ? residualOf(influence, fitted, design.weights) : influence));
  const byStratum = new Map<number, { readonly clusters: Map<number, number[]>; readonly population: number }>();
  for (let i = 0; i < design.weights.length; i++) {
    const code = strata?.[i] ?? 0;
    const stratum = byStratum.get(code) ?? { clusters: new Map<number, number[]>(), population: population?.[i] ?? Number.POSITIVE_INFINITY };
    byStratum.set(code, stratum);
    const cluster = clusters?.[i] ?? i;
    const sums = stratum.clusters.get(cluster) ?? influences.map(() => 0);
    stratum.clusters.set(cluster, sums.map((value, a) => value + (residuals[a]?.[i] ?? 0)));
  }
  const parts = [...byStratum.values()].map((stratum) => {
    const drawn = [...stratum.clusters.values()];
    const n = drawn.length;
    const means = influences.map((_, a) => sum(n, (i) => drawn[i]?.[a] ?? 0) / n);
    const factor = (1 - n / stratum.population) * (n / (n - 1));
    return { factor, apart: drawn.map((sums) => sums.map((value, a) => value - (means[a] ?? 0))) };
  });
  return squareOf(influences.length, (a, b) => parts.reduce((all, { factor, apart }) => all + factor * apart.reduce((each, z) => each + (z[a] ?? 0) * (z[b] ?? 0), 0), 0));
}

/** Influence without what the margins explain, one margin after the other as the weights were fitted (`svyrecvar` of R's survey package: ten rounds). */
function residualOf(influence: readonly number[], { margins, weights: given, before }: Fitted, current: Column): number[] {
  const weights = given ?? current;
  const rest = influence.map((z, i) => z / (weights[i] ?? 1));
  for (let round = 0; round < 10; round++) {
    for (const margin of margins) {
      const sums = new Map<number, { total: number; weight: number }>();
      rest.forEach((value, i) => {
        const own = sums.get(margin[i] ?? 0) ?? { total: 0, weight: 0 };
        own.total += (before?.[i] ?? 1) * value;
        own.weight += before?.[i] ?? 1;
        sums.set(margin[i] ?? 0, own);
      });
      rest.forEach((value, i) => {
        const own = sums.get(margin[i] ?? 0);
        rest[i] = value - (own ? own.total / own.weight : 0);
      });
    }
  }
  return rest.map((value, i) => value * (weights[i] ?? 1));
}
