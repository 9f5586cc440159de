import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileValidator } from "../../src/responses/validate.ts";
import { type Codebook, isCount, type Variable } from "../../src/survey/codebook.ts";
import { askedBy } from "../../src/survey/conditions.ts";
import { at, flatten, isEmpty } from "../../src/survey/flatten.ts";
import { assemble } from "../../src/survey/load.ts";
import { randomFrom } from "../../src/survey/random.ts";
import { choices, definition, type Element, HOLDERS, PLAIN } from "./definitions.ts";
import { sheetOf } from "./person.ts";

const sheet = fc.tuple(definition, fc.nat());
const built = (made: Element): Codebook => assemble("made", made, undefined, "made").codebook;

describe("whatever a person answers through SurveyJS itself", () => {
  test("is valid and has columns", () => {
    fc.assert(
      fc.property(sheet, ([made, seed]) => {
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
      fc.property(sheet, fc.nat(), ([made, seed], which) => {
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
