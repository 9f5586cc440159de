import { constants, createPrivateKey, randomBytes, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { makeWaveKey, type WaveKey } from "../../src/collector/signing.ts";
import { openPostgres } from "../../src/responses/postgres.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import type { Store } from "../../src/responses/store.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { startPostgres } from "../responses/server.ts";
import { sendAll, type Server, startServer } from "./load/processes.ts";
import type { Order, Result } from "./load/sender.ts";
import type { Row } from "./run.ts";

const SURVEYS = join(import.meta.dirname, "../../surveys");
/** Answers of one measurement, and of one with credentials: a signature takes up to a millisecond. */
const COUNT = 40_000;
const INVITED = 20_000;
/** Answers that only warm a server up. */
const WARM = 4000;
/** Answers a second of the measurement of waiting times, which lasts ten of them, after two that warm up. */
const OFFERED = 2000;
/** Answers after which all that is kept for speed is full. */
const FEW = 20_000;

/**
 * Answers that are acknowledged, that is on disk, per second: full validation, real HTTP over 64 connections. Beside it the
 * limit, the same server that only reads and replies, and what most people write, one commit a request.
 * @param stored answers that lie in the store at the end
 */
export async function collectorBench(stored: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-bench-"));
  try {
    const wave = await makeWaveKey();
    const credentials = join(folder, "credentials");
    writeFileSync(credentials, signed(wave, WARM + INVITED));
    const limit = await serving(["empty"], (server) => measured(server, COUNT));
    const each = await serving(["each", join(folder, "each.sqlite"), SURVEYS], (server) => measured(server, COUNT / 4));
    const path = join(folder, "answers.sqlite");
    await opened(await openSqlite(path), wave);
    return [
      ...rates("empty handler, the limit", limit, limit),
      ...rates("one commit a request", each, limit),
      ...(await ours("SQLite", path, credentials, limit)),
      ...(await grown(path, stored)),
      ...(await onPostgres(wave, credentials, limit)),
      { bench: "collector", case: "load of the machine, mean of a minute", value: loadavg()[0] ?? null, unit: "processes" },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ours(name: string, place: string, credentials: string, limit: Measured): Promise<Row[]> {
  return serving(["collector", place], async (server) => {
    const open = await measured(server, COUNT);
    const invited = await send(server, { wave: "invited", credentials, count: WARM + INVITED, warm: WARM });
    const paced = await send(server, { offered: OFFERED, count: 12 * OFFERED, warm: 2 * OFFERED });
    return [
      ...rates(`${name}, open link`, open, limit),
      rate(`${name}, invited`, invited, limit),
      { bench: "collector", case: `${name}, ${OFFERED}/s offered, half wait`, value: paced.p50, unit: "ms" },
      { bench: "collector", case: `${name}, ${OFFERED}/s offered, 99 of 100 wait`, value: paced.p99, unit: "ms" },
    ];
  });
}

/** What a collector holds in memory with many answers stored beside that with few, and how soon it serves when started on them. */
async function grown(path: string, stored: number): Promise<Row[]> {
  const first = Math.min(FEW, Math.floor(stored / 2));
  const [few, many] = await serving(["collector", path], async (server) => {
    await send(server, { count: first });
    const before = await server.usage();
    await send(server, { count: stored - first });
    return [before, await server.usage()];
  });
  const startup = await serving(["collector", path], async (server) => server.startup);
  const n = stored.toLocaleString("en");
  return [
    { bench: "collector", case: `memory in use after ${n} answers`, value: many.live / 2 ** 20, unit: "MB", against: `after ${first.toLocaleString("en")}`, ratio: many.live / few.live },
    { bench: "collector", case: `memory held after ${n} answers`, value: many.held / 2 ** 20, unit: "MB", against: `after ${first.toLocaleString("en")}`, ratio: many.held / few.held },
    { bench: "collector", case: `start-up after being killed with ${n} stored`, value: startup, unit: "ms" },
  ];
}

/** The database server runs beside the collector on the same machine. */
async function onPostgres(wave: WaveKey, credentials: string, limit: Measured): Promise<Row[]> {
  const postgres = await startPostgres();
  try {
    const url = await postgres.database();
    await opened(await openPostgres(url, () => {}), wave);
    return await ours("PostgreSQL", url, credentials, limit);
  } finally {
    await postgres.stop();
  }
}

async function serving<Found>(args: readonly string[], measure: (server: Server) => Promise<Found>): Promise<Found> {
  const server = await startServer(args);
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
}

const send = ({ url }: Server, order: Partial<Order> & Pick<Order, "count">): Promise<Result> => sendAll({ url, surveys: SURVEYS, wave: "open", connections: 64, ...order });

interface Measured extends Result {
  /** Of the server on the processor for one answer, in µs. */
  readonly time: number;
}

/** As fast as it goes, once it is warm. */
async function measured(server: Server, count: number): Promise<Measured> {
  await send(server, { count: WARM });
  const before = await server.usage();
  const result = await send(server, { count });
  const after = await server.usage();
  return { ...result, time: (after.time - before.time) / count };
}

/** Opens a wave by open link and one of invited people, and leaves. */
async function opened(store: Store, { key, secret }: WaveKey): Promise<void> {
  const { id, version, definition, study, codebook } = loadSurvey(SURVEYS, "workload");
  await store.freeze({ survey: id, version, definition, study, codebook });
  const record = { survey: id, version, state: "open", opened: "2026-11-01", protect: { k: 5, n: 10 }, microdata: "withheld", title: { "zh-cn": "测", en: "Bench" } } as const;
  await store.openWave({ ...record, wave: "open", admission: "open" });
  await store.openWave({ ...record, wave: "invited", admission: "invited", key }, secret);
  await store.shutdown();
}

/** Credentials as they are after unblinding, one a line. */
function signed({ secret }: WaveKey, n: number): string {
  const key = createPrivateKey(secret);
  return Array.from({ length: n }, () => {
    const message = randomBytes(64);
    const signature = sign("sha384", message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 });
    return `${JSON.stringify({ message: message.toString("base64url"), signature: signature.toString("base64url") })}\n`;
  }).join("");
}

const rate = (what: string, { perSecond }: Result, limit: Result): Row => ({ bench: "collector", case: what, value: perSecond, unit: "acknowledged/s", ...(perSecond === limit.perSecond ? {} : { against: "the limit", ratio: perSecond / limit.perSecond }) });

/** The time on the processor hardly depends on what else the machine does, as the rate does. */
const rates = (what: string, found: Measured, limit: Measured): Row[] => [rate(what, found, limit), { bench: "collector", case: `${what}: processor`, value: found.time, unit: "µs an answer", ...(found === limit ? {} : { against: "the limit", ratio: found.time / limit.time }) }];
