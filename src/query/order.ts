import type { Tally } from "./tally.ts";

const compare = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1);

/** The one order of tallies, whatever computed them: variable as asked for, group, missing, x, value. */
export function inOrder(tallies: readonly Tally[], variables: readonly string[]): Tally[] {
  const place = new Map(variables.map((name, i) => [name, i]));
  return [...tallies].sort(
    (a, b) =>
      (place.get(a.variable) ?? 0) - (place.get(b.variable) ?? 0) || compare(a.group, b.group) || compare(a.missing, b.missing) || (a.x ?? -Infinity) - (b.x ?? -Infinity) || compare(a.value, b.value),
  );
}
