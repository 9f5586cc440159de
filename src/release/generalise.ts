import { UserError } from "../error.ts";
import { bandOf, coarse } from "../survey/bands.ts";
import { type Codebook, isCategorical, naColumn, type Variable } from "../survey/codebook.ts";
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
      return coarsened(variable, band, changed);
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

function coarsened(variable: Variable, band: Band, rows: FlatRow[]): Variable {
  const column = columnOf(variable);
  const { kind, values, codeOf } = coarse(variable, band, (first) => rows.some((row) => typeof row[column] === "number" && row[column] < first));
  const cuts = Array.isArray(band);
  for (const row of rows) {
    const value = row[column];
    if (cuts ? typeof value === "number" : value !== null && value !== undefined) row[column] = codeOf(typeof value === "number" ? value : String(value));
  }
  const { min, max, step, ...rest } = variable;
  const bounds = cuts ? {} : { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(step === undefined ? {} : { step }) };
  return { ...rest, ...bounds, kind, values, columns: [{ name: column, type: "VARCHAR" }] };
}
