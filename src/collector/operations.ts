import { type Context, Hono } from "hono";
import { stream } from "hono/streaming";
import { UserError } from "../error.ts";
import { rosterFrom } from "../responses/roster.ts";
import type { Store, WaveRecord } from "../responses/store.ts";
import { loadSurvey } from "../survey/load.ts";
import { limited, parsed } from "./body.ts";
import { type Desk, KINDS_OF_WORK, type ListView, type Overview, type TextsView } from "./desk.ts";
import { keepOrUndo, listOf, Lists, wordsOf } from "./invitations.ts";
import { invite } from "./invite.ts";
import { overview } from "./overview.ts";
import type { Roster } from "./population.ts";
import { problem } from "./problem.ts";
import { checkQuotes, clear, cleared, writtenIn } from "./texts.ts";
import { closeWave, extendWave, openWave, purgeWave, refuseOpen } from "./waves.ts";

/** Largest roster that is taken over the network, in bytes: some 200,000 people. */
const LARGEST = 16 * 2 ** 20;
const MOST_INVITATIONS = 100_000;

/** What the operator's page can have done, beyond counting. Behind the lock. */
export function deskApp(store: Store, desk: Desk): Hono {
  const app = new Hono();
  const lists = new Lists(desk.data);
  const today = (): string => new Date().toISOString().slice(0, 10);
  app.use("*", limited(LARGEST, (context) => problem(context, 413, "A roster may have 16 MB at most; larger ones are taken on the server: open and invite.")));
  app.get("/overview", async (context) => {
    const view: Overview = { site: desk.site ?? null, surveys: await overview(store, desk) };
    return context.json(view);
  });
  app.get("/work", (context) => context.json({ work: desk.work() ?? null }));
  app.post("/work", async (context) => {
    const { kind, survey, wave, why } = await fields(context);
    const known = KINDS_OF_WORK.find((each) => each === kind);
    if (known === undefined) throw new UserError(`there is no work “${String(kind)}”`, { fix: KINDS_OF_WORK.join(", ") });
    return context.json({ work: desk.begin({ kind: known, ...(survey === undefined ? {} : { survey }), ...(wave === undefined ? {} : { wave }), ...(why === undefined ? {} : { why }) }) }, 202);
  });
  app.post("/waves/:survey/:wave/open", async (context) => {
    const { survey, wave } = placeIn(context);
    return context.json(await openWave(store, loadSurvey(desk.surveys, survey), wave, today(), (await sent(context)).roster), 201);
  });
  app.post("/waves/:survey/:wave/close", async (context) => {
    const { survey, wave } = placeIn(context);
    return context.json(await closeWave(store, survey, wave, today()));
  });
  app.post("/waves/:survey/:wave/extend", async (context) => {
    const { survey, wave } = placeIn(context);
    return context.json(await extendWave(store, survey, wave, (await fields(context))["closes"] ?? ""));
  });
  app.post("/waves/:survey/:wave/purge", async (context) => {
    const { survey, wave } = placeIn(context);
    if ((await fields(context))["confirm"] !== `${survey} ${wave}`) throw new UserError("what is deleted is not named", { where: `${survey} ${wave}`, fix: `to delete it, write: ${survey} ${wave}`, refusal: { code: "not-confirmed", name: `${survey} ${wave}` } });
    return context.json(await purgeWave(store, survey, wave, today()));
  });
  app.get("/waves/:survey/:wave/responses", async (context) => {
    const record = await recordIn(context, store);
    refuseOpen(record);
    const { survey, wave } = record;
    context.header("Content-Type", "application/x-ndjson");
    context.header("Content-Disposition", `attachment; filename="${survey}-${wave}.jsonl"`);
    return stream(context, async (to) => {
      for await (const response of store.responses(survey, wave)) await to.write(`${JSON.stringify(response)}\n`);
    });
  });
  app.get("/waves/:survey/:wave/texts", async (context) => {
    const record = await recordIn(context, store);
    const view: TextsView = { texts: await writtenIn(store, record), cleared: cleared(desk.data, record) };
    return context.json(view);
  });
  app.post("/waves/:survey/:wave/texts", async (context) => {
    const record = await recordIn(context, store);
    const variables = new Set((await writtenIn(store, record)).map(({ variable }) => variable));
    const quotes = checkQuotes(parsed(await context.req.arrayBuffer()), "quotes");
    const stray = quotes.find(({ variable }) => !variables.has(variable));
    if (stray) throw new UserError(`no question called “${stray.variable}” was answered in words`, { where: `${record.survey} ${record.wave}` });
    return context.json({ quotes: clear(desk.data, record, quotes).length });
  });
  app.post("/waves/:survey/:wave/invitations", async (context) => {
    const record = await recordIn(context, store);
    const { survey, wave } = record;
    const { roster, n, site } = await sent(context);
    if (roster === undefined && !(Number.isInteger(n) && n > 0 && n <= MOST_INVITATIONS)) throw new UserError("neither a roster nor a number of people was sent", { where: `${survey} ${wave}`, fix: `a roster, or a whole number from 1 to ${MOST_INVITATIONS}`, refusal: { code: "nobody", most: MOST_INVITATIONS } });
    const to = lists.next(survey, wave);
    const { secrets, total, unchecked } = await keepOrUndo(to, (keep) => invite(store, record, roster ?? n, keep), (invited) => listOf(invited, roster, desk.site ?? site));
    return context.json({ list: to.split("/").at(-1), invited: secrets.length, total, unchecked }, 201);
  });
  app.get("/waves/:survey/:wave/invitations/:list", async (context) => {
    const record = await recordIn(context, store);
    const { survey, wave } = record;
    const list = context.req.param("list");
    if (context.req.query("as") !== "csv") {
      const title = (await store.bundle(survey, record.version))?.codebook.title ?? record.title;
      const view: ListView = { title, words: wordsOf(record), table: await lists.table(survey, wave, list) };
      return context.json(view);
    }
    context.header("Content-Type", "text/csv; charset=utf-8");
    context.header("Content-Disposition", `attachment; filename="${list}"`);
    return context.body(lists.text(survey, wave, list));
  });
  app.delete("/waves/:survey/:wave/invitations/:list", async (context) => {
    const { survey, wave } = placeIn(context);
    lists.drop(survey, wave, context.req.param("list"));
    return context.body(null, 204);
  });
  return app;
}

