import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { randomFrom } from "../../src/survey/random.ts";
import { storedIn } from "../collector/fielded.ts";
import { qingting } from "../cli/run.ts";
import { barriersOn } from "./barriers.ts";
import { type Installation, install } from "./installation.ts";
import { killedAt, MOMENTS } from "./killed.ts";
import { held } from "./patchy.ts";

let site: Installation;
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await install({ surveys: ["pulse", "policy"] });
});
test.afterAll(() => site.stop());

const stored = async (survey = "pulse") => {
  const store = await openSqlite(`${site.folder}/data/answers.sqlite`);
  const all = await storedIn(store, survey);
  await store.shutdown();
  return all;
};
const rows = async (survey = "pulse"): Promise<number> => (await stored(survey)).length;
const outcome = (page: Page) => page.locator(".outcome h2");
const button = (page: Page, name: string) => page.getByRole("button", { name });
const choose = (page: Page, question: string, value: string) => page.locator(`[data-name="${question}"] label:has(input[value="${value}"])`).tap();

async function open(page: Page, path = "/s/pulse/"): Promise<void> {
  await page.goto(site.url + path);
  await page.locator("html[data-ready]").waitFor();
}
async function begin(page: Page, path = "/s/pulse/"): Promise<void> {
  await open(page, path);
  await page.locator(".consent [data-start]").tap();
}
async function answerPulse(page: Page): Promise<void> {
  for (const [question, value] of [["load", "4"], ["useful", "most"], ["relief", "reports"]] as const) await choose(page, question, value);
  await button(page, "提交").tap();
}
/** No way to the collector. */
const cut = (page: Page): Promise<unknown> => page.route("**/api/responses", (route) => route.abort("internetdisconnected"));

