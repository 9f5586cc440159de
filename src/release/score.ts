import { alpha, omega } from "../stats/reliability.ts";
import type { ConstructReport } from "../query/files.ts";
import { type Codebook, type Construct, naColumn, variableOf, type Variable } from "../survey/codebook.ts";
import type { Cell, FlatRow } from "../survey/flatten.ts";

/** Construct scores, computed from the rows as they are released, so that they say nothing those don't. */

/**
 * Adds one number per construct: the mean of the items answered (reversed ones flipped on the item's range) where at
 * least half are answered, else none. Two decimals.
 */
export function withScores(codebook: Codebook, rows: readonly FlatRow[]): { codebook: Codebook; rows: FlatRow[]; reports: ConstructReport[] } {
  const scored = codebook.constructs.map((construct) => ({ construct, values: rows.map((row) => itemValues(codebook, construct, row)) }));
  const variables = codebook.constructs.map((construct) => scoreVariable(codebook, construct));
  const full = rows.map((row, i) => {
    const copy = { ...row };
    scored.forEach(({ construct, values }) => {
      const answered = (values[i] ?? []).filter((value) => value !== null);
      const enough = answered.length > 0 && answered.length * 2 >= construct.items.length;
      copy[construct.name] = enough ? Math.round((answered.reduce((sum, value) => sum + value, 0) / answered.length) * 100 + 1e-9) / 100 : null;
      copy[`${construct.name}__na`] = enough ? null : reasonOf(codebook, construct, row);
    });
    return copy;
  });
  return { codebook: { ...codebook, variables: [...codebook.variables, ...variables] }, rows: full, reports: scored.map(({ construct, values }) => report(construct, values)) };
}

/** Not asked where no item was. */
const reasonOf = (codebook: Codebook, { items }: Construct, row: FlatRow): Cell =>
  items.every((item) => row[naColumn(variableOf(codebook, item))] === "not_asked") ? "not_asked" : "no_answer";

function itemValues(codebook: Codebook, construct: Construct, row: FlatRow): (number | null)[] {
  return construct.items.map((name) => {
    const variable = variableOf(codebook, name);
    const value = numberOf(variable, row[variable.columns[0]?.name ?? name] ?? null);
    if (value === null || !construct.reversed.includes(name)) return value;
    const [low, high] = rangeOf(variable);
    return low + high - value;
  });
}

const numberOf = (variable: Variable, cell: Cell): number | null =>
  cell === null ? null : typeof cell === "number" ? cell : (variable.values.find((value) => value.code === cell)?.score ?? null);

function rangeOf(variable: Variable): [number, number] {
  const scores = variable.values.flatMap((value) => (value.missing || value.score === undefined ? [] : [value.score]));
  return scores.length > 0 ? [Math.min(...scores), Math.max(...scores)] : [variable.min ?? 0, variable.max ?? 0];
}

function scoreVariable(codebook: Codebook, construct: Construct): Variable {
  const ranges = construct.items.map((item) => rangeOf(variableOf(codebook, item)));
  return {
    name: construct.name,
    type: "construct",
    question: construct.id,
    path: [],
    kind: "number",
    label: construct.title,
    values: [],
    columns: [{ name: construct.name, type: "DOUBLE" }],
    role: "ordinary",
    construct: construct.id,
    step: 0.01,
    min: Math.min(...ranges.map(([low]) => low)),
    max: Math.max(...ranges.map(([, high]) => high)),
  };
}

/** Reliability over the people who answered every item (listwise), as R's psych reports it with `use = "complete"`. */
function report({ name }: Construct, values: readonly (readonly (number | null)[])[]): ConstructReport {
  const complete = values.flatMap((row) => {
    const full = row.filter((value) => value !== null);
    return full.length === row.length ? [full] : [];
  });
  const finite = (value: number): number | null => (Number.isFinite(value) ? Math.round(value * 1e6) / 1e6 : null);
  if (complete.length < 30) return { name, n: complete.length, alpha: null, omega: null };
  return { name, n: complete.length, alpha: finite(alpha(complete)), omega: finite(omega(complete)) };
}
