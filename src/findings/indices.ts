import { scaleOf } from "../chart/format.ts";
import { ENOUGH } from "../chart/summary.ts";
import type { Tally } from "../query/tally.ts";
import { answerValues, type Construct, type Variable, variableOf } from "../survey/codebook.ts";
import { comparable, type Earlier, sameIn } from "./changes.ts";
import { type Adjusted, adjust, type Difference, testOf } from "./differences.ts";
import { meanItem } from "./items.ts";
import { favourable, type Ground, type Measured, measure } from "./measure.ts";

/** A mean from thirty scores on, below that only the share on the favourable side; nothing on a base under the wave's threshold. */
export interface Level {
  readonly mean?: Measured;
  readonly favourable?: Measured;
}

export interface GroupLevel extends Level {
  readonly filter: Variable;
  readonly code: string;
  /** Against all others, where that survives. */
  readonly differs?: "higher" | "lower";
}

export interface Index extends Level {
  readonly construct: Construct;
  readonly variable: Variable;
  readonly scale: readonly [number, number];
  readonly before?: Level;
  /** Absent where the two cannot be compared. */
  readonly change?: Adjusted;
  readonly groups: readonly GroupLevel[];
}

function levelOf(construct: Construct, variable: Variable, tallies: readonly Tally[], ground: Ground): Level {
  const mean = measure(meanItem(variable), tallies, ground);
  if (mean) return { mean };
  const share = favourable(construct, variable, tallies, ground);
  return share && share.n < ENOUGH ? { favourable: share } : {};
}

/** Every index of the survey: now, in the earlier wave, and in each group. */
export function indicesOf(tallies: readonly Tally[], split: ReadonlyMap<string, readonly Tally[]>, differences: readonly Difference[], ground: Ground, earlier?: Earlier): Index[] {
  const { codebook } = ground;
  const found = codebook.constructs.flatMap((construct): (Index & { readonly test?: ReturnType<typeof testOf> })[] => {
    const variable = codebook.variables.find(({ name }) => name === construct.name);
    const scale = variable && scaleOf(variable, ground);
    if (!variable || !scale || scale[0] === scale[1]) return [];
    const now = levelOf(construct, variable, tallies, ground);
    const same = earlier && comparable(ground, earlier) ? sameIn(codebook, variable, earlier.codebook) : undefined;
    const before = earlier && same ? levelOf(construct, same, earlier.tallies, earlier) : undefined;
    // A mean here and a share there are not the same thing.
    const [a, b] = before?.mean && now.mean ? [now.mean, before.mean] : [now.favourable, before?.favourable];
    const test = a && b ? testOf(a, b) : undefined;
    return [{ construct, variable, scale, ...now, ...(before ? { before } : {}), groups: groupsOf(construct, variable, split, differences, ground), ...(test ? { test } : {}) }];
  });
  const changes = adjust(found.flatMap(({ variable, test }) => (test ? [{ ...test, name: variable.name }] : [])));
  return found.map(({ test: _, ...index }) => {
    const change = changes.find(({ name }) => name === index.variable.name);
    return change ? { ...index, change } : index;
  });
}

const groupsOf = (construct: Construct, variable: Variable, split: ReadonlyMap<string, readonly Tally[]>, differences: readonly Difference[], ground: Ground): GroupLevel[] =>
  [...split].flatMap(([name, all]) => {
    const filter = variableOf(ground.codebook, name);
    const codes = answerValues(filter).map(({ code }) => code).filter((code) => all.some(({ group }) => group === code));
    return codes.map((code): GroupLevel => {
      const level = levelOf(construct, variable, all.filter(({ group }) => group === code), ground);
      const own = differences.filter((each) => each.clear && each.item.variable.name === variable.name && each.filter.name === name);
      // Of two groups only the first was tested; the other differs the other way.
      const [same, mirrored] = [own.find((each) => each.code === code), codes.length === 2 ? own.find((each) => each.code !== code) : undefined];
      const sign = same ? same.difference : mirrored ? -mirrored.difference : 0;
      return { filter, code, ...level, ...(sign === 0 ? {} : { differs: sign > 0 ? "higher" : "lower" }) };
    });
  });
