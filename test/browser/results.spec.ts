import { expect, type Page, test } from "@playwright/test";
import { barriersOn } from "./barriers.ts";
import { type Installation, shipped } from "./installation.ts";

let site: Installation;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await shipped();
});

type Row = Readonly<Record<string, string>>;

/** The released rows, as anybody can download them. */
async function rowsOf(page: Page): Promise<Row[]> {
  await page.goto(`${site.url}/data/workload/`);
  const link = (await page.locator('a[href$="codes.csv"]').first().getAttribute("href")) ?? "";
  const [head = "", ...lines] = (await (await fetch(new URL(link, site.url))).text()).replace(/^\uFEFF/, "").trimEnd().split(/\r?\n/);
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i] ?? "", cell])));
}

/** Numbers of a figure, by opening its table as a reader does: what is folded away may be filled a moment later. */
async function numbersOf(page: Page, figure: string): Promise<string[][]> {
  const place = page.locator(`[data-figure="${figure}"]`);
  await place.locator("details").first().evaluate((details) => details.setAttribute("open", ""));
  await expect(place.locator("tbody tr").first()).toBeVisible();
  return place.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
}
const status = (page: Page) => page.locator("#filter-status");

async function tick(page: Page, name: string, value: string): Promise<void> {
  const box = page.locator(`input[data-filter][name="${name}"][value="${value}"]`);
  if (!(await box.isVisible())) await page.locator(`summary:has([data-now="${name}"])`).click();
  await box.check();
}

/** Codes of two filters that occur in the rows. */
const codesOf = (rows: readonly Row[], name: string): string[] => [...new Set(rows.map((row) => row[name] ?? ""))].filter(Boolean).sort();

test("filters combine, every figure is compared, and each number is a count of the released rows", async ({ page }) => {
  const rows = await rowsOf(page);
  const [first = "", second = ""] = codesOf(rows, "years");
  await page.goto(`${site.url}/en/results/workload/`);
  await tick(page, "years", first);
  await tick(page, "years", second);
  await tick(page, "place", "rural");
  const among = rows.filter(({ years = "", place }) => [first, second].includes(years) && place === "rural");
  await expect(status(page)).toContainText(`n = ${among.length} of ${rows.length}`);
  const overtime = among.filter((row) => row["overtime"] !== "");
  const shown = await numbersOf(page, "overtime");
  expect(shown.map(([, n]) => Number(n)).reduce((sum, n) => sum + n, 0)).toBe(overtime.length);
  await page.selectOption("select[name=by]", "place");
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.selectOption("select[name=by]", "place");
  await expect(status(page)).toContainText("Compared by “kind of beat”");
  // Shares of each group, by row, and how many it has.
  for (const [i, place] of ["urban", "rural"].entries()) {
    const group = rows.filter((row) => row["place"] === place && row["overtime"] !== "");
    const line = (await numbersOf(page, "overtime"))[i] ?? [];
    expect(line[1]).toBe(String(group.length));
    const codes = codesOf(rows, "overtime");
    const shares = line.slice(2).filter((cell) => /^\d+%$/.test(cell));
    expect(shares).toEqual(codes.map((code) => `${Math.round((100 * group.filter((row) => row["overtime"] === code).length) / group.length)}%`));
  }
  for (const figure of await page.locator("[data-figure]").all()) await expect(figure.locator("figcaption")).toContainText(/compared by|n = /);
});

test("the address holds the view: back undoes, a link opens the same, and clearing leaves none", async ({ page, context }) => {
  await page.goto(`${site.url}/results/workload/`);
  await tick(page, "place", "rural");
  await page.selectOption("select[name=by]", "years");
  await expect(page).toHaveURL(/\/results\/workload\/\?by=years&f\.place=rural$/);
  await expect(status(page)).toContainText("按“");
  const there = await page.locator("[data-figure] figcaption").allTextContents();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(status(other)).toHaveText((await status(page).textContent()) ?? "");
  expect(await other.locator("[data-figure] figcaption").allTextContents()).toEqual(there);
  await page.goBack();
  await expect(page.locator("select[name=by]")).toHaveValue("");
  await expect(status(page)).not.toContainText("按“");
  await page.goBack();
  await expect(page).toHaveURL(/\/results\/workload\/$/);
  await page.goForward();
  await expect(page.locator('input[name="place"][value="rural"]')).toBeChecked();
  await page.getByRole("button", { name: "全部清除" }).click();
  await expect(page).toHaveURL(/\/results\/workload\/$/);
  await other.goto(`${site.url}/results/workload/?f.nobody=a&by=nothing`);
  await expect(status(other)).toContainText("“nobody”这一期没有");
});

