import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type Page, test } from "@playwright/test";
import { install, type Installation } from "./installation.ts";

const OUT = join(import.meta.dirname, "../../look");

/** Pages by their file name; a step is what a person does before looking. */
const PAGES: readonly { readonly name: string; readonly path: string; readonly step?: (page: Page, site: Installation) => Promise<void> }[] = [
  { name: "home", path: "/" },
  { name: "form-consent", path: "/s/workload/" },
  { name: "form-hours", path: "/s/workload/", step: begin },
  { name: "form-ranking", path: "/s/transition/", step: (page) => forward(page, 4) },
  { name: "form-choices", path: "/s/transition/", step: (page) => forward(page, 5) },
  { name: "form-pulse", path: "/s/pulse/", step: begin },
  { name: "form-delivered", path: "/s/pulse/", step: (page) => forward(page, 1) },
  { name: "form-waiting", path: "/s/pulse/", step: async (page) => {
    await page.route("**/api/responses", (route) => route.abort());
    await forward(page, 1);
  } },
  { name: "results-workload", path: "/results/workload/" },
  { name: "results-transition", path: "/results/transition/" },
  { name: "results-policy", path: "/results/policy/" },
  { name: "data", path: "/data/workload/" },
  { name: "explore", path: "/explore/workload/" },
  { name: "explore-own", path: "/explore/" },
  { name: "methods", path: "/methods/" },
  { name: "privacy", path: "/privacy/" },
  { name: "docs", path: "/docs/" },
  { name: "docs-author", path: "/docs/author/" },
  { name: "operate", path: "/operate/" },
  { name: "operate-waves", path: "/operate/", step: async (page, { key }) => {
    await page.fill("#key", key);
    await page.locator("#key-form button").click();
    await page.locator(".waves article").first().waitFor();
  } },
  { name: "not-found", path: "/nothing/" },
];

async function begin(page: Page): Promise<void> {
  await page.locator(".consent [data-start]").first().click();
  await page.locator(".questions").waitFor();
}

async function forward(page: Page, steps: number): Promise<void> {
  await begin(page);
  for (let i = 0; i < steps; i++) {
    await page.locator(".sd-navigation__next-btn:visible, .sd-navigation__complete-btn:visible").click();
    await page.waitForTimeout(400);
  }
}

test("look", async ({ browser }) => {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const site = await install();
  try {
    for (const width of [390, 1280])
      for (const colorScheme of ["light", "dark"] as const)
        for (const locale of ["zh", "en"]) await lookAt(browser, site, { width, colorScheme, locale });
  } finally {
    await site.stop();
  }
});

async function lookAt(browser: Browser, site: Installation, { width, colorScheme, locale }: { width: number; colorScheme: "light" | "dark"; locale: string }): Promise<void> {
  for (const { name, path, step } of PAGES) {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme, hasTouch: width < 500, isMobile: width < 500, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(`${site.url}${locale === "en" ? "/en" : ""}${path}`);
    await step?.(page, site);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(OUT, `${name}-${width}-${locale}-${colorScheme}.png`), fullPage: true });
    await context.close();
  }
}
