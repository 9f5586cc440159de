import type { Context, MiddlewareHandler } from "hono";
import { UserError } from "../error.ts";
import { problem } from "./problem.ts";

/** Origins of pages elsewhere that may send here, from text as people write it: addresses, apart by commas or blanks. @throws UserError for what is none */
export function readOrigins(text: string, where: string): string[] {
  return text.split(/[\s,]+/).filter((each) => each !== "").map((each) => {
    if (!URL.canParse(each) || !/^https?:$/.test(new URL(each).protocol)) throw new UserError(`“${each}” is no address of a site`, { where, fix: "for example https://www.example.org; several are set apart by commas" });
    return new URL(each).origin;
  });
}

/** Whether the page that asks was served from here. A proxy may have changed the scheme, and browsers say it themselves. */
function isOwn(context: Context, origin: string): boolean {
  if (context.req.header("sec-fetch-site") === "same-origin") return true;
  return URL.canParse(origin) && new URL(origin).host === (context.req.header("host") ?? new URL(context.req.url).host);
}

/** Nobody else's page may send what its visitors would not know of. Whoever sends without a browser names no origin. */
export function ownOrigins(allowed: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header("origin");
    const isForeign = origin !== undefined && !isOwn(context, origin) && !allowed.includes(origin);
    if (isForeign && !["GET", "HEAD"].includes(context.req.method)) return problem(context, 403, "This page may not send here. Whoever runs the collector names the site in ALLOWED_ORIGINS or SITE_URL.");
    return next();
  };
}

/** Lets pages of the origins that are named read what comes back. Answers carry no cookies. */
export function crossOrigin(allowed: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header("origin");
    context.header("Vary", "Origin");
    if (origin !== undefined && allowed.includes(origin)) context.header("Access-Control-Allow-Origin", origin);
    if (context.req.method === "OPTIONS") return context.body(null, 204, { "Access-Control-Allow-Headers": "content-type", "Access-Control-Allow-Methods": "GET, POST", "Access-Control-Max-Age": "7200" });
    return next();
  };
}
