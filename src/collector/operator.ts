import { createHash, timingSafeEqual } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { isUserError } from "../error.ts";
import type { Store } from "../responses/store.ts";
import { limited, parsed } from "./body.ts";
import type { Desk } from "./desk.ts";
import { deskApp } from "./operations.ts";
import { network } from "./limits.ts";
import { problem } from "./problem.ts";
import { Sessions } from "./sessions.ts";
import { type WaveStatus, waveStatus } from "./status.ts";

export interface OperatorOptions {
  readonly store: Store;
  /** The operator's key, as printed at start. */
  readonly key: string;
  /** What the page can have done; without it, it only counts. */
  readonly desk?: Desk;
  /** Who asks, so that one who tries keys does not lock out the operator; without it all are one. */
  readonly address?: ((context: Context) => string | undefined) | undefined;
  readonly now?: () => number;
}

/** Wrong keys of one address that are answered within a minute; after that it is not let in until that is over. */
const MOST_FAILURES = 20;
const MINUTE = 60_000;
/** Addresses that are told apart within a minute; beyond, all others are one. */
const MOST_ADDRESSES = 10_000;
const COOKIE = "qingting_operator";

/**
 * Calls under /api/operate/, for whoever holds the key: as a bearer's with each call, or once, for a cookie that no script can read
 * and no other site's page makes the browser send.
 */
export function operatorApp({ store, key, desk, address, now = Date.now }: OperatorOptions): Hono {
  if (key === "") throw new Error("an empty key would let everybody in");
  const app = new Hono();
  const sessions = new Sessions(now);
  const admits = doorkeeper(key, address, now);
  app.post("/session", limited(4096, (context) => problem(context, 413, "A key is short.")), async (context) => {
    const given = parsed(await context.req.arrayBuffer());
    const refused = admits(context, typeof given === "object" && given !== null && "key" in given ? String(given.key) : "");
    if (refused) return refused;
    const path = context.req.path.replace(/\/session$/, "");
    setCookie(context, COOKIE, sessions.begin(), { path, httpOnly: true, sameSite: "Strict", secure: isEncrypted(context) });
    return context.json({ entered: true, desk: desk !== undefined }, 201);
  });
  app.get("/session", (context) => context.json({ entered: sessions.holds(getCookie(context, COOKIE) ?? "") }));
  app.delete("/session", (context) => {
    sessions.end(getCookie(context, COOKIE) ?? "");
    deleteCookie(context, COOKIE, { path: context.req.path.replace(/\/session$/, "") });
    return context.body(null, 204);
  });
  const lock: MiddlewareHandler = async (context, next) => {
    const bearer = /^Bearer (.+)$/.exec(context.req.header("authorization") ?? "")?.[1];
    const session = getCookie(context, COOKIE);
    if (bearer === undefined && session !== undefined) return sessions.holds(session) ? next() : problem(context, 401, "The session has ended. Enter the key again.");
    return admits(context, bearer ?? "") ?? next();
  };
  app.use("*", lock);
  app.get("/waves", async (context) => {
    const statuses: WaveStatus[] = [];
    for (const record of await store.waves()) statuses.push(await waveStatus(store, record));
    return context.json(statuses);
  });
  if (desk) app.route("/", deskApp(store, desk));
  app.onError((error, context) => {
    if (error instanceof SyntaxError) return problem(context, 400, "The request could not be read as JSON in UTF-8.");
    if (isUserError(error)) return problem(context, 422, error.message, [], error.refusal);
    throw error;
  });
  return app;
}

/** @returns what lets nobody in who has not the key, and no address from which too many wrong ones came, for a while */
function doorkeeper(key: string, address: OperatorOptions["address"], now: () => number): (context: Context, given: string) => Response | undefined {
  const failures = new Map<string, number>();
  let since = now();
  return (context, given) => {
    if (now() - since > MINUTE) {
      failures.clear();
      since = now();
    }
    const from = network(address?.(context) ?? "");
    const known = failures.has(from) || failures.size < MOST_ADDRESSES ? from : "";
    const failed = failures.get(known) ?? 0;
    if (failed >= MOST_FAILURES) return problem(context, 429, "Wait a minute, then try again.");
    if (same(given, key)) return undefined;
    failures.set(known, failed + 1);
    return problem(context, 401, "The operator's key is printed when the server starts, and lies in operator.key in the data folder.");
  };
}

/** Here, or as a proxy in front says. */
const isEncrypted = (context: Context): boolean => new URL(context.req.url).protocol === "https:" || context.req.header("x-forwarded-proto") === "https";

/** In a time that does not depend on where two keys differ, or on their lengths. */
function same(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
