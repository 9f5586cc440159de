import { UserError } from "../error.ts";
import { type Codebook, isCategorical, naColumn, type Value, type Variable } from "../survey/codebook.ts";
import type { FlatRow } from "../survey/flatten.ts";
import type { Band, Study } from "../survey/study.ts";
import { columnOf } from "./rows.ts";

/** Coarsens before anything is hidden: bands of numbers, values released as one, and what is never released at all. */
export interface Generalised {
  readonly codebook: Codebook;
  readonly rows: FlatRow[];
  /** What was coarsened or left out, in words. */
  readonly log: readonly { readonly variable: string; readonly done: string }[];
}

export function generalise(codebook: Codebook, rows: readonly FlatRow[], study: Study): Generalised {
  const log: { variable: string; done: string }[] = [];
  const changed = rows.map((row) => ({ ...row }));
  const variables = codebook.variables.map((variable) => {
    if (variable.role === "identifier" || variable.role === "open" || ["text", "date", "file"].includes(variable.kind)) {
      log.push({ variable: variable.name, done: variable.role === "identifier" ? "identifier: not released" : "text: not released, only whether it was answered" });
      for (const row of changed) for (const column of variable.columns) delete row[column.name];
      return { ...variable, columns: [], values: [] };
    }
    const band = bandOf(study, variable);
    if (band) {
      log.push({ variable: variable.name, done: "released in bands" });
      return Array.isArray(band) ? cut(variable, band, changed) : merge(variable, band, changed);
    }
    if (variable.kind === "number" && variable.role === "quasi")
      throw new UserError(`“${variable.name}” is a number that others may know, without bands`, { where: `${codebook.survey}/study.json`, fix: `add "bands": {"${variable.name}": [0, 10, 20]}, or say in "roles" why it is ordinary` });
    if (variable.role === "quasi" && !isCategorical(variable))
      throw new UserError(`“${variable.name}” cannot be a quasi-identifier: it has no single value`, { where: `${codebook.survey}/study.json`, fix: "ask it as a single choice, or give it another role" });
    return variable;
  });
  // An identifier says nothing even by being answered.
  const kept = variables.filter((variable) => variable.role !== "identifier");
  for (const variable of variables) if (variable.role === "identifier") for (const row of changed) delete row[naColumn(variable)];
  return { codebook: { ...codebook, variables: kept }, rows: changed, log };
}

function bandOf(study: Study, variable: Variable): Band | undefined {
  return study.bands[variable.name] ?? study.bands[variable.path.join("__")] ?? study.bands[variable.question];
}

function cut(variable: Variable, edges: readonly number[], rows: FlatRow[]): Variable {
  const sorted = [...edges].sort((a, b) => a - b);
  const first = sorted[0] ?? 0;
  const codeOf = (value: number): string => (value < first ? `lt${first}` : `b${sorted.filter((edge) => edge <= value).length}`);
  const column = columnOf(variable);
  const values: Value[] = sorted.map((edge, i) => {
    const next = sorted[i + 1];
    return {
      code: `b${i + 1}`,
      score: i + 1,
      label: next === undefined ? { "zh-cn": `${edge} 及以上`, en: `${edge} or more` } : { "zh-cn": `${edge} 至不足 ${next}`, en: `${edge} to under ${next}` },
    };
  });
  // Listed wherever the question allows it: listed only where it occurs, the codebook would say that it does.
  const below = variable.min === undefined ? first > 0 || rows.some((row) => typeof row[column] === "number" && row[column] < first) : variable.min < first;
  for (const row of rows) {
    const value = row[column];
    if (typeof value === "number") row[column] = codeOf(value);
  }
  const { min: _min, max: _max, step: _step, ...rest } = variable;
  return {
    ...rest,
    kind: "ordinal",
    values: below ? [{ code: `lt${first}`, score: 0, label: { "zh-cn": `不足 ${first}`, en: `Under ${first}` } }, ...values] : values,
    columns: [{ name: column, type: "VARCHAR" }],
  };
}

function merge(variable: Variable, { groups }: Extract<Band, { groups: unknown }>, rows: FlatRow[]): Variable {
  const column = columnOf(variable);
  const into = new Map(groups.flatMap((group) => group.values.map((code) => [code, group.code] as const)));
  for (const row of rows) {
    const value = row[column];
    if (value !== null && value !== undefined) row[column] = into.get(String(value)) ?? String(value);
  }
  const left = variable.values.filter((value) => !value.missing && !into.has(value.code));
  const values: Value[] = [...groups.map((group, i) => ({ code: group.code, label: group.label, score: i + 1 })), ...left];
  return { ...variable, kind: variable.kind === "single" ? "single" : "ordinal", values: [...values, ...variable.values.filter((value) => value.missing)], columns: [{ name: column, type: "VARCHAR" }] };
}
