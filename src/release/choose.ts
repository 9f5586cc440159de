import type { Classes } from "./classes.ts";
import type { Level } from "./levels.ts";
import { type Rules, releasedAs, suppress, type Suppression } from "./suppress.ts";

/** Combinations of levels that are all tried; past these, one variable at a time is made coarser or finer. */
const MOST_TRIED = 3000;

/**
 * Chooses a level for every quasi-identifier so that merging values and hiding what still stands out lose the least information
 * together, in bits.
 * @param hierarchies levels of each quasi-identifier, the finest first
 * @returns undefined if no choice makes the rows safe
 */
export function choose(classes: Classes, hierarchies: readonly (readonly Level[])[], rules: Rules): Suppression | undefined {
  const costs = hierarchies.map((levels, q) => levels.map((level) => mergingLoss(classes, q, level, rules.codes[q] ?? 0)));
  const combinations = hierarchies.reduce((product, levels) => product * levels.length, 1);
  const tried = new Map<string, Suppression | undefined>();
  const attempt = (at: readonly number[]): Suppression | undefined => {
    const key = at.join();
    if (!tried.has(key)) {
      const merging = at.reduce((sum, level, q) => sum + (costs[q]?.[level] ?? 0), 0);
      const levels = at.flatMap((level, q) => hierarchies[q]?.[level] ?? []);
      const found = suppress(classes, levels, rules);
      tried.set(key, found && { ...found, loss: found.loss + merging });
    }
    return tried.get(key);
  };
  return combinations <= MOST_TRIED ? best(hierarchies, costs, attempt) : descend(hierarchies, attempt);
}

/** Bits lost where several values become one: −log₂ of each value's share of what it becomes. */
function mergingLoss(classes: Classes, q: number, level: Level, codes: number): number {
  const before = new Map<number, number>();
  const after = new Map<number, number>();
  const categories = classes.categories[q] ?? new Uint32Array();
  categories.forEach((category, id) => {
    const n = classes.n[id] ?? 0;
    const released = releasedAs(category, level, codes);
    before.set(category, (before.get(category) ?? 0) + n);
    after.set(released, (after.get(released) ?? 0) + n);
  });
  return [...before].reduce((sum, [category, n]) => sum + n * Math.log2((after.get(releasedAs(category, level, codes)) ?? n) / n), 0);
}

/** All combinations, the least merged first; what loses more by merging alone than the best so far need not be tried. */
function best(hierarchies: readonly (readonly Level[])[], costs: readonly (readonly number[])[], attempt: (at: readonly number[]) => Suppression | undefined): Suppression | undefined {
  let all: { readonly at: readonly number[]; readonly cost: number }[] = [{ at: [], cost: 0 }];
  hierarchies.forEach((levels, q) => {
    all = all.flatMap(({ at, cost }) => levels.map((_, level) => ({ at: [...at, level], cost: cost + (costs[q]?.[level] ?? 0) })));
  });
  let found: Suppression | undefined;
  for (const { at, cost } of all.sort((a, b) => a.cost - b.cost)) {
    if (found && cost >= found.loss) break;
    const here = attempt(at);
    if (here && (!found || here.loss < found.loss - 1e-9)) found = here;
  }
  return found;
}

/** From the finest, always the one change that gains most. */
function descend(hierarchies: readonly (readonly Level[])[], attempt: (at: readonly number[]) => Suppression | undefined): Suppression | undefined {
  let at: readonly number[] = hierarchies.map(() => 0);
  let found = attempt(at);
  for (;;) {
    const changes = hierarchies.flatMap((levels, q) => levels.flatMap((_, level) => (level === at[q] ? [] : [at.with(q, level)])));
    const [next] = changes.flatMap((change) => {
      const here = attempt(change);
      return here ? [{ change, here }] : [];
    }).sort((a, b) => a.here.loss - b.here.loss);
    if (!next || (found && next.here.loss >= found.loss - 1e-9)) return found;
    at = next.change;
    found = next.here;
  }
}
