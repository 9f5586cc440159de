import { type Codebook, MISSING, NA, type Value, type Variable } from "../survey/codebook.ts";
import type { Text } from "../survey/text.ts";

/** What is known of a column of which no questionnaire tells. */
export interface Guessed {
  readonly name: string;
  /** The database or every cell says that it holds numbers. */
  readonly isNumber: boolean;
  /** Its different values, as texts; undefined where there are too many to choose among. */
  readonly values: readonly string[] | undefined;
}

/** More different values than this are texts, not choices. */
export const MOST_VALUES = 60;
/** Whole numbers with at most so many values are codes of choices, as statistics programs write them; with more they are amounts. */
const MOST_CODES = 12;

const same = (text: string): Text => ({ "zh-cn": text, en: text });

/** A codebook of what the columns look like, for files of which there is no questionnaire. Columns of reasons belong to those they speak of. */
export function guessCodebook(survey: string, columns: readonly Guessed[]): Codebook {
  const names = columns.map(({ name }) => name);
  const isReason = (name: string): boolean => {
    const of = name.slice(0, -NA.length);
    return name.endsWith(NA) && names.some((each) => each === of || (each !== name && each.startsWith(`${of}__`)));
  };
  return { survey, version: "", title: same(survey), variables: columns.filter(({ name }) => !isReason(name)).map(guessed), constructs: [], filters: [], figures: [], notes: [] };
}

function guessed({ name, isNumber, values }: Guessed): Variable {
  const codes = values?.filter((value) => !MISSING.some((reason) => reason === value));
  const isCoded = codes !== undefined && codes.length > 0 && (!isNumber || (codes.length <= MOST_CODES && codes.every((code) => Number.isInteger(Number(code)))));
  const kind = isCoded ? (isNumber && codes.length > 2 ? "ordinal" : "single") : isNumber ? "number" : "text";
  const sorted = codes === undefined ? [] : isNumber ? [...codes].sort((a, b) => Number(a) - Number(b)) : [...codes].sort();
  const valuesOf = (): Value[] => sorted.map((code) => ({ code, label: same(code), ...(kind === "ordinal" ? { score: Number(code) } : {}) }));
  return { name, type: "column", question: name, path: [name], kind, label: same(name), values: isCoded ? valuesOf() : [], columns: [{ name, type: kind === "number" ? "DOUBLE" : "VARCHAR" }], role: "ordinary" };
}
