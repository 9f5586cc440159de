import fc from "fast-check";
import { anyCase, followCase } from "../chain/generated.ts";
import type { Dose, Proof } from "./run.ts";

/** Takes questionnaires made at random from the definition to the last figure, in this process. */
export async function proveGenerated({ count, seed, say }: Dose): Promise<Proof> {
  const broken: string[] = [];
  let [figures, refused] = [0, 0];
  for (const [i, one] of fc.sample(anyCase, { numRuns: count, seed }).entries()) {
    const done = await followCase(one);
    figures += done.figures;
    refused += done.refused === undefined ? 0 : 1;
    broken.push(...done.broken.map((line) => `${line}: ${JSON.stringify(one)}`));
    if ((i + 1) % 100 === 0) say(`${i + 1} of ${count} questionnaires made at random`);
  }
  return {
    area: "generated",
    promise: "a questionnaire made at random goes the whole way: simulated, validated, released, counted alike from every source, drawn",
    figures: { questionnaires: count, refused, "figures drawn, in both languages": figures, "things that went wrong": broken.length },
    broken: broken.slice(0, 50),
  };
}
