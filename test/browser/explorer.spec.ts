import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { simulate } from "../../src/survey/simulate.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { type Installation, shipped } from "./installation.ts";

let site: Installation;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await shipped();
});

/** Opens a page and notes every request that is not a plain read from the site itself. */
async function open(page: Page, path: string): Promise<{ readonly strays: string[]; readonly fetched: string[] }> {
  const strays: string[] = [];
  const fetched: string[] = [];
  page.on("request", (request) => {
    fetched.push(request.url());
    if ((!request.url().startsWith(site.url) && !/^(blob|data):/.test(request.url())) || !["GET", "HEAD"].includes(request.method())) strays.push(`${request.method()} ${request.url()}`);
  });
  await page.goto(site.url + path);
  return { strays, fetched };
}

const figure = "figure.explored";

test("a link opens its figure without the database, and going back undoes a choice", async ({ page }) => {
  const { fetched } = await open(page, "/explore/workload/?v=beat");
  await expect(page.locator(figure)).toHaveCount(1);
  await expect(page.locator("#question")).toHaveValue("beat");
  expect(fetched.filter((url) => url.endsWith(".wasm"))).toEqual([]);
  await page.selectOption("#by", "place");
  await expect(page).toHaveURL(/v=beat&by=place$/);
  await page.goBack();
  await expect(page.locator("#by")).toHaveValue("");
  await page.goForward();
  await expect(page.locator("#by")).toHaveValue("place");
});

test("any answer narrows, by keyboard alone, and nothing is drawn on too few", async ({ page }) => {
  await open(page, "/en/explore/workload/?v=beat");
  await page.locator("#add-filter").selectOption("hours__price");
  await page.keyboard.press("Space");
  await expect(page.locator("#status")).toContainText("Only: ");
  await expect(page.locator(":focus")).toHaveAttribute("id", /^f\.hours__price\./);
  await expect(page.locator(figure)).toHaveCount(1, { timeout: 30_000 });
  await page.goto(`${site.url}/en/explore/workload/?v=beat&f.hours__price=0&f.hours__visit=0&f.hours__shelf=0`);
  await expect(page.locator(figure)).toContainText("Too few answers to show", { timeout: 30_000 });
  await expect(page.locator(`${figure} svg`)).toHaveCount(0);
});

test("SQL answers, says what is wrong, and reaches no other address", async ({ page }) => {
  const { strays } = await open(page, "/en/explore/workload/");
  await page.locator("#sql > summary").click();
  await page.locator("#sql-text").fill("SELECT count(*) AS n FROM responses");
  await page.locator("#sql-text").press("Control+Enter");
  await expect(page.locator("#sql-result tbody")).toHaveText(/^\d+$/, { timeout: 30_000 });
  await page.locator("#sql-text").fill("SELECT nonsense FROM responses");
  await page.locator("#sql-run").click();
  await expect(page.locator("#sql-result .problem")).toContainText("nonsense");
  await page.locator("#sql-text").fill("SELECT * FROM 'https://example.com/a.csv'");
  await page.locator("#sql-run").click();
  await expect(page.locator("#sql-result .problem")).toContainText("Permission Error");
  expect(strays).toEqual([]);
});

test("an own file is read on the page and sent nowhere; a broken one leaves the data as they were", async ({ page }) => {
  const survey = loadSurvey(join(site.folder, "surveys"), "workload");
  const good = join(site.folder, "own.jsonl");
  const bad = join(site.folder, "bad.jsonl");
  writeFileSync(good, simulate(survey, { n: 80, seed: 2, wave: "w" }).map((response) => `${JSON.stringify(response)}\n`).join(""));
  writeFileSync(bad, '{"survey":"workload","answers":{}}\n{"survey":"wor');
  const { strays } = await open(page, "/en/explore/");
  await page.setInputFiles("#own-file", good);
  await expect(page.locator("#own-status")).toContainText("own.jsonl: 80 responses", { timeout: 30_000 });
  await expect(page.locator(figure)).toHaveCount(1);
  await page.setInputFiles("#own-file", bad);
  await expect(page.locator("#own-status")).toContainText("Line 2 is not complete JSON");
  await expect(page.locator(figure)).toHaveCount(1);
  expect(strays).toEqual([]);
});

for (const [width, colorScheme] of [[390, "dark"], [1280, "light"]] as const)
    test(`no barrier is found, ${colorScheme}, ${width} wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      for (const path of ["/explore/workload/?view=all", "/en/explore/transition/", "/explore/"]) {
        await open(page, path);
        if (path !== "/explore/") await expect(page.locator(figure).first()).toBeVisible();
        expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.target.join(" ")}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
    });
