import fc from "fast-check";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isUserError } from "../../src/error.ts";
import { assemble, readObject } from "../../src/survey/load.ts";
import { slownessOf } from "../../src/survey/safety/patterns.ts";
import { refuseUnsafe } from "../../src/survey/safety.ts";
import { readStudy } from "../../src/survey/study.ts";
import { hasShared, SHARED } from "../shared.ts";
import { mutants, outcomeOf } from "./mutants.ts";

/** What is refused, as a person reads it; nothing if the definition may pass. */
function refusal(definition: object): string | undefined {
  try {
    refuseUnsafe(definition, "survey.json");
    return undefined;
  } catch (error) {
    if (!isUserError(error) || (error.fix ?? "") === "") throw error;
    return error.message;
  }
}

const q = (more: object, type = "text") => ({ elements: [{ type, name: "q", ...more }] });
const nest = (depth: number): object => (depth === 0 ? { type: "text", name: "q" } : { type: "panel", name: `p${depth}`, elements: [nest(depth - 1)] });
const many = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("a questionnaire may not hold", () => {
  test.each<[string, object, RegExp]>([
    ["brackets without end", { elements: [nest(30)] }, /more than 50 deep/],
    ["too many questions", { elements: many(5001).map((i) => ({ type: "text", name: `q${i}` })) }, /^survey\.json: elements: 5,001 entries/],
    ["too many choices", q({ choices: many(20_001) }, "dropdown"), /elements\[0\]\.choices: 20,001 entries/],
    ["too many pages", { pages: many(1001).map((i) => ({ name: `p${i}` })) }, /pages: 1,001 entries/],
    ["a matrix of a million cells", q({ rows: many(1000), columns: many(1000) }, "matrix"), /elements\[0\]: a matrix of 1,000,000 cells/],
    ["choices that are counted up", q({ choicesMax: 1e9 }, "dropdown"), /choicesMax makes 1000000000 choices/],
    ["a text without end", q({ title: "x".repeat(20_001) }), /elements\[0\]\.title: this text has 20,001 characters/],
    ["lengths that make no sense", q({ maxLength: 1e12 }), /elements\[0\]\.maxLength: 1000000000000 makes no sense/],
    ["rows without end", q({ maxRowCount: "many" }, "matrixdynamic"), /maxRowCount: "many" makes no sense/],
    ["the key __proto__", JSON.parse('{"elements": [{"type": "text", "name": "q", "title": {"__proto__": "x"}}]}'), /elements\[0\]\.title\.__proto__: “__proto__” cannot be a key/],
    ["the key constructor", q({ defaultValue: { constructor: 1 } }), /elements\[0\]\.defaultValue\.constructor/],
    ["a question called __proto__", { elements: [{ type: "text", name: "__proto__" }] }, /elements\[0\]\.name: “__proto__” cannot be a name/],
    ["a question called toString", { elements: [{ type: "text", name: "toString" }] }, /“toString” cannot be a name/],
    ["a choice of the value constructor", q({ choices: ["a", "constructor"] }, "dropdown"), /elements\[0\]\.choices\[1\]: “constructor” cannot be a value/],
    ["a row of the value prototype", q({ rows: [{ value: "prototype" }], columns: [1] }, "matrix"), /rows\[0\]: “prototype” cannot be a value/],
    ["choices from an address", q({ choicesByUrl: { url: "https://x.test/a" } }, "dropdown"), /elements\[0\]\.choicesByUrl: the question fetches its choices from https:\/\/x\.test\/a/],
    ["choices from an address in a column", q({ rows: [1], columns: [{ name: "c", cellType: "dropdown", choicesByUrl: { url: "u" } }] }, "matrixdropdown"), /elements\[0\]\.columns\[0\]\.choicesByUrl/],
    ["choices from an address in a template", q({ templateElements: [{ type: "dropdown", name: "d", choicesByUrl: { url: "u" } }] }, "paneldynamic"), /templateElements\[0\]\.choicesByUrl/],
    ["pictures of another site", q({ imageLink: "https://x.test/a.png" }, "image"), /elements\[0\]\.imageLink: “https:\/\/x\.test\/a\.png” lies on another site/],
    ["pictures of another site, by half an address", { logo: { en: "//x.test/a.png" }, ...q({}) }, /logo: “\/\/x/],
    ["scripts for pictures", { backgroundImage: "java\nscript:alert(1)", ...q({}) }, /backgroundImage/],
    ["pictures that are pages", q({ imageLink: "data:text/html,<script>" }, "image"), /imageLink/],
    ["answers in addresses", q({ imageLink: "pictures/{phone}.png" }, "image"), /an answer would become part of an address/],
    ["ways out", { navigateToUrl: "https://x.test", ...q({}) }, /navigateToUrl: the form would leave/],
    ["ways out under a condition", { navigateToUrlOnCondition: [{ expression: "{q} = 1", url: "javascript:alert(1)" }], ...q({}) }, /navigateToUrlOnCondition: the form would leave/],
    ["cookies", { cookieName: "seen", ...q({}) }, /cookieName: the form would mark the phone/],
    ["SurveyJS's service", { surveyPostId: "1", ...q({}) }, /surveyPostId: the answers would be sent/],
    ["surveys of SurveyJS's service", { surveyId: "1", ...q({}) }, /surveyId/],
    ["words about that service", { surveyShowDataSaving: true, ...q({}) }, /surveyShowDataSaving/],
    ["sending before the end", { sendResultOnPageNext: true, ...q({}) }, /sendResultOnPageNext: answers would be sent before/],
    ["sending in part", { partialSendEnabled: true, ...q({}) }, /partialSendEnabled/],
    ["files that are stored elsewhere", q({ storeDataAsText: false }, "file"), /storeDataAsText/],
    ["functions that there are not", q({ visibleIf: "steal({q}) = 1" }), /elements\[0\]\.visibleIf: the function steal\(\) is not available/],
    ["functions called like parts of every object", q({ visibleIf: "constructor({q}) = 1" }), /constructor\(\) is not available/],
    ["a look into the form", q({ visibleIf: "propertyValue('q', 'survey') = 1" }), /propertyValue\(\) is not available/],
    ["expressions that cannot be read", q({ visibleIf: "{q} =" }), /elements\[0\]\.visibleIf: this expression cannot be read: \{q\} =/],
    ["expressions that are no text", q({ visibleIf: [1] }), /elements\[0\]\.visibleIf: an expression is a text/],
    ["expressions of brackets", q({ visibleIf: `${"(".repeat(5000)}` }), /too many brackets/],
    ["lists that are none", { elements: "abc" }, /elements: a list is expected, not "abc"/],
    ["questions that are none", { elements: [null] }, /elements\[0\]: an object is expected, not null/],
    ["choices that are none", q({ choices: [null] }, "dropdown"), /choices\[0\]: a value is expected/],
    ["names that are no text", { elements: [{ type: "text", name: { a: 1 } }] }, /elements\[0\]\.name: a text is expected/],
  ])("%s", (_, definition, said) => expect(refusal(definition)).toMatch(said));

  test.each<[string, object, RegExp]>([
    ["questions shown only by each other", { elements: [{ type: "text", name: "a", visibleIf: "{b} = 1" }, { type: "text", name: "b", visibleIf: "{a} = 1" }] }, /elements\[\d\]\.visibleIf: “[ab]”, “[ab]” are shown only depending on each other/],
    ["a panel and a question outside it", { elements: [{ type: "panel", name: "p", visibleIf: "{b} notempty", elements: [{ type: "text", name: "a" }] }, { type: "text", name: "b", visibleIf: "{a} = 1" }] }, /shown only depending on each other/],
    ["a longer circle", { elements: [{ type: "text", name: "a", visibleIf: "{b} = 1" }, { type: "text", name: "b", visibleIf: "{c.x} = 1" }, { type: "text", name: "c", visibleIf: "{A} = 1" }] }, /“[abc]”, “[abc]”, “[abc]”/],
    ["columns of a matrix", q({ rows: [1], columns: [{ name: "x", visibleIf: "{row.y} = 1" }, { name: "y", visibleIf: "{row.x} = 1" }] }, "matrixdropdown"), /“q\.row\.[xy]”/],
    ["values computed from each other", { calculatedValues: [{ name: "x", expression: "{y} + 1" }, { name: "y", expression: "{x} + 1" }], ...q({}) }, /computed from each other/],
    ["a value computed from itself", { calculatedValues: [{ name: "x", expression: "{x} + 1" }], ...q({}) }, /“x” is computed from itself/],
    ["values set by each other", { elements: [{ type: "text", name: "a", setValueExpression: "{b} + 1" }, { type: "text", name: "b", setValueExpression: "{a} + 1" }] }, /computed from each other/],
    ["triggers that set each other off", { triggers: [{ type: "setvalue", expression: "{a} = 1", setToName: "b", setValue: 1 }, { type: "setvalue", expression: "{b} = 1", setToName: "a", setValue: 2 }], ...q({}) }, /triggers\[\d\]\.expression: “[ab]”, “[ab]” are computed/],
    ["choices taken from each other", { elements: [{ type: "checkbox", name: "a", choicesFromQuestion: "b" }, { type: "checkbox", name: "b", choicesFromQuestion: "a" }] }, /take their choices from each other/],
    ["a choice that says what was chosen", { elements: [{ type: "radiogroup", name: "a", choices: [{ value: 1, text: { en: "like {a}" } }] }] }, /elements\[0\]\.choices: “a” takes the words of its choices from its own answer/],
    ["choices that say each other", { elements: [{ type: "radiogroup", name: "a", choices: [{ value: 1, text: "{b}" }] }, { type: "rating", name: "b", rateValues: [{ value: 1, text: "{a}" }] }] }, /take the words of their choices from each other/],
  ])("a circle: %s", (_, definition, said) => expect(refusal(definition)).toMatch(said));

  test.each(["^(a+)+$", "(a*)*b", "(a|a)*b", "(\\w+\\s?)*$", "(.*)*x", "(a?b?)*c", "(x+x+)+y", "(\\d+|\\d+x)+$", "(?=(a+)+b)a", "^(?:a{1,30}){1,30}$", ".*.*.*=x", "(a)\\1", "("])("the regular expression %s", (regex) =>
    expect(refusal(q({ validators: [{ type: "regex", regex }] }))).toMatch(/elements\[0\]\.validators\[0\]\.regex: /),
  );
});

