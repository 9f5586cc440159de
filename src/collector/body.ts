import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

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

/** Refuses what would not fit into memory beside all that is under way: as many bytes as each says it will send, or the most it may. */
export function room(most: number, largest: number, onError: (context: Context) => Response): MiddlewareHandler {
  let held = 0;
  return async (context, next) => {
    const length = context.req.header("content-length");
    const bytes = OVERHEAD + (length === undefined ? largest : Math.min(Number(length) || 0, largest));
    if (held + bytes > most) return onError(context);
    held += bytes;
    try {
      return await next();
    } finally {
      held -= bytes;
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
