import { type Codebook, isCount, type Variable } from "../../src/survey/codebook.ts";
import { at } from "../../src/survey/flatten.ts";
import type { Locale } from "../../src/survey/text.ts";
import { isBeside, otherValue } from "../../src/responses/targets.ts";
import type { Rows } from "./files.ts";

/** Responses as the export of another tool would show them. */

export type Answers = Readonly<Record<string, unknown>>;

export interface Style {
  readonly locale: Locale;
  /** What stands in the cells. */
  readonly words: "codes" | "labels";
  /** What stands above them: names, titles, or titles above and choices below. */
  readonly headings: "names" | "titles" | "two rows";
  /** Several choices: one cell with this between them, or a column for each with these for chosen and not chosen. */
  readonly several: string | readonly [chosen: string, not: string];
}

interface Field {
  readonly question: string;
  readonly part?: string;
  readonly name: string;
  readonly cell: (answers: Answers) => string;
}

export function exported(codebook: Codebook, responses: readonly Answers[], style: Style): Rows {
  const fields = codebook.variables.flatMap((variable) => fieldsOf(variable, style));
  const rows = responses.map((answers) => fields.map(({ cell }) => cell(answers)));
  if (style.headings === "names") return [fields.map(({ name }) => name), ...rows];
  if (style.headings === "titles") return [fields.map(({ question, part }) => (part === undefined ? question : `${question} - ${part}`)), ...rows];
  return [fields.map(({ question }, i) => (fields[i - 1]?.question === question ? "" : question)), fields.map(({ part }) => part ?? "Response"), ...rows];
}

function fieldsOf(variable: Variable, style: Style): Field[] {
  const { locale } = style;
  const question = (variable.battery ?? variable).label[locale];
  const part = isBeside(variable) ? (locale === "en" ? "Other (please specify)" : "其他（请注明）") : variable.battery ? variable.label[locale] : undefined;
  const word = (code: unknown): string => {
    const value = variable.values.find((each) => each.code === String(code));
    return value && style.words === "labels" ? value.label[locale] : String(code);
  };
  const whole = { question, ...(part === undefined ? {} : { part }), name: variable.name };
  const given = (answers: Answers): unknown => at(answers, variable.path);
  const list = (answers: Answers): readonly unknown[] => [given(answers) ?? []].flat();
  if (variable.kind !== "multiple" && variable.kind !== "ranking") return [{ ...whole, cell: (answers) => (given(answers) === undefined ? "" : isCount(variable) ? String(list(answers).length) : word(given(answers))) }];
  const { several } = style;
  if (typeof several === "string") return [{ ...whole, cell: (answers) => list(answers).map(word).join(several) }];
  return variable.columns.map((column): Field => {
    const value = variable.values.find(({ code }) => code === column.code);
    const label = value === otherValue(variable) ? (locale === "en" ? "Other" : "其他") : (value?.label[locale] ?? "");
    const position = (answers: Answers): number => list(answers).map(String).indexOf(column.code ?? "") + 1;
    const cell = (answers: Answers): string => {
      if (list(answers).length === 0) return "";
      const n = position(answers);
      if (variable.kind === "ranking") return n === 0 ? "" : String(n);
      return n === 0 ? several[1] : several[0] === "LABEL" ? label : several[0];
    };
    return { question: part === undefined ? question : `${question} - ${part}`, part: label, name: column.name, cell };
  });
}
