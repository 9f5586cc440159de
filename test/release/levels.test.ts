import { expect, test } from "vitest";
import { levelsOf } from "../../src/release/levels.ts";
import { othersOf } from "../../src/release/others.ts";
import { protectRows } from "../../src/release/protect.ts";
import type { FlatRow } from "../../src/survey/flatten.ts";
import { frameOf, rowAt } from "../../src/survey/frame.ts";
import { studySchema } from "../../src/survey/study.ts";
import { choice, codebookOf, ordered, surveyNamed } from "./made.ts";

const label = (text: string) => ({ "zh-cn": text, en: text });
const group = (code: string, ...values: string[]) => ({ code, label: label(code), values });
const each = { groups: [0, 1, 2, 3].map((i) => group(`v${i}`, `v${i}`)) };
const halves = { groups: [group("low", "v0", "v1"), group("high", "v2", "v3")] };

/** Twenty people in the first two places, four in each of the others. */
const rows = Array.from({ length: 48 }, (_, i): FlatRow => ({ place: `v${i < 40 ? i % 2 : 2 + (i % 2)}`, place__na: null }));

const released = (bands: unknown, kind = ordered): { values: string[]; hidden: number } => {
  const book = codebookOf([kind("place", "quasi", 4)]);
  const study = studySchema.parse({ ...surveyNamed("pulse").study, bands });
  const { frame } = protectRows(book, frameOf(book, rows), { study, k: 5, strata: undefined, others: othersOf("made"), earlier: [] });
  const after = Array.from({ length: frame.n }, (_, i) => rowAt(frame, i));
  return { values: [...new Set(after.flatMap(({ place }) => (place === null ? [] : [String(place)])))].sort(), hidden: after.filter(({ place__na }) => place__na === "hidden").length };
};

test("a declared coarser level is used where it loses less than hiding", () => {
  const top = { groups: [group("v0", "v0"), group("v1", "v1"), group("high", "v2", "v3")] };
  expect(released({ place: { levels: [each, top, halves] } }, choice)).toEqual({ values: ["high", "v0", "v1"], hidden: 0 });
});

test("with one level values are never merged, though they stand in order", () => {
  expect(released({ place: { levels: [each] } })).toEqual({ values: ["v0", "v1"], hidden: 8 });
  expect(released({})).toEqual({ values: ["v0", "v1", "v2_v3"], hidden: 0 });
});

test("a level that cuts through a finer band is refused", () => {
  const banded = { ...ordered("years", "quasi", 0), values: [0, 5, 10].map((edge, i) => ({ code: `b${i + 1}`, label: label(String(edge)), score: i + 1, edge })) };
  expect(() => levelsOf(banded, [[0, 7]])).toThrow(/“years” begin at 7, where no finer one does[\s\S]*joins whole bands/);
  expect(levelsOf(banded, [[0, 10]]).map(({ into }) => [...into])).toEqual([[0, 1, 2], [0, 0, 1]]);
});
