import type { Address } from "./addresses.ts";
import { finderOf, isChosen, RANKED, SEPARATORS, splitChoices } from "./choices.ts";
import { missingReason } from "./missing-words.ts";
import type { Profile } from "./profile.ts";

const CHOICE = { code: "other", label: { "zh-cn": "其他", en: "Other" } };

/** The share of a column's values, from 0 to 1, that can be answers to what it is matched with. */
export function fitOf(profile: Profile | undefined, address: Address): number {
  if (!profile || profile.n === 0) return 1;
  const could = couldBe(address, profile.column);
  let [n, fit] = [0, 0];
  for (const [word, times] of profile.values) {
    if (missingReason(word) !== undefined) continue;
    n += times;
    if (could(word)) fit += times;
  }
  return n === 0 ? 1 : fit / n;
}

function couldBe({ variable, code, value, isWords }: Address, column: string): (word: string) => boolean {
  if (variable.kind === "ranking" && code !== undefined) return (word) => /^\d{1,3}$/.test(word);
  if (code !== undefined) return (word) => value !== undefined && isChosen(word, value, column) !== undefined;
  // A column of ticks is about the choice, not about the words beside it.
  if (isWords) return (word) => isChosen(word, CHOICE, column) === undefined;
  const find = finderOf(variable, true);
  if (variable.kind === "multiple" || variable.kind === "ranking") return (word) => splitChoices(word, find, `${variable.kind === "ranking" ? RANKED : SEPARATORS},，、`).some((part) => part.value !== undefined);
  if (variable.values.length > 0) return (word) => find(word) !== undefined;
  return variable.kind === "number" ? (word) => Number.isFinite(Number(word)) : () => true;
}
