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
  readonly versions: readonly string[];
  readonly software: string;
  readonly files: readonly ReleaseFile[];
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
  readonly role: "database" | "cube" | "microdata" | "codebook" | "questionnaire" | "quotes" | "log" | "tables" | "readme" | "repeated" | "script" | "metadata" | "licence" | "citation" | "checksums" | "archive";
  readonly bytes: number;
  readonly sha256: string;
}
