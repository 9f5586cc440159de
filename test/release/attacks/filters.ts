import type { Cube } from "../../../src/cube/cube.ts";
import { randomFrom } from "../../../src/survey/random.ts";
import { NA, traitNames } from "./known.ts";
import type { Population } from "./population.ts";
import type { Read } from "./published.ts";

/** Narrows and compares in every way that the results page can, and subtracts one selection from another. */
export interface Narrowed {
  readonly selections: number;
  readonly differences: number;
  /** Smallest selection of a real subgroup, and smallest difference of two, that holds anybody. */
  readonly smallest: number;
  readonly smallestDifference: number;
  /** The table of the database says other numbers than the dense form. */
  readonly disagreements: number;
}

const DIFFERENCES = 300;

export function narrow(population: Population, { cube, table, rows }: Pick<Read, "cube" | "table" | "rows">): Narrowed {
  const names = traitNames(population);
  const counts = crossed(cube, names);
  const sizes = sizesOf(cube, names);
  const random = randomFrom(population.seed);
  const pick = (): Set<number>[] => cube.filters.map(({ categories }) => new Set(categories.flatMap((_, i) => (random() < 0.5 ? [i] : []))));
  const count = (where: readonly Set<number>[]): number => cube.combinations.reduce((sum, combination, at) => sum + (combination.every((place, f) => where[f]?.has(place)) ? (sizes[at] ?? 0) : 0), 0);
  const differences = Array.from({ length: DIFFERENCES }, () => {
    const inner = pick();
    const outer = inner.map((set, f) => new Set([...set, ...(cube.filters[f]?.categories ?? []).flatMap((_, i) => (random() < 0.3 ? [i] : []))]));
    return count(outer) - count(inner);
  });
  // Every selection by any set of traits, from the rows: what a query of one's own may ask.
  const subsets = Array.from({ length: 2 ** names.length }, (_, mask) => names.filter((__, i) => (mask >> i) & 1));
  const selections = subsets.flatMap((subset) => [...Map.groupBy(rows, (row) => subset.map((name) => row[name] ?? row[name + NA]).join("|")).values()].map(({ length }) => length));
  return {
    selections: counts.length + selections.length,
    differences: differences.length,
    smallest: Math.min(...[...counts, ...selections].filter((n) => n > 0)),
    smallestDifference: Math.min(...differences.filter((n) => n > 0), Number.POSITIVE_INFINITY),
    disagreements: Math.abs(table.reduce((sum, row) => sum + Number(row["n"]), 0) - cube.n.reduce((sum, n) => sum + n, 0)) + Math.abs(table.length - cube.n.length),
  };
}

/** Traits crossed with every combination of filters: counts of people. */
function crossed(cube: Cube, names: readonly string[]): number[] {
  const found = new Map<string, number>();
  cube.n.forEach((n, i) => {
    const cell = cube.cells[cube.cell[i] ?? 0];
    if (!cell || !names.includes(cell.variable)) return;
    // Each set of filters that are looked at: the others are summed over.
    for (let mask = 0; mask < 2 ** cube.filters.length; mask++) {
      const key = `${cell.variable}=${cell.value ?? cell.missing}:${(cube.combinations[cube.at[i] ?? 0] ?? []).map((place, f) => ((mask >> f) & 1 ? place : "*")).join()}`;
      found.set(key, (found.get(key) ?? 0) + n);
    }
  });
  return [...found.values()];
}

/** How many people each combination of filters holds. */
function sizesOf(cube: Cube, [first]: readonly string[]): number[] {
  const sizes: number[] = cube.combinations.map(() => 0);
  cube.n.forEach((n, i) => {
    const at = cube.at[i] ?? 0;
    if (cube.cells[cube.cell[i] ?? 0]?.variable === first) sizes[at] = (sizes[at] ?? 0) + n;
  });
  return sizes;
}
