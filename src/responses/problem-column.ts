import { at } from "../survey/flatten.ts";
import { stepTo } from "./pointer.ts";
import type { Target } from "./targets.ts";

/** Which column of a table brought what a validator refuses. */

/** Where a variable stands in the answers, as a JSON pointer. */
export const pointerOf = (path: readonly string[]): string => path.map((key) => stepTo(/^\[(\d+)\]$/.exec(key)?.[1] ?? key)).join("");

/** The column whose answer stands nearest to the place; of several choices in columns of their own, the one that is meant. */
export function columnAt(pointer: string, targets: readonly Target[], answers: Readonly<Record<string, unknown>>): Target | undefined {
  const above = targets.map((target) => ({ target, path: pointerOf(target.variable.path) })).filter(({ path }) => pointer === path || pointer.startsWith(`${path}/`));
  const longest = Math.max(...above.map(({ path }) => path.length));
  const nearest = above.filter(({ path }) => path.length === longest).map(({ target }) => target);
  const value = valueAt(answers, pointer);
  return nearest.find(({ code }) => code === value) ?? nearest[0] ?? (pointer === "" ? undefined : targets.find(({ variable }) => pointerOf(variable.path).startsWith(`${pointer}/`)));
}

/** What stands at a JSON pointer, as text. */
export function valueAt(answers: Readonly<Record<string, unknown>>, pointer: string): string {
  const keys = pointer.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const value = keys.length === 0 ? undefined : at(answers, keys);
  return value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
