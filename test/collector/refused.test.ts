import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Response as Answered } from "../../src/responses/response.ts";
import { hasShared, SHARED } from "../shared.ts";
import { type Fielded, fielded, problemOf } from "./fielded.ts";

/** What cannot be an answer is refused, says where, and leaves nothing behind. */

let at: Fielded;
let answer: Answered;
beforeAll(async () => {
  at = await fielded("workload");
  const [first] = at.responses(1);
  if (!first) throw new Error("nobody answered");
  answer = first;
});
afterAll(async () => {
  expect(await at.store.count("workload", "trial")).toBe(0);
  await at.store.shutdown();
});

const pointers = async (response: Response): Promise<string[]> => ((await problemOf(response, 422)).errors ?? []).map(({ pointer }) => pointer);
const withAnswers = (change: Readonly<Record<string, unknown>>) => ({ response: { ...answer, answers: { ...answer.answers, ...change } } });

describe("an answer that the questionnaire cannot hold is named by a JSON pointer", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["of the wrong type", { overtime: 3 }, "/response/answers/overtime"],
    ["of the wrong type in a matrix", { pace: { full: true } }, "/response/answers/pace/full"],
    ["that is a value where a matrix stands", { pace: "sa" }, "/response/answers/pace"],
    ["outside the choices", { place: "moon" }, "/response/answers/place"],
    ["outside the choices of a matrix", { when: { remind: "midnight" } }, "/response/answers/when/remind"],
    ["outside the choices of several", { clash: ["bank", "moon"] }, "/response/answers/clash/1"],
    ["chosen twice", { clash: ["bank", "bank"] }, "/response/answers/clash"],
    ["that is a number in words", { hours: { visit: "2" } }, "/response/answers/hours/visit"],
    ["that is null", { place: null }, "/response/answers/place"],
    ["to a question that is not asked", { salary: 1 }, "/response/answers/salary"],
    ["to a row that is not asked", { pace: { salary: "sa" } }, "/response/answers/pace/salary"],
    ["under a key with slash and tilde", { "a/b~c": 1 }, "/response/answers/a~1b~0c"],
    ["under an empty key", { "": 1 }, "/response/answers/"],
  ])("%s", async (_, change, pointer) => {
    expect(await pointers(await at.post(withAnswers(change)))).toEqual([pointer]);
  });
});

describe("an envelope that is none is named by its key", () => {
  test.each<[string, unknown, string]>([
    ["id", "no-uuid", "/response/id"],
    ["id", "b071c772-4831-1b7c-b5b4-a8d80e4ec6b2", "/response/id"],
    ["survey", "../etc", "/response/survey"],
    ["version", "V1", "/response/version"],
    ["wave", "", "/response/wave"],
    ["language", "fr", "/response/language"],
    ["seconds", 31, "/response/seconds"],
    ["seconds", -30, "/response/seconds"],
    ["seconds", 1e300, "/response/seconds"],
    ["answers", [], "/response/answers"],
    ["answers", "{}", "/response/answers"],
    ["name", "Li Lei", "/response/name"],
    ["when", "2026-10-01T08:00:00Z", "/response/when"],
    ["a/b~c", 1, "/response/a~1b~0c"],
  ])("%s: %j", async (key, value, pointer) => {
    expect(await pointers(await at.post({ response: { ...answer, [key]: value } }))).toEqual([pointer]);
  });

  test.each([{}, [], null, 1, "response", { response: null }, { response: [] }])("nor is %j one", async (body) => {
    expect(await pointers(await at.post(JSON.stringify(body)))).toEqual(["/response"]);
  });

  test("nothing stands beside a response", async () => {
    expect(await pointers(await at.post(JSON.stringify({ response: answer, invitation: "x" })))).toEqual(["/invitation"]);
    expect(await pointers(await at.post(JSON.stringify({ Response: answer })))).toEqual(["/Response"]);
  });
});

