import { createHash } from "node:crypto";
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { UserError } from "../error.ts";
import { checkResponse } from "./response.ts";
import { SCHEMA } from "./sqlite.ts";
import type { WaveRecord } from "./store.ts";

/** What a copy holds, read from the copy itself. */
export interface Inventory {
  readonly waves: readonly { readonly survey: string; readonly wave: string; readonly state: WaveRecord["state"]; readonly admission: WaveRecord["admission"]; readonly responses: number }[];
  readonly responses: number;
  /** Of all rows of all tables, in the order of their keys. */
  readonly sha256: string;
}

/**
 * Copies a store while others use it: one moment of it, in the order of random ids, whole or not at all.
 * @param accept looks at the copy before it gets its name; if it throws, there is none
 */
export function backUp(from: string, to: string, accept: (inventory: Inventory) => void = () => undefined): Inventory {
  if (!existsSync(from)) throw new UserError("there is no store here", { where: from, fix: "name the data folder with --data" });
  if (existsSync(to)) throw new UserError("this file is there already", { where: to, fix: "choose another name, or delete it" });
  const draft = join(dirname(to), `.${basename(to)}.part`);
  rmSync(draft, { force: true });
  try {
    const database = opened(from);
    try {
      database.prepare("VACUUM INTO ?").run(draft);
    } finally {
      database.close();
    }
    // It holds what was answered, and the key of each wave.
    chmodSync(draft, 0o600);
    write(draft, "DROP TABLE IF EXISTS seal");
    const inventory = takeInventory(draft);
    accept(inventory);
    write(draft, `CREATE TABLE seal (sha256 TEXT NOT NULL) STRICT; INSERT INTO seal VALUES ('${inventory.sha256}')`);
    flush(draft);
    renameSync(draft, to);
    flush(dirname(to));
    return inventory;
  } catch (error) {
    rmSync(draft, { force: true });
    if (error instanceof UserError) throw error;
    throw new UserError(`no copy could be made (${error instanceof Error ? error.message : String(error)}); nothing was left behind`, { where: to, fix: "check that the folder may be written to and the disk has room", cause: error });
  }
}

/** SQLite would not notice an altered letter inside of an answer: a backup says in itself what it must hold. */
function write(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

function opened(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true, timeout: 5000 });
}

function flush(path: string): void {
  const handle = openSync(path, "r");
  fsyncSync(handle);
  closeSync(handle);
}

/** Reads every page and every row. @throws UserError if it is no store, or a damaged one */
export function takeInventory(path: string): Inventory {
  try {
    const database = opened(path);
    try {
      return inventoryOf(database, path);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`this is no store of answers, or it is damaged (${error instanceof Error ? error.message : String(error)})`, { where: path, fix: "take another backup", cause: error });
  }
}

function inventoryOf(database: DatabaseSync, where: string): Inventory {
  const refuse = (what: string): never => {
    throw new UserError(what, { where, fix: "take another backup" });
  };
  const integrity = database.prepare("PRAGMA integrity_check(3)").all().map((row) => String(row["integrity_check"]));
  if (integrity[0] !== "ok") refuse(`this file is damaged (${integrity.join("; ")})`);
  const expected = columnsOf(SCHEMA);
  const found = columnsIn(database);
  const seal = found.delete("seal") ? String(database.prepare("SELECT sha256 FROM seal").get()?.["sha256"]) : undefined;
  for (const [table, columns] of found) if (expected.get(table) !== columns) refuse(`the table ${table} is not as this version of qingting writes it`);
  for (const table of ["bundles", "waves", "responses"]) if (!found.has(table)) refuse(`the table ${table} is missing, so this is no store of answers`);
  const hash = createHash("sha256");
  for (const table of [...found.keys()].sort()) for (const row of database.prepare(`SELECT * FROM ${table}`).iterate()) hash.update(JSON.stringify([table, ...Object.values(row)]));
  const counts = new Map<string, number>();
  for (const row of database.prepare("SELECT id, survey, wave, body FROM responses").iterate()) {
    const { id, survey, wave } = checkResponse(JSON.parse(String(row["body"])));
    if (id !== row["id"] || survey !== row["survey"] || wave !== row["wave"]) refuse(`the answer ${String(row["id"])} is not what its row says`);
    counts.set(`${survey} ${wave}`, 1 + (counts.get(`${survey} ${wave}`) ?? 0));
  }
  const waves = database.prepare("SELECT body FROM waves ORDER BY survey, wave").all().map((row): WaveRecord => JSON.parse(String(row["body"])));
  const known = waves.map(({ survey, wave, state, admission }) => ({ survey, wave, state, admission, responses: counts.get(`${survey} ${wave}`) ?? 0 }));
  const responses = [...counts.values()].reduce((sum, n) => sum + n, 0);
  if (responses !== known.reduce((sum, wave) => sum + wave.responses, 0)) refuse("it holds answers to a wave that it does not know");
  const sha256 = hash.digest("hex");
  if (seal !== undefined && seal !== sha256) refuse("this file was altered or damaged since it was written");
  return { waves: known, responses, sha256 };
}

