import type { Refusal } from "./i18n/refusals.ts";

/** A person can mend this: what is wrong, where it stands, and what to do about it. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly where: string | undefined;
  readonly fix: string | undefined;
  /** The same for pages that say it in the reader's language. */
  readonly refusal: Refusal | undefined;

  constructor(what: string, at: { where?: string; fix?: string; cause?: unknown; refusal?: Refusal } = {}) {
    super(
      [at.where ? `${at.where}: ${what}` : what, at.fix].filter(Boolean).join("\n  -> "),
      at.cause === undefined ? undefined : { cause: at.cause },
    );
    this.where = at.where;
    this.fix = at.fix;
    this.refusal = at.refusal;
  }
}

/** The command line was not understood (exit status 2). */
export class UsageError extends UserError {}

export const isUserError = (error: unknown): error is UserError => error instanceof UserError;
