import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Facts } from "../../src/chart/figure.ts";
import { changesOf } from "../../src/findings/changes.ts";
import { choose } from "../../src/findings/choose.ts";
import { type Claim, claimsOf, groupClaims } from "../../src/findings/claims.ts";
import { differencesOf } from "../../src/findings/differences.ts";
import { findingsOf } from "../../src/findings/findings.ts";
import { indicesOf } from "../../src/findings/indices.ts";
import { topicsOf } from "../../src/findings/items.ts";
import { type Ground, measure } from "../../src/findings/measure.ts";
import { sentenceOf } from "../../src/findings/sentence.ts";
import { strengthsOf } from "../../src/findings/strengths.ts";
import type { Tally } from "../../src/query/tally.ts";
import { holm } from "../../src/stats/adjust.ts";
import { wilson } from "../../src/stats/proportion.ts";
import type { Codebook, Variable } from "../../src/survey/codebook.ts";
import { LOCALES } from "../../src/survey/text.ts";
import { answers, asked, both, codebookWith, FACTS, grouped, numbers, orders, weighing } from "../chart/made.ts";

const AGREE = [both("非常不同意", "Strongly disagree"), both("不太同意", "Disagree"), both("一般", "Neither"), both("比较同意", "Agree"), both("非常同意", "Strongly agree")];
const CHOICES = ["甲", "乙", "丙"].map((zh, i) => both(zh, "ABC"[i]));
const pace = ["full", "finish"].map((name, i) => asked(`pace__${name}`, "ordinal", AGREE, { label: both(["一天排得太满", "当天做得完"][i] ?? "", ["My day is too full", "I finish within the day"][i]), battery: { name: "pace", label: both("同意吗？", "How far do you agree?") } }));
const [full, finish] = pace as [Variable, Variable];
const score = asked("c_load", "number", [], { label: both("忙", "Overload"), construct: "load", type: "construct" });
const lunch = asked("lunch", "boolean", [both("是", "Yes"), both("否", "No")], { label: both("按时吃饭了吗？", "Was lunch on time?") });
const cut = asked("cut", "single", CHOICES, { label: both("减哪样？", "What should be cut?") });
const tools = asked("tools", "multiple", CHOICES, { label: both("用哪些？（可多选）", "Which do you use? (choose all that apply)") });
const wish = asked("wish", "ranking", CHOICES, { label: both("最有帮助的？", "What helps most?") });
const hours = ["visit", "report"].map((name, i) => asked(`hours__${name}`, "number", [], { label: both(["走访", "报表"][i] ?? "", ["Visits", "Reports"][i]), battery: { name: "hours", label: both("花多少时间？", "How long?") }, unit: both("小时", "hours"), min: 0, max: 8 }));
const place = asked("place", "single", [both("城区", "Urban"), both("农村", "Rural")], { label: both("片区？", "Beat?"), role: "quasi" });
const years = asked("years", "ordinal", CHOICES, { label: both("几年？", "Years?"), role: "quasi" });
const construct = { id: "load", name: "c_load", title: both("忙", "Overload"), items: ["pace__full", "pace__finish"], reversed: ["pace__finish"], favourable: "low" as const };

const groundOf = (variables: readonly Variable[], facts: Partial<Facts> = {}, more: Partial<Codebook> = {}): Ground => ({ codebook: codebookWith(variables, more), facts: { ...FACTS, ...facts } });
const said = (claim: Claim, ground: Ground): string[] => LOCALES.map((locale) => sentenceOf(claim, ground, locale).text);
const only = (claims: readonly Claim[]): Claim => {
  const [claim] = claims;
  if (!claim || claims.length !== 1) throw new Error(`${claims.length} claims`);
  return claim;
};

