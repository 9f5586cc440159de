import { brotliCompressSync, constants } from "node:zlib";
import { writeCube } from "../cube/codec.ts";
import { combinationsOf } from "../cube/combine.ts";
import { buildCube, type Cube } from "../cube/cube.ts";
import { UserError } from "../error.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Frame } from "../survey/frame.ts";

/** What a phone on patchy data can be asked to load. */
export const MOST_COMBINATIONS = 2000;
export const MOST_BYTES = 120 * 1024;

/**
 * The cube of a release, if it is small enough to be loaded with the results.
 * @throws UserError naming the filter whose removal helps most, or the question with the most values
 */
export function cubeWithinLimits(codebook: Codebook, frame: Frame, weights: Float64Array | undefined): Cube {
  const found = combinationsOf(codebook, frame);
  if (found > MOST_COMBINATIONS) throw tooLarge(`the filters have ${found} combinations, ${MOST_COMBINATIONS} at most`, codebook, (filters) => combinationsOf({ ...codebook, filters }, frame));
  const cube = buildCube(codebook, frame, weights);
  const size = compressed(cube);
  if (size > MOST_BYTES)
    throw tooLarge(`the table for the results page takes ${Math.ceil(size / 1024)} KB compressed, ${MOST_BYTES / 1024} KB at most`, codebook, (filters) => compressed(buildCube({ ...codebook, filters }, frame, weights)), cube);
  return cube;
}

function compressed(cube: Cube): number {
  const bytes = writeCube(cube);
  return bytes.length <= MOST_BYTES ? bytes.length : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
}

function tooLarge(what: string, codebook: Codebook, cost: (filters: readonly string[]) => number, cube?: Cube): UserError {
  const where = `${codebook.survey}/study.json filters`;
  const [best] = codebook.filters.map((name) => ({ name, cost: cost(codebook.filters.filter((other) => other !== name)) })).sort((a, b) => a.cost - b.cost);
  if (best) return new UserError(what, { where, fix: `drop the filter “${best.name}”: it helps most (it stays in the data), or release it in coarser bands` });
  const values = [...Map.groupBy(cube?.cells ?? [], ({ variable }) => variable)].sort((a, b) => b[1].length - a[1].length)[0];
  return new UserError(what, { where: `${codebook.survey}/study.json bands`, fix: `release “${values?.[0] ?? ""}” in bands: it has ${values?.[1].length ?? 0} different values` });
}
