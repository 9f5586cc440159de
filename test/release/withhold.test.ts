import fc from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildCube, type Cube } from "../../src/cube/cube.ts";
import { openNative } from "../../src/query/native.ts";
import { withhold } from "../../src/release/withhold.ts";
import type { Variable } from "../../src/survey/codebook.ts";
import type { FlatRow } from "../../src/survey/flatten.ts";
import { frameOf } from "../../src/survey/frame.ts";
import { choice, codebookOf, made, simulated, surveyNamed } from "./made.ts";

const several: Variable = { ...choice("tasks", "ordinary", 3), kind: "multiple", columns: [0, 1, 2].map((i) => ({ name: `tasks__v${i}`, type: "DOUBLE", code: `v${i}` })) };
const ranked: Variable = { ...several, name: "order", kind: "ranking", columns: [0, 1, 2].map((i) => ({ name: `order__v${i}`, type: "DOUBLE", code: `v${i}` })) };
const hours: Variable = { ...choice("hours", "ordinary", 0), kind: "number", columns: [{ name: "hours", type: "DOUBLE" }] };
const note: Variable = { ...choice("note", "open", 0), kind: "text", columns: [] };
const codebook = codebookOf([note, choice("mood", "ordinary", 4), choice("pressure", "sensitive", 3), several, ranked, hours]);

const skewed = fc.integer({ min: 0, max: 20 });
const row = fc.record({ mood: skewed, pressure: skewed, tasks: fc.integer({ min: 0, max: 40 }), order: fc.integer({ min: 0, max: 30 }), hours: skewed }).map((drawn): FlatRow => {
  const code = (n: number, limits: readonly number[]): string | null => limits.flatMap((limit, i) => (n < limit ? [`v${i}`] : []))[0] ?? null;
  const mood = code(drawn.mood, [12, 17, 19, 20]);
  const pressure = code(drawn.pressure, [15, 19, 20]);
  const orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [3, 2, 1]];
  const order = orders[drawn.order < 24 ? 0 : drawn.order < 28 ? 1 : drawn.order < 29 ? 2 : 3] ?? [];
  return {
    mood, mood__na: mood === null ? "no_answer" : null, pressure, pressure__na: pressure === null ? "refused" : null,
    ...Object.fromEntries([0, 1, 2].flatMap((i) => [[`tasks__v${i}`, drawn.tasks > 38 ? null : (drawn.tasks >> i) % 2], [`order__v${i}`, drawn.order > 29 ? null : (order[i] ?? null)]])),
    tasks__na: drawn.tasks > 38 ? "no_answer" : null, order__na: drawn.order > 29 ? "no_answer" : null,
    note__na: drawn.mood > 17 ? "not_asked" : drawn.hours > 3 ? "no_answer" : null,
    hours: drawn.hours > 18 ? null : drawn.hours % 4, hours__na: drawn.hours > 18 ? "no_answer" : null,
  };
});
const tables = fc.array(row, { minLength: 10, maxLength: 150 });

const entries = (cube: Cube) => [...cube.cell].map((index, i) => ({ ...(cube.cells[index] ?? { variable: "", value: null, x: null, missing: null }), n: cube.n[i] ?? 0 }));

/** What is known of the left-out cells of one partition by someone who adds up: every published count stands for two more or less. */
function bounds(total: number, shown: readonly number[]): [number, number] {
  const rest = Math.round(total / 5) * 5 - shown.reduce((sum, n) => sum + n, 0);
  return [Math.max(0, rest - 2 * (shown.length + 1)), rest + 2 * (shown.length + 1)];
}

