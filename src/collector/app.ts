import { type Context, Hono } from "hono";
import { checkAdmission } from "../responses/credential.ts";
import type { Store, WaveRecord } from "../responses/store.ts";
import { Answers, busy, isJson } from "./answers.ts";
import { limited, newRoom, parsed, withRoom } from "./body.ts";
import type { Desk } from "./desk.ts";
import { invitationDigest, messageDigest } from "./digests.ts";
import type { DirectOptions } from "./direct.ts";
import { limits, newLimiter, tooMuch } from "./limits.ts";
import { operatorApp } from "./operator.ts";
import { crossOrigin, ownOrigins } from "./origins.ts";
import { problem, said } from "./problem.ts";
import { type Signer, signerFor } from "./signing.ts";

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
  readonly address?: (context: Context) => string | undefined;
  readonly now?: () => number;
  /** Tells the operator what keeps answers from being stored; it names nobody. */
  readonly warn?: (text: string) => void;
}

/** 64 MB: thousands of answers, and little beside what Node takes. */
const MEMORY = 64 * 2 ** 20;

/** The same collector for any request, and what the short way for answers needs (`direct.ts`). */
export interface Collector extends Pick<DirectOptions, "answers" | "largest" | "room" | "limiter"> {
  readonly app: Hono;
}

/** Takes answers. A request in, a response out: tests need no socket. */
export const collectorApp = (options: CollectorOptions): Hono => collector(options).app;

export function collector({ store, key, desk, largest = 262_144, longestQueue = 5000, memory = MEMORY, origins = [], address, now = Date.now, warn = () => undefined }: CollectorOptions): Collector {
  const answers = new Answers({ store, longestQueue, now, warn });
  const room = newRoom(memory, largest);
  const limiter = address && newLimiter(now);
  const signer = signers(store);
  const app = new Hono();
  app.use("/api/*", async (context, next) => {
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    return next();
  });
  if (limiter && address) app.use("/api/*", limits(limiter, address));
  app.use("/api/*", ownOrigins(origins));
  if (key !== undefined) app.route("/api/operate", operatorApp({ store, key, now, address, ...(desk ? { desk } : {}) }));
  // The operator's calls come before: no other page reads them.
  app.use("/api/*", crossOrigin(origins));
  for (const path of ["/api/responses", "/api/admissions"]) app.use(path, withRoom({ room, full, address, tooMuch }));
  app.get("/api/health", (context) => context.json({ status: "ok" }));
  app.get("/api/surveys/:id", async (context) => {
    const wave = newest((await store.waves()).filter(({ survey }) => survey === context.req.param("id")));
    return wave ? context.json(wave) : problem(context, 404, "No wave of this survey was opened here.");
  });
  app.post("/api/responses", limited(largest, (context) => problem(context, 413, `A response may have ${largest} bytes at most.`)), async (context) => {
    if (!isJson(context.req.header("content-type"))) return problem(context, 415, "Send application/json.");
    if (answers.isBusy()) return full(context);
    return said(context, await answers.take(new Uint8Array(await context.req.arrayBuffer())));
  });
  app.post("/api/admissions", limited(4096, (context) => problem(context, 413, "A request for admission is short.")), async (context) => {
    if (!isJson(context.req.header("content-type"))) return problem(context, 415, "Send application/json.");
    if (answers.isBusy()) return full(context);
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
  app.onError((error, context) => said(context, answers.failed(error)));
  return { app, answers, largest, room, limiter };
}

const full = (context: Context): Response => said(context, busy());

const newest = (waves: readonly WaveRecord[]): WaveRecord | undefined => waves.find(({ state }) => state === "open") ?? [...waves].sort((a, b) => (a.opened < b.opened ? 1 : -1))[0];

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
