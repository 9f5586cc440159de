import { chance } from "../collector/order.ts";
import { attempt, PEOPLE, type Trace } from "../collector/unlinkable.ts";
import type { Dose, Proof } from "./run.ts";

/** Beyond this the mean of many attempts is no chance any more: 7 in a million, for some 120 orders that are looked at. */
const BEYOND = 4.5;

/** Fifty people come in a known order, again and again; everything that is left is searched for that order. */
export async function proveUnlinkable({ count, seed, say }: Dose): Promise<Proof> {
  const traces: Trace[] = [];
  const found: string[] = [];
  for (let i = 0; i < count; i++) {
    const each = await attempt(seed + i);
    traces.push(...each.traces);
    found.push(...each.found);
    say(`${i + 1} of ${count} attempts`);
  }
  const resting = traces.filter(({ isRestless }) => !isRestless);
  const means = [...Map.groupBy(resting, ({ where }) => where)].map(([where, all]) => ({
    where,
    z: all.reduce((sum, { rho, n }) => sum + rho * Math.sqrt(n - 1), 0) / Math.sqrt(all.length),
  }));
  const restless = traces.filter(({ isRestless }) => isRestless);
  return {
    area: "unlinkable",
    promise: "nothing that is stored tells in which order people came, so nothing links an invitation to an answer",
    figures: {
      attempts: count,
      "invitations redeemed and answered": count * PEOPLE,
      "orders read from files at rest": resting.length,
      "beyond the 99 % bound, in % (chance: 1)": percent(resting),
      "largest mean, in standard errors": Math.round(Math.max(...means.map(({ z }) => Math.abs(z))) * 100) / 100,
      "secrets, addresses or neighbours found": found.length,
      "before rest: beyond the bound, in %": percent(restless),
    },
    notes: [
      "At rest: after a second without a request, after the server stopped, after a killed one was started again, after close; backups and exports at any time.",
      "Before rest, the store's write-ahead log shows the order of the last moments: whoever copies the folder of a running server, or of one that was killed and not started again, can read it.",
    ],
    broken: [...found, ...means.filter(({ z }) => Math.abs(z) > BEYOND).map(({ where, z }) => `${where}: ${z.toFixed(1)} standard errors from chance`)],
  };
}

const percent = (traces: readonly Trace[]): number => Math.round((1000 * traces.filter(({ rho, n }) => Math.abs(rho) > chance(n)).length) / traces.length) / 10;
