import { isUserError, UserError } from "../error.ts";
import { checkCredential, type Credential } from "../responses/credential.ts";
import { stepTo } from "../responses/pointer.ts";
import { checkResponse } from "../responses/response.ts";
import { type Bundle, type Store, versionsOf } from "../responses/store.ts";
import { compileValidator, type Problem } from "../responses/validate.ts";
import { parsed } from "./body.ts";
import { credentialDigest } from "./digests.ts";
import { problemReply, type Reply } from "./problem.ts";
import { verifierFor } from "./signing.ts";

/** Between two warnings, in ms. */
const PATIENCE = 60_000;

export interface AnswersOptions {
  readonly store: Store;
  /** Responses that may wait to be written before others are asked to come again. */
  readonly longestQueue: number;
  readonly now: () => number;
  readonly warn: (text: string) => void;
}

/** Takes answers, however they came: the bytes of a request in, what is replied out. */
export class Answers {
  readonly #store: Store;
  readonly #longestQueue: number;
  readonly #validatorFor: ReturnType<typeof validators>;
  readonly #verifies = verifiers();
  readonly #now: () => number;
  readonly #warn: (text: string) => void;
  #warned = Number.NEGATIVE_INFINITY;

  constructor({ store, longestQueue, now, warn }: AnswersOptions) {
    this.#store = store;
    this.#longestQueue = longestQueue;
    this.#validatorFor = validators(store);
    this.#now = now;
    this.#warn = warn;
  }

  /** Whether so many wait to be written that others are asked to come again. */
  isBusy(): boolean {
    return this.#store.pending() >= this.#longestQueue;
  }

  /** Never fails: what goes wrong is said. Resolves once the answer is on disk. */
  async take(bytes: Uint8Array): Promise<Reply> {
    try {
      return await this.#taken(bytes);
    } catch (error) {
      return this.failed(error);
    }
  }

  async #taken(bytes: Uint8Array): Promise<Reply> {
    const { response: given, credential } = envelope(bytes);
    const response = checkResponse(given);
    const wave = await this.#store.wave(response.survey, response.wave);
    if (!wave) return problemReply(404, "This survey and wave are not known here.");
    const known = versionsOf(wave).includes(response.version) ? await this.#validatorFor(response.survey, response.version) : undefined;
    if (!known) return problemReply(404, "This version of the questionnaire was never asked in this wave.");
    const wrong = known(response.answers);
    if (wrong.length > 0) return problemReply(422, "Some answers are not what the questionnaire can hold.", wrong.map(({ pointer, detail }) => ({ pointer: `/response/answers${pointer}`, detail })));
    // Others came while this one was read.
    if (this.isBusy()) return busy();
    if (wave.admission === "invited" && (!credential || !wave.key || !this.#verifies(wave.key, credential))) return problemReply(403, "This wave takes answers of those who were invited; the credential is missing or was not signed for it.");
    const done = await this.#store.insert(response, wave.admission === "invited" && credential ? credentialDigest(credential) : undefined);
    if (done === "spent") return problemReply(403, "This credential has admitted another answer already.");
    if (done === "closed") return problemReply(410, "This wave is closed and takes no more answers.");
    if (done === "conflict") return problemReply(409, "Another response with this id is stored; nothing was overwritten.");
    return { status: done === "stored" ? 201 : 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id: response.id, stored: true }) };
  }

  /** What is said where something is wrong with a request, or with us. */
  failed(error: unknown): Reply {
    if (error instanceof SyntaxError) return problemReply(400, "The request could not be read as JSON in UTF-8.");
    if (isUserError(error)) return problemReply(422, error.message, [{ pointer: error.where ?? "", detail: error.message }]);
    if (!(error instanceof Error && isOutOfReach(error))) return problemReply(500, "The answer could not be stored. It is safe to send it again.");
    if (this.#now() - this.#warned >= PATIENCE) {
      this.#warned = this.#now();
      this.#warn(`answers cannot be stored: ${error.message}. Nothing is lost: phones keep them and send again.`);
    }
    return problemReply(503, "Nothing can be stored just now. It is safe to send it again.");
  }
}

export const busy = (): Reply => problemReply(503, "Too many answers arrive at once; send again in a moment. Nothing is lost on the phone.");

export const isJson = (contentType: string | undefined): boolean => contentType !== undefined && /^application\/json\s*(;|$)/i.test(contentType);

/** SQLite's words for a disk that is full, failing or write-protected, and for a file that others hold; ours for a database that cannot be asked. */
const isOutOfReach = (error: Error): boolean => /disk is full|disk I\/O error|readonly database|database is locked|unable to open database|database is out of reach/i.test(error.message);

/** One compiled validator for each frozen questionnaire. */
function validators(store: Store): (survey: string, version: string) => Promise<((answers: unknown) => Problem[]) | undefined> {
  const made = new Map<string, (answers: unknown) => Problem[]>();
  return async (survey, version) => {
    const key = `${survey} ${version}`;
    const known = made.get(key);
    if (known) return known;
    const bundle: Bundle | undefined = await store.bundle(survey, version);
    if (!bundle) return undefined;
    // Requests that come together must not each compile it: it takes 20 ms.
    const meanwhile = made.get(key);
    if (meanwhile) return meanwhile;
    const validate = compileValidator(bundle.codebook);
    made.set(key, validate);
    return validate;
  };
}

/** One verifier for each key. */
function verifiers(): (key: string, credential: Credential) => boolean {
  const made = new Map<string, ReturnType<typeof verifierFor>>();
  return (key, { message, signature }) => {
    const verify = made.get(key) ?? verifierFor(key);
    made.set(key, verify);
    return verify(Buffer.from(message, "base64url"), Buffer.from(signature, "base64url"));
  };
}

/** What a request holds. @throws SyntaxError if it is not JSON in UTF-8, UserError if something else stands in it */
function envelope(bytes: Uint8Array): { readonly response: unknown; readonly credential: Credential | undefined } {
  const value = parsed(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { response: undefined, credential: undefined };
  const given = new Map<string, unknown>(Object.entries(value));
  const stray = [...given.keys()].find((name) => name !== "response" && name !== "credential");
  if (stray !== undefined) throw new UserError("a request holds a response, a credential if one is needed, and nothing else", { where: stepTo(stray, 40) });
  const credential = given.get("credential");
  // On open links a credential says nothing and is not kept.
  return { response: given.get("response"), credential: credential === undefined || credential === null ? undefined : checkCredential(credential) };
}
