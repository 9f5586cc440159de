import { answerValues, type Codebook, type Variable } from "../survey/codebook.ts";
import { isEntry, isWithheld } from "../survey/forms.ts";
import type { Item } from "./measure.ts";

/**
 * Variables of which something can be found: what was asked for its answer. Who answers is no finding, nor are weights and
 * marks, nor the third entry of a list.
 */
export const askedOf = (codebook: Codebook): Variable[] =>
  codebook.variables.filter((variable) => (variable.role === "ordinary" || variable.role === "sensitive") && variable.type !== "weight" && variable.type !== "quality" && variable.name !== codebook.weight && !isWithheld(variable) && !isEntry(variable));

export const isIndex = (variable: Variable): boolean => variable.construct !== undefined;

export const isOrdered = (variable: Variable): boolean => !isIndex(variable) && (variable.kind === "ordinal" || variable.kind === "rating") && sidesOf(variable).length === 2;

/** The answers above and below the middle of an ordered scale, which itself belongs to neither. */
export function sidesOf(variable: Variable): Item[] {
  const values = answerValues(variable).filter(({ score }) => score !== undefined);
  const scores = values.flatMap(({ score }) => score ?? []);
  const middle = (Math.min(...scores) + Math.max(...scores)) / 2;
  const side = (upper: boolean): Item => ({ as: "side", variable, upper, codes: values.filter(({ score = middle }) => (upper ? score > middle : score < middle)).map(({ code }) => code) });
  return [side(true), side(false)].filter(({ codes }) => codes.length > 0);
}

/** One item for each answer that can be chosen, or ranked first. */
export const choicesOf = (variable: Variable): Item[] => answerValues(variable).map(({ code }): Item => ({ as: variable.kind === "ranking" ? "first" : "choice", variable, codes: [code] }));

export const meanItem = (variable: Variable): Item => ({ as: isIndex(variable) ? "index" : "amount", variable, codes: [] });

/** What two findings may not share: the question, the battery, the construct. An index speaks of its items. */
export function topicsOf(codebook: Codebook, variable: Variable): string[] {
  const construct = codebook.constructs.find(({ name }) => name === variable.name);
  const own = ({ battery, question, name }: Variable): string => battery?.name ?? question ?? name;
  if (construct) return [construct.id, ...codebook.variables.filter(({ name }) => construct.items.includes(name)).map(own)];
  return [own(variable), ...codebook.constructs.filter(({ items }) => items.includes(variable.name)).map(({ id }) => id)];
}
