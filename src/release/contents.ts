import type { Cube } from "../cube/cube.ts";
import type { Manifest, Methods } from "../query/files.ts";
import type { Definition } from "../survey/build.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Text } from "../survey/text.ts";
import type { Frame } from "../survey/frame.ts";

/** Everything that a release says, protected and complete: what each file of it is written from. */
export interface Contents {
  /** Of what is released; its names, labels and values are those of every file. */
  readonly codebook: Codebook;
  /** Protected rows, sorted by content; absent where microdata is withheld. */
  readonly frame: Frame | undefined;
  readonly cube: Cube;
  /** The questionnaire as it was asked, in SurveyJS's JSON. */
  readonly definition: Definition;
  readonly quotes: readonly { readonly variable: string; readonly theme: string; readonly text: string }[];
  /** What was left out or made coarser, and why. */
  readonly log: readonly { readonly variable: string; readonly done: Text }[];
  /** All of the manifest but the files: title, wave, thresholds, counts, disclosure items. */
  readonly facts: Omit<Manifest, "files">;
  /** What was done to the answers, for programs and in words. */
  readonly methods: Methods;
  /** When it was released, YYYY-MM-DD. */
  readonly day: string;
}