describe("what becomes a sentence", () => {
  test("a majority on one side of a scale, with the words of agreement and the strength that is printed", () => {
    const ground = groundOf([full]);
    const claim = only(claimsOf(answers(full, [10, 20, 30, 100, 40]), ground));
    const { low } = wilson(0.7, 200);
    expect([claim.kind, claim.measured.n, claim.measured.value]).toEqual(["majority", 200, 0.7]);
    expect(claim.strength).toBeCloseTo((low - 0.5) / 0.5, 12);
    expect(said(claim, ground)).toEqual(["70%（63% 至 76%）的人同意“一天排得太满”。", "70% (63 to 76) agree: “My day is too full”."]);
    expect(sentenceOf(claim, ground, "en").n).toBe("n = 200");
  });

  test("disagreement is not taken for agreement", () => {
    const ground = groundOf([full]);
    const [claim] = claimsOf(answers(full, [60, 80, 10, 40, 10]), ground);
    expect(claim && said(claim, ground)).toEqual(["70%（63% 至 76%）的人不同意“一天排得太满”。", "70% (63 to 76) disagree: “My day is too full”."]);
  });

  test("few above the middle; a half is no majority, and says so", () => {
    const ground = groundOf([full]);
    const [few, none] = [only(claimsOf(answers(full, [40, 50, 90, 15, 5]), ground)), only(claimsOf(answers(full, [20, 30, 50, 60, 40]), ground))];
    expect([few.kind, none.kind]).toEqual(["minority", "split"]);
    expect(few.strength).toBeCloseTo((0.25 - wilson(0.1, 200).high) / 0.25, 12);
    expect(said(few, ground)).toEqual(["只有 10%（7% 至 15%）的人同意“一天排得太满”。", "Only 10% (7 to 15) agree: “My day is too full”."]);
    expect(none.strength).toBeLessThan(0);
    expect(said(none, ground)[1]).toMatch(/no clear majority/);
  });

  test("the most chosen only where it is clearly ahead; hints to who answers are left out", () => {
    const ground = groundOf([tools]);
    const clear = only(claimsOf(answers(tools, [90, 50, 20], 200), ground));
    expect([clear.kind, clear.strength > 0]).toEqual(["most", true]);
    expect(clear.strength).toBeCloseTo(wilson(0.45, 200).low - wilson(0.25, 200).high, 12);
    expect(said(clear, ground)).toEqual(["问“用哪些？”，选“甲”的人最多，占 45%（38% 至 52%）。", "Asked “Which do you use?”, more people chose “A” than anything else: 45% (38 to 52)."]);
    expect(only(claimsOf(answers(tools, [60, 55, 20], 200), ground)).kind).toBe("level");
    expect(only(claimsOf(answers(cut, [150, 30, 20]), groundOf([cut]))).kind).toBe("majority");
    expect(only(claimsOf(answers(lunch, [150, 50]), groundOf([lunch]))).kind).toBe("majority");
  });

  test("a ranking's clear first, the largest of several numbers, an index off the middle", () => {
    expect(only(claimsOf(orders(wish, 120, [[70, 30, 20], [30, 50, 40], [20, 40, 60]]), groundOf([wish]))).kind).toBe("first");
    const day = groundOf(hours);
    const largest = only(claimsOf([...numbers(hours[0] as Variable, [[2, 50], [3, 50]]), ...numbers(hours[1] as Variable, [[1, 60], [1.5, 40]])], day));
    expect(said(largest, day)[1]).toBe("Asked “How long?”, “Visits” takes the most time, 2.5 hours (2.4 to 2.6) on average.");
    const ground = groundOf([...pace, score], {}, { constructs: [construct] });
    const index = claimsOf(numbers(score, [[3.5, 40], [4, 60]]), ground).find(({ kind }) => kind === "index");
    expect(index && said(index, ground)).toEqual(["“忙”平均 3.8（3.8 至 3.8），量程 1 至 5，越低越好：明显偏向不好的一头。", "“Overload” averages 3.8 (3.8 to 3.8) on a scale of 1 to 5 (lower is better), clearly towards the bad end."]);
    expect(claimsOf(numbers(score, [[3.5, 10], [4, 19]]), ground)).toEqual([]);
  });

  test("who answers is no finding", () => expect(claimsOf(answers(place, [190, 10]), groundOf([place]))).toEqual([]));
});

