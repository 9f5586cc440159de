import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classesOf, suppress } from "../../src/release/suppress.ts";
import type { FlatRow } from "../../src/survey/flatten.ts";
import { hasShared, SHARED } from "../shared.ts";
import { choice, codebookOf } from "./made.ts";

const quasi = [choice("region", "quasi", 4), choice("years", "quasi", 5), choice("level", "quasi", 3)];
const sensitive = [choice("pressure", "sensitive", 3)];
const codebook = codebookOf([...quasi, ...sensitive, choice("mood", "ordinary", 3)]);
const NAMES = ["region", "years", "level", "pressure", "mood"];

/** Skewed, so that small classes are common; now and then without an answer. */
const cell = fc.oneof({ weight: 6, arbitrary: fc.constant("v0") }, { weight: 3, arbitrary: fc.constantFrom("v1", "v2") }, { weight: 1, arbitrary: fc.constant(null) });
const table = fc.array(fc.tuple(cell, cell, cell, cell, cell), { minLength: 0, maxLength: 120 }).map((tuples) =>
  tuples.map((cells, i): FlatRow => Object.fromEntries([["id", i], ...NAMES.flatMap((name, at) => [[name, cells[at] ?? null], [`${name}__na`, cells[at] === null ? "no_answer" : null]])])),
);

/** Rows that may be released at all: enough, and with a mixed sensitive answer. */
const releasable = table.filter((rows) => {
  const counts = [...Map.groupBy(rows.filter(({ pressure }) => pressure !== null), ({ pressure }) => pressure).values()].map((each) => each.length).sort((a, b) => b - a);
  return rows.length >= 5 && (counts.length > 2 || (counts[1] ?? 0) > 1);
});

describe("suppress", () => {
  test("leaves no class under k, hidden being a category of its own, and every sensitive answer mixed without any one row", () => {
    fc.assert(
      fc.property(releasable, fc.integer({ min: 3, max: 5 }), (rows, k) => {
        for (const members of classesOf(suppress(codebook, rows, k), quasi).values()) {
          expect(members.length).toBeGreaterThanOrEqual(k);
          for (const gone of members) {
            const left = new Set(members.filter((row) => row !== gone && row["pressure"] !== null).map((row) => row["pressure"]));
            expect(left.size).toBeGreaterThanOrEqual(2);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("loses no row, never changes an answer, and changes a quasi-identifier to hidden only", () => {
    fc.assert(
      fc.property(releasable, (rows) => {
        const done = new Map(suppress(codebook, rows, 5).map((row) => [row["id"], row]));
        expect(done.size).toBe(rows.length);
        for (const before of rows) {
          const after = done.get(before["id"] ?? null);
          for (const name of ["pressure", "mood"]) for (const column of [name, `${name}__na`]) expect(after?.[column]).toBe(before[column]);
          for (const { name } of quasi) if (after?.[`${name}__na`] === "hidden") expect(after[name]).toBeNull();
            else expect([after?.[name], after?.[`${name}__na`]]).toEqual([before[name], before[`${name}__na`]]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("hides nothing where every class is large and mixed already", () => {
    const rows = Array.from({ length: 40 }, (_, i): FlatRow => ({ region: `v${i % 2}`, region__na: null, years: "v0", years__na: null, level: "v1", level__na: null, pressure: `v${(i >> 1) % 2}`, pressure__na: null, mood: "v0", mood__na: null }));
    expect(suppress(codebook, rows, 5).every((row) => row["region__na"] === null && row["years__na"] === null)).toBe(true);
  });

  test("refuses in words where even hiding everything would give a sensitive answer away", () => {
    const same = Array.from({ length: 30 }, (): FlatRow => ({ region: "v0", region__na: null, years: "v0", years__na: null, level: "v0", level__na: null, pressure: "v1", pressure__na: null, mood: "v0", mood__na: null }));
    expect(() => suppress(codebook, same, 5)).toThrow(/same answer for nearly everybody[\s\S]*withheld/);
    expect(() => suppress(codebook, same.slice(0, 4), 5)).toThrow("4 answers are fewer than 5");
  });
});

describe.skipIf(!hasShared)("classes agree with sdcMicro", () => {
  const oracle = hasShared ? JSON.parse(readFileSync(join(SHARED, "oracles/sdc_kanonymity.json"), "utf8")) : {};
  const read = (file: string): Record<string, string>[] => {
    const [head = "", ...lines] = readFileSync(join(SHARED, "responses", file), "utf8").trim().split(/\r?\n/).map((line) => line.replaceAll('"', ""));
    return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [head.split(",")[i] ?? "", value])));
  };
  const flat = (rows: readonly Record<string, string>[], keys: readonly string[]): FlatRow[] => rows.map((row) => Object.fromEntries(keys.flatMap((key) => [[key, row[key] ?? null], [`${key}__na`, null]])));

  test.each(["testdata_7keys", "testdata_4keys"])("%s: class counts, and none under 5 after suppression", (name) => {
    const { keyVars, violate_k2, violate_k3, violate_k5, n_classes } = oracle[name];
    const rows = flat(read("sdc_testdata.csv"), keyVars);
    const variables = keyVars.map((key: string) => choice(key, "quasi", 1));
    const sizes = [...classesOf(rows, variables).values()].map((members) => members.length);
    const under = (k: number): number => sizes.filter((size) => size < k).reduce((sum, size) => sum + size, 0);
    expect([sizes.length, under(2), under(3), under(5)]).toEqual([n_classes, violate_k2, violate_k3, violate_k5]);
    const done = suppress(codebookOf(variables), rows, 5);
    expect(Math.min(...[...classesOf(done, variables).values()].map((members) => members.length))).toBeGreaterThanOrEqual(5);
    const touched = done.filter((row) => keyVars.some((key: string) => row[`${key}__na`] === "hidden")).length;
    // Rows that were in a small class, and those drawn in so that hidden is no small class itself.
    expect(touched).toBeGreaterThanOrEqual(violate_k5);
    expect(touched).toBeLessThan(2 * violate_k5);
  });

  test("francdat: how many share each row's keys", () => {
    const { keyVars, fk } = oracle.francdat_documented_example;
    const rows = flat(read("francdat.csv"), keyVars);
    const classes = classesOf(rows, keyVars.map((key: string) => choice(key, "quasi", 1)));
    expect(rows.map((row) => [...classes.values()].find((members) => members.includes(row))?.length)).toEqual(fk);
  });
});
