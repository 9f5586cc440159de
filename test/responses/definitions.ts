import fc from "fast-check";

/** Questionnaires made at random: every type of question, alone and held by others, under all that may surround them. */

export type Element = Record<string, unknown>;

export const choices = ["a", 2, { value: "丙", text: { "zh-cn": "丙项", en: "Third" } }, "with space"];
const specials = { showOtherItem: true, showNoneItem: true, showRefuseItem: true, showDontKnowItem: true };

/** One element per type and feature; names are given later. */
export const PLAIN: readonly Element[] = [
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

export const HOLDERS: readonly ((inner: Element) => Element)[] = [
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

const anyDefinition: fc.Arbitrary<Element> = fc.tuple(fc.uniqueArray(element, { minLength: 1, maxLength: 4 }), fc.shuffledSubarray(NAMES, { minLength: 4, maxLength: 4 }), fc.constantFrom(...SETTINGS), fc.boolean()).map(([elements, names, settings, hide]) => ({
  ...settings,
  pages: [
    { name: "page1", elements: [{ type: "checkbox", name: "first", choices: ["a", "b", "c"], showOtherItem: true }] },
    { name: "page2", ...(hide ? { visibleIf: "{first} contains 'a'" } : {}), elements: elements.map((each, i) => ({ ...each, name: names[i], ...(each["type"] === "panel" ? { elements: [{ ...Object(each["elements"])[0], name: `inside ${i}` }] } : {}) })) },
    { name: "page3", elements: [{ type: "checkbox", name: "carried", choicesFromQuestion: "first", choicesFromQuestionMode: "selected" }, { type: "text", name: "last", setValueIf: "{first} notempty", setValueExpression: "{first.length} + 1" }] },
  ],
}));

/** What SurveyJS itself falls over is refused when the codebook is built, which test/survey/repeats.test.ts shows. */
const works = (made: Element): boolean => {
  const text = JSON.stringify(made);
  return !text.includes("detailElements") || (made["questionsOnPageMode"] !== "inputPerPage" && !text.includes('"storeOthersAsComment":false'));
};

export const definition = anyDefinition.filter(works);
