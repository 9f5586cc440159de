import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileValidator } from "../../src/responses/validate.ts";
import { type Codebook, isCount, type Variable } from "../../src/survey/codebook.ts";
import { askedBy } from "../../src/survey/conditions.ts";
import { at, flatten, isEmpty } from "../../src/survey/flatten.ts";
import { assemble } from "../../src/survey/load.ts";
import { randomFrom } from "../../src/survey/random.ts";
import { sheetOf } from "./person.ts";

type Element = Record<string, unknown>;

const choices = ["a", 2, { value: "丙", text: { "zh-cn": "丙项", en: "Third" } }, "with space"];
const specials = { showOtherItem: true, showNoneItem: true, showRefuseItem: true, showDontKnowItem: true };

/** One element per type and feature; names are given later. */
const PLAIN: readonly Element[] = [
  ...["text", "color", "date", "datetime-local", "email", "month", "number", "password", "range", "tel", "time", "url", "week"].map((inputType) => ({ type: "text", inputType })),
  { type: "text", inputType: "number", min: -5, max: 5, step: 1 },
  { type: "text", maxLength: 80, showCommentArea: true },
  ...["numeric", "currency", "datetime", "pattern"].map((maskType) => ({ type: "text", maskType, maskSettings: maskType === "pattern" ? { pattern: "99-99" } : maskType === "datetime" ? { pattern: "dd/mm/yyyy" } : maskType === "currency" ? { prefix: "$" } : { min: 0, max: 10 } })),
  { type: "text", maskType: "numeric", maskSettings: { saveMaskedValue: true } },
  { type: "text", defaultValueExpression: "1 + 1" },
  { type: "comment" },
  { type: "radiogroup", choices },
  { type: "radiogroup", choices, ...specials },
  { type: "radiogroup", choices, showOtherItem: true, storeOthersAsComment: false },
  { type: "radiogroup", choices: [{ value: "a", showCommentArea: true }, "b"] },
  { type: "radiogroup", choices: [1, 2], correctAnswer: 1, showCommentArea: true },
  { type: "dropdown", choices, showOtherItem: true },
  { type: "dropdown", choices, allowCustomChoices: true },
  { type: "dropdown", choicesMin: 1, choicesMax: 9, choicesStep: 2 },
  { type: "buttongroup", choices: [1, 2, 3] },
  { type: "checkbox", choices, showSelectAllItem: true, ...specials },
  { type: "checkbox", choices, showOtherItem: true, storeOthersAsComment: false },
  { type: "checkbox", choices, valuePropertyName: "fruit" },
  { type: "checkbox", choices, valuePropertyName: "fruit", showOtherItem: true, storeOthersAsComment: false },
  { type: "checkbox", choices: [{ value: "a", showCommentArea: true }, "b"] },
  { type: "tagbox", choices, showSelectAllItem: true },
  { type: "tagbox", choices, allowCustomChoices: true },
  { type: "boolean" },
  { type: "boolean", valueTrue: "Y", valueFalse: "N" },
  { type: "rating" },
  { type: "rating", rateType: "smileys", rateCount: 3 },
  { type: "rating", rateType: "stars", showCommentArea: true },
  { type: "rating", rateValues: ["bad", { value: "good", text: "Good" }] },
  { type: "rating", rateMin: 0, rateMax: 10, rateStep: 2 },
  { type: "slider", min: 10, max: 90, step: 5 },
  { type: "slider", sliderType: "range" },
  { type: "ranking", choices },
  { type: "ranking", choices, selectToRankEnabled: true },
  { type: "imagepicker", choices: [{ value: "a" }, { value: "b" }] },
  { type: "imagepicker", multiSelect: true, choices: [{ value: "a" }, { value: "b" }] },
  { type: "imagemap", areas: [{ value: "a", shape: "rect", coords: "0,0,1,1" }, { value: "b", shape: "rect", coords: "1,1,2,2" }] },
  { type: "matrix", columns: [1, 2, "na"], rows: ["r", "第二行", "r.x"], showCommentArea: true },
  { type: "matrix", columns: [1, 2], rows: ["r", "s"], cells: { r: { 1: "bad", 2: "good" } } },
  { type: "matrix", columns: ["x", "y"], rows: ["r", "s"], cellType: "checkbox" },
  { type: "multipletext", items: [{ name: "one" }, { name: "二", inputType: "number" }, { name: "mail", inputType: "email" }] },
  { type: "file" },
  { type: "signaturepad" },
  { type: "html", html: "<b>Hello</b>" },
  { type: "image" },
  { type: "expression", expression: "1 + 1" },
  { type: "expression", expression: "['a', 'b']" },
  { type: "expression", expression: "today()" },
];

