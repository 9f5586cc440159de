import type { Tally } from "../query/tally.ts";
import type { Codebook, Variable } from "../survey/codebook.ts";
import type { Text } from "../survey/text.ts";
import { type Adjusted, adjust, comparedOf, testOf } from "./differences.ts";
import { type Ground, type Item, type Measured, measure } from "./measure.ts";

/** An earlier wave of the same survey. */
export interface Earlier extends Ground {
  readonly tallies: readonly Tally[];
  readonly wave: Text;
}

export interface Change extends Adjusted {
  readonly item: Item;
  readonly now: Measured;
  readonly before: Measured;
  readonly wave: Text;
}

/** The same question with the same answers: one that was reworded is another question. */
export function sameIn(codebook: Codebook, variable: Variable, earlier: Codebook): Variable | undefined {
  const other = earlier.variables.find(({ name }) => name === variable.name);
  if (!other || wordingOf(other) !== wordingOf(variable)) return undefined;
  const [construct, before] = [codebook, earlier].map(({ constructs }) => constructs.find(({ name }) => name === variable.name));
  if (!construct && !before) return other;
  const keyed = (each: typeof construct): string => JSON.stringify([each?.items, each?.reversed, each?.favourable]);
  if (keyed(construct) !== keyed(before)) return undefined;
  const same = construct?.items.every((item) => {
    const [now, then] = [codebook, earlier].map(({ variables }) => variables.find(({ name }) => name === item));
    return now !== undefined && then !== undefined && wordingOf(now) === wordingOf(then);
  });
  return same ? other : undefined;
}

const wordingOf = ({ kind, label, battery, values, unit, construct }: Variable): string => JSON.stringify([kind, construct === undefined ? label : "", battery?.label, values.map((value) => [value.code, value.label, value.missing]), unit]);

/** Whether two waves can be compared at all: whom an open link reached is unknown, and rounded tables hide what a test needs. */
export const comparable = ({ facts }: Ground, earlier: Ground): boolean => [facts, earlier.facts].every(({ intervals, rounded }) => intervals && !rounded);

/** What became of each item since the earlier wave, adjusted as one family; people who took part twice are taken for two. */
export function changesOf(tallies: readonly Tally[], ground: Ground, earlier: Earlier): Change[] {
  if (!comparable(ground, earlier)) return [];
  return adjust(
    comparedOf(tallies, ground).flatMap((item) => {
      const variable = sameIn(ground.codebook, item.variable, earlier.codebook);
      const now = variable && measure(item, tallies, ground);
      const before = variable && measure({ ...item, variable }, earlier.tallies, earlier);
      const tested = now && before && testOf(now, before);
      return tested ? [{ item, now, before, wave: earlier.wave, ...tested }] : [];
    }),
  );
}
