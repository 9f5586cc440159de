import type { Sheet } from "./deliver.ts";
import type { Credential } from "../responses/credential.ts";
import type { Right } from "./right.ts";
import type { Step } from "./steps.ts";

/** What a phone keeps: one draft per survey and wave, and the responses that wait to be sent. Both live on this phone alone. */

export interface Draft {
  readonly answers: Readonly<Record<string, unknown>>;
  /** Done before SurveyJS had come, and not yet part of `answers`. */
  readonly steps?: readonly Step[];
  readonly page: number;
  /** Seed of what this person sees in an order of their own. */
  readonly order?: number;
  readonly version: string;
  /** Time taken so far, so that a reload makes nobody a speeder. */
  readonly seconds: number;
  /** Epoch ms of the last change, for expiry on this phone; never sent. */
  readonly saved: number;
}

export interface Waiting extends Sheet {
  readonly collector: string;
  /** Of an invited wave: its key. Nothing is sent before there is a credential. */
  readonly key?: string;
  readonly credential?: Credential;
  /** Set once the collector has refused it for good. */
  readonly refused?: { readonly status: number; readonly detail: string };
}

/** Whether a draft could be kept: another tab may have taken it over, or have submitted it. */
export type Kept = "kept" | "elsewhere";

export interface Storage {
  /** False where the browser keeps nothing (private mode, no room): what is written here ends with the page. */
  readonly durable: boolean;
  draft(key: string): Promise<Draft | undefined>;
  /**
   * Takes a draft over: whichever tab has it open besides can no longer write it.
   * @returns the draft as it stands by now; absent if it was submitted or cleared elsewhere, and then it cannot be written here either
   */
  claim(key: string): Promise<Draft | undefined>;
  saveDraft(key: string, draft: Draft): Promise<Kept>;
  dropDraft(key: string): Promise<void>;
  /** In one step, so that a crash leaves either the draft or the response that waits, never both or neither. */
  submit(key: string, waiting: Waiting): Promise<Kept>;
  /** The reverse: a response that was refused becomes a draft again. */
  takeBack(id: string, key: string, draft: Draft): Promise<void>;
  waiting(): Promise<readonly Waiting[]>;
  /** Notes a refusal, or that it is to be tried again. What was thrown away meanwhile stays away. */
  mark(waiting: Waiting): Promise<void>;
  drop(id: string): Promise<void>;
  /** The right to answer, of an invited wave. */
  right(key: string): Promise<Right | undefined>;
  keepRight(key: string, right: Right): Promise<void>;
  dropRight(key: string): Promise<void>;
  /** Whether anything at all is kept, of whichever questionnaire. */
  holds(): Promise<boolean>;
  /** Removes every draft, every response that waits, and every right to answer. */
  clear(): Promise<void>;
}

/** The draft is free of language: the same answers in Chinese and English. */
export const draftKey = (survey: string, wave: string | undefined): string => `${survey} ${wave ?? ""}`;
export const isHere = ({ response }: Waiting, survey: string, wave: string | undefined): boolean => response.survey === survey && response.wave === wave;
export const isRefusedHere = (waiting: Waiting, survey: string, wave: string | undefined): boolean => waiting.refused !== undefined && isHere(waiting, survey, wave);

/** Something else may have written there, or an older program: what is no draft is thrown away, what cannot be sent is passed over. */
export const isDraft = (value: unknown): value is Draft => typeof value === "object" && value !== null && "answers" in value && typeof value.answers === "object" && value.answers !== null && "saved" in value && typeof value.saved === "number";
export const isWaiting = (value: unknown): value is Waiting =>
  typeof value === "object" && value !== null && "collector" in value && typeof value.collector === "string" && "response" in value && typeof value.response === "object" && value.response !== null && "id" in value.response && typeof value.response.id === "string";

/** Drafts older than this, in ms, are cleared when a questionnaire is opened: 7 days, as the consent page promises. */
export const DRAFT_LIFE = 7 * 24 * 3600 * 1000;
/** No phone had this program before: a clock that says so is wrong. */
const FIRST_DAY = Date.UTC(2026, 0, 1);

/**
 * What becomes of a draft by the phone's clock, which may be wrong by years.
 * @returns `again` where the clock has evidently been put right since: its seven days begin now
 */
export function fateOf(saved: number, now: number): "kept" | "expired" | "again" {
  // Put back: such a draft must not stay for ever.
  if (saved > now) return "again";
  if (now - saved <= DRAFT_LIFE) return "kept";
  return saved < FIRST_DAY && now >= FIRST_DAY ? "again" : "expired";
}