describe("a questionnaire may hold", () => {
  test.each<[string, object]>([
    ["2,000 questions", { elements: many(2000).map((i) => ({ type: "radiogroup", name: `q${i}`, choices: [1, 2, 3], visibleIf: i > 0 ? `{q${i - 1}} = 1` : undefined })) }],
    ["10,000 choices", q({ choices: many(10_000).map((i) => ({ value: `c${i}`, text: { en: `Choice ${i}`, "zh-cn": `选项${i}` } })) }, "dropdown")],
    ["a matrix of 30 rows", q({ rows: many(30), columns: many(7) }, "matrix")],
    ["its own pictures", { logo: "pictures/logo.png", ...q({ imageLink: "data:image/png;base64,AA==" }, "image") }],
    ["services that are switched off", { cookieName: "", sendResultOnPageNext: false, navigateToUrl: "", ...q({ choicesByUrl: {} }) }],
    ["dangerous words in what is only shown", q({ title: "constructor <script>", html: "<script>" }, "html")],
    ["functions of SurveyJS", q({ visibleIf: "iif({q} > age({b}), sum({c}, 1), count({d})) > 1 and today() > {e}" })],
    ["a question that is skipped by an earlier one, which it resets", { elements: [{ type: "text", name: "a", resetValueIf: "{b} = 1" }, { type: "text", name: "b", visibleIf: "{a} = 1" }] }],
    ["choices that say what an earlier question was answered with, which asks for them in its title", { elements: [{ type: "text", name: "a", title: "{b}?" }, { type: "radiogroup", name: "b", title: "{b} or {a}?", choices: [{ value: 1, text: "{a}" }] }] }],
    ["limits that speak of each other", { elements: [{ type: "text", name: "from", maxValueExpression: "{to}" }, { type: "text", name: "to", minValueExpression: "{from}" }] }],
    ["keys of any name inside an answer", q({ defaultValue: { rows: 5, visibleIf: "{", name: 3 } })],
  ])("%s", (_, definition) => expect(refusal(definition)).toBeUndefined());

  test.each(["^\\d+(\\.\\d+)*$", "^[\\w.%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,}$", "^1[3-9]\\d{9}$", "^(\\d{4} ?){4}$", "^[\\u4e00-\\u9fa5]{2,8}$", "^(?!0)\\d+$", "^(\\d{1,3}\\.){3}\\d{1,3}$", "^([01]?\\d|2[0-3]):[0-5]\\d$", "^(a|b)+$", "^\\s*\\S+\\s*$"])("the regular expression %s", (regex) =>
    expect(refusal(q({ validators: [{ type: "regex", regex }] }))).toBeUndefined(),
  );
});

