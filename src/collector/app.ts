import { type Context, Hono } from "hono";
import { isUserError, UserError } from "../error.ts";
import { checkAdmission, checkCredential, type Credential } from "../responses/credential.ts";
import { stepTo } from "../responses/pointer.ts";
import { checkResponse } from "../responses/response.ts";
import { type Bundle, type Store, versionsOf, type WaveRecord } from "../responses/store.ts";
import { compileValidator, type Problem } from "../responses/validate.ts";
import { limited, parsed, room } from "./body.ts";
import type { Desk } from "./desk.ts";
import { credentialDigest, invitationDigest, messageDigest } from "./digests.ts";
import { type LimitOptions, limits, tooMuch } from "./limits.ts";
import { operatorApp } from "./operator.ts";
import { crossOrigin, ownOrigins } from "./origins.ts";
import { problem } from "./problem.ts";
import { type Signer, signerFor, verifierFor } from "./signing.ts";

export interface CollectorOptions {
  readonly store: Store;
  /** The operator's key; without one there are no operator's calls. */
  readonly key?: string;
  /** What the operator's page can have done. */
  readonly desk?: Desk;
  /** Largest request, in bytes. */
  readonly largest?: number;
  /** Responses that may wait to be written before others are asked to come again. */
  readonly longestQueue?: number;
  /** Bytes of all requests that are under way. */
  readonly memory?: number;
  /** Origins of sites elsewhere whose pages may send here. */
  readonly origins?: readonly string[];
  /** Who asks, to be told apart for an hour and never kept; without it nobody is limited. */
  readonly address?: LimitOptions["address"];
  readonly now?: () => number;
  /** Tells the operator what keeps answers from being stored; it names nobody. */
  readonly warn?: (text: string) => void;
}

/** 64 MB: thousands of answers, and little beside what Node takes. */
const MEMORY = 64 * 2 ** 20;
/** Between two warnings, in ms. */
const PATIENCE = 60_000;

/** Takes answers. A request in, a response out: tests need no socket. */
export function collectorApp({ store, key, desk, largest = 262_144, longestQueue = 5000, memory = MEMORY, origins = [], address, now = Date.now, warn = () => undefined }: CollectorOptions): Hono {
  const validatorFor = validators(store);
  const verifies = verifiers();
  const signer = signers(store);
  let warned = Number.NEGATIVE_INFINITY;
  const app = new Hono();
  app.use("/api/*", async (context, next) => {
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    return next();
  });
  if (address) app.use("/api/*", limits({ address, now }));
  app.use("/api/*", ownOrigins(origins));
  if (key !== undefined) app.route("/api/operate", operatorApp({ store, key, now, address, ...(desk ? { desk } : {}) }));
  // The operator's calls come before: no other page reads them.
  app.use("/api/*", crossOrigin(origins));
  for (const path of ["/api/responses", "/api/admissions"]) app.use(path, room({ most: memory, largest, full: busy, address, tooMuch }));
  app.get("/api/health", (context) => context.json({ status: "ok" }));
  app.get("/api/surveys/:id", async (context) => {
    const wave = newest((await store.waves()).filter(({ survey }) => survey === context.req.param("id")));
    return wave ? context.json(wave) : problem(context, 404, "No wave of this survey was opened here.");
  });
  app.post("/api/responses", limited(largest, (context) => problem(context, 413, `A response may have ${largest} bytes at most.`)), async (context) => {
    if (!isJson(context)) return problem(context, 415, "Send application/json.");
    if (store.pending() >= longestQueue) return busy(context);
    const { response: given, credential } = envelope(await context.req.arrayBuffer());
    const response = checkResponse(given);
    const wave = await store.wave(response.survey, response.wave);
    if (!wave) return problem(context, 404, "This survey and wave are not known here.");
    const known = versionsOf(wave).includes(response.version) ? await validatorFor(response.survey, response.version) : undefined;
    if (!known) return problem(context, 404, "This version of the questionnaire was never asked in this wave.");
    const wrong = known(response.answers);
    if (wrong.length > 0) return problem(context, 422, "Some answers are not what the questionnaire can hold.", wrong.map(({ pointer, detail }) => ({ pointer: `/response/answers${pointer}`, detail })));
    // Asked again: others came while this one was read.
    if (store.pending() >= longestQueue) return busy(context);
    if (wave.admission === "invited" && (!credential || !wave.key || !verifies(wave.key, credential))) return problem(context, 403, "This wave takes answers of those who were invited; the credential is missing or was not signed for it.");
    const done = await store.insert(response, wave.admission === "invited" && credential ? credentialDigest(credential) : undefined);
    if (done === "spent") return problem(context, 403, "This credential has admitted another answer already.");
    if (done === "closed") return problem(context, 410, "This wave is closed and takes no more answers.");
    if (done === "conflict") return problem(context, 409, "Another response with this id is stored; nothing was overwritten.");
    return context.json({ id: response.id, stored: true }, done === "stored" ? 201 : 200);
  });
  app.post("/api/admissions", limited(4096, (context) => problem(context, 413, "A request for admission is short.")), async (context) => {
    if (!isJson(context)) return problem(context, 415, "Send application/json.");
    if (store.pending() >= longestQueue) return busy(context);
    const { survey, wave: id, invitation, blinded } = checkAdmission(parsed(await context.req.arrayBuffer()));
    const wave = await store.wave(survey, id);
    const sign = wave?.admission === "invited" ? await signer(survey, id) : undefined;
    if (!sign) return problem(context, 404, "There is no wave with invitations of this name.");
    const message = Buffer.from(blinded, "base64url");
    // Signed before the invitation is marked: what cannot be signed uses nothing up. Given out only after.
    const signature = sign.sign(message);
    if (!signature) return problem(context, 422, "The blinded message does not fit the key of this wave.", [{ pointer: "/blinded", detail: "not below the modulus" }]);
    const admission = await store.admit(survey, id, invitationDigest(survey, id, invitation), messageDigest(message));
    if (admission === "closed") return problem(context, 410, "This wave is closed and admits nobody any more.");
    if (admission === "unknown") return problem(context, 403, "There is no such invitation.");
    if (admission === "used") return problem(context, 403, "This invitation was used already.");
    return context.json({ signature: Buffer.from(signature).toString("base64url") });
  });
  for (const path of ["/api/admissions", "/api/health", "/api/surveys/:id", "/api/responses"])
    app.all(path, (context) => {
      context.header("Allow", path === "/api/responses" || path === "/api/admissions" ? "POST" : "GET");
      return problem(context, 405, "This address takes requests of another kind.");
    });
  app.all("/api/*", (context) => problem(context, 404, "There is nothing at this address."));
  app.onError((error, context) => {
    if (error instanceof SyntaxError) return problem(context, 400, "The request could not be read as JSON in UTF-8.");
    if (isUserError(error)) return problem(context, 422, error.message, [{ pointer: error.where ?? "", detail: error.message }]);
    if (!isOutOfReach(error)) return problem(context, 500, "The answer could not be stored. It is safe to send it again.");
    if (now() - warned >= PATIENCE) {
      warned = now();
      warn(`answers cannot be stored: ${error.message}. Nothing is lost: phones keep them and send again.`);
    }
    return problem(context, 503, "Nothing can be stored just now. It is safe to send it again.");
  });
  return app;
}

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

