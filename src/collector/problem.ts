import { STATUS_CODES } from "node:http";
import type { Context } from "hono";
import type { Problem } from "../responses/validate.ts";

export type Status = 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503;

/** Problem details (RFC 9457). Nothing here logs or repeats who asked. */
export function problem(context: Context, status: Status, detail: string, errors: readonly Problem[] = []): Response {
  if (status === 503) context.header("Retry-After", "5");
  if (status === 429) context.header("Retry-After", "60");
  return context.body(JSON.stringify({ type: "about:blank", status, title: STATUS_CODES[status], detail, ...(errors.length > 0 ? { errors } : {}) }), status, { "Content-Type": "application/problem+json" });
}
