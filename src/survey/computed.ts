import { CalculatedValue, type SurveyModel, SurveyTriggerCopyValue, SurveyTriggerRunExpression, SurveyTriggerSetValue } from "survey-core";
import type { Variable } from "./codebook.ts";
import { type Draft, draft, LONGEST } from "./drafts.ts";
import { maybeText } from "./text.ts";

/** What the questionnaire works out and sends along, although no question asks it: calculated values, and what triggers set. */
export function computedDrafts(model: SurveyModel, asked: readonly Variable[]): Draft[] {
  const questions = new Set(asked.flatMap(({ path, question }) => [path[0] ?? "", question]));
  const calculated = model.calculatedValues.filter((each: CalculatedValue) => each.includeIntoResult).map(({ name }: CalculatedValue) => name);
  const names = new Set([...calculated, ...model.triggers.flatMap(targetOf)].filter((name) => !questions.has(name) && !partOfAnother(name, questions)));
  return [...names].map((name) =>
    draft({ type: "expression", path: [name], label: maybeText(name), head: name, parts: [], question: name, keys: [name], conditions: [] }, { kind: "text", values: [], length: LONGEST }),
  );
}

function targetOf(trigger: unknown): string[] {
  if (trigger instanceof SurveyTriggerSetValue) return trigger.isVariable || !trigger.setToName ? [] : [trigger.setToName];
  return (trigger instanceof SurveyTriggerCopyValue || trigger instanceof SurveyTriggerRunExpression) && trigger.setToName ? [trigger.setToName] : [];
}

/** `grid.row` and `list[0].name` lead into the answer of a question. */
const partOfAnother = (name: string, questions: ReadonlySet<string>): boolean => [...questions].some((question) => name.startsWith(`${question}.`) || name.startsWith(`${question}[`));
