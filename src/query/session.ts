import { UserError } from "../error.ts";
import { type Codebook, naColumn } from "../survey/codebook.ts";
import { quotedCell } from "../survey/csv.ts";
import { columnNames, type FlatRow } from "../survey/flatten.ts";
import { type Coded, codeRows, type Numbers } from "./coded.ts";
import { type Derived, withColumns, withDerived } from "./derive.ts";
import { inOrder } from "./order.ts";
import { identifier, literal, tallyFrom, tallySql } from "./sql.ts";
import type { Tallies, Tally, TallyQuery } from "./tally.ts";

/** What DuckDB-WASM answers a query with, batch by batch (record batches of Apache Arrow). */
export interface Batch {
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type: unknown }[] };
  readonly numRows: number;
  get(index: number): { toJSON(): Record<string, unknown> } | null;
  /** A column by name. */
  getChild(name: string): { toArray(): unknown } | null;
}

/** One open DuckDB-WASM, in a browser's worker or inside Node: all that the rest needs of it. */
export interface Engine {
  query(sql: string): Promise<readonly Batch[]>;
  /** Runs a query and yields its batches as they come, so that a person may stop reading. */
  stream(sql: string): Promise<AsyncIterable<Batch>>;
  registerText(name: string, text: string): Promise<void>;
  registerBytes(name: string, bytes: Uint8Array): Promise<void>;
  drop(name: string): Promise<void>;
  close(): Promise<void>;
}

export type Plain = string | number | boolean | null;

/** A table of plain values. */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Plain[])[];
  /** More rows were found than were asked for. */
  readonly more: boolean;
}

export interface Session extends Tallies {
  readonly codebook: Codebook;
  /** Counts variables made while looking beside those that were asked. */
  tally(query: TallyQuery, derived?: readonly Derived[]): Promise<readonly Tally[]>;
  /** Lets SQL find them, in a view `recoded` beside `responses`. */
  offer(derived: readonly Derived[]): Promise<void>;
  /** Copies the rows into what `narrow` counts from, before it is first asked for. */
  prepare(): Promise<void>;
  /** Only the rows that gave these answers, to be counted again and again. */
  narrow(where: NonNullable<TallyQuery["where"]>): Promise<Tallies>;
  /** Runs SQL as a person wrote it and gives at most `limit` rows. @throws Error in the words of DuckDB */
  rows(sql: string, limit: number): Promise<Rows>;
}

/** Settings without which DuckDB-WASM asks the network for extensions. One thread: the build has no more. */
export const SETTINGS = ["SET autoload_known_extensions = false", "SET autoinstall_known_extensions = false"];

/** The name under which a released database is registered. */
export const RELEASED = "data.duckdb";
/** A person's own database. */
export const OWN_DATABASE = "own.duckdb";
const OWN = "own-responses.csv";
const RECODED = "recoded";

/** Then nothing else is read or written, whatever a query says: not a file, not an address. Cannot be undone. */
export const LOCKS = [`SET allowed_paths = ['${RELEASED}', '${RELEASED}.wal', '${OWN}', '${OWN_DATABASE}', '${OWN_DATABASE}.wal']`, "SET enable_external_access = false", "SET lock_configuration = true"];

/** Casts that keep every number of an answer a JavaScript number. */
export const CASTS = { castBigIntToDouble: true, castDecimalToDouble: true, castTimestampToDate: true } as const;

/** Attaches the released `data.duckdb` that was registered, for reading. */
export async function attach(engine: Engine, codebook: Codebook): Promise<Session> {
  await engine.query(`ATTACH ${literal(RELEASED)} AS data (READ_ONLY)`);
  return sessionOver(engine, codebook, "data.main");
}

/** Makes a table `responses` of flat rows (columns of the codebook with `__na`). What was loaded before is replaced. */
export async function loadOwn(engine: Engine, codebook: Codebook, rows: readonly FlatRow[]): Promise<Session> {
  const types = new Map(codebook.variables.flatMap((variable) => [...variable.columns.map(({ name, type }) => [name, type] as const), [naColumn(variable), "VARCHAR"] as const]));
  const names = columnNames(codebook);
  if (names.length === 0) throw new UserError("the codebook has no variables", { where: codebook.survey, fix: "choose the codebook of the survey that was answered" });
  await engine.query(`CREATE OR REPLACE TABLE memory.main.responses (${names.map((name) => `${identifier(name)} ${types.get(name) ?? "VARCHAR"}`).join(", ")})`);
  if (rows.length > 0) {
    await engine.registerText(OWN, rows.map((row) => `${names.map((name) => quotedCell(row[name] ?? null)).join(",")}\n`).join(""));
    try {
      await engine.query(`COPY memory.main.responses FROM ${literal(OWN)} (FORMAT csv, HEADER false, AUTO_DETECT false, DELIMITER ',', NULLSTR '', ALLOW_QUOTED_NULLS false, QUOTE '"', ESCAPE '"')`);
    } finally {
      await engine.drop(OWN);
    }
  }
  return sessionOver(engine, codebook, "memory.main");
}

