import { logChoose } from "./gamma.ts";
import type { Table } from "./association.ts";
import { at } from "./matrix.ts";
import type { Interval } from "./proportion.ts";
import { bisect } from "./root.ts";

export interface Fisher extends Interval {
  /** Two-sided: all tables that are no likelier than this one. */
  readonly p: number;
  /** Conditional maximum likelihood estimate, which R reports too; not the ratio of the cross products. `low` and `high` hold it with 95 %. */
  readonly oddsRatio: number;
}

/** R counts tables as no likelier that are so but for rounding. */
const SLACK = 1 + 1e-7;

/** Fisher's exact test of a 2 x 2 table of whole counts, given its margins (Fisher 1935; R's `fisher.test`). */
export function fisher(table: Table): Fisher {
  const [a, b, c, d] = [at(table, 0, 0), at(table, 0, 1), at(table, 1, 0), at(table, 1, 1)];
  const [top, left, right] = [a + b, a + c, b + d];
  const [least, most] = [Math.max(0, top - right), Math.min(top, left)];
  const support = Array.from({ length: most - least + 1 }, (_, i) => least + i);
  const logs = support.map((x) => logChoose(left, x) + logChoose(right, top - x));

  /** Probability of each possible upper left cell, given the logarithm of the odds ratio (noncentral hypergeometric). */
  const given = (logOdds: number): number[] => {
    const terms = logs.map((log, i) => log + logOdds * (least + i));
    const highest = Math.max(...terms);
    const parts = terms.map((term) => Math.exp(term - highest));
    const sum = parts.reduce((all, part) => all + part, 0);
    return parts.map((part) => part / sum);
  };
  const tail = (logOdds: number, of: (x: number) => boolean): number => given(logOdds).reduce((sum, part, i) => sum + (of(least + i) ? part : 0), 0);
  const mean = (logOdds: number): number => given(logOdds).reduce((sum, part, i) => sum + part * (least + i), 0);
  // Odds ratios outside of e^±50 are those of tables that hold a 0, which are answered before.
  const odds = (rising: (logOdds: number) => number): number => Math.exp(bisect(rising, -50, 50));

  const even = given(0);
  const own = even[a - least] ?? 0;
  return {
    p: Math.min(1, even.reduce((sum, part) => sum + (part <= own * SLACK ? part : 0), 0)),
    oddsRatio: a === least ? (least === most ? Number.NaN : 0) : a === most ? Number.POSITIVE_INFINITY : odds((logOdds) => mean(logOdds) - a),
    low: a === least ? 0 : odds((logOdds) => tail(logOdds, (x) => x >= a) - 0.025),
    high: a === most ? Number.POSITIVE_INFINITY : odds((logOdds) => 0.025 - tail(logOdds, (x) => x <= a)),
  };
}
