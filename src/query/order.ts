import type { Tally } from "./tally.ts";

/** As texts stand in tallies: nothing first, then by code unit. */
export const compare = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1);

type Cell = Pick<Tally, "missing" | "x" | "value">;

/** Within a variable and a group. */
export const byCell = (a: Cell | undefined, b: Cell | undefined): number =>
  !a || !b ? 0 : compare(a.missing, b.missing) || (a.x ?? -Infinity) - (b.x ?? -Infinity) || compare(a.value, b.value);

/** The one order of tallies, whatever computed them: variable as asked for, group, missing, x, value. */
export function inOrder(tallies: readonly Tally[], variables: readonly string[]): Tally[] {
  const place = new Map(variables.map((name, i) => [name, i]));
  return [...tallies].sort((a, b) => (place.get(a.variable) ?? 0) - (place.get(b.variable) ?? 0) || compare(a.group, b.group) || byCell(a, b));
}
