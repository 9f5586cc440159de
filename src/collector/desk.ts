import type { Refusal } from "../i18n/refusals.ts";
import type { TextTable } from "../responses/csv.ts";
import type { WaveRecord } from "../responses/store.ts";
import type { Text } from "../survey/text.ts";
import type { WaveStatus } from "./status.ts";
import type { Quote, Written } from "./texts.ts";

/** What the operator's page shows and has done. Whoever runs the server provides what takes a release and a site to be built. */

export const KINDS_OF_WORK = ["build", "preview", "publish", "retract"] as const;
/** build: the site anew; preview: a release that is thrown away again; publish: release, and the site with it; retract: a release off the site. */
export type KindOfWork = (typeof KINDS_OF_WORK)[number];

export interface WorkOrder {
  readonly kind: KindOfWork;
  /** Absent for `build`. */
  readonly survey?: string;
  readonly wave?: string;
  /** Why a release is withdrawn. */
  readonly why?: string;
}

/** One piece of work, done or under way. */
export interface Work extends WorkOrder {
  readonly id: number;
  readonly steps: readonly WorkStep[];
  readonly state: "running" | "done" | "failed";
  /** From 0 to 1, how far the step under way is; absent where it does not tell. */
  readonly share?: number;
  /** What a preview or a release found. */
  readonly result?: Found;
  /** In words, where it failed. */
  readonly error?: string;
  /** The same for the page to say, where it can. */
  readonly refusal?: Refusal;
}

/** What a release holds, and what it hides and why. */
export interface Found extends Pick<WaveRecord, "microdata" | "protect"> {
  readonly responses: number;
  readonly hidden: readonly { readonly variable: string; readonly cells: number; readonly share: number }[];
  /** Of a preview. */
  readonly log?: readonly { readonly variable: string; readonly done: Text }[];
}

export interface WorkStep {
  readonly name: "build" | "preview" | "release" | "publish" | "retract";
  readonly state: "waiting" | "running" | "done" | "failed";
  /** How long it took, or has taken until now. */
  readonly seconds: number;
}

/** How a wave stands outside of the store. */
export interface Standing {
  /** The newest release, "r1". */
  readonly release?: string;
  /** It is on the site. */
  readonly published: boolean;
  readonly retracted: boolean;
}

export interface Desk {
  /** Folders of surveys, and of data. */
  readonly surveys: string;
  readonly data: string;
  /** Where people reach the site, if the operator has said so. */
  readonly site: string | undefined;
  standing(survey: string, wave: string): Standing;
  /** @throws UserError while other work is under way */
  begin(order: WorkOrder): Work;
  /** The last that was begun. */
  work(): Work | undefined;
}

export interface WaveView {
  readonly wave: string;
  readonly title: Text;
  readonly admission: WaveRecord["admission"];
  readonly trial: boolean;
  /** Planned, in YYYY-MM-DD. */
  readonly opens?: string;
  readonly closes?: string;
  /** Absent until it was opened. */
  readonly status?: WaveStatus;
  readonly purged?: string;
  /** Those who answered were told that cleared words of theirs may be quoted. */
  readonly quotes: boolean;
  /** Lists of invitations that lie on the server. */
  readonly lists: readonly string[];
  readonly standing: Standing;
  /** The questionnaire has changed in its folder since the wave opened. */
  readonly changed: boolean;
  /** Another wave of the survey that is open: while it is, this one, planned, cannot be. */
  readonly after?: string;
}

export interface Overview {
  /** Where people reach the site, if the operator has said so. */
  readonly site: string | null;
  readonly surveys: readonly SurveyView[];
}

/** A list of invitations, for sheets and messages. */
export interface ListView {
  readonly title: Text;
  /** Of the key, in either language. */
  readonly words: Text;
  readonly table: TextTable;
}

/** What was written in words, and what of it may be quoted by now. */
export interface TextsView {
  readonly texts: readonly Written[];
  readonly cleared: readonly Quote[];
}

export interface SurveyView {
  readonly survey: string;
  readonly title: Text;
  /** Why the folder cannot be read; its waves in the store are shown all the same. */
  readonly problem?: string;
  readonly waves: readonly WaveView[];
}