test("only those who answered something else: the database starts when asked, shows how far it is, and redraws the same figures", async ({ page }) => {
  const rows = await rowsOf(page);
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  await page.goto(`${site.url}/en/results/workload/?f.place=urban`);
  await expect(status(page)).toContainText("n = ");
  expect(fetched.filter((url) => url.endsWith(".wasm"))).toEqual([]);
  await page.locator("#more summary").click();
  await page.selectOption("#more-choose", "hours__price");
  await expect(page.locator("#more-status")).toContainText(/database|Opening/);
  await page.keyboard.press("Space");
  const among = rows.filter((row) => row["place"] === "urban" && Number(row["hours__price"]) === 0 && row["hours__price"] !== "");
  await expect(status(page)).toContainText(`n = ${among.length} of ${rows.length}`, { timeout: 30_000 });
  await expect(page).toHaveURL(/f\.place=urban&f\.hours__price=0$/);
  expect(fetched.filter((url) => url.endsWith(".wasm"))).not.toEqual([]);
});

test("without the database a sentence says so, and everything else works", async ({ page }) => {
  await page.route(/\.wasm$/, (route) => route.abort());
  await page.goto(`${site.url}/en/results/workload/?f.place=urban&f.hours__price=0`);
  await expect(status(page)).toContainText("the database did not start", { timeout: 30_000 });
  await expect(status(page)).toContainText(/n = \d+ of/);
  await page.selectOption("select[name=by]", "years");
  await expect(status(page)).toContainText("Compared by");
});

test("keys alone filter and compare, and Escape folds a list away", async ({ page }) => {
  await page.goto(`${site.url}/en/results/workload/`);
  await expect(page.locator("#filters")).toHaveAttribute("data-ready", "");
  await page.locator("#filters summary").first().focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(status(page)).toContainText("n = ");
  await page.keyboard.press("Escape");
  await expect(page.locator("#filters details[open]")).toHaveCount(0);
  await expect(page.locator(":focus")).toContainText("kind of beat");
});

for (const [width, colorScheme] of [[320, "dark"], [1280, "light"]] as const)
  test(`filtered and compared, no barrier is found and nothing is too wide, ${colorScheme}, ${width} wide`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    for (const path of ["/results/workload/?f.place=rural,urban&by=years", "/en/results/transition/?by=beat"]) {
      await page.goto(site.url + path);
      await expect(status(page)).toContainText(/按“|Compared by/);
      await page.locator("#filters summary").first().click();
      expect(await barriersOn(page)).toEqual([]);
      await page.locator("#more summary").click();
      await expect(page.locator("#more-choose option").nth(1)).toBeAttached();
      expect(await barriersOn(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
    }
  });

test("a view is printed on two pages that say what it is, in both languages", async ({ page }) => {
  for (const path of ["/results/workload/?f.place=rural&by=years", "/en/results/transition/", "/en/results/workload/?by=place"]) {
    await page.goto(site.url + path);
    if (path.includes("?")) await expect(status(page)).toContainText(/按“|Compared by/);
    const before = await page.locator("main > .figures > [data-figure]").evaluateAll((all) => all.map(({ id }) => id));
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g), path).toHaveLength(2);
    await page.emulateMedia({ media: "print" });
    await expect(page.locator("#view-words")).toBeVisible();
    await expect(page.locator("#print-rest")).toContainText(/\d+/);
    expect(await page.locator("[data-figure]:visible").count()).toBeGreaterThan(3);
    await page.emulateMedia({ media: null });
    expect(await page.locator("main > .figures > [data-figure]").evaluateAll((all) => all.map(({ id }) => id)), "after printing all stand where they stood").toEqual(before);
  }
  await page.goto(`${site.url}/results/workload/?f.place=rural&by=years`);
  await expect(page.locator("#view-words")).toHaveText(/n = \d+，共 \d+ 份 · 只看：.+农村 · 按“.+”比较/);
});
