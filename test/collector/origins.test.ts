import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectorApp } from "../../src/collector/app.ts";
import { readOrigins } from "../../src/collector/origins.ts";
import type { Response as Answered } from "../../src/responses/response.ts";
import { type Fielded, fielded, problemOf } from "./fielded.ts";
import { sendTo } from "./phone.ts";

const SITE = "https://www.example.org";
let at: Fielded;
let answers: Answered[];
const app = (): ReturnType<typeof collectorApp> => collectorApp({ store: at.store, key: "key", origins: [SITE] });
beforeAll(async () => {
  at = await fielded("pulse");
  answers = at.responses(20);
});
afterAll(() => at.store.shutdown());

const answer = async (headers: Readonly<Record<string, string>>): Promise<Response> => sendTo(app(), "http://survey.example.org/api/responses", { response: answers.pop() }, headers);

describe("an answer is taken", () => {
  test.each<[string, Record<string, string>]>([
    ["from a page of this site", { origin: "http://survey.example.org", host: "survey.example.org" }],
    ["behind a proxy that speaks HTTPS", { origin: "https://survey.example.org", host: "survey.example.org" }],
    ["behind a proxy that passes no name on, by the browser's word", { origin: "https://survey.example.org", host: "localhost:4321", "sec-fetch-site": "same-origin" }],
    ["from the static site that was named", { origin: SITE }],
    ["without a browser", {}],
  ])("%s", async (_, headers) => {
    const reply = await answer(headers);
    expect(reply.status).toBe(201);
    expect(reply.headers.get("access-control-allow-origin")).toBe(headers["origin"] === SITE ? SITE : null);
    expect(reply.headers.get("vary")).toContain("Origin");
  });
});

describe("an answer is refused", () => {
  test.each<[string, Record<string, string>]>([
    ["from another site", { origin: "https://elsewhere.example" }],
    ["from a page that hides where it comes from", { origin: "null" }],
    ["from another port", { origin: "http://survey.example.org:8080", host: "survey.example.org" }],
    ["from a name that begins alike", { origin: "https://www.example.org.elsewhere.example" }],
    ["from the static site by another scheme", { origin: "http://www.example.org" }],
    ["from another site, whatever it says of itself", { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" }],
  ])("%s", async (_, headers) => {
    const before = await at.store.count("pulse", "trial");
    const reply = await answer({ host: "survey.example.org", ...headers });
    expect(reply.headers.get("access-control-allow-origin")).toBeNull();
    await problemOf(reply, 403);
    expect(await at.store.count("pulse", "trial")).toBe(before);
  });

  test("so are admissions and the operator's calls", async () => {
    for (const path of ["/api/admissions", "/api/operate/waves"]) await problemOf(await sendTo(app(), path, {}, { origin: "https://elsewhere.example" }), 403);
  });
});

test("a browser that asks before it sends hears which site may", async () => {
  const ask = async (origin: string): Promise<(string | number | null)[]> => {
    const reply = await app().request("/api/responses", { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST" } });
    return [reply.status, reply.headers.get("access-control-allow-origin"), reply.headers.get("access-control-allow-methods"), reply.headers.get("access-control-allow-headers")];
  };
  expect(await ask(SITE)).toEqual([204, SITE, "GET, POST", "content-type"]);
  expect((await ask("https://elsewhere.example"))[1] ?? null).toBeNull();
  const operator = await app().request("/api/operate/waves", { headers: { origin: SITE, authorization: "Bearer key" } });
  expect([operator.status, operator.headers.get("access-control-allow-origin")]).toEqual([200, null]);
});

test("addresses of sites are read as people write them", () => {
  expect(readOrigins(" https://a.example/survey/, http://b.example:8080\nhttps://c.example ", "x")).toEqual(["https://a.example", "http://b.example:8080", "https://c.example"]);
  expect(readOrigins("", "x")).toEqual([]);
  for (const wrong of ["www.example.org", "*", "ftp://a.example"]) expect(() => readOrigins(wrong, "ALLOWED_ORIGINS")).toThrow(/ALLOWED_ORIGINS: .*no address of a site/);
});
