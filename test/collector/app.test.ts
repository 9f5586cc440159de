import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closeWave } from "../../src/collector/waves.ts";
import type { Response as Answered } from "../../src/responses/response.ts";
import { type Fielded, fielded, problemOf } from "./fielded.ts";

let at: Fielded;
let answer: Answered;
beforeEach(async () => {
  at = await fielded("workload");
  const [first] = at.responses(1);
  if (!first) throw new Error("nobody answered");
  answer = first;
});
afterEach(() => at.store.shutdown());

describe("an answer", () => {
  test("is stored once, and as it was sent, however often it is sent", async () => {
    const first = await at.post({ response: answer });
    expect(first.status).toBe(201);
    expect(await first.json()).toEqual({ id: answer.id, stored: true });
    // A phone that never heard the reply sends again, perhaps with its keys in another order.
    const turned = Object.fromEntries(Object.entries(answer).reverse());
    for (const again of [answer, turned]) expect((await at.post({ response: again })).status).toBe(200);
    expect(await at.stored()).toEqual([answer]);
  });

  test("may come with a credential, which is not stored", async () => {
    expect((await at.post({ response: answer, credential: { message: "A".repeat(86), signature: "AAAA" } })).status).toBe(201);
    expect(JSON.stringify(await at.stored())).not.toContain("c0ffee");
  });

  test("sent five times at the same moment is one row", async () => {
    const statuses = (await Promise.all(Array.from({ length: 5 }, () => at.post({ response: answer })))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 201]);
    expect(await at.stored()).toEqual([answer]);
  });

  test("under an id that another answer has is refused, and overwrites nothing", async () => {
    await at.post({ response: answer });
    const other = { ...answer, answers: { ...answer.answers, place: answer.answers["place"] === "urban" ? "rural" : "urban" } };
    await problemOf(await at.post({ response: other }), 409);
    await problemOf(await at.post({ response: { ...answer, seconds: answer.seconds + 30 } }), 409);
    expect(await at.stored()).toEqual([answer]);
  });

  test("of five different ones under one id at the same moment, one is stored and four hear of it", async () => {
    const five = Array.from({ length: 5 }, (_, i) => ({ ...answer, seconds: 30 * (i + 1) }));
    const replies = await Promise.all(five.map((response) => at.post({ response })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await at.stored()).toEqual(five.filter((_, i) => replies[i]?.status === 201));
  });

  test("sent before the end is acknowledged again after it, a new one is not taken any more", async () => {
    await at.post({ response: answer });
    await closeWave(at.store, "workload", "trial", "2026-10-09");
    expect((await at.post({ response: answer })).status).toBe(200);
    for (const late of at.responses(3, 2)) await problemOf(await at.post({ response: late }), 410);
    expect(await at.stored()).toEqual([answer]);
  });

  test("to what was never fielded here is not found", async () => {
    for (const change of [{ survey: "nothing" }, { wave: "never" }, { version: "0123456789abcdef" }]) await problemOf(await at.post({ response: { ...answer, ...change } }), 404);
    expect(await at.stored()).toEqual([]);
  });
});

describe("a request", () => {
  test("that is too large is refused, whether it says so beforehand or not", async () => {
    const large = JSON.stringify({ response: { ...answer, answers: { ...answer.answers, long: "长".repeat(100_000) } } });
    await problemOf(await at.post(large, { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(large)) }), 413);
    const chunks = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 80; i++) controller.enqueue(new TextEncoder().encode(i === 0 ? "{" : " ".repeat(4096)));
        controller.close();
      },
    });
    const request = new Request("http://localhost/api/responses", { method: "POST", headers: { "Content-Type": "application/json" }, body: chunks, ...{ duplex: "half" } });
    expect(request.headers.get("content-length")).toBeNull();
    await problemOf(await at.app.request(request), 413);
    expect(await at.stored()).toEqual([]);
  });

  test("that is no JSON by its own account is refused", async () => {
    const body = JSON.stringify({ response: answer });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data; boundary=x"]) await problemOf(await at.post(body, { "Content-Type": type }), 415);
    await problemOf(await at.app.request("/api/responses", { method: "POST", body: new TextEncoder().encode(body) }), 415);
    expect(await at.stored()).toEqual([]);
    expect((await at.post(body, { "Content-Type": "Application/JSON; charset=utf-8" })).status).toBe(201);
  });

  test("while too many wait is asked to come again, and is stored when it does", async () => {
    const busy = await fielded("workload", { longestQueue: 0 });
    const refused = await busy.post({ response: answer });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await problemOf(refused, 503);
    expect(await busy.stored()).toEqual([]);
    await busy.store.shutdown();
    expect((await at.post({ response: answer })).status).toBe(201);
  });

  test("to no address of the collector is a problem too", async () => {
    for (const [method, path] of [["DELETE", `/api/responses/${answer.id}`], ["GET", "/api/nothing"], ["GET", "/api/surveys/nothing"]] as const) await problemOf(await at.app.request(path, { method }), 404);
    for (const [method, path, allowed] of [["GET", "/api/responses", "POST"], ["PUT", "/api/responses", "POST"], ["POST", "/api/health", "GET"]] as const) {
      const refused = await at.app.request(path, { method });
      expect(refused.headers.get("allow")).toBe(allowed);
      await problemOf(refused, 405);
    }
  });
});

describe("a survey", () => {
  test("tells what a form must know, and never how many answered", async () => {
    await at.send(at.responses(12));
    const told = await (await at.app.request("/api/surveys/workload")).json();
    expect(told).toEqual({ survey: "workload", wave: "trial", version: at.survey.version, state: "open", admission: "open", opened: "2026-10-01", protect: { k: 5, n: 10 }, microdata: "withheld", title: { "zh-cn": "试填", en: "Trial" }, minutes: 5, trial: true });
  });
});

test("the collector says that it is well", async () => {
  expect(await (await at.app.request("/api/health")).json()).toEqual({ status: "ok" });
});
