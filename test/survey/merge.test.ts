import { describe, expect, test } from "vitest";
import { askedBy } from "../../src/survey/conditions.ts";
import { flatten } from "../../src/survey/flatten.ts";
import { assemble } from "../../src/survey/load.ts";
import { conform, mergeCodebooks } from "../../src/survey/merge.ts";

const codebook = (...elements: readonly Record<string, unknown>[]) => assemble("made", { elements }, undefined, "made/survey.json").codebook;
const choice = (name: string, choices: readonly (string | Record<string, unknown>)[], more: Record<string, unknown> = {}) => ({ type: "radiogroup", name, choices, ...more });
const merged = (old: ReturnType<typeof codebook>, now: ReturnType<typeof codebook>, earlier = {}) => mergeCodebooks([old, now], earlier, "made w");

describe("what does not change a meaning goes into one table", () => {
  const old = codebook(choice("a", ["x", "y"], { title: "Old?" }), choice("gone", ["x", "y"]), { type: "checkbox", name: "m", choices: ["p", "q"] });
  const now = codebook({ type: "checkbox", name: "m", choices: ["q", "r"] }, choice("a", ["x", "y", "z"], { title: "New?" }), choice("added", ["x", "y"]));
  const both = merged(old, now);

  test("labels, order and choices of the newest, and what was dropped after them", () => {
    expect(both.variables.map(({ name }) => name)).toEqual(["m", "a", "added", "gone"]);
    expect(both.variables.find(({ name }) => name === "a")).toMatchObject({ label: { en: "New?" } });
    expect(both.variables.find(({ name }) => name === "m")?.values.map(({ code }) => code)).toEqual(["q", "r", "p"]);
  });

  test("the codebook says when each variable was asked", () => {
    const asked = Object.fromEntries(both.variables.map(({ name, versions }) => [name, versions]));
    expect(asked).toEqual({ m: undefined, a: undefined, added: [now.version], gone: [old.version] });
  });

  test("a row of the old version is one of the new: what was not asked says so, what was not offered was not chosen", () => {
    const row = conform(flatten({ a: "y", gone: "x", m: ["p"] }, old, askedBy(old)), old, both, {});
    expect(row).toEqual({ a: "y", a__na: null, added: null, added__na: "not_asked", gone: "x", gone__na: null, m__p: 1, m__q: 0, m__r: 0, m__na: null });
    const newer = conform(flatten({ a: "z", added: "x", m: ["r"] }, now, askedBy(now)), now, both, {});
    expect(newer).toMatchObject({ a: "z", gone: null, gone__na: "not_asked", m__p: 0, m__r: 1 });
  });
});

describe("a change of meaning is refused with a way to map it", () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, RegExp]>([
    ["another kind of question", choice("q", ["a", "b"]), { type: "text", name: "q" }, /was a single before and is a text now[\s\S]*a name of its own/],
    ["other codes for the same words", choice("q", [{ value: 1, text: "Yes" }, { value: 2, text: "No" }]), choice("q", [{ value: 2, text: "Yes" }, { value: 1, text: "No" }]), /calls “Yes” by another code than 1[\s\S]*"earlier": {"q": {"1": "2"}}/],
    ["no code in common", choice("q", ["a", "b"]), choice("q", ["c", "d"]), /no answer in common[\s\S]*"earlier"/],
  ])("%s", (_, old, now, words) => expect(() => merged(codebook(old), codebook(now))).toThrow(words));

  test("mapped codes are one value, in rows and codebook", () => {
    const old = codebook(choice("q", [{ value: "few", text: "A few" }, { value: "many", text: "Many" }]));
    const now = codebook(choice("q", [{ value: "f", text: "A few" }, { value: "m", text: "Many" }]));
    const earlier = { q: { few: "f", many: "m" } };
    const both = merged(old, now, earlier);
    expect(both.variables[0]?.values.map(({ code }) => code)).toEqual(["f", "m"]);
    expect(conform(flatten({ q: "many" }, old, askedBy(old)), old, both, earlier)).toEqual({ q: "m", q__na: null });
    expect(() => merged(old, now, { q: { few: "nothing" } })).toThrow(/maps few to nothing, which is no answer now/);
  });
});
