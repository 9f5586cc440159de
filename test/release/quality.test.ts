import { describe, expect, test } from "vitest";
import { openNative } from "../../src/query/native.ts";
import { qualityOf } from "../../src/release/quality.ts";
import type { Variable } from "../../src/survey/codebook.ts";
import type { FlatRow } from "../../src/survey/flatten.ts";
import { type Frame, frameOf } from "../../src/survey/frame.ts";
import { codebookOf, made, ordered, simulated, surveyNamed } from "./made.ts";

const scales = Array.from({ length: 12 }, (_, i): Variable => ({ ...ordered(`t${i}`, "ordinary", 5), battery: { name: i < 6 ? "one" : "two", label: { "zh-cn": "表", en: "battery" } } }));

/** Rows of answers that differ from neighbour to neighbour and from row to row, but for what is said. */
function frameWith(odd: number, cell: (row: number, item: number) => number): Frame {
  const rows = Array.from({ length: 60 }, (_, row): FlatRow => Object.fromEntries(scales.flatMap(({ name }, item) => [[name, `v${row < odd ? cell(row, item) : (item * (1 + (row % 4)) + Math.floor(row / 4) * (item % 3)) % 5}`], [`${name}__na`, null]])));
  return frameOf(codebookOf(scales), rows);
}

const steps = (fast: number): Uint8Array => Uint8Array.from({ length: 60 }, (_, row) => (row < fast ? 2 : 10));
const marksIn = (frame: Frame, time: Uint8Array, strays = 0): Record<string, number> => {
  const found = qualityOf({ frame, steps: time, stray: Uint8Array.from({ length: 60 }, (_, row) => Number(row < strays)) });
  return Object.fromEntries((found?.variable.columns ?? []).map(({ code }, c) => [code, [...(found?.cells[c]?.at ?? [])].filter((each) => each === 1).length]));
};

/** Different rows; within the first battery one answer and within the second another. */
const straight = (row: number, item: number): number => (item < 6 ? row % 5 : (row + 1 + Math.floor(row / 5)) % 5);
/** One answer ten times in a row, across both batteries, and others at the ends. */
const run = (row: number, item: number): number => (item === 0 ? (row + 1) % 5 : item === 11 ? (row + 2 + Math.floor(row / 5)) % 5 : row % 5);
const same = (_: number, item: number): number => (item * item) % 5;

describe("marks of quality", () => {
  test.each([
    ["speed", frameWith(0, straight), steps(12), 12],
    ["straight", frameWith(12, straight), steps(0), 12],
    ["run", frameWith(12, run), steps(0), 12],
    ["same", frameWith(12, same), steps(0), 12],
  ])("%s is found", (name, frame, time, n) => {
    expect(marksIn(frame, time)[name]).toBeGreaterThanOrEqual(n);
  });

  test.each([
    ["speed", frameWith(0, straight), steps(9)],
    ["straight", frameWith(9, straight), steps(0)],
    ["run", frameWith(9, run), steps(0)],
  ])("%s of fewer than ten rows is not told", (name, frame, time) => {
    expect(Object.keys(marksIn(frame, time))).not.toContain(name);
  });

  test("answers that the form would not have led to are one, from ten rows on", () => {
    expect(marksIn(frameWith(0, straight), steps(0), 10)["logic"]).toBe(10);
    expect(Object.keys(marksIn(frameWith(0, straight), steps(0), 9))).not.toContain("logic");
  });

  test("tell nothing that released rows do not: rows that are released as equal have equal marks", async () => {
    const survey = surveyNamed("workload");
    const [model, ...others] = simulated(survey, 150, 11);
    if (!model) throw new Error("there are answers");
    // Equal in all but their traits, every combination of them once; many are merged or hidden.
    const traits = survey.codebook.variables.filter(({ role }) => role === "quasi");
    const combinations = traits.reduce<Record<string, unknown>[]>((all, { name, values }) => all.flatMap((before) => values.map(({ code }) => ({ ...before, [name]: code }))), [{}]);
    const copies = combinations.map((combination, i) => ({ ...model, id: `${String(i).padStart(8, "0")}-0000-4000-8000-000000000000`, answers: { ...model.answers, ...combination } }));
    const { path, codebook } = await made(survey, [...others, ...copies], { microdata: "public" });
    const native = await openNative(path("database"), codebook);
    const rows = await native.rows("FROM responses");
    native.close();
    const groups = [...Map.groupBy(rows, ({ quality__same: _, ...row }) => JSON.stringify(row)).values()].filter(({ length }) => length > 1);
    expect(groups.length).toBeGreaterThan(0);
    for (const group of groups) expect(group.map((row) => row["quality__same"])).toEqual(group.map(() => 1));
  });

  test("nobody is fast where nobody measured the time", () => {
    expect(Object.keys(marksIn(frameWith(0, straight), new Uint8Array(60)))).not.toContain("speed");
  });
});