/** @param place schema of the table or view `responses` */
export function sessionOver(engine: Engine, codebook: Codebook, place: string): Session {
  // Both databases may be open beside each other; each question says which one it means.
  const use = (): Promise<unknown> => engine.query(`USE ${place}`);
  const ask = async (sql: string): Promise<Record<string, unknown>[]> => (await engine.query(sql)).flatMap(objects);
  let copied: Promise<Coded> | undefined;
  const coded = (): Promise<Coded> => (copied ??= codeRows({ ask, read: async (sql) => columnsIn(await engine.query(sql)) }, codebook, `${place}.responses`));
  return {
    codebook,
    tally: async (query, derived = []): Promise<Tally[]> => {
      await use();
      const whole = withDerived(codebook, derived);
      return inOrder((await ask(tallySql(whole, query, withColumns("responses", derived)))).map((row) => tallyFrom(whole, row)), query.variables);
    },
    offer: async (derived) => {
      await use();
      if (derived.length === 0) await engine.query(`DROP VIEW IF EXISTS temp.main.${RECODED}`);
      else await engine.query(`CREATE OR REPLACE TEMPORARY VIEW ${RECODED} AS SELECT * FROM ${withColumns(`${place}.responses`, derived)}`);
    },
    prepare: async () => void (await coded()),
    narrow: async (where) => (await coded()).narrow(where),
    rows: async (sql, limit) => {
      await use();
      const asked = await readable(engine, sql);
      // Asked as it was written, an error points to where it stands.
      return asked === sql ? take(sql, limit) : take(asked, limit).catch((error: unknown) => (error instanceof Error && error.name === "Stopped" ? Promise.reject(error) : take(sql, limit)));
    },
  };

  async function take(sql: string, limit: number): Promise<Rows> {
    let columns: readonly string[] = [];
    const rows: Plain[][] = [];
    for await (const batch of await engine.stream(sql)) {
      columns = batch.schema.fields.map(({ name }) => name);
      const types = batch.schema.fields.map(({ type }) => String(type));
      for (const row of objects(batch)) {
        if (rows.length === limit) return { columns, rows, more: true };
        rows.push(columns.map((name, i) => plain(row[name], types[i] ?? "")));
      }
    }
    return { columns, rows, more: false };
  }
}

/** Columns of codes come from a stream without their words (DuckDB-WASM 1.32): they are asked for as texts. */
async function readable(engine: Engine, sql: string): Promise<string> {
  try {
    const described = (await engine.query(`DESCRIBE ${sql}`)).flatMap(objects);
    const codes = described.filter((row) => /ENUM\(/.test(String(row["column_type"]))).map((row) => identifier(String(row["column_name"])));
    return codes.length === 0 ? sql : `SELECT * REPLACE (${codes.map((name) => `CAST(${name} AS VARCHAR) AS ${name}`).join(", ")}) FROM (\n${sql}\n)`;
  } catch {
    // What cannot be described says itself what is wrong with it.
    return sql;
  }
}

/** Columns of numbers, the batches one after the other. */
function columnsIn(batches: readonly Batch[]): Map<string, Numbers> {
  const names = batches[0]?.schema.fields.map(({ name }) => name) ?? [];
  return new Map(names.map((name) => {
    const pieces = batches.map((batch) => batch.getChild(name)?.toArray()).filter(isNumbers);
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    const whole = pieces[0] instanceof Uint8Array ? new Uint8Array(size) : pieces[0] instanceof Uint16Array ? new Uint16Array(size) : pieces[0] instanceof Uint32Array ? new Uint32Array(size) : new Float64Array(size);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return [name, whole];
  }));
}

const isNumbers = (value: unknown): value is Numbers => value instanceof Uint8Array || value instanceof Uint16Array || value instanceof Uint32Array || value instanceof Float64Array;

function objects(batch: Batch): Record<string, unknown>[] {
  return Array.from({ length: batch.numRows }, (_, i) => batch.get(i)?.toJSON() ?? {});
}

/** A cell as a person reads it: days as YYYY-MM-DD, lists and structs as JSON. */
function plain(value: unknown, type: string): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date || (typeof value === "number" && /^(Date|Timestamp)/.test(type))) return new Date(value).toISOString().replace(/T00:00:00\.000Z$/, "");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? Number(inner) : inner)) ?? null;
}
