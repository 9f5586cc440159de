import { Ajv, type ErrorObject } from "ajv";
import type { Codebook } from "../survey/codebook.ts";
import { stepTo } from "./pointer.ts";
import { schemaOf } from "./schema.ts";

export interface Problem {
  /** JSON Pointer into the answers. */
  readonly pointer: string;
  readonly detail: string;
}

/**
 * From so many variables on, all that is wrong is looked for: a check that stops at the first fault nests one level deeper for
 * each question, and at 2,000 of them it no longer fits on the stack.
 */
const MANY = 300;

/**
 * Compiles a validator from a codebook: only what the questionnaire can hold passes. What its logic would not have asked is
 * not refused, for server and phone may disagree about what is visible; `flags.ts` tells it.
 */
export function compileValidator(codebook: Codebook): (answers: unknown) => Problem[] {
  const validate = new Ajv({ allErrors: codebook.variables.length > MANY, strict: false, strictNumbers: true, ownProperties: true, allowUnionTypes: true, keywords: [WITHIN, WRITTEN, DISTINCT] }).compile(schemaOf(codebook));
  return (answers) => (validate(answers) ? [] : (validate.errors ?? []).slice(0, 20).map(problem));
}

/*
 * Where all that is wrong is looked for, a keyword is asked about values that another has refused, of any size: each of these takes
 * time in proportion to it, and no more of the stack the deeper it is nested.
 */

/** Longest number in words, in characters, and what it looks like. */
const LONGEST_NUMBER = 40;
const NUMBER = /^\s*-?\d*\.?\d+(e-?\d+)?\s*$/;

/** A number within bounds, also where a masked input hands it over as text. */
const WITHIN = {
  keyword: "within",
  compile: ([low, high]: readonly [number, number]) => (value: unknown) => {
    const number = typeof value === "string" && value.length <= LONGEST_NUMBER && NUMBER.test(value) ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) && number >= low && number <= high;
  },
  error: { message: "is outside of what can be answered" },
};

/** Deeper than anything that an expression works out is nested. */
const DEEPEST = 100;

/** Text, or whatever else stands for it, of so many characters at most. */
const WRITTEN = {
  keyword: "written",
  compile: (most: number) => (value: unknown) => (typeof value === "string" ? isWithin(value, most) : isPlain(value, DEEPEST) && JSON.stringify(value).length <= most),
  error: { message: "is too long, nested too deeply or without end" },
};

/** Not too deep, and without numbers like 1e400, which are read as infinite and written as null. */
const isPlain = (value: unknown, levels: number): boolean =>
  typeof value === "number" ? Number.isFinite(value) : typeof value !== "object" || value === null || (levels > 0 && Object.values(value).every((each) => isPlain(each, levels - 1)));

/** Each choice once. Ajv's own keyword compares all pairs, and whatever they hold; choices are texts, numbers or truth values. */
const DISTINCT = {
  keyword: "distinct",
  type: "array",
  compile: () => (values: readonly unknown[]) => new Set(values).size === values.length,
  error: { message: "holds a choice twice" },
} as const;

/** Characters as people count them: one that takes two units of UTF-16 is one. */
const isWithin = (text: string, most: number): boolean => text.length <= most || (text.length <= 2 * most && [...text].length <= most);

function problem(error: ErrorObject): Problem {
  const extra: unknown = error.params["additionalProperty"];
  const pointer = typeof extra === "string" ? `${error.instancePath}${stepTo(extra, 60)}` : error.instancePath;
  const detail = typeof extra === "string" ? "the questionnaire asks no such question" : error.keyword === "enum" ? "this is not one of the choices" : (error.message ?? "is not valid");
  return { pointer, detail };
}
