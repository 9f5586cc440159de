import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { barriersOn } from "./barriers.ts";
import { type Installation, install } from "./installation.ts";
import { holdBack } from "./thumb.ts";

/** Every type of question on one long page. */
const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/surveys/types", name), "utf8"));

/** Lists open by a tap on what is no control of its own. */
const LISTS = { id: "lists", definition: { elements: [{ type: "dropdown", name: "one", choices: ["a", "b"] }, { type: "tagbox", name: "some", choices: ["c", "d"] }] } };

let site: Installation;
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: "reduce" });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await install({ surveys: [], more: [{ id: "types", definition: { ...read("survey.json"), questionsOnPageMode: "singlePage" }, study: read("study.json") }, LISTS] });
});
test.afterAll(() => site.stop());

async function begin(page: Page, locale: string): Promise<void> {
  await page.goto(`${site.url}${locale}/s/types/`);
  await page.locator(".consent [data-start]").first().click();
  await page.locator(".sd-navigation__start-btn").click();
  await expect(page.locator('[data-name="t_text"]')).toBeVisible();
}

/** Tries to send: whatever is missing or wrong is said where it is. */
async function showErrors(page: Page): Promise<void> {
  for (const [name, value] of [["r_all", "other"], ["c_all", "other"], ["r_long", "words"]] as const) await question(page, name).locator(`label:has([value="${value}"])`).click();
  await page.locator('[data-name="l_valid"] input').fill("5");
  await page.locator(".sd-navigation__complete-btn").click();
  await expect(page.locator(".sd-question__erbox").first()).toBeVisible();
}

const question = (page: Page, name: string) => page.locator(`[data-name="${name}"]`);

/** What sticks out of the window, scrolls sideways, or is too low to be hit by a thumb. */
const faults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll(".questions *")].filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().width > 0 && !each.closest(".sv-popup"));
    const called = (each: Element, what: string): string => `${each.closest("[data-name]")?.getAttribute("data-name")} ${each.localName}.${each.classList[0]} ${what}`;
    const wide = shown.filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5).map((each) => called(each, "sticks out"));
    const sideways = shown.filter((each) => each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX)).map((each) => called(each, "scrolls sideways"));
    const tapped = shown.filter((each) => each.matches("button, select, textarea, label:has(input), [role=button], [tabindex='0'], .sd-boolean__thumb-ghost, input:not([type=checkbox], [type=radio], [type=file], .sd-slider__input, [class*=filter-string])") && !each.matches(".sd-boolean"));
    const low = tapped.filter((each) => each.getBoundingClientRect().height < 43.5).map((each) => called(each, `${Math.round(each.getBoundingClientRect().height)} px high`));
    return [...wide, ...sideways, ...low, ...(tapped.length > 150 ? [] : [`only ${tapped.length} things to tap were found`])];
  });

