import {
  type Question,
  QuestionBooleanModel,
  QuestionCheckboxModel,
  QuestionCommentModel,
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
  QuestionTextModel,
} from "survey-core";
import { UserError } from "../error.ts";
import type { Column, Kind, Value, Variable } from "./codebook.ts";
import { COLUMN_LIMIT, joined, NAME_LIMIT, slug } from "./names.ts";
import { booleanValues, choiceValues, itemValues, type Labelled, labelOf } from "./values.ts";
import type { Role, Study } from "./study.ts";
import type { Text } from "./text.ts";

/** What a question's place in the survey and the study add to what the question itself says. */
export interface Context {
  readonly study: Study | undefined;
  readonly where: string;
  /** Condition of the question and all that it stands in. */
  readonly condition: string | undefined;
}

type Draft = Omit<Variable, "columns" | "role" | "why" | "name" | "question" | "condition"> & { readonly part?: string; readonly condition?: string };

/** Names as the study may write them: a question, or question__row. */
const named = (record: Readonly<Record<string, unknown>>, question: string, row?: string): string | undefined =>
  [row === undefined ? question : `${question}__${row}`, question].find((key) => Object.hasOwn(record, key));

/**
 * The variables that one question's answer flattens to; none for what shows and asks nothing.
 * @throws UserError for a question that cannot be carried, saying why.
 */
export function variablesOf(question: Question, context: Context): Variable[] {
  return draftsOf(question, context).map((draft) => finish(question, draft, context));
}

function draftsOf(question: Question, context: Context): Draft[] {
  const base = { type: question.getType(), path: [question.getValueName()], label: labelOf(question.locTitle, question.name) };
  const main = mainDrafts(question, base, context);
  return [...main, ...commentDrafts(question, base)];
}

interface Base {
  readonly type: string;
  readonly path: readonly string[];
  readonly label: Text;
}

function mainDrafts(question: Question, base: Base, context: Context): Draft[] {
  const missing = context.study?.missing ?? {};
  if (question instanceof QuestionMatrixDynamicModel || question instanceof QuestionPanelDynamicModel)
    throw new UserError(`“${question.name}” repeats (${base.type}): one person would give several rows, which no table of answers holds yet`, {
      where: context.where,
      fix: "ask it a fixed number of times, as a matrix with fixed rows",
    });
  if (question instanceof QuestionMatrixModel) return matrixDrafts(question, base, context);
  if (question instanceof QuestionMatrixDropdownModel) return gridDrafts(question, base, context);
  if (question instanceof QuestionMultipleTextModel)
    return question.items.map((item) => ({
      ...textDraft(item.editor, { ...base, path: [...base.path, item.name], label: labelOf(item.editor.locTitle, item.name) }),
      part: item.name,
      battery: { name: question.name, label: base.label },
    }));
  if (question instanceof QuestionRankingModel) return [{ ...base, kind: "ranking", values: choicesOf(question, context) }];
  if (question instanceof QuestionImagePickerModel)
    return [{ ...base, kind: question.multiSelect ? "multiple" : "single", values: choicesOf(question, context) }];
  if (question instanceof QuestionImageMapModel)
    return [{ ...base, kind: question.multiSelect ? "multiple" : "single", values: itemValues(question.areas, missing) }];
  if (question instanceof QuestionCheckboxModel) return [{ ...base, kind: "multiple", values: choicesOf(question, context) }];
  if (question instanceof QuestionSelectBase) return [chosen(question.name, base, choicesOf(question, context), context)];
  if (question instanceof QuestionBooleanModel) return [{ ...base, kind: "boolean", values: booleanValues(question) }];
  if (question instanceof QuestionRatingModel)
    return [{ ...base, kind: "rating", values: itemValues(question.visibleRateValues, missing) }];
  if (question instanceof QuestionSliderModel) return sliderDrafts(question, base);
  if (question instanceof QuestionTextModel) return [textDraft(question, base)];
  if (question instanceof QuestionCommentModel)
    return [{ ...base, kind: "text", values: [], length: question.maxLength > 0 ? question.maxLength : LONGEST }];
  if (question instanceof QuestionFileModel || question instanceof QuestionSignaturePadModel)
    return [{ ...base, kind: "file", values: [] }];
  if (question instanceof QuestionExpressionModel) return [{ ...base, kind: "text", values: [], length: LONGEST }];
  if (["html", "image", "empty"].includes(base.type)) return [];
  throw new UserError(`“${question.name}” is of the type ${base.type}, which is not known here`, {
    where: context.where,
    fix: "use one of SurveyJS's own question types",
  });
}

