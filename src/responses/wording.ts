import type { Value, Variable } from "../survey/codebook.ts";
import type { Address } from "./addresses.ts";
import { type Finder, finderOf, isChosen, RANKED, SEPARATORS, splitChoices, wordsAfter } from "./choices.ts";
import { likeness, plain } from "./likeness.ts";
import type { Reason, Unsure } from "./mapping.ts";
import { SURE } from "./match.ts";
import { missingCode, missingReason } from "./missing-words.ts";
import type { Profile } from "./profile.ts";
import { otherValue } from "./targets.ts";

/** What the values of one column mean: as much of a mapping as is about it. */
export interface Wording {
  readonly values: Readonly<Record<string, string | number>>;
  readonly missing: Readonly<Record<string, Reason>>;
  /** Words of choices were found that the code does not tell. */
  readonly labels: boolean;
  readonly others: boolean;
  readonly separator?: string;
  readonly unsure: readonly Unsure[];
  /** Values in the words of each language. */
  readonly spoken: { readonly "zh-cn": number; readonly en: number };
}

/** From this likeness on a value is taken for a choice. */
const ALIKE = 0.75;
/** Most doubtful values of one column that are told. */
const MOST_TOLD = 12;

const NONE: Wording = { values: {}, missing: {}, labels: false, others: false, unsure: [], spoken: { "zh-cn": 0, en: 0 } };

/** @param hasWords whether the questionnaire has a place for words beside “other” */
export function wordingOf(profile: Profile, { variable, code, value, isWords }: Address, hasWords: boolean): Wording {
  if (isWords || variable.kind === "text" || variable.kind === "date" || variable.kind === "file") return NONE;
  if (code !== undefined) return choiceWording(profile, variable, value, hasWords);
  const several = variable.kind === "multiple" || variable.kind === "ranking";
  const separator = several ? separatorOf(profile, variable) : undefined;
  const wording = new Words(profile.column, variable, hasWords && (several || variable.values.length > 0));
  for (const [word] of profile.values) for (const part of separator === undefined ? [word] : splitChoices(word, wording.find, separator).map((each) => each.word)) wording.add(part, several ? word : part);
  return { ...wording.wording(), ...(separator !== undefined && !known(separator, variable) ? { separator } : {}) };
}

const known = (separator: string, { kind }: Variable): boolean => separator === (kind === "ranking" ? RANKED : SEPARATORS);

/** The characters that cut most values into choices that the survey has. */
function separatorOf({ values }: Profile, variable: Variable): string {
  const find = finderOf(variable, true);
  const usual = variable.kind === "ranking" ? RANKED : SEPARATORS;
  const share = (separators: string): number => {
    const parts = [...values].flatMap(([cell, n]) => splitChoices(cell, find, separators).map(({ value }) => ({ value, n })));
    return parts.reduce((sum, { value, n }) => sum + (value ? n : 0), 0) - parts.reduce((sum, { value, n }) => sum + (value ? 0 : n / 4), 0);
  };
  return [usual, ",", "，", ",，", "、", "/"].map((separators) => ({ separators, n: share(separators) })).reduce((best, each) => (each.n > best.n ? each : best)).separators;
}

class Words {
  readonly find: Finder;
  readonly #column: string;
  readonly #variable: Variable;
  readonly #hasWords: boolean;
  readonly #codes: Finder;
  readonly #values: Record<string, string | number> = {};
  readonly #missing: Record<string, Reason> = {};
  readonly #unsure: Unsure[] = [];
  readonly #spoken = { "zh-cn": 0, en: 0 };
  readonly #unknown = new Map<string, { for: string; score: number }[]>();
  #labels = false;
  #after = false;

  constructor(column: string, variable: Variable, hasWords: boolean) {
    this.find = finderOf(variable, true);
    this.#codes = finderOf(variable, false);
    this.#column = column;
    this.#variable = variable;
    this.#hasWords = hasWords;
  }

