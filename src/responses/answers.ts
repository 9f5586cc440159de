import { isCount, isRangeEnd, type Variable } from "../survey/codebook.ts";
import { at } from "../survey/flatten.ts";
import { put, wrapped } from "../survey/put.ts";
import { rawOf } from "./cells.ts";
import { otherValue } from "./targets.ts";

/** Puts together the answers of one row, cell by cell. */

/** Most entries of a repeated question that a table can speak of. */
const MOST_ENTRIES = 1000;

/** Choices of one question that stand in columns of their own: in the order of their positions. */
export type Several = Map<Variable, { readonly code: string; readonly position: number }[]>;

export function placeSeveral(answers: object, several: Several): void {
  for (const [variable, choices] of several) {
    const codes = choices.sort((a, b) => a.position - b.position).map(({ code }) => variable.values.find((value) => value.code === code)?.raw ?? code);
    if (codes.length > 0) place(answers, variable, codes);
  }
  several.clear();
}

/** One cell of the table, where the questionnaire keeps it. */
export function place(answers: object, variable: Variable, value: unknown): void {
  if (isCount(variable)) return placeEntries(answers, variable, value);
  if (isRangeEnd(variable)) return placeEnd(answers, variable, value);
  if (!variable.listed) return put(answers, variable.path, wrapped(variable, value));
  // Words of one's own stand in the place of the choice, or beside others.
  const chosen = at({ ...answers }, variable.path);
  const others: readonly unknown[] = Array.isArray(chosen) ? chosen : [];
  put(answers, variable.path, Array.isArray(chosen) ? [...others, ...[wrapped(variable, [value])].flat()] : value);
}

/** Words beside “other” need the choice: it is made where the question would have no answer, or may have several. */
export function placeOther(answers: object, beside: Variable): void {
  const other = otherValue(beside);
  if (!other) return;
  const chosen = at({ ...answers }, beside.path);
  const several = beside.kind === "multiple" || beside.kind === "ranking";
  if (chosen === undefined) return place(answers, beside, several ? [rawOf(other)] : rawOf(other));
  if (!several || !Array.isArray(chosen)) return;
  const given: readonly unknown[] = chosen;
  const codes = given.map((item) => (beside.property !== undefined && typeof item === "object" && item !== null ? at({ ...item }, [beside.property]) : item));
  if (!codes.includes(rawOf(other))) place(answers, beside, [...codes, rawOf(other)]);
}

function placeEnd(answers: object, { path }: Variable, value: unknown): void {
  const pair = path.slice(0, -1);
  const known = at({ ...answers }, pair);
  const ends: unknown[] = Array.isArray(known) ? [...known] : [];
  ends[Number(path.at(-1))] = value;
  put(answers, pair, ends);
}

/** So many entries at least; what they say stands in other columns. Anything but a number is passed on to be refused. */
function placeEntries(answers: object, { path }: Variable, value: unknown): void {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 0 || n > MOST_ENTRIES) return put(answers, path, value);
  const known = at({ ...answers }, path);
  const list: readonly unknown[] = Array.isArray(known) ? known : [];
  if (n > 0) put(answers, path, Array.from({ length: Math.max(n, list.length) }, (_, i) => list[i] ?? {}));
}
