import type { Derived } from "../../query/derive.ts";
import { answerValues, type Codebook, MISSING, naColumn, type Variable } from "../../survey/codebook.ts";

/** A figure of the explorer as a program can make it again from the table of codes. */
export interface Recipe {
  /** With what the derived ones add. */
  readonly codebook: Codebook;
  /** Name of the table of codes, in the folder in which the program runs. */
  readonly file: string;
  /** What the program is about, in one line. */
  readonly title: string;
  readonly variables: readonly string[];
  readonly by: string | undefined;
  /** What the figure is split by, where that is a cut of `by`. */
  readonly shownBy: string | undefined;
  readonly where: Readonly<Record<string, readonly string[]>>;
  readonly derived: readonly Derived[];
  readonly least: number;
  /** Tests are made: who answered is known. */
  readonly isTested: boolean;
  /** Tests of the variables, each once or once a choice, in order. */
  readonly tests: readonly { readonly variable: string; readonly column: string; readonly test: string | undefined }[];
}

/** One condition of a filter: which column, and which of its values pass; `any` where every value does. */
export interface Passing {
  readonly column: string;
  readonly among: readonly string[] | "any";
  readonly isNumber: boolean;
}

/** What the filters ask, one list a variable: somebody passes who meets any condition of each. */
export function passingOf({ codebook, where }: Recipe): Passing[][] {
  return Object.entries(where).flatMap(([name, codes]): Passing[][] => {
    const variable = codebook.variables.find((each) => each.name === name);
    if (!variable || codes.length === 0) return [];
    const reasons = codes.filter((code) => MISSING.some((reason) => reason === code));
    const values = codes.filter((code) => !reasons.includes(code));
    const several = variable.columns.filter(({ code }) => code !== undefined);
    const [column] = variable.columns;
    return [[
      ...(reasons.length > 0 ? [{ column: naColumn(variable), among: reasons, isNumber: false }] : []),
      ...(several.length > 0
        ? several.filter(({ code }) => values.includes(code ?? "")).map((each): Passing => ({ column: each.name, among: variable.kind === "ranking" ? "any" : ["1"], isNumber: variable.kind !== "ranking" }))
        : column && values.length > 0 ? [{ column: column.name, among: values, isNumber: variable.kind === "number" }] : []),
    ]];
  });
}

/** What a column's values mean to a test. */
export interface Meaning {
  readonly column: string;
  readonly level: "nominal" | "ordinal" | "number";
  /** Codes in order, and of ordered ones their scores. */
  readonly codes: readonly string[];
  readonly scores: readonly number[];
}

export function meaningOf(variable: Variable, column = columnOf(variable)): Meaning {
  if (variable.kind === "multiple") return { column, level: "nominal", codes: ["0", "1"], scores: [0, 1] };
  if (variable.kind === "number" || variable.kind === "ranking") return { column, level: variable.kind === "ranking" ? "ordinal" : "number", codes: [], scores: [] };
  const values = answerValues(variable);
  const isOrdered = variable.kind === "ordinal" || variable.kind === "rating";
  return { column, level: isOrdered ? "ordinal" : "nominal", codes: values.map(({ code }) => code), scores: values.map(({ score }, i) => (isOrdered ? (score ?? i + 1) : i)) };
}


/** Kinds of which a release tells only whether there was an answer. */
export const isUntold = ({ kind, columns }: Variable): boolean => columns.length === 0 || kind === "text" || kind === "date" || kind === "file";

export const columnOf = (variable: Variable): string => variable.columns[0]?.name ?? variable.name;
