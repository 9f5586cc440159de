import { type Browser, chromium, type Page } from "@playwright/test";
import { randomFrom } from "../../src/survey/random.ts";
import { openProxy } from "../form/proxy.ts";
import { launchOptions } from "./browser.ts";

/** What whole phones made of bad networks. */
export interface Patchy {
  readonly phones: number;
  readonly requests: number;
  readonly mishaps: number;
  readonly reloads: number;
  readonly broken: readonly string[];
}

/** How long a person looks at “sending” before opening the page again, and how long before the run counts as never ending, in ms. */
const IMPATIENCE = 1500;
const LONGEST = 180_000;

/** Real browsers answer and submit through a network of their own each; whatever happens they try again, or open the page anew. */
export async function answeredOverPatchyNetworks(phones: number, seed: number, url: string): Promise<Patchy> {
  const browser = await chromium.launch(await launchOptions());
  const broken: string[] = [];
  const sum = { requests: 0, mishaps: 0, reloads: 0 };
  const seeds = Array.from({ length: phones }, (_, i) => seed + i);
  await Promise.all(Array.from({ length: 2 }, async () => {
    for (let next = seeds.shift(); next !== undefined; next = seeds.shift()) {
      const one = await phone(browser, next, Number(new URL(url).port)).catch((error: unknown) => ({ requests: 0, mishaps: 0, reloads: 0, failed: `phone ${next}: ${String(error).slice(0, 300)}` }));
      if ("failed" in one) broken.push(one.failed);
      sum.requests += one.requests;
      sum.mishaps += one.mishaps;
      sum.reloads += one.reloads;
    }
  }));
  await browser.close();
  return { phones, ...sum, broken };
}

async function phone(browser: Browser, seed: number, port: number): Promise<Omit<Patchy, "phones" | "broken">> {
  const proxy = await openProxy({ port, random: randomFrom(seed), bad: 0.7, late: 1500, concerns: (head) => head.startsWith("POST /api/responses") });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${proxy.url}/s/pulse/`);
  await page.locator("html[data-ready]").waitFor();
  await page.locator(".consent [data-start]").click();
  for (const [question, value] of [["load", "4"], ["useful", "most"], ["relief", "reports"]]) await page.locator(`[data-name="${question}"] label:has(input[value="${value}"])`).click();
  await page.getByRole("button", { name: "提交" }).click();
  let reloads = 0;
  for (const end = Date.now() + LONGEST; (await held(page)) > 0 || (await page.locator(".outcome.sending").count()) > 0; ) {
    if (Date.now() > end) throw new Error("never delivered");
    const retry = page.getByRole("button", { name: "现在再试一次" });
    if (await retry.isVisible()) await retry.click({ timeout: 1000 }).catch(() => {});
    await page.waitForTimeout(IMPATIENCE);
    if ((await page.locator(".outcome.sending").count()) === 0) continue;
    await page.reload();
    await page.locator("html[data-ready]").waitFor();
    reloads++;
  }
  await page.reload();
  if ((await held(page)) > 0) throw new Error("something is left on the phone");
  await context.close();
  await proxy.close();
  const requests = [...proxy.met.values()].reduce((all, n) => all + n, 0);
  return { requests, mishaps: requests - (proxy.met.get("nothing") ?? 0), reloads };
}

/** How many things the site keeps on this phone. */
export const held = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const open = indexedDB.open("qingting");
    const database = await new Promise<IDBDatabase>((done, fail) => ((open.onsuccess = () => done(open.result)), (open.onerror = () => fail(open.error))));
    const counts = await Promise.all(["drafts", "outbox"].map((name) => new Promise<number>((done) => {
      const request = database.transaction(name).objectStore(name).count();
      request.onsuccess = () => done(request.result);
    })));
    database.close();
    return counts.reduce((sum, n) => sum + n, 0);
  });
