import { describe, expect, test } from "vitest";
import { isUserError } from "../../src/error.ts";
import { frameOf } from "../../src/survey/frame.ts";
import { cubeWithinLimits, MOST_BYTES, MOST_COMBINATIONS } from "../../src/release/limits.ts";
import type { FlatRow } from "../../src/survey/flatten.ts";
import { choice, codebookOf } from "./made.ts";

const codes = (cells: Readonly<Record<string, string | number>>): FlatRow => Object.fromEntries(Object.entries(cells).flatMap(([name, value]) => [[name, value], [`${name}__na`, null]]));
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (isUserError(error)) return error.message;
    throw error;
  }
  return "";
};

describe("a cube past its limits", () => {
  test("of combinations names the filter whose removal helps most", () => {
    const codebook = codebookOf([choice("region", "quasi", 50), choice("years", "quasi", 10), choice("level", "quasi", 5)], ["level", "region", "years"]);
    const rows = Array.from({ length: 50 * 10 * 5 }, (_, i) => codes({ region: `v${i % 50}`, years: `v${Math.floor(i / 50) % 10}`, level: `v${Math.floor(i / 500)}` }));
    expect(refusal(() => cubeWithinLimits(codebook, frameOf(codebook, rows), undefined))).toMatch(/2500 combinations, 2000 at most[\s\S]*drop the filter “region”/);
    expect(cubeWithinLimits(codebook, frameOf(codebook, rows.slice(0, MOST_COMBINATIONS)), undefined).combinations.length).toBe(MOST_COMBINATIONS);
  });

  test("of bytes names the filter, or without filters the question with the most values", () => {
    // Multiplying by a large prime scatters the values, so that nothing compresses well.
    const noise = (i: number, j: number, size: number): number => (((i + 1) * 2654435761 + (j + 1) * 40503 * (i + 7)) >>> 7) % size;
    const items = Array.from({ length: 30 }, (_, j) => choice(`item${j}`, "ordinary", 40));
    const rows = Array.from({ length: 9000 }, (_, i) => codes({ region: `v${i % 30}`, level: `v${i % 2}`, ...Object.fromEntries(items.map(({ name }, j) => [name, `v${noise(i, j, 40)}`])) }));
    const weights = Float64Array.from(rows, (_, i) => 0.5 + noise(i, 99, 1000) / 977);
    const filtered = codebookOf([choice("region", "quasi", 30), choice("level", "quasi", 2), ...items], ["level", "region"]);
    expect(refusal(() => cubeWithinLimits(filtered, frameOf(filtered, rows), weights))).toMatch(new RegExp(`KB compressed, ${MOST_BYTES / 1024} KB at most[\\s\\S]*drop the filter “region”`));
    const free = { ...choice("minutes", "ordinary", 0), kind: "number" as const, columns: [{ name: "minutes", type: "DOUBLE" as const }] };
    const open = codebookOf([choice("mood", "ordinary", 3), free]);
    const many = Array.from({ length: 40_000 }, (_, i) => codes({ minutes: Math.sin(i) * 1000, mood: `v${i % 3}` }));
    expect(refusal(() => cubeWithinLimits(open, frameOf(open, many), undefined))).toMatch(/release “minutes” in bands: it has 40000 different values/);
  });
});
