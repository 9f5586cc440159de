import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { barriersOn } from "./barriers.ts";
import { type Installation, shipped } from "./installation.ts";

let site: Installation;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await shipped();
});

/** How much what is already drawn moves while a page loads (Cumulative Layout Shift). */
const shift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if ("value" in entry) sum += Number(entry.value);
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 600);
      }),
  );

const PAGES = ["/", "/results/transition/", "/results/pulse/", "/operate/", "/en/", "/en/results/transition/"];

for (const [width, colorScheme] of [[390, "dark"], [1280, "light"]] as const)
    test(`home, results and operate have no barrier and stand still, ${colorScheme}, ${width} wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      for (const path of PAGES) {
        await page.goto(site.url + path);
        expect(await shift(page), `${path} moves`).toBeLessThan(0.01);
        expect(await barriersOn(page)).toEqual([]);
      }
    });

test("barriers that are there are found, in what is unfolded and in either colours", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`${site.url}/en/`);
  expect(await barriersOn(page)).toEqual([]);
  await page.locator("main").evaluate((main) => main.insertAdjacentHTML("beforeend", '<img src="/favicon.svg"><button></button><p style="color: #111">Hardly to be read</p><details open><summary>More</summary><input></details>'));
  const found = await barriersOn(page);
  for (const rule of ["image-alt", "button-name", "color-contrast", "label"]) expect(found.some((line) => line.startsWith(`/en/ ${rule} `)), `${rule} in ${found.join("; ")}`).toBe(true);
  expect(await barriersOn(page, { rules: ["image-alt"] })).toHaveLength(1);
  expect(await barriersOn(page, { rules: ["image-alt"], exclude: "main" })).toEqual([]);
});

test("no page is wider than the window, from 320 px to 1600 px", async ({ page }) => {
  for (const width of [320, 768, 1600]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of [...PAGES, "/s/pulse/", "/s/transition/"]) {
      await page.goto(site.url + path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${path} at ${width}`).toBeLessThanOrEqual(0);
    }
  }
});

test("every figure has its question, its base, its numbers and a way into the explorer", async ({ page }) => {
  await page.goto(`${site.url}/en/results/transition/`);
  const figures = await page.locator("[data-figure]").all();
  expect(figures.length).toBeGreaterThan(10);
  for (const figure of figures) {
    await expect(figure.locator("figcaption")).toContainText(/SIMULATED 模拟数据.* n = \d+/);
    await expect(figure.locator("tbody tr").first()).toBeAttached();
    const link = (await figure.locator("a.explore").getAttribute("href")) ?? "";
    expect(link).toContain(`v=${await figure.getAttribute("data-figure")}`);
  }
  await figures[0]?.locator("a.explore").click();
  await expect(page.locator("figure.explored svg")).toBeVisible();
});

test("without scripts the three sentences, the indices and the differences are there to read", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  for (const path of ["/results/workload/", "/en/results/transition/"]) {
    await page.goto(site.url + path);
    await expect(page.locator("[data-finding]")).toHaveCount(3);
    await expect(page.locator("[data-finding]").first()).toContainText(/n = \d+/);
    await expect(page.locator(".indices svg[role=img]").first()).toBeVisible();
    await expect(page.locator(".differences li").first()).toBeVisible();
    await page.locator("[data-finding] a").first().click();
    expect(new URL(page.url()).hash).not.toBe("");
  }
  await context.close();
});

test("on paper nothing is lost and nothing is left that only a screen can do", async ({ page }) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto(`${site.url}/results/transition/`);
  await expect(page.locator("[data-figure] svg").first()).toBeVisible();
  await expect(page.locator("#filters")).toBeHidden();
  await expect(page.locator(".top")).toBeHidden();
  // Ink on white, whatever the screen was set to.
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toMatch(/rgb\(2\d\d, 2\d\d, 2\d\d\)/);
  expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(10_000);
});

test("the operator sees counts in steps of ten, and nobody without the key", async ({ page }) => {
  await page.goto(`${site.url}/en/operate/`);
  await page.fill("#key", "not the key");
  await page.getByRole("button", { name: "Enter" }).click();
  await expect(page.locator("#key-status")).toContainText("This is not the key");
  await page.fill("#key", site.key);
  await page.getByRole("button", { name: "Enter" }).click();
  // Of each questionnaire its open trial, and the wave that is planned.
  await expect(page.locator("#waves-list article.open")).toHaveCount(5);
  await expect(page.locator("#waves-list article.planned")).toHaveCount(5);
  await expect(page.locator("#waves-list article.open").first()).toContainText("fewer than 10");
  expect(await barriersOn(page)).toEqual([]);
  expect((await fetch(`${site.url}/api/operate/waves`)).status).toBe(401);
});

test("a figure is kept as numbers, as a picture and as a link, the numbers without scripts too", async ({ page, browser }) => {
  await page.goto(`${site.url}/en/results/transition/`);
  const figure = page.locator("[data-figure=no_time]");
  await figure.locator(".keep summary").click();
  const kept = async (way: string): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent("download"), figure.locator(`[data-keep=${way}]`).click()]);
    expect(download.suggestedFilename()).toBe(`no_time.${way}`);
    return readFileSync(await download.path());
  };
  expect((await kept("csv")).toString()).toContain("Value,Count,Share");
  const svg = (await kept("svg")).toString();
  expect(svg).toContain("<title>No time: ");
  expect(svg).not.toContain("var(");
  expect((await kept("png")).subarray(1, 4).toString()).toBe("PNG");
  await expect(figure.getByRole("link", { name: "Link to this figure" })).toHaveAttribute("href", "#no_time");
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(`${site.url}/en/results/transition/#no_time`);
  const address = await plain.locator("[data-figure=no_time] a[data-keep=csv]").getAttribute("href");
  expect(await (await fetch(new URL(address ?? "", site.url))).text()).toContain("Value,Count,Share");
});
