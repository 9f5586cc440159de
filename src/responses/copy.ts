import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { ClientBase } from "pg";
import { UserError } from "../error.ts";
import { connect, shownAddress } from "./postgres.ts";

/** Every table of both stores: its columns, those of its key first, and how many of them are the key. */
const TABLES = [
  { table: "bundles", columns: ["survey", "version", "body"], key: 2 },
  { table: "waves", columns: ["survey", "wave", "body"], key: 2 },
  { table: "keys", columns: ["survey", "wave", "secret"], key: 2 },
  { table: "invitations", columns: ["digest", "survey", "wave", "groups", "blinded"], key: 1 },
  { table: "spent", columns: ["credential", "survey", "wave"], key: 1 },
  { table: "responses", columns: ["id", "survey", "wave", "body"], key: 1 },
] as const;
type Table = (typeof TABLES)[number];
type Row = readonly string[];

export interface Copied {
  readonly table: string;
  readonly rows: number;
  /** Of all rows in the order of their keys, the same on both sides. */
  readonly sha256: string;
}

/** Rows that are held at once; the largest answers take a quarter of a megabyte. */
const PAGE = 200;

/**
 * Copies a store from SQLite to an empty PostgreSQL database, reads it back and compares: all of it or nothing.
 * @param progress told the table and how many of its rows are there
 * @throws UserError if the file is in use, the database is not empty, or what is read back differs
 */
export async function copyStore(path: string, url: string, options: { readonly warn: (text: string) => void; readonly progress: (table: string, rows: number) => void }): Promise<Copied[]> {
  const source = openAlone(path);
  try {
    const pool = await connect(url, options.warn);
    const client = await pool.connect();
    try {
      return await copyAll(source, client, shownAddress(url), options.progress);
    } finally {
      // Whatever was not committed goes with the connection.
      client.release(true);
      await pool.end();
    }
  } finally {
    source.close();
  }
}

/** Opens the file so that nobody else can: an answer that came meanwhile would be left behind. */
function openAlone(path: string): DatabaseSync {
  if (!existsSync(path)) throw new UserError("there are no answers to move", { where: path, fix: "name the data folder with --data; a new installation needs no move: set DATABASE_URL" });
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    throw new UserError("the store is in use", { where: path, fix: "stop the server and whatever else has it open", cause: error });
  }
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").all().map((row) => String(row["name"]));
  const unknown = names.filter((name) => !TABLES.some(({ table }) => table === name));
  if (unknown.length > 0) throw new Error(`nothing says how to copy ${unknown.join(", ")}`);
  return database;
}

async function copyAll(source: DatabaseSync, client: ClientBase, where: string, progress: (table: string, rows: number) => void): Promise<Copied[]> {
  await client.query(`BEGIN; SET LOCAL synchronous_commit TO on; LOCK TABLE ${TABLES.map(({ table }) => table).join(", ")} IN ACCESS EXCLUSIVE MODE`);
  for (const { table } of TABLES) {
    const { rows } = await client.query(`SELECT FROM ${table} LIMIT 1`);
    if (rows.length > 0) throw new UserError(`the database is not empty: there are rows in ${table}`, { where, fix: "move into a new database; what lies in this one stays as it is" });
  }
  const copied: Copied[] = [];
  for (const table of TABLES) copied.push(await copyTable(source, client, table, where, progress));
  await client.query("COMMIT");
  return copied;
}

async function copyTable(source: DatabaseSync, client: ClientBase, table: Table, where: string, progress: (table: string, rows: number) => void): Promise<Copied> {
  const types = table.columns.map((column) => (column === "id" ? "uuid[]" : "text[]"));
  const insert = `INSERT INTO ${table.table} (${table.columns.join(", ")}) SELECT * FROM unnest(${types.map((type, i) => `$${i + 1}::${type}`).join(", ")})`;
  const read = new Digest();
  for (const page of pagesOf(source, table)) {
    await client.query(insert, table.columns.map((_column, i) => page.map((row) => row[i])));
    page.forEach((row) => read.add(row));
    progress(table.table, read.rows);
  }
  const written = new Digest();
  for await (const page of pagesThere(client, table)) page.forEach((row) => written.add(row));
  const [here, there] = [read.end(), written.end()];
  if (read.rows !== written.rows || here !== there) throw new UserError(`${table.table} has ${read.rows} rows here and ${written.rows} there, with digests ${here} and ${there}; nothing was kept there`, { where });
  return { table: table.table, rows: read.rows, sha256: here };
}

/** Digest of rows, in which their columns cannot run into each other. */
class Digest {
  readonly #hash = createHash("sha256");
  rows = 0;

  add(row: Row): void {
    this.#hash.update(JSON.stringify(row)).update("\n");
    this.rows += 1;
  }

  end(): string {
    return this.#hash.digest("hex");
  }
}

function* pagesOf(source: DatabaseSync, { table, columns, key }: Table): Generator<Row[]> {
  const by = columns.slice(0, key).join(", ");
  const rows = source.prepare(`SELECT ${columns.join(", ")} FROM ${table} ORDER BY ${by}`).iterate();
  let page: Row[] = [];
  for (const row of rows) {
    page.push(columns.map((column) => String(row[column])));
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* pagesThere(client: ClientBase, { table, columns, key }: Table): AsyncGenerator<Row[]> {
  await client.query(`DECLARE there NO SCROLL CURSOR FOR SELECT ${columns.join(", ")} FROM ${table} ORDER BY ${columns.slice(0, key).join(", ")}`);
  for (;;) {
    const { rows } = await client.query<string[]>({ text: `FETCH ${PAGE} FROM there`, rowMode: "array" });
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query("CLOSE there");
}
