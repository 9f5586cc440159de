import type { Table } from "./association.ts";
import { logChoose } from "./gamma.ts";
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

export interface FirstCell {
  /** Least count that the margins allow in the first row and column. */
  readonly least: number;
  /** Probability of that count and of each next one up to the greatest. */
  readonly probabilities: readonly number[];
}

/** What the first cell of a 2 x 2 table can be, given its margins and an odds ratio: the noncentral hypergeometric distribution (Fisher 1935). @param odds above 0 */
export const firstCell = (table: Table, odds: number): FirstCell => given(termsOf(table), Math.log(odds));

function termsOf(table: Table): { readonly least: number; readonly logs: readonly number[] } {
  const [a, b, c, d] = [at(table, 0, 0), at(table, 0, 1), at(table, 1, 0), at(table, 1, 1)];
  const [top, left, right] = [a + b, a + c, b + d];
  const least = Math.max(0, top - right);
  return { least, logs: Array.from({ length: Math.min(top, left) - least + 1 }, (_, i) => logChoose(left, least + i) + logChoose(right, top - least - i)) };
}

function given({ least, logs }: ReturnType<typeof termsOf>, logOdds: number): FirstCell {
  const terms = logs.map((log, i) => log + logOdds * (least + i));
  const highest = terms.reduce((most, term) => Math.max(most, term), Number.NEGATIVE_INFINITY);
  const parts = terms.map((term) => Math.exp(term - highest));
  const sum = parts.reduce((all, part) => all + part, 0);
  return { least, probabilities: parts.map((part) => part / sum) };
}

export const meanOfCell = ({ least, probabilities }: FirstCell): number => probabilities.reduce((sum, part, i) => sum + part * (least + i), 0);

/** Probability of a count at or under, and at or over. */
export const tailsOfCell = ({ least, probabilities }: FirstCell, count: number): { readonly under: number; readonly over: number } => ({
  under: probabilities.reduce((sum, part, i) => sum + (least + i <= count ? part : 0), 0),
  over: probabilities.reduce((sum, part, i) => sum + (least + i >= count ? part : 0), 0),
});

/** Fisher's exact test of a 2 x 2 table of whole counts, given its margins (Fisher 1935), as R's `fisher.test`, which looks for odds ratios less closely. */
export function fisher(table: Table): Fisher {
  const terms = termsOf(table);
  const a = at(table, 0, 0);
  const even = given(terms, 0).probabilities;
  const own = even[a - terms.least] ?? 0;
  const [isLeast, isMost] = [a === terms.least, a === terms.least + even.length - 1];
  // Odds ratios outside of e^±50 are those of tables that hold a 0, which are answered before.
  const odds = (rising: (cell: FirstCell) => number): number => Math.exp(bisect((logOdds) => rising(given(terms, logOdds)), -50, 50));
  return {
    p: Math.min(1, even.reduce((sum, part) => sum + (part <= own * SLACK ? part : 0), 0)),
    oddsRatio: isLeast && isMost ? Number.NaN : isLeast ? 0 : isMost ? Number.POSITIVE_INFINITY : odds((cell) => meanOfCell(cell) - a),
    low: isLeast ? 0 : odds((cell) => tailsOfCell(cell, a).over - 0.025),
    high: isMost ? Number.POSITIVE_INFINITY : odds((cell) => 0.025 - tailsOfCell(cell, a).under),
  };
}
