import { DATA } from "../../i18n/data.ts";
import { PACKAGE } from "../../i18n/package.ts";
import { answerValues, MISSING, type Missing, type Variable } from "../../survey/codebook.ts";
import type { Cell } from "../../survey/flatten.ts";
import type { Text } from "../../survey/text.ts";
import type { Coded } from "./coded.ts";

/** What SPSS and Stata hold of a column: a number for each answer and, in the same column, for each reason why there is none. */
export interface Numbered {
  readonly coded: Coded;
  /** As SPSS takes it: a column's name, or one that only its reasons had so far. */
  readonly name: string;
  readonly label: Text;
  /** Number of each of the coded values. */
  readonly numbers: readonly number[];
  /** Number of each reason in the order of MISSING, all under the smallest answer or in a gap between answers. */
  readonly missing: readonly number[];
  readonly values: readonly NumberedValue[];
  readonly measure: "nominal" | "ordinal" | "scale";
}

export interface NumberedValue {
  readonly number: number;
  /** As in the CSV files; a reason as in the `__na` columns. */
  readonly code: string;
  readonly label: Text;
  readonly reason?: Missing;
}

/** What SPSS would take for a word of its language. */
const RESERVED = new Set(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"]);

export const spssName = (name: string): string => (RESERVED.has(name.toUpperCase()) ? `${name}_` : name);

export function numbered(coded: readonly Coded[]): Numbered[] {
  return coded.map((each): Numbered => {
    const { variable, column } = each;
    const several = variable.kind === "multiple" || variable.kind === "ranking";
    const choice = several ? variable.values.find(({ code }) => code === column?.code) : undefined;
    const answers = answersOf(variable, each.values, column === undefined);
    const numbers = each.values.map((value) => (typeof value === "number" ? value : (answers.find(({ code }) => code === value)?.number ?? 0)));
    const missing = reasonNumbers([...numbers, ...answers.map(({ number }) => number)]);
    return {
      coded: each,
      name: spssName(column?.name ?? variable.name),
      label: choice ? both((locale) => `${variable.label[locale]}${locale === "en" ? ": " : "："}${choice.label[locale]}`) : variable.label,
      numbers,
      missing,
      values: [...answers, ...MISSING.map((reason, i) => ({ number: missing[i] ?? 0, code: reason, label: both((locale) => DATA[locale].reasons[reason]), reason }))],
      measure: variable.kind === "ordinal" || variable.kind === "rating" || variable.kind === "ranking" ? "ordinal" : variable.kind === "number" ? "scale" : "nominal",
    };
  });
}

export const both = (say: (locale: "zh-cn" | "en") => string): Text => ({ "zh-cn": say("zh-cn"), en: say("en") });

/** Codes that are whole numbers stand for themselves; others are counted from 1 in the order of the codebook. */
function answersOf(variable: Variable, occurring: readonly Cell[], bare: boolean): NumberedValue[] {
  if (bare) return [{ number: 1, code: "", label: both((locale) => PACKAGE[locale].answered) }];
  if (variable.kind === "multiple") return [0, 1].map((number) => ({ number, code: String(number), label: both((locale) => (number === 1 ? PACKAGE[locale].chosen : PACKAGE[locale].notChosen)) }));
  if (variable.kind === "ranking") return [];
  if (variable.kind === "number") return answerValues(variable).map(({ code, label }) => ({ number: Number(code), code, label }));
  const known = new Map(answerValues(variable).map(({ code, label }) => [code, label]));
  for (const code of occurring) if (typeof code === "string" && !known.has(code)) known.set(code, { "zh-cn": code, en: code });
  const whole = [...known.keys()].every((code) => /^-?\d{1,9}$/.test(code) && String(Number(code)) === code);
  return [...known].map(([code, label], i) => ({ number: whole ? Number(code) : i + 1, code, label }));
}

/** -1 to -5, unless an answer lies there; then -91 to -95, and so on. SPSS declares them missing as a range. */
function reasonNumbers(answers: readonly number[]): number[] {
  for (let before = 0; ; before = before * 10 - 90) {
    const numbers = MISSING.map((_, i) => before - 1 - i);
    const [highest = 0, lowest = 0] = [numbers[0], numbers.at(-1)];
    if (!answers.some((each) => each >= lowest && each <= highest)) return numbers;
  }
}
