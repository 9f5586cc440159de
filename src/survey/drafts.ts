import type { Question } from "survey-core";
import type { Variable } from "./codebook.ts";
import { joined, NAME_LIMIT, slug } from "./names.ts";
import type { Study } from "./study.ts";
import type { Text } from "./text.ts";
import { labelOf } from "./values.ts";

/** What a question's place in the survey and the study add to what the question itself says. */
export interface Context {
  readonly study: Study | undefined;
  readonly where: string;
  /** Words beside “other” stand where the choice would stand, unless a question says otherwise. */
  readonly othersInline: boolean;
  /** What was left out or guessed is told here. */
  readonly note: (text: string) => void;
  /** What a question inside of another flattens to. */
  readonly inner: (question: Question, base: Base, context: Context) => Draft[];
}

/** Where one answer stands: in the answers, in the names of the data, and in what the study may call it. */
export interface Base {
  readonly type: string;
  readonly path: readonly string[];
  readonly label: Text;
  /** The question, or the question and the number of the entry that this stands in. */
  readonly head: string;
  readonly parts: readonly string[];
  readonly question: string;
  /** Names under which the study may speak of it, the most exact first. */
  readonly keys: readonly string[];
  readonly conditions: readonly string[];
  readonly required?: Variable["required"];
  readonly battery?: Variable["battery"];
  /** The entry of a repeated question that this stands in: how expressions call it, and how deep it is. */
  readonly entry?: { readonly called: string; readonly depth: number };
}

export type Draft = Omit<Variable, "columns" | "role" | "why" | "condition"> & { readonly keys: readonly string[]; readonly conditions: readonly string[]; readonly repeated: boolean };

/** Longest text that is stored where the questionnaire sets no limit, in characters. */
export const LONGEST = 4000;

export const nameOf = ({ head, parts }: Base): string => (parts.length === 0 ? slug(head, NAME_LIMIT) : joined(head, parts.join("__"), NAME_LIMIT));

/** A part of an answer: a row, an item, the words beside it. */
export function partOf(base: Base, part: string, changed: Partial<Base>): Base {
  return { ...base, parts: [...base.parts, part], keys: [...base.keys.map((key) => `${key}__${part}`), ...base.keys], ...changed };
}

type Said = Pick<Variable, "kind" | "values"> & Partial<Pick<Variable, "type" | "min" | "max" | "step" | "unit" | "length" | "unlisted" | "listed" | "property">>;

export function draft(base: Base, said: Said): Draft {
  const { type, path, label, question, keys, conditions, required, battery, entry } = base;
  return { type, path, label, name: nameOf(base), question, keys, conditions, repeated: entry !== undefined, ...(required ? { required } : {}), ...(battery ? { battery } : {}), ...said };
}

/** Whether and when SurveyJS insists on an answer. */
export function requiredOf({ isRequired, requiredIf }: Pick<Question, "isRequired" | "requiredIf">): Variable["required"] {
  if (typeof requiredIf === "string" && requiredIf !== "") return { if: requiredIf };
  return isRequired ? {} : undefined;
}

export function baseOf(question: Question, path: readonly string[], conditions: readonly string[]): Base {
  const required = requiredOf(question);
  return { type: question.getType(), path, label: labelOf(question.locTitle, question.name), head: question.name, parts: [], question: question.name, keys: [question.name], conditions, ...(required ? { required } : {}) };
}
