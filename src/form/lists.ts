import type { SurveyModel } from "survey-core";
import { type Locale, maybeText } from "../survey/text.ts";

/**
 * Long lists are handed to SurveyJS piece by piece, as they are looked through: of 10,000 choices it would draw each, and make
 * its list anew for every one of them (a minute of work for a list that nobody has opened).
 */

/** Choices from which on a list is long; and what its text and value are. */
const LONG = 500;
const LISTS = new Set(["dropdown", "tagbox"]);
/** What makes choices depend on answers, order or other questions: SurveyJS must hold them itself. */
const DEPENDENT = ["choicesVisibleIf", "choicesEnableIf", "choicesFromQuestion", "choicesOrder", "hideIfChoicesEmpty"];

interface Choice {
  readonly value: unknown;
  readonly text: unknown;
}
type LongLists = Map<string, readonly Choice[]>;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Takes long lists out of a definition. @returns the lists by the name of their question */
export function takeLongLists(definition: Record<string, unknown>, lists: LongLists = new Map()): LongLists {
  for (const key of ["pages", "elements", "questions"]) {
    const children = definition[key];
    if (Array.isArray(children)) for (const child of children) if (isRecord(child)) takeLongLists(child, lists);
  }
  const { type, name, choices } = definition;
  if (typeof type !== "string" || typeof name !== "string" || !LISTS.has(type) || !Array.isArray(choices) || choices.length < LONG || DEPENDENT.some((key) => key in definition)) return lists;
  const plain = choices.map((choice: unknown): Choice => (isRecord(choice) ? { value: choice["value"], text: choice["text"] ?? choice["value"] } : { value: choice, text: choice }));
  if (choices.some((choice: unknown) => isRecord(choice) && Object.keys(choice).some((key) => key !== "value" && key !== "text"))) return lists;
  lists.set(name, plain);
  delete definition["choices"];
  definition["choicesLazyLoadEnabled"] = true;
  definition["choicesLazyLoadPageSize"] = 50;
  return lists;
}

/** Serves the lists that were taken out, to whoever looks for a word or for what was chosen. */
export function serveLongLists(model: SurveyModel, lists: LongLists, locale: Locale): void {
  const textOf = ({ text, value }: Choice): string => maybeText(isRecord(text) ? text : String(text), String(value))[locale];
  model.onChoicesLazyLoad.add((_, { question, filter, skip, take, setItems }) => {
    const sought = String(filter ?? "").toLowerCase();
    const found = (lists.get(question.name) ?? []).filter((choice) => textOf(choice).toLowerCase().includes(sought));
    setItems(found.slice(skip, skip + take).map((choice) => ({ value: choice.value, text: textOf(choice) })), found.length);
  });
  model.onGetChoiceDisplayValue.add((_, { question, values, setItems }) => {
    const list = lists.get(question.name) ?? [];
    setItems(values.map((value: unknown) => textOf(list.find((choice) => choice.value === value) ?? { value, text: value })));
  });
}
