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

/** All that is under way, in bytes. */
export interface Room {
  /**
   * @param length that a request says it will send, in bytes; absent: the most it may
   * @param from whoever asks; absent: not told apart
   * @returns what to call, once, when it is answered, or what there is no room for: anybody, or this address
   */
  enter(length: number | undefined, from: string | undefined): (() => void) | "anybody" | "address";
}

/** @param most bytes of all requests that are under way @param largest of them, in bytes */
export function newRoom(most: number, largest: number): Room {
  let held = 0;
  /** What each address holds, for as long as it does. */
  const shares = new Map<string, number>();
  const take = (bytes: number, name: string | undefined): void => {
    held += bytes;
    if (name === undefined) return;
    const left = (shares.get(name) ?? 0) + bytes;
    if (left > 0) shares.set(name, left);
    else shares.delete(name);
  };
  return {
    enter: (length, from) => {
      const bytes = OVERHEAD + (length === undefined ? largest : Math.min(length || 0, largest));
      const name = from === undefined ? undefined : network(from);
      const share = name === undefined ? undefined : shares.get(name);
      // Who announces much, sends nothing and waits must keep nobody else out.
      if (share !== undefined && share + bytes > most * SHARE) return "address";
      if (held + bytes > most) return "anybody";
      take(bytes, name);
      return () => take(-bytes, name);
    },
  };
}

export interface RoomOptions {
  readonly room: Room;
  readonly full: (context: Context) => Response;
  /** Whoever asks, as far as it is known; absent: not told apart. */
  readonly address?: ((context: Context) => string | undefined) | undefined;
  readonly tooMuch: (context: Context) => Response;
}

/** Refuses what would not fit into memory beside all that is under way: as many bytes as each says it will send, or the most it may. */
export function withRoom({ room, full, address, tooMuch }: RoomOptions): MiddlewareHandler {
  return async (context, next) => {
    const length = context.req.header("content-length");
    const leave = room.enter(length === undefined ? undefined : Number(length), address?.(context));
    if (leave === "address") return tooMuch(context);
    if (leave === "anybody") return full(context);
    try {
      return await next();
    } finally {
      leave();
    }
  };
}

/** Made once: it keeps nothing from one text to the next. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws SyntaxError if it is not JSON in UTF-8 */
export function parsed(bytes: ArrayBuffer | Uint8Array): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (error) {
    throw new SyntaxError("not UTF-8", { cause: error });
  }
  return JSON.parse(text);
}
