import type { Facts } from "../chart/figure.ts";
import { scaleOf, shareOf } from "../chart/format.ts";
import { distribution, ENOUGH, isWhole, meanScore, pointsOf } from "../chart/summary.ts";
import type { Tally } from "../query/tally.ts";
import type { Mean } from "../stats/mean.ts";
import { effectiveSize, type Interval, wilson } from "../stats/proportion.ts";
import type { Codebook, Construct, Variable } from "../survey/codebook.ts";

/** What one number says of one variable. */
export interface Item {
  /**
   * side: share of answers on one side of an ordered scale; choice: share who chose it; first: share who ranked it first;
   * index: mean score of a construct; amount: mean of a number.
   */
  readonly as: "side" | "choice" | "first" | "index" | "amount";
  readonly variable: Variable;
  /** Answers that count, in the order of the scale; empty for means. */
  readonly codes: readonly string[];
  /** Side: the upper one. */
  readonly upper?: boolean;
}

export interface Measured extends Partial<Interval> {
  /** People, not weights. */
  readonly n: number;
  /** As many answers without weights say as much. */
  readonly effective: number;
  /** Share from 0 to 1, or mean in units of the answers. */
  readonly value: number;
  /** Of means only. */
  readonly mean?: Mean;
}

/** What is needed to read tallies: the codebook and what may be said of its release. */
export interface Ground {
  readonly codebook: Codebook;
  readonly facts: Facts;
}

/** The end of the interval that lies nearer to what would mean little; the value itself where there is no interval. */
export const lowOf = ({ low, value }: Measured): number => low ?? value;
export const highOf = ({ high, value }: Measured): number => high ?? value;

/**
 * @param tallies of the variable and others, of one group or of all: groups are added up
 * @returns undefined where too few answered, or what would be needed is not told
 */
export function measure(item: Item, tallies: readonly Tally[], ground: Ground): Measured | undefined {
  const own = tallies.filter(({ variable }) => variable === item.variable.name);
  if (item.as === "index" || item.as === "amount") return average(item.variable, own, ground);
  return share(item.as === "first" ? firsts(item, own, ground.facts) : chosen(item, own, ground.facts), ground.facts);
}

type Counted = Pick<Measured, "n" | "effective" | "value">;

const share = (counted: Counted | undefined, facts: Facts): Measured | undefined =>
  counted === undefined || counted.n < facts.n ? undefined : { ...counted, ...(facts.intervals ? wilson(counted.value, counted.effective) : {}) };

function chosen({ variable, codes }: Item, own: readonly Tally[], facts: Facts): Counted | undefined {
  const { n, effective, shares } = distribution(variable, own, facts);
  const wanted = shares.filter(({ code }) => codes.includes(code));
  // A side of which a part is not told would pass for less than it is.
  if (wanted.length === 0 || wanted.some((each) => shareOf(each, facts) === null)) return undefined;
  return { n, effective, value: wanted.reduce((sum, each) => sum + each.share, 0) };
}

function firsts({ codes }: Item, own: readonly Tally[], facts: Facts): Counted | undefined {
  const base = own.filter(({ value, missing }) => value === null && missing === null);
  const of = own.filter(({ value }) => codes.some((code) => value === `1:${code}`));
  const sum = (each: readonly Tally[], key: "n" | "w" | "w2"): number => each.reduce((total, tally) => total + tally[key], 0);
  const w = sum(base, "w");
  if (w <= 0 || (facts.rounded && sum(of, "n") === 0)) return undefined;
  return { n: sum(base, "n"), effective: effectiveSize(w, sum(base, "w2")), value: sum(of, "w") / w };
}

/** A mean needs thirty answers, of which none was too rare to be told. */
function average(variable: Variable, own: readonly Tally[], { facts }: Ground): Measured | undefined {
  const mean = isWhole(variable, own, facts) ? meanScore(variable, own) : undefined;
  if (!mean || mean.n < Math.max(ENOUGH, facts.n)) return undefined;
  const points = pointsOf(variable, own);
  const effective = effectiveSize(points.reduce((sum, { w }) => sum + w, 0), points.reduce((sum, { w2 }) => sum + w2, 0));
  return { n: mean.n, effective, value: mean.mean, mean, ...(facts.intervals ? { low: mean.low, high: mean.high } : {}) };
}

/** Share of scores beyond the middle of the scale in the favourable direction: all that is said of an index on few answers. */
export function favourable({ favourable: good }: Construct, variable: Variable, tallies: readonly Tally[], ground: Ground): Measured | undefined {
  const own = tallies.filter((tally) => tally.variable === variable.name);
  const scale = scaleOf(variable, ground);
  if (!scale || !isWhole(variable, own, ground.facts)) return undefined;
  const middle = (scale[0] + scale[1]) / 2;
  const points = pointsOf(variable, own);
  const sum = (key: "n" | "w" | "w2", of: (x: number) => boolean = () => true): number => points.reduce((total, point) => total + (of(point.x) ? point[key] : 0), 0);
  const w = sum("w");
  if (w <= 0) return undefined;
  return share({ n: sum("n"), effective: effectiveSize(w, sum("w2")), value: sum("w", (x) => (good === "low" ? x < middle : x > middle)) / w }, ground.facts);
}
