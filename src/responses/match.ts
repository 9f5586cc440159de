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
const BY = { place: 0.9, tail: 0.9, end: 0.92, number: 0.72, part: 0.8, values: 0.6 };
/** A column with more values than this is no choice of few. */
const MOST_CHOICES = 60;
/** Shortest name that counts where it is the end of a longer one. */
const ENDING = 5;

/** Each column and each question is matched once at most, the likeliest first. */
export function matchColumns(headings: readonly Heading[], profiles: readonly Profile[], addresses: readonly Address[]): { matches: Match[]; guesses: Map<string, Match[]> } {
  const tails = new Map<string, number>();
  for (const { tail } of addresses) if (tail !== undefined) tails.set(tail, (tails.get(tail) ?? 0) + 1);
  const all = headings.flatMap((heading, i) => {
    const readings = readingsOf(heading);
    const code = codeForm(heading.name);
    const profile = profiles[i];
    const found = addresses.flatMap((address): Match[] => {
      const [named, worded] = [byName(code, address, tails), Math.max(...readings.map((reading) => byWords(reading, address)))];
      if (Math.max(named, worded) < GUESSED) return [];
      const fit = fitOf(profile, address);
      // A name that is the same is hardly chance, whatever stands in the cells.
      return scored(heading.name, address, Math.max(named === 1 ? 0.9 + 0.1 * fit : 0, Math.max(named, worded) * (0.75 + 0.25 * fit)));
    });
    if (!profile || profile.values.size > MOST_CHOICES || found.some(({ score }) => score >= TAKEN)) return found;
    // Where the heading tells little, the values may: a guess for a person, never more.
    return [...found, ...addresses.flatMap((address) => (address.code === undefined && address.variable.values.length > 2 && !found.some((match) => match.address === address) ? scored(heading.name, address, BY.values * fitOf(profile, address)) : []))];
  });
  const order = new Map(headings.map(({ name }, i) => [name, i]));
  const sorted = all.sort((a, b) => b.score - a.score || (order.get(a.column) ?? 0) - (order.get(b.column) ?? 0) || a.address.number - b.address.number || a.address.position - b.address.position);
  const taken = assigned(sorted.filter(({ score }) => score >= TAKEN));
  const guesses = new Map<string, Match[]>();
  for (const match of sorted) if (taken.get(match.column) !== match) guesses.set(match.column, [...(guesses.get(match.column) ?? []), match].slice(0, 3));
  return { matches: headings.flatMap(({ name }) => taken.get(name) ?? []), guesses };
}

const scored = (column: string, address: Address, score: number): Match[] => (score < GUESSED ? [] : [{ column, address, score: Math.round(score * 100) / 100 }]);

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
