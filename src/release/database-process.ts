import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { identifier, literal } from "../query/sql.ts";

/** One table of the database: where its rows stand as CSV without heading, every text quoted. */
export interface TableFile {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly file: string;
}

interface Work {
  readonly path: string;
  readonly tables: readonly TableFile[];
}

/** Compressions that leave gaps which no setting fills. Codes are kept as ENUM and need none of them. */
const GAPS = "fsst,dict_fsst,dictionary,alp,alprd,roaring";

/** Programs as V8 compiled them last time: the process starts in two thirds of the time. They are programs alone, and lie where those of the command do. */
const COMPILED = fileURLToPath(new URL("../../.cache/compile", import.meta.url));

/**
 * Writes the database in a process of its own. DuckDB 1.5 writes what was in memory before into the gaps of a file (its issue 23382): in
 * this process that could be pieces of raw answers; in that one there never were any. Memory that is filled with noughts as it is
 * handed out (the GNU C library's MALLOC_PERTURB_) makes equal databases equal to the byte as well.
 */
export async function inProcess(work: Work): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), [], { env: { ...process.env, MALLOC_PERTURB_: "255", NODE_COMPILE_CACHE: COMPILED }, execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.send(work);
  const [status] = await once(child, "exit");
  if (status !== 0) throw new Error(`the database was not written: ${said.trim() || String(status)}`);
}

/** One thread keeps rows and bytes in one order, run after run. */
async function write({ path, tables }: Work): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(`ATTACH ${literal(path)} AS data (STORAGE_VERSION 'v1.4.0')`);
  await connection.run(`SET disabled_compression_methods = '${GAPS}'`);
  await connection.run("USE data");
  for (const { name, columns, file } of tables) {
    await connection.run(`CREATE TABLE ${identifier(name)} (${columns.map(([column, type]) => `${identifier(column)} ${type}`).join(", ")})`);
    await connection.run(`COPY ${identifier(name)} FROM ${literal(file)} (FORMAT csv, AUTO_DETECT false, HEADER false, DELIMITER ',', NULLSTR '', ALLOW_QUOTED_NULLS false, QUOTE '"', ESCAPE '"')`);
  }
  await connection.run("USE memory");
  await connection.run("CHECKPOINT data");
  await connection.run("DETACH data");
  connection.closeSync();
  instance.closeSync();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.once("message", (work: Work) => void write(work).then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(error instanceof Error ? error.message : String(error), () => process.exit(1));
}));
