import { ConditionsParser, FunctionFactory, FunctionOperand, type Operand } from "survey-core";
import { type Place, type Rule, valueAt } from "./walk.ts";

/** Rules on logic: expressions that SurveyJS can read, with functions that it has (none of which asks anybody anything). */

/** Characters; longer ones take the parser noticeable time. */
const LONGEST = 5000;
/** Brackets in each other: the parser works by recursion. */
const DEEPEST = 30;
/** What reads the inside of the form: neither the collector nor a release could say what it was. */
const INNER = new Set(["propertyValue"]);

export const isExpression = ({ key, isData, parent }: Place): boolean => !isData && parent !== undefined && !Array.isArray(parent.value) && (/[a-z](If|Expression)$/.test(key) || key === "expression");

const parsed = new Map<string, Operand | undefined>();

/** The parts of an expression; nothing if it cannot be read. Kept, since a questionnaire repeats its conditions. */
export function parse(expression: string): Operand | undefined {
  if (parsed.size > 20_000) parsed.clear();
  if (!parsed.has(expression)) parsed.set(expression, new ConditionsParser().parseExpression(expression) ?? undefined);
  return parsed.get(expression);
}

export const wrongExpression: Rule = (place) => {
  const { value, path } = place;
  if (!isExpression(place) || value === null || value === undefined || value === "") return undefined;
  if (typeof value !== "string") return { path, what: "an expression is a text", fix: "write it in quotes, like \"{question} = 1\"" };
  if (value.length > LONGEST || depthOf(value) > DEEPEST) return { path, what: "this expression is too long or has too many brackets in each other", fix: "take it apart into calculatedValues" };
  const operand = parse(value);
  if (!operand) return { path, what: `this expression cannot be read: ${value.slice(0, 100)}`, fix: "write it as SurveyJS does, like \"{question} = 1 and {other} notempty\"" };
  const called = functionsOf(operand);
  const unknown = called.find((name) => !FunctionFactory.Instance.getAll().includes(name) || INNER.has(name));
  if (unknown !== undefined) return { path, what: `the function ${unknown}() is not available`, fix: `use one of: ${FunctionFactory.Instance.getAll().filter((name) => !INNER.has(name)).join(", ")}` };
  return undefined;
};

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of text) {
    if (character === "(" || character === "[") deepest = Math.max(deepest, ++depth);
    if (character === ")" || character === "]") depth--;
  }
  return Math.max(deepest, (text.match(/!|\bnegate\b/g) ?? []).length);
}

function functionsOf(operand: Operand): string[] {
  const all: Operand[] = [];
  operand.addOperandsToList(all);
  return all.flatMap((each: unknown) => (each instanceof FunctionOperand ? [String(valueAt(each, "originalValue"))] : []));
}

/** Names of the questions that an expression speaks of, in small letters as SurveyJS compares them, and without what follows the question's name. */
export function namesIn(expression: unknown): string[] {
  if (typeof expression !== "string" || expression.length > LONGEST) return [];
  const names: string[] = [];
  parse(expression)?.setVariables(names);
  return names.map((name) => name.replace(/^#/, "").toLowerCase());
}
