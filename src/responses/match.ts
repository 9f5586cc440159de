import { type Address, codeForm } from "./addresses.ts";
import { isOtherWord } from "./choices.ts";
import { fitOf } from "./fit.ts";
import type { Heading } from "./headings.ts";
import { likeness } from "./likeness.ts";
import type { Profile } from "./profile.ts";
import { type Reading, readingsOf } from "./readings.ts";
import { otherValue } from "./targets.ts";

/** A column, what it most likely answers, and how like the two are, from 0 to 1. */
export interface Match {
  readonly column: string;
  readonly address: Address;
  readonly score: number;
}

/** From this likeness on a column is mapped; below it is a guess for a person to judge. */
export const TAKEN = 0.7;
/** From this likeness on nobody needs to look. */
export const SURE = 0.9;
const GUESSED = 0.35;

/** Scores by what speaks for a match. A name or a text that is the same is 1, less what its values lack. */
const BY = { place: 0.9, tail: 0.9, end: 0.92, number: 0.72, part: 0.8 };
/** Shortest name that counts where it is the end of a longer one. */
const ENDING = 5;

/** Each column and each question is matched once at most, the likeliest first. */
export function matchColumns(headings: readonly Heading[], profiles: readonly Profile[], addresses: readonly Address[]): { matches: Match[]; guesses: Map<string, Match[]> } {
  const tails = new Map<string, number>();
  for (const { tail } of addresses) if (tail !== undefined) tails.set(tail, (tails.get(tail) ?? 0) + 1);
  const all = headings.flatMap((heading, i) => {
    const readings = readingsOf(heading);
    const code = codeForm(heading.name);
    return addresses.flatMap((address): Match[] => {
      const base = Math.max(byName(code, address, tails), ...readings.map((reading) => byWords(reading, address)));
      const score = base < GUESSED ? 0 : base * (0.75 + 0.25 * fitOf(profiles[i], address));
      return score < GUESSED ? [] : [{ column: heading.name, address, score: Math.round(score * 100) / 100 }];
    });
  });
  const order = new Map(headings.map(({ name }, i) => [name, i]));
  const sorted = all.sort((a, b) => b.score - a.score || (order.get(a.column) ?? 0) - (order.get(b.column) ?? 0) || a.address.number - b.address.number || a.address.position - b.address.position);
  const taken = assigned(sorted.filter(({ score }) => score >= TAKEN));
  const guesses = new Map<string, Match[]>();
  for (const match of sorted) if (taken.get(match.column) !== match) guesses.set(match.column, [...(guesses.get(match.column) ?? []), match].slice(0, 3));
  return { matches: headings.flatMap(({ name }) => taken.get(name) ?? []), guesses };
}

function assigned(sorted: readonly Match[]): Map<string, Match> {
  const columns = new Map<string, Match>();
  const answered = new Set<string>();
  for (const match of sorted) {
    const { variable, code } = match.address;
    // A question is answered by one column or by one for each choice, not by both.
    const blocked = code === undefined ? [...answered].some((key) => key === variable.name || key.startsWith(`${variable.name}\0`)) : answered.has(variable.name) || answered.has(`${variable.name}\0${code}`);
    if (blocked || columns.has(match.column)) continue;
    columns.set(match.column, match);
    answered.add(code === undefined ? variable.name : `${variable.name}\0${code}`);
  }
  return columns;
}

function byName(code: string, { codes, places, tail }: Address, tails: ReadonlyMap<string, number>): number {
  if (codes.includes(code)) return 1;
  if (places.includes(code)) return BY.place;
  if (tail !== undefined && tail === code && tails.get(tail) === 1) return BY.tail;
  return codes.some((each) => each.length >= ENDING && code.endsWith(`_${each}`)) ? BY.end : 0;
}

const best = (text: string, others: readonly string[]): number => others.reduce((most, other) => Math.max(most, likeness(text, other)), 0);

function byWords({ question, part, number, position }: Reading, address: Address): number {
  const near = number === address.number ? 0.03 : 0;
  if (address.parts.length === 0) return part !== undefined ? 0 : question === "" ? (near > 0 ? BY.number : 0) : Math.min(1, best(question, address.questions) + near);
  if (part === undefined) return BY.part * best(question, address.parts);
  const asked = question === "" ? (near > 0 ? BY.number : 0) : best(question, address.questions);
  const isPlaced = position !== undefined && position === address.position && !address.isWords;
  const isOther = isOtherWord(part) && (address.isWords || (address.value !== undefined && address.value === otherValue(address.variable)));
  const said = Math.max(isOther ? 1 : address.isWords ? 0 : best(part, address.parts), isPlaced ? BY.place : 0);
  return asked < 0.5 || said < 0.5 ? 0 : Math.min(1, (asked + said) / 2 + near);
}
