import type { Locale, Text } from "../text.ts";
import { finding, type Rules } from "./finding.ts";
import { type Asked, chinese, english, rowsOf, type Subject } from "./subject.ts";

/** How long a questionnaire takes. */

/** Characters (Chinese) and words (English) read in a minute: IReST, Trauzettel-Klosinski and Dietz 2012. */
const PER_MINUTE: Readonly<Record<Locale, number>> = { "zh-cn": 255, en: 228 };
/** Seconds to judge and tap one answer; to type a number; to write a sentence, for those who do. */
const TAP = 3;
const NUMBER = 6;
const SENTENCE = 20;

export interface Estimate {
  /** Minutes for whoever sees every question, by language; absent where the survey does not speak it. */
  readonly minutes: Readonly<Partial<Record<Locale, number>>>;
  readonly answers: number;
}

const sizeOf = (text: Text, locale: Locale): number => (locale === "en" ? (english(text).match(/[\p{L}\p{N}'’-]+/gu) ?? []).length : chinese(text).replace(/[\s\p{P}]/gu, "").length);

/** Seconds for the answers to one question. */
function answering({ variables, question }: Asked): number {
  const of = variables.map(({ kind, values }) => {
    if (kind === "ranking") return TAP * values.length;
    if (kind === "text" || kind === "file") return SENTENCE;
    return kind === "number" && values.length === 0 ? NUMBER : kind === "multiple" ? TAP * 2 : TAP;
  });
  return question.getType() === "expression" ? 0 : of.reduce((sum, each) => sum + each, 0);
}

/** Titles, rows and, once a question, its choices. */
const textsOf = (asked: Asked): Text[] => [asked.title, asked.description, ...rowsOf(asked).map(({ text }) => text), ...asked.values.map(({ label }) => label)];

export function estimate({ asked }: Subject): Estimate {
  const tapping = asked.reduce((sum, each) => sum + answering(each), 0);
  const minutes = (locale: Locale): Partial<Record<Locale, number>> => {
    const size = asked.flatMap(textsOf).reduce((sum, text) => sum + sizeOf(text, locale), 0);
    // SurveyJS's own choices speak every language; the titles are the survey's.
    return asked.some(({ title }) => sizeOf(title, locale) > 0) ? { [locale]: Math.round(10 * (size / PER_MINUTE[locale] + tapping / 60)) / 10 } : {};
  };
  return { minutes: { ...minutes("zh-cn"), ...minutes("en") }, answers: asked.reduce((sum, { variables }) => sum + variables.length, 0) };
}

export const length: Rules = (subject) => {
  const { minutes, answers } = estimate(subject);
  const all = Object.values(minutes);
  const most = Math.max(0, ...all);
  const details = { minutes: most, answers, zh: PER_MINUTE["zh-cn"], en: PER_MINUTE.en, tap: TAP };
  // The estimate is rough: half a minute and a quarter of what was promised are within its error.
  return (subject.study?.waves ?? []).flatMap((wave) => (wave.minutes !== undefined && most > wave.minutes * 1.25 + 0.5 ? [finding("warning", "too-long", `waves.${wave.id}`, { ...details, promised: wave.minutes })] : []));
};
