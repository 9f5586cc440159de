import { describe, expect, test } from "vitest";
import { planFigures } from "../../src/chart/plan.ts";
import { compileValidator } from "../../src/responses/validate.ts";
import { generalise } from "../../src/release/generalise.ts";
import { frameOf, rowAt } from "../../src/survey/frame.ts";
import { askedBy } from "../../src/survey/conditions.ts";
import { flatten } from "../../src/survey/flatten.ts";
import { assemble } from "../../src/survey/load.ts";
import { readStudy } from "../../src/survey/study.ts";
import { both } from "../chart/made.ts";

const about = Object.fromEntries(["sponsor", "conductor", "population", "frame", "sample", "recruitment", "mode", "questions", "weighting", "processing", "limitations"].map((key) => [key, both("a test")]));
const studyOf = (more: Record<string, unknown>) => readStudy({ title: both("made"), about, waves: [{ id: "w", admission: "open" }], ...more }, "study.json");
const shops = {
  type: "paneldynamic",
  name: "shops",
  title: "Shops",
  maxPanelCount: 3,
  templateElements: [
    { type: "text", name: "minutes", inputType: "number", min: 0, max: 60 },
    { type: "radiogroup", name: "kind", choices: ["town", "village"], title: "Kind" },
    { type: "comment", name: "why", visibleIf: "{panel.kind} = 'village' and {prevPanel.kind} = 'town'" },
  ],
};
const built = (more?: Record<string, unknown>, ...elements: Record<string, unknown>[]) => assemble("made", { elements: elements.length > 0 ? elements : [shops] }, more && studyOf(more), "made/survey.json").codebook;
const row = (answers: Record<string, unknown>, codebook = built()) => flatten(answers, codebook, askedBy(codebook));

describe("a repeated question", () => {
  test("is a count and one variable per column and entry, all within the names that every program reads", () => {
    const { variables } = built();
    expect(variables.map(({ name }) => name)).toEqual(["shops__count", ...[1, 2, 3].flatMap((slot) => ["minutes", "kind", "why"].map((part) => `shops__${slot}__${part}`))]);
    const long = built(undefined, { ...shops, name: "a_long_name_for_shops", templateElements: [{ type: "checkbox", name: "每天的时间和别的什么", choices: ["甲", "乙"] }] });
    expect(long.variables.every(({ name, columns }) => name.length <= 28 && columns.every((column) => column.name.length <= 32))).toBe(true);
  });

  test("flattens to what was said of each entry, and to reasons", () => {
    expect(row({ shops: [{ minutes: 5, kind: "town" }, { kind: "village", why: "far" }] })).toMatchObject({
      shops__count: 2, shops__1__minutes: 5, shops__1__kind: "town", shops__1__why__na: "not_asked",
      shops__2__minutes: null, shops__2__minutes__na: "no_answer", shops__2__kind: "village", shops__2__why: "far",
      shops__3__minutes__na: "not_asked", shops__3__kind__na: "not_asked",
    });
  });

  test("counts entries that hold something, each at the place where it was given", () => {
    expect(row({ shops: [{}, { kind: "town" }, { minutes: "" }] })).toMatchObject({ shops__count: 1, shops__1__kind__na: "no_answer", shops__2__kind: "town" });
    expect(row({})).toMatchObject({ shops__count: null, shops__count__na: "no_answer" });
  });

  test("has ten columns at most; what stands beyond is taken, counted and noted", () => {
    const codebook = built(undefined, { ...shops, maxPanelCount: 40 });
    expect(codebook.variables).toHaveLength(31);
    expect(codebook.notes).toEqual([expect.stringMatching(/“shops” holds up to 40 entries: the first 10 have columns.*shops__count.*Set maxPanelCount to 10/)]);
    const answers = { shops: Array.from({ length: 12 }, () => ({ kind: "town" })) };
    expect(compileValidator(codebook)(answers)).toEqual([]);
    expect(row(answers, codebook)).toMatchObject({ shops__count: 12, shops__10__kind: "town" });
    expect(compileValidator(codebook)({ shops: [...answers.shops, { kind: "moon" }] })).toMatchObject([{ pointer: "/shops/12/kind" }]);
    expect(compileValidator(codebook)({ shops: Array.from({ length: 41 }, () => ({})) })).toMatchObject([{ pointer: "/shops" }]);
  });

  test("holds one more inside itself", () => {
    const codebook = built(undefined, { type: "paneldynamic", name: "home", maxPanelCount: 2, templateElements: [{ type: "matrixdynamic", name: "pets", maxRowCount: 2, columns: [{ name: "kind", cellType: "radiogroup", choices: ["cat", "dog"] }, { name: "name", cellType: "text", visibleIf: "{row.kind} = 'cat'" }] }] });
    expect(codebook.variables.map(({ name }) => name).slice(0, 6)).toEqual(["home__count", "home__1__pets__count", "home__1__pets__1__kind", "home__1__pets__1__name", "home__1__pets__2__kind", "home__1__pets__2__name"]);
    expect(row({ home: [{ pets: [{ kind: "cat", name: "Mi" }, { kind: "dog" }] }] }, codebook)).toMatchObject({ home__count: 1, home__1__pets__count: 2, home__1__pets__1__name: "Mi", home__1__pets__2__kind: "dog", home__1__pets__2__name__na: "not_asked", home__2__pets__count__na: "not_asked" });
  });

  test("with fixed entries has as many columns as entries", () => {
    expect(built(undefined, { type: "matrixdynamic", name: "m", rowCount: 2, allowAddRows: false, columns: [{ name: "c", cellType: "boolean" }] }).variables.map(({ name }) => name)).toEqual(["m__count", "m__1__c", "m__2__c"]);
  });
});

