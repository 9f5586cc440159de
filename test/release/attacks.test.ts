import { describe, expect, test } from "vitest";
import { attackRows, attackTables } from "./attacks/attack.ts";
import { minimal } from "./attacks/minimal.ts";
import { populationOf } from "./attacks/population.ts";

/** A small dose; `npm run prove -- attacks` tries 200 populations. */
describe("an employer who knows every trait of everybody", () => {
  test.each([2, 5, 40])("finds nobody in the rows of population %i, nor any certain answer, where unprotected rows give both away", async (seed) => {
    const found = await attackRows(populationOf(seed), seed !== 5);
    expect(found.broken).toEqual([]);
    expect(found.isRefused).toBe(false);
    expect(found.control).toMatchObject({ smallest: 1 });
    expect(found.control?.certain).toBeGreaterThan(0);
  });

  test.each([3, 7])("cannot solve the tables of population %i, nor isolate an answer by sending others, where less protection allows both", async (seed) => {
    const found = await attackTables(populationOf(seed, 30, 300));
    expect(found.broken).toEqual([]);
    expect(found.control.exact).toBeGreaterThan(0);
    expect(found.shammed.control).toBe(1);
  });

  test("is certain of nothing, whatever two offices answered, though he knows how releases are made", () => {
    const { worlds, byRows, byRule } = minimal({ sizes: [5], keys: 48 });
    expect(worlds).toBeGreaterThan(10_000);
    expect([byRows, byRule]).toEqual([0, 0]);
  });
});
