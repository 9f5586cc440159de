import { STATUS_CODES } from "node:http";
import type { Context } from "hono";
import type { Refusal } from "../i18n/refusals.ts";
import type { Problem } from "../responses/validate.ts";

export type Status = 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503;

/** What is said to whoever asked, before it takes the form of one library or another. */
export interface Reply {
  readonly status: Status | 200 | 201;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Problem details (RFC 9457). Nothing here logs or repeats who asked. @param refusal the same for pages that say it in the reader's language */
export function problemReply(status: Status, detail: string, errors: readonly Problem[] = [], refusal?: Refusal): Reply {
  const after = status === 503 ? { "Retry-After": "5" } : status === 429 ? { "Retry-After": "60" } : {};
  return { status, headers: { ...after, "Content-Type": "application/problem+json" }, body: JSON.stringify({ type: "about:blank", status, title: STATUS_CODES[status], detail, ...(errors.length > 0 ? { errors } : {}), ...(refusal ? { refusal } : {}) }) };
}

export const said = (context: Context, { status, headers, body }: Reply): Response => context.body(body, status, headers);

export const problem = (context: Context, ...about: Parameters<typeof problemReply>): Response => said(context, problemReply(...about));
