import { QuestionCheckboxModel, QuestionCommentModel, type Question, QuestionSelectBase, type QuestionSliderModel, type QuestionTextModel } from "survey-core";
import { SURVEYJS } from "../i18n/surveyjs.ts";
import { type Base, type Context, type Draft, draft, LONGEST, partOf } from "./drafts.ts";
import { maybeText, type Text } from "./text.ts";
import { itemValues, labelOf } from "./values.ts";

/** What is typed: text, numbers, dates; and the words beside a choice. */

const bound = (value: unknown): number | undefined => (value === "" || value === undefined || value === null || !Number.isFinite(Number(value)) ? undefined : Number(value));

const range = (min: number | undefined, max: number | undefined, step?: number): { min?: number; max?: number; step?: number } => ({ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(step ? { step } : {}) });

export function typed(question: QuestionTextModel | QuestionCommentModel, base: Base): Draft {
  const most = question.getMaxLength();
  const length = typeof most === "number" && most > 0 ? most : LONGEST;
  if (question instanceof QuestionCommentModel) return draft(base, { kind: "text", values: [], length });
  const type = question.inputType;
  if (type === "number" || type === "range") return draft(base, { kind: "number", values: [], ...range(bound(question.min), bound(question.max), bound(question.step)) });
  if (/date|month|week|time/.test(type)) return draft(base, { kind: "date", values: [] });
  return masked(question, base) ?? draft(base, { kind: "text", values: [], type: type === "text" ? base.type : `text ${type}`, length });
}

/** A mask hands over what it stands for, unless it is told to keep what is shown. */
function masked({ maskType, maskSettings, inputType }: QuestionTextModel, base: Base): Draft | undefined {
  if (inputType !== "text" || maskType === "none" || maskSettings.saveMaskedValue === true) return undefined;
  const settings: unknown = maskSettings.toJSON();
  const said = new Map<string, unknown>(typeof settings === "object" && settings !== null ? Object.entries(settings) : []);
  if (maskType === "numeric" || maskType === "currency") return draft(base, { kind: "number", values: [], ...range(bound(said.get("min")), bound(said.get("max"))) });
  return maskType === "datetime" ? draft(base, { kind: "date", values: [] }) : undefined;
}

export function sliderDrafts(question: QuestionSliderModel, base: Base): Draft[] {
  // Bounds that an expression gives are known on the phone alone.
  const low = question.minValueExpression ? undefined : question.min;
  const high = question.maxValueExpression ? undefined : question.max;
  const said = { kind: "number", values: [], ...range(low, high, question.step > 0 ? question.step : undefined) } as const;
  if (question.sliderType !== "range") return [draft(base, said)];
  const ends: [string, Text][] = [["from", { "zh-cn": "从", en: "from" }], ["to", { "zh-cn": "到", en: "to" }]];
  return ends.map(([part, label], i) => draft(partOf(base, part, { label, path: [...base.path, String(i)], battery: batteryOf(base) }), said));
}

/** What the parts of one question are drawn as. */
export const batteryOf = (base: Base): NonNullable<Base["battery"]> => ({ name: [base.head, ...base.parts].join("__"), label: base.label });

/** Words beside a choice, or about any answer. */
export function commentDrafts(question: Question, base: Base, context: Context): Draft[] {
  const words: Draft[] = choiceComments(question, base);
  const other = question instanceof QuestionSelectBase && question.hasOther;
  if (other && isInline(question, context)) return words;
  if (!other && !question.showCommentArea) return words;
  const part = other ? "other_text" : "comment";
  const label: Text = other ? { "zh-cn": "其他（请写明）", en: "Other (in words)" } : commentLabel(question);
  const path = [...base.path.slice(0, -1), `${base.path.at(-1) ?? ""}-Comment`];
  const { required: _, ...free } = base;
  return [...words, draft(partOf(free, part, { label, path, battery: batteryOf(base) }), { kind: "text", values: [], length: LONGEST })];
}

/** As the form says it, where the author says nothing. */
function commentLabel({ locCommentText }: Question): Text {
  const written: unknown = locCommentText.getJson();
  return written ? labelOf(locCommentText, "comment") : maybeText({ "zh-cn": SURVEYJS["zh-cn"].commentText, en: SURVEYJS.en.commentText });
}

/** Whether words of one's own stand where the choice would stand. */
export const isInline = (question: QuestionSelectBase, { othersInline }: Context): boolean => {
  const own: unknown = question.storeOthersAsComment;
  return own === false || (own !== true && othersInline);
};

const hasCommentArea = (item: object): boolean => "showCommentArea" in item && item.showCommentArea === true;

/** Choices that have a field for words of their own: each answer is then an object. */
export const isCommented = (question: QuestionSelectBase): boolean => question.choices.some(hasCommentArea);

function choiceComments(question: Question, base: Base): Draft[] {
  const { required: _, ...free } = base;
  const items = question instanceof QuestionSelectBase ? question.choices.filter(hasCommentArea) : [];
  if (items.length === 0) return [];
  const words = (part: string, label: Text, path: readonly string[]): Draft => draft(partOf(free, part, { label, path, battery: batteryOf(base) }), { kind: "text", values: [], length: LONGEST });
  if (!(question instanceof QuestionCheckboxModel)) return [words("words", { "zh-cn": "所选项的说明", en: "In words" }, [...base.path, "comment"])];
  return itemValues(items, {}).map(({ code, label }) => words(`${code}__words`, label, [...base.path, `[value=${code}]`, "comment"]));
}