/** Longest text that is stored where the questionnaire sets no limit, in characters. */
const LONGEST = 4000;

function commentDrafts(question: Question, base: Base): Draft[] {
  const other = question instanceof QuestionSelectBase && question.hasOther;
  if (!other && !question.showCommentArea) return [];
  const part = other ? "other_text" : "comment";
  const label: Text = other ? { "zh-cn": "其他（请写明）", en: "Other (in words)" } : labelOf(question.locCommentText, "comment");
  return [{ ...base, part, path: [`${question.getValueName()}-Comment`], kind: "text", values: [], length: LONGEST, label, battery: { name: question.name, label: base.label } }];
}

function choicesOf(question: QuestionSelectBase, context: Context): Value[] {
  if (question.choicesByUrl && !question.choicesByUrl.isEmpty)
    throw new UserError(`“${question.name}” fetches its choices from ${question.choicesByUrl.url}: an answer page asks nobody but the collector`, {
      where: context.where,
      fix: "write the choices into the file",
    });
  return choiceValues(question, context);
}

/** One value out of several: a number if the study says so, in order if the study, the codes or a construct say so. */
function chosen(name: string, base: Base, values: readonly Value[], { study }: Context, row?: string): Draft {
  const numbers = study?.numbers[named(study.numbers, name, row) ?? ""];
  const answers = values.filter((value) => !value.missing);
  const numeric = answers.length > 1 && answers.every((value) => value.code.trim() !== "" && Number.isFinite(Number(value.code)));
  if (numbers && numeric) {
    const scored = values.map((value) => (value.missing ? value : { ...value, score: Number(value.code) }));
    const range = answers.map((value) => Number(value.code));
    return { ...base, kind: "number", values: scored, unit: numbers.unit, ...(numbers.step ? { step: numbers.step } : {}), min: Math.min(...range), max: Math.max(...range) };
  }
  const full = row === undefined ? name : `${name}__${row}`;
  const listed = study !== undefined && [name, full].some((key) => study.ordinal.includes(key) || study.constructs.some((each) => each.items.includes(key)));
  const kind: Kind = numeric || listed ? "ordinal" : "single";
  let position = 0;
  const scored = values.map((value) => (value.missing || kind === "single" ? value : { ...value, score: numeric ? Number(value.code) : ++position }));
  return { ...base, kind, values: scored };
}

function matrixDrafts(question: QuestionMatrixModel, base: Base, context: Context): Draft[] {
  const values = itemValues(question.columns, context.study?.missing ?? {});
  const several = question.cellType === "checkbox";
  const text = question.cellType === "text";
  if (question.rows.length === 0)
    throw new UserError(`the matrix “${question.name}” has no rows`, { where: context.where, fix: "give it rows, or make it a single choice" });
  return question.rows.map((row) => {
    const part = String(row.value);
    const at: Base = { ...base, path: [...base.path, part], label: labelOf(row.locText, part) };
    const rowCondition = [row.visibleIf, question.rowsVisibleIf].filter(Boolean).map((each) => each.replaceAll("{item}", JSON.stringify(part))).join(" and ");
    const draft: Draft = text
      ? { ...at, kind: "text", values: [], length: LONGEST }
      : several
        ? { ...at, kind: "multiple", values }
        : chosen(question.name, at, values, context, part);
    return { ...draft, part, battery: { name: question.name, label: base.label }, ...(rowCondition ? { condition: rowCondition } : {}) };
  });
}