describe("what a release does with a repeated question", () => {
  const roles = ({ variables }: ReturnType<typeof built>) => Object.fromEntries(variables.map(({ name, role }) => [name, role]));

  test("numbers are withheld like open text, unless they are released in bands or the study gives them a role", () => {
    expect(roles(built({}))).toMatchObject({ shops__count: "quasi", shops__1__minutes: "open", shops__3__minutes: "open", shops__1__kind: "ordinary", shops__1__why: "open" });
    const more = { bands: { shops__minutes: [0, 10, 30], shops__count: [0, 1, 2] } };
    const codebook = built(more);
    expect(roles(codebook)).toMatchObject({ shops__1__minutes: "ordinary", shops__2__minutes: "ordinary" });
    const coarse = generalise(codebook, frameOf(codebook, [row({ shops: [{ minutes: 12 }] }, codebook)]), studyOf(more));
    expect(rowAt(coarse.frame, 0)).toMatchObject({ shops__count: "b2", shops__1__minutes: "b2" });
    expect(roles(built({ bands: { shops: [0, 1, 2] } }))).toMatchObject({ shops__count: "quasi", shops__1__minutes: "open" });
    expect(roles(built({ roles: { shops__minutes: "sensitive", shops__2__kind: "identifier" } }))).toMatchObject({ shops__1__minutes: "sensitive", shops__2__kind: "identifier", shops__1__kind: "ordinary" });
  });

  test("quasi said of the whole is about the count; said of a part it is refused, with the remedy", () => {
    expect(roles(built({ roles: { shops: "quasi" } }))).toMatchObject({ shops__count: "quasi", shops__1__kind: "ordinary", shops__1__minutes: "open" });
    expect(roles(built({ roles: { shops: "identifier" } }))).toMatchObject({ shops__count: "identifier", shops__1__kind: "identifier" });
    expect(() => built({ roles: { shops__kind: "quasi" } })).toThrow(/shops__1__kind.*cannot be a quasi-identifier[\s\S]*outside of it/);
  });

  test("entries that share their values are one figure", () => {
    expect(planFigures(built()).map(({ id, as, variables }) => `${id} ${as} ${variables.length}`)).toEqual(["shops__count histogram 1", "shops__minutes timeuse 3", "shops__kind battery 3", "shops__why text 3"]);
    expect(planFigures(built())[2]?.heading.en).toBe("Shops: Kind");
  });
});

test("what SurveyJS itself falls over is refused", () => {
  const made = { questionsOnPageMode: "inputPerPage", elements: [{ type: "matrixdynamic", name: "m", columns: [{ name: "c", cellType: "text" }], detailPanelMode: "underRow", detailElements: [{ type: "text", name: "d" }] }] };
  expect(() => assemble("made", made, undefined, "made")).toThrow(/cannot show “m”[\s\S]*leave out/);
  const torn = { elements: [{ type: "matrixdropdown", name: "m", rows: ["r"], columns: [{ name: "c", cellType: "text" }], detailPanelMode: "underRow", detailElements: [{ type: "radiogroup", name: "d", choices: ["a"], showOtherItem: true, storeOthersAsComment: false }] }] };
  expect(() => assemble("made", torn, undefined, "made")).toThrow(/lose the words beside “other” of “d”[\s\S]*leave/);
});

describe("questions of one name", () => {
  test("are one variable, asked where any of them is", () => {
    const codebook = built(undefined, { type: "radiogroup", name: "a", choices: ["x", "y"] }, { type: "radiogroup", name: "q", choices: ["m", "n"], visibleIf: "{a} = 'x'" }, { type: "radiogroup", name: "q", choices: ["n", "o"], visibleIf: "{a} = 'y'" });
    expect(codebook.variables.map(({ name, values }) => [name, values.map(({ code }) => code).join("")])).toEqual([["a", "xy"], ["q", "mno"]]);
    expect(codebook.notes).toEqual([expect.stringContaining("“q” is asked more than once")]);
    expect([row({ a: "x" }, codebook)["q__na"], row({ a: "y" }, codebook)["q__na"], row({}, codebook)["q__na"]]).toEqual(["no_answer", "no_answer", "not_asked"]);
  });

  test("of two kinds are refused", () => {
    expect(() => built(undefined, { type: "radiogroup", name: "q", choices: ["m", "n"] }, { type: "text", name: "q" })).toThrow(/both be called q/);
  });
});

describe("types of another tool", () => {
  const types = { yesno: { as: "radiogroup", choices: ["y", "n"] }, info: { as: "html", take: { html: "body" } } };

  test("are asked as SurveyJS's own, in the form and in the released questionnaire alike; the element's own words win", () => {
    const { definition, codebook } = assemble("made", { pages: [{ elements: [{ type: "info", name: "i", body: "<b>Hi</b>" }, { type: "panel", name: "p", elements: [{ type: "yesno", name: "q" }, { type: "yesno", name: "r", choices: [1, 2] }] }] }] }, studyOf({ types }), "made");
    expect(definition).toEqual({ pages: [{ elements: [{ type: "html", name: "i", body: "<b>Hi</b>", html: "<b>Hi</b>" }, { type: "panel", name: "p", elements: [{ type: "radiogroup", name: "q", choices: ["y", "n"] }, { type: "radiogroup", name: "r", choices: [1, 2] }] }] }] });
    expect(codebook.variables.map(({ name, values }) => [name, values.map(({ code }) => code).join("")])).toEqual([["q", "yn"], ["r", "12"]]);
  });

  test("are refused without it, with the remedy", () => {
    expect(() => assemble("made", { elements: [{ type: "yesno", name: "q" }] }, undefined, "made")).toThrow(/knows no such type[\s\S]*"types"/);
  });
});