describe("keys that JavaScript gives a meaning", () => {
  const answers = (): string => JSON.stringify(answer.answers).slice(1);
  test.each<[string, () => string, string]>([
    ["__proto__ among the answers", () => `{"response": ${JSON.stringify({ ...answer, answers: 0 }).replace('"answers":0', `"answers":{"__proto__":{"polluted":true},${answers()}`)}}`, "/response/answers/__proto__"],
    ["__proto__ in a matrix", () => JSON.stringify({ response: { ...answer, answers: { pace: 0 } } }).replace('"pace":0', '"pace":{"__proto__":{"full":"sa"}}'), "/response/answers/pace/__proto__"],
    ["__proto__ as the response's", () => `{"response":{"__proto__":${JSON.stringify(answer)}}}`, "/response/__proto__"],
    ["__proto__ around the response", () => `{"__proto__":{"response":${JSON.stringify(answer)}}}`, "/__proto__"],
    ["constructor", () => JSON.stringify(withAnswers({ constructor: { prototype: { polluted: true } } })), "/response/answers/constructor"],
    ["toString", () => JSON.stringify(withAnswers({ toString: 1 })), "/response/answers/toString"],
    ["hasOwnProperty in a matrix", () => JSON.stringify(withAnswers({ pace: { hasOwnProperty: "sa" } })), "/response/answers/pace/hasOwnProperty"],
  ])("%s are strange like any other", async (_, body, pointer) => {
    expect(await pointers(await at.post(body()))).toEqual([pointer]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("what costs most to look through", () => {
  const deep = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  const around = (text: string): string => JSON.stringify({ response: { ...answer, answers: { place: 0 } } }).replace('"place":0', text);
  test.each<[string, () => string, RegExp]>([
    ["an answer nested 100,000 deep", () => around(`"place":${deep(100_000)}`), /^\/response\/answers\/place$/],
    ["objects nested 20,000 deep", () => around(`"pace":${'{"full":'.repeat(20_000)}1${"}".repeat(20_000)}`), /^\/response\/answers\/pace\/full$/],
    ["a choice of 60,000", () => around(`"clash":[${Array.from({ length: 60_000 }, () => '""').join(",")}]`), /^\/response\/answers\/clash/],
    ["20,000 unknown questions", () => around(Array.from({ length: 20_000 }, (_, i) => `"q${i}":1`).join(",")), /^\/response\/answers\/q\d+$/],
    ["a key of 200,000 characters", () => around(`"${"k".repeat(200_000)}":1`), /^\/response\/answers\/k{1,80}$/],
  ])("%s is refused soon, in few words", async (_, body, pointer) => {
    const start = performance.now();
    const text = body();
    expect(text.length).toBeLessThan(262_144);
    const response = await at.post(text);
    const said = await response.clone().text();
    const found = await pointers(response);
    expect(found[0]).toMatch(pointer);
    expect(said.length).toBeLessThan(2000);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe.skipIf(!hasShared)("texts that test JSON parsers", () => {
  const folder = join(SHARED, "hostile/JSONTestSuite/test_parsing");
  const files = hasShared ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  test.each(["n_", "i_", "y_"])("%s: each is refused as the client's fault", async (kind) => {
    const bodies = files.filter((name) => name.startsWith(kind));
    expect(bodies.length).toBeGreaterThan(30);
    for (const name of bodies) {
      const response = await at.post(new Blob([readFileSync(join(folder, name))]));
      expect.soft([400, 422], `${name}: ${response.status}`).toContain(response.status);
      // What is not JSON by any reading is told apart from JSON that is no response.
      if (kind === "n_") await problemOf(response, 400);
      if (kind === "y_") await problemOf(response, 422);
    }
  });

  test("none of them becomes an answer where an answer's value stands", async () => {
    const [before = "", after = ""] = JSON.stringify({ response: { ...answer, answers: { place: "HERE" } } }).split('"HERE"');
    for (const name of files) {
      const value = readFileSync(join(folder, name));
      const response = await at.post(new Blob([before, value, after]));
      expect.soft(response.status, name).toBeGreaterThanOrEqual(400);
      expect.soft(response.status, name).toBeLessThan(500);
    }
  });
});
