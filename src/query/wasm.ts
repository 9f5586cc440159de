import { AsyncDuckDB, type AsyncDuckDBConnection, DuckDBDataProtocol, VoidLogger } from "@duckdb/duckdb-wasm";
import module from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import worker from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import type { Codebook } from "../survey/codebook.ts";
import type { FlatRow } from "../survey/flatten.ts";
import { attach, CASTS, type Engine, loadOwn, LOCKS, RELEASED, type Session, SETTINGS } from "./session.ts";

/** DuckDB in the browser, from the site's own address: nothing is asked of anybody else. */
export interface Wasm {
  /** Opens a released `data.duckdb`, by ranges where the server knows them, else whole. */
  release(url: string, codebook: Codebook): Promise<Session>;
  /** Takes a person's own rows; they stay in this page. */
  own(codebook: Codebook, rows: readonly FlatRow[]): Promise<Session>;
  close(): Promise<void>;
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
  // A worker that cannot be loaded answers nothing: its error is the only sign.
  const broken = new Promise<never>((_, fail) => thread.addEventListener("error", (event) => fail(new Error(event.message || "the worker did not start")), { once: true }));
  const started = database.instantiate(new URL(module, location.href).href, null, ({ bytesLoaded, bytesTotal }) => progress?.(bytesLoaded, bytesTotal));
  await Promise.race([started, broken]);
  await database.open({ path: ":memory:", query: CASTS, filesystem: { reliableHeadRequests: true, allowFullHTTPReads: false, forceFullHTTPReads: false } });
  const connection = await database.connect();
  const engine = engineOf(database, connection);
  for (const setting of [...SETTINGS, ...LOCKS]) await engine.query(setting);
  return {
    release: async (url, codebook) => {
      const absolute = new URL(url, location.href).href;
      if (await hasRanges(absolute)) await database.registerFileURL(RELEASED, absolute, DuckDBDataProtocol.HTTP, false);
      else await engine.registerBytes(RELEASED, await whole(absolute));
      return attach(engine, codebook);
    },
    own: (codebook, rows) => loadOwn(engine, codebook, rows),
    close: () => engine.close(),
  };
}

/** Files under this size are fetched whole: one request is quicker than many small ones. */
const SMALL = 4_000_000;

/** As DuckDB asks by itself: where a HEAD for a range is answered as one for the whole, it finds no database. */
async function hasRanges(url: string): Promise<boolean> {
  const head = await fetch(url, { method: "HEAD" });
  if (!head.ok || Number(head.headers.get("content-length") ?? 0) < SMALL) return false;
  if ((await fetch(url, { method: "HEAD", headers: { range: "bytes=0-" } })).status !== 206) return false;
  const first = await fetch(url, { headers: { range: "bytes=0-15" } });
  return first.status === 206 && (await first.arrayBuffer()).byteLength === 16;
}

async function whole(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function engineOf(database: AsyncDuckDB, connection: AsyncDuckDBConnection): Engine {
  return {
    query: async (sql) => (await connection.query(sql)).batches,
    stream: (sql) => connection.send(sql, true),
    registerText: (name, text) => database.registerFileText(name, text),
    registerBytes: (name, bytes) => database.registerFileBuffer(name, bytes),
    drop: async (name) => void (await database.dropFile(name)),
    close: async () => {
      await connection.close();
      await database.terminate();
    },
  };
}
