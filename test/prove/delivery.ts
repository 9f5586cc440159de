import { openSqlite } from "../../src/responses/sqlite.ts";
import { install } from "../browser/installation.ts";
import { type Killed, killedAt, MOMENTS } from "../browser/killed.ts";
import { answeredOverPatchyNetworks } from "../browser/patchy.ts";
import { storedIn } from "../collector/fielded.ts";
import { deliveries } from "../form/delivery.ts";
import { MISHAPS } from "../form/proxy.ts";
import type { Dose, Proof } from "./run.ts";

/** As many phones in real browsers as there are tens of simulated ones by fives. */
const PER_PHONE = 50;

/** Bad networks for many phones, real browsers behind such networks, and browsers killed at each step of saving and submitting. */
export async function proveDelivery({ count, seed, say }: Dose): Promise<Proof> {
  const bulk = await deliveries(count, seed, say);
  const site = await install({ surveys: ["pulse"] });
  const stored = async () => {
    const store = await openSqlite(`${site.folder}/data/answers.sqlite`);
    const all = await storedIn(store, "pulse");
    await store.shutdown();
    return all;
  };
  const phones = Math.ceil(count / PER_PHONE);
  const patchy = await answeredOverPatchyNetworks(phones, seed, site.url);
  const arrived = (await stored()).filter(({ answers }) => JSON.stringify(Object.entries(answers).sort()) === '[["load",4],["relief","reports"],["useful","most"]]').length;
  const inAll = (await stored()).length;
  say(`${phones} browsers over patchy networks`);
  const killed: Killed[] = [];
  for (const moment of MOMENTS) killed.push(await killedAt(moment, site.url, async () => (await stored()).length));
  await site.stop();
  const times = (mishap: (typeof MISHAPS)[number] | "nothing"): number => bulk.met.get(mishap) ?? 0;
  return {
    area: "delivery",
    promise: "whatever the network does, and wherever the browser is killed, what was submitted is stored exactly once, and a draft is never sent",
    figures: {
      "phones behind networks of their own": bulk.runs,
      "responses submitted": bulk.submitted,
      "responses stored": bulk.stored,
      "attempts to send": bulk.attempts,
      "requests that nothing happened to": times("nothing"),
      ...Object.fromEntries(MISHAPS.map((mishap) => [`requests: ${mishap}`, times(mishap)])),
      "lost, altered, doubled, refused or given up": bulk.broken.length,
      "real browsers behind such networks": patchy.phones,
      "their requests": patchy.requests,
      "of these with a mishap": patchy.mishaps,
      "pages opened anew meanwhile": patchy.reloads,
      "their responses stored": arrived,
      "moments at which a browser was killed": killed.length,
      "of these found again as a draft": killed.filter(({ found }) => found === "draft").length,
      "of these found again as submitted": killed.filter(({ found }) => found === "response").length,
      "rows that came of them": killed.reduce((sum, { rows }) => sum + rows, 0),
    },
    notes: ["Killed is the browser (kill -9), not the machine: the operating system lives on."],
    broken: [...bulk.broken, ...patchy.broken, ...(arrived === phones && inAll === phones ? [] : [`${phones} browsers submitted, ${inAll} rows`]), ...killed.flatMap(({ broken }) => broken)],
  };
}