for (const [width, colorScheme, locale] of [[320, "light", ""], [390, "dark", "/en"], [1280, "light", "/en"]] as const)
  test(`every type fits, can be hit and has no barrier, ${width} wide, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await begin(page, locale);
    await showErrors(page);
    expect(await faults(page)).toEqual([]);
    // Names do not change with the width, nor colours.
    if (width === 1280) return;
    expect(await barriersOn(page, { exclude: ".sv-popup", ...(colorScheme === "dark" ? { rules: ["color-contrast"] } : {}) })).toEqual([]);
  });

test("every type fits in letters of twice the size", async ({ page }) => {
  await begin(page, "");
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  expect(await faults(page)).toEqual([]);
});

test("SurveyJS says nothing in English on a Chinese page", async ({ page }) => {
  await begin(page, "");
  await showErrors(page);
  const said = await page.evaluate(() => {
    const questions = [...document.querySelectorAll(".questions *")];
    const texts = questions.flatMap((each) => [...each.childNodes].flatMap((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? "") : [])));
    return [...texts, ...questions.flatMap((each) => ["aria-label", "title", "placeholder", "alt", "aria-roledescription"].flatMap((name) => each.getAttribute(name) ?? []))];
  });
  const foreign = said.filter((text) => /[a-z]{3}/i.test(text) && !/\p{Script=Han}/u.test(text));
  expect([...new Set(foreign)].sort()).toEqual([]);
});

test("taps answer, and the answers arrive as they were tapped", async ({ page }) => {
  await begin(page, "");
  await question(page, "t_number").locator("input").fill("7.5");
  await question(page, "multi").locator("input").last().fill("无");
  await question(page, "r_all").locator('label:has([value="other"])').tap();
  await question(page, "r_all").locator("textarea").fill("写信");
  const no = question(page, "b_switch").locator(".sd-boolean__thumb-ghost").first();
  await no.tap();
  // A second tap on the same answer does not turn it round.
  await no.tap({ force: true });
  for (const at of [2, 0]) await question(page, "rk").locator(".sv-ranking__container--from .sv-ranking-item").nth(at).tap();
  await question(page, "ip").locator("label").first().tap();
  await question(page, "im").locator("rect").nth(1).tap();
  await question(page, "d_plain").locator(".sd-formbox__input").tap();
  await page.locator(".sv-popup:visible .sd-selectlist__item").nth(1).tap();
  await question(page, "tb").locator(".sd-formbox__input").tap();
  for (const at of [1, 3]) await page.locator(".sv-popup:visible .sd-selectlist__item").nth(at).tap();
  await page.locator(".sv-popup__button--done:visible").tap();
  await question(page, "tb_chosen").locator(".sd-tagbox-item__clean-button").first().tap();
  await question(page, "rt_stars").locator("label").nth(3).tap();
  for (const row of await question(page, "mx").locator("tbody tr").all()) await row.locator("label").nth(1).tap();
  await question(page, "mx_rubric").locator(".sd-matrix__text").nth(1).tap();
  for (const cell of await question(page, "md").locator(".sd-table__row .sd-dropdown .sd-formbox__input").all()) {
    await cell.tap();
    await page.locator(".sv-popup:visible .sd-selectlist__item").first().tap();
  }
  await question(page, "mdy").locator(".sd-matrixdynamic__add-btn").tap();
  await question(page, "mdy").locator('input[type="number"]').last().fill("20");
  await question(page, "pd").locator('[data-name="minutes"] input').first().fill("45");
  await question(page, "pd").locator('[data-name="why"] input').first().fill("盘点");
  await question(page, "pd").locator(".sd-paneldynamic__remove-btn").last().tap();
  await page.getByText("收起的分组").tap();
  await question(page, "p3").locator("label").first().tap();
  await question(page, "l_source").locator("label").first().tap();
  // It has just come, with the choices that were made above.
  await expect(async () => {
    await question(page, "l_carried").locator("label").first().tap();
    await expect(question(page, "l_carried").locator("input").first()).toBeChecked({ timeout: 500 });
  }).toPass();
  // At least two are wanted, even of somebody who skips.
  for (const name of ["l_count", "c_max"]) for (const at of [0, 1]) await question(page, name).locator("label").nth(at).tap();
  await question(page, "l_expr").locator("input").fill("不同");
  await question(page, "a.b").locator("input").fill("有");
  await question(page, "uses_dots").locator("input").fill("见");
  await page.locator(".sd-navigation__complete-btn").tap();
  expect(await page.locator(".sd-question__erbox:visible").allInnerTexts()).toEqual([]);
  await expect(page.locator(".outcome h2")).toHaveText("已送达");
  const store = await openSqlite(`${site.folder}/data/answers.sqlite`);
  const all = [];
  for await (const each of store.responses("types", "trial")) all.push(each);
  await store.shutdown();
  const [response, ...others] = all;
  expect(others).toEqual([]);
  expect(response?.answers).toMatchObject({
    t_number: 7.5, multi: { note: "无" }, r_all: "other", "r_all-Comment": "写信", b_switch: false, rk: ["wechat", "visit"], ip: "shop", im: ["middle"], d_plain: "b",
    tb: ["visit", "wechat"], tb_chosen: ["call", "wechat"], rt_stars: 4, mx: { a: 2, b: 2, long: 2 }, mx_rubric: { talk: "mid" }, md: { old: { how: "visit" }, young: { how: "visit" } },
    pd: [{ minutes: 45, why: "盘点" }], p3: "visit", l_source: ["phone"], l_carried: "phone", "a.b": "有", uses_dots: "见", l_default: 8, l_expression: 16, points: 0, c_read: ["call"], c_max: ["visit", "call"],
  });
  expect(response?.answers["mdy"]).toHaveLength(2);
});

for (const [name, choice] of [["one", "b"], ["some", "d"]] as const)
  test(`a list that is tapped before the scripts have come opens once they are there: ${name}`, async ({ page }) => {
    const letThrough = await holdBack(page);
    await page.goto(`${site.url}/s/lists/`, { waitUntil: "commit" });
    await page.locator("[data-start]").tap();
    const list = question(page, name).locator(".sd-formbox__input");
    await list.tap();
    // Impatience does not close it again.
    await list.tap();
    await letThrough();
    await page.locator("[role=option]:visible", { hasText: choice }).tap();
    await expect(question(page, name)).toContainText(choice);
  });

test("an area of a picture is reached by its name, too, with a keyboard alone", async ({ page }) => {
  await begin(page, "");
  const middle = question(page, "im").getByRole("checkbox", { name: "中" });
  await question(page, "im").getByRole("checkbox").first().focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(middle).toBeChecked();
  await question(page, "im").locator("rect").nth(1).tap();
  await expect(middle).not.toBeChecked();
});

test("choices in random order stand in one of each person's own, which nothing disturbs", async ({ page }) => {
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  const orders = new Set<string>();
  const order = async () => String(await question(page, "r_cols").locator("input").evaluateAll((inputs) => inputs.map((input) => input.getAttribute("value"))));
  for (let i = 0; i < 8 && orders.size < 2; i++) {
    await begin(page, "/en");
    orders.add(await order());
    await page.evaluate(() => indexedDB.deleteDatabase("qingting"));
  }
  expect(orders.size).toBeGreaterThan(1);
  // The phone remembers it: who comes back finds everything where it was.
  await begin(page, "/en");
  const own = await order();
  await question(page, "r_cols").locator("label").first().tap();
  await expect(page.locator(".kept")).toHaveText("Saved on this phone");
  for (let i = 0; i < 2; i++) {
    await page.reload();
    await page.getByRole("button", { name: "Go on where I stopped" }).tap();
    await page.locator(".sd-navigation__start-btn").tap();
    await expect(question(page, "r_cols").locator("input:checked")).toHaveCount(1);
    expect(await order()).toBe(own);
  }
  expect(problems).toEqual([]);
});
