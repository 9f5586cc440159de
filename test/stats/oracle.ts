import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SHARED } from "../shared.ts";

export const oracle = (name: string) => JSON.parse(readFileSync(join(SHARED, "oracles", name), "utf8"));

export interface Compared {
  /** What is off, missing, or not in the oracle: one line each. */
  readonly wrong: readonly string[];
  /** How many numbers were compared. */
  readonly numbers: number;
  /** Largest relative error, that of a p-value of 1e-118 as well; absolute where the oracle says 0. */
  readonly worst: number;
}

/**
 * Compares everything an oracle says with what was computed, in the same shape: no number may be left out. Words are compared where they were
 * given (names of rows); others are notes. A null is what R did not compute.
 */
export function compare(expected: unknown, found: unknown, tolerance = 1e-9, path = ""): Compared {
  if (typeof expected === "number") {
    const error = typeof found === "number" ? Math.abs(found - expected) / (expected === 0 ? 1 : Math.abs(expected)) : Number.POSITIVE_INFINITY;
    return { wrong: error <= tolerance ? [] : [`${path}: ${String(found)} for ${expected}, off by ${error}`], numbers: 1, worst: error };
  }
  if (typeof expected !== "object" || expected === null) return { wrong: found === undefined || found === expected ? [] : [`${path}: ${String(found)} for ${String(expected)}`], numbers: 0, worst: 0 };
  const given = new Map(Object.entries(found ?? {}));
  const parts = Object.entries(expected).map(([key, value]) => compare(value, given.get(key), tolerance, `${path}/${key}`));
  return {
    wrong: [...parts.flatMap(({ wrong }) => wrong), ...[...given.keys()].filter((key) => !(key in expected)).map((key) => `${path}/${key}: not in the oracle`)],
    numbers: parts.reduce((sum, part) => sum + part.numbers, 0),
    worst: Math.max(0, ...parts.map(({ worst }) => worst)),
  };
}
