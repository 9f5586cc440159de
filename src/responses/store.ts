import { UserError } from "../error.ts";
import type { Definition } from "../survey/build.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Study } from "../survey/study.ts";
import type { Text } from "../survey/text.ts";
import type { Response } from "./response.ts";

/** A questionnaire as it was frozen when a wave opened. */
export interface Bundle {
  readonly survey: string;
  readonly version: string;
  readonly definition: Definition;
  readonly study: Study | undefined;
  readonly codebook: Codebook;
}

export interface WaveRecord {
  readonly survey: string;
  readonly wave: string;
  /** The questionnaire that is asked now. */
  readonly version: string;
  /** Versions that were asked before this wave was amended, oldest first; answers to them are still taken. */
  readonly earlier?: readonly string[];
  readonly state: "open" | "closed";
  readonly admission: "invited" | "open" | "imported";
  readonly minutes?: number;
  /** YYYY-MM-DD */
  readonly opened: string;
  /** When it is meant to end; it does so when somebody closes it. */
  readonly closes?: string;
  readonly closed?: string;
  /** When its answers were deleted for good. */
  readonly purged?: string;
  readonly protect: { readonly k: number; readonly n: number };
  readonly microdata: "public" | "withheld";
  readonly why?: Text;
  readonly trial?: boolean;
  readonly title: Text;
  /** Of an invited wave: the public key that its credentials are signed with, SPKI in base64url. One for all, for ever. */
  readonly key?: string;
  /** Of an invited wave whose people were checked by a roster: when it opened, and when more were invited. */
  readonly roster?: RosterRecord;
}

/** What is kept of a roster: numbers of people, none of them small. */
export interface RosterRecord {
  readonly n: number;
  /** Fewest people who share all that they are asked about themselves, as it was demanded. */
  readonly least: number;
  /** How many people have each value, as it is released: `{place: {urban: 120, rural: 80}}`. */
  readonly margins: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** One person's right to be admitted. The secret itself is nowhere but in the link. */
export interface Invitation {
  /** SHA-256 of survey, wave and secret, in base64url. */
  readonly digest: string;
  /** What the roster says of the person in the columns that are counted: `{region: "north"}`. */
  readonly groups: Readonly<Record<string, string>>;
}

/** admitted: marked as used now; again: the same request as before; used: somebody else has used it; unknown: there is no such invitation; closed: the wave takes no more. */
export type Admission = "admitted" | "again" | "used" | "unknown" | "closed";

/** How many of the invitations of a group were used. */
export interface GroupCount {
  readonly groups: Readonly<Record<string, string>>;
  readonly invited: number;
  readonly admitted: number;
}

/** Every version of the questionnaire that answers of a wave may be to, oldest first. */
export const versionsOf = ({ version, earlier = [] }: WaveRecord): readonly string[] => [...earlier, version];

/** stored: new and on disk; same: this very response was stored before; conflict: another response has this id; closed: the wave takes no more; spent: its credential has admitted another. */
export type Insertion = "stored" | "same" | "conflict" | "closed" | "spent";

export interface Store {
  freeze(bundle: Bundle): Promise<void>;
  bundle(survey: string, version: string): Promise<Bundle | undefined>;
  /** @param secret the key that credentials are signed with, of an invited wave @throws Error if the wave exists */
  openWave(wave: WaveRecord, secret?: string): Promise<void>;
  /** PKCS #8 in PEM, of an invited wave. */
  signingKey(survey: string, wave: string): Promise<string | undefined>;
  /**
   * Adds invitations. Those that are there already stay as they are.
   * @param least of a roster: fewest people who share all that they are asked about themselves, as it was checked; what is kept of the wave's roster grows by them, in the same transaction
   */
  invite(survey: string, wave: string, invitations: readonly Invitation[], least?: number): Promise<void>;
  /** Marks an invitation as used, by whoever asks with this blinded message (its SHA-256), and by nobody else. Resolves once that is on disk. */
  admit(survey: string, wave: string, invitation: string, blinded: string): Promise<Admission>;
  groups(survey: string, wave: string): Promise<GroupCount[]>;
  /**
   * Ends a wave and rewrites the store in the order of random ids, so that no layout on disk shows who answered first.
   * @throws UserError if the wave is not open, or if others keep the store from being rewritten (the wave is closed then).
   */
  closeWave(survey: string, wave: string, day: string): Promise<void>;
  /** From now on the wave asks another version; the former stays valid. @throws UserError if the wave is not open */
  amendWave(survey: string, wave: string, version: string): Promise<WaveRecord>;
  /** Another day on which an open wave is meant to end. @throws UserError if the wave is not open */
  extendWave(survey: string, wave: string, closes: string): Promise<WaveRecord>;
  /**
   * Deletes the answers of a closed wave, its invitations, credentials and key, and rewrites the store so that nothing of them is left in it.
   * @throws UserError if the wave is not closed, or if others keep the store from being rewritten (all is deleted then)
   */
  purgeWave(survey: string, wave: string, day: string): Promise<WaveRecord>;
  waves(): Promise<WaveRecord[]>;
  /** One wave, read by its key: cheap enough for every request, and never out of date. */
  wave(survey: string, wave: string): Promise<WaveRecord | undefined>;
  /**
   * Resolves once the response is on disk. Whether the wave is open, and the credential unspent, is asked in the transaction that writes.
   * @param credential SHA-256 of its message; kept apart from the response
   */
  insert(response: Response, credential?: string): Promise<Insertion>;
  /** Responses that wait to be written. */
  pending(): number;
  count(survey: string, wave: string): Promise<number>;
  /** In the order of their random ids. */
  responses(survey: string, wave: string): AsyncIterable<Response>;
  shutdown(): Promise<void>;
}

/** Why nothing of a wave was deleted. */
export function notPurged(found: WaveRecord | undefined, survey: string, wave: string): UserError {
  const where = `${survey} ${wave}`;
  if (!found) return new UserError("this wave was never opened", { where, refusal: { code: "never-opened" } });
  if (found.purged === undefined) return new UserError("this wave is still open", { where, refusal: { code: "still-open" } });
  return new UserError(`the answers of this wave were deleted on ${found.purged}`, { where, refusal: { code: "purged", day: found.purged } });
}