test.describe("with a service worker", () => {
  test("after one visit every open questionnaire and the way to send files open without a network; what is submitted waits through reloads and arrives once, drafts stay", async ({ page, context }) => {
    const strays: string[] = [];
    context.on("request", (request) => !request.url().startsWith(site.url) && !/^(data|blob):/.test(request.url()) && strays.push(request.url()));
    await open(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    // The browser makes room; the next visit fetches again what that took.
    await page.evaluate(async () => void (await Promise.all((await caches.keys()).map((name) => caches.delete(name)))));
    await open(page);
    await expect.poll(() => page.evaluate(async () => (await caches.match("/en/send/")) !== undefined && (await caches.match("/en/s/policy/")) !== undefined && (await caches.match("/s/pulse/")) !== undefined)).toBe(true);
    const [before, others] = [await rows(), await rows("policy")];
    await context.setOffline(true);
    await open(page, "/en/send/");
    await begin(page, "/en/s/policy/");
    await choose(page, "heard", "price");
    await expect(page.getByText("Saved on this phone")).toBeVisible();
    await begin(page);
    await answerPulse(page);
    await expect(outcome(page)).toHaveText("还没送到，正在等网络");
    await expect(page.locator(".outcome")).toContainText(`${site.url}/send/`);
    for (let i = 0; i < 8; i++) {
      await page.reload();
      await page.locator("html[data-ready]").waitFor();
    }
    await expect(page.getByText("还有 1 份已提交的答案在等网络")).toBeVisible();
    expect([await rows(), await held(page)]).toEqual([before, 2]);
    await context.setOffline(false);
    await expect.poll(() => rows()).toBe(before + 1);
    // The draft of the other one is neither sent nor gone.
    await expect.poll(() => held(page)).toBe(1);
    await open(page, "/s/policy/");
    await expect(page.getByText("这部手机上有一份没填完的答案")).toBeVisible();
    expect([await rows(), await rows("policy"), strays]).toEqual([before + 1, others, []]);
  });

  for (const moment of seededMoments())
    test(`a browser killed at “${moment}” delivers once, or still has a draft`, async () => {
      expect(await killedAt(moment, site.url, rows)).toMatchObject({ rows: 1, broken: [] });
    });
});

/** One while it is a draft, one after. All are in `npm run prove -- delivery`. */
function seededMoments(): (typeof MOMENTS)[number][] {
  const random = randomFrom(20261125);
  const submitted = MOMENTS.indexOf("complete drafts+outbox");
  const at = (from: number, to: number) => MOMENTS.slice(from, to)[Math.floor(random() * (to - from))] ?? MOMENTS[from];
  return [at(0, submitted), at(submitted, MOMENTS.length)].flatMap((moment) => moment ?? []);
}

test.describe("without one", () => {
  test.use({ serviceWorkers: "block" });

  test("of two tabs the one that was taken up last goes on, with the newest answers, and nothing is sent twice", async ({ context }) => {
    const before = await rows();
    const [a, b, late] = [await context.newPage(), await context.newPage(), await context.newPage()];
    await a.bringToFront();
    await begin(a);
    await choose(a, "load", "4");
    await expect(a.getByText("已存在这部手机上")).toBeVisible();
    await open(b);
    // The first tab goes on while the second shows the draft as it was.
    await choose(a, "useful", "most");
    await expect.poll(() => draftOf(a)).toMatchObject({ load: 4, useful: "most" });
    await b.bringToFront();
    await button(b, "接着上次的填").tap();
    await expect(b.locator('[data-name="useful"] input:checked')).toHaveValue("most");
    await a.bringToFront();
    await choose(a, "relief", "reports");
    await expect(outcome(a)).toHaveText("已在另一个页面里打开");
    await late.bringToFront();
    await open(late);
    await expect(button(late, "接着上次的填")).toBeVisible();
    await b.bringToFront();
    await choose(b, "relief", "reports");
    await button(b, "提交").tap();
    await expect(outcome(b)).toHaveText("已送达");
    // The third still offers a draft that is submitted by now, unless it has noticed.
    await late.bringToFront();
    const resume = button(late, "接着上次的填");
    if (await resume.isVisible()) await resume.tap();
    await expect(late.getByText("已在另一个页面里打开").or(button(late, "同意并开始"))).toBeVisible();
    await a.bringToFront();
    await button(a, "改在这里填").tap();
    await expect(button(a, "同意并开始")).toBeVisible();
    expect([await rows(), await held(a)]).toEqual([before + 1, 0]);
  });

  test("what one tab sends or throws away the other tells truly: no thanks for what was thrown away", async ({ context }) => {
    const before = await rows();
    const [a, b] = [await context.newPage(), await context.newPage()];
    await context.route("**/api/responses", (route) => route.abort("internetdisconnected"));
    await a.bringToFront();
    await begin(a);
    await answerPulse(a);
    await expect(outcome(a)).toHaveText("还没送到，正在等网络");
    await b.bringToFront();
    await open(b);
    await button(b, "清空这部手机").tap();
    await expect(b.getByText("已清空")).toBeVisible();
    await a.bringToFront();
    await expect(a.getByText("已清空")).toBeVisible();
    expect([await rows(), await held(a)]).toEqual([before, 0]);
    await a.locator(".consent [data-start]").tap();
    await answerPulse(a);
    await expect(outcome(a)).toHaveText("还没送到，正在等网络");
    await context.unroute("**/api/responses");
    // Both at once: the same response, one row.
    await Promise.all([b.reload(), a.evaluate(() => dispatchEvent(new Event("online")))]);
    await expect(outcome(a)).toHaveText("已送达");
    expect([await rows(), await held(a)]).toEqual([before + 1, 0]);
  });

  const poor: Readonly<Record<string, { readonly does: () => void; readonly keeps: boolean }>> = {
    "no IndexedDB": { does: () => Object.defineProperty(globalThis, "indexedDB", { value: undefined }), keeps: false },
    "an IndexedDB that never answers": { does: () => Object.defineProperty(IDBFactory.prototype, "open", { value: () => new EventTarget() }), keeps: false },
    "a full disk": { does: () => Object.defineProperty(IDBObjectStore.prototype, "put", { value: () => { throw new DOMException("full", "QuotaExceededError"); } }), keeps: false },
    "a clock that is ten years ahead": { does: () => { const { now } = Date; Date.now = () => now() + 10 * 365 * 24 * 3600 * 1000; }, keeps: true },
    "a clock that starts at 1970": { does: () => { Date.now = () => Math.round(performance.now()); }, keeps: true },
  };
  for (const [name, { does, keeps }] of Object.entries(poor))
    test(`with ${name} the form works, says what it cannot promise, and the answers can be sent as a file from elsewhere`, async ({ page, browser }) => {
      const before = await rows();
      await page.addInitScript(does);
      await cut(page);
      await begin(page);
      await choose(page, "load", "4");
      await expect(page.getByText(keeps ? "已存在这部手机上" : "这个浏览器存不住草稿").first()).toBeVisible();
      await answerPulse(page);
      await expect(outcome(page)).toHaveText("还没送到，正在等网络");
      await expect(page.getByText("送达之前请不要关掉这一页")).toHaveCount(keeps ? 0 : 1);
      await expect(page.locator(".outcome")).toContainText(`${site.url}/send/`);
      const download = page.waitForEvent("download");
      await button(page, "把答案存成文件").tap();
      const file = await download;
      expect(file.suggestedFilename()).toBe("qingting-pulse-trial.json");
      const elsewhere = await browser.newContext({ serviceWorkers: "block" });
      const other = await elsewhere.newPage();
      await open(other, "/send/");
      await other.setInputFiles("#file", await file.path());
      await expect(other.locator("#list h2")).toHaveText("一分钟脉搏");
      await other.locator("#send").click();
      await expect(other.locator("#list .status")).toContainText("已送达");
      await elsewhere.close();
      // The phone gets a network after all: the same response again, and still one.
      await page.unroute("**/api/responses");
      // It may be sent by itself first, and then there is nothing to tap.
      await button(page, "现在再试一次").tap({ timeout: 2000 }).catch(() => {});
      await expect(outcome(page)).toHaveText("已送达");
      expect(await rows()).toBe(before + 1);
    });

  test("what the browser throws away while the page is open is kept by the page, and arrives", async ({ page, context }) => {
    const before = await rows();
    await cut(page);
    await begin(page);
    await answerPulse(page);
    await expect(outcome(page)).toHaveText("还没送到，正在等网络");
    const devtools = await context.newCDPSession(page);
    await devtools.send("Storage.clearDataForOrigin", { origin: site.url, storageTypes: "indexeddb" });
    await page.unroute("**/api/responses");
    await button(page, "现在再试一次").tap();
    await expect(outcome(page)).toHaveText("已送达");
    expect([await rows(), await held(page)]).toEqual([before + 1, 0]);
  });

  test("a poisoned draft, and poison beside what waits, keep nobody out and can be thrown away", async ({ page }) => {
    const before = await rows();
    await open(page);
    await poison(page, { answers: { load: { a: [1] }, useful: 7, relief: null }, page: "third", version: 3, seconds: Number.NaN, saved: Date.now() });
    await open(page);
    await button(page, "接着上次的填").tap();
    await expect(page.locator(".questions:visible, .outcome.broken")).toBeVisible();
    await page.reload();
    await button(page, "清除上次没填完的").tap();
    await expect(button(page, "同意并开始")).toBeVisible();
    await page.locator("html[data-ready]").waitFor();
    await page.locator(".consent [data-start]").tap();
    await answerPulse(page);
    await expect(outcome(page)).toHaveText("已送达");
    expect(await rows()).toBe(before + 1);
    // What lay there and can be sent to nobody goes with one tap, too.
    await button(page, "清空这部手机").tap();
    await expect.poll(() => held(page)).toBe(0);
  });

  test("a draft of eight days ago is gone, whichever questionnaire is opened", async ({ page }) => {
    await open(page);
    await poison(page, { answers: { load: 4 }, page: 0, version: "x", seconds: 1, saved: Date.now() - 8 * 24 * 3600 * 1000 }, false);
    await open(page, "/s/policy/");
    expect(await held(page)).toBe(0);
  });

  test("on a shared device nothing of one person is left for the next: after sending, after two minutes, in either language", async ({ page }) => {
    const before = await rows();
    await page.clock.install();
    await begin(page, "/s/pulse/?kiosk");
    await answerPulse(page);
    await expect(outcome(page)).toHaveText("已送达");
    await expect(page.locator(".outcome a[href]")).toHaveCount(0);
    await page.clock.runFor(16_000);
    await expect(page.locator(".consent")).toBeVisible();
    await page.locator("html[data-ready]").waitFor();
    await page.getByRole("link", { name: "Read this page in English" }).tap();
    await expect(page).toHaveURL(/\/en\/s\/pulse\/\?kiosk$/);
    await page.locator("html[data-ready]").waitFor();
    await page.locator(".consent [data-start]").tap();
    await choose(page, "load", "5");
    await choose(page, "relief", "reports");
    await page.clock.runFor(110_000);
    await expect(page.getByText(/Still there\?/)).toBeVisible();
    await page.clock.runFor(12_000);
    await expect(page.locator(".consent")).toBeVisible();
    await page.locator("html[data-ready]").waitFor();
    await expect(page.locator(".consent .note")).toHaveCount(0);
    await page.locator(".consent [data-start]").tap();
    await expect(page.locator(".questions :checked")).toHaveCount(0);
    expect([await rows(), await held(page)]).toEqual([before + 1, 0]);
  });

  test("saved files, several at once or as text, are told apart from others, shown without their answers, and sent", async ({ page }) => {
    const before = await rows();
    const [one, two, three] = simulate(loadSurvey(join(site.folder, "surveys"), "pulse"), { n: 3, seed: 77, wave: "trial" });
    const file = (name: string, content: unknown) => ({ name, mimeType: "application/json", buffer: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)) });
    await open(page, "/en/send/");
    await page.setInputFiles("#file", [file("a.json", one), file("again.json", one), file("b.json", { ...two, wave: "never" }), file("cut.json", JSON.stringify(one).slice(0, 40)), file("empty.json", ""), file("edited.json", { ...one, seconds: 7 }), file("other.json", { name: "x" })]);
    await expect(page.locator("#list article")).toHaveCount(2);
    await expect(page.locator("#problems p")).toHaveText([/again\.json: the same answers/, /cut\.json cannot be sent: It is incomplete/, /empty\.json cannot be sent: There is nothing in it/, /edited\.json cannot be sent: “seconds”/, /other\.json cannot be sent: This is some other file/]);
    await expect(page.locator("#list pre").first()).toBeHidden();
    await page.getByText("Look at the answers inside").first().tap();
    await expect(page.locator("#list pre").first()).toContainText('"load"');
    await page.getByText("Saved as text? Paste it here").tap();
    await page.locator("#pasted").fill(`\n${JSON.stringify(three)}\n`);
    await button(page, "Add this text").tap();
    await expect(page.locator("#problems p")).toHaveCount(0);
    expect(await barriersOn(page)).toEqual([]);
    await cut(page);
    await button(page, "Send all 3").tap();
    await expect(page.locator("#list .status").first()).toContainText("Not delivered yet: waiting for the network");
    await page.unroute("**/api/responses");
    // By itself, as soon as the browser says that there is a network.
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect(page.locator("#list .status")).toContainText([/^Delivered/, /^Not accepted.*The server does not know this version/, /^Delivered/]);
    expect((await stored()).filter(({ id }) => id === one?.id || id === three?.id)).toHaveLength(2);
    expect(await rows()).toBe(before + 2);
  });
});

