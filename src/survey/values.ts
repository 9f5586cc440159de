import { type QuestionBooleanModel, QuestionDropdownModel, QuestionMatrixModel, QuestionSelectBase } from "survey-core";
import { UserError } from "../error.ts";
import type { Missing, Value } from "./codebook.ts";
import type { Study } from "./study.ts";
import { maybeText, type Text } from "./text.ts";

/** Values and labels of a question, as SurveyJS holds them. */

interface Localised {
  getJson(): unknown;
}

export interface Labelled {
  readonly value: unknown;
  readonly locText: Localised;
}

/** Titles may be written in HTML or Markdown; a label is one line of plain text. */
const plain = (text: string): string => text.replace(/<[^>]*>/g, " ").replace(/\*\*|__/g, "").replace(/\s+/g, " ").trim();

export function labelOf(localised: Localised | undefined, fallback: string): Text {
  const text = maybeText(localised?.getJson() ?? undefined, fallback);
  return { "zh-cn": plain(text["zh-cn"]) || fallback, en: plain(text.en) || fallback };
}

const SPECIAL: Readonly<Record<string, { label: Text; missing?: Missing }>> = {
  none: { label: { "zh-cn": "以上都没有", en: "None of these" } },
  other: { label: { "zh-cn": "其他", en: "Other" } },
  refused: { label: { "zh-cn": "不愿回答", en: "Prefer not to say" }, missing: "refused" },
  dontknow: { label: { "zh-cn": "不清楚", en: "Don't know" }, missing: "dont_know" },
};

function valueOf(value: unknown, label: Text, missing: Missing | undefined): Value {
  const scalar = typeof value === "number" || typeof value === "boolean";
  return { code: String(value), label, ...(scalar ? { raw: value } : {}), ...(missing ? { missing } : {}), ...(typeof value === "number" && !missing ? { score: value } : {}) };
}

/** A choice that people add themselves. */
export const OTHER: Value = { code: "other", label: { "zh-cn": "其他", en: "Other" } };

/** Rows, columns, rate values: whatever carries a value and a text. */
export const itemValues = (items: readonly Labelled[], missing: Study["missing"]): Value[] =>
  items.map((item) => valueOf(item.value, labelOf(item.locText, String(item.value)), missing[String(item.value)]));

/** The choices of a question in the order written, then none, don't know, refused and other where they are shown. */
export function choiceValues(question: QuestionSelectBase, { study, where }: { study: Study | undefined; where: string }): Value[] {
  const listed = itemValues(carriedChoices(question, where), study?.missing ?? {});
  const special = [
    question.showNoneItem && { key: "none", item: question.noneItem },
    (question.hasOther || carriesOther(question) !== undefined) && { key: "other", item: question.otherItem },
    question.showDontKnowItem && { key: "dontknow", item: question.dontKnowItem },
    question.showRefuseItem && { key: "refused", item: question.refuseItem },
  ].filter((each) => each !== false);
  const values = [
    ...listed,
    ...special.map(({ key, item }) => {
      const label = maybeText(item.locText.getJson() ?? undefined);
      const known = SPECIAL[key];
      return valueOf(item.value, label["zh-cn"] ? label : (known?.label ?? maybeText(key)), known?.missing);
    }),
  ];
  const seen = new Set<string>();
  const twice = values.find(({ code }) => seen.size === seen.add(code).size);
  if (twice) throw new UserError(`“${question.name}” has the choice ${twice.code} twice`, { where, fix: "give each choice a value of its own" });
  if (values.length === 0) throw new UserError(`“${question.name}” has no choices`, { where, fix: "write its choices into the file" });
  return values;
}

/** Choices may be another question's: its choices, or the rows or columns of a matrix. */
function carriedChoices(question: QuestionSelectBase, where: string): readonly Labelled[] {
  const source: unknown = question.choicesFromQuestion;
  if (typeof source !== "string" || source === "") return numbered(question, where) ?? question.choices;
  const other: unknown = question.survey?.getQuestionByName(source);
  if (other instanceof QuestionSelectBase && other !== question) return [...carriedChoices(other, where), ...question.choices];
  if (other instanceof QuestionMatrixModel) return [...other.rows, ...question.choices];
  throw new UserError(`“${question.name}” takes its choices from “${source}”, whose answers are not a fixed list`, {
    where,
    fix: "write the choices into the file",
  });
}

/** “Other” comes along with the choices that were chosen. */
export function carriesOther(question: QuestionSelectBase): QuestionSelectBase | undefined {
  const other: unknown = question.choicesFromQuestion ? question.survey?.getQuestionByName(question.choicesFromQuestion) : undefined;
  return other instanceof QuestionSelectBase && other !== question && question.choicesFromQuestionMode === "selected" && other.hasOther ? other : undefined;
}

/** Most choices that a list of numbers may make. */
const MOST_NUMBERS = 200;

/** A list that runs from one number to another. */
function numbered(question: QuestionSelectBase, where: string): Labelled[] | undefined {
  if (!(question instanceof QuestionDropdownModel) || question.choices.length > 0 || question.choicesMax <= question.choicesMin) return undefined;
  const { choicesMin: min, choicesMax: max } = question;
  const step = Math.max(1, question.choicesStep);
  if ((max - min) / step >= MOST_NUMBERS) throw new UserError(`“${question.name}” has over ${MOST_NUMBERS} choices`, { where, fix: 'ask it as a text with "inputType": "number"' });
  return Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, i) => ({ value: min + i * step, locText: { getJson: () => undefined } }));
}

export function booleanValues(question: QuestionBooleanModel): Value[] {
  const value = (set: unknown, fallback: boolean): unknown => (set === undefined || set === null || set === "" ? fallback : set);
  const label = (localised: Localised, fallback: Text): Text => (localised.getJson() ? labelOf(localised, fallback["zh-cn"]) : fallback);
  return [
    valueOf(value(question.valueTrue, true), label(question.locLabelTrue, { "zh-cn": "是", en: "Yes" }), undefined),
    valueOf(value(question.valueFalse, false), label(question.locLabelFalse, { "zh-cn": "否", en: "No" }), undefined),
  ];
}
