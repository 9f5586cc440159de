import { planFigures } from "../chart/plan.ts";
import { EXPLORER } from "../i18n/explorer.ts";
import { type Derived, recodedName, SEPARATOR } from "../query/derive.ts";
import { answerValues, type Codebook, isCategorical, type Variable } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";

/** What a select offers, grouped. */
export interface Group {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Whole batteries first, then each variable under its battery. */
export function questionGroups(codebook: Codebook, locale: Locale, derived: readonly Derived[] = []): Group[] {
  const words = EXPLORER[locale].ask;
  const names = new Set(codebook.variables.map(({ name }) => name));
  const together = planFigures(codebook).filter(({ id }) => !names.has(id)).map(({ id, heading }) => ({ value: id, label: heading[locale] }));
  return [...(together.length > 0 ? [{ label: words.together, options: together }] : []), ...variableGroups(codebook, locale, (variable) => variable.name !== codebook.weight), ...derivedGroups(codebook, derived, locale)];
}

/** Variables made while looking: those that a person recoded, then each choice of several. */
export function derivedGroups(codebook: Codebook, derived: readonly Derived[], locale: Locale): Group[] {
  const words = EXPLORER[locale].recode;
  const recoded = derived.filter(({ variable, from }) => variable.name === recodedName(from)).map(({ variable }) => ({ value: variable.name, label: variable.label[locale] }));
  const several = codebook.variables.flatMap(({ name, label }) => {
    const options = derived.filter(({ variable, from }) => from === name && variable.name !== recodedName(from)).map(({ variable }) => ({ value: variable.name, label: variable.label[locale].slice(label[locale].length + SEPARATOR.length) }));
    return options.length === 0 ? [] : [{ label: words.choiceOf(label[locale]), options }];
  });
  return [...(recoded.length > 0 ? [{ label: words.group, options: recoded }] : []), ...several];
}

/** Variables that pass, under their battery, in the order asked. */
export function variableGroups(codebook: Codebook, locale: Locale, passes: (variable: Variable) => boolean): Group[] {
  const words = EXPLORER[locale].ask;
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const variable of codebook.variables.filter(passes)) {
    const label = variable.construct ? words.indices : (variable.battery?.label[locale] ?? words.alone);
    groups.set(label, [...(groups.get(label) ?? []), { value: variable.name, label: named(variable, locale) }]);
  }
  return [...groups].map(([label, options]) => ({ label, options }));
}

/** The short name first, where the study gives one: a list on a phone is cut off at its right edge. */
const named = ({ short, label }: Variable, locale: Locale): string => (short ? `${short[locale]} · ${label[locale]}` : label[locale]);

/** Anything with one value a person, or one choice alone: what was written has as many values as people. */
export const canSplit = (variable: Variable): boolean => variable.columns.length === 1 && (isCategorical(variable) || variable.kind === "number");

export const canFilter = (variable: Variable): boolean => variable.columns.length > 0 && answerValues(variable).length > 0;

/** Fills a select with those options that hold every word looked for; the chosen one always stays. */
export function fill(select: HTMLSelectElement, groups: readonly Group[], { chosen = "", find = "", none }: { chosen?: string; find?: string; none?: string } = {}): number {
  const wanted = find.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (text: string): boolean => wanted.every((word) => text.toLowerCase().includes(word));
  let shown = 0;
  const children = groups.flatMap(({ label, options }) => {
    const kept = options.filter((option) => option.value === chosen || matches(`${label} ${option.label} ${option.value}`));
    shown += kept.filter((option) => matches(`${label} ${option.label} ${option.value}`)).length;
    if (kept.length === 0) return [];
    return [make("optgroup", { label }, ...kept.map((option) => make("option", { value: option.value }, option.label)))];
  });
  select.replaceChildren(...(none === undefined ? [] : [make("option", { value: "" }, none)]), ...children);
  select.value = chosen;
  return shown;
}
