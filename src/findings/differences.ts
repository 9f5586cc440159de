import type { Tally } from "../query/tally.ts";
import { withHolm } from "../stats/adjust.ts";
import { differenceOfMeans } from "../stats/compare.ts";
import { differenceOfShares, type Interval } from "../stats/proportion.ts";
import { answerValues, type Variable, variableOf } from "../survey/codebook.ts";
import { askedOf, choicesOf, isIndex, isOrdered, meanItem, sidesOf } from "./items.ts";
import { type Ground, type Item, type Measured, measure } from "./measure.ts";

export interface Tested extends Interval {
  /** First minus second: -1 to 1 for shares, else in units of the answers. `low` and `high` hold it with 95 %, this test taken alone. */
  readonly difference: number;
  /** Two-sided. */
  readonly p: number;
}

export interface Adjusted extends Tested {
  /** The p that Holm leaves it among all that were tested with it. */
  readonly adjusted: number;
  readonly clear: boolean;
}

/** One group against all others of the same trait. */
export interface Difference extends Adjusted {
  readonly item: Item;
  readonly filter: Variable;
  readonly code: string;
  readonly inside: Measured;
  readonly outside: Measured;
}

const LEVEL = 0.05;
/** The normal approximation wants as many expected on either side of either group (Cochran 1954). */
const EXPECTED = 5;

/** Shares on their effective sizes, means after Welch. @returns undefined where a test would not hold */
export function testOf(a: Measured, b: Measured): Tested | undefined {
  if (a.mean && b.mean) return finite(differenceOfMeans(a.mean, b.mean));
  const pooled = (a.value * a.effective + b.value * b.effective) / (a.effective + b.effective);
  if (Math.min(pooled, 1 - pooled) * Math.min(a.effective, b.effective) < EXPECTED) return undefined;
  return finite(differenceOfShares({ share: a.value, n: a.effective }, { share: b.value, n: b.effective }));
}

const finite = ({ difference, low, high, p }: Tested): Tested | undefined => (Number.isFinite(p) ? { difference, low, high, p } : undefined);

export const adjust = <T extends Tested>(tests: readonly T[]): (T & Adjusted)[] => withHolm(tests).map((test) => ({ ...test, clear: test.adjusted < LEVEL }));

/** One number for each question: what is compared must be settled before groups are looked at, and each more costs the others. */
export const comparedOf = (tallies: readonly Tally[], ground: Ground): Item[] =>
  askedOf(ground.codebook).flatMap((variable) => {
    if (isIndex(variable) || variable.kind === "number") return [meanItem(variable)];
    if (isOrdered(variable)) return sidesOf(variable).filter(({ upper }) => upper);
    const [most] = choicesOf(variable).flatMap((item) => ({ item, value: measure(item, tallies, ground)?.value ?? 0 })).sort((a, b) => b.value - a.value);
    return most && most.value > 0 ? [most.item] : [];
  });

/**
 * Every item in every group against the others, adjusted as one family. Whose trait is hidden stands on neither side.
 * @param split tallies of all items by each filter
 * @returns strongest first; nothing where precision cannot be stated: open links, rounded tables
 */
export function differencesOf(tallies: readonly Tally[], split: ReadonlyMap<string, readonly Tally[]>, ground: Ground): Difference[] {
  const { codebook, facts } = ground;
  if (!facts.intervals || facts.rounded) return [];
  const items = comparedOf(tallies, ground);
  const tests = [...split].flatMap(([name, all]) => {
    const filter = variableOf(codebook, name);
    const known = all.filter(({ group }) => group !== null && !group.startsWith("?"));
    const codes = answerValues(filter).map(({ code }) => code).filter((code) => known.some(({ group }) => group === code));
    // Of two groups the second says what the first said.
    return (codes.length === 2 ? codes.slice(0, 1) : codes).flatMap((code) => {
      const [within, without] = [known.filter(({ group }) => group === code), known.filter(({ group }) => group !== code)];
      return items.flatMap((item) => {
        const [inside, outside] = [measure(item, within, ground), measure(item, without, ground)];
        const tested = inside && outside && testOf(inside, outside);
        return tested ? [{ item, filter, code, inside, outside, ...tested }] : [];
      });
    });
  });
  return adjust(tests).sort((a, b) => a.adjusted - b.adjusted || a.p - b.p);
}