const columns = [
  { name: "who", cellType: "text", isRequired: true },
  { name: "几岁", cellType: "text", inputType: "number", totalType: "sum" },
  { name: "how", cellType: "radiogroup", choices: ["a", "b"], showOtherItem: true },
  { name: "tick", cellType: "checkbox", choices: ["x", "y"], visibleIf: "{row.how} = 'a'" },
  { name: "yes", cellType: "boolean" },
  { name: "sum", cellType: "expression", expression: "{row.who} + '!'" },
];

const HOLDERS: readonly ((inner: Element) => Element)[] = [
  () => ({ type: "matrixdropdown", columns, rows: ["r", "s t"], choices: [1, 2] }),
  (inner) => ({ type: "matrixdropdown", columns: [{ name: "c" }], choices: [1, 2], rows: ["r"], detailPanelMode: "underRow", detailElements: [{ name: "d", ...inner }] }),
  () => ({ type: "matrixdropdown", columns: [{ name: "c", cellType: "text" }], rows: ["r"], transposeData: true }),
  () => ({ type: "matrixdynamic", columns, rowCount: 1, keyName: "who", choices: [1, 2] }),
  () => ({ type: "matrixdynamic", columns: [{ name: "c", cellType: "text" }], rowCount: 3, allowAddRows: false, defaultRowValue: { c: "z" } }),
  (inner) => ({ type: "matrixdynamic", columns: [{ name: "c" }], choices: ["a", "b"], rowCount: 1, maxRowCount: 4, detailPanelMode: "underRow", detailElements: [{ name: "d", ...inner }], showCommentArea: true }),
  (inner) => ({ type: "paneldynamic", templateElements: [{ name: "p", ...inner }, { type: "panel", name: "box", visibleIf: "{panel.yes} = true", elements: [{ type: "text", name: "why" }] }, { type: "boolean", name: "yes" }], panelCount: 1 }),
  (inner) => ({ type: "paneldynamic", templateElements: [{ name: "p", ...inner, valueName: "other place" }, { type: "matrixdynamic", name: "m", columns, rowCount: 0, choices: [1, 2] }], maxPanelCount: 12 }),
  (inner) => ({ type: "paneldynamic", templateElements: [{ type: "paneldynamic", name: "in", panelCount: 1, templateElements: [{ name: "p", ...inner }] }], maxPanelCount: 2 }),
  (inner) => ({ type: "panel", elements: [{ name: "inside", ...inner }] }),
];

const NAMES = ["q", "two words", "a.b", "题目", "UPPER", "x-y", "a_very_long_name_of_more_than_thirty_characters", "1st"];

const plain = fc.constantFrom(...PLAIN);
const element = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...HOLDERS), plain).map(([holder, inner]) => holder(inner)) });

/** What surrounds the questions. */
const SETTINGS: readonly Element[] = [
  {},
  { storeOthersAsComment: false },
  { questionsOnPageMode: "inputPerPage" },
  { questionsOnPageMode: "questionPerPage" },
  { firstPageIsStartPage: true, showCompletedPage: false },
  { calculatedValues: [{ name: "worked out", expression: "{first} + 1", includeIntoResult: true }, { name: "kept back", expression: "1" }] },
  {
    triggers: [
      { type: "setvalue", expression: "{first} = 'a'", setToName: "set", setValue: "by a trigger" },
      { type: "setvalue", expression: "{first} = 'a'", setToName: "variable", setValue: 1, isVariable: true },
      { type: "copyvalue", expression: "{first} notempty", fromName: "first", setToName: "copied" },
      { type: "runexpression", expression: "{first} notempty", runExpression: "{first} + 1", setToName: "ran" },
      { type: "complete", expression: "{first} = 'b'" },
      { type: "skip", expression: "{first} = 'c'", gotoName: "last" },
    ],
  },
];

