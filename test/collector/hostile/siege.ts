import { rmSync } from "node:fs";
import { drawFrom } from "./draw.ts";
import { makeField } from "./field.ts";
import { wrongReply, wrongTalk } from "./judge.ts";
import { isWire, requestsFrom } from "./kinds.ts";
import { type Kept, openLedger } from "./ledger.ts";
import { gatherMaterial } from "./material.ts";
import { besiege, type Memory } from "./process.ts";
import type { Hostile, Wire } from "./request.ts";
import { senderTo } from "./send.ts";

/** What many hostile requests left behind. */
export interface Siege extends Kept {
  readonly requests: number;
  readonly seconds: number;
  readonly acknowledged: number;
  /** How many requests there were of each kind, and answers of each status; "cut" and "silence" for none. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly statuses: ReadonlyMap<string, number>;
  /** After each third. */
  readonly memory: readonly Memory[];
  /** Longest that a plain question waited, in ms, and all that were asked. */
  readonly longest: number;
  readonly asked: number;
}

const CONNECTIONS = 40;
/** Connections that say nothing and stay, at most. */
const LINGERING = 50;
/** Offices from which requests come: none of them asks too much. */
const OFFICES = 4000;
const THIRDS = 3;
/** Between two plain questions, in ms. */
const BEAT = 100;

/** @param database address of one that is new and empty; absent: a file */
export async function siege({ count, seed, say, database }: { readonly count: number; readonly seed: number; readonly say: (text: string) => void; readonly database?: string }): Promise<Siege> {
  const field = await makeField(database);
  const server = await besiege(field);
  const sender = senderTo(server.url, CONNECTIONS);
  const draw = drawFrom(field, gatherMaterial(), seed);
  const requests = requestsFrom(draw);
  const ledger = openLedger();
  const kinds = new Map<string, number>();
  const statuses = new Map<string, number>();
  const broken: string[] = [];
  const memory: Memory[] = [];
  const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const lingering: Promise<void>[] = [];
  let sent = 0;

  const converse = async (wire: Wire): Promise<void> => {
    for (const response of wire.responses) ledger.sent(response);
    const { statuses: told, acknowledged, wrong } = wrongTalk(wire, await sender.talk(wire), field.secret);
    for (const status of told.length > 0 ? told : ["silence"]) add(statuses, String(status));
    broken.push(...wrong, ...acknowledged.flatMap((id) => ledger.acknowledged(id) ?? []));
  };
  const ask = async (hostile: Hostile, number: number): Promise<void> => {
    // What is refused because another has its id was never to be stored.
    if (hostile.response && !hostile.expected.includes(409)) ledger.sent(hostile.response);
    const reply = await sender.ask(hostile, `10.0.${(number % OFFICES) >> 8}.${number % OFFICES & 255}`);
    add(statuses, String(reply.status ?? "cut"));
    const { acknowledged, wrong } = wrongReply(hostile, reply, field.secret);
    broken.push(...wrong, ...acknowledged.flatMap((id) => ledger.acknowledged(id) ?? []));
  };
  const next = async (): Promise<void> => {
    const number = sent++;
    const request = requests.next().value;
    const failed = (error: unknown): void => void broken.push(`${request.kind} (request ${number}): ${error instanceof Error ? error.message : String(error)}`);
    if (!isWire(request)) await ask(request, number).catch(failed);
    else if (request.then !== "lingers") await converse(request).catch(failed);
    else if (lingering.length < LINGERING) lingering.push(converse(request).catch(failed));
    else await converse({ ...request, then: "cuts" }).catch(failed);
    add(kinds, request.kind);
    if ((number + 1) % 10_000 === 0) say(`${(number + 1).toLocaleString("en")} of ${count.toLocaleString("en")} requests`);
  };

  const pulse = startPulse(server.url);
  const begun = performance.now();
  for (let third = 1; third <= THIRDS; third++) {
    const end = Math.round((count * third) / THIRDS);
    const lane = async (): Promise<void> => {
      while (sent < end && broken.length < 1000) await next();
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
    memory.push(await server.memory());
  }
  const seconds = (performance.now() - begun) / 1000;
  const { longest, asked, failed } = await pulse();
  sender.close();
  await Promise.all(lingering);
  const said = await server.end();
  const kept = await ledger.compare(field);
  rmSync(field.folder, { recursive: true, force: true });
  return {
    ...kept, requests: sent, seconds, acknowledged: ledger.count(), kinds, statuses, memory, longest, asked,
    broken: [...broken, ...failed, ...kept.broken, ...(said === "" ? [] : [`the server said: ${said.slice(0, 2000)}`])],
  };
}

/** Asks again and again, beside all others, whether the collector is well. @returns what ends it */
function startPulse(url: string): () => Promise<{ longest: number; asked: number; failed: string[] }> {
  let [longest, asked, isOver] = [0, 0, false];
  const failed: string[] = [];
  const beating = (async () => {
    while (!isOver) {
      const begun = performance.now();
      try {
        const { status } = await fetch(`${url}/api/health`, { headers: { "x-forwarded-for": `10.1.${asked >> 8}.${asked & 255}` } });
        if (status !== 200) failed.push(`a plain question is answered by ${status}`);
      } catch (error) {
        failed.push(`a plain question is not answered: ${String(error)}`);
      }
      longest = Math.max(longest, performance.now() - begun);
      asked += 1;
      await new Promise((done) => setTimeout(done, BEAT));
    }
  })();
  return async () => {
    isOver = true;
    await beating;
    return { longest, asked, failed };
  };
}

/** Longest that a plain question may wait beside all of it, in ms: two cores, shared with whoever attacks. */
export const SLOWEST = 5000;

const MEGABYTE = 2 ** 20;

/**
 * What memory says of a leak. Live memory after a collection is compared, between the end and the first third, by when every kind has
 * come: a leak of 1 KB a request would be 65 MB in a full dose. The process also fills SQLite's cache as the file grows, and that of
 * the copy which VACUUM makes: 64 MB each, at most.
 */
export function grown(memory: readonly Memory[]): string[] {
  const [first, last] = [memory[0], memory.at(-1)];
  if (!first || !last) return ["memory was not measured"];
  const live = ({ heap, buffers }: Memory): number => heap + buffers;
  const told = (what: string, from: number, to: number, most: number): string[] => (to > 1.2 * from + most * MEGABYTE ? [`${what} grew from ${Math.round(from / MEGABYTE)} to ${Math.round(to / MEGABYTE)} MB`] : []);
  return [...told("live memory", live(first), live(last), 10), ...told("the process", first.resident, last.resident, 128)];
}
