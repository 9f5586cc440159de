import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { barriersOn } from "./barriers.ts";
import { type Installation, install } from "./installation.ts";

const SURVEYS = join(import.meta.dirname, "../../surveys/workload");
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(SURVEYS, file), "utf8"));
const pages: readonly { readonly elements: readonly { readonly name: string; readonly rows?: readonly object[] }[] }[] = JSON.parse(readFileSync(join(SURVEYS, "survey.json"), "utf8")).pages;
const when = pages.flatMap(({ elements }) => elements).find(({ name }) => name === "when");
/** The day as it ships, on the first page: there the server draws it. */
const definition = {
  locale: "zh-cn",
  pages: [{ elements: [{ ...when, rows: when?.rows?.map((row, i) => (i === 7 ? { ...row, visibleIf: "{more} = 'yes'" } : row)) }, { type: "radiogroup", name: "more", title: { "zh-cn": "写报表吗？", en: "Do you write reports?" }, choices: ["yes", "no"] }] }],
};
const study = { title: { "zh-cn": "一天", en: "A day" }, about: read("study.json")["about"], waves: [{ id: "trial", admission: "open", trial: true }], roles: { when: "ordinary", more: "ordinary" } };

let site: Installation;
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await install({ surveys: [], more: [{ id: "day", definition, study }] });
});
test.afterAll(() => site.stop());

const rowOf = (page: Page, duty: string) => page.locator(`.day-row:has(input[name$="_${duty}"])`);
const painted = (page: Page, duty: string) => rowOf(page, duty).locator(".day-cell input").evaluateAll((boxes) => boxes.map((box) => (box instanceof HTMLInputElement && box.checked ? "x" : ".")).join(""));

async function begin(page: Page, locale = ""): Promise<void> {
  await page.goto(`${site.url}${locale}/s/day/`);
  await page.locator("html[data-ready]").waitFor();
  await page.locator("[data-start]").first().tap();
  await expect(page.locator(".day")).toBeVisible();
}

interface Stroke {
  readonly duty: string;
  /** Times of the day that the thumb comes to, one after the other. */
  readonly over: readonly number[];
  /** How far it drifts up or down on the way, in pixels. */
  readonly drift?: number;
}

/** A thumb, as the browser's own input hears it. */
async function stroke(page: Page, thumb: CDPSession, { duty, over, drift = 0 }: Stroke): Promise<void> {
  const row = rowOf(page, duty);
  await row.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  const boxes = await Promise.all(over.map((hour) => row.locator(".day-cell").nth(hour).boundingBox()));
  const points = boxes.map((box, i) => ({ x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 + (i === 0 ? 0 : drift) }));
  await thumb.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: points.slice(0, 1) });
  for (const [i, to] of points.entries()) {
    const from = points[i - 1] ?? to;
    for (const part of [0.25, 0.5, 0.75, 1]) await thumb.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }] });
  }
  await thumb.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

test("a thumb paints, goes back, wipes off and scrolls, and what was painted arrives", async ({ page, context }) => {
  await begin(page);
  const thumb = await context.newCDPSession(page);
  await stroke(page, thumb, { duty: "remind", over: [0, 5] });
  expect(await painted(page, "remind")).toBe("xxxxxx");
  await expect(rowOf(page, "remind").locator(".day-words")).toHaveText("一整天");
  await stroke(page, thumb, { duty: "remind", over: [1, 2] });
  expect(await painted(page, "remind"), "from a painted time on, it is wiped off").toBe("x..xxx");
  await stroke(page, thumb, { duty: "price", over: [1, 3], drift: 70 });
  expect(await painted(page, "price"), "a thumb that drifts into the next row").toBe(".xxx..");
  expect(await painted(page, "shelf")).toBe("......");
  await stroke(page, thumb, { duty: "shelf", over: [5, 0, 4] });
  expect(await painted(page, "shelf"), "too far, and back").toBe("....xx");
  await rowOf(page, "stock").locator(".day-cell").nth(2).tap();
  expect(await painted(page, "stock"), "a tap is a tap").toBe("..x...");

  const before = await page.evaluate(() => scrollY);
  await rowOf(page, "teach").evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  const box = await rowOf(page, "teach").locator(".day-cell").nth(3).boundingBox();
  const at = { x: box?.x ?? 0, y: box?.y ?? 0 };
  await thumb.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  for (let i = 1; i <= 20; i++) await thumb.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: at.x + i, y: at.y + 10 * i }] });
  await thumb.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  expect(await painted(page, "teach"), "up and down is for scrolling").toBe("......");
  await expect.poll(() => page.evaluate(() => scrollY)).not.toBe(before);

  await rowOf(page, "alloc").locator(".day-cell").first().tap();
  await rowOf(page, "alloc").locator(".day-foot label").tap();
  expect(await painted(page, "alloc"), "“I don't do this” empties the day").toBe("......");
  await rowOf(page, "settle").locator(".day-foot label").tap();
  await stroke(page, thumb, { duty: "settle", over: [3, 4] });
  await expect(rowOf(page, "settle").locator(".day-foot input"), "and painting takes it back").not.toBeChecked();
  await expect(rowOf(page, "report")).toHaveCount(0);
  await page.locator('label:has(input[value="yes"])').tap();
  await expect(page.locator('input[value="yes"]')).toBeChecked();
  await expect(rowOf(page, "report")).toBeVisible();
  await stroke(page, thumb, { duty: "report", over: [4, 5] });

  await page.locator(".sd-navigation__complete-btn").tap();
  await expect(page.locator(".outcome h2")).toHaveText("已送达");
  const store = await openSqlite(`${site.folder}/data/answers.sqlite`);
  const all = [];
  for await (const { answers } of store.responses("day", "trial")) all.push(answers);
  await store.shutdown();
  const sorted = Object.fromEntries(Object.entries(Object(all[0]?.["when"])).map(([duty, hours]) => [duty, Array.isArray(hours) ? hours.toSorted() : hours]));
  expect(all).toHaveLength(1);
  expect(sorted).toEqual({ remind: ["after", "early", "late", "pm"], price: ["am", "noon", "pm"], shelf: ["after", "late"], stock: ["noon"], alloc: ["na"], settle: ["late", "pm"], report: ["after", "late"] });
});

