import { createHmac, randomBytes } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { problem } from "./problem.ts";

/*
 * How often one address may ask. An office of 300 stands behind a single one, and may be asked to answer in the same minute; a script
 * that sends hundreds a second is stopped within seconds. Nothing of an address is kept but a hash whose key is forgotten every hour.
 */

/** Requests at once, and how many more each second: 300 people in the same minute, and a retry for each in the next ones. */
const WRITES: Rate = { most: 400, perSecond: 3 };
/** A page asks more often than a person answers. */
const READS: Rate = { most: 1200, perSecond: 15 };
const HOUR = 3_600_000;
/** Addresses that are told apart at a time; beyond, who has not asked for longest is forgotten. */
const MOST_ADDRESSES = 50_000;

interface Rate {
  readonly most: number;
  readonly perSecond: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** What is asked: each kind has a limit of its own, so that nobody's page keeps him from answering. */
type Kind = "read" | "responses" | "admissions" | "others";

/** Whether one who asks may. */
export type Limiter = (from: string, kind: Kind) => boolean;

export function newLimiter(now: () => number): Limiter {
  const buckets = new Map<string, Bucket>();
  let key = randomBytes(32);
  let since = now();
  return (from, kind) => {
    if (now() - since >= HOUR) {
      key = randomBytes(32);
      since = now();
      buckets.clear();
    }
    const name = createHmac("sha256", key).update(`${kind} ${network(from)}`).digest("base64url");
    return take(buckets, name, kind === "read" ? READS : WRITES, now());
  };
}

export function limits(limiter: Limiter, address: (context: Context) => string | undefined): MiddlewareHandler {
  return async (context, next) => {
    const from = address(context);
    return from === undefined || limiter(from, kindOf(context)) ? next() : tooMuch(context);
  };
}

export const tooMuch = (context: Context): Response => problem(context, 429, "Too much comes from this address at once; send again in a minute. Nothing is lost on the phone.");

function kindOf({ req: { method, path } }: Context): Kind {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return "read";
  return path.endsWith("/api/responses") ? "responses" : path.endsWith("/api/admissions") ? "admissions" : "others";
}

/** @returns whether the request may pass */
function take(buckets: Map<string, Bucket>, name: string, { most, perSecond }: Rate, now: number): boolean {
  const known = buckets.get(name);
  const left = known ? Math.min(most, known.left + ((now - known.at) / 1000) * perSecond) : most;
  // Set anew, so that who has asked last stands last and is forgotten last.
  buckets.delete(name);
  buckets.set(name, { left: left < 1 ? left : left - 1, at: now });
  const [oldest] = buckets.size > MOST_ADDRESSES ? buckets.keys() : [];
  if (oldest !== undefined) buckets.delete(oldest);
  return left >= 1;
}

/** An office has one address of IPv4, or the first half of one of IPv6. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const groups = (part = ""): string[] => part.split(":").filter((group) => group !== "");
  const [head, tail] = (address.split("%")[0] ?? "").split("::");
  const [before, after] = [groups(head), groups(tail)];
  const whole = [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0"), ...after];
  return whole.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}
