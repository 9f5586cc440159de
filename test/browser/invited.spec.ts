import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { qingting } from "../cli/run.ts";
import { type Installation, install } from "./installation.ts";

let site: Installation;
let links: string[];
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await install({ surveys: ["pulse"], study: (_, study) => ({ ...study, waves: [{ id: "w", admission: "invited", minutes: 1 }] }) });
  const file = join(site.folder, "links.csv");
  for (const args of [["open", "pulse", "--wave", "w"], ["invite", "pulse", "--wave", "w", "-n", "9", "--to", file]]) expect(qingting(args, { ...site.env, SITE_URL: site.url })).toMatchObject({ status: 0 });
  links = [...readFileSync(file, "utf8").matchAll(/http[^,"\s]+#[\w-]{22}/g)].map(([link]) => link);
  await site.restart();
});
test.afterAll(() => site.stop());

const stored = async (): Promise<number> => {
  const store = await openSqlite(`${site.folder}/data/answers.sqlite`);
  const n = await store.count("pulse", "w");
  await store.shutdown();
  return n;
};
const outcome = (page: Page) => page.locator(".outcome h2");
const choose = (page: Page, question: string, value: string) => page.locator(`[data-name="${question}"] label:has(input[value="${value}"])`).tap();
async function answer(page: Page): Promise<void> {
  await page.locator("[data-start]").tap();
  await choose(page, "load", "4");
  await choose(page, "useful", "most");
  await choose(page, "relief", "reports");
  await page.getByRole("button", { name: "提交" }).tap();
}

test("one invitation, one answer; and the secret leaves the address bar and never the phone as an address", async ({ page, browser }) => {
  const seen: string[] = [];
  page.on("request", (request) => seen.push(`${request.url()} ${JSON.stringify(request.headers())}`));
  const link = links[0] ?? "";
  const secret = link.split("#")[1] ?? "";
  expect(links).toHaveLength(9);
  await page.goto(link);
  expect(page.url()).toBe(`${site.url}/s/pulse/`);
  await expect(page.locator(".key-words")).toHaveText(/^\p{Script=Han}{4}$/u);
  await answer(page);
  await expect(outcome(page)).toHaveText("已送达");
  expect(await stored()).toBe(1);
  expect(seen.filter((request) => request.includes(secret))).toEqual([]);
  expect(await page.evaluate(() => history.length)).toBe(2);
  expect(await page.evaluate(async () => JSON.stringify(await new Promise((done) => {
    const opening = indexedDB.open("qingting");
    opening.onsuccess = () => {
      const all = opening.result.transaction("rights").objectStore("rights").getAll();
      all.onsuccess = () => done(all.result);
    };
  })))).toBe("[]");

  // Somebody else to whom the link was passed on hears it with the first answer.
  const other = await (await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })).newPage();
  await other.goto(link);
  await other.locator("[data-start]").tap();
  await choose(other, "load", "2");
  await expect(outcome(other)).toHaveText("需要邀请才能填");
  await expect(other.locator(".outcome .reason")).toContainText("已经用过");
  expect(await stored()).toBe(1);
  await other.context().close();
});

test("without an invitation nothing is asked", async ({ page }) => {
  await page.goto(`${site.url}/s/pulse/`);
  await expect(outcome(page)).toHaveText("需要邀请才能填");
});

test("what was answered without a network goes out under the invitation when there is one, in either language", async ({ page, context }) => {
  await page.goto(links[1] ?? "");
  await page.locator("html[data-ready]").waitFor();
  const before = await stored();
  await context.setOffline(true);
  await answer(page);
  await expect(outcome(page)).toHaveText("还没送到，正在等网络");
  await context.setOffline(false);
  await expect(outcome(page)).toHaveText("已送达");
  expect(await stored()).toBe(before + 1);
});

test("answers saved as a file before the invitation was used are stamped and sent elsewhere, with its link", async ({ page, context, browser }) => {
  const link = links[8] ?? "";
  await page.goto(link);
  await page.locator("html[data-ready]").waitFor();
  const before = await stored();
  await context.setOffline(true);
  await answer(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "把答案存成文件" }).tap();
  const path = await (await download).path();
  expect(readFileSync(path, "utf8")).not.toContain(link.split("#")[1]);
  await expect(page.getByText("发送时还要用到您的邀请链接")).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await other.goto(`${site.url}/send/`);
  await other.setInputFiles("#file", path);
  await other.locator("#send").click();
  await expect(other.locator(".status")).toContainText("链接不完整");
  // The answer does not get through at first: the stamped file is offered, for this page forgets.
  await other.route("**/api/responses", (route) => route.abort());
  await other.getByLabel("邀请链接").fill(link);
  await other.locator("#send").click();
  await expect(other.locator(".status")).toContainText("邀请已经用上了");
  const again = other.waitForEvent("download");
  await other.getByRole("button", { name: "再存一次" }).click();
  const stamped = await (await again).path();
  await other.unroute("**/api/responses");
  await other.reload();
  await other.setInputFiles("#file", stamped);
  await expect(other.getByLabel("邀请链接")).toHaveCount(0);
  await other.locator("#send").click();
  await expect(other.locator(".status")).toContainText("已送达");
  expect(await stored()).toBe(before + 1);
  await other.context().close();
});

test("the reply to the admission is lost: the next attempt gets the same", async ({ page }) => {
  let lost = 0;
  await page.route("**/api/admissions", async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.goto(links[2] ?? "");
  await answer(page);
  await expect(outcome(page)).toHaveText("已送达");
  expect(lost).toBeGreaterThan(1);
});

test("another invitation on the same phone shows nothing of the person before", async ({ page }) => {
  await page.goto(links[3] ?? "");
  await page.locator("[data-start]").tap();
  await choose(page, "load", "5");
  await expect(page.getByText("已存在这部手机上")).toBeVisible();
  await page.goto(links[4] ?? "");
  await page.reload();
  await page.locator("html[data-ready]").waitFor();
  await expect(page.locator(".consent")).not.toContainText("没填完的答案");
  await page.locator("[data-start]").tap();
  await expect(page.locator('[data-name="load"] input:checked')).toHaveCount(0);
});

test("a collector that signs with another key is refused", async ({ page }) => {
  await page.route(/\/s\/pulse\/$/, async (route) => {
    const reply = await route.fetch();
    const { makeWaveKey } = await import("../../src/collector/signing.ts");
    const { key } = await makeWaveKey();
    await route.fulfill({ response: reply, body: (await reply.text()).replace(/"key":"[\w-]+"/, `"key":"${key}"`) });
  });
  await page.goto(links[5] ?? "");
  await page.locator("[data-start]").tap();
  await choose(page, "load", "5");
  await expect(page.locator(".outcome .reason")).toContainText("密钥");
});
