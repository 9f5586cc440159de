import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { network } from "./limits.ts";

/** Refuses bodies that are too large, whether they say so beforehand or not. */
export function limited(maxSize: number, onError: (context: Context) => Response): MiddlewareHandler {
  const counting = bodyLimit({ maxSize, onError });
  return async (context, next) => {
    const length = context.req.header("content-length");
    // Hono's own looks at the body first, for which the server makes a second request and streams around it: a third of all time.
    // Node reads no more than the length that is given.
    if (length === undefined || context.req.header("transfer-encoding") !== undefined) return counting(context, next);
    return Number(length) > maxSize ? onError(context) : next();
  };
}

/** What a request costs beside its body, in bytes, roughly. */
const OVERHEAD = 2048;

/** Part of all room that one address may take: an office of 300 fits in many times over, and nobody fills it alone. */
const SHARE = 1 / 8;

export interface RoomOptions {
  /** Bytes of all requests that are under way. */
  readonly most: number;
  /** Largest of them, in bytes. */
  readonly largest: number;
  readonly full: (context: Context) => Response;
  /** Whoever asks, as far as it is known; absent: not told apart. */
  readonly address?: ((context: Context) => string | undefined) | undefined;
  readonly tooMuch: (context: Context) => Response;
}

/** Refuses what would not fit into memory beside all that is under way: as many bytes as each says it will send, or the most it may. */
export function room({ most, largest, full, address, tooMuch }: RoomOptions): MiddlewareHandler {
  let held = 0;
  /** What each address holds, for as long as it does. */
  const shares = new Map<string, number>();
  const take = (bytes: number, from: string | undefined): void => {
    held += bytes;
    if (from === undefined) return;
    const left = (shares.get(from) ?? 0) + bytes;
    if (left > 0) shares.set(from, left);
    else shares.delete(from);
  };
  return async (context, next) => {
    const length = context.req.header("content-length");
    const bytes = OVERHEAD + (length === undefined ? largest : Math.min(Number(length) || 0, largest));
    const asks = address?.(context);
    const from = asks === undefined ? undefined : network(asks);
    const share = from === undefined ? undefined : shares.get(from);
    // Who announces much, sends nothing and waits must keep nobody else out.
    if (share !== undefined && share + bytes > most * SHARE) return tooMuch(context);
    if (held + bytes > most) return full(context);
    take(bytes, from);
    try {
      return await next();
    } finally {
      take(-bytes, from);
    }
  };
}

/** Made once: it keeps nothing from one text to the next. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws SyntaxError if it is not JSON in UTF-8 */
export function parsed(bytes: ArrayBuffer): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (error) {
    throw new SyntaxError("not UTF-8", { cause: error });
  }
  return JSON.parse(text);
}
