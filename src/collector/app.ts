import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { isUserError, UserError } from "../error.ts";
import { checkResponse } from "../responses/response.ts";
import { type Bundle, type Store, versionsOf, type WaveRecord } from "../responses/store.ts";
import { compileValidator, type Problem } from "../responses/validate.ts";
import { operatorApp } from "./operator.ts";
import { problem } from "./problem.ts";

export interface CollectorOptions {
  readonly store: Store;
  /** The operator's key; without one there are no operator's calls. */
  readonly key?: string;
  /** Largest request, in bytes. */
  readonly largest?: number;
  /** Responses that may wait to be written before others are asked to come again. */
  readonly longestQueue?: number;
}

/** Takes answers. A request in, a response out: tests need no socket. */
export function collectorApp({ store, key, largest = 262_144, longestQueue = 5000 }: CollectorOptions): Hono {
  const validatorFor = validators(store);
  const app = new Hono();
  app.use("/api/*", async (context, next) => {
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    return next();
  });
  if (key !== undefined) app.route("/api/operate", operatorApp({ store, key }));
  app.use("/api/*", async (context, next) => {
    // A static site elsewhere may send here; answers carry no cookies, so any origin may. The operator's calls come before.
    context.header("Access-Control-Allow-Origin", "*");
    if (context.req.method === "OPTIONS") return context.body(null, 204, { "Access-Control-Allow-Headers": "content-type", "Access-Control-Allow-Methods": "GET, POST", "Access-Control-Max-Age": "7200" });
    return next();
  });
  app.get("/api/health", (context) => context.json({ status: "ok" }));
  app.get("/api/surveys/:id", async (context) => {
    const wave = newest((await store.waves()).filter(({ survey }) => survey === context.req.param("id")));
    return wave ? context.json(wave) : problem(context, 404, "No wave of this survey was opened here.");
  });
  app.post("/api/responses", bodyLimit({ maxSize: largest, onError: (context) => problem(context, 413, `A response may have ${largest} bytes at most.`) }), async (context) => {
    if (!/^application\/json\s*(;|$)/i.test(context.req.header("content-type") ?? "")) return problem(context, 415, "Send application/json.");
    if (store.pending() >= longestQueue) return busy(context);
    const response = checkResponse(envelope(await context.req.arrayBuffer()));
    const wave = await store.wave(response.survey, response.wave);
    if (!wave) return problem(context, 404, "This survey and wave are not known here.");
    const known = versionsOf(wave).includes(response.version) ? await validatorFor(response.survey, response.version) : undefined;
    if (!known) return problem(context, 404, "This version of the questionnaire was never asked in this wave.");
    const wrong = known(response.answers);
    if (wrong.length > 0) return problem(context, 422, "Some answers are not what the questionnaire can hold.", wrong.map(({ pointer, detail }) => ({ pointer: `/response/answers${pointer}`, detail })));
    // Asked again: others came while this one was read.
    if (store.pending() >= longestQueue) return busy(context);
    const done = await store.insert(response);
    if (done === "closed") return problem(context, 410, "This wave is closed and takes no more answers.");
    if (done === "conflict") return problem(context, 409, "Another response with this id is stored; nothing was overwritten.");
    return context.json({ id: response.id, stored: true }, done === "stored" ? 201 : 200);
  });
  for (const path of ["/api/health", "/api/surveys/:id", "/api/responses"])
    app.all(path, (context) => {
      context.header("Allow", path === "/api/responses" ? "POST" : "GET");
      return problem(context, 405, "This address takes requests of another kind.");
    });
  app.all("/api/*", (context) => problem(context, 404, "There is nothing at this address."));
  app.onError((error, context) => {
    if (error instanceof SyntaxError) return problem(context, 400, "The request could not be read as JSON in UTF-8.");
    if (isUserError(error)) return problem(context, 422, error.message, [{ pointer: error.where ?? "", detail: error.message }]);
    return problem(context, 500, "The answer could not be stored. It is safe to send it again.");
  });
  return app;
}

/** One compiled validator for each frozen questionnaire. */
function validators(store: Store): (survey: string, version: string) => Promise<((answers: unknown) => Problem[]) | undefined> {
  const made = new Map<string, (answers: unknown) => Problem[]>();
  return async (survey, version) => {
    const key = `${survey} ${version}`;
    const known = made.get(key);
    if (known) return known;
    const bundle: Bundle | undefined = await store.bundle(survey, version);
    if (!bundle) return undefined;
    // Requests that come together must not each compile it: it takes 20 ms.
    const meanwhile = made.get(key);
    if (meanwhile) return meanwhile;
    const validate = compileValidator(bundle.codebook);
    made.set(key, validate);
    return validate;
  };
}

const busy = (context: Context): Response => problem(context, 503, "Too many answers arrive at once; send again in a moment. Nothing is lost on the phone.");

const newest = (waves: readonly WaveRecord[]): WaveRecord | undefined => waves.find(({ state }) => state === "open") ?? [...waves].sort((a, b) => (a.opened < b.opened ? 1 : -1))[0];

/** The `response` of the request. @throws SyntaxError if it is not JSON in UTF-8, UserError if something stands beside it */
function envelope(bytes: ArrayBuffer): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new SyntaxError("not UTF-8", { cause: error });
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  // A credential admits one answer of somebody invited; on open links it says nothing and is not kept.
  const stray = Object.keys(value).find((name) => name !== "response" && name !== "credential");
  if (stray !== undefined) throw new UserError("a request holds a response and nothing else", { where: `/${stray.slice(0, 40)}` });
  return Object.entries(value).find(([name]) => name === "response")?.[1];
}