  /** @param cell the whole cell, of which the word may be a part */
  add(word: string, cell: string): void {
    if (this.#codes(word)) return;
    const value = this.find(word);
    if (value) return this.#named(word, value);
    const reason = missingReason(word) ?? (this.#variable.values.length > 0 || this.#isOutside(word) ? missingCode(word) : undefined);
    if (reason !== undefined && word === cell) return this.#absent(word, reason);
    if (this.#variable.values.length > 0) this.#guess(word);
    else if (this.#variable.kind === "number" && !Number.isFinite(Number(word.normalize("NFKC")))) this.#unknown.set(word, []);
  }

  #named(word: string, { label }: Value): void {
    this.#labels = true;
    // Where a choice has one label for all languages, its letters tell which.
    if (label["zh-cn"] === label.en) this.#spoken[/\p{Script=Han}/u.test(word) ? "zh-cn" : "en"] += 1;
    else for (const locale of ["zh-cn", "en"] as const) if (plain(label[locale]) === plain(word)) this.#spoken[locale] += 1;
  }

  #isOutside(word: string): boolean {
    const { min, max } = this.#variable;
    const number = Number(word);
    return Number.isFinite(number) && (max === undefined ? number < (min ?? 0) : number > max || number < (min ?? -Infinity));
  }

  #absent(word: string, reason: Reason): void {
    this.#missing[word] = reason;
    if (missingReason(word) === undefined) this.#unsure.push({ column: this.#column, value: word, taken: reason, note: "a code that often says why there is no answer, and no answer here" });
  }

  #guess(word: string): void {
    const other = otherValue(this.#variable);
    if (this.#hasWords && other && wordsAfter(word, other) !== undefined) {
      this.#after = true;
      return;
    }
    const guesses = this.#variable.values.map(({ code, label }) => ({ for: code, score: Math.round(Math.max(...[word, withoutNumber(word)].flatMap((each) => [likeness(each, label["zh-cn"]), likeness(each, label.en)])) * 100) / 100 })).sort((a, b) => b.score - a.score);
    const [first, second] = guesses;
    // Two choices that are alike tell that neither is meant for sure.
    if (!first || first.score < ALIKE || (second !== undefined && second.score === first.score)) return void this.#unknown.set(word, guesses.filter(({ score }) => score >= 0.3).slice(0, 3));
    this.#values[word] = first.for;
    if (first.score < SURE) this.#unsure.push({ column: this.#column, value: word, taken: first.for, guesses: guesses.slice(0, 3).filter(({ score }) => score > 0), note: "worded in another way" });
  }

  wording(): Wording {
    const other = this.#hasWords && this.#unknown.size > 0;
    const told = [...this.#unknown].slice(0, MOST_TOLD).map(([value, guesses]): Unsure => ({ column: this.#column, value, guesses, note: "no choice of the survey; say in values what it means" }));
    return {
      values: this.#values,
      missing: this.#missing,
      labels: this.#labels || this.#after,
      others: other,
      unsure: [...this.#unsure, ...(other ? [{ column: this.#column, taken: "other", note: `${this.#unknown.size} values are no choice and taken for words beside “other”, such as “${[...this.#unknown.keys()][0] ?? ""}”` }] : told)],
      spoken: this.#spoken,
    };
  }
}

/** “2 - Rather bad”, “B. 比较差”, “②比较差”: the choice without its number. */
const withoutNumber = (word: string): string => word.replace(/^\s*[(（]?(?:\d{1,2}|[A-Za-z]|[①-⑳])\s*[)）.、．:：\-–]\s*/u, "");

/** One column per choice: what says neither yes nor no is told. */
function choiceWording(profile: Profile, variable: Variable, value: Value | undefined, hasWords: boolean): Wording {
  const missing: Record<string, Reason> = {};
  const unknown: string[] = [];
  for (const [word] of profile.values) {
    if (variable.kind === "ranking" ? /^\d{1,3}$/.test(word) : value !== undefined && isChosen(word, value, profile.column) !== undefined) continue;
    const reason = missingReason(word) ?? missingCode(word);
    if (reason === undefined) unknown.push(word);
    else missing[word] = reason;
  }
  const isOther = value !== undefined && value === otherValue(variable) && hasWords;
  const doubts: Unsure[] = isOther && unknown.length > 0
    ? [{ column: profile.column, taken: "other", note: `${unknown.length} values are taken for words beside “other”` }]
    : unknown.slice(0, MOST_TOLD).map((word) => ({ column: profile.column, value: word, note: "says neither that the choice was chosen nor that it was not" }));
  return { ...NONE, missing, others: isOther && unknown.length > 0, unsure: doubts };
}
