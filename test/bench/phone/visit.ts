import type { BrowserContext, Page } from "@playwright/test";
import { isPersisted, isShown } from "./kept.ts";
import type { Profile } from "./profiles.ts";
import { type Opened, prepare, type Subject } from "./prepare.ts";

/** Figures of one load; times in ms since navigation began, undefined where it never came to pass. */
export interface Visit {
  readonly readable: number | undefined;
  readonly kept: number | undefined;
  readonly tapToKept: number | undefined;
  /** The first tap, or the answer that it gave. */
  readonly lost: boolean;
  readonly moved: number | undefined;
  readonly shift: number;
  readonly blocked: number;
  readonly bytes: { readonly readable: number; readonly kept: number; readonly all: number };
  readonly strays: number;
}

/** ms. */
const PATIENCE = 15_000;
const QUIET = 1000;
const WITHOUT_WORD = 3000;
/** A person sees within half a second that a tap did nothing, and taps again, thrice at most. */
const NOTICED = 500;
const ROUNDS = 3;

/** Opens a page that was never seen before, taps as early as a finger could, and looks what became of it. */
export async function visit(context: BrowserContext, subject: Subject, profile: Profile): Promise<Visit> {
  const opened = await prepare(context, subject, profile, false);
  const { page, traffic } = opened;
  await page.goto(subject.url, { waitUntil: "commit" });
  let isLost = !(await tappedUntilSeen(opened, subject));
  await settled(opened, subject);
  if (!(await isAnswered(page, subject))) {
    isLost = true;
    await tapAgain(opened);
    await tappedUntilSeen(opened, subject);
    await isAnswered(page, subject);
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
    lost: isLost || notes.kept === undefined,
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

/** A service worker, where the page has one, must have fetched what it wants before the line is cut. Runs inside the page. */
async function workerReady(patience: number): Promise<void> {
  if ((await navigator.serviceWorker.getRegistrations()).length === 0) return;
  await Promise.race([navigator.serviceWorker.ready, new Promise((done) => setTimeout(done, patience))]);
}

/** Loaded, the line quiet, and taken over: by the page's own word or, where it says none, after a while. */
async function settled({ page, traffic }: Opened, { saysReady }: Subject): Promise<void> {
  await page.waitForLoadState("load");
  await traffic.quiet(QUIET);
  if (!saysReady) return;
  const said = await page.waitForFunction(() => document.documentElement.dataset["ready"] !== undefined, undefined, { polling: 100, timeout: PATIENCE }).then(() => true, () => false);
  await traffic.quiet(said ? QUIET : WITHOUT_WORD);
}

/** Taps until the answer shows; tells whether it did so the first time. */
async function tappedUntilSeen(opened: Opened, { steps, typed = "" }: Subject): Promise<boolean> {
  const selector = steps.at(-1) ?? "";
  for (let round = 1; round <= ROUNDS; round++) {
    await within(PATIENCE, async () => opened.finger.hasTapped);
    if (await within(NOTICED, () => opened.page.evaluate(isShown, { selector, typed }))) return round === 1;
    if (round < ROUNDS) await tapAgain(opened);
  }
  return false;
}

async function tapAgain({ page, finger }: Opened): Promise<void> {
  finger.hasTapped = false;
  await page.evaluate(() => window.eyes.again());
}

/** Whether the answer still shows and is persisted. */
async function isAnswered(page: Page, { steps, question, typed = "" }: Subject): Promise<boolean> {
  const selector = steps.at(-1) ?? "";
  return within(WITHOUT_WORD, async () => (await page.evaluate(isShown, { selector, typed })) && (await page.evaluate(isPersisted, { question, typed })));
}

async function within(ms: number, holds: () => Promise<boolean>): Promise<boolean> {
  for (const end = performance.now() + ms; ; await new Promise((done) => setTimeout(done, 50))) {
    if (await holds()) return true;
    if (performance.now() > end) return false;
  }
}
