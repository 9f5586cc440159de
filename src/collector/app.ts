import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { isUserError } from "../error.ts";
import { checkResponse } from "../responses/response.ts";
import type { Bundle, Store, WaveRecord } from "../responses/store.ts";
import { compileValidator, type Problem } from "../responses/validate.ts";

export interface CollectorOptions {
  readonly store: Store;
  /** Largest request, in bytes. */
  readonly largest?: number;
  /** Responses that may wait to be written before others are asked to come again. */
  readonly longestQueue?: number;
}

type Status = 400 | 404 | 409 | 410 | 413 | 415 | 422 | 500 | 503;

/** Problem details (RFC 9457). Nothing here logs or repeats who asked. */
function problem(context: Context, status: Status, title: string, detail: string, errors: readonly Problem[] = []): Response {
  if (status === 503) context.header("Retry-After", "5");
  return context.body(JSON.stringify({ type: "about:blank", status, title, detail, ...(errors.length > 0 ? { errors } : {}) }), status, { "Content-Type": "application/problem+json" });
}

/** Takes answers. A request in, a response out: tests need no socket. */
export function collectorApp({ store, largest = 262_144, longestQueue = 5000 }: CollectorOptions): Hono {
  const validators = new Map<string, { bundle: Bundle; validate: (answers: unknown) => Problem[] } | undefined>();
  const validatorFor = async (survey: string, version: string) => {
    const key = `${survey} ${version}`;
    const known = validators.get(key);
    if (known) return known;
    const bundle = await store.bundle(survey, version);
    if (!bundle) return undefined;
    const made = { bundle, validate: compileValidator(bundle.codebook) };
    validators.set(key, made);
    return made;
  };
  const app = new Hono();
  app.use("/api/*", async (context, next) => {
    // A static site elsewhere may send here; answers carry no credentials, so any origin may.
    context.header("Access-Control-Allow-Origin", "*");
    context.header("Cache-Control", "no-store");
    if (context.req.method === "OPTIONS") return context.body(null, 204, { "Access-Control-Allow-Headers": "content-type, authorization", "Access-Control-Allow-Methods": "GET, POST" });
    return next();
  });
  app.get("/api/health", (context) => context.json({ status: "ok" }));
  app.get("/api/surveys/:id", async (context) => {
    const wave = newest((await store.waves()).filter(({ survey }) => survey === context.req.param("id")));
    return wave ? context.json(wave) : problem(context, 404, "No such survey", "No wave of this survey was opened here.");
  });
  app.post("/api/responses", bodyLimit({ maxSize: largest, onError: (context) => problem(context, 413, "Too large", `A response may have ${largest} bytes at most.`) }), async (context) => {
    if (!/^application\/json\b/i.test(context.req.header("content-type") ?? "")) return problem(context, 415, "Not JSON", "Send application/json.");
    if (store.pending() >= longestQueue) return problem(context, 503, "Busy", "Too many answers arrive at once; send again in a moment. Nothing is lost on the phone.");
    const response = checkResponse(envelope(await context.req.text()));
    const wave = (await store.waves()).find((each) => each.survey === response.survey && each.wave === response.wave);
    if (!wave) return problem(context, 404, "No such wave", "This survey and wave are not known here.");
    const known = await validatorFor(response.survey, response.version);
    if (!known) return problem(context, 404, "No such version", "This version of the questionnaire was never fielded here.");
    if (wave.state === "closed") return problem(context, 410, "Closed", "This wave is closed and takes no more answers.");
    const wrong = known.validate(response.answers);
    if (wrong.length > 0) return problem(context, 422, "Not valid", "Some answers are not what the questionnaire can hold.", wrong.map(({ pointer, detail }) => ({ pointer: `/response/answers${pointer}`, detail })));
    const done = await store.insert(response);
    if (done === "conflict") return problem(context, 409, "Other answers", "Another response with this id is stored; nothing was overwritten.");
    return context.json({ id: response.id, stored: true }, done === "stored" ? 201 : 200);
  });
  app.all("/api/*", (context) => problem(context, 404, "Not here", "There is nothing at this address."));
  app.onError((error, context) => {
    if (error instanceof SyntaxError) return problem(context, 400, "Not JSON", "The request could not be read as JSON.");
    if (isUserError(error)) return problem(context, 422, "Not a response", error.message, [{ pointer: error.where ?? "", detail: error.message }]);
    return problem(context, 500, "Failed", "The answer could not be stored. It is safe to send it again.");
  });
  return app;
}

const newest = (waves: readonly WaveRecord[]): WaveRecord | undefined => waves.find(({ state }) => state === "open") ?? [...waves].sort((a, b) => (a.opened < b.opened ? 1 : -1))[0];

/** The `response` of the request. @throws SyntaxError if it is not JSON */
function envelope(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === "response")?.[1] : undefined;
}
