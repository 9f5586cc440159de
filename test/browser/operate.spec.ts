import { expect, type Page, test } from "@playwright/test";
import jsQR from "jsqr";
import { simulate } from "../../src/survey/simulate.ts";
import type { WaveRecord } from "../../src/responses/store.ts";
import { answered } from "../collector/phone.ts";
import { surveyNamed } from "../release/made.ts";
import { barriersOn } from "./barriers.ts";
import { type Installation, install } from "./installation.ts";

let site: Installation;
test.use({ viewport: { width: 390, height: 844 } });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await install({ surveys: ["pulse"], study: (_, study) => ({ ...study, waves: [{ id: "w", title: { "zh-cn": "十一月", en: "November" }, opens: "2026-11-01", closes: "2026-11-30", admission: "invited", minutes: 1 }] }) });
});
test.afterAll(() => site.stop());

const card = (page: Page) => page.locator(".waves article");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const confirm = (page: Page, name: string) => page.locator("dialog").getByRole("button", { name, exact: true }).click();
/** Until the strip says that this is done. */
const done = (page: Page, work: string) => expect(page.locator("#work.done")).toContainText(work, { timeout: 60_000 });
/** A new work takes the place of the last one on the strip at once. */
const began = (page: Page) => expect(page.locator("#work.running")).toBeVisible();

