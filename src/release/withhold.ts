import type { Cube } from "../cube/cube.ts";
import type { Codebook } from "../survey/codebook.ts";

/**
 * Tables only: counts under 10 are left out and all others rounded to 5, so that an answer added or taken away shows nowhere;
 * a sensitive question in which one answer holds (nearly) everybody is left out whole.
 */
export function withhold(cube: Cube, codebook: Codebook): Cube {
  const sensitive = new Set(codebook.variables.filter((variable) => variable.role === "sensitive").map(({ name }) => name));
  const rounded = [...cube.n].map((n) => (n < 10 ? 0 : Math.round(n / 5) * 5));
  const given = new Map<string, number>();
  [...cube.cell].forEach((index, i) => {
    const cell = cube.cells[index];
    if (cell && cell.missing === null && (rounded[i] ?? 0) > 0) given.set(cell.variable, (given.get(cell.variable) ?? 0) + 1);
  });
  const keep = rounded.flatMap((n, i) => {
    const cell = cube.cells[cube.cell[i] ?? -1];
    return n > 0 && cell !== undefined && !(sensitive.has(cell.variable) && (given.get(cell.variable) ?? 0) < 2) ? [i] : [];
  });
  const n = Uint32Array.from(keep, (i) => rounded[i] ?? 0);
  return { ...cube, weighted: false, at: Uint16Array.from(keep, (i) => cube.at[i] ?? 0), cell: Uint16Array.from(keep, (i) => cube.cell[i] ?? 0), n, w: Float64Array.from(n), w2: Float64Array.from(n) };
}
