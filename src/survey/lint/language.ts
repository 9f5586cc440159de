import type { Text } from "../text.ts";
import { type Finding, finding, type Rules } from "./finding.ts";
import { ASIDE, type Asked, chinese, english, isAgreement, matching, rowsOf } from "./subject.ts";

/** Whether sentences can be read in passing: negations and length. */

export const language: Rules = ({ asked }) =>
  asked.flatMap((each) => [
    ...negations(each.name, each.title, isAgreement(each) && !each.isBattery),
    ...rowsOf(each).flatMap(({ place, text }) => negations(place, text, isAgreement(each))),
    ...reading(each),
  ]);

/** Negative in form alone; “A not A” asks a plain question. */
const ZH_PLAIN = /(.{1,3})不\1|有没有|差不多|[说记]不[清准]|不同意|不[同错久少仅但过足到便一断管论超]|非常|是否|无论|[来做]不及|不起劲|未来|未订货/g;
const ZH_TWICE = /不得不|[不没无][^，。；：？！]{0,2}不(?!同)|非(?!常)[^，。；]{1,6}不可|并非[^，。；]*[不没无]/;
const EN_NEGATION = /\b(?:not|no|never|nobody|none|nothing|neither|without|cannot|hardly|rarely)\b|n['’]t\b/gi;

function negations(place: string, text: Text, isStatement: boolean): Finding[] {
  const count = (words: string, tongue: "zh" | "en"): number => {
    if (tongue === "en") return Math.max(0, ...words.split(/[.;:?!]/).map((clause) => [...clause.replace(/\bwhether\b.*\bor not\b|no matter/gi, "").matchAll(EN_NEGATION)].length));
    const clauses = words.replace(ASIDE, "").split(/[，。；：？！/]/);
    return Math.max(0, ...clauses.map((clause) => (ZH_TWICE.test(clause) && !/(.{1,3})不\1/.test(clause) ? 2 : [...clause.replace(ZH_PLAIN, "").matchAll(/[不没未无非]/g)].length)));
  };
  const shown = (least: number) => matching(text, (words, tongue) => (count(words, tongue) >= least ? words : undefined));
  const twice = shown(2);
  if (twice !== undefined) return [finding("warning", "double-negation", place, { found: twice })];
  const once = isStatement ? shown(1) : undefined;
  return once === undefined ? [] : [finding("hint", "negation", place, { found: once })];
}

/** Characters of a Chinese clause, words of an English sentence, and school years (Kincaid et al. 1975) beyond which it is read twice. */
const CLAUSE = 40;
const SENTENCE = 28;
const GRADE = 13;

function reading(asked: Asked): Finding[] {
  const texts = [{ place: asked.name, text: asked.title }, { place: asked.name, text: asked.description }, ...rowsOf(asked)];
  return texts.flatMap(({ place, text }) => {
    const clause = Math.max(0, ...chinese(text).split(/[，。；：？！、]/).map((each) => each.replace(/\s/g, "").length));
    const sentences = english(text).split(/[.;:?!]+(?:\s|$)/).map((each) => each.match(/[\p{L}\p{N}'’-]+/gu) ?? []);
    const words = Math.max(0, ...sentences.map((each) => each.length));
    const grade = Math.max(0, ...sentences.filter((each) => each.length >= 12).map(gradeOf));
    if (clause > CLAUSE) return [finding("hint", "long-sentence", place, { found: `${clause} > ${CLAUSE}`, text })];
    if (words > SENTENCE || grade > GRADE) return [finding("hint", "long-sentence", place, { found: words > SENTENCE ? `${words} > ${SENTENCE}` : `${grade.toFixed(0)} > ${GRADE}`, text })];
    return [];
  });
}

/** Flesch–Kincaid grade of one sentence. */
const gradeOf = (words: readonly string[]): number => 0.39 * words.length + 11.8 * (words.reduce((sum, word) => sum + syllables(word), 0) / words.length) - 15.59;

/** Groups of vowels, a silent e at the end aside. */
export const syllables = (word: string): number => Math.max(1, (word.toLowerCase().replace(/e$/, "").match(/[aeiouy]+/g) ?? []).length);