function placeIn(context: Context): { readonly survey: string; readonly wave: string } {
  return { survey: context.req.param("survey") ?? "", wave: context.req.param("wave") ?? "" };
}

async function recordIn(context: Context, store: Store): Promise<WaveRecord> {
  const { survey, wave } = placeIn(context);
  const found = await store.wave(survey, wave);
  if (found) return found;
  throw new UserError("this wave was never opened", { where: `${survey} ${wave}`, fix: "open it first", refusal: { code: "never-opened" } });
}

/** Texts that a request holds as JSON. */
async function fields(context: Context): Promise<Readonly<Record<string, string>>> {
  const value = parsed(await context.req.arrayBuffer());
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])));
}

/** What a form holds: a roster as a file or as text that was pasted from a spreadsheet, or a number of people. */
async function sent(context: Context): Promise<{ readonly roster: Roster | undefined; readonly n: number; readonly site: string }> {
  const form = context.req.header("content-type")?.startsWith("multipart/form-data") ? await context.req.parseBody() : {};
  const { file, pasted, n, site } = form;
  const text = typeof pasted === "string" ? pasted.trim() : "";
  const given = file instanceof File && file.size > 0 ? { bytes: new Uint8Array(await file.arrayBuffer()), where: file.name } : text === "" ? undefined : { bytes: new TextEncoder().encode(text), where: "pasted" };
  const roster = given && { table: await rosterFrom(given.bytes, given.where), where: given.where };
  return { roster, n: Number(n ?? 0), site: typeof site === "string" && URL.canParse(site) ? site.replace(/\/*$/, "/") : "/" };
}
