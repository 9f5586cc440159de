import { type Mutant, mutants, type Outcome, outcomeOf } from "../survey/mutants.ts";
import type { Dose, Proof } from "./run.ts";

const SHIPPED = ["workload", "transition", "policy", "service", "pulse"];

/** Breaks the shipped questionnaires at random, again and again: each gives a codebook or a reason in words, at once. */
export async function proveDefinitions({ count, seed, say }: Dose): Promise<Proof> {
  const outcomes: Outcome[] = [];
  const broken: string[] = [];
  for (const [i, id] of SHIPPED.entries()) {
    const made: readonly Mutant[] = mutants(id, { count, seed: seed + i });
    for (const mutant of made) {
      const outcome = outcomeOf(mutant);
      outcomes.push(outcome);
      if (outcome.broken !== undefined) broken.push(`${id}: ${mutant.changes.join("; ")}: ${outcome.broken}`);
    }
    say(`${count} of ${id}`);
  }
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    area: "definitions",
    promise: "a questionnaire broken anywhere gives a codebook or a reason with its place and remedy, within 2 s; never a stack trace",
    figures: {
      "broken questionnaires": outcomes.length,
      "that still gave a codebook": outcomes.filter(({ kind }) => kind === "codebook").length,
      "refused in words": outcomes.filter(({ kind }) => kind === "refused").length,
      "other errors, or too slow": broken.length,
      "ms, median": Math.round(times[Math.floor(times.length / 2)] ?? 0),
      "ms, longest": Math.round(times.at(-1) ?? 0),
    },
    broken: broken.slice(0, 50),
  };
}
