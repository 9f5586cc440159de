import type { Value, Variable } from "./codebook.ts";
import type { Named } from "./variables.ts";

/**
 * Questions of one name share one answer: SurveyJS shows the one or the other, and so they are one variable, asked where any
 * of them is. Only twins of one kind can be joined; what is left is refused as a collision of names.
 */
export function joinTwins(named: readonly Named[], note: (text: string) => void): Named[] {
  const joined = new Map<string, Named>();
  for (const each of named) {
    const key = JSON.stringify([each.variable.name, each.variable.path]);
    const first = joined.get(key);
    const both = first && join(first.variable, each.variable);
    if (both && both.path.length === 1) note(`“${both.question}” is asked more than once: its questions share one answer, and are one variable`);
    joined.set(first && !both ? `${key} ${joined.size}` : key, first && both ? { ...first, variable: both } : each);
  }
  return [...joined.values()];
}

/** Less what may differ between twins. */
const bare = ({ condition: _condition, required: _required, min: _min, max: _max, length: _length, ...rest }: Variable): Omit<Variable, "condition" | "required" | "min" | "max" | "length"> => rest;

/** Steps of a scale stand at the same place for both, or their order would be made up. */
const sameOrder = (a: Variable, b: Variable): boolean => a.kind !== "ordinal" || a.values.every(({ code, score }) => b.values.every((other) => other.code !== code || other.score === score));

function join(a: Variable, b: Variable): Variable | undefined {
  if (a.kind !== b.kind || a.role !== b.role || a.property !== b.property || (a.values.length === 0) !== (b.values.length === 0) || !sameOrder(a, b)) return undefined;
  const known = new Set(a.values.map(({ code }) => code));
  const values: Value[] = [...a.values, ...b.values.filter(({ code }) => !known.has(code))];
  const named = new Set(a.columns.map(({ name }) => name));
  return {
    ...bare(a),
    values,
    columns: [...a.columns, ...b.columns.filter(({ name }) => !named.has(name))],
    ...(a.condition === undefined || b.condition === undefined ? {} : { condition: a.condition === b.condition ? a.condition : `(${a.condition}) or (${b.condition})` }),
    ...(a.min === undefined || b.min === undefined ? {} : { min: Math.min(a.min, b.min) }),
    ...(a.max === undefined || b.max === undefined ? {} : { max: Math.max(a.max, b.max) }),
    ...(a.length === undefined || b.length === undefined ? {} : { length: Math.max(a.length, b.length) }),
    ...(a.required && b.required && JSON.stringify(a.required) === JSON.stringify(b.required) ? { required: a.required } : {}),
  };
}