async function enter(page: Page, path = "/operate/"): Promise<void> {
  await page.goto(site.url + path);
  await page.locator("#key").fill(site.key);
  await page.locator("#key-form button").click();
  await expect(card(page)).toBeVisible();
}
/** What stands in each code on the sheet, as a camera reads it. */
async function scanned(page: Page): Promise<string[]> {
  const pictures = await page.evaluate(async () => {
    const all = [];
    for (const svg of document.querySelectorAll(".ticket svg")) {
      const image = new Image();
      image.src = `data:image/svg+xml;utf8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 300 });
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      context.fillStyle = "#fff";
      context.fillRect(0, 0, 300, 300);
      context.drawImage(image, 0, 0, 300, 300);
      all.push([...context.getImageData(0, 0, 300, 300).data]);
    }
    return all;
  });
  return pictures.map((data) => jsQR(Uint8ClampedArray.from(data), 300, 300)?.data ?? "");
}

test("a wave of invited people is opened, filled, closed, looked at, published, withdrawn and deleted from the page alone", async ({ page, context }) => {
  test.setTimeout(120_000);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await enter(page);
  expect((await context.cookies()).map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([["qingting_operator", true, "Strict"]]);
  await expect(card(page)).toContainText("已计划");

  await button(page, "开始这一期").click();
  await page.getByLabel("或者从表格里复制").fill(`姓名\n${Array.from({ length: 12 }, (_, i) => `员工${i}`).join("\n")}`);
  await confirm(page, "开始这一期");
  await began(page);
  await done(page, "重建网站");
  await expect(card(page)).toContainText("收集中");
  await expect(card(page)).toContainText("计划 2026-11-30 结束");

  await button(page, "发邀请").click();
  await page.getByLabel("名单文件").setInputFiles({ name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from(`姓名\n${Array.from({ length: 12 }, (_, i) => `员工${i}`).join("\n")}`) });
  await confirm(page, "发邀请");
  await expect(card(page)).toContainText("已邀请 12 人");
  await button(page, "二维码单").click();
  await expect(page.locator(".ticket")).toHaveCount(12);
  await expect(page.locator(".ticket .who").first()).toHaveText("员工0");
  const links = await scanned(page);
  expect(links.filter((link) => !/^http:\/\/localhost:\d+\/s\/pulse\/#[\w-]{22}$/.test(link))).toEqual([]);
  expect(new Set(links).size).toBe(12);
  const words = await page.locator(".ticket strong").first().innerText();
  await button(page, "返回").click();
  await button(page, "逐条文字").click();
  await expect(page.locator(".message pre").nth(3)).toContainText(links[3] ?? "-");
  await button(page, "返回").click();

  // The page that people see was built anew with the wave's key: they read the same four words.
  const visitor = await context.newPage();
  await visitor.goto(links[0] ?? "");
  await expect(visitor.locator(".key-words")).toHaveText(words.replaceAll(" ", ""));
  await visitor.close();
  const record: WaveRecord = await (await fetch(`${site.url}/api/surveys/pulse`)).json();
  const responses = simulate(surveyNamed("pulse"), { n: 12, seed: 3, wave: "w" }).map((response) => ({ ...response, version: record.version }));
  for (const [i, response] of responses.entries()) await answered({ request: (path, init) => fetch(site.url + path, init) }, record, links[i]?.split("#")[1] ?? "", response);
  await button(page, "刷新").click();
  await expect(card(page)).toContainText("10 份以上");
  await expect(card(page)).toContainText("回收率至少 83 %");

  await button(page, "改结束日期").click();
  await page.getByLabel("结束日期").fill("2031-01-15");
  await confirm(page, "改结束日期");
  await expect(card(page)).toContainText("计划 2031-01-15 结束");
  await button(page, "已发完，删掉").click();
  await confirm(page, "已发完，删掉");
  await expect(page.locator(".lists")).toHaveCount(0);
  await button(page, "结束这一期").click();
  await confirm(page, "结束这一期");
  await began(page);
  await done(page, "重建网站");
  await expect(card(page)).toContainText("12 份");
  await expect(card(page)).toContainText("回收率 100 %");

  await button(page, "发布前预览").click();
  await done(page, "发布前预览");
  await expect(page.locator("#work")).toContainText("会有 12 份答卷");
  expect((await fetch(`${site.url}/results/pulse/w/`)).status === 200 && (await (await fetch(`${site.url}/results/pulse/w/`)).text()).includes("SIMULATED")).toBe(true);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载原始答卷" }).click();
  expect((await download).suggestedFilename()).toBe("pulse-w.jsonl");
  await button(page, "保护并发布").click();
  await confirm(page, "保护并发布");
  await began(page);
  await done(page, "保护并发布");
  await expect(card(page)).toContainText("已发布（r1）");
  const results = await (await fetch(`${site.url}/results/pulse/w/`)).text();
  expect(results).not.toContain("SIMULATED");
  expect(results).toMatch(/邀请 \d+ 人，回收率 \d+%（AAPOR RR1）/);

  await button(page, "撤回发布").click();
  await page.getByLabel("原因").fill("写错了日期");
  await confirm(page, "撤回发布");
  await began(page);
  await done(page, "撤回发布");
  await expect(card(page)).toContainText("发布已撤回（r1）");
  // Where the results were stands the reason, and nothing else of them.
  const stone = await (await fetch(`${site.url}/results/pulse/w/`)).text();
  expect(stone).toContain("写错了日期");
  expect(stone).not.toContain("<figure");

  await button(page, "清除答卷").click();
  await page.getByLabel("确实要清除").fill("yes");
  await confirm(page, "清除答卷");
  await expect(page.locator("dialog [role=alert]")).toContainText("没有做成");
  await page.getByLabel("确实要清除").fill("pulse w");
  await confirm(page, "清除答卷");
  await expect(card(page)).toContainText("已清除");
  expect(problems.filter((text) => !/status of 422/.test(text))).toEqual([]);

  await page.reload();
  await expect(card(page)).toBeVisible();
  await button(page, "退出").click();
  await expect(page.locator("#key-form")).toBeVisible();
  await page.reload();
  await expect(page.locator("#key-form")).toBeVisible();
});

for (const [width, scheme, path] of [[390, "dark", "/operate/"], [1280, "light", "/en/operate/"]] as const)
  test(`no barrier, ${width} wide, ${scheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme: scheme });
    await enter(page, path);
    expect(await barriersOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
