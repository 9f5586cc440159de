import type { Tally } from "../query/tally.ts";
import type { Variable } from "../survey/codebook.ts";
import { isOrdered, sidesOf } from "./items.ts";
import { type Ground, highOf, lowOf, type Measured, measure } from "./measure.ts";

/** An item of a construct by the answers on its favourable side. */
export interface Side {
  readonly variable: Variable;
  readonly favourable: Measured;
  readonly unfavourable: Measured;
  /** Whether the upper side of the scale is the favourable one. */
  readonly upper: boolean;
}

const MOST = 3;

/**
 * A strength has more favourable than unfavourable answers, intervals apart; a weakness fewer. At most three each, by the
 * share of favourable answers.
 */
export function strengthsOf(tallies: readonly Tally[], ground: Ground): { readonly strengths: readonly Side[]; readonly weaknesses: readonly Side[]; readonly items: number } {
  const { constructs, variables } = ground.codebook;
  const sides = constructs.flatMap(({ items, reversed, favourable }) =>
    items.flatMap((item): Side[] => {
      const variable = variables.find(({ name }) => name === item);
      if (!variable || !isOrdered(variable)) return [];
      const upper = (favourable === "high") !== reversed.includes(item);
      const [above, below] = sidesOf(variable).map((side) => measure(side, tallies, ground));
      return above && below ? [{ variable, upper, favourable: upper ? above : below, unfavourable: upper ? below : above }] : [];
    }),
  );
  const unique = [...new Map(sides.map((side) => [side.variable.name, side])).values()].sort((a, b) => b.favourable.value - a.favourable.value);
  return {
    strengths: unique.filter(({ favourable, unfavourable }) => lowOf(favourable) > highOf(unfavourable)).slice(0, MOST),
    weaknesses: unique.filter(({ favourable, unfavourable }) => highOf(favourable) < lowOf(unfavourable)).slice(-MOST).reverse(),
    items: unique.length,
  };
}