test("what is painted before SurveyJS has come stays, and nothing moves when it takes over", async ({ page, context }) => {
  let letThrough = (): void => {};
  const held = new Promise<void>((then) => (letThrough = then));
  await page.route(/survey-core\./, async (route) => {
    await held;
    await route.continue();
  });
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${site.url}/s/day/`, { waitUntil: "commit" });
  await page.locator("[data-start]").first().tap();
  const thumb = await context.newCDPSession(page);
  await expect.poll(() => page.evaluate(() => document.querySelector<HTMLElement>(".day")?.style.getPropertyValue("--under"))).not.toBe("");
  await stroke(page, thumb, { duty: "remind", over: [0, 3] });
  await stroke(page, thumb, { duty: "remind", over: [1, 2] });
  await stroke(page, thumb, { duty: "price", over: [5, 1, 4] });
  const look = () => page.evaluate(() => [...document.querySelectorAll(".day *:not(.day-words)")].map((each) => [each.className, JSON.stringify(each.getBoundingClientRect())].join(" ")));
  const answers = async () => [await painted(page, "remind"), await painted(page, "price")];
  const before = await look();
  expect(await answers()).toEqual(["x..x..", "....xx"]);
  letThrough();
  await page.locator("html[data-ready]").waitFor();
  expect(await look()).toEqual(before);
  expect(await answers()).toEqual(["x..x..", "....xx"]);
  await expect(rowOf(page, "price").locator(".day-words")).toHaveText("下午 3 点后、下班后");
});

test("by keyboard: arrows go over the day, the space bar paints, Shift takes along", async ({ page }) => {
  await begin(page, "/en");
  const box = (name: string) => page.getByRole("checkbox", { name, exact: true });
  await box("Price-label checks, Morning").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(box("Price-label checks, Until 3 pm")).toBeFocused();
  expect(await painted(page, "price")).toBe(".xxx..");
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowLeft");
  expect(await painted(page, "price"), "and wipes off").toBe(".x....");
  await page.keyboard.press("ArrowDown");
  await expect(box("New products, brand promotion and shelving, Midday")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(box("New products, brand promotion and shelving, Until 3 pm")).toBeFocused();
  await box("Price-label checks, I don't do this").focus();
  await page.keyboard.press("Space");
  expect(await painted(page, "price")).toBe("......");
});

test("a mouse paints as a thumb does, and letting go is no click", async ({ page }) => {
  await begin(page);
  const cells = rowOf(page, "remind").locator(".day-cell");
  const [from, over] = [await cells.nth(1).boundingBox(), await cells.nth(4).boundingBox()];
  if (!from || !over) throw new Error("no cells");
  await page.mouse.move(from.x + 20, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(over.x + 20, over.y + 20, { steps: 6 });
  expect(await painted(page, "remind")).toBe(".xxxx.");
  await page.mouse.move(from.x + 20, from.y + 20, { steps: 6 });
  await page.mouse.up();
  expect(await painted(page, "remind")).toBe(".x....");
});

for (const [width, locale, scheme, letters] of [[320, "/en", "light", 100], [390, "", "dark", 100], [390, "/en", "light", 200], [1280, "", "light", 100]] as const)
  test(`no barrier at ${width} px, letters of ${letters} %, ${scheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await begin(page, locale);
    await page.evaluate((size) => (document.documentElement.style.fontSize = `${size}%`), letters);
    for (const hour of [1, 2, 5]) await rowOf(page, "remind").locator(".day-cell").nth(hour).tap();
    await rowOf(page, "alloc").locator(".day-foot label").tap();
    expect(await barriersOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    const sizes = await page.locator(".day-row label").evaluateAll((labels) => labels.map((label) => label.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(44);
    const cut = await page.locator(".day-task, .day-words, .day-foot label, .day-cell .day-name:visible").evaluateAll((all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1).map(({ textContent }) => textContent));
    expect(cut).toEqual([]);
  });
