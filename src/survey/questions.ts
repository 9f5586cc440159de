import {
  type Question,
  QuestionBooleanModel,
  QuestionCheckboxModel,
  QuestionCommentModel,
  QuestionDropdownModel,
  QuestionExpressionModel,
  QuestionFileModel,
  QuestionImageMapModel,
  QuestionImagePickerModel,
  QuestionMatrixDropdownModel,
  QuestionMatrixDynamicModel,
  QuestionMatrixModel,
  QuestionMultipleTextModel,
  QuestionPanelDynamicModel,
  QuestionRankingModel,
  QuestionRatingModel,
  QuestionSelectBase,
  QuestionSignaturePadModel,
  QuestionSliderModel,
  QuestionTagboxModel,
  QuestionTextModel,
} from "survey-core";
import { UserError } from "../error.ts";
import { type Base, type Context, type Draft, draft, LONGEST, partOf } from "./drafts.ts";
import { gridDrafts, itemDrafts, matrixDrafts } from "./grids.ts";
import { repeatDrafts } from "./repeats.ts";
import { scaled } from "./scales.ts";
import { batteryOf, commentDrafts, isCommented, isInline, sliderDrafts, typed } from "./texts.ts";
import { booleanValues, carriesOther, choiceValues, itemValues, OTHER } from "./values.ts";

/** What one question's answer flattens to, its words beside included. */
export const draftsOf = (question: Question, base: Base, context: Context): Draft[] => [...mainDrafts(question, base, context), ...commentDrafts(question, base, context)];

function mainDrafts(question: Question, base: Base, context: Context): Draft[] {
  const missing = context.study?.missing ?? {};
  if (question instanceof QuestionMatrixDynamicModel || question instanceof QuestionPanelDynamicModel) return repeatDrafts(question, base, context);
  if (question instanceof QuestionMatrixModel) return matrixDrafts(question, base, context);
  if (question instanceof QuestionMatrixDropdownModel) return gridDrafts(question, base, context);
  if (question instanceof QuestionMultipleTextModel) return itemDrafts(question, base);
  if (question instanceof QuestionImageMapModel) return [draft(base, { kind: question.multiSelect ? "multiple" : "single", values: itemValues(question.areas, missing) })];
  if (question instanceof QuestionSelectBase) return choiceDrafts(question, base, context);
  if (question instanceof QuestionBooleanModel) return [draft(base, { kind: "boolean", values: booleanValues(question) })];
  if (question instanceof QuestionRatingModel) return [draft(base, { kind: "rating", values: itemValues(question.visibleRateValues, missing) })];
  if (question instanceof QuestionSliderModel) return sliderDrafts(question, base);
  if (question instanceof QuestionTextModel || question instanceof QuestionCommentModel) return [typed(question, base)];
  if (question instanceof QuestionFileModel || question instanceof QuestionSignaturePadModel) return [fileDraft(question, base, context)];
  if (question instanceof QuestionExpressionModel) return [draft(base, { kind: "text", values: [], length: LONGEST })];
  if (["html", "image", "empty"].includes(base.type)) return [];
  throw new UserError(`“${question.name}” is of the type ${base.type}, which is not known here`, {
    where: context.where,
    fix: 'use one of SurveyJS\'s own question types, or say in study.json "types" as which it is asked',
  });
}

function choiceDrafts(question: QuestionSelectBase, base: Base, context: Context): Draft[] {
  const source = carriesOther(question);
  const inline = takesOwn(question) || (question.hasOther && isInline(question, context)) || (source !== undefined && isInline(source, context));
  const listed = choicesOf(question, context);
  const values = inline && !question.hasOther && source === undefined ? [...listed, OTHER] : listed;
  const own = inline ? { unlisted: question.hasOther ? String(question.otherItem.value) : OTHER.code } : {};
  const several = question instanceof QuestionImagePickerModel ? question.multiSelect : question instanceof QuestionCheckboxModel;
  const named = question instanceof QuestionCheckboxModel ? question.valuePropertyName : "";
  const held = named ? { property: named } : isCommented(question) ? { property: "value" } : {};
  const main = question instanceof QuestionRankingModel ? draft(base, { kind: "ranking", values })
    : several ? draft(base, { kind: "multiple", values, ...held, ...own })
    : { ...scaled(base, values, context.study), ...held, ...own };
  if (!inline) return [main];
  const { required: _, ...free } = base;
  const codes = values.map(({ code }) => code);
  const words = draft(partOf(free, "other_text", { label: { "zh-cn": "其他（请写明）", en: "Other (in words)" }, battery: batteryOf(base) }), { kind: "text", values: [], length: LONGEST, listed: codes, ...held });
  return [main, words];
}

/** Whether people may add choices of their own. */
const takesOwn = (question: QuestionSelectBase): boolean => (question instanceof QuestionDropdownModel || question instanceof QuestionTagboxModel) && question.allowCustomChoices;

function choicesOf(question: QuestionSelectBase, context: Context): ReturnType<typeof choiceValues> {
  if (question.choicesByUrl && !question.choicesByUrl.isEmpty)
    throw new UserError(`“${question.name}” fetches its choices from ${question.choicesByUrl.url}: an answer page asks nobody but the collector`, {
      where: context.where,
      fix: "write the choices into the file",
    });
  return choiceValues(question, context);
}

function fileDraft(question: QuestionFileModel | QuestionSignaturePadModel, base: Base, { note }: Context): Draft {
  if (question instanceof QuestionFileModel && !question.storeDataAsText) note(`“${question.name}” sends its files elsewhere, and nobody takes them: leave storeDataAsText out, so that they come with the answers`);
  return draft(base, { kind: "file", values: [] });
}
