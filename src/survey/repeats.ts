import { type Question, type QuestionMatrixDynamicModel, QuestionPanelDynamicModel } from "survey-core";
import { UserError } from "../error.ts";
import { called, conditionsOf, type Entry, within } from "./conditions.ts";
import { type Base, type Context, type Draft, draft } from "./drafts.ts";
import { cellsOf, requiredWithin, totalDrafts } from "./grids.ts";
import { joined, NAME_LIMIT } from "./names.ts";
import { labelOf } from "./values.ts";

/** Entries that get columns of their own: a table of one row a person must end somewhere. */
export const SLOTS = 10;
/** The same for a repeated question inside a repeated question. */
const INNER_SLOTS = 3;

/**
 * A question that a person answers as often as it takes (people in the household, shops visited): how many entries there
 * are, and the answers of the first ones. What stands beyond is counted, and stays in the raw answers.
 */
export function repeatDrafts(question: QuestionMatrixDynamicModel | QuestionPanelDynamicModel, base: Base, context: Context): Draft[] {
  const depth = (base.entry?.depth ?? 0) + 1;
  if (depth > 2)
    throw new UserError(`“${question.name}” repeats inside a repeated question that stands in another: no table of one row a person holds that`, { where: context.where, fix: "ask it a fixed number of times, or outside of one of the others" });
  const most = mostOf(question);
  const slots = Math.min(most, depth === 1 ? SLOTS : INNER_SLOTS);
  const count = draft({ ...base, ...countOf(base) }, { kind: "number", values: [], min: 0, max: most, step: 1 });
  if (most > slots)
    context.note(`“${base.keys[0] ?? question.name}” holds up to ${most} entries: the first ${slots} have columns; those beyond are counted in ${count.name} and stay in the raw answers alone. Set ${question instanceof QuestionPanelDynamicModel ? "maxPanelCount" : "maxRowCount"} to ${slots} or fewer, or export the raw answers`);
  const entries = Array.from({ length: slots }, (_, i) => templateOf(question, context).flatMap((inner) => context.inner(inner, slotBase(inner, base, i, depth, templateCondition(question)), context))).flat();
  return [count, ...entries, ...(question instanceof QuestionPanelDynamicModel ? [] : totalDrafts(question, base))];
}

function countOf({ parts, keys, label }: Base): Partial<Base> {
  return { parts: [...parts, "count"], keys: [...keys.map((key) => `${key}__count`), ...keys], label: { "zh-cn": `${label["zh-cn"]}（填了几项）`, en: `${label.en} (how many)` } };
}

/** Most entries that the form lets a person make. */
function mostOf(question: QuestionMatrixDynamicModel | QuestionPanelDynamicModel): number {
  if (question instanceof QuestionPanelDynamicModel) return question.allowAddPanel || question.panelCount === 0 ? question.maxPanelCount : question.panelCount;
  return question.allowAddRows || question.rowCount === 0 ? question.maxRowCount : question.rowCount;
}

const templateOf = (question: QuestionMatrixDynamicModel | QuestionPanelDynamicModel, context: Context): Question[] => (question instanceof QuestionPanelDynamicModel ? question.template.questions : cellsOf(question, context));

const templateCondition = (question: Question): string[] => (question instanceof QuestionPanelDynamicModel && question.templateVisibleIf ? [question.templateVisibleIf] : []);

function slotBase(inner: Question, base: Base, i: number, depth: number, around: readonly string[]): Base {
  const { required: _, battery: __, ...rest } = base;
  const list = called(base.path);
  const path = [...base.path, `[${i}]`];
  const place: Entry = { self: called(path), list, index: i, outer: base.entry?.called };
  const slot = String(i + 1);
  const label = labelOf(inner.locTitle, inner.name);
  const family = `${base.question}__${inner.name}`;
  const conditions = [...new Set([...around, ...conditionsOf(inner)])].map((condition) => within(condition, place));
  const required = requiredWithin(inner, place);
  return {
    ...rest,
    type: inner.getType(),
    path: [...path, inner.getValueName()],
    head: joined(base.parts.length === 0 ? base.head : joined(base.head, base.parts.join("__"), NAME_LIMIT), slot, NAME_LIMIT),
    parts: [inner.name],
    question: family,
    keys: [...base.keys.flatMap((key) => [`${key}__${slot}__${inner.name}`, `${key}__${inner.name}`]), ...base.keys],
    label: { "zh-cn": `${label["zh-cn"]}（第 ${slot} 项）`, en: `${label.en} (no. ${slot})` },
    battery: { name: family, label: { "zh-cn": `${base.label["zh-cn"]}：${label["zh-cn"]}`, en: `${base.label.en}: ${label.en}` } },
    conditions: [...base.conditions, `{${list}.length} >= ${i + 1}`, ...conditions],
    entry: { called: place.self, depth },
    ...(required ? { required } : {}),
  };
}
