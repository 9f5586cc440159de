import {
  type Question,
  QuestionBooleanModel,
  QuestionCheckboxModel,
  QuestionCommentModel,
  QuestionFileModel,
  QuestionImageMapModel,
  QuestionImagePickerModel,
  QuestionMatrixDropdownModelBase,
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
  SurveyModel,
} from "survey-core";

/** Somebody who answers a questionnaire through SurveyJS itself, as the form lets people do. */

type Random = () => number;

/** Answers as they are sent: what the completed model holds, through JSON. */
export function sheetOf(definition: object, random: Random): Record<string, unknown> {
  const model = new SurveyModel(definition);
  model.clearInvisibleValues = "onComplete";
  // Twice, for what the first answers bring to light.
  for (let round = 0; round < 2; round++) for (const question of model.getAllQuestions(false)) if (question.isVisible && random() < 0.85) answer(question, random);
  model.doComplete();
  return JSON.parse(JSON.stringify(model.data));
}

const pick = <T>(items: readonly T[], random: Random): T | undefined => items[Math.floor(random() * items.length)];
const some = <T>(items: readonly T[], random: Random): T[] => items.filter(() => random() < 0.5);
const WORDS = ["", "好", "two words", "=1+1", "a\nb", "😀", "other", "0", "x".repeat(60)];

export function answer(question: Question, random: Random): void {
  if (question instanceof QuestionMatrixDynamicModel || question instanceof QuestionPanelDynamicModel) repeat(question, random);
  else if (question instanceof QuestionMatrixDropdownModelBase) rows(question, random);
  else if (question instanceof QuestionMatrixModel) for (const row of question.visibleRows) matrixRow(question, row, random);
  else if (question instanceof QuestionMultipleTextModel) for (const item of question.items) answer(item.editor, random);
  else if (question instanceof QuestionImageMapModel) question.value = question.multiSelect ? some(question.areas.map(({ value }) => value), random) : pick(question.areas, random)?.value;
  else if (question instanceof QuestionSelectBase) choose(question, random);
  else if (question instanceof QuestionBooleanModel) question.booleanValue = random() < 0.5;
  else if (question instanceof QuestionRatingModel) question.value = pick(question.visibleRateValues, random)?.value;
  else if (question instanceof QuestionSliderModel) slide(question, random);
  else if (question instanceof QuestionCommentModel) question.value = pick(WORDS, random);
  else if (question instanceof QuestionTextModel) write(question, random);
  else if (question instanceof QuestionSignaturePadModel) question.value = "data:image/png;base64,AAAA";
  else if (question instanceof QuestionFileModel) question.value = [{ name: "a.png", type: "image/png", content: "data:image/png;base64,AAAA" }];
  if (question.showCommentArea && random() < 0.5) question.comment = pick(WORDS, random) ?? "";
}

function choose(question: QuestionSelectBase, random: Random): void {
  const choices = question.visibleChoices.filter(({ id }) => id !== "selectall").map(({ value }) => value).filter((value) => value !== "selectall");
  if (question instanceof QuestionRankingModel) question.value = question.selectToRankEnabled ? some(choices, random) : [...choices].reverse();
  else if (question instanceof QuestionImagePickerModel && question.multiSelect) question.value = some(choices, random);
  else if (question instanceof QuestionCheckboxModel) {
    if (question.showSelectAllItem && random() < 0.3) question.toggleSelectAll();
    else question.renderedValue = some(choices, random);
  } else question.renderedValue = pick(choices, random);
  if (question.isOtherSelected) question.otherValue = pick(["自己的话", "words of my own", "a"], random) ?? "";
  if ("allowCustomChoices" in question && question.allowCustomChoices === true && random() < 0.4) question.value = question instanceof QuestionCheckboxModel ? ["made up", "and more"] : "made up";
  for (const item of question.choices) if ("showCommentArea" in item && item.showCommentArea === true && question.isItemSelected(item)) question.setCommentValue(item, "beside it");
}

function matrixRow(question: QuestionMatrixModel, row: QuestionMatrixModel["visibleRows"][number], random: Random): void {
  const values = question.visibleColumns.map(({ value }) => value);
  if (random() < 0.8) row.value = question.cellType === "checkbox" ? some(values, random) : pick(values, random);
}

function rows(question: QuestionMatrixDropdownModelBase, random: Random): void {
  for (const row of question.visibleRows ?? []) {
    for (const cell of row.cells) if (random() < 0.7 && cell.question.isVisible) answer(cell.question, random);
    if (question.detailPanelMode === "none" || random() < 0.5) continue;
    row.showDetailPanel();
    for (const inner of row.detailPanel?.questions ?? []) answer(inner, random);
  }
}

function repeat(question: QuestionMatrixDynamicModel | QuestionPanelDynamicModel, random: Random): void {
  const more = Math.floor(random() * 4);
  for (let i = 0; i < more; i++) {
    // Without the focus that a button would set: there is no page here.
    if (question instanceof QuestionPanelDynamicModel) question.canAddPanel ? question.addPanel() : undefined;
    else if (question.canAddRow) question.addRow();
  }
  if (question instanceof QuestionMatrixDynamicModel) rows(question, random);
  else for (const panel of question.panels) for (const inner of panel.questions) if (inner.isVisible && random() < 0.8) answer(inner, random);
}

function slide(question: QuestionSliderModel, random: Random): void {
  const at = (share: number): number => question.min + Math.round((share * (question.max - question.min)) / question.step) * question.step;
  question.value = question.sliderType === "range" ? [at(random() / 2), at(0.5 + random() / 2)] : at(random());
}

function write(question: QuestionTextModel, random: Random): void {
  const low = Number(question.min ?? 0) || 0;
  const high = Number(question.max ?? 10) || 10;
  const number = String(Math.round(low + random() * (high - low)));
  const typed: Readonly<Record<string, string>> = { number, range: number, date: "2026-11-25", "datetime-local": "2026-11-25T09:30", month: "2026-11", week: "2026-W48", time: "09:30", email: "a@example.org", tel: "+86 10", url: "https://example.org", color: "#ff0000", password: "secret" };
  const masked: Readonly<Record<string, string>> = { numeric: number, currency: `$${number}`, datetime: "25/11/2026", pattern: "12-34" };
  question.inputValue = masked[question.maskType] ?? typed[question.inputType] ?? pick(WORDS, random) ?? "";
}
