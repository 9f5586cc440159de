import type { Response as AnswerSheet } from "../responses/response.ts";

/** What became of an attempt to send one response. */
export type Delivery =
  /** The collector says that this very response is on its disk. */
  | { readonly kind: "delivered" }
  /** Not this time: no network, a busy or broken server, or an answer that did not come from the collector. */
  | { readonly kind: "waiting"; readonly after?: number }
  /** The collector will never take it as it is. */
  | { readonly kind: "refused"; readonly status: number; readonly detail: string };

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Longest wait for an answer, in ms: a connection that hangs must not look like sending for ever. */
const PATIENCE = 30_000;

/**
 * Sends one response. Only the collector's own words count: a captive portal that says 200, or 403, in HTML is not it.
 * @param collector origin and path of the collector, or empty for the site's own
 */
export async function deliver(response: AnswerSheet, collector: string, send: Fetch = fetch): Promise<Delivery> {
  let reply: Response;
  let body: unknown;
  try {
    reply = await send(`${collector}/api/responses`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ response }),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    body = await reply.json();
  } catch {
    return { kind: "waiting" };
  }
  const said = new Map<string, unknown>(typeof body === "object" && body !== null ? Object.entries(body) : []);
  if ((reply.status === 201 || reply.status === 200) && said.get("id") === response.id && said.get("stored") === true) return { kind: "delivered" };
  const isProblem = reply.headers.get("content-type")?.startsWith("application/problem+json") === true && said.get("status") === reply.status;
  if (!isProblem || reply.status >= 500 || reply.status === 408 || reply.status === 429) return { kind: "waiting", ...retryAfter(reply) };
  return { kind: "refused", status: reply.status, detail: String(said.get("detail") ?? "") };
}

function retryAfter(reply: Response): { after: number } | Record<never, never> {
  const seconds = Number(reply.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? { after: seconds * 1000 } : {};
}
