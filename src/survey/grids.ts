import { type MatrixDropdownColumn, type Question, type QuestionMatrixDropdownModel, type QuestionMatrixDropdownModelBase, type QuestionMatrixModel, type QuestionMultipleTextModel, QuestionSelectBase } from "survey-core";
import { UserError } from "../error.ts";
import { called, conditionsOf, type Entry, within } from "./conditions.ts";
import { type Base, type Context, type Draft, draft, LONGEST, partOf, requiredOf } from "./drafts.ts";
import { scaled } from "./scales.ts";
import { batteryOf, isInline, typed } from "./texts.ts";
import type { Text } from "./text.ts";
import { itemValues, type Labelled, labelOf } from "./values.ts";

/** Questions with fixed rows: one variable for each row or cell. */

interface Row extends Labelled {
  readonly visibleIf?: string;
}

/** A matrix asks for a row at least, or for each. */
const rowsRequired = (base: Base, each: boolean): Pick<Base, "required"> => (each ? { required: {} } : base.required ? { required: { ...base.required, any: true } } : {});

const rowConditions = ({ visibleIf }: Row, all: string | undefined, item: string, base: Base): string[] =>
  [visibleIf, all].flatMap((condition) => (condition ? [within(condition, { self: base.entry?.called ?? called(base.path), item })] : []));

export function matrixDrafts(question: QuestionMatrixModel, base: Base, context: Context): Draft[] {
  const values = itemValues(question.columns, context.study?.missing ?? {});
  if (question.rows.length === 0) throw new UserError(`the matrix “${question.name}” has no rows`, { where: context.where, fix: "give it rows, or make it a single choice" });
  if (values.length === 0) throw new UserError(`the matrix “${question.name}” has no columns`, { where: context.where, fix: "give it columns" });
  return question.rows.map((row: Row) => {
    const part = String(row.value);
    const conditions = [...base.conditions, ...rowConditions(row, question.rowsVisibleIf, part, base)];
    const { required: _, ...rest } = base;
    const at = partOf({ ...rest, ...rowsRequired(base, question.eachRowRequired) }, part, { path: [...base.path, part], label: labelOf(row.locText, part), battery: batteryOf(base), conditions });
    return question.cellType === "checkbox" ? draft(at, { kind: "multiple", values }) : scaled(at, values, context.study);
  });
}

export const itemDrafts = (question: QuestionMultipleTextModel, base: Base): Draft[] =>
  question.items.map((item) => {
    const { required: _, ...rest } = base;
    return typed(item.editor, partOf({ ...rest, ...rowsRequired(base, item.isRequired) }, item.name, { path: [...base.path, item.name], label: labelOf(item.editor.locTitle, item.name), battery: batteryOf(base) }));
  });

export function gridDrafts(question: QuestionMatrixDropdownModel, base: Base, context: Context): Draft[] {
  if (question.rows.length === 0) throw new UserError(`the matrix “${question.name}” has no rows`, { where: context.where, fix: "give it rows" });
  const cells = question.rows.flatMap((row: Row) => {
    const item = String(row.value);
    const path = [...base.path, item];
    const place: Entry = { self: called(path), item, outer: base.entry?.called };
    const conditions = [...base.conditions, ...rowConditions(row, question.rowsVisibleIf, item, base)];
    return cellsOf(question, context).flatMap((cell) =>
      context.inner(cell, cellBase(cell, { ...base, path, conditions }, { place, row: labelOf(row.locText, item), parts: [`${item}__${cell.name}`] }), context),
    );
  });
  return [...cells, ...totalDrafts(question, base)];
}

function cellBase(cell: Question, base: Base, { place, row, parts }: { place: Entry; row: Text; parts: readonly string[] }): Base {
  const { required: _, ...rest } = base;
  const column = labelOf(cell.locTitle, cell.name);
  const required = requiredWithin(cell, place);
  return {
    ...rest,
    type: cell.getType(),
    path: [...base.path, cell.getValueName()],
    label: { "zh-cn": `${row["zh-cn"]}：${column["zh-cn"]}`, en: `${row.en}: ${column.en}` },
    parts: [...base.parts, ...parts],
    keys: [...base.keys.flatMap((key) => [...parts.map((part) => `${key}__${part}`), `${key}__${place.item ?? ""}`, `${key}__${cell.name}`]), ...base.keys],
    conditions: [...base.conditions, ...conditionsOf(cell).map((condition) => within(condition, place))],
    battery: batteryOf(base),
    ...(required ? { required } : {}),
  };
}

export function requiredWithin(cell: Question, place: Entry): Base["required"] {
  const required = requiredOf(cell);
  return required?.if === undefined ? required : { if: within(required.if, place) };
}

/** Questions of one row: its cells, then those of the panel that opens under it. */
export function cellsOf(question: QuestionMatrixDropdownModelBase, context: Context): Question[] {
  const cells = question.columns.map((column: MatrixDropdownColumn) => inheritChoices(column.templateQuestion, question));
  const under: Question[] = question.detailPanelMode === "none" ? [] : question.detailPanel.questions;
  // SurveyJS 3.0.0 does in cells as the survey says, whatever they say; under a row it keeps such words twice or not at all.
  for (const cell of cells) if (cell instanceof QuestionSelectBase) cell.storeOthersAsComment = "default";
  const torn = under.find((each) => each instanceof QuestionSelectBase && each.hasOther && isInline(each, context) !== context.othersInline);
  if (torn) throw new UserError(`SurveyJS would lose the words beside “other” of “${torn.name}”, which stands under a row`, { where: context.where, fix: "leave its storeOthersAsComment out, or set it for the whole questionnaire" });
  return [...cells, ...under];
}

/** A cell without choices of its own takes the matrix's. */
function inheritChoices(cell: Question, matrix: QuestionMatrixDropdownModelBase): Question {
  if (cell instanceof QuestionSelectBase && cell.choices.length === 0) cell.choices = matrix.choices;
  return cell;
}

/** What the phone adds up under the columns. */
export function totalDrafts(question: QuestionMatrixDropdownModelBase, base: Base): Draft[] {
  const { required: _, ...free } = base;
  return question.columns
    .filter((column: MatrixDropdownColumn) => column.hasTotal)
    .map((column: MatrixDropdownColumn) => {
      const name = labelOf(column.locTitle, column.name);
      return draft(
        partOf(free, `total__${column.name}`, {
          type: "expression",
          path: [...base.path.slice(0, -1), `${base.path.at(-1) ?? ""}-total`, column.name],
          label: { "zh-cn": `合计：${name["zh-cn"]}`, en: `Total: ${name.en}` },
          battery: batteryOf(base),
        }),
        { kind: "text", values: [], length: LONGEST },
      );
    });
}
