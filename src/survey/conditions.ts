import { ConditionRunner, PanelModelBase, type Question, SurveyModel, SurveyTriggerVisible } from "survey-core";
import type { Codebook } from "./codebook.ts";

export type Answers = Readonly<Record<string, unknown>>;

/** Says of each variable, by its place in the codebook, whether it was asked given the answers. */
export type Asked = (answers: Answers) => (index: number) => boolean;

/** Compiles every condition of a codebook once; each distinct condition runs at most once per response. */
export const askedBy = (codebook: Codebook): Asked => holds(codebook.variables.map(({ condition }) => condition));

/** Whether each of several expressions holds; one that is absent always does. */
export function holds(conditions: readonly (string | undefined)[]): Asked {
  const distinct = [...new Set(conditions.flatMap((condition) => condition ?? []))];
  const runners = distinct.map((condition) => new ConditionRunner(condition));
  const which = conditions.map((condition) => (condition === undefined ? -1 : distinct.indexOf(condition)));
  return (answers) => {
    const results: (boolean | undefined)[] = [];
    return (index) => {
      const at = which[index] ?? -1;
      if (at < 0) return true;
      return (results[at] ??= runners[at]?.runValues({ ...answers }) ?? true);
    };
  };
}

/** Conditions of a question and of all that it stands in, the outermost first. */
export function conditionsOf(question: Question): string[] {
  const parts: string[] = [];
  let element: Element | null = question;
  while (element) {
    parts.unshift(...own(element, question.survey));
    const parent: unknown = element.parent;
    element = parent instanceof PanelModelBase ? parent : null;
  }
  return parts;
}

interface Element {
  readonly name: string;
  readonly visible: boolean;
  readonly visibleIf?: string;
  readonly clearIfInvisible?: string;
  readonly parent?: unknown;
}

/** What never holds. */
const NEVER = "1 = 2";

/** A condition, a trigger that shows it, or the plain word that it is not shown. What is kept though nobody sees it holds what the form works out. */
function own({ name, visible, visibleIf, clearIfInvisible }: Element, survey: unknown): string[] {
  if (visibleIf) return [visibleIf];
  const triggers: readonly unknown[] = survey instanceof SurveyModel ? survey.triggers : [];
  const shown = triggers.flatMap((each) => (each instanceof SurveyTriggerVisible && [...each.pages, ...each.questions].includes(name) && each.expression ? [each.expression] : []));
  if (shown.length > 0) return [shown.map((each) => `(${each})`).join(" or ")];
  return visible || clearIfInvisible === "none" ? [] : [NEVER];
}

/** No condition and no trigger ever shows it, or what it stands in. */
export const isNeverShown = (question: Question): boolean => conditionsOf(question).includes(NEVER);

/** Several conditions as one expression. */
export const allOf = (conditions: readonly string[]): string | undefined =>
  conditions.length === 0 ? undefined : conditions.length === 1 ? conditions[0] : conditions.map((part) => `(${part})`).join(" and ");

/** How SurveyJS's expressions call a place in the answers: `visits[0].shop`. */
export const called = (path: readonly string[]): string => path.reduce((name, key) => (name === "" ? key : /^\[\d+\]$/.test(key) ? name + key : `${name}.${key}`), "");

/** Where a row or a repeated entry stands, for what its conditions say of “this row”. */
export interface Entry {
  /** The row or entry itself. */
  readonly self: string;
  /** The repeated question, and the number of the entry from 0. */
  readonly list?: string;
  readonly index?: number;
  /** Value of a fixed row. */
  readonly item?: string;
  /** The entry around a repeated question that stands in another. */
  readonly outer?: string | undefined;
}

/** A condition that speaks of its own row or panel, said so that it holds for the whole answers. */
export function within(condition: string, { self, list, index, item, outer }: Entry): string {
  let said = condition.replaceAll(/\{\s*(?:row|panel)\./g, `{${self}.`);
  if (outer !== undefined) said = said.replaceAll(/\{\s*parent(?:Row|Panel)\./gi, `{${outer}.`);
  if (item !== undefined) said = said.replaceAll(/\{\s*(?:item|rowValue|rowName)\s*\}/g, JSON.stringify(item));
  if (list === undefined || index === undefined) return said;
  return said
    .replaceAll(/\{\s*prev(?:Row|Panel)\./g, `{${list}[${index - 1}].`)
    .replaceAll(/\{\s*next(?:Row|Panel)\./g, `{${list}[${index + 1}].`)
    .replaceAll(/\{\s*rowIndex\s*\}/g, String(index + 1))
    .replaceAll(/\{\s*(?:panelIndex|visiblePanelIndex)\s*\}/g, String(index));
}