const definition = fc.tuple(fc.uniqueArray(element, { minLength: 1, maxLength: 4 }), fc.shuffledSubarray(NAMES, { minLength: 4, maxLength: 4 }), fc.constantFrom(...SETTINGS), fc.boolean()).map(([elements, names, settings, hide]) => ({
  ...settings,
  pages: [
    { name: "page1", elements: [{ type: "checkbox", name: "first", choices: ["a", "b", "c"], showOtherItem: true }] },
    { name: "page2", ...(hide ? { visibleIf: "{first} contains 'a'" } : {}), elements: elements.map((each, i) => ({ ...each, name: names[i], ...(each["type"] === "panel" ? { elements: [{ ...Object(each["elements"])[0], name: `inside ${i}` }] } : {}) })) },
    { name: "page3", elements: [{ type: "checkbox", name: "carried", choicesFromQuestion: "first", choicesFromQuestionMode: "selected" }, { type: "text", name: "last", setValueIf: "{first} notempty", setValueExpression: "{first.length} + 1" }] },
  ],
}));

const sheet = fc.tuple(definition, fc.nat());
const built = (made: Element): Codebook => assemble("made", made, undefined, "made").codebook;

/** What SurveyJS itself falls over is refused when the codebook is built, which test/survey/repeats.test.ts shows. */
const works = ([made]: readonly [Element, number]): boolean => {
  const text = JSON.stringify(made);
  return !text.includes("detailElements") || (made["questionsOnPageMode"] !== "inputPerPage" && !text.includes('"storeOthersAsComment":false'));
};
const sound = sheet.filter(works);