test("a regular expression that passes is quick on the texts that make others stand still", () => {
  const piece = fc.constantFrom("a", "b", "\\d", "\\w", ".", "[ab]", "[^a]", "(a|b)", "(ab|a)", "(a|\\w)", "x");
  const more = fc.constantFrom("", "*", "+", "?", "{2,}", "{1,3}");
  const part = fc.array(fc.tuple(piece, more), { minLength: 1, maxLength: 3 }).map((parts) => parts.flat().join(""));
  const whole = fc.array(fc.tuple(part, fc.constantFrom("*", "+", "", "{2}")), { minLength: 1, maxLength: 3 }).map((parts) => `^${parts.map(([inner, times]) => `(${inner})${times}`).join("")}$`);
  let passed = 0;
  fc.assert(
    fc.property(whole, (regex) => {
      fc.pre(slownessOf(regex) === undefined);
      passed++;
      for (const text of ["a", "b", "ab", "1", "x"]) {
        // 34 characters cost what backtracks without end ten thousand million steps, and what does not a few thousand: no clock is near.
        const start = performance.now();
        new RegExp(regex).test(`${text.repeat(34 / text.length)}!`);
        expect(performance.now() - start, regex).toBeLessThan(3000);
      }
    }),
    { numRuns: 300, seed: 3 },
  );
  expect(passed).toBe(300);
}, 60_000);

