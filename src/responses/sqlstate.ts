import { DatabaseError } from "pg";

/** PostgreSQL's code for what went wrong; absent if it did not come from the database. */
export const sqlStateOf = (error: unknown): string | undefined => (error instanceof DatabaseError ? error.code : undefined);

/** Serialization failure or deadlock: the same once more will do. */
export const isClash = (error: unknown): boolean => ["40001", "40P01"].includes(sqlStateOf(error) ?? "");

/** The connection is gone or going: what was said over it may or may not have been done. */
export const isDisconnected = (error: unknown): boolean => {
  const state = sqlStateOf(error);
  return state === undefined ? error instanceof Error : /^(08|57P)/.test(state);
};