const busy = (context: Context): Response => problem(context, 503, "Too many answers arrive at once; send again in a moment. Nothing is lost on the phone.");

const newest = (waves: readonly WaveRecord[]): WaveRecord | undefined => waves.find(({ state }) => state === "open") ?? [...waves].sort((a, b) => (a.opened < b.opened ? 1 : -1))[0];

/** One verifier for each key. */
function verifiers(): (key: string, credential: Credential) => boolean {
  const made = new Map<string, ReturnType<typeof verifierFor>>();
  return (key, { message, signature }) => {
    const verify = made.get(key) ?? verifierFor(key);
    made.set(key, verify);
    return verify(Buffer.from(message, "base64url"), Buffer.from(signature, "base64url"));
  };
}

function signers(store: Store): (survey: string, wave: string) => Promise<Signer | undefined> {
  const made = new Map<string, Signer>();
  return async (survey, wave) => {
    const known = made.get(`${survey} ${wave}`);
    if (known) return known;
    const secret = await store.signingKey(survey, wave);
    if (secret === undefined) return undefined;
    const signer = signerFor(secret);
    made.set(`${survey} ${wave}`, signer);
    return signer;
  };
}

const isJson = (context: Context): boolean => /^application\/json\s*(;|$)/i.test(context.req.header("content-type") ?? "");

/** What a request holds. @throws SyntaxError if it is not JSON in UTF-8, UserError if something else stands in it */
function envelope(bytes: ArrayBuffer): { readonly response: unknown; readonly credential: Credential | undefined } {
  const value = parsed(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { response: undefined, credential: undefined };
  const given = new Map<string, unknown>(Object.entries(value));
  const stray = [...given.keys()].find((name) => name !== "response" && name !== "credential");
  if (stray !== undefined) throw new UserError("a request holds a response, a credential if one is needed, and nothing else", { where: stepTo(stray, 40) });
  const credential = given.get("credential");
  // On open links a credential says nothing and is not kept.
  return { response: given.get("response"), credential: credential === undefined || credential === null ? undefined : checkCredential(credential) };
}
