import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { openSqlite } from "../responses/sqlite.ts";
import type { Store } from "../responses/store.ts";
import type { Settings } from "./options.ts";

/** The store of a data folder, opened for as long as `work` lasts. */
export async function withStore<Result>(settings: Settings, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore(settings);
  try {
    return await work(store);
  } finally {
    await store.shutdown();
  }
}

/** In PostgreSQL where `DATABASE_URL` names a database, else in a file of the data folder. */
export async function openStore({ data, database }: Settings): Promise<Store> {
  makeFolder(data);
  if (database !== undefined) {
    // Loaded where it is needed: most installations have no database.
    const { openPostgres } = await import("../responses/postgres.ts");
    return openPostgres(database, (text) => process.stderr.write(`${text}\n`));
  }
  if (existsSync(movedMark(data))) throw new UserError("the answers were moved to a database, and what would be taken here would not get there", { where: data, fix: `set DATABASE_URL; to go back to what the file held then, delete ${movedMark(data)}` });
  return openSqlite(sqlitePath(data));
}

/** @throws UserError where the disk takes no folder */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UserError(`the data folder cannot be made (${error instanceof Error ? error.message : String(error)})`, { where: path, fix: "check that the folder above it may be written to and the disk has room, or name another with --data", cause: error });
  }
}

export const sqlitePath = (data: string): string => join(data, "answers.sqlite");

/** Lies beside the file once its answers are elsewhere. */
export const movedMark = (data: string): string => join(data, "answers.moved");

/** Today in UTC, YYYY-MM-DD. */
export const today = (now: Date = new Date()): string => now.toISOString().slice(0, 10);
