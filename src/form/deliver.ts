import type { Credential } from "../responses/credential.ts";
import type { Response as AnswerSheet } from "../responses/response.ts";

/** What is sent: the response, and in an invited wave the right to give one. */
export interface Sheet {
  readonly response: AnswerSheet;
  readonly credential?: Credential;
}

/** What became of an attempt to send one response. */
export type Delivery =
  /** The collector says that this very response is on its disk. */
  | { readonly kind: "delivered" }
  /**
   * Not this time: no network, a busy or broken server, or an answer that did not come from the collector.
   * `after`: how long it asks to be left alone, in ms. `silent`: nobody answered at all.
   */
  | { readonly kind: "waiting"; readonly after?: number; readonly silent?: true }
  /** The collector will never take it as it is. */
  | { readonly kind: "refused"; readonly status: number; readonly detail: string };

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Longest wait for an answer, in ms: a connection that hangs must not look like sending for ever. */
const PATIENCE = 30_000;
/** However long a server asks to be left alone, after this it is asked again, in ms. */
const LONGEST_AFTER = 3600_000;
/** Refusals that are about the response itself. All others may come of the way there: a request that was cut short is no JSON either. */
const REFUSALS = new Set([403, 404, 409, 410, 413, 422]);

/**
 * Sends one response. Only the collector's own words count: a captive portal that says 200, or 403, in HTML is not it.
 * @param collector origin and path of the collector, or empty for the site's own
 */
export async function deliver({ response, credential }: Sheet, collector: string, send: Fetch = fetch): Promise<Delivery> {
  // Not AbortSignal.timeout: phones of 2022 lack it, and would never deliver.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  let reply: Response | undefined;
  let body: unknown;
  try {
    reply = await send(`${collector}/api/responses`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ response, ...(credential && { credential }) }),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "manual",
      cache: "no-store",
      signal: patience.signal,
    });
    body = await reply.json();
  } catch {
    return reply ? { kind: "waiting", ...retryAfter(reply) } : { kind: "waiting", silent: true };
  } finally {
    clearTimeout(timer);
  }
  const said = new Map<string, unknown>(typeof body === "object" && body !== null ? Object.entries(body) : []);
  if ((reply.status === 201 || reply.status === 200) && said.get("id") === response.id && said.get("stored") === true) return { kind: "delivered" };
  const isProblem = reply.headers.get("content-type")?.startsWith("application/problem+json") === true && said.get("status") === reply.status;
  if (!isProblem || !REFUSALS.has(reply.status)) return { kind: "waiting", ...retryAfter(reply) };
  return { kind: "refused", status: reply.status, detail: String(said.get("detail") ?? "") };
}

function retryAfter(reply: Response): { after: number } | Record<never, never> {
  const seconds = Number(reply.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? { after: Math.min(LONGEST_AFTER, seconds * 1000) } : {};
}
