import { expect, type Page } from "@playwright/test";

/** Answers every question that shows, page by page, up to the last: the second answer of each or the first of two, and of several all that may be chosen but the last, “none”. */
export async function fill(page: Page): Promise<void> {
  for (;;) {
    for (const question of await page.locator("[data-name]:visible:has(input)").all()) {
      const rows = await question.locator("tr.sd-table__row").all();
      for (const row of rows.length > 0 ? rows : [question]) {
        const labels = row.locator("label:has(input)");
        const several = (await row.locator("input[type=checkbox]").count()) > 0;
        const n = await labels.count();
        for (const at of several ? Array.from({ length: n - 1 }, (_, i) => i) : [n > 2 ? 1 : 0]) if (await labels.nth(at).locator("input").isEnabled()) await labels.nth(at).tap();
      }
    }
    const unranked = page.locator(".sv-ranking__container--from .sv-ranking-item:visible");
    for (let left = await unranked.count(); left > 0; left--) {
      await unranked.first().tap();
      await expect(unranked).toHaveCount(left - 1);
    }
    const next = page.locator(".sd-navigation__next-btn:visible");
    if ((await next.count()) === 0) return;
    const before = await page.locator(".progress-words").innerText();
    await next.tap();
    await expect(page.locator(".progress-words")).not.toHaveText(before);
  }
}

/** Holds SurveyJS back, as a slow network does, until it is let through. */
export async function holdBack(page: Page): Promise<() => Promise<void>> {
  let release = (): void => {};
  const held = new Promise<void>((then) => (release = then));
  await page.route(/survey-core\./, async (route) => {
    await held;
    await route.continue();
  });
  return async () => {
    release();
    await page.locator("html[data-ready]").waitFor();
  };
}
