import type { Codebook, Value, Variable } from "../survey/codebook.ts";
import type { Text } from "../survey/text.ts";
import { isBeside, targetOf } from "./targets.ts";

/** Something that a column may answer: a variable, or one choice of it. */
export interface Address {
  /** As a mapping calls it. */
  readonly name: string;
  readonly variable: Variable;
  readonly code?: string;
  readonly value?: Value;
  /** Number of the question in the survey, from 1. */
  readonly number: number;
  /** Place among the rows or choices of the question, from 1; 0 where it is the question itself. */
  readonly position: number;
  /** Names under which a tool may know it, made alike by `codeForm`. */
  readonly codes: readonly string[];
  /** Names by its place, such as “Q2_1”, which say less. */
  readonly places: readonly string[];
  /** The last of these names alone: a row or a choice without its question. */
  readonly tail: string | undefined;
  /** The question in each language. */
  readonly questions: readonly string[];
  /** The row or choice in each language; none where it is the question itself. */
  readonly parts: readonly string[];
  /** Words beside a choice. */
  readonly isWords: boolean;
}

/** A name as other tools vary it: “Q1[SQ001]”, “Q1.SQ001” and “q1__sq001” are one. */
export const codeForm = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_|_$/g, "");

const both = (text: Text): string[] => [...new Set([text["zh-cn"], text.en])];

/** Everything in a survey that a column may answer, in the order asked. */
export function addressesOf(codebook: Codebook): Address[] {
  const numbers = new Map<string, number>();
  const positions = new Map<string, number>();
  const next = (key: string, counts: Map<string, number>): number => {
    const n = (counts.get(key) ?? 0) + 1;
    counts.set(key, n);
    return n;
  };
  const readable = (name: string, path: string): string => {
    const found = /v_[0-9a-f]{8}/.test(name) ? targetOf(codebook, path) : undefined;
    return found && targetOf(codebook, name)?.variable === found.variable ? path : name;
  };
  return codebook.variables.flatMap((variable) => {
    const top = (variable.path[0] ?? "").replace(/-(Comment|total)$/, "");
    const number = numbers.get(top) ?? numbers.size + 1;
    numbers.set(top, number);
    const position = variable.battery && !isBeside(variable) ? next(variable.battery.name, positions) : 0;
    const whole = wholeOf(variable, number, position);
    return [whole, ...choicesOf(variable, number, whole)].map((address) => ({ ...address, name: readable(address.name, [...variable.path, ...(address.code === undefined ? [] : [address.code])].join("__")) }));
  });
}

function wholeOf(variable: Variable, number: number, position: number): Address {
  const { name, path, battery, label } = variable;
  const joined = path.join("_");
  const byPlace = battery && position > 0 ? [`${battery.name}_${position}`] : [];
  return {
    name, variable, number, position,
    codes: [name, joined, ...(battery ? [] : [variable.question])].map(codeForm),
    places: byPlace.map(codeForm),
    tail: path.length > 1 ? codeForm(path.at(-1) ?? "") : undefined,
    questions: battery ? both(battery.label) : both(label),
    parts: battery ? both(label) : [],
    isWords: isBeside(variable),
  };
}

function choicesOf(variable: Variable, number: number, whole: Address): Address[] {
  if (variable.kind !== "multiple" && variable.kind !== "ranking") return [];
  return variable.values.map((value, i): Address => {
    const { code } = value;
    const joined = `${variable.path.join("__")}__${code}`;
    // A choice that says why there is no answer has no column of its own in a release, and may have one here.
    const name = variable.columns.find((column) => column.code === code)?.name ?? joined;
    return {
      name, variable, code, value, number, position: i + 1,
      codes: [name, joined].map(codeForm),
      places: [codeForm(`${variable.path.join("_")}_${i + 1}`)],
      tail: codeForm(code),
      questions: whole.parts.length > 0 ? whole.questions.flatMap((question) => whole.parts.map((part) => `${question} ${part}`)) : whole.questions,
      parts: both(value.label),
      isWords: false,
    };
  });
}