describe("open links and tables with small counts left out", () => {
  const variables = [...pace, score, cut, tools, wish, lunch, ...hours, place];
  const tallies: Tally[] = [...answers(full, [10, 20, 30, 100, 40]), ...answers(finish, [60, 80, 30, 20, 10]), ...numbers(score, [[3.5, 40], [4, 160]]), ...answers(cut, [120, 60, 20]), ...answers(tools, [90, 50, 20], 200), ...orders(wish, 120, [[70, 30, 20], [30, 50, 40], [20, 40, 60]]), ...answers(lunch, [100, 100])];

  test("n alone: no interval, no test, no arrow, no word for them", () => {
    const ground = groundOf(variables, { intervals: false }, { constructs: [construct], filters: ["place"] });
    const split = new Map([["place", [...grouped(answers(lunch, [90, 10]), "v0"), ...grouped(answers(lunch, [10, 90]), "v1")]]]);
    const earlier = { ...ground, tallies: answers(lunch, [10, 190]), wave: both("上期", "before") };
    const found = findingsOf(tallies, split, ground, earlier);
    expect([found.differences, found.indices.map(({ change, before }) => [change, before])]).toEqual([undefined, [[undefined, undefined]]]);
    expect(found.claims.length).toBe(3);
    for (const claim of [...found.claims, ...claimsOf(tallies, ground)]) {
      expect([claim.measured.low, claim.measured.high]).toEqual([undefined, undefined]);
      expect(claim.measured.n).toBeGreaterThanOrEqual(10);
      for (const text of said(claim, ground)) expect(text).not.toMatch(/\d+%?（\d|\(\d+(\.\d+)? to \d|区间|interval|明显变化|clear change|难分先后|too close|[↑↓]/);
    }
  });

  test("an answer that was not told makes neither a side nor a lead", () => {
    const facts = { intervals: false, rounded: true, responses: 200 };
    expect(claimsOf(answers(full, [10, 20, 30, 100, 0]), groundOf([full], facts)).map(({ kind }) => kind)).toEqual([]);
    expect(claimsOf(answers(cut, [70, 60, 0]), groundOf([cut], facts))).toEqual([]);
    expect(claimsOf(answers(cut, [150, 40, 0]), groundOf([cut], facts)).map(({ kind }) => kind)).toEqual(["majority"]);
  });
});

test("never on a base under the threshold, whatever was answered", () => {
  const counts = fc.array(fc.nat(30), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(counts, counts, fc.integer({ min: 5, max: 40 }), fc.boolean(), (a, b, n, intervals) => {
      const ground = groundOf([cut, tools, place], { n, intervals }, { filters: ["place"] });
      const tallies = [...answers(cut, a), ...answers(tools, b, Math.max(...b))];
      const split = new Map([["place", [...grouped(answers(cut, a), "v0"), ...grouped(answers(cut, b), "v1")]]]);
      const { claims, differences = [] } = findingsOf(tallies, split, ground);
      for (const { measured } of claims) expect(measured.n).toBeGreaterThanOrEqual(n);
      for (const { inside, outside } of differences) expect(Math.min(inside.n, outside.n)).toBeGreaterThanOrEqual(n);
    }),
  );
});

describe("which three", () => {
  test("the strongest, and no two of one question, battery or index", () => {
    const ground = groundOf([...pace, score, cut, lunch, tools], {}, { constructs: [construct] });
    const tallies = [...answers(full, [5, 5, 10, 100, 80]), ...answers(finish, [100, 60, 30, 5, 5]), ...numbers(score, [[4, 100], [4.5, 100]]), ...answers(cut, [150, 30, 20]), ...answers(lunch, [180, 20]), ...answers(tools, [60, 55, 50], 200)];
    const chosen = choose(claimsOf(tallies, ground), ground.codebook);
    expect(chosen.map(({ item }) => item.variable.name)).toEqual(["pace__full", "lunch", "cut"]);
  });

  test("any claims: at most three, apart, at most one of a group, nothing stronger left out", () => {
    const variables = [full, finish, cut, lunch, tools, wish];
    const ground = groundOf([...variables, score], {}, { constructs: [construct] });
    const made = fc.array(fc.record({ at: fc.nat(variables.length - 1), strength: fc.double({ min: -1, max: 1, noNaN: true }) }), { maxLength: 20 });
    fc.assert(
      fc.property(made, (all) => {
        const claims = all.map(({ at, strength }): Claim => ({ kind: "majority", item: { as: "choice", variable: variables[at] ?? cut, codes: ["v0"] }, measured: { n: 50, effective: 50, value: 0.6 }, strength }));
        const chosen = choose(claims, ground.codebook);
        const topics = chosen.map(({ item }) => topicsOf(ground.codebook, item.variable));
        expect(new Set(topics.flat()).size).toBe(topics.flat().length);
        expect(chosen.length).toBe(Math.min(3, new Set(claims.map(({ item }) => topicsOf(ground.codebook, item.variable).at(0))).size));
        if (claims.length > 0) expect(Math.max(...chosen.map(({ strength }) => strength))).toBe(Math.max(...claims.map(({ strength }) => strength)));
      }),
    );
  });
});

describe("groups", () => {
  const ground = groundOf([lunch, cut, place, years], {}, { filters: ["place", "years"] });
  const within = (group: string, yes: number, no: number): Tally[] => [...grouped(answers(lunch, [yes, no]), group), ...grouped(answers(cut, [30, 30, 40]), group)];
  const split = new Map([["place", [...within("v0", 70, 30), ...within("v1", 30, 70), ...within("?hidden", 1, 40)]], ["years", [...within("v0", 33, 33), ...within("v1", 33, 33), ...within("v2", 34, 34)]]]);
  const whole = [...answers(lunch, [100, 100]), ...answers(cut, [60, 60, 80])];

  test("each group against the others, of two groups once, and Holm over items times groups", () => {
    const found = differencesOf(whole, split, ground);
    expect(found.length).toBe(2 * (1 + 3));
    expect([...found.map(({ adjusted }) => adjusted)].sort()).toEqual([...holm(found.map(({ p }) => p))].sort());
    const clear = found.filter((each) => each.clear);
    expect(clear.map(({ item, filter, code }) => [item.variable.name, filter.name, code])).toEqual([["lunch", "place", "v0"]]);
    // Hidden traits stand on neither side.
    expect(clear.map(({ inside, outside }) => [inside.n, outside.n])).toEqual([[100, 100]]);
    const claim = only(groupClaims(found, ground));
    expect(said(claim, ground)).toEqual(["问“按时吃饭了吗？”，按“片区？”来分，“城区”的有 70% 选“是”，“农村”的是 30%，相差 40 个百分点（26 至 51）。", "Asked “Was lunch on time?”, 70% of those who answered “Urban” to “Beat?” chose “Yes”; of those who answered “Rural” it is 30%, 40 points (26 to 51) less."]);
  });

  test("a question that the study calls something short is called so", () => {
    const named = { ...ground, codebook: { ...ground.codebook, variables: ground.codebook.variables.map((variable) => (variable.name === "place" ? { ...variable, short: both("片区", "kind of beat") } : variable)) } };
    expect(said(only(groupClaims(differencesOf(whole, split, named), named)), named)).toEqual(["问“按时吃饭了吗？”，按“片区”来分，“城区”的有 70% 选“是”，“农村”的是 30%，相差 40 个百分点（26 至 51）。", "Asked “Was lunch on time?”, 70% of the group “Urban” (kind of beat) chose “Yes”; of the group “Rural” it is 30%, 40 points (26 to 51) less."]);
  });

  test("weights widen: the same shares on half the effective size are not told apart", () => {
    const weighed = (each: readonly Tally[]): Tally[] => each.map((tally) => ({ ...tally, w2: tally.n * 12 }));
    const strong = differencesOf(whole, split, ground).filter(({ clear }) => clear).length;
    const weak = differencesOf(whole, new Map([...split].map(([name, each]) => [name, weighed(each)])), ground).filter(({ clear }) => clear).length;
    expect([strong, weak]).toEqual([1, 0]);
    expect(measure({ as: "choice", variable: lunch, codes: ["v0"] }, weighing(answers(lunch, [70, 30]), 2), ground)).toMatchObject({ n: 100, effective: 100, value: 0.7 });
  });

  test("no test where fewer than five are expected in a cell", () => {
    const few = new Map([["place", [...grouped(answers(lunch, [12, 0]), "v0"), ...grouped(answers(lunch, [150, 8]), "v1")]]]);
    expect(differencesOf(answers(lunch, [162, 8]), few, ground)).toEqual([]);
  });
});

describe("since the last wave", () => {
  const ground = groundOf([...pace, score, lunch], {}, { constructs: [construct] });
  const before = { ...groundOf([...pace, score, lunch], {}, { constructs: [construct] }), wave: both("第二季度", "Second quarter") };

  test("a clear change has its sign; what may be chance has none", () => {
    const now = [...answers(lunch, [140, 60]), ...numbers(score, [[3, 100], [4, 100]])];
    const earlier = { ...before, tallies: [...answers(lunch, [80, 120]), ...numbers(score, [[3, 102], [4, 98]])] };
    const changes = changesOf(now, ground, earlier);
    expect(changes.map(({ item, clear }) => [item.variable.name, clear])).toEqual([["c_load", false], ["lunch", true]]);
    const [index] = indicesOf(now, new Map(), [], ground, earlier);
    expect([index?.change?.clear, index?.before?.mean?.n]).toEqual([false, 200]);
    const claim = findingsOf(now, new Map(), ground, earlier).claims.find(({ kind }) => kind === "change");
    expect(claim && said(claim, ground)).toEqual(["问“按时吃饭了吗？”，70% 的人选“是”，比上期（第二季度）的 40% 多 30 个百分点（20 至 39）。", "Asked “Was lunch on time?”, 70% chose “Yes”, up from 40% in the last wave (Second quarter), by 30 points (20 to 39)."]);
  });

  test("a question that was reworded, and an index of other items, are not compared", () => {
    const reworded = { ...groundOf([{ ...full, label: both("别的", "Another") }, finish, score, { ...lunch, label: both("改过的", "Changed") }], {}, { constructs: [construct] }), wave: before.wave, tallies: [...answers(lunch, [80, 120]), ...numbers(score, [[2, 100]])] };
    expect(changesOf([...answers(lunch, [140, 60]), ...numbers(score, [[4, 100]])], ground, reworded)).toEqual([]);
  });

  test("under thirty scores only the favourable share is told, of both", () => {
    const [index] = indicesOf(numbers(score, [[2, 10], [4, 10]]), new Map(), [], ground, { ...before, tallies: numbers(score, [[2, 12], [4, 8]]) });
    expect([index?.mean, index?.favourable?.value, index?.before?.favourable?.value, index?.change?.clear]).toEqual([undefined, 0.5, 0.6, false]);
  });
});

test("strengths have more favourable answers than others, whichever way an item is keyed", () => {
  const ground = groundOf([...pace, score], {}, { constructs: [construct] });
  const found = strengthsOf([...answers(full, [10, 20, 30, 100, 40]), ...answers(finish, [10, 20, 30, 100, 40])], ground);
  expect([found.strengths.map(({ variable }) => variable.name), found.weaknesses.map(({ variable }) => variable.name)]).toEqual([["pace__finish"], ["pace__full"]]);
  expect(strengthsOf(answers(full, [40, 40, 40, 40, 40]), ground)).toMatchObject({ strengths: [], weaknesses: [] });
});
