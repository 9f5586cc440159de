import { shuffled, randomFrom } from "../../../src/survey/random.ts";
import type { Population } from "./population.ts";
import { type Read, releasedFrom } from "./published.ts";

/** Files that are not the same to the byte once the same answers come in another order. */
export async function reordered(population: Population, before: Read): Promise<number> {
  const after = await releasedFrom({ ...population, responses: shuffled(population.responses, randomFrom(population.seed)) }, { microdata: "public" });
  return before.manifest.files.filter(({ name, sha256 }) => after.manifest.files.find((file) => file.name === name)?.sha256 !== sha256).length;
}
