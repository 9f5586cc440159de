import type { BrowserContext, CDPSession, Page } from "@playwright/test";
import { type Plan, watch } from "./eyes.ts";
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

/** A phone with eyes and a finger, before it goes anywhere. */
export interface Opened {
  readonly page: Page;
  readonly finger: { hasTapped: boolean };
  readonly traffic: Traffic;
}

export async function prepare(context: BrowserContext, subject: Subject, profile: Profile, offline: boolean): Promise<Opened> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const traffic = await watchTraffic(session, new URL(subject.url).origin);
  await slowDown(session, profile, offline);
  await session.send("Runtime.addBinding", { name: "report" });
  const finger = { hasTapped: false };
  session.on("Runtime.bindingCalled", ({ payload }) => void tap(session, subject, JSON.parse(payload)).then((isLast) => void (finger.hasTapped ||= isLast)));
  await session.send("Runtime.enable");
  const { reads, steps, question } = subject;
  await page.addInitScript(takeNotes, question);
  await page.addInitScript(watch, { reads, steps, question });
  return { page, finger, traffic };
}

/** A finger: the browser's own touch, sent at once. Tells whether it was the last. */
async function tap(session: CDPSession, { steps, typed, keys = [] }: Subject, { x, y, step }: { readonly x: number; readonly y: number; readonly step: number }): Promise<boolean> {
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  if (step < steps.length - 1) return false;
  if (typed !== undefined) await session.send("Input.insertText", { text: typed });
  for (const key of keys) for (const type of ["keyDown", "keyUp"] as const) await session.send("Input.dispatchKeyEvent", { type, key, code: key });
  return true;
}