describe("whatever a person answers through SurveyJS itself", () => {
  test("is valid and has columns", () => {
    fc.assert(
      fc.property(sound, ([made, seed]) => {
        const codebook = built(made);
        const answers = sheetOf(made, randomFrom(seed));
        expect(compileValidator(codebook)(answers)).toEqual([]);
        const row = flatten(answers, codebook, askedBy(codebook));
        for (const variable of codebook.variables) if (!isEmpty(at(answers, variable.path))) expect(told(row, variable), `${variable.name} of ${JSON.stringify(answers)}`).toBe(true);
        expect(leftOver(answers, codebook)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  test.each([...PLAIN, ...HOLDERS.map((holder) => holder({ type: "checkbox", choices, showOtherItem: true }))].map((each) => [JSON.stringify(each), each] as const))("%s: two people", (_, each) => {
    const made = { elements: [{ name: "q", ...each }, { type: "text", name: "z" }] };
    const codebook = built(made);
    const validate = compileValidator(codebook);
    for (let seed = 0; seed < 2; seed++) {
      const answers = sheetOf(made, randomFrom(seed));
      expect(validate(answers), JSON.stringify(answers)).toEqual([]);
      expect(leftOver(answers, codebook)).toEqual([]);
    }
  });

  test("and then altered to what the questionnaire cannot hold is refused", () => {
    fc.assert(
      fc.property(sound, fc.nat(), ([made, seed], which) => {
        const codebook = built(made);
        const validate = compileValidator(codebook);
        const answers = sheetOf(made, randomFrom(seed));
        expect(validate({ ...answers, "no such question": 1 })).toMatchObject([{ pointer: "/no such question" }]);
        const altered = codebook.variables.flatMap((variable) => (isEmpty(at(answers, variable.path)) ? [] : wrong(variable).map((value) => ({ variable, value }))));
        const one = altered[which % Math.max(1, altered.length)];
        if (one) expect(validate(replaced(answers, one.variable.path, one.value)), `${one.variable.name} = ${JSON.stringify(one.value)?.slice(0, 60)}`).not.toEqual([]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});

/** A value or a reason stands in the row. */
function told(row: ReturnType<typeof flatten>, variable: Variable): boolean {
  const reason = row[`${variable.name}__na`];
  if (reason === "dont_know" || reason === "refused" || variable.listed !== undefined) return true;
  return reason === null && variable.columns.some(({ name }) => row[name] !== null);
}

/** Places of the answers that no variable is about; all entries of a list are one place. */
function leftOver(answers: Record<string, unknown>, codebook: Codebook): string[] {
  const place = (path: readonly string[]): string => path.map((key) => (/^\[.*\]$/s.test(key) ? "[]" : key)).join(" › ");
  const covered = new Set(codebook.variables.filter((variable) => !isCount(variable)).map(({ path, property, kind, type }) => place(kind === "multiple" && property !== undefined ? [...path, "[]", property] : type === "slider" && path.length > 1 ? path.slice(0, -1) : path)));
  const walk = (value: unknown, path: string[]): string[] => {
    if (isEmpty(value) || covered.has(place(path))) return [];
    if (Array.isArray(value)) return value.flatMap((each: unknown) => walk(each, [...path, "[]"]));
    return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => walk(inner, [...path, key])) : [place(path)];
  };
  return walk(answers, []);
}

/** What can never stand at the place of a variable. */
function wrong(variable: Variable): unknown[] {
  const { kind, type, unlisted, listed, property, values, max, min, length } = variable;
  if (type === "expression") return ["x".repeat(4001)];
  if (listed !== undefined || property !== undefined) return [true, { a: 1 }];
  if (isCount(variable)) return [7, "text", [7], [{ "no such part": 1 }], Array.from({ length: (max ?? 0) + 1 }, () => ({}))];
  if (kind === "multiple") return ["a", [["a"]], [{ a: 1 }], Array.from({ length: values.length + 21 }, (_, i) => `made up ${i}`), ...(unlisted === undefined ? [["no such choice"]] : [["x".repeat(4001)]])];
  if (kind === "ranking") return [["no such choice"], [values[0]?.code, values[0]?.code]];
  if (kind === "text") return [["a"], { a: 1 }, null, "字".repeat((length ?? 4000) + 1)];
  if (kind === "date") return [7, {}, "x".repeat(41)];
  if (kind === "file") return [7, { name: "a" }, [{ path: "/etc/passwd" }], "x".repeat(150_001)];
  if (kind === "number" && values.length === 0) return ["seven", true, [1], ...(max === undefined ? [] : [max + 1]), ...(min === undefined ? [] : [min - 1])];
  return [{ a: 1 }, ["a"], null, ...(unlisted === undefined ? ["no such choice", 98765] : ["x".repeat(4001)])];
}

function replaced(answers: Record<string, unknown>, path: readonly string[], value: unknown): unknown {
  const copy: Record<string, unknown> = structuredClone(answers);
  const holder = at(copy, path.slice(0, -1));
  const key = (path.at(-1) ?? "").replace(/^\[(\d+)\]$/, "$1");
  if (typeof holder !== "object" || holder === null) throw new Error("nothing holds this");
  Object.defineProperty(holder, key, { value, enumerable: true });
  return copy;
}

/** Questions that hang together, and what SurveyJS does by itself. */
const TOGETHER: readonly (readonly [string, Element])[] = [
  ["a matrix and panels over one list", { elements: [{ type: "matrixdynamic", name: "m", valueName: "staff", columns: [{ name: "name", cellType: "text" }], rowCount: 1 }, { type: "paneldynamic", name: "p", valueName: "staff", templateElements: [{ type: "text", name: "age", inputType: "number" }] }] }],
  ["panels for what was chosen", { elements: [{ type: "checkbox", name: "c", valueName: "fruit", valuePropertyName: "kind", choices: ["apple", "pear"] }, { type: "paneldynamic", name: "p", valueName: "fruit", templateElements: [{ type: "rating", name: "liked" }] }] }],
  ["two questions of one value", { elements: [{ type: "radiogroup", name: "a", valueName: "v", choices: [1, 2, 3] }, { type: "dropdown", name: "b", valueName: "v", choices: [1, 2, 3] }] }],
  ["requiredIf, enableIf, resetValueIf and validators", { elements: [{ type: "boolean", name: "a" }, { type: "text", name: "b", requiredIf: "{a} = true", enableIf: "{a} = true", validators: [{ type: "text", minLength: 3 }, { type: "expression", expression: "{a} = true" }] }, { type: "text", name: "c", resetValueIf: "{a} = true", defaultValue: "z" }, { type: "text", inputType: "number", name: "d", validators: [{ type: "numeric", minValue: 1, maxValue: 3 }] }] }],
  ["default values, set values and piping", { elements: [{ type: "radiogroup", name: "a", choices: ["x", "y"], defaultValue: "x" }, { type: "text", name: "b", title: "Why {a}?", defaultValueExpression: "{a} + '!'" }, { type: "checkbox", name: "c", choices: [1, 2], defaultValue: [1] }, { type: "radiogroup", name: "d", choices: ["x", "y"], defaultValue: "no choice of it" }, { type: "radiogroup", name: "e", choices: ["x", "y"], setValueExpression: "{a}", setValueIf: "{a} notempty" }, { type: "matrix", name: "f", rows: ["r"], columns: [1, 2], defaultValue: { r: 1 } }] }],
  ["choices under conditions, and a matrix's rows and columns", { elements: [{ type: "checkbox", name: "a", choices: [1, 2, 3], choicesVisibleIf: "{b} != {item}" }, { type: "radiogroup", name: "b", choices: [1, { value: 2, visibleIf: "{a} contains 1" }] }, { type: "matrix", name: "c", rows: [{ value: "r", visibleIf: "{b} = 1" }, "s"], columns: [1, { value: 2, visibleIf: "{b} = 1" }], rowsVisibleIf: "{a} notempty" }, { type: "matrixdropdown", name: "d", rows: ["1", "2"], rowsVisibleIf: "{a} contains {item}", columns: [{ name: "t", cellType: "text" }] }] }],
  ["localised strings and markup in titles", { locale: "zh-cn", title: { default: "T", "zh-cn": "题" }, elements: [{ type: "radiogroup", name: "a", title: { default: "<b>A</b>", "zh-cn": "**甲**" }, choices: [{ value: 1, text: { default: "One", "zh-cn": "一" } }] }] }],
  ["a quiz with a score", { maxTimeToFinish: 60, elements: [{ type: "radiogroup", name: "a", choices: [1, 2], correctAnswer: 1 }], calculatedValues: [{ name: "score", expression: "iif({a} = 1, 1, 0)", includeIntoResult: true }] }],
  ["columns in several columns, and of every kind", { elements: [{ type: "matrixdropdown", name: "m", rows: ["r"], choices: [1, 2], columns: [{ name: "a", cellType: "checkbox", choices: ["x", "y"], showInMultipleColumns: true }, { name: "b", cellType: "rating" }, { name: "c", cellType: "tagbox", choices: ["x", "y"] }, { name: "d", cellType: "file" }, { name: "e", cellType: "comment" }, { name: "f", cellType: "slider" }, { name: "g", cellType: "radiogroup", choices: ["x"], showNoneItem: true, showOtherItem: true, storeOthersAsComment: false }] }] }],
];

test.each(TOGETHER)("%s: valid, and nothing is lost", (_, made) => {
  const codebook = built(made);
  const validate = compileValidator(codebook);
  for (let seed = 0; seed < 6; seed++) {
    const answers = sheetOf(made, randomFrom(seed));
    expect(validate(answers), JSON.stringify(answers)).toEqual([]);
    expect(leftOver(answers, codebook)).toEqual([]);
    expect(validate({ ...answers, stray: 1 })).not.toEqual([]);
  }
});
