import type { BrowserContext, CDPSession, Page } from "@playwright/test";
import { type Plan, watch } from "./eyes.ts";
import { isPersisted, isShown } from "./kept.ts";
import { takeNotes } from "./notes.ts";
import { type Profile, slowDown } from "./profiles.ts";
import { type Traffic, watchTraffic } from "./traffic.ts";

/** A page to be opened, read and answered. */
export interface Subject extends Plan {
  readonly url: string;
  /** Says by `data-ready` on its root that it is taken over. */
  readonly saysReady: boolean;
  /** Typed after the last tap, as far as a person got. */
  readonly typed?: string;
  /** Pressed after the last tap. */
  readonly keys?: readonly string[];
}

/** Figures of one load; times in ms since navigation began, undefined where it never came to pass. */
export interface Visit {
  readonly readable: number | undefined;
  readonly kept: number | undefined;
  readonly tapToKept: number | undefined;
  /** Of the first round of taps. */
  readonly lost: boolean;
  readonly moved: number | undefined;
  readonly shift: number;
  readonly blocked: number;
  readonly bytes: { readonly readable: number; readonly kept: number; readonly all: number };
  readonly strays: number;
}

interface Opened {
  readonly page: Page;
  readonly traffic: Traffic;
}

/** ms. */
const PATIENCE = 15_000;
const QUIET = 1000;
const WITHOUT_WORD = 3000;
/** A person whose tap did nothing taps again, and once more. */
const ROUNDS = 3;

/** Opens a page that was never seen before, taps as early as a finger could, and looks what became of it. */
export async function visit(context: BrowserContext, subject: Subject, profile: Profile): Promise<Visit> {
  const opened = await prepare(context, subject, profile, false);
  const { page, traffic } = opened;
  await page.goto(subject.url, { waitUntil: "commit" });
  let rounds = 0;
  for (;;) {
    await settled(opened, subject);
    rounds++;
    if ((await answered(page, subject)) || rounds === ROUNDS) break;
    await page.evaluate(() => window.eyes.again());
  }
  await page.evaluate(workerReady, PATIENCE);
  const seen = await page.evaluate(() => ({
    notes: window.notes,
    readable: window.eyes.readable,
    top: window.eyes.top,
    topAtLast: window.eyes.titleTop(),
    origin: performance.timeOrigin,
    contentful: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  }));
  const { notes, readable, top, topAtLast, origin, contentful } = seen;
  if (notes.touches.some(({ isTrusted }) => !isTrusted)) throw new Error("a touch was not the browser's own");
  const tapped = notes.touches[0]?.at;
  await page.close();
  return {
    readable,
    kept: notes.kept,
    tapToKept: notes.kept === undefined || tapped === undefined ? undefined : notes.kept - tapped,
    lost: rounds > 1 || notes.kept === undefined,
    moved: top === undefined ? undefined : Math.abs(topAtLast - top),
    shift: notes.shift,
    blocked: notes.blocks.reduce((sum, { start, duration }) => sum + (start + duration > contentful ? Math.max(0, duration - 50) : 0), 0),
    bytes: { readable: traffic.bytes(origin + (readable ?? 0)), kept: traffic.bytes(origin + (notes.kept ?? 0)), all: traffic.bytes() },
    strays: traffic.strays.length,
  };
}

/** When a page that was seen before can be read, in ms; undefined where it does not open. */
export async function revisit(context: BrowserContext, subject: Subject, profile: Profile, offline: boolean): Promise<number | undefined> {
  const { page } = await prepare(context, { ...subject, steps: [] }, profile, offline);
  await context.setOffline(offline);
  try {
    await page.goto(subject.url, { waitUntil: "commit" });
    const readable = await page.waitForFunction(() => window.eyes.readable, undefined, { polling: 100, timeout: PATIENCE });
    return await readable.jsonValue();
  } catch (error) {
    if (!offline) throw error;
    return undefined;
  } finally {
    await page.close();
  }
}

async function prepare(context: BrowserContext, subject: Subject, profile: Profile, offline: boolean): Promise<Opened> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const traffic = await watchTraffic(session, new URL(subject.url).origin);
  await slowDown(session, profile, offline);
  await session.send("Runtime.addBinding", { name: "report" });
  session.on("Runtime.bindingCalled", ({ payload }) => void tap(session, subject, JSON.parse(payload)));
  await session.send("Runtime.enable");
  const { reads, steps, question } = subject;
  await page.addInitScript(takeNotes, question);
  await page.addInitScript(watch, { reads, steps, question });
  return { page, traffic };
}

/** A service worker, where the page has one, must have fetched what it wants before the line is cut. Runs inside the page. */
async function workerReady(patience: number): Promise<void> {
  if ((await navigator.serviceWorker.getRegistrations()).length === 0) return;
  await Promise.race([navigator.serviceWorker.ready, new Promise((done) => setTimeout(done, patience))]);
}

/** A finger: the browser's own touch, sent at once. */
async function tap(session: CDPSession, { steps, typed, keys = [] }: Subject, { x, y, step }: { readonly x: number; readonly y: number; readonly step: number }): Promise<void> {
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  if (step < steps.length - 1) return;
  if (typed !== undefined) await session.send("Input.insertText", { text: typed });
  for (const key of keys) for (const type of ["keyDown", "keyUp"] as const) await session.send("Input.dispatchKeyEvent", { type, key, code: key });
}

/** Loaded, the line quiet, and taken over: by the page's own word or, where it says none, after a while. */
async function settled({ page, traffic }: Opened, { saysReady }: Subject): Promise<void> {
  await page.waitForLoadState("load");
  await traffic.quiet(QUIET);
  if (!saysReady) return;
  const said = await page.waitForFunction(() => document.documentElement.dataset["ready"] !== undefined, undefined, { polling: 100, timeout: PATIENCE }).then(() => true, () => false);
  await traffic.quiet(said ? QUIET : WITHOUT_WORD);
}

/** Whether what was tapped shows and is persisted, given the moment that a tap takes. */
async function answered(page: Page, { steps, question, typed = "" }: Subject): Promise<boolean> {
  const selector = steps.at(-1) ?? "";
  for (let tries = 0; tries < 12; tries++) {
    if ((await page.evaluate(isShown, { selector, typed })) && (await page.evaluate(isPersisted, { question, typed }))) return true;
    await new Promise((done) => setTimeout(done, 250));
  }
  return false;
}
