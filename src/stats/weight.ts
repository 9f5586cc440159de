import { UserError } from "../error.ts";
import { designEffect, effectiveSize } from "./proportion.ts";

/** Where each person stands in a margin, and how many the population has of each category. */
export interface Margin {
  /** Category of each person: 0 to the number of targets - 1. */
  readonly at: Uint8Array | Uint16Array;
  /** People of the population in each category; all margins sum to the same. */
  readonly targets: Float64Array;
}

export interface RakeOptions {
  /** Weights to begin with, above 0; all 1 where absent. */
  readonly start?: Float64Array;
  /** No weight above so many times the mean weight; Infinity for none. */
  readonly trim?: number;
  /** How far a margin may be off in the end, as a part of the target. */
  readonly tolerance?: number;
  /** Rounds over all margins before it is given up. */
  readonly steps?: number;
}

export interface Raked {
  /** They sum to the population. */
  readonly weights: Float64Array;
  /** Whether all margins are met and no weight is above the limit. Where they are not, weights must not be used: publish unweighted, and say so. */
  readonly converged: boolean;
  /** People whose weight stands at the limit. */
  readonly trimmed: number;
  /** Rounds that it took. */
  readonly steps: number;
  /** n Σw² / (Σw)² (Kish 1965): how much wider intervals get. */
  readonly designEffect: number;
  /** n / design effect. */
  readonly effective: number;
}

/**
 * Weights nearest to those that people have (in the sense of Kullback and Leibler) among all that meet the margins and stay below the limit:
 * min(limit, start × a factor for each category), found by fitting one margin after the other (Deming and Stephan 1940; with a limit,
 * Deville and Särndal 1992). Without a limit this is plain raking, with one margin alone post-stratification.
 *
 * A category of the population that nobody in the sample belongs to, or the reverse, or one that even the limit for all its people does not
 * fill, cannot be met: `converged` is false after no step.
 * @param n people
 * @throws UserError if margins do not fit n or one another
 */
export function rake(n: number, margins: readonly Margin[], { start, trim = 5, tolerance = 1e-8, steps: most = 500 }: RakeOptions = {}): Raked {
  const population = check(n, margins, start);
  const limit = (trim * population) / n;
  // What a weight would be without the limit; the limit holds whatever it grows to.
  const free = start ? Float64Array.from(start) : new Float64Array(n).fill(1);
  scale(free, population);
  if (!margins.every((margin) => canMeet(margin, limit))) return { weights: free, converged: false, trimmed: 0, steps: 0, ...efficiency(free) };
  const fitted = fit(free, margins, limit, tolerance, most);
  let trimmed = 0;
  for (let i = 0; i < n; i++) {
    if ((free[i] ?? 0) < limit) continue;
    free[i] = limit;
    trimmed++;
  }
  return { weights: free, ...fitted, trimmed, ...efficiency(free) };
}

function fit(free: Float64Array, margins: readonly Margin[], limit: number, tolerance: number, most: number): { readonly steps: number; readonly converged: boolean } {
  for (let steps = 1; steps <= most; steps++) {
    let off = 0;
    for (const { at, targets } of margins) {
      const { below, limited } = sumsOf(at, free, limit, targets.length);
      const factors = targets.map((target, c) => factorFor(target, below[c] ?? 0, limited[c] ?? 0));
      targets.forEach((target, c) => {
        if (target > 0) off = Math.max(off, Math.abs(((below[c] ?? 0) + (limited[c] ?? 0)) / target - 1));
      });
      for (let i = 0; i < free.length; i++) free[i] = (free[i] ?? 0) * (factors[at[i] ?? 0] ?? 1);
    }
    if (off <= tolerance) return { steps, converged: true };
  }
  return { steps: most, converged: false };
}

/**
 * What a category's weights are multiplied by. Were the same people to stay at the limit, the others would have to make up the rest (a step
 * of Newton's on a sum that is straight between the points where somebody reaches the limit); where that is no way, all are scaled alike.
 */
function factorFor(target: number, below: number, limited: number): number {
  const alike = below + limited > 0 ? target / (below + limited) : 1;
  const others = (target - limited) / below;
  return limited > 0 && below > 0 && others > alike / 2 && others < 1e6 ? others : alike;
}

/** For each category the weight of those below the limit, and of those at it. */
function sumsOf(at: Margin["at"], free: Float64Array, limit: number, k: number): { readonly below: Float64Array; readonly limited: Float64Array } {
  const [below, limited] = [new Float64Array(k), new Float64Array(k)];
  for (let i = 0; i < free.length; i++) {
    const weight = free[i] ?? 0;
    const c = at[i] ?? 0;
    if (weight < limit) below[c] = (below[c] ?? 0) + weight;
    else limited[c] = (limited[c] ?? 0) + limit;
  }
  return { below, limited };
}

/** Whether sample and population have the same categories, and each category people enough that the limit lets them stand for it. */
function canMeet({ at, targets }: Margin, limit: number): boolean {
  const people = new Float64Array(targets.length);
  for (const c of at) people[c] = (people[c] ?? 0) + 1;
  return targets.every((target, c) => (target > 0 ? target <= (people[c] ?? 0) * limit : people[c] === 0));
}

function scale(weights: Float64Array, population: number): void {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  for (let i = 0; i < weights.length; i++) weights[i] = ((weights[i] ?? 0) * population) / sum;
}

/** @returns people in the population */
function check(n: number, margins: readonly Margin[], start: Float64Array | undefined): number {
  const [first] = margins.map(({ targets }) => targets.reduce((sum, target) => sum + target, 0));
  if (first === undefined || !(first > 0) || n < 1) throw new UserError("raking needs people and at least one margin with a target above 0");
  if (start && (start.length !== n || !start.every((weight) => weight > 0 && Number.isFinite(weight)))) throw new UserError(`raking needs ${n} weights above 0 to start from`);
  margins.forEach(({ at, targets }, m) => {
    const sum = targets.reduce((all, target) => all + target, 0);
    if (at.length !== n) throw new UserError(`margin ${m + 1} places ${at.length} of ${n} people`);
    if (targets.some((target) => !(target >= 0))) throw new UserError(`margin ${m + 1} has a target that is no count`);
    if (Math.abs(sum - first) > 1e-6 * first) throw new UserError(`margin ${m + 1} has ${sum} people, margin 1 has ${first}`, { fix: "give every margin the same population" });
    if (at.some((category) => category >= targets.length)) throw new UserError(`margin ${m + 1} has somebody in a category without a target`);
  });
  return first;
}

/** What unequal weights cost (Kish 1965). */
export function efficiency(weights: Float64Array): { readonly designEffect: number; readonly effective: number } {
  let [w, w2] = [0, 0];
  for (const weight of weights) {
    w += weight;
    w2 += weight * weight;
  }
  return { designEffect: designEffect(weights.length, w, w2), effective: effectiveSize(w, w2) };
}

/**
 * Clips weights once and spreads what was cut evenly over those that were not (`trimWeights` of R's survey package, not strict). The sum
 * stays, margins do not, and a weight may end above `high`: `rake` with its limit is what to publish by.
 */
export function trimWeights(weights: Float64Array, low: number, high: number): Float64Array {
  const inside = (weight: number): boolean => weight >= low && weight <= high;
  const cut = weights.reduce((sum, weight) => sum + weight - Math.max(low, Math.min(high, weight)), 0);
  const untouched = weights.reduce((count, weight) => count + Number(inside(weight)), 0);
  return weights.map((weight) => (inside(weight) ? weight + cut / untouched : Math.max(low, Math.min(high, weight))));
}
