import { type Codebook, type Construct, naColumn, type Variable } from "../survey/codebook.ts";
import type { FlatRow } from "../survey/flatten.ts";
import { columnOf, reasonOf, scoreOf } from "./rows.ts";

/** The construct's items of every row as numbers, the reversed ones turned; null where not answered. */
export function itemScores(codebook: Codebook, construct: Construct, rows: readonly FlatRow[]): (number | null)[][] {
  const items = construct.items.map((name) => {
    const variable = codebook.variables.find((each) => each.name === name);
    if (!variable) throw new Error(`${construct.id} counts on ${name}, which is not released`);
    const scores = variable.values.flatMap((value) => value.score ?? []);
    const [low, high] = [variable.min ?? Math.min(...scores), variable.max ?? Math.max(...scores)];
    return { variable, turn: construct.reversed.includes(name) ? low + high : undefined };
  });
  return rows.map((row) =>
    items.map(({ variable, turn }) => {
      if (reasonOf(row, variable) !== null) return null;
      const answer = row[columnOf(variable)];
      const score = variable.kind === "number" && typeof answer === "number" ? answer : scoreOf(variable.values, answer);
      return score === undefined ? null : turn === undefined ? score : turn - score;
    }),
  );
}

/**
 * Adds one number per construct: the mean of the items answered if they are at least half.
 * @param step to which means are rounded: fine where rows are released; coarse where only counts of 10 and more are, or most
 * scores would be left out as too rare, and with them the ends of the scale
 */
export function addScores(codebook: Codebook, rows: readonly FlatRow[], step: 0.01 | 0.5): { codebook: Codebook; rows: FlatRow[] } {
  const added = codebook.constructs.map((construct) => ({ variable: scoreVariable(construct), scores: itemScores(codebook, construct, rows) }));
  return {
    codebook: { ...codebook, variables: [...codebook.variables, ...added.map(({ variable }) => variable)] },
    rows: rows.map((row, i) => {
      const wide: FlatRow = { ...row };
      for (const { variable, scores } of added) {
        const given = (scores[i] ?? []).filter((score) => score !== null);
        const enough = given.length > 0 && given.length * 2 >= (scores[i]?.length ?? 0);
        wide[variable.name] = enough ? Math.round((Math.round(given.reduce((sum, score) => sum + score, 0) / given.length / step) * step) * 100) / 100 : null;
        wide[naColumn(variable)] = enough ? null : "no_answer";
      }
      return wide;
    }),
  };
}

function scoreVariable({ id, name, title }: Construct): Variable {
  return { name, question: name, path: [name], type: "construct", kind: "number", label: title, values: [], columns: [{ name, type: "DOUBLE" }], role: "ordinary", construct: id };
}