describe("withhold", () => {
  test("publishes no count that is under 10 or not a multiple of 5", () => {
    fc.assert(
      fc.property(tables, (rows) => {
        for (const { n } of entries(withhold(buildCube(codebook, frameOf(codebook, rows)), codebook))) {
          expect(n).toBeGreaterThanOrEqual(10);
          expect(n % 5).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("a left-out count can be anything from none to nine, however one subtracts", () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const exact = entries(buildCube(codebook, frameOf(codebook, rows)));
        const shown = entries(withhold(buildCube(codebook, frameOf(codebook, rows)), codebook));
        for (const name of ["mood", "pressure", "hours", "note"]) {
          const all = exact.filter(({ variable }) => variable === name);
          const seen = shown.filter(({ variable }) => variable === name);
          const left = all.filter(({ value, missing }) => !seen.some((each) => each.value === value && each.missing === missing));
          const hidden = left.length;
          // Where nothing is shown nothing can be subtracted; a large cell left out beside the small ones takes up any rest.
          if (hidden === 0 || seen.length === 0 || left.some(({ n }) => n >= 10)) continue;
          const [low, high] = bounds(rows.length, seen.map(({ n }) => n));
          expect(low).toBeLessThanOrEqual(9 * (hidden - 1));
          expect(high).toBeGreaterThanOrEqual(9);
        }
        for (const name of ["tasks", "order"]) {
          const base = shown.find(({ variable, value, missing }) => variable === name && value === null && missing === null);
          const reasons = shown.filter(({ variable, missing }) => variable === name && missing !== null).map(({ n }) => n);
          const hidden = exact.filter(({ variable, missing }) => variable === name && missing !== null).length - reasons.length;
          // Either the few who skipped are in the base, or nothing of the base is known.
          if (hidden > 0 && base) expect(Math.round(rows.length / 5) * 5 - base.n - reasons.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(2);
          for (const { variable, value, n } of shown) if (variable === "tasks" && value !== null) expect((base?.n ?? 0) - n).toBeGreaterThanOrEqual(10);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a sensitive question in which one answer stands alone goes whole", () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const values = entries(withhold(buildCube(codebook, frameOf(codebook, rows)), codebook)).filter(({ variable, missing }) => variable === "pressure" && missing === null);
        expect(values.length).not.toBe(1);
      }),
      { numRuns: 200 },
    );
  });

  test("counts far from any limit come through, rounded", () => {
    const rows = Array.from({ length: 103 }, (_, i): FlatRow => ({ mood: `v${i % 4}`, mood__na: null, pressure: `v${i % 3}`, pressure__na: null, tasks__v0: i % 2, tasks__v1: 1, tasks__v2: 0, tasks__na: null, order__v0: 1, order__v1: 2, order__v2: 3, order__na: null, hours: i % 5, hours__na: null }));
    const shown = entries(withhold(buildCube(codebook, frameOf(codebook, rows)), codebook));
    expect(shown.filter(({ variable }) => variable === "mood").map(({ value, n }) => [value, n]).sort()).toEqual([["v0", 25], ["v1", 25], ["v2", 25], ["v3", 25]]);
    // All chose the second and nobody the third: neither is told; half chose the first: that is.
    expect(shown.filter(({ variable }) => variable === "tasks").map(({ value, n }) => [value, n])).toEqual([[null, 105], ["v0", 50]]);
  });

  test("whoever wrote nothing is never counted among those who wrote", () => {
    const only = codebookOf([note]);
    const told = (wrote: number, skipped: number, rest: number) =>
      entries(withhold(buildCube(only, frameOf(only, Array.from({ length: wrote + skipped + rest }, (_, i): FlatRow => ({ note__na: i < wrote ? null : i < wrote + skipped ? "no_answer" : "not_asked" })))), only)).map(({ missing, n }) => [missing, n]);
    expect(told(10, 37, 3)).toEqual([[null, 10], ["no_answer", 35]]);
    expect(told(2, 3, 45)).toEqual([["not_asked", 45]]);
    // The 8 could be had by subtraction, so both go.
    expect(told(42, 8, 0)).toEqual([]);
  });

  test("numbers of which two people make up over 90 % are left out", () => {
    const rows = Array.from({ length: 60 }, (_, i): FlatRow => ({ hours: i < 2 ? 500 : i % 2, hours__na: null }));
    const only = codebookOf([hours]);
    expect(entries(withhold(buildCube(only, frameOf(only, rows)), only))).toEqual([]);
    const even = rows.map((each): FlatRow => ({ ...each, hours: each["hours"] === 500 ? 1 : (each["hours"] ?? null) }));
    expect(entries(withhold(buildCube(only, frameOf(only, even)), only)).length).toBe(2);
  });
});

test("a withheld release of an open wave holds tables only: no rows, no filters, no exact figure", async () => {
  const survey = surveyNamed("workload");
  const { codebook, manifest, cube, folder, path } = await made(survey, simulated(survey, 203, 5), { microdata: "withheld", admission: "open" });
  expect(manifest).toMatchObject({ responses: 205, microdata: "withheld", weighted: false });
  expect(manifest.files.map(({ role }) => role)).not.toContain("microdata");
  expect([codebook.filters, cube.filters]).toEqual([[], []]);
  for (const { n, alpha, omega } of manifest.constructs) for (const value of [n / 5, (alpha ?? 0) * 100, (omega ?? 0) * 100]) expect(value).toBeCloseTo(Math.round(value), 9);
  const native = await openNative(path("database"), codebook);
  const tables = await native.rows("SELECT table_name AS name FROM duckdb_tables() WHERE database_name = 'data' ORDER BY name");
  const [counts] = await native.rows("SELECT min(n)::INTEGER AS least, count(*) FILTER (n % 5 <> 0)::INTEGER AS odd, count(*) FILTER (w <> n OR w2 <> n)::INTEGER AS weighted FROM cube");
  const tallies = await native.tally({ variables: codebook.variables.map(({ name }) => name) });
  native.close();
  expect(tables.map(({ name }) => name)).toEqual(["choices", "constructs", "cube", "variables"]);
  expect(counts).toMatchObject({ odd: 0, weighted: 0 });
  expect(Number(counts?.["least"])).toBeGreaterThanOrEqual(10);
  expect(tallies.length).toBe(cube.n.length);
  for (const { name } of manifest.files) expect(existsSync(join(folder, name))).toBe(true);
  const readme = readFileSync(path("readme"), "utf8");
  expect(readme).toContain("205");
});
