import type { Text } from "../survey/text.ts";
import type { LicenceId } from "../survey/licence.ts";

/** `release.json`, the first file of a release to read: what it is and every other file with size and SHA-256. */
export interface Manifest {
  readonly format: "qingting-release-1";
  readonly survey: string;
  readonly wave: string;
  readonly revision: number;
  /** Nobody answered this: it was made up to show the form of the results. */
  readonly simulated: boolean;
  readonly title: Text;
  readonly waveTitle: Text;
  readonly admission: "invited" | "open" | "imported";
  readonly microdata: "public" | "withheld";
  /** Why microdata of an open link is published all the same. */
  readonly why?: Text;
  readonly opened?: string;
  readonly closed?: string;
  /** Thresholds: smallest class, smallest base of a figure. */
  readonly protect: { readonly k: number; readonly n: number };
  /** Responses in the release. Withheld: rounded to 5. */
  readonly responses: number;
  /** How many were invited, for the response rate; absent for open links and imports. */
  readonly invited?: number;
  /** Design effect of weighting (Kish); 1 without weights. */
  readonly designEffect: number;
  readonly weighted: boolean;
  readonly about: Readonly<Record<string, Text>>;
  /** Under which the data may be used; absent for the default. */
  readonly licence?: LicenceId;
  /** What protection cost, in rounded figures, per variable touched. */
  readonly hidden: readonly { readonly variable: string; readonly cells: number; readonly share: number }[];
  readonly constructs: readonly ConstructReport[];
  readonly weighting: WeightReport;
  readonly versions: readonly string[];
  readonly software: string;
  readonly files: readonly ReleaseFile[];
}

/** How rows were weighted, or why they were not. */
export interface WeightReport {
  /** none: every row counts once; given: the study's own weight; raked: to the margins of the roster. */
  readonly source: "none" | "given" | "raked";
  /** Variables whose margins the weights meet, or could not meet. */
  readonly margins: readonly string[];
  /** Why margins that the study asks for were not used: the wave had no roster, or its roster no such column, or they could not be met. */
  readonly why?: "no-roster" | "no-column" | "not-converged";
  /** No weight above so many times the mean. */
  readonly limit?: number;
  /** Rows whose weight stands at the limit. */
  readonly trimmed?: number;
  readonly designEffect?: number;
  /** As many answers without weights say as much. */
  readonly effective?: number;
}

/** `methods.json`: what was done, written by the code that did it. */
export interface Methods {
  readonly format: "qingting-methods-1";
  /** AAPOR RR1 on a closed roster: complete answers by people invited. */
  readonly response: { readonly responses: number; readonly invited?: number; readonly rate?: number };
  /** Item non-response, of the released rows or tables. */
  readonly items: readonly ItemReport[];
  readonly weighting: WeightReport;
  /** Absent where fewer than ten rows were marked. */
  readonly quality?: { readonly marks: readonly { readonly mark: string; readonly n: number }[]; readonly marked: number; readonly constructs: readonly { readonly name: string; readonly mean: number; readonly meanWithout: number }[] };
  readonly protection: { readonly microdata: Manifest["microdata"]; readonly k: number; readonly n: number; readonly coarsened: readonly { readonly variable: string; readonly done: Text }[]; readonly hidden: Manifest["hidden"] };
  readonly constructs: readonly ConstructReport[];
}

export interface ItemReport {
  readonly variable: string;
  /** Answers, and reasons for having none; only what the release tells. */
  readonly answered: number;
  readonly no_answer: number;
  readonly dont_know: number;
  readonly refused: number;
  readonly not_asked: number;
  readonly hidden: number;
  /** No answer by all who were asked and are not hidden. */
  readonly nonresponse: number | null;
}

/** Reliability of one construct over the released rows. */
export interface ConstructReport {
  readonly name: string;
  readonly n: number;
  readonly alpha: number | null;
  readonly omega: number | null;
}

export interface ReleaseFile {
  readonly name: string;
  readonly role: "database" | "cube" | "microdata" | "codebook" | "questionnaire" | "quotes" | "log" | "tables" | "methods" | "readme" | "repeated" | "script" | "metadata" | "licence" | "citation" | "checksums" | "archive";
  readonly bytes: number;
  readonly sha256: string;
}
