import { scaleOf } from "../chart/format.ts";
import type { Tally } from "../query/tally.ts";
import type { Variable } from "../survey/codebook.ts";
import type { Change } from "./changes.ts";
import type { Difference } from "./differences.ts";
import { askedOf, choicesOf, isIndex, isOrdered, meanItem, sidesOf } from "./items.ts";
import { type Ground, highOf, type Item, lowOf, type Measured, measure } from "./measure.ts";

/**
 * Something that a sentence can say. `strength` is how far the near end of the interval lies from where it would mean little,
 * as a part of the way that there is: 0 to 1. What is not clear has a negative one, and stands only where nothing clear is left.
 */
export type Claim = { readonly item: Item; readonly measured: Measured; readonly strength: number } & (
  | { readonly kind: "majority" | "minority" | "most" | "first" | "amount" }
  | { readonly kind: "index"; readonly scale: readonly [number, number]; readonly good: boolean }
  /** Neither answer is ahead, or neither side has a majority. */
  | { readonly kind: "level" | "split"; readonly second: Item; readonly other: Measured }
  | { readonly kind: "group"; readonly found: Difference }
  | { readonly kind: "change"; readonly found: Change }
);

const HALF = 0.5;
/** From here down a share is called small. */
const FEW = 0.25;
/** What a policy can be aimed at, and whether it worked, is worth more than how things stand. */
export const DOUBLE = 2;

/** Everything that the answers of one wave say by themselves. */
export function claimsOf(tallies: readonly Tally[], ground: Ground): Claim[] {
  const asked = askedOf(ground.codebook);
  const families = Map.groupBy(asked.filter((variable) => variable.kind === "number" && !isIndex(variable)), ({ battery, name, unit }) => `${battery?.name ?? name}|${unit?.en ?? ""}`);
  return [
    ...asked.flatMap((variable) => (isIndex(variable) ? indexClaims(variable, tallies, ground) : variable.kind === "number" ? [] : isOrdered(variable) ? orderedClaims(variable, tallies, ground) : choiceClaims(variable, tallies, ground))),
    ...[...families.values()].flatMap((family) => amountClaims(family, tallies, ground)),
  ];
}

function orderedClaims(variable: Variable, tallies: readonly Tally[], ground: Ground): Claim[] {
  const sides = sidesOf(variable).flatMap((item) => {
    const measured = measure(item, tallies, ground);
    return measured ? [{ item, measured }] : [];
  });
  const clear = sides.flatMap((side): Claim[] => {
    const [low, high] = [lowOf(side.measured), highOf(side.measured)];
    if (low > HALF) return [{ ...side, kind: "majority", strength: (low - HALF) / HALF }];
    // The few below the middle are the reverse of the many above it, who are the better sentence.
    return side.item.upper && high < FEW ? [{ ...side, kind: "minority", strength: (FEW - high) / FEW }] : [];
  });
  const [upper, lower] = sides;
  return clear.length > 0 || !upper || !lower ? clear : [{ ...upper, kind: "split", second: lower.item, other: lower.measured, strength: Math.max(upper.measured.value, lower.measured.value) - 1 }];
}

function choiceClaims(variable: Variable, tallies: readonly Tally[], ground: Ground): Claim[] {
  const all = choicesOf(variable).map((item) => ({ item, measured: measure(item, tallies, ground) }));
  const told = all.flatMap(({ item, measured }) => (measured && measured.value > 0 ? [{ item, measured }] : [])).sort((a, b) => b.measured.value - a.measured.value);
  const [first, second] = told;
  if (!first) return [];
  const most = lowOf(first.measured) > HALF ? (lowOf(first.measured) - HALF) / HALF : 0;
  // What is not told could be more than the second.
  const whole = all.every(({ measured }) => measured !== undefined);
  const lead = whole ? lowOf(first.measured) - (second ? highOf(second.measured) : 0) : 0;
  const ranked = variable.kind === "ranking";
  if (lead > 0) return [{ ...first, kind: ranked ? "first" : most > 0 && variable.kind !== "multiple" ? "majority" : "most", strength: Math.max(most, lead) }];
  if (most > 0) return [{ ...first, kind: ranked ? "first" : "majority", strength: most }];
  return whole && second ? [{ ...first, kind: "level", second: second.item, other: second.measured, strength: first.measured.value - 1 }] : [];
}

function indexClaims(variable: Variable, tallies: readonly Tally[], ground: Ground): Claim[] {
  const item = meanItem(variable);
  const [measured, scale, construct] = [measure(item, tallies, ground), scaleOf(variable, ground), ground.codebook.constructs.find(({ name }) => name === variable.name)];
  if (!measured || !scale || !construct || scale[0] === scale[1]) return [];
  const [middle, half] = [(scale[0] + scale[1]) / 2, (scale[1] - scale[0]) / 2];
  const far = Math.max(lowOf(measured) - middle, middle - highOf(measured)) / half;
  return far > 0 ? [{ kind: "index", item, measured, scale, good: measured.value > middle === (construct.favourable === "high"), strength: far }] : [];
}

/** Of numbers that are asked side by side, the largest; a number alone has nothing to be large against. */
function amountClaims(family: readonly Variable[], tallies: readonly Tally[], ground: Ground): Claim[] {
  const all = family.map((variable) => ({ item: meanItem(variable), measured: measure(meanItem(variable), tallies, ground) }));
  const told = all.flatMap(({ item, measured }) => (measured ? [{ item, measured }] : [])).sort((a, b) => b.measured.value - a.measured.value);
  const [first, second] = told;
  if (!first || !second || told.length < all.length) return [];
  const lead = lowOf(first.measured) - highOf(second.measured);
  return lead > 0 ? [{ ...first, kind: "amount", strength: Math.min(1, lead / lowOf(first.measured)) }] : [];
}

/** The least that the difference amounts to, as a part of the scale. */
const leastOf = (item: Item, { low, high }: { readonly low: number; readonly high: number }, ground: Ground): number => {
  const least = Math.max(low, -high, 0);
  if (item.as !== "index" && item.as !== "amount") return least;
  const scale = scaleOf(item.variable, ground);
  return scale && scale[1] > scale[0] ? least / (scale[1] - scale[0]) : 0;
};

export const groupClaims = (found: readonly Difference[], ground: Ground): Claim[] =>
  found.filter(({ clear }) => clear).map((difference) => ({ kind: "group", item: difference.item, measured: difference.inside, found: difference, strength: DOUBLE * leastOf(difference.item, difference, ground) }));

export const changeClaims = (found: readonly Change[], ground: Ground): Claim[] =>
  found.filter(({ clear }) => clear).map((change) => ({ kind: "change", item: change.item, measured: change.now, found: change, strength: DOUBLE * leastOf(change.item, change, ground) }));
