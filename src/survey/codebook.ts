import type { FigureRequest, Role } from "./study.ts";
import type { Text } from "./text.ts";

/**
 * The codebook: the typed variables that answers flatten to, as plain data.
 * `variables.ts` reads them from a questionnaire; the release writes a codebook of what it publishes.
 */

export const KINDS = ["single", "ordinal", "multiple", "rating", "number", "ranking", "text", "date", "boolean", "file"] as const;
export type Kind = (typeof KINDS)[number];

export const MISSING = ["not_asked", "no_answer", "dont_know", "refused", "hidden"] as const;
/** Why a value is missing. `not_asked` covers "does not apply". */
export type Missing = (typeof MISSING)[number];

export interface Value {
  /** As stored and published; for numbers the canonical `String(number)`. */
  readonly code: string;
  readonly label: Text;
  /** The value as the questionnaire writes it, where that is not the code. */
  readonly raw?: number | boolean;
  /** This value is no answer but says why there is none. */
  readonly missing?: Missing;
  /** Numeric meaning (rating, numbered scales, position on an ordinal scale from 1). */
  readonly score?: number;
  /** Bands of numbers: where it begins; absent below the first. */
  readonly edge?: number;
}

export interface Column {
  readonly name: string;
  /** Text or number; a released file may hold it more tightly. */
  readonly type: "VARCHAR" | "DOUBLE";
  /** Multiple and ranking: the choice that this column is about (0/1, or position from 1). */
  readonly code?: string;
}

export interface Relies {
  readonly whether: readonly string[];
  readonly what: readonly string[];
}

export interface Variable {
  /** ASCII, at most 28 characters; unique in the codebook. */
  readonly name: string;
  /** SurveyJS type of the question, with the input type of texts: "radiogroup", "text email". */
  readonly type: string;
  /** Name of the SurveyJS question; inside a repeated one `QUESTION__PART`, the same in every entry. */
  readonly question: string;
  /** Where the answer stands inside `answers`: `[0]` is the first entry of a list, `[value=a]` the one whose value is a. */
  readonly path: readonly string[];
  readonly kind: Kind;
  /** The question as asked, or the row of a matrix. */
  readonly label: Text;
  /** What it is called inside of a sentence, where the study says so. */
  readonly short?: Text;
  /** The matrix that this row belongs to: rows of one battery are drawn together. */
  readonly battery?: { readonly name: string; readonly label: Text };
  /** Every value that can be chosen, in the order asked; empty for numbers that are typed, and texts. */
  readonly values: readonly Value[];
  /** One column, or one per choice for multiple and ranking. `NAME__na` beside them says why there is no answer. */
  readonly columns: readonly Column[];
  readonly role: Role;
  /** Why the role is safe, where the study says so. */
  readonly why?: Text;
  readonly unit?: Text;
  readonly step?: number;
  readonly min?: number;
  readonly max?: number;
  /** Longest text, in characters. */
  readonly length?: number;
  /** SurveyJS expression under which this is asked; absent if always. */
  readonly condition?: string;
  /** Releases only: questions, in small letters, whose answers decide whether this is asked, and what can be answered. */
  readonly relies?: Relies;
  /** SurveyJS insists on an answer: always, or `if` an expression holds; of the whole question where `any` part is enough. */
  readonly required?: { readonly if?: string; readonly any?: true };
  /** Whatever is no value of this choice is words of one's own, and counts as the value with this code. */
  readonly unlisted?: string;
  /** Words of one's own that stand where the choice stands: whatever is none of these codes. */
  readonly listed?: readonly string[];
  /** An answer may be an object that holds the value under this name. */
  readonly property?: string;
  /** Versions of the questionnaire in which this was asked, oldest first; absent if in all of the wave. */
  readonly versions?: readonly string[];
  /** Released constructs only: the items whose mean this is. */
  readonly construct?: string;
}

export interface Construct {
  readonly id: string;
  /** Variable that holds the score in a release. */
  readonly name: string;
  readonly title: Text;
  readonly note?: Text;
  readonly items: readonly string[];
  readonly reversed: readonly string[];
  readonly favourable: "low" | "high";
}

export interface Codebook {
  readonly survey: string;
  /** SHA-256 of definition and study, 16 hex digits. */
  readonly version: string;
  readonly title: Text;
  readonly variables: readonly Variable[];
  readonly constructs: readonly Construct[];
  /** Names of the variables by which results can be narrowed. */
  readonly filters: readonly string[];
  /** Name of the variable that says as how many each answer counts. */
  readonly weight?: string;
  /** Figures that come first. */
  readonly figures: readonly FigureRequest[];
  /** What was left out or guessed, in words. */
  readonly notes: readonly string[];
}

/** A variable that says how many entries a repeated question has. */
export const isCount = ({ type, kind }: Variable): boolean => kind === "number" && (type === "matrixdynamic" || type === "paneldynamic");

/** One end of a range: the two stand in an array, the lower one first. */
export const isRangeEnd = ({ type, path, name }: Pick<Variable, "type" | "path" | "name">): boolean => type === "slider" && /__(from|to)$/.test(name) && /^[01]$/.test(path.at(-1) ?? "");

/** Suffix of the column that says why a value is missing. */
export const NA = "__na";

export const naColumn = (variable: Variable): string => variable.name + NA;

/** @throws Error naming the variable that the codebook lacks. */
export function variableOf(codebook: Codebook, name: string): Variable {
  const variable = codebook.variables.find((candidate) => candidate.name === name);
  if (!variable) throw new Error(`${codebook.survey} has no variable ${name}`);
  return variable;
}

/** Values that are answers (not reasons for having none). */
export const answerValues = (variable: Variable): readonly Value[] => variable.values.filter((value) => !value.missing);

/** One value per answer that a person chose from a list. */
export const isCategorical = (variable: Variable): boolean =>
  variable.kind === "single" || variable.kind === "ordinal" || variable.kind === "rating" || variable.kind === "boolean";
