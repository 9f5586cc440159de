import { DatabaseError } from "pg";

/** PostgreSQL's code for what went wrong; absent if it did not come from the database. */
export const sqlStateOf = (error: unknown): string | undefined => (error instanceof DatabaseError ? error.code : undefined);

/** Serialization failure or deadlock: the same once more will do. */
export const isClash = (error: unknown): boolean => ["40001", "40P01"].includes(sqlStateOf(error) ?? "");

/** The connection is gone or going, or there is none: what was said over it may or may not have been done. */
export const isDisconnected = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const state = sqlStateOf(error);
  if (state !== undefined) return /^(08|57P)/.test(state);
  // Of the operating system, or of the driver, which has no codes.
  return ("code" in error && /^E[A-Z]/.test(String(error.code))) || /connection terminated|not queryable|timeout/i.test(error.message);
};

/** Disk full, too many connections, a server that only reads. */
const isUnable = (error: unknown): boolean => /^(53|25006$|58)/.test(sqlStateOf(error) ?? "");

/** Says so where the database cannot be asked just now: those who sent may come again. */
export async function reached<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isDisconnected(error) && !isUnable(error)) throw error;
    const said = error instanceof Error && error.message !== "" ? error.message : "no connection";
    throw new Error(`the database is out of reach (${said})`, { cause: error });
  }
}