test("answers wait while the questionnaire is corrected, built anew and closed: they go out under their own version, or are told that it has ended", async ({ browser }) => {
  test.setTimeout(180_000);
  const before = await rows();
  const phones: BrowserContext[] = [];
  const phone = async (serviceWorkers: "allow" | "block" = "block"): Promise<Page> => {
    const context = await browser.newContext({ serviceWorkers, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    phones.push(context);
    return context.newPage();
  };
  const waits = async (): Promise<Page> => {
    const page = await phone();
    await cut(page);
    await begin(page);
    await answerPulse(page);
    await expect(outcome(page)).toHaveText("还没送到，正在等网络");
    return page;
  };
  const [early, late, drafting] = [await waits(), await waits(), await phone("allow")];
  const { version } = loadSurvey(join(site.folder, "surveys"), "pulse");
  await begin(drafting);
  await choose(drafting, "load", "4");
  await drafting.evaluate(() => navigator.serviceWorker.ready);
  await expect(drafting.getByText("已存在这部手机上")).toBeVisible();

  const path = join(site.folder, "surveys/pulse/survey.json");
  writeFileSync(path, readFileSync(path, "utf8").replace("过去一周，您的工作量怎么样？", "过去这一周，您的工作量怎么样？"));
  expect(qingting(["amend", "pulse", "--wave", "trial"], site.env).err).not.toContain("->");
  await site.restart();
  await early.unroute("**/api/responses");
  await button(early, "现在再试一次").tap();
  await expect(outcome(early)).toHaveText("已送达");
  expect((await stored()).filter((response) => response.version === version)).toHaveLength(before + 1);

  // The page that the phone kept opens first, the new build with one of the next visits; the draft is in both.
  await expect(async () => {
    await open(drafting);
    await expect(drafting.locator("body")).toContainText("过去这一周", { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await button(drafting, "接着上次的填").tap();
  await expect(drafting.locator('[data-name="load"] input:checked')).toHaveValue("4");

  // Scripts of the build before stay for pages that are open still.
  expect((await drafting.evaluate(() => caches.keys())).filter((name) => name.startsWith("qingting-forms-"))).toHaveLength(2);

  expect(qingting(["close", "pulse", "--wave", "trial"], site.env).status).toBe(0);
  await late.unroute("**/api/responses");
  await button(late, "现在再试一次").tap();
  await expect(outcome(late)).toHaveText("没有收下");
  await expect(late.locator(".outcome .reason")).toHaveText("这一期已经结束，不再接收答卷。");
  await expect(button(late, "把答案存成文件")).toBeVisible();
  await open(drafting);
  await expect(outcome(drafting)).toHaveText("这一期已经结束");
  expect(await rows()).toBe(before + 1);
  for (const context of phones) await context.close();
});

const draftOf = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const opening = indexedDB.open("qingting");
    const database = await new Promise<IDBDatabase>((done) => (opening.onsuccess = () => done(opening.result)));
    const request = database.transaction("drafts").objectStore("drafts").get("pulse trial");
    await new Promise((done) => (request.onsuccess = done));
    database.close();
    const draft: { answers?: unknown } | undefined = request.result;
    return draft?.answers;
  });

/** Writes a draft as nobody would, and beside it something among what waits. */
const poison = (page: Page, draft: object, more = true): Promise<void> =>
  page.evaluate(async ([value, both]) => {
    const opening = indexedDB.open("qingting");
    const database = await new Promise<IDBDatabase>((done) => (opening.onsuccess = () => done(opening.result)));
    const transaction = database.transaction(["drafts", "outbox"], "readwrite");
    transaction.objectStore("drafts").put(value, "pulse trial");
    if (both) for (const junk of [null, 7, {}, { collector: "" }, { collector: "", response: null }]) transaction.objectStore("outbox").put(junk, `junk ${JSON.stringify(junk)}`);
    await new Promise((done) => (transaction.oncomplete = done));
    database.close();
  }, [draft, more] as const);
