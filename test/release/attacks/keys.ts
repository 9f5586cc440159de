import { readFileSync } from "node:fs";
import { classOf, traitNames } from "./known.ts";
import type { Population } from "./population.ts";
import type { Read } from "./published.ts";

/** Takes whatever else stands in the files for a key: weights, marks, order, counts of what was hidden. */
export interface Keyed {
  /** Different weights. */
  readonly weights: number;
  /** Classes whose rows have different weights. */
  readonly split: number;
  /** Rows that lie before one that sorts first, by the published columns in their order. */
  readonly unsorted: number;
  /** Counts of hidden answers that are no multiple of 5, and marks given to fewer than ten. */
  readonly exact: number;
}

export function keys(population: Population, read: Read): Keyed {
  const { rows, codebook, manifest, methods } = read;
  const { weight } = codebook;
  const classes = weight === undefined ? [] : [...Map.groupBy(rows, classOf(traitNames(population))).values()].map((members) => new Set(members.map((row) => row[weight])).size);
  const hidden = readFileSync(read.path("log", "hidden.csv"), "utf8").trim().split("\n").slice(1).map((line) => Number(/,(\d+),[\d.]+$/.exec(line)?.[1] ?? 0));
  const marks = (methods.quality?.marks ?? []).map(({ n }) => n);
  return {
    weights: weight === undefined ? 0 : new Set(rows.map((row) => row[weight])).size,
    split: classes.filter((size) => size > 1).length,
    unsorted: unsorted(read),
    exact: [...hidden, ...manifest.hidden.map(({ cells }) => cells)].filter((n) => n % 5 !== 0).length + marks.filter((n) => n < 10).length,
  };
}

/** Rows stand in the order of what they say; whatever else an order held would be out of it somewhere. */
function unsorted({ rows, codebook }: Read): number {
  const ranks = codebook.variables.flatMap((variable) => {
    const answers = variable.values.filter(({ missing }) => missing === undefined).map(({ code }) => code);
    const reasons: unknown[] = [null, "not_asked", "no_answer", "dont_know", "refused", "hidden"];
    return [(row: (typeof rows)[number]) => reasons.indexOf(row[`${variable.name}__na`] ?? null), ...variable.columns.map(({ name, code }) => (row: (typeof rows)[number]): number => {
      const value = row[name] ?? null;
      if (variable.kind === "number") return value === null ? Number.NEGATIVE_INFINITY : Number(value);
      return value === null ? 1e6 : code === undefined ? answers.indexOf(String(value)) : Number(value);
    })];
  });
  let wrong = 0;
  for (let i = 1; i < rows.length; i++) {
    const [a, b] = [rows[i - 1], rows[i]];
    const decide = ranks.find((rank) => a && b && rank(a) !== rank(b));
    if (a && b && decide && decide(a) > decide(b)) wrong += 1;
  }
  return wrong;
}
