import { expect, test } from "vitest";
import { collectorApp } from "../../src/collector/app.ts";
import { invite } from "../../src/collector/invite.ts";
import { network } from "../../src/collector/limits.ts";
import { startServer } from "../../src/collector/serve.ts";
import { openWave } from "../../src/collector/waves.ts";
import type { Response as Answered } from "../../src/responses/response.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { fielded, problemOf } from "./fielded.ts";
import { phone, sendTo } from "./phone.ts";

const OFFICE = 300;

test("300 people behind one address get through within three minutes, each with a retry", async () => {
  const at = await fielded("pulse");
  let clock = 0;
  const app = collectorApp({ store: at.store, address: () => "203.0.113.7", now: () => clock });
  const record = await openWave(at.store, { ...at.survey, id: "office" }, "2026-10", "2026-10-01");
  const { secrets } = await invite(at.store, record, OFFICE, () => undefined);
  const one = await phone(record, secrets[0] ?? "");
  const responses = simulate({ ...at.survey, id: "office" }, { n: OFFICE, seed: 3, wave: "2026-10" });
  const statuses = new Map<string, number>();
  for (const [i, response] of responses.entries()) {
    // Half of them begin at the same moment.
    clock = i < OFFICE / 2 ? 0 : (i - OFFICE / 2) * 1200;
    // One blinded message serves for all: what matters here is how many ask.
    const ask = [
      app.request("/api/surveys/office"),
      ...[1, 2].map(() => sendTo(app, "/api/admissions", { ...one.request, invitation: secrets[i] })),
      // Without credentials they are refused, and counted all the same.
      ...[1, 2].map(() => sendTo(app, "/api/responses", { response: { ...response, survey: "office" } })),
    ];
    for (const reply of await Promise.all(ask)) statuses.set(`${reply.status}`, (statuses.get(`${reply.status}`) ?? 0) + 1);
  }
  expect(Object.fromEntries(statuses)).toEqual({ 200: OFFICE * 3, 403: OFFICE * 2 });
  await at.store.shutdown();
});

test("a script is stopped within seconds, told when to come again, and keeps nobody else out", async () => {
  const at = await fielded("pulse");
  let clock = 0;
  let from = "203.0.113.7";
  const app = collectorApp({ store: at.store, address: () => from, now: () => clock });
  const responses = at.responses(2);
  let [passed, stopped] = [0, 0];
  // 300 a second, for ten seconds.
  for (let i = 0; i < 3000; i++) {
    clock = Math.floor((i / 300) * 1000);
    const reply = await app.request("/api/responses", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    if (reply.status === 429) stopped += 1;
    else passed += 1;
  }
  expect(passed).toBeLessThan(440);
  expect(stopped).toBe(3000 - passed);
  const refused = await sendTo(app, "/api/responses", { response: responses[0] });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  await problemOf(refused, 429);
  // Asking for an admission or a page is something else.
  expect((await app.request("/api/surveys/pulse")).status).toBe(200);
  expect((await sendTo(app, "/api/admissions", {})).status).toBe(422);
  from = "203.0.113.8";
  expect((await sendTo(app, "/api/responses", { response: responses[0] })).status).toBe(201);
  from = "203.0.113.7";
  clock += 2000;
  expect((await sendTo(app, "/api/responses", { response: responses[1] })).status).toBe(201);
  await at.store.shutdown();
});

test("networks are told apart, not each of their countless addresses", () => {
  for (const [address, expected] of [["203.0.113.7", "203.0.113.7"], ["::ffff:203.0.113.7", "203.0.113.7"], ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"], ["2001:0DB8:0001:0002::1", "2001:db8:1:2"], ["2001:db8::1", "2001:db8:0:0"], ["fe80::1%eth0", "fe80:0:0:0"], ["::1", "0:0:0:0"]] as const) expect(network(address)).toBe(expected);
});

test("who comes through a proxy is believed only where that was said", async () => {
  const at = await fielded("pulse");
  const flood = async (limit: "connection" | "proxy", forwarded: (i: number) => string): Promise<{ readonly refused: number; readonly said: readonly string[] }> => {
    const said: string[] = [];
    const server = await startServer({ port: 0, host: "localhost", dist: import.meta.dirname, store: at.store, limit, warn: (text) => said.push(text) });
    const statuses: number[] = [];
    for (let i = 0; i < 600; i += 50) {
      const replies = await Promise.all(Array.from({ length: 50 }, (_, at) => fetch(`${server.url}/api/responses`, { method: "POST", headers: { "content-type": "application/json", "x-forwarded-for": forwarded(i + at) }, body: "{}" })));
      for (const reply of replies) {
        statuses.push(reply.status);
        await reply.arrayBuffer();
      }
    }
    await server.close();
    return { refused: statuses.filter((status) => status === 429).length, said };
  };
  const invented = await flood("connection", (i) => `10.0.0.${i}`);
  expect(invented.refused).toBeGreaterThan(100);
  expect(invented.said).toEqual([expect.stringContaining("TRUST_PROXY=1")]);
  // What stands before the last is what somebody claims; the last is what the proxy saw.
  expect((await flood("proxy", (i) => `10.0.${i}.1, 198.51.100.1`)).refused).toBeGreaterThan(100);
  expect((await flood("proxy", (i) => `198.51.100.1, 10.0.${i >> 8}.${i & 255}`)).refused).toBe(0);
  await at.store.shutdown();
});

test("what does not fit into memory is asked to come again", async () => {
  const at = await fielded("pulse");
  const app = collectorApp({ store: at.store, memory: 20_000 });
  const responses = at.responses(30);
  const send = (response: Answered): Promise<Response> => sendTo(app, "/api/responses", { response }, { "content-length": String(JSON.stringify({ response }).length) });
  const replies = await Promise.all(responses.map(send));
  const taken = replies.filter(({ status }) => status === 201).length;
  expect(taken).toBeGreaterThan(2);
  expect(replies.filter(({ status }) => status === 503).length).toBe(30 - taken);
  expect(replies.find(({ status }) => status === 503)?.headers.get("retry-after")).toBe("5");
  // What they held is free again.
  for (const response of responses) expect([200, 201]).toContain((await send(response)).status);
  // Whoever does not say how much he sends may send the most.
  expect((await sendTo(app, "/api/responses", { response: responses[0] })).status).toBe(503);
  expect((await at.stored()).length).toBe(30);
  await at.store.shutdown();
});
