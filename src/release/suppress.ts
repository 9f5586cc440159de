import { UserError } from "../error.ts";
import { type Codebook, isCategorical, naColumn, type Variable } from "../survey/codebook.ts";
import type { FlatRow } from "../survey/flatten.ts";
import { categoryOf, columnOf } from "./rows.ts";

/**
 * Local suppression: hides quasi-identifiers of single rows, never answers, until every class of equal
 * quasi-identifiers (*hidden* being a category of its own) has at least k rows, and every sensitive variable
 * keeps two answers in it after any one person is taken away.
 * Source of k-anonymity: Sweeney 2002; of the second rule: what a member of the class who knows his own answer could infer.
 */
export function suppress(codebook: Codebook, rows: readonly FlatRow[], k: number): FlatRow[] {
  const quasi = codebook.variables.filter((variable) => variable.role === "quasi");
  const sensitive = codebook.variables.filter((variable) => variable.role === "sensitive" && isCategorical(variable));
  if (quasi.length === 0) return rows.map((row) => ({ ...row }));
  const safe = (members: readonly FlatRow[]): boolean => members.length >= k && sensitive.every((variable) => staysMixed(members, variable));
  if (!safe(rows))
    throw new UserError(rows.length < k ? `${rows.length} answers are fewer than ${k}` : "even with everything hidden, a sensitive question has the same answer for nearly everybody", {
      where: codebook.survey,
      fix: rows.length < k ? "do not release this wave" : "leave the sensitive question out of the study, or release tables only (protect.microdata: withheld)",
      refusal: rows.length < k ? { code: "few-answers", n: rows.length, least: k } : { code: "all-alike" },
    });
  const done: FlatRow[] = [];
  let left: readonly FlatRow[] = rows;
  for (const hidden of subsets(quasi)) {
    const classes = [...classesOf(left.map((row) => hide(row, hidden)), quasi).values()];
    // Rows that already stand in a class with the same pattern of hiding may be joined.
    const existing = classesOf(done, quasi);
    left = [];
    const rest: FlatRow[] = [];
    for (const members of classes) {
      const first = members[0];
      const joined = first ? (existing.get(keyOf(first, quasi)) ?? []) : [];
      if (safe([...joined, ...members])) done.push(...members);
      else rest.push(...members);
    }
    left = rest.map((row) => originals.get(row) ?? row);
  }
  return left.length === 0 ? done : drawIn(done, left, quasi, safe);
}

/** What a hidden row was before, so that the next pattern starts from the whole row. */
const originals = new WeakMap<FlatRow, FlatRow>();

function hide(row: FlatRow, variables: readonly Variable[]): FlatRow {
  const copy: FlatRow = { ...row };
  for (const variable of variables) {
    copy[columnOf(variable)] = null;
    copy[naColumn(variable)] = "hidden";
  }
  originals.set(copy, row);
  return copy;
}

/** Everything is hidden for the rows left over; the smallest whole classes join them until they are safe together. */
function drawIn(done: readonly FlatRow[], left: readonly FlatRow[], quasi: readonly Variable[], safe: (members: readonly FlatRow[]) => boolean): FlatRow[] {
  const classes = [...classesOf(done, quasi)].sort((a, b) => a[1].length - b[1].length || (a[0] < b[0] ? -1 : 1));
  const allHidden = quasi.map(() => "?hidden").join("\u0001");
  let pool = [...left.map((row) => hide(row, quasi)), ...(classes.find(([key]) => key === allHidden)?.[1] ?? [])];
  const kept = classes.filter(([key]) => key !== allHidden);
  while (!safe(pool)) {
    const next = kept.shift();
    if (!next) throw new Error("hiding everything was safe before and must be now");
    pool = [...pool, ...next[1].map((row) => hide(row, quasi))];
  }
  return [...kept.flatMap(([, members]) => members), ...pool];
}

const keyOf = (row: FlatRow, quasi: readonly Variable[]): string => quasi.map((variable) => categoryOf(row, variable)).join("\u0001");

export function classesOf(rows: readonly FlatRow[], quasi: readonly Variable[]): Map<string, FlatRow[]> {
  const classes = new Map<string, FlatRow[]>();
  for (const row of rows) {
    const key = keyOf(row, quasi);
    const members = classes.get(key);
    if (members) members.push(row);
    else classes.set(key, [row]);
  }
  return classes;
}

/** Two answers remain whoever is taken away: the second most frequent is given twice, or a third exists. */
export function staysMixed(members: readonly FlatRow[], variable: Variable): boolean {
  const counts = new Map<string, number>();
  for (const row of members) {
    const category = categoryOf(row, variable);
    if (!category.startsWith("?")) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const sorted = [...counts.values()].sort((a, b) => b - a);
  return sorted.length >= 3 || (sorted[1] ?? 0) >= 2;
}

/** Subsets by size, smallest first: hiding one value is tried before hiding two. */
function subsets(variables: readonly Variable[]): Variable[][] {
  const all = Array.from({ length: 2 ** variables.length }, (_, bits) => variables.filter((_each, i) => (bits >> i) & 1));
  return all.sort((a, b) => a.length - b.length);
}
