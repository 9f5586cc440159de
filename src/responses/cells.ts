import type { Value, Variable } from "../survey/codebook.ts";
import { type Finder, finderOf, isChosen, RANKED, SEPARATORS, splitChoices, wordsAfter } from "./choices.ts";
import type { Mapping, Reason } from "./mapping.ts";
import { namesOf, otherValue, type Target } from "./targets.ts";

/** What one cell says of the question that its column answers. */
export type Meaning =
  | { readonly kind: "nothing" }
  | { readonly kind: "reason"; readonly reason: Reason }
  /** As the questionnaire writes it; what it cannot mean stays as it is, for the validator to refuse. `words` stand beside the choice. */
  | { readonly kind: "answer"; readonly answer: unknown; readonly words?: string }
  /** One column per choice; a ranking holds the position from 1. */
  | { readonly kind: "choice"; readonly code: string; readonly position: number; readonly words?: string }
  | { readonly kind: "fault"; readonly reason: string };

const NOTHING: Meaning = { kind: "nothing" };
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Reads the cells of one column, blanks around aside. */
export function readerOf(target: Target, mapping: Mapping): (cell: string) => Meaning {
  const { variable, code, words } = target;
  const names = namesOf(target);
  const reasons = merged(mapping.missing, ...names.map((name) => mapping.missingIn[name]));
  const values = merged(...names.map((name) => mapping.values[name]));
  const find = finderOf(variable, mapping.labels);
  const others = names.some((name) => mapping.others.includes(name));
  const other = others || (mapping.labels && words) ? otherValue(variable) : undefined;
  const separators = names.map((name) => mapping.separators[name]).find((each) => each !== undefined);
  const own = (value: Value, word: string, said: string | undefined): Meaning => ({ kind: "answer", answer: rawOf(value), words: said ?? word });
  const single = (word: string): Meaning => {
    const value = find(word);
    if (value) return { kind: "answer", answer: rawOf(value) };
    const said = other && wordsAfter(word, other);
    if (other && (said !== undefined || others)) return own(other, word, said);
    return { kind: "answer", answer: variable.kind === "number" ? numberOf(word) : word };
  };
  const mean = code !== undefined ? choiceReader(target, code, others) : isSeveral(variable) ? (word: string) => several(word, variable, find, { separators, other, others }) : single;
  return (cell) => {
    const reason = reasons.get(cell);
    if (reason !== undefined) return { kind: "reason", reason };
    if (cell === "") return NOTHING;
    const said = values.get(cell);
    return mean(said === undefined ? cell : String(said));
  };
}

const isSeveral = ({ kind }: Variable): boolean => kind === "multiple" || kind === "ranking";

export const rawOf = (value: Value): unknown => value.raw ?? value.code;

function merged<Said>(...all: (Readonly<Record<string, Said>> | undefined)[]): Map<string, Said> {
  return new Map(all.flatMap((each) => Object.entries(each ?? {})));
}

/** Full-width digits are digits. */
function numberOf(word: string): unknown {
  const text = word.normalize("NFKC");
  return NUMBER.test(text) ? Number(text) : word;
}

function several(word: string, variable: Variable, find: Finder, { separators, other, others }: { separators: string | undefined; other: Value | undefined; others: boolean }): Meaning {
  const parts = splitChoices(word, find, separators ?? (variable.kind === "ranking" ? RANKED : SEPARATORS));
  const own = parts.flatMap(({ word: part, value }) => {
    const said = value || !other ? undefined : (wordsAfter(part, other) ?? (others ? part : undefined));
    return said === undefined ? [] : [{ part, said }];
  });
  const isOwn = (part: string): boolean => own.some((each) => each.part === part);
  const chosen = parts.map(({ word: part, value }) => (value ? rawOf(value) : isOwn(part) && other ? rawOf(other) : part));
  return { kind: "answer", answer: own.length > 0 ? [...new Set(chosen)] : chosen, ...(own.length > 0 ? { words: own.map(({ said }) => said).join("; ") } : {}) };
}

function choiceReader({ variable, column }: Target, code: string, others: boolean): (word: string) => Meaning {
  const index = variable.values.findIndex((value) => value.code === code);
  const value = variable.values[index];
  const isOther = value !== undefined && value === otherValue(variable);
  if (variable.kind === "ranking")
    return (word) => {
      const position = Number(word);
      if (position === 0) return NOTHING;
      return Number.isInteger(position) && position > 0 ? { kind: "choice", code, position } : { kind: "fault", reason: "this is no position in a ranking" };
    };
  return (word) => {
    const chosen = value && isChosen(word, value, column);
    if (chosen === true) return { kind: "choice", code, position: index };
    if (chosen === false) return NOTHING;
    return others && isOther ? { kind: "choice", code, position: index, words: word } : { kind: "fault", reason: "this says neither that the choice was chosen nor that it was not" };
  };
}
