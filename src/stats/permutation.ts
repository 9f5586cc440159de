import { chiSquare, type Table } from "./association.ts";
import { logGamma } from "./gamma.ts";

export interface Permutation {
  /** Share of shuffled tables that are at least as far from independence, this one among them. */
  readonly p: number;
  /** Tables drawn. */
  readonly drawn: number;
}

/** Enough that p of 0.05 is known to ± 0.004. */
const DRAWS = 9999;
/** Tables that are as far but for rounding count as as far. */
const SLACK = 1 - 1e-9;

/**
 * Pearson's test where too few are expected for the χ² distribution: χ² of tables drawn at random with the same margins (Hope 1968),
 * as R's `chisq.test(simulate.p.value = TRUE)`. Always the same draws, so that the same table has the same p.
 * @param table of whole counts
 */
export function permutation(table: Table, drawn = DRAWS): Permutation {
  const { statistic, expected } = chiSquare(table);
  const rows = table.map((row) => row.reduce((sum, n) => sum + n, 0));
  const columns = (table[0] ?? []).map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const random = chance(20_231_129);
  let asFar = 1;
  for (let i = 0; i < drawn; i++) if (distance(drawTable(rows, columns, random), expected) >= statistic * SLACK) asFar++;
  return { p: asFar / (drawn + 1), drawn };
}

const distance = (table: Table, expected: Table): number =>
  table.reduce((all, row, i) => row.reduce((sum, n, j) => {
    const among = expected[i]?.[j] ?? 0;
    return among > 0 ? sum + (n - among) ** 2 / among : sum;
  }, all), 0);

/** A table with these margins, as shuffling people would make it: each row takes its share of what the columns have left. */
function drawTable(rows: readonly number[], columns: readonly number[], random: () => number): number[][] {
  const left = [...columns];
  return rows.map((row) => {
    let [people, open] = [left.reduce((sum, n) => sum + n, 0), row];
    return left.map((marked, j) => {
      const taken = hypergeometric(people, marked, open, random);
      people -= marked;
      open -= taken;
      left[j] = marked - taken;
      return taken;
    });
  });
}

/** How many of the marked are among `drawn` people: by inversion, outwards from the likeliest count. */
function hypergeometric(people: number, marked: number, drawn: number, random: () => number): number {
  const [least, most] = [Math.max(0, drawn + marked - people), Math.min(drawn, marked)];
  if (least === most) return least;
  const mode = Math.min(most, Math.max(least, Math.floor(((drawn + 1) * (marked + 1)) / (people + 2))));
  const start = Math.exp(logWays(marked, mode) + logWays(people - marked, drawn - mode) - logWays(people, drawn));
  let [rest, down, up, low, high] = [random() - start, start, start, mode, mode];
  while (rest > 0 && (low > least || high < most)) {
    if (high < most) {
      up *= ((marked - high) * (drawn - high)) / ((high + 1) * (people - marked - drawn + high + 1));
      high += 1;
      if ((rest -= up) <= 0) return high;
    }
    if (low > least) {
      down *= (low * (people - marked - drawn + low)) / ((marked - low + 1) * (drawn - low + 1));
      low -= 1;
      if ((rest -= down) <= 0) return low;
    }
  }
  return mode;
}

const FACTORIALS: number[] = [];
const logFactorial = (n: number): number => (n < 4096 ? (FACTORIALS[n] ??= logGamma(n + 1)) : logGamma(n + 1));
const logWays = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Mulberry32 (Ettinger 2017): 32 bits of state are enough for some hundred thousand draws. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