function gridDrafts(question: QuestionMatrixDropdownModel, base: Base, context: Context): Draft[] {
  if (question.rows.length === 0)
    throw new UserError(`the matrix “${question.name}” has no rows`, { where: context.where, fix: "give it rows" });
  return question.rows.flatMap((row: Labelled) =>
    question.columns.flatMap((column) => {
      const cell: Question = column.templateQuestion;
      const rowLabel = labelOf(row.locText, String(row.value));
      const columnLabel = labelOf(column.locTitle, column.name);
      const label: Text = { "zh-cn": `${rowLabel["zh-cn"]}：${columnLabel["zh-cn"]}`, en: `${rowLabel.en}: ${columnLabel.en}` };
      const inner: Base = { type: cell.getType(), path: [...base.path, String(row.value), column.name], label };
      return mainDrafts(inheritChoices(cell, question), inner, context).map((draft) => ({
        ...draft,
        path: [...inner.path, ...draft.path.slice(inner.path.length)],
        part: `${String(row.value)}__${column.name}`,
        battery: { name: question.name, label: base.label },
      }));
    }),
  );
}

/** A cell without choices of its own takes the matrix's. */
function inheritChoices(cell: Question, matrix: QuestionMatrixDropdownModel): Question {
  if (cell instanceof QuestionSelectBase && cell.choices.length === 0) cell.choices = matrix.choices;
  return cell;
}

function sliderDrafts(question: QuestionSliderModel, base: Base): Draft[] {
  const range = { kind: "number", values: [], min: question.min, max: question.max, ...(question.step > 0 ? { step: question.step } : {}) } as const;
  if (question.sliderType !== "range") return [{ ...base, ...range }];
  const ends: [string, Text][] = [["from", { "zh-cn": "从", en: "from" }], ["to", { "zh-cn": "到", en: "to" }]];
  return ends.map(([part, label], i) => ({ ...base, ...range, part, label, path: [...base.path, String(i)], battery: { name: question.name, label: base.label } }));
}

function textDraft(question: QuestionTextModel, base: Base): Draft {
  const type = question.inputType;
  if (type === "number" || type === "range") {
    const bound = (value: unknown): number | undefined => (value === "" || value === undefined || value === null || !Number.isFinite(Number(value)) ? undefined : Number(value));
    const [min, max, step] = [bound(question.min), bound(question.max), bound(question.step)];
    return { ...base, kind: "number", values: [], ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(step ? { step } : {}) };
  }
  if (/date|month|week|time/.test(type)) return { ...base, kind: "date", values: [] };
  return { ...base, kind: "text", values: [], type: type === "text" ? base.type : `text ${type}`, length: question.maxLength > 0 ? question.maxLength : LONGEST };
}

/** Adds name, columns, role and the whole condition. */
function finish(question: Question, { part, condition, ...draft }: Draft, context: Context): Variable {
  const name = part === undefined ? slug(question.name, NAME_LIMIT) : joined(question.name, part, NAME_LIMIT);
  const { study } = context;
  const declared = study?.roles[named(study.roles, question.name, part) ?? ""];
  const role = (typeof declared === "string" ? declared : declared?.role) ?? safest(draft);
  const whole = [context.condition, condition].filter(Boolean).map((each) => `(${each})`).join(" and ");
  return {
    ...draft,
    name,
    question: question.name,
    columns: columnsOf(name, draft.kind, draft.values),
    role,
    ...(typeof declared === "object" ? { why: declared.why } : {}),
    ...(whole ? { condition: whole } : {}),
  };
}

function columnsOf(name: string, kind: Kind, values: readonly Value[]): Column[] {
  if (kind === "multiple" || kind === "ranking")
    return values.filter((value) => !value.missing).map((value) => ({ name: joined(name, value.code, COLUMN_LIMIT), type: "DOUBLE", code: value.code }));
  return [{ name, type: kind === "number" ? "DOUBLE" : "VARCHAR" }];
}

/** The role that a kind gets where nobody has thought about it. */
function safest(draft: Draft): Role {
  if (draft.kind === "file" || draft.kind === "date" || /^text (email|tel|url|password)$/.test(draft.type)) return "identifier";
  if (draft.kind === "text") return "open";
  return draft.kind === "number" ? "quasi" : "ordinary";
}
