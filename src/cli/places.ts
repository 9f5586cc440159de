import { mkdirSync } from "node:fs";
import { join } from "node:path";
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

export async function openStore({ data }: Settings): Promise<Store> {
  mkdirSync(data, { recursive: true });
  return openSqlite(join(data, "answers.sqlite"));
}

/** Today in UTC, YYYY-MM-DD. */
export const today = (now: Date = new Date()): string => now.toISOString().slice(0, 10);
