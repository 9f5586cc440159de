import { grown, type Siege, siege, SLOWEST } from "../collector/hostile/siege.ts";
import { startPostgres } from "../responses/server.ts";
import { hasShared } from "../shared.ts";
import type { Dose, Proof } from "./run.ts";

/** Most lines that are shown of what went wrong. */
const SHOWN = 40;

/** Sends what nobody should, in every way, to a server of its own, and reads back what it has kept. */
export async function proveRequests(dose: Dose): Promise<Proof> {
  const found = await siege(dose);
  const inDatabase = await onPostgres(dose);
  const of = (group: string): number => sum(found.kinds, (kind) => kind.startsWith(`${group}: `));
  const groups = [...new Set([...found.kinds.keys()].map((kind) => kind.split(":")[0] ?? ""))].sort();
  const within = (hundred: number): number => sum(found.statuses, (status) => status.startsWith(String(hundred)) && status.length === 3);
  const [first, , last] = found.memory.map(({ heap, buffers, resident }) => ({ live: heap + buffers, resident }));
  return {
    area: "requests",
    promise: "whatever is sent is answered as specified, by 2xx or 4xx, without growing memory, and what was stored reads back to the byte",
    figures: {
      requests: found.requests,
      ...Object.fromEntries(groups.map((group) => [`of these ${group}`, of(group)])),
      "answered by 1xx or 2xx": within(1) + within(2),
      "answered by 4xx": within(4),
      "answered by 5xx": within(5),
      "cut or left without an answer": (found.statuses.get("cut") ?? 0) + (found.statuses.get("silence") ?? 0),
      "acknowledged as stored": found.acknowledged,
      "stored, and equal to what was sent": found.stored,
      "of these, acknowledgement cut off": found.unheard,
      "plain questions asked meanwhile": found.asked,
      "longest that one of them waited, in ms": Math.round(found.longest),
      "live after a third, in MB": megabytes(first?.live),
      "live at the end, in MB": megabytes(last?.live),
      "process after a third, in MB": megabytes(first?.resident),
      "process at the end, in MB": megabytes(last?.resident),
      "requests to a collector on PostgreSQL": inDatabase.requests,
      "stored there, and equal to what was sent": inDatabase.stored,
      seconds: Math.round(found.seconds + inDatabase.seconds),
    },
    notes: [
      statusLine(found),
      "Acknowledgements are cut off where the client ends its side, or the connection, once it has asked: Node answers nobody who has hung up.",
      "One machine, loopback, one process, on SQLite and for a tenth of the requests on PostgreSQL; each request comes from an address that asks no more than an office. Floods are not tried.",
      ...(hasShared ? [] : ["Without the texts that test JSON parsers and the big list of naughty strings: they are not there."]),
    ],
    broken: summary([...found.broken, ...inDatabase.broken.map((line) => `PostgreSQL: ${line}`), ...grown(found.memory), ...(found.longest > SLOWEST ? [`a plain question waited ${Math.round(found.longest)} ms`] : [])]),
  };
}

/** A tenth as many, others, to a collector whose answers lie in a database. */
async function onPostgres(dose: Dose): Promise<Siege> {
  const postgres = await startPostgres();
  try {
    return await siege({ ...dose, count: Math.ceil(dose.count / 10), seed: dose.seed + 1, database: await postgres.database() });
  } finally {
    await postgres.stop();
  }
}

const sum = (counts: ReadonlyMap<string, number>, counted: (name: string) => boolean): number => [...counts].reduce((total, [name, n]) => total + (counted(name) ? n : 0), 0);

const megabytes = (bytes = 0): number => Math.round(bytes / 2 ** 20);

const statusLine = ({ statuses }: Siege): string => [...statuses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([status, n]) => `${status}: ${n.toLocaleString("en")}`).join(", ");

const summary = (lines: readonly string[]): string[] => [...lines.slice(0, SHOWN), ...(lines.length > SHOWN ? [`and ${lines.length - SHOWN} more`] : [])];
