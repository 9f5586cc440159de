import type { Cube } from "../cube/cube.ts";
import { byCell, compare } from "./order.ts";
import type { Tallies, Tally, TallyQuery } from "./tally.ts";

/** Tallies from the dense cube: adding up entries, no database. Only the declared filters can narrow or split. */
export function cubeTallies(cube: Cube): Tallies {
  return { tally: (query) => Promise.resolve(tallyCube(cube, query)) };
}

/** @throws Error for a variable that is no declared filter in `where` or `by` */
export function tallyCube(cube: Cube, { variables, where = {}, by }: TallyQuery): Tally[] {
  const position = (name: string): number => {
    const at = cube.filters.findIndex((filter) => filter.name === name);
    if (at < 0) throw new Error(`${name} is not among the declared filters`);
    return at;
  };
  const allowed = Object.entries(where).map(([name, codes]) => {
    const at = position(name);
    const wanted = new Set((cube.filters[at]?.categories ?? []).flatMap((category, i) => (codes.includes(category.replace(/^\?/, "")) ? [i] : [])));
    return { at, wanted };
  });
  const split = by === undefined ? -1 : position(by);
  // One pass over the entries; what a combination is worth is found once per combination.
  const group = cube.combinations.map((combination) => {
    if (!allowed.every(({ at, wanted }) => wanted.has(combination[at] ?? -1))) return -1;
    return split < 0 ? 0 : (combination[split] ?? -1);
  });
  const groups = split < 0 ? 1 : (cube.filters[split]?.categories.length ?? 0);
  const wanted = new Set(variables);
  const take = cube.cells.map((cell) => wanted.has(cell.variable));
  const sums = new Float64Array(cube.cells.length * groups * 3);
  for (let i = 0; i < cube.n.length; i++) {
    const cell = cube.cell[i] ?? 0;
    const to = group[cube.at[i] ?? 0] ?? -1;
    if (to < 0 || take[cell] !== true) continue;
    const at = (cell * groups + to) * 3;
    sums[at] = (sums[at] ?? 0) + (cube.n[i] ?? 0);
    sums[at + 1] = (sums[at + 1] ?? 0) + (cube.w[i] ?? 0);
    sums[at + 2] = (sums[at + 2] ?? 0) + (cube.w2[i] ?? 0);
  }
  // In the order of `inOrder`, without sorting anew at each question: groups of a variable, and within each its cells as they stand.
  const order = orderOf(cube);
  const categories = split < 0 ? [null] : (cube.filters[split]?.categories ?? []);
  const inTurn = categories.map((name, to) => ({ name, to })).sort((a, b) => compare(a.name, b.name));
  const tallies: Tally[] = [];
  for (const name of new Set(variables))
    for (const { name: category, to } of inTurn)
      for (const index of order.get(name) ?? []) {
        const at = (index * groups + to) * 3;
        const n = sums[at] ?? 0;
        const cell = cube.cells[index];
        if (n === 0 || !cell) continue;
        tallies.push({ variable: cell.variable, value: cell.value, x: cell.x, missing: cell.missing, group: category, n, w: sums[at + 1] ?? 0, w2: sums[at + 2] ?? 0 });
      }
  return tallies;
}

const orders = new WeakMap<Cube, ReadonlyMap<string, readonly number[]>>();

/** Places of each variable's cells, in the one order of tallies; found once for a cube. */
function orderOf(cube: Cube): ReadonlyMap<string, readonly number[]> {
  const before = orders.get(cube);
  if (before) return before;
  const found = new Map([...Map.groupBy(cube.cells.keys(), (index) => cube.cells[index]?.variable ?? "")].map(([name, indexes]) => [name, indexes.sort((a, b) => byCell(cube.cells[a], cube.cells[b]))]));
  orders.set(cube, found);
  return found;
}
