import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { simulate } from "../../src/survey/simulate.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { barriersOn } from "./barriers.ts";
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

test("all figures under an answer outside of the filters say what each says alone", async ({ page }) => {
  const numbers = async (id: string): Promise<string[]> => {
    await expect(page.locator(`#figure-${id}`)).toBeVisible({ timeout: 30_000 });
    return page.locator(`#figure-${id} .numbers td`).allTextContents();
  };
  await open(page, "/en/explore/workload/?view=all&f.overtime=d2,d3");
  const ids = ["hours", "when", "overload", "repeat", "clash"];
  const together = new Map<string, string[]>();
  for (const id of ids) together.set(id, await numbers(id));
  for (const id of ids) {
    await page.goto(`${site.url}/en/explore/workload/?v=${id}&f.overtime=d2,d3`);
    const alone = await numbers(id);
    expect(alone.length, id).toBeGreaterThan(5);
    expect(together.get(id), id).toEqual(alone);
  }
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

test("any two are crossed and tested, merged on the fly by keyboard, and copied as a program", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "/en/explore/workload/?v=overtime&by=hours__visit");
  await expect(page.locator(".relation")).toContainText("Spearman's rank correlation", { timeout: 30_000 });
  await page.selectOption("#by", "beat");
  await expect(page.locator(".relation")).toContainText("Kendall's rank correlation");
  await page.locator("#add-recode").selectOption("beat");
  await expect(page.locator(":focus")).toHaveAttribute("id", "recode.beat.b0");
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/by=beat\.r&r\.beat=/);
  await expect(page.locator(":focus")).toHaveAttribute("id", "recode.beat.b0");
  await page.selectOption("[id='recode.beat.b200']", "0");
  await expect(page.locator(`${figure} .numbers`)).toContainText(" + ");
  await page.getByRole("button", { name: "Copy as R" }).click();
  await expect(page.locator(".script [role=status]")).toContainText("is copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/data\[\["beat\.r"\]\]\[data\[\["beat"\]\] %in% c\("b0", "b200"\)\] <- "g1"/);
});

test("SQL is completed by keyboard, its errors help, and a query that never ends can be stopped", async ({ page }) => {
  await open(page, "/en/explore/workload/");
  await page.locator("#sql > summary").click();
  const box = page.locator("#sql-text");
  await box.fill("");
  await box.pressSequentially("SELECT overti");
  await expect(page.locator("#sql-offers [role=option]").first()).toContainText("overtime");
  await box.press("ArrowDown");
  await expect(box).toHaveAttribute("aria-activedescendant", "sql-offers-0");
  await box.press("Enter");
  await expect(box).toHaveValue("SELECT overtime");
  await expect(page.locator("#sql-offers")).toBeHidden();
  await box.pressSequentially(", count(*) AS n FROM respones GROUP BY 1");
  await box.press("Escape");
  await box.press("Control+Enter");
  await expect(page.locator("#sql-result .problem")).toContainText("There is no table “respones”.", { timeout: 30_000 });
  await page.locator("#sql-result .near button").click();
  await box.press("Control+Enter");
  await expect(page.locator("#sql-result tbody")).toContainText("d3");
  await page.locator("#sql-result").getByLabel("Chart").check();
  await expect(page.locator("#sql-result svg")).toContainText("d3");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator("#sql-result").getByRole("button", { name: "Copy as Python" }).click();
  await expect(page.locator("#sql-result [role=status]")).toContainText("data.duckdb");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('r"""SELECT overtime, count(*) AS n FROM responses GROUP BY 1"""');
  await box.fill("SELECT sum(sin(i)) FROM range(1000000000000) t(i)");
  await page.locator("#sql-run").click();
  await page.locator("#sql-stop").click();
  await expect(page.locator("#sql-status")).toHaveText("Stopped.");
  await box.fill("SELECT count(*) + 1 FROM responses");
  await page.locator("#sql-run").click();
  await expect(page.locator("#sql-result tbody")).toHaveText(/^\d+$/, { timeout: 30_000 });
});

test("an own database and any table are read where they are; a questionnaire beside them has the words", async ({ page }) => {
  const folder = join(site.folder, "public/releases/workload/2026-q3/simulated");
  const table = join(site.folder, "own.csv");
  writeFileSync(table, `team,score\n${Array.from({ length: 60 }, (_, i) => `${i % 2 ? "red" : "blue"},${(i * 7) % 31}\n`).join("")}`);
  const { strays } = await open(page, "/en/explore/");
  await page.setInputFiles("#own-file", join(folder, "SIMULATED-workload-2026-q3-data.duckdb"));
  await expect(page.locator("#own-status")).toContainText("280 responses", { timeout: 30_000 });
  await expect(page.locator(figure)).toHaveCount(1);
  await page.setInputFiles("#own-file", table);
  await expect(page.locator("#own-status")).toContainText("guessed from the columns");
  await page.selectOption("#question", "score");
  await page.selectOption("#by", "team");
  await expect(page.locator(".relation")).toContainText("nothing is tested");
  await page.locator("#own-sampled").check();
  await expect(page.locator(".relation")).toContainText("Welch's t test");
  const survey = join(site.folder, "mine.json");
  writeFileSync(survey, JSON.stringify({ title: "Mine", elements: [{ type: "radiogroup", name: "team", title: "Which team?", choices: ["red", "blue"] }, { type: "text", inputType: "number", name: "score", title: "How much?" }] }));
  await page.setInputFiles("#own-file", [table, survey]);
  await expect(page.locator("#question")).toContainText("How much?");
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
      for (const path of ["/explore/workload/?view=all", "/en/explore/transition/", "/explore/workload/?v=hours__visit.r&by=beat.r&r.beat=x:b0,b200&r.hours__visit=1,2", "/explore/"]) {
        await open(page, path);
        if (path !== "/explore/") await expect(page.locator(figure).first()).toBeVisible();
        expect(await barriersOn(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
    });
