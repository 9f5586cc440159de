import { openPostgres } from "../../../src/responses/postgres.ts";
import { openSqlite } from "../../../src/responses/sqlite.ts";
import type { Store } from "../../../src/responses/store.ts";

/** @param place a file, or the address of a database */
export const openAt = (place: string): Promise<Store> => (place.startsWith("postgres:") ? openPostgres(place, () => {}) : openSqlite(place));