function columnsOf(schema: string): Map<string, string> {
  const empty = new DatabaseSync(":memory:");
  empty.exec(schema);
  const columns = columnsIn(empty);
  empty.close();
  return columns;
}

function columnsIn(database: DatabaseSync): Map<string, string> {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all().map((row) => String(row["name"]));
  return new Map(tables.map((table) => [table, database.prepare("SELECT name, type FROM pragma_table_info(?)").all(table).map((row) => `${String(row["name"])} ${String(row["type"])}`).join(", ")]));
}

export interface Restored {
  readonly inventory: Inventory;
  /** Where the former store lies now, and how much it held; absent where there was none. `responses` is absent if it could not be read. */
  readonly aside?: { readonly path: string; readonly responses?: number };
}

/** Puts a backup in the place of the store, which is kept beside it, and reads back what it holds. @throws UserError if something uses the store, or the backup is none */
export function restoreStore(from: string, path: string): Restored {
  if (!existsSync(from)) throw new UserError("there is no such backup", { where: from, fix: "check the name of the file" });
  const before = takeInventory(from);
  const draft = `${path}.restoring`;
  rmSync(draft, { force: true });
  const copied = backUp(from, draft);
  write(draft, "DROP TABLE seal");
  const aside = existsSync(path) ? putAside(path, () => rmSync(draft, { force: true })) : undefined;
  renameSync(draft, path);
  flush(dirname(path));
  const inventory = takeInventory(path);
  if (new Set([before, copied, inventory].map(({ sha256 }) => sha256)).size > 1) throw new UserError("what was read back is not what the backup holds", { where: path, fix: `check the disk; the former store is ${aside?.path ?? "none"}` });
  return { inventory, ...(aside ? { aside } : {}) };
}

function putAside(path: string, undo: () => void): NonNullable<Restored["aside"]> {
  const responses = soleUse(path, undo);
  let to = "";
  for (let i = 1; to === "" || existsSync(to); i++) to = `${path}.before-restore-${i}`;
  // A damaged one may have a log that nobody could empty.
  for (const ending of ["", "-wal", "-shm"]) if (existsSync(path + ending)) renameSync(path + ending, to + ending);
  return { path: to, ...(responses === undefined ? {} : { responses }) };
}

/** How many answers the store holds; none if it cannot be read. @throws UserError if a server or a command has it open: what it took after this would be lost */
function soleUse(path: string, undo: () => void): number | undefined {
  try {
    const database = new DatabaseSync(path, { timeout: 500 });
    try {
      // SQLite grants this to the only one who has the file open; it also empties the log into it.
      if (database.prepare("PRAGMA journal_mode = DELETE").get()?.["journal_mode"] !== "delete") throw new Error("database is locked");
      return Number(database.prepare("SELECT count(*) AS n FROM responses").get()?.["n"]);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof Error && /locked|busy/i.test(error.message))) return undefined;
    undo();
    throw new UserError("something has the store open", { where: path, fix: "stop the server (Ctrl+C where it runs) and every other command, then restore again", cause: error });
  }
}
