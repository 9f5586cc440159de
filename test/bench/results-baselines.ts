import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { createDuckDB, NODE_RUNTIME, VoidLogger } from "@duckdb/duckdb-wasm/blocking";
import { readCsv } from "../../src/dashboard/explorer-csv.ts";
import type { Manifest, ReleaseFile } from "../../src/query/files.ts";
import { CASTS, SETTINGS } from "../../src/query/session.ts";

const ROUNDS = 40;
/** As many questions as a page of charts asks at once. */
const QUERIES = 12;

const pathOf = (folder: string, { files }: Manifest, passes: (file: ReleaseFile) => boolean): string => join(folder, files.find(passes)?.name ?? "");

/** Twelve counts over the rows, as a page does that keeps its microdata in DuckDB-WASM; drawn nothing. ms of each round. */
export async function databaseBaseline(folder: string, manifest: Manifest, filters: readonly string[]): Promise<number[]> {
  const find = createRequire(import.meta.url);
  const eh = { mainModule: find.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"), mainWorker: find.resolve("@duckdb/duckdb-wasm/dist/duckdb-node-eh.worker.cjs") };
  const database = await createDuckDB({ mvp: { ...eh }, eh }, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate(() => {});
  database.open({ path: ":memory:", query: CASTS });
  const connection = database.connect();
  try {
    for (const setting of SETTINGS) connection.query(setting);
    database.registerFileBuffer("data.duckdb", readFileSync(pathOf(folder, manifest, ({ role }) => role === "database")));
    connection.query("ATTACH 'data.duckdb' AS data (READ_ONLY)");
    const { names } = columnsOf(folder, manifest, filters);
    const values = new Map(filters.map((name) => [name, connection.query(`SELECT DISTINCT "${name}" AS v FROM data.responses WHERE "${name}" IS NOT NULL`).toArray().map((row) => String(row["v"]))]));
    const times: number[] = [];
    for (let round = 0; round < ROUNDS + 3; round++) {
      const filter = filters[round % filters.length] ?? "";
      const wanted = values.get(filter)?.[round % (values.get(filter)?.length ?? 1)] ?? "";
      const start = performance.now();
      for (const name of names) connection.query(`SELECT "${name}" AS v, count(*) AS n FROM data.responses WHERE "${filter}" = '${wanted}' GROUP BY 1`);
      if (round >= 3) times.push(performance.now() - start);
    }
    return times;
  } finally {
    connection.close();
  }
}

/** Counting the same twelve questions in typed arrays: what nobody gets below. Drawn nothing. ms of each round. */
export async function loopBaseline(folder: string, manifest: Manifest, filters: readonly string[]): Promise<number[]> {
  const { names } = columnsOf(folder, manifest, filters);
  const coded = await codedColumns(pathOf(folder, manifest, ({ role }) => role === "database"), [...names, ...filters]);
  const [asked, narrow] = [coded.slice(0, names.length), coded.slice(names.length)];
  const times: number[] = [];
  let kept = 0;
  for (let round = 0; round < ROUNDS + 3; round++) {
    const filter = narrow[round % narrow.length];
    const wanted = round % (filter?.size ?? 1);
    const start = performance.now();
    for (const { at, size } of asked) {
      const counts = new Uint32Array(size);
      for (let i = 0; i < at.length; i++) if (filter?.at[i] === wanted) counts[at[i] ?? 0] = (counts[at[i] ?? 0] ?? 0) + 1;
      kept += counts[0] ?? 0;
    }
    if (round >= 3) times.push(performance.now() - start);
  }
  if (kept < 0) throw new Error("nothing was counted");
  return times;
}

/** Names of every so many columns: the first line of the file tells, the rest of which may be longer than any text can be. */
function columnsOf(folder: string, manifest: Manifest, filters: readonly string[]): { readonly names: readonly string[] } {
  const file = openSync(pathOf(folder, manifest, ({ name }) => name.endsWith("codes.csv")), "r");
  const start = Buffer.alloc(1 << 16);
  readSync(file, start);
  closeSync(file);
  const names = (readCsv(start.toString("utf8").split(/\r?\n/)[0] ?? "")[0]?.cells ?? []).filter((name) => !name.endsWith("__na") && !filters.includes(name));
  return { names: names.filter((_, i) => i % Math.floor(names.length / QUERIES) === 0).slice(0, QUERIES) };
}

/** Each column as small numbers, one for each value that occurs. */
async function codedColumns(database: string, names: readonly string[]): Promise<{ readonly at: Uint8Array; readonly size: number }[]> {
  const instance = await DuckDBInstance.create(database, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const columns: { at: Uint8Array; size: number }[] = [];
  for (const name of names) {
    const codes = new Map<string, number>();
    const at: number[] = [];
    const result = await connection.stream(`SELECT coalesce(CAST("${name}" AS VARCHAR), '') FROM responses`);
    for await (const rows of result.yieldRows())
      for (const [cell] of rows) {
        const text = String(cell);
        if (!codes.has(text)) codes.set(text, codes.size);
        at.push(codes.get(text) ?? 0);
      }
    columns.push({ at: Uint8Array.from(at), size: codes.size });
  }
  connection.closeSync();
  instance.closeSync();
  return columns;
}
