import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { barriersOn } from "./barriers.ts";
import { type Installation, shipped } from "./installation.ts";

let site: Installation;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await shipped();
});

const guides = readdirSync(join(import.meta.dirname, "../../src/content/docs/en")).map((name) => name.replace(/\.md$/, ""));
const paths = ["", "/en"].flatMap((language) => ["/docs/", ...guides.map((name) => `/docs/${name}/`)].map((path) => language + path));

/** Opens a page and notes what its own policy keeps from it. */
async function open(page: Page, path: string): Promise<string[]> {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const response = await page.goto(site.url + path);
  expect(response?.status(), path).toBe(200);
  return complaints;
}

for (const path of paths)
  test(`${path} opens in its language, and its headings are its contents`, async ({ page }) => {
    const complaints = await open(page, path);
    await expect(page.locator("html")).toHaveAttribute("lang", path.startsWith("/en") ? "en" : "zh-CN");
    await expect(page.locator("h1")).toHaveCount(1);
    if (path.endsWith("/docs/")) await expect(page.locator(".guides a")).toHaveCount(guides.length);
    else expect(await page.locator(".contents a").allTextContents()).toEqual(await page.locator("article h2").allTextContents());
    expect(complaints).toEqual([]);
  });

test("every link of the docs within the site leads somewhere, to the very section it names", async ({ page, request }) => {
  const targets = new Map<string, string>();
  for (const path of paths) {
    await open(page, path);
    const links = await page.locator("a[href]").evaluateAll((all) => all.flatMap((a) => (a instanceof HTMLAnchorElement ? [a.href] : [])));
    for (const link of links) if (link.startsWith(site.url)) targets.set(link, path);
  }
  expect(targets.size).toBeGreaterThan(paths.length);
  const ids = new Map<string, string>();
  for (const [link, from] of targets) {
    const { hash, origin, pathname } = new URL(link);
    if (!ids.has(pathname)) {
      const answer = await request.get(origin + pathname);
      expect.soft(answer.status(), `${pathname}, linked on ${from}`).toBe(200);
      ids.set(pathname, await answer.text());
    }
    if (hash !== "") expect.soft(ids.get(pathname), `${link}, linked on ${from}`).toContain(`id="${decodeURIComponent(hash.slice(1))}"`);
  }
});

test("no page is wider than a small phone; what is wide scrolls inside itself, by keyboard too", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  let scrolling = 0;
  for (const path of paths) {
    await open(page, path);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
    const wide = await page.locator("article :is(.scroll, pre)").evaluateAll((all) => all.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.getAttribute("tabindex")));
    expect.soft(wide.filter((tabindex) => tabindex !== "0"), path).toEqual([]);
    scrolling += wide.length;
  }
  expect(scrolling).toBeGreaterThan(0);
});

test("on paper nothing is cut off", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  // A4 less margins.
  await page.setViewportSize({ width: 680, height: 960 });
  for (const path of paths) {
    await open(page, path);
    await expect(page.locator(".top")).toBeHidden();
    const cut = await page.locator("article :is(.scroll, pre)").evaluateAll((all) => all.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.textContent?.slice(0, 60)));
    expect.soft(cut, path).toEqual([]);
  }
});

for (const [width, colorScheme] of [[390, "dark"], [1280, "light"]] as const)
    test(`no barrier is found, ${colorScheme}, ${width} wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      // Each guide in one language dark and narrow, in the other light and wide.
      for (const path of paths.filter((_, i) => (i % 2 === 0) === (colorScheme === "dark"))) {
        await open(page, path);
        expect(await barriersOn(page)).toEqual([]);
      }
    });
