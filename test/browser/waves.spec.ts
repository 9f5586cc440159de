import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { type Installation, install } from "./installation.ts";

const ROOT = join(import.meta.dirname, "../..");
const EARLIER = "2026-q2";
const NOW = "2026-q3";

// What a service worker fetches, no test can keep from arriving.
test.use({ serviceWorkers: "block" });

let site: Installation;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await install({
    surveys: ["workload"],
    study: (_, study) => ({ ...study, waves: [{ id: EARLIER, title: { "zh-cn": "2026 年第二季度", en: "Second quarter 2026" }, opens: "2026-06-01", closes: "2026-06-14", admission: "invited", minutes: 4, expected: 400 }, ...(Array.isArray(study["waves"]) ? study["waves"] : [])] }),
  });
  const file = join(site.folder, "now.jsonl");
  // The wave before was simulated at the start: the first of the study. Those who came later answered differently.
  for (const args of [["simulate", "workload", "-n", "500", "--seed", "9", "--wave", NOW, "--to", file], ["release", "workload", "--wave", NOW, "--from", file], ["publish", "workload", "--wave", NOW, "--yes"]])
    await promisify(execFile)(process.execPath, [join(ROOT, "src/cli.ts"), ...args], { cwd: ROOT, env: { ...process.env, ...site.env } });
  await site.restart();
});
test.afterAll(() => site.stop());

type Row = Readonly<Record<string, string>>;

function rowsOf(wave: string): Row[] {
  const folder = join(site.folder, "public/releases/workload", wave, "simulated");
  const name = readdirSync(folder).find((each) => each.endsWith("codes.csv")) ?? "";
  const [head = "", ...lines] = readFileSync(join(folder, name), "utf8").replace(/^\uFEFF/, "").trimEnd().split(/\r?\n/);
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i] ?? "", cell])));
}

async function numbersOf(page: Page, figure: string): Promise<string[][]> {
  const place = page.locator(`[data-figure="${figure}"]`);
  await place.locator("details").first().evaluate((details) => details.setAttribute("open", ""));
  return place.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
}

/** Rows of a task that took part, and its hours, as anybody counts them from the table. */
function meanOf(rows: readonly Row[], variable: string): { n: string; mean: string } {
  const hours = rows.flatMap((row) => (/^[\d.]+$/.test(row[variable] ?? "") ? [Number(row[variable])] : []));
  return { n: String(hours.length), mean: (hours.reduce((sum, each) => sum + each, 0) / hours.length).toFixed(2) };
}

const WAVES = [["Second quarter 2026", EARLIER], ["Third quarter 2026", NOW]] as const;

test("figures through the waves are narrowed and compared as all others are, each wave by its own rows", async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  const address = `${site.url}/en/results/workload/${NOW}/`;
  await page.goto(address);
  await page.waitForSelector("#filters[data-ready]");
  // Nobody has asked for anything yet.
  expect(fetched.filter((url) => url.includes(EARLIER))).toEqual([]);
  const box = page.locator('input[data-filter][name="place"][value="rural"]');
  await page.locator('summary:has([data-now="place"])').click();
  await box.check();
  await expect(page.locator("#filter-status")).toContainText("Only: kind of beat: Rural");
  expect(fetched.filter((url) => url.includes(EARLIER)).length).toBe(1);
  const narrowed = await numbersOf(page, "hours-waves");
  for (const [title, wave] of WAVES) {
    const { n, mean } = meanOf(rowsOf(wave).filter(({ place }) => place === "rural"), "hours__adhoc");
    expect(Number(n)).toBeGreaterThan(50);
    expect(narrowed.find(([task, of]) => task === "Unplanned requests" && of === title)?.slice(2, 4)).toEqual([n, mean]);
  }
  await page.selectOption("select[name=by]", "years");
  await expect(page.locator('[data-figure="hours-waves"] figcaption')).toContainText("in the cells: Third quarter 2026");
  const compared = await numbersOf(page, "hours-waves");
  for (const [title, wave] of WAVES) {
    const { n, mean } = meanOf(rowsOf(wave).filter(({ place, years }) => place === "rural" && years === "y5"), "hours__adhoc");
    expect(compared.find(([task, of]) => task === "Unplanned requests · 5 to 14 years" && of === title)?.slice(2, 4)).toEqual([n, mean]);
  }
  await page.locator("#filters button[type=reset]").click();
  await expect.poll(async () => (await numbersOf(page, "hours-waves")).find(([task, of]) => task === "Unplanned requests" && of === WAVES[0][0])?.[2]).toBe(meanOf(rowsOf(EARLIER), "hours__adhoc").n);
});

test("where an earlier wave cannot be fetched, that is said, and the figures of this one are narrowed", async ({ page }) => {
  await page.route(`**/${EARLIER}/**`, (route) => route.abort());
  await page.goto(`${site.url}/en/results/workload/${NOW}/?f.place=rural`);
  await expect(page.locator("#filter-status")).toContainText("n = 174 of 500");
  await expect(page.locator('[data-figure="hours-waves"] .note')).toContainText("could not be fetched");
});