describe("five shipped questionnaires, broken at random", () => {
  test.each(["workload", "transition", "policy", "service", "pulse"])("%s gives a codebook or a reason, at once", (id) => {
    const outcomes = mutants(id, { count: 60, seed: 1 }).map(outcomeOf);
    expect(outcomes.filter(({ broken }) => broken !== undefined)).toEqual([]);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["codebook", "refused"]));
  });
}, 60_000);

describe.skipIf(!hasShared)("files that are hardly JSON", () => {
  const folder = join(SHARED, "hostile/JSONTestSuite/test_parsing");
  const files = hasShared ? readdirSync(folder) : [];

  test("there are 318", () => expect(files.length).toBeGreaterThan(300));

  test.each(["survey.json", "study.json"])("each is refused in words as %s, or read", (as) => {
    const strange = files.flatMap((name) => {
      try {
        const value = readObject(join(folder, name));
        if (as === "survey.json") assemble("fixture", value, undefined, as);
        else readStudy(value, as);
        return [];
      } catch (error) {
        return isUserError(error) && (error.where ?? "") !== "" && (error.fix ?? "") !== "" ? [] : [`${name}: ${String(error)}`];
      }
    });
    expect(strange).toEqual([]);
  });
});

test("brackets by the hundred thousand are refused before anything falls over them", () => {
  const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  expect(() => assemble("fixture", JSON.parse(deep), undefined, "survey.json")).toThrow(/more than 50 deep/);
});

test.each<[string, object, RegExp]>([
  ["a list for a word", { showProgressBar: [null], ...q({}) }, /showProgressBar: one value is expected, not \[null\]/],
  ["a number for a word", q({ titleLocation: 5 }), /titleLocation: a word is expected, not 5/],
  ["a translation that is no text", q({ title: { en: 5 } }), /elements\[0\]\.title: a text is expected, or one for each language/],
  ["a way to write numbers that there is not", q({ displayStyle: "x" }, "expression"), /displayStyle: "x" is no way to write numbers/],
  ["a type called like a part of every object", { elements: [{ type: "__proto__", name: "q" }] }, /elements\[0\]\.type: “__proto__”/],
])("SurveyJS would fall over %s", (_, definition, said) => expect(refusal(definition)).toMatch(said));

test("a number is taken where SurveyJS calls it a word", () => {
  expect(() => assemble("fixture", q({ columns: [{ name: "c" }], rows: ["r"], choices: [1, 2], columnColCount: 1 }, "matrixdropdown"), undefined, "survey.json")).not.toThrow();
});
