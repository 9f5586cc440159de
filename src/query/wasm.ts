import { AsyncDuckDB, type AsyncDuckDBConnection, DuckDBDataProtocol, VoidLogger } from "@duckdb/duckdb-wasm";
import module from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import worker from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import type { Codebook } from "../survey/codebook.ts";
import type { FlatRow } from "../survey/flatten.ts";
import { type Line, standInLine, Stopped } from "./line.ts";
import type { Guessed } from "./guess.ts";
import { attachOwn, lookAt, OPENED_VIEW, type OpenedTable, viewOwn } from "./opened.ts";
import { attach, CASTS, type Engine, loadOwn, LOCKS, OWN_DATABASE, RELEASED, type Session, sessionOver, SETTINGS } from "./session.ts";

/** DuckDB in the browser, from the site's own address: nothing is asked of anybody else. */
export interface Wasm {
  /** Opens a released `data.duckdb`, by ranges where the server knows them, else whole. */
  release(url: string, codebook: Codebook): Promise<Session>;
  /** Takes a person's own rows; they stay in this page. */
  own(codebook: Codebook, rows: readonly FlatRow[]): Promise<Session>;
  /** Attaches a person's own DuckDB file, which is read in parts and stays where it is. @param codebookOf finds the codebook and the table that it speaks of */
  file(file: File, codebookOf: (tables: readonly OpenedTable[], look: (table: OpenedTable) => Promise<readonly Guessed[]>) => Promise<{ readonly codebook: Codebook; readonly table: OpenedTable }>): Promise<OwnFile>;
  /** Stops what is at work; its caller gets `Stopped`. @returns false where the program would not stop and was ended: start another */
  stop(): Promise<boolean>;
  close(): Promise<void>;
}

export interface OwnFile {
  readonly codebook: Codebook;
  readonly session: Session;
  readonly tables: readonly OpenedTable[];
}

export interface WasmOptions {
  /** Told while the program is fetched: bytes so far and in all, 0 where the server does not say. */
  readonly progress?: (loaded: number, total: number) => void;
  /** Ends the start, wherever it stands; a start that is given up may never answer. */
  readonly signal?: AbortSignal;
}

/** Starts DuckDB-WASM 1.32.0 (5 MB compressed, about a second to start): call it on the first need. @throws Error if it cannot be fetched */
export async function openWasm({ progress, signal }: WasmOptions = {}): Promise<Wasm> {
  // What is forbidden or cannot be fetched, the worker waits for without a word. The smallest module there is says whether any may run.
  new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  const reachable = await fetch(module, { method: "HEAD", ...(signal ? { signal } : {}) });
  if (!reachable.ok) throw new Error(`${module}: ${reachable.status}`);
  const thread = new Worker(worker);
  signal?.addEventListener("abort", () => thread.terminate(), { once: true });
  const database = new AsyncDuckDB(new VoidLogger(), thread);
  const line = standInLine();
  // A worker that cannot be loaded, or died, answers nothing: its error is the only sign.
  const broken = new Promise<never>((_, fail) => thread.addEventListener("error", (event) => fail(new Error(event.message || "the worker did not start")), { once: true }));
  broken.catch((error: unknown) => line.end(error instanceof Error ? error : new Error(String(error))));
  const started = database.instantiate(new URL(module, location.href).href, null, ({ bytesLoaded, bytesTotal }) => progress?.(bytesLoaded, bytesTotal));
  await Promise.race([started, broken]);
  await database.open({ path: ":memory:", query: CASTS, filesystem: { reliableHeadRequests: false, allowFullHTTPReads: true, forceFullHTTPReads: false } });
  const connection = await database.connect();
  const engine = engineOf(database, connection, line);
  for (const setting of [...SETTINGS, `SET memory_limit = '${memoryLimit()}MB'`, ...LOCKS]) await engine.query(setting);
  return {
    release: async (url, codebook) => {
      const absolute = new URL(url, location.href).href;
      if (await hasRanges(absolute)) await database.registerFileURL(RELEASED, absolute, DuckDBDataProtocol.HTTP, false);
      else await engine.registerBytes(RELEASED, await whole(absolute));
      return attach(engine, codebook);
    },
    own: (codebook, rows) => loadOwn(engine, codebook, rows),
    file: async (file, codebookOf) => {
      await engine.query("DETACH DATABASE IF EXISTS own");
      await engine.drop(OWN_DATABASE).catch(() => {});
      await line.turn(() => database.registerFileHandle(OWN_DATABASE, file, DuckDBDataProtocol.BROWSER_FILEREADER, true));
      const tables = await attachOwn(engine, OWN_DATABASE);
      const { codebook, table } = await codebookOf(tables, (each) => lookAt(engine, each));
      await viewOwn(engine, codebook, table);
      return { codebook, tables, session: sessionOver(engine, codebook, OPENED_VIEW) };
    },
    stop: async () => {
      const stopped = line.stop();
      const asked = connection.cancelSent().catch(() => false);
      if ((await Promise.race([Promise.all([asked, stopped]).then(() => true), soon(PATIENCE)])) === true) return true;
      line.end(new Stopped("stopped"));
      thread.terminate();
      return false;
    },
    close: async () => {
      line.end(new Stopped("closed"));
      await Promise.race([database.terminate(), soon(PATIENCE)]);
    },
  };
}

/** How long a query may take to notice that it should stop, in ms. */
const PATIENCE = 2_000;
const soon = (ms: number): Promise<undefined> => new Promise((done) => setTimeout(() => done(undefined), ms));

/**
 * What DuckDB may take before it says that there is too little memory, in MB: below what makes a browser close the page. A WebAssembly
 * program has 4 GB at most; browsers tell of a machine's memory up to 8 GB, some of them nothing.
 */
export function memoryLimit(gigabytes: unknown = Reflect.get(navigator, "deviceMemory")): number {
  return typeof gigabytes === "number" ? Math.round(Math.min(2048, Math.max(256, gigabytes * 256))) : 1024;
}

/** Files under this size are fetched whole: one request is quicker than many small ones. */
const SMALL = 4_000_000;

/**
 * Whether the server gives parts of a file. A HEAD for a range need not say so (RFC 9110, 14.2): DuckDB is set to learn it from a GET of one
 * byte, and the size from the HEAD.
 */
async function hasRanges(url: string): Promise<boolean> {
  const head = await fetch(url, { method: "HEAD" });
  if (!head.ok || Number(head.headers.get("content-length") ?? 0) < SMALL) return false;
  const first = await fetch(url, { headers: { range: "bytes=0-15" } });
  return first.status === 206 && (await first.arrayBuffer()).byteLength === 16;
}

async function whole(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function engineOf(database: AsyncDuckDB, connection: AsyncDuckDBConnection, line: Line): Engine {
  return {
    // Sent, not asked: between two steps the worker hears that it should stop.
    query: (sql) => line.turn(async () => {
      const batches = [];
      for await (const batch of await connection.send(sql)) batches.push(batch);
      return batches;
    }),
    stream: (sql) => Promise.resolve(line.stream(() => connection.send(sql, true))),
    registerText: (name, text) => line.turn(() => database.registerFileText(name, text)),
    registerBytes: (name, bytes) => line.turn(() => database.registerFileBuffer(name, bytes)),
    drop: (name) => line.turn(async () => void (await database.dropFile(name))),
    close: async () => {
      await connection.close();
      await database.terminate();
    },
  };
}
