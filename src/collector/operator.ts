import { createHash, timingSafeEqual } from "node:crypto";
import { type Context, Hono, type Next } from "hono";
import type { Store } from "../responses/store.ts";
import { problem } from "./problem.ts";
import { type WaveStatus, waveStatus } from "./status.ts";

export interface OperatorOptions {
  readonly store: Store;
  /** The operator's key, as printed at start. */
  readonly key: string;
  readonly now?: () => number;
}

/** Wrong keys that are answered within a minute; after that nobody is let in until it is over. */
const MOST_FAILURES = 20;
const MINUTE = 60_000;

/** Calls under /api/operate/, for whoever holds the key. */
export function operatorApp({ store, key, now = Date.now }: OperatorOptions): Hono {
  if (key === "") throw new Error("an empty key would let everybody in");
  const app = new Hono();
  let failures = { since: 0, n: 0 };
  app.use("*", async (context: Context, next: Next) => {
    if (now() - failures.since > MINUTE) failures = { since: now(), n: 0 };
    if (failures.n >= MOST_FAILURES) return problem(context, 429, "Wait a minute, then try again.");
    const given = /^Bearer (.+)$/.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
    if (!same(given, key)) {
      failures.n += 1;
      return problem(context, 401, "The operator's key is printed when the server starts, and lies in operator.key in the data folder.");
    }
    return next();
  });
  app.get("/waves", async (context) => {
    const statuses: WaveStatus[] = [];
    for (const record of await store.waves()) statuses.push(await waveStatus(store, record));
    return context.json(statuses);
  });
  return app;
}

/** In a time that does not depend on where two keys differ, or on their lengths. */
function same(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
