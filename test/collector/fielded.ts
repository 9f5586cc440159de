import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { expect } from "vitest";
import { collectorApp, type CollectorOptions } from "../../src/collector/app.ts";
import { openWave } from "../../src/collector/waves.ts";
import type { Response as Answered } from "../../src/responses/response.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import type { Store } from "../../src/responses/store.ts";
import type { Survey } from "../../src/survey/load.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { surveyNamed } from "../release/made.ts";

/** A wave that anybody may answer, in a store of its own on disk, behind the collector. */
export interface Fielded {
  readonly store: Store;
  readonly survey: Survey;
  readonly app: Hono;
  readonly path: string;
  /** Responses as phones would make them. */
  readonly responses: (n: number, seed?: number) => Answered[];
  /** Sends a body as it is: text, bytes, or anything else as JSON. */
  readonly post: (body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** Sends responses, a hundred at a time after the first, and gives the statuses in their order. */
  readonly send: (responses: readonly Answered[]) => Promise<number[]>;
  readonly stored: () => Promise<Answered[]>;
}

export async function fielded(id: string, options: Partial<CollectorOptions> = {}): Promise<Fielded> {
  const path = join(mkdtempSync(join(tmpdir(), "qingting-collector-")), "answers.sqlite");
  const store = await openSqlite(path);
  const survey = surveyNamed(id);
  await openWave(store, survey, "trial", "2026-10-01");
  const app = collectorApp({ store, ...options });
  const post: Fielded["post"] = async (body, headers = { "Content-Type": "application/json" }) =>
    app.request("/api/responses", { method: "POST", headers: { ...headers }, body: typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body) });
  return {
    store, survey, app, path, post,
    responses: (n, seed = 1) => simulate(survey, { n, seed, wave: "trial" }),
    send: async ([first, ...others]) => {
      const replies = first === undefined ? [] : [await post({ response: first })];
      // A hundred at a time: a request that does not say how long it is counts as the longest, and there is room for so many.
      for (let i = 0; i < others.length; i += 100) replies.push(...(await Promise.all(others.slice(i, i + 100).map((response) => post({ response })))));
      return replies.map(({ status }) => status);
    },
    stored: () => storedIn(store, survey.id),
  };
}

export async function storedIn(store: Store, survey: string, wave = "trial"): Promise<Answered[]> {
  const all: Answered[] = [];
  for await (const response of store.responses(survey, wave)) all.push(response);
  return all;
}

export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** What RFC 9457 asks of every refusal. */
export async function problemOf(response: Response, status: number): Promise<ProblemDetails> {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const details: ProblemDetails = await response.json();
  expect(details).toMatchObject({ type: expect.stringMatching(/./), title: expect.stringMatching(/./), status, detail: expect.stringMatching(/./) });
  return details;
}
