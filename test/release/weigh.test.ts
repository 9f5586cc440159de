import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Methods } from "../../src/query/files.ts";
import { openNative } from "../../src/query/native.ts";
import { type Read, releasedFrom } from "./attacks/published.ts";
import { reordered } from "./attacks/order.ts";
import { populationOf } from "./attacks/population.ts";
import { evened } from "../../src/release/weigh.ts";
import type { Variable } from "../../src/survey/codebook.ts";
import { frameOf, rowAt } from "../../src/survey/frame.ts";
import { choice, codebookOf } from "./made.ts";

/** A population whose survey is weighted to a roster by one trait. */
const population = populationOf(10);
const [margin = ""] = population.plan.margins;
const roster = population.roster?.margins[margin] ?? {};

const weightsOf = ({ rows, codebook }: Read): number[] => rows.map((row) => Number(row[codebook.weight ?? ""]));

test("weights meet the margins of the roster on released classes, and are the same within a class", async () => {
  const read = await releasedFrom(population, { microdata: "public" });
  expect(read.methods.weighting).toMatchObject({ source: "raked", margins: [margin], limit: 5 });
  const weights = weightsOf(read);
  const known = read.rows.flatMap((row, i) => (row[margin] === null ? [] : [{ code: String(row[margin]), weight: weights[i] ?? 0 }]));
  const [sum, people] = [known.reduce((all, { weight }) => all + weight, 0), Object.values(roster).reduce((all, n) => all + n, 0)];
  // To the four digits that weights are rounded to.
  for (const [code, those] of Map.groupBy(known, ({ code }) => code)) {
    expect(those.reduce((all, { weight }) => all + weight, 0) / sum).toBeCloseTo((roster[code] ?? 0) / people, 4);
    expect(new Set(those.map(({ weight }) => weight)).size).toBe(1);
  }
  expect(Math.max(...weights)).toBeLessThanOrEqual(5);
});

test("weighted files do not depend on the order of answers, to the last digit", async () => {
  const other = populationOf(1000);
  const read = await releasedFrom(other, { microdata: "public" });
  expect(read.methods.weighting.source).toBe("raked");
  expect(await reordered(other, read)).toBe(0);
});

test.each([
  // A hundred thousand people of a group of whom a few answered: no weight under the limit fills it.
  ["not-converged", { [margin]: { v0: 1, v1: 100_000 } }],
  ["no-column", {}],
])("nothing is weighted where margins cannot be met, and the methods say why: %s", async (why, margins) => {
  const read = await releasedFrom({ ...population, roster: { n: 100, least: 5, margins } }, { microdata: "public" });
  expect(read.methods.weighting).toMatchObject({ source: "none", why });
  expect([read.codebook.weight, read.manifest.weighted, read.manifest.designEffect]).toEqual([undefined, false, 1]);
});

test("without a roster the methods say so", async () => {
  const read = await releasedFrom({ ...population, roster: undefined }, { microdata: "public" });
  const methods: Methods = JSON.parse(readFileSync(read.path("methods", "methods.json"), "utf8"));
  expect(methods.weighting).toMatchObject({ source: "none", why: "no-roster" });
  const native = await openNative(read.path("database"), read.codebook);
  const columns = (await native.rows("DESCRIBE responses")).map((row) => String(row["column_name"]));
  native.close();
  expect(columns.filter((name) => name.startsWith("weight"))).toEqual([]);
});

test("a weight that came with the answers does not tell the traits that are hidden, whatever the order of answers", () => {
  const { values: _, ...weight }: Variable = { ...choice("w", "ordinary", 0), kind: "number", columns: [{ name: "w", type: "DOUBLE" }] };
  const book = codebookOf([choice("office", "quasi", 2), choice("level", "quasi", 2), { ...weight, values: [] }]);
  // In the first office everybody has a weight of his own; in the second, whose name is hidden, it says which it was.
  const rows = Array.from({ length: 12 }, (_, i) => ({ office: i < 6 ? "v0" : null, office__na: i < 6 ? null : "hidden", level: `v${i % 2}`, level__na: null, w: i === 11 ? null : 0.1 * i, w__na: i === 11 ? "no_answer" : null }));
  const weightsOf = (given: typeof rows): unknown[] => {
    const { frame, changed } = evened(frameOf(book, given), "w");
    expect(changed).toBe(5);
    return Array.from({ length: frame.n }, (_, row) => rowAt(frame, row)["w"]);
  };
  const even = weightsOf(rows);
  expect(even.slice(0, 6)).toEqual(rows.slice(0, 6).map(({ w }) => w));
  // Means of 0.6, 0.8 and 1.0, and of 0.7 and 0.9: those of one class are equal, and together they weigh what they did.
  expect(even.slice(6)).toEqual([0.8, 0.8, 0.8, 0.8, 0.8, null]);
  expect(weightsOf(rows.toReversed()).toReversed()).toEqual(even);
});
