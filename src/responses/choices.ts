import type { Value, Variable } from "../survey/codebook.ts";
import { plain } from "./likeness.ts";
import { otherValue } from "./targets.ts";

/** Finds the value that a word stands for: by its code, by the number that it is, or by its label in any language. */
export type Finder = (word: string) => Value | undefined;

const YES = new Set(["1", "true", "yes", "y", "是", "对"]);
const NO = new Set(["0", "false", "no", "n", "否", "不是"]);

/** @param labels whether words of choices count, whatever their width, case and blanks; words that two choices share do not */
export function finderOf(variable: Variable, labels: boolean): Finder {
  const { values, kind } = variable;
  const codes = new Map(values.map((value) => [value.code, value]));
  const numbers = new Map(values.flatMap((value) => (typeof value.raw === "number" ? [[value.raw, value] as const] : [])));
  const words = labels ? wordsOf(values) : undefined;
  const other = labels ? otherValue(variable) : undefined;
  const [yes, no] = kind === "boolean" ? ([true, false] as const).map((raw) => values.find((value) => value.raw === raw)) : [];
  return (word) => {
    const found = codes.get(word) ?? (/^[-+]?[\d.]+$/.test(word) ? numbers.get(Number(word)) : undefined) ?? words?.get(plain(word));
    if (found) return found;
    if (other && PROMPT.test(word)) return other;
    if (kind !== "boolean") return undefined;
    return YES.has(plain(word)) ? yes : NO.has(plain(word)) ? no : undefined;
  };
}

function wordsOf(values: readonly Value[]): Map<string, Value> {
  const found = new Map<string, Value | undefined>();
  for (const value of values)
    for (const word of new Set([plain(value.code), plain(value.label["zh-cn"]), plain(value.label.en)])) found.set(word, found.has(word) && found.get(word) !== value ? undefined : value);
  return new Map([...found].flatMap(([word, value]) => (value === undefined || word === "" ? [] : [[word, value] as const])));
}

/** What parts several choices in one cell, where the mapping does not say: semicolons, bars and line breaks. */
export const SEPARATORS = ";；|┋\n";
export const RANKED = `${SEPARATORS}→>`;

/**
 * Several choices in one cell, one after another. A separator that stands inside of a known choice parts nothing:
 * “apples, pears” is one where it is a choice.
 */
export function splitChoices(cell: string, find: Finder, separators: string): readonly { readonly word: string; readonly value: Value | undefined }[] {
  const cuts = [...cell].reduce<{ at: number; edges: number[] }>(({ at, edges }, letter) => ({ at: at + letter.length, edges: separators.includes(letter) ? [...edges, at] : edges }), { at: 0, edges: [] }).edges;
  const starts = [0, ...cuts.map((at) => at + 1)];
  const ends = [...cuts, cell.length];
  const parts: { word: string; value: Value | undefined }[] = [];
  for (let i = 0; i < starts.length; i += 1) {
    const word = (last: number): string => cell.slice(starts[i], ends[last]).trim();
    // No choice is longer than a few parts; a long text must not be tried against itself.
    const most = Math.min(ends.length - 1, i + 8);
    const last = Array.from({ length: most - i + 1 }, (_, n) => most - n).find((each) => find(word(each)) !== undefined) ?? i;
    if (word(last) !== "") parts.push({ word: word(last), value: find(word(last)) });
    i = last;
  }
  return parts;
}

/** “Other (please specify)”, “其他，请注明”: the choice as the form words it, without anything that a person wrote. */
const PROMPT = /^\s*(其他|其它|others?)\s*[^\p{L}\p{N}]*\s*((请|please|in words)[^:：]*|注明|specify|describe)?[^\p{L}\p{N}]*$/iu;

/** Whether a heading is about “other”: the choice, or the words beside it. */
export const isOtherWord = (part: string): boolean => /^\s*(其他|其它|others?)\s*($|[^\p{L}\p{N}]|请|please)/iu.test(part);

const OPENED = /^(.*?)\s*[〖【[(（:：_—-]+\s*(.+?)\s*[〗】\])）]*$/su;

/** “Other: by ship” or “其他〖船〗”: the words after the choice. */
export function wordsAfter(word: string, other: Value): string | undefined {
  if (PROMPT.test(word)) return undefined;
  const [, head = "", words] = OPENED.exec(word) ?? [];
  return [other.code, other.label["zh-cn"], other.label.en, "other", "其他", "其它"].some((each) => plain(each) === plain(head)) ? words : undefined;
}

const CHOSEN = new Set(["✓", "✔", "√", "☑", "■", "●", "x", "×", "selected", "checked", "quoted", "选中", "已选", "选择", "勾选"]);
const NOT_CHOSEN = new Set(["unselected", "notselected", "unchecked", "notchecked", "notquoted", "未选", "未选中", "未选择", "未勾选", "☐", "□", "○"]);

/** One column per choice: whether it was chosen; undefined if the cell says neither. */
export function isChosen(cell: string, { code, label }: Value, column: string): boolean | undefined {
  const word = plain(cell);
  if (word === "1" || word === "true") return true;
  if (word === "0" || word === "false") return false;
  if ([code, label["zh-cn"], label.en].some((each) => plain(each) === word)) return true;
  if (YES.has(word) || CHOSEN.has(word)) return true;
  if (NO.has(word) || NOT_CHOSEN.has(word)) return false;
  // The choice as the heading says it, where the survey words it in another way.
  return word.length > 1 && plain(column).replace(/\(\d+\)$/, "").endsWith(word) ? true : undefined;
}
