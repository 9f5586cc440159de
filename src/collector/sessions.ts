import { createHash, randomBytes } from "node:crypto";

/** How long a session lives without being used, and in all, in ms. */
const IDLE = 2 * 3600_000;
const LONGEST = 12 * 3600_000;
/** One operator on a few machines; older ones go. */
const MOST = 20;

/** Who has shown the operator's key. In memory alone: a restart logs everybody out. */
export class Sessions {
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly since: number; seen: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns what the cookie holds; only its hash is kept */
  begin(): string {
    const token = randomBytes(24).toString("base64url");
    const now = this.#now();
    this.#known.set(hash(token), { since: now, seen: now });
    for (const oldest of this.#known.keys()) if (this.#known.size > MOST) this.#known.delete(oldest);
    return token;
  }

  holds(token: string): boolean {
    const session = this.#known.get(hash(token));
    const now = this.#now();
    if (!session) return false;
    if (now - session.seen > IDLE || now - session.since > LONGEST) {
      this.#known.delete(hash(token));
      return false;
    }
    session.seen = now;
    return true;
  }

  end(token: string): void {
    this.#known.delete(hash(token));
  }
}

const hash = (token: string): string => createHash("sha256").update(token).digest("base64url");
