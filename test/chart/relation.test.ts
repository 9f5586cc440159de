import { expect, test } from "vitest";
import { adjustedTogether, sayRelations, testsIn, type Tested } from "../../src/chart/relation.ts";
import type { Relation } from "../../src/stats/relation.ts";
import { choice } from "../release/made.ts";

const relation = (p: number): Relation => ({ test: "chi-square", n: 200, statistic: 7, df: [1], p, effects: [{ name: "V", estimate: 0.19, low: 0.05, high: 0.33 }], notes: [] });
const tested = (p: number, code?: string): Tested => ({ code, relation: relation(p), adjusted: p });
const untested: Tested = { code: undefined, relation: { test: undefined, why: "too-few", n: 12 }, adjusted: Number.NaN };

test("items that are crossed at once are adjusted together, whatever was adjusted within each", () => {
  const all = adjustedTogether([[tested(0.02)], [tested(0.01, "a"), tested(0.04, "b")], [untested]]);
  // R: p.adjust(c(.02, .01, .04), "holm")
  expect(all.map((list) => list.map(({ adjusted }) => adjusted))).toEqual([[0.04], [0.03, 0.04], [Number.NaN]]);
  expect(testsIn(all.flat())).toBe(3);
});

test("one of many tests says how many there were, and is judged by the adjusted p", () => {
  const item = choice("item", "ordinary", 2);
  const [[alone = untested] = []] = adjustedTogether([[tested(0.02)], [tested(0.3)], [tested(0.4)]]);
  const among = sayRelations([alone], item, "en", 3);
  expect(among.lines[0]).toBe("No connection is shown: chance alone could do this.");
  expect(among.lines).toContain("One of 3 tests made here: p = 0.060 after Holm's rule, by which a connection is judged.");
  expect(among.table.rows[0]).toContain("p = 0.060");
  const single = sayRelations([tested(0.02)], item, "en");
  expect(single.lines[0]).toBe("The two go together: chance alone would rarely do this.");
  expect(single.lines.join(" ")).not.toContain("Holm");
});

test("the file beside it holds every number as it is, by names that programs know", () => {
  const [all = []] = adjustedTogether([[tested(0.012345678, "a"), { ...untested, code: "b" }]]);
  expect(sayRelations(all, choice("item", "ordinary", 2), "zh-cn").numbers).toEqual([
    ["variable", "choice", "test", "statistic", "df1", "df2", "p", "p_holm", "effect", "estimate", "low", "high", "n"],
    ["item", "a", "chi-square", 7, 1, null, 0.012345678, 0.012345678, "V", 0.19, 0.05, 0.33, 200],
    ["item", "b", "too-few", null, null, null, null, null, null, null, null, null, 12],
  ]);
});
