import { request } from "node:http";
import { expect, test } from "vitest";
import { startServer } from "../../src/collector/serve.ts";
import { fielded } from "./fielded.ts";

interface Heard {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const SHORT = { "Content-Type": "application/json" };
/** The same in chunks, whose length nobody says beforehand. */
const LONG = { "Content-Type": "application/json", "Transfer-Encoding": "chunked" };

test("the short way for answers says what the long one says, with the same headers", async () => {
  const at = await fielded("pulse");
  const server = await startServer({ port: 0, host: "127.0.0.1", dist: import.meta.dirname, store: at.store, limit: "connection" });
  const send = (body: string | Buffer, headers: Readonly<Record<string, string>>): Promise<Heard> =>
    new Promise((done, fail) => {
      const bytes = Buffer.from(body);
      const asked = request(`${server.url}/api/responses`, { method: "POST", headers: { ...headers, ...("Transfer-Encoding" in headers ? {} : { "Content-Length": bytes.length }) } }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => done({ status: reply.statusCode, headers: { ...reply.headers, date: "" }, body: Buffer.concat(chunks).toString() }));
      });
      asked.on("error", fail).end(bytes);
    });
  const [first, second, third] = at.responses(3);
  const bodies = [
    JSON.stringify({ response: first }),
    JSON.stringify({ response: { ...first, seconds: 7200 } }),
    JSON.stringify({ response: { ...second, answers: { nothing: 1 } } }),
    JSON.stringify({ response: { ...second, survey: "elsewhere" } }),
    JSON.stringify({ response: { ...second, version: "0123456789abcdef" } }),
    JSON.stringify({ response: second, more: 1 }),
    "{",
    "",
    Buffer.from([0xff, 0xfe]),
    `"${"x".repeat(300_000)}"`,
  ];
  // Stored, so that both are told that it is.
  expect((await send(bodies[0] ?? "", SHORT)).status).toBe(201);
  const statuses = [];
  for (const body of bodies) {
    const [short, long] = [await send(body, SHORT), await send(body, LONG)];
    expect(short).toEqual(long);
    statuses.push(short.status);
  }
  expect(statuses).toEqual([200, 409, 422, 404, 404, 422, 400, 400, 400, 413]);
  // As browsers send, from here and from elsewhere.
  const own = { ...SHORT, Origin: server.url, "Sec-Fetch-Site": "same-origin" };
  expect(await send(bodies[0] ?? "", own)).toEqual(await send(bodies[0] ?? "", { ...own, ...LONG }));
  expect((await send(JSON.stringify({ response: third }), { ...own, Origin: "https://elsewhere.example", "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
  expect((await send(JSON.stringify({ response: third }), { ...own, "Content-Type": "text/plain" })).status).toBe(415);
  await server.close();
  await at.store.shutdown();
});
