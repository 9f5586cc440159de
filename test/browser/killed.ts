import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { launchOptions } from "./browser.ts";
import { held } from "./patchy.ts";

/** A moment in the page's own code: what it is about to do, or has just done, to which of its stores. */
export const MOMENTS = [
  "before put drafts", "after put drafts", "complete drafts",
  "before put outbox", "after put outbox", "before delete drafts", "after delete drafts", "complete drafts+outbox",
  "before fetch", "after fetch",
  "before delete outbox", "after delete outbox", "complete outbox",
] as const;
export type Moment = (typeof MOMENTS)[number];

export interface Killed {
  readonly moment: Moment;
  /** What the phone held when it was opened again. */
  readonly found: "draft" | "response";
  /** Rows that came of it in the end: one. */
  readonly rows: number;
  /** What is not as promised, one line each. */
  readonly broken: readonly string[];
}

/** Answers the pulse survey, kills the browser without warning at a moment of saving or submitting, opens it again, and finishes. */
export async function killedAt(moment: Moment, url: string, rows: () => Promise<number>): Promise<Killed> {
  const profile = mkdtempSync(join(tmpdir(), "qingting-profile-"));
  const before = await rows();
  const broken: string[] = [];
  await answerUntil(moment, profile, url);
  const context = await opened(profile);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${url}/s/pulse/`);
  await page.locator("html[data-ready]").waitFor();
  const found = (await page.getByText("这部手机上有一份没填完的答案").count()) > 0 ? "draft" : "response";
  if (found === "draft") await finish(page, before, rows, broken);
  await until(async () => (await rows()) > before, 10_000);
  await until(async () => (await held(page)) === 0, 5000);
  if ((await held(page)) > 0) broken.push(`${moment}: something is left on the phone`);
  await page.reload();
  await page.locator("html[data-ready]").waitFor();
  if ((await page.getByText("这部手机上有一份没填完的答案").count()) > 0) broken.push(`${moment}: it asks to finish what was sent`);
  const more = (await rows()) - before;
  if (more !== 1) broken.push(`${moment}: ${more} rows`);
  await context.close();
  rmSync(profile, { recursive: true, force: true });
  return { moment, found, rows: more, broken };
}

async function answerUntil(moment: Moment, profile: string, url: string): Promise<void> {
  const context = await opened(profile);
  const gone = new Promise<void>((done) => context.once("close", () => done()));
  await context.exposeBinding("killNow", () => kill(profile));
  await context.addInitScript(watch, moment);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${url}/s/pulse/`);
  await page.locator("html[data-ready]").waitFor();
  await page.locator(".consent [data-start]").click();
  const choose = (question: string, value: string): Promise<void> => page.locator(`[data-name="${question}"] label:has(input[value="${value}"])`).click();
  await choose("load", "4");
  await choose("useful", "most");
  await page.getByText("已存在这部手机上").waitFor();
  const isDraft = moment.endsWith("put drafts") || moment === "complete drafts";
  const arm = (): Promise<void> => page.evaluate(() => void (document.documentElement.dataset["armed"] = ""));
  if (isDraft) await arm();
  // The kill cuts these off.
  await choose("relief", "reports").catch(() => {});
  if (!isDraft) {
    await until(async () => (await page.evaluate(() => document.querySelectorAll(".questions :checked").length)) === 3, 5000);
    await arm();
    await page.getByRole("button", { name: "提交" }).click().catch(() => {});
  }
  await Promise.race([gone, new Promise((_, fail) => setTimeout(() => fail(new Error(`${moment} never came`)), 15_000))]);
}

/** Runs in the page, before its own scripts. */
function watch(moment: string): void {
  const hit = (now: string): void => {
    if (now !== moment || document.documentElement.dataset["armed"] === undefined) return;
    const { killNow } = Object.fromEntries(Object.entries(globalThis).filter(([name]) => name === "killNow"));
    killNow();
    // Not one step further.
    for (const start = Date.now(); Date.now() - start < 20_000; );
  };
  for (const name of ["put", "delete"] as const) {
    const original: (this: IDBObjectStore, ...given: never[]) => IDBRequest = IDBObjectStore.prototype[name];
    Object.defineProperty(IDBObjectStore.prototype, name, {
      value: function (this: IDBObjectStore, ...given: never[]): IDBRequest {
        hit(`before ${name} ${this.name}`);
        const request = original.apply(this, given);
        hit(`after ${name} ${this.name}`);
        return request;
      },
    });
  }
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...given) {
    const begun = transaction.apply(this, given);
    if (begun.mode === "readwrite") begun.addEventListener("complete", () => hit(`complete ${[...begun.objectStoreNames].join("+")}`));
    return begun;
  };
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    if (init?.method !== "POST") return fetch(input, init);
    hit("before fetch");
    const reply = await fetch(input, init);
    hit("after fetch");
    return reply;
  };
}

/** It is still a draft, and the person may finish it. */
async function finish(page: Page, before: number, rows: () => Promise<number>, broken: string[]): Promise<void> {
  if ((await rows()) !== before) broken.push("a draft was sent by itself");
  await page.getByRole("button", { name: "接着上次的填" }).click();
  if ((await page.locator('[data-name="useful"] input:checked').count()) !== 1) broken.push("answers of the draft are gone");
  await page.getByRole("button", { name: "提交" }).click();
  await page.locator(".outcome.delivered").waitFor();
}

const opened = async (profile: string): Promise<BrowserContext> => chromium.launchPersistentContext(profile, { ...(await launchOptions()), viewport: { width: 390, height: 844 } });

/** Whatever runs on this profile, and nothing else. */
function kill(profile: string): void {
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${id}/cmdline`, "utf8").includes(`--user-data-dir=${profile}`)) process.kill(Number(id), "SIGKILL");
    } catch {
      // Ended by itself meanwhile.
    }
  }
}

async function until(holds: () => Promise<boolean>, ms: number): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end && !(await holds()); ) await new Promise((then) => setTimeout(then, 50));
}
