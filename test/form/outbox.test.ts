import { afterEach, describe, expect, test, vi } from "vitest";
import { deliver, type Delivery } from "../../src/form/deliver.ts";
import { nextPause, openOutbox, sendWaiting } from "../../src/form/outbox.ts";
import { inMemory, type Storage, type Waiting } from "../../src/form/storage.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { surveyNamed } from "../release/made.ts";

const responses = simulate(surveyNamed("pulse"), { n: 5, seed: 1, wave: "trial" });

async function waitingOf(count: number, collector = ""): Promise<Storage> {
  const storage = inMemory();
  for (const response of responses.slice(0, count)) await storage.submit("pulse trial", { response, collector });
  return storage;
}
const idOf = ({ response }: Waiting): string => response.id;
const [first] = responses;
if (!first) throw new Error("five were simulated");

describe("only the collector's own words count", () => {
  const says = (status: number, body: string, headers: Record<string, string> = { "content-type": "application/problem+json" }) => deliver({ response: first }, "", async () => new Response(body, { status, headers }));
  const problem = (status: number, headers?: Record<string, string>) => says(status, JSON.stringify({ status, detail: "why" }), { "content-type": "application/problem+json", ...headers });

  test("delivered is what names this response and says that it is stored", async () => {
    expect(await says(201, JSON.stringify({ id: first.id, stored: true }))).toEqual({ kind: "delivered" });
    expect(await says(200, JSON.stringify({ id: first.id, stored: true }))).toEqual({ kind: "delivered" });
    for (const body of [JSON.stringify({ id: "another", stored: true }), JSON.stringify({ id: first.id }), "{}", "[]", "null", "<html>", "", JSON.stringify({ id: first.id, stored: true }).slice(0, -1)]) expect(await says(200, body), body).toEqual({ kind: "waiting" });
  });

  test("refused is what is about the response itself; what may come of the way there waits", async () => {
    for (const status of [403, 404, 409, 410, 413, 422]) expect(await problem(status)).toEqual({ kind: "refused", status, detail: "why" });
    for (const status of [400, 401, 405, 407, 408, 411, 415, 421, 425, 429, 431, 451, 500, 502, 503, 504, 511]) expect(await problem(status)).toEqual({ kind: "waiting" });
    for (const status of [403, 410, 422]) expect(await says(status, "<title>Log in</title>", { "content-type": "text/html" })).toEqual({ kind: "waiting" });
  });

  test("a collector may ask for time, but not for ever", async () => {
    expect(await problem(503, { "retry-after": "7" })).toEqual({ kind: "waiting", after: 7000 });
    expect(await problem(503, { "retry-after": "99999999" })).toEqual({ kind: "waiting", after: 3_600_000 });
    for (const after of ["soon", "-1", "0", "NaN"]) expect(await problem(503, { "retry-after": after })).toEqual({ kind: "waiting" });
  });

  test("a browser without AbortSignal.timeout delivers", async () => {
    const timeout = Object.getOwnPropertyDescriptor(AbortSignal, "timeout") ?? {};
    Object.defineProperty(AbortSignal, "timeout", { value: undefined, configurable: true });
    expect(await says(201, JSON.stringify({ id: first.id, stored: true }))).toEqual({ kind: "delivered" });
    Object.defineProperty(AbortSignal, "timeout", timeout);
  });
});

describe("an attempt", () => {
  test("counts nothing and gives nothing up, however often it fails", async () => {
    const storage = await waitingOf(3);
    const before = await storage.waiting();
    for (let i = 0; i < 1000; i++) expect((await sendWaiting({ storage, send: async () => ({ kind: "waiting" }) })).waits).toBe(true);
    expect(await storage.waiting()).toEqual(before);
  });

  test("does not find out one by one that nobody answers, and lets none stand in the way of the others", async () => {
    const storage = await waitingOf(5);
    const tried: string[] = [];
    const kept: string[] = [];
    const send = async (waiting: Waiting): Promise<Delivery> => (tried.push(idOf(waiting)), { kind: "waiting", silent: true });
    await sendWaiting({ storage, send, onWaiting: (waiting) => kept.push(idOf(waiting)) });
    expect([tried.length, kept.length]).toEqual([1, 5]);
    for (let i = 0; i < 60; i++) await sendWaiting({ storage, send });
    expect(new Set(tried).size).toBe(5);
  });

  test("that is refused notes it once, and brings back nothing that was thrown away meanwhile", async () => {
    const storage = await waitingOf(1);
    const refuse = async (): Promise<Delivery> => ({ kind: "refused", status: 410, detail: "" });
    expect((await sendWaiting({ storage, send: refuse })).waits).toBe(false);
    expect(await storage.waiting()).toMatchObject([{ refused: { status: 410 } }]);
    const cleared = await waitingOf(1);
    await sendWaiting({ storage: cleared, send: async () => (await cleared.clear(), refuse()) });
    expect(await cleared.waiting()).toEqual([]);
  });

  test("sends a response to the collector that it was answered for, under its own version", async () => {
    const storage = await waitingOf(1, "https://elsewhere.example");
    const sent: Waiting[] = [];
    await sendWaiting({ storage, send: async (waiting) => (sent.push(waiting), { kind: "delivered" }) });
    expect(sent).toMatchObject([{ collector: "https://elsewhere.example", response: { version: first.version } }]);
  });
});

describe("the outbox of a page", () => {
  afterEach(() => vi.unstubAllGlobals());
  const inPage = (): void => {
    const page = new EventTarget();
    vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  };

  test("tries what was submitted while another attempt was under way", async () => {
    inPage();
    const storage = await waitingOf(1);
    let answer = (): void => {};
    const tried: string[] = [];
    const held = new Promise<void>((then) => (answer = then));
    const outbox = openOutbox({ storage, send: async (waiting) => {
      tried.push(idOf(waiting));
      await held;
      return { kind: "delivered" };
    } });
    void outbox.flush();
    await vi.waitFor(() => expect(tried).toHaveLength(1));
    const second = responses[1];
    if (second) await storage.submit("pulse trial", { response: second, collector: "" });
    const flushed = outbox.flush();
    answer();
    await flushed;
    expect(tried).toEqual([first.id, second?.id]);
    expect(await storage.waiting()).toEqual([]);
    outbox.stop();
  });

  test("goes on after an attempt that broke", async () => {
    inPage();
    vi.stubGlobal("navigator", { locks: { request: () => Promise.reject(new Error("no locks here")) } });
    const outbox = openOutbox({ storage: await waitingOf(1) });
    await expect(outbox.flush()).resolves.toBeUndefined();
    outbox.stop();
  });
});

test("pauses grow to five minutes, scatter, and are never shorter than the collector asked", () => {
  for (const random of [0, 0.3, 0.999]) {
    expect(nextPause(300_000, 0, random)).toBeLessThanOrEqual(300_000);
    expect(nextPause(2000, 0, random)).toBeGreaterThanOrEqual(1000);
    expect(nextPause(2000, 60_000, random)).toBeGreaterThanOrEqual(60_000);
  }
  expect(nextPause(2000, 0, 0.1)).not.toBe(nextPause(2000, 0, 0.2));
  // What a timer of a browser can hold; past it, it fires at once.
  expect(nextPause(300_000, 3_600_000, 1)).toBeLessThan(2 ** 31);
});
