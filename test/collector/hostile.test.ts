import { connect } from "node:net";
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { simulate } from "../../src/survey/simulate.ts";
import { startPostgres } from "../responses/server.ts";
import { hasShared } from "../shared.ts";
import { makeField } from "./hostile/field.ts";
import { besiege } from "./hostile/process.ts";
import { grown, siege, SLOWEST } from "./hostile/siege.ts";

/** A small dose; `npm run prove -- requests` takes a hundred thousand. */
const DOSE = 700;

test(`of ${DOSE} hostile requests${hasShared ? "" : " (without the lists that others gathered)"} each is answered as specified, and what is stored is what was sent`, async () => {
  const found = await siege({ count: DOSE, seed: Number(process.env["SEED"] ?? 1), say: () => undefined });
  expect(found.broken).toEqual([]);
  expect(grown(found.memory)).toEqual([]);
  expect(found.stored).toBeGreaterThan(DOSE / 10);
  expect(found.longest).toBeLessThan(SLOWEST);
  expect([...found.statuses.keys()].filter((status) => /^[35]/.test(status))).toEqual([]);
});

test(`nor do ${DOSE / 2} of them harm a collector on PostgreSQL`, async () => {
  const postgres = await startPostgres();
  try {
    const found = await siege({ count: DOSE / 2, seed: Number(process.env["SEED"] ?? 2), say: () => undefined, database: await postgres.database() });
    expect(found.broken).toEqual([]);
    expect(found.stored).toBeGreaterThan(DOSE / 20);
    expect(found.longest).toBeLessThan(SLOWEST);
    expect([...found.statuses.keys()].filter((status) => /^[35]/.test(status))).toEqual([]);
  } finally {
    await postgres.stop();
  }
});

test("one address that announces much, sends nothing and waits keeps nobody else out, and may not go on", async () => {
  const field = await makeField();
  const server = await besiege(field);
  const [response] = simulate(field.words.survey, { n: 1, seed: 1, wave: field.words.wave });
  const send = async (from: string): Promise<number> => (await fetch(`${server.url}/api/responses`, { method: "POST", headers: { "content-type": "application/json", "x-forwarded-for": from }, body: JSON.stringify({ response }) })).status;
  // As many as fill all the room, were it theirs.
  const waiting = Array.from({ length: 256 }, () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.on("error", () => {});
    socket.write("POST /api/responses HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 198.51.100.1\r\ncontent-type: application/json\r\ncontent-length: 262144\r\n\r\n{");
    return socket;
  });
  await Promise.all(waiting.slice(40).map((socket) => new Promise((done) => socket.once("data", done))));
  expect(await send("198.51.100.2")).toBe(201);
  expect(await send("198.51.100.2")).toBe(200);
  for (const socket of waiting) socket.destroy();
  // What they held is free again.
  await expect.poll(() => send("198.51.100.1")).toBe(200);
  expect(await server.end()).toBe("");
  rmSync(field.folder, { recursive: true, force: true });
});
