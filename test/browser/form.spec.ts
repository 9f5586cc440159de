import { expect, type Page, type Route, test } from "@playwright/test";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { barriersOn } from "./barriers.ts";
import { type Installation, shipped } from "./installation.ts";
import { fill, holdBack } from "./thumb.ts";

let site: Installation;
// A service worker sends past what these tests put in its way; offline.spec.ts is about that.
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, serviceWorkers: "block" });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await shipped();
});

const stored = async (survey: string) => {
  const store = await openSqlite(`${site.folder}/data/answers.sqlite`);
  const all = [];
  for await (const response of store.responses(survey, "trial")) all.push(response);
  await store.shutdown();
  return all;
};

async function begin(page: Page, path: string): Promise<void> {
  await page.goto(site.url + path);
  await page.locator(".consent [data-start]").first().tap();
  await expect(page.locator(".questions")).toBeVisible();
}

const choose = (page: Page, question: string, value: string) => page.locator(`[data-name="${question}"] label:has(input[value="${value}"])`).tap();
const outcome = (page: Page) => page.locator(".outcome h2");

async function answerPulse(page: Page): Promise<void> {
  await choose(page, "load", "4");
  await choose(page, "useful", "most");
  await choose(page, "relief", "reports");
}

test("the page can be read before any script has come", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/s/pulse/`);
  await expect(page.getByText("会存下来的")).toBeVisible();
  const html = await page.content();
  expect(html).toContain("填写问卷需要打开浏览器的 JavaScript");
  // The questions are in the page, too: they wait behind the consent.
  expect(html).toContain("过去一周，您的工作量怎么样？");
  await context.close();
});

test("server and browser draw the same: taking over moves and redraws nothing", async ({ page }) => {
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  for (const path of ["/s/pulse/", "/en/s/policy/", "/s/transition/"]) {
    await page.goto(site.url + path);
    await page.locator("html[data-ready]").waitFor();
  }
  expect(problems).toEqual([]);
});

test("what is tapped before the scripts have come is kept at once, and answered once they are there", async ({ page }) => {
  const letThrough = await holdBack(page);
  await page.goto(`${site.url}/s/policy/`, { waitUntil: "commit" });
  await page.locator("[data-start]").tap();
  await choose(page, "heard", "price");
  await choose(page, "heard", "shelf");
  await choose(page, "heard", "price");
  await expect(page.locator(".questions")).toHaveAttribute("data-kept", "");
  await page.getByRole("button", { name: "下一页" }).tap();
  expect(await page.locator('[data-name="heard"] input:checked').evaluateAll((inputs) => inputs.map((input) => input.getAttribute("value")))).toEqual(["shelf"]);
  await letThrough();
  await expect(page.getByText(/第 2 页/)).toBeVisible();
  await page.getByRole("button", { name: "上一页" }).tap();
  expect(await page.locator('[data-name="heard"] input:checked').evaluateAll((inputs) => inputs.map((input) => input.getAttribute("value")))).toEqual(["shelf"]);
});

test("a page that is closed before the scripts have come is found again as it was left, and after that, too", async ({ page }) => {
  const letThrough = await holdBack(page);
  await page.goto(`${site.url}/s/pulse/`, { waitUntil: "commit" });
  await page.locator("[data-start]").tap();
  await choose(page, "load", "4");
  await expect(page.locator(".questions")).toHaveAttribute("data-kept", "");
  await page.reload({ waitUntil: "commit" });
  await page.locator("[data-start]").tap();
  await expect(page.locator('[data-name="load"] input:checked')).toHaveValue("4");
  await choose(page, "useful", "most");
  await letThrough();
  await expect(page.locator('[data-name="useful"] input:checked')).toHaveValue("most");
  await page.reload();
  await page.getByRole("button", { name: "接着上次的填" }).tap();
  await expect(page.locator('[data-name="load"] input:checked')).toHaveValue("4");
  await expect(page.locator('[data-name="useful"] input:checked')).toHaveValue("most");
});

test("answers arrive as they were given, and nothing is left on the phone", async ({ page }) => {
  await begin(page, "/s/pulse/");
  await answerPulse(page);
  await page.getByRole("button", { name: "提交" }).tap();
  await expect(outcome(page)).toHaveText("已送达");
  const [response, ...others] = await stored("pulse");
  expect(others).toEqual([]);
  expect(response).toMatchObject({ survey: "pulse", wave: "trial", language: "zh-cn", answers: { load: 4, useful: "most", relief: "reports" } });
  await page.reload();
  await expect(page.getByRole("button", { name: "同意并开始" })).toBeVisible();
  await expect(page.locator(".consent .note")).toHaveCount(0);
});

test("a draft survives a reload and a change of language, and can be cleared with one tap", async ({ page }) => {
  await begin(page, "/s/policy/");
  await choose(page, "heard", "price");
  await page.getByRole("button", { name: "下一页" }).tap();
  await choose(page, "know", "k2");
  await expect(page.getByText("已存在这部手机上")).toBeVisible();
  await page.reload();
  await expect(page.getByText("这部手机上有一份没填完的答案")).toBeVisible();
  await page.goto(`${site.url}/en/s/policy/`);
  await page.getByRole("button", { name: "Go on where I stopped" }).tap();
  await expect(page.getByText(/Page 2 of/)).toBeVisible();
  await expect(page.locator('[data-name="know"] input:checked')).toHaveValue("k2");
  await page.reload();
  await page.getByRole("button", { name: "Clear the unfinished answers" }).tap();
  await expect(page.getByRole("button", { name: "Agree and begin" })).toBeVisible();
  await page.goto(`${site.url}/s/policy/`);
  await expect(page.getByText("这部手机上有一份没填完的答案")).toHaveCount(0);
});

test("one tap clears the phone while somebody answers, and nothing of it comes back", async ({ page }) => {
  await begin(page, "/en/s/pulse/");
  await choose(page, "load", "4");
  await page.getByRole("button", { name: "Clear this phone" }).tap();
  await expect(page.getByRole("status").filter({ hasText: "Cleared" })).toBeVisible();
  await page.getByRole("button", { name: "Agree and begin" }).tap();
  await expect(page.locator('[data-name="load"] input')).toHaveCount(5);
  await expect(page.locator("#form input:checked")).toHaveCount(0);
  await page.reload();
  await expect(page.locator(".consent .note")).toHaveCount(0);
});

for (const [id, locale] of [["service", ""], ["transition", "/en"], ["policy", ""], ["workload", "/en"]] as const)
  test(`${id} is answered by thumb from end to end, in ${locale === "" ? "Chinese" : "English"}, and every answer arrives`, async ({ page }) => {
    await begin(page, `${locale}/s/${id}/`);
    await fill(page);
    await page.locator(".sd-navigation__complete-btn:visible").tap();
    await expect(outcome(page)).toHaveText(locale === "" ? "已送达" : "Delivered");
    const response = (await stored(id)).find(({ language }) => language === (locale === "" ? "zh-cn" : "en"));
    const { codebook } = loadSurvey(`${site.folder}/surveys`, id);
    const answered = codebook.variables.filter(({ path, kind }) => kind !== "text" && path.reduce<unknown>((value, key) => Object(value)[key], response?.answers) !== undefined);
    // All but open words and what the answers themselves made needless.
    expect(answered.length, `${answered.map(({ name }) => name)}`).toBeGreaterThan(0.9 * codebook.variables.length - 2);
    expect(response).toMatchObject({ survey: id, language: locale === "" ? "zh-cn" : "en" });
  });

test("what is missing is said where it is missing, and nothing is lost by it", async ({ page }) => {
  await begin(page, "/s/policy/");
  await page.getByRole("button", { name: "下一页" }).tap();
  await expect(page.locator('[data-name="heard"] [role=alert], [data-name="heard"] .sd-question__erbox').first()).toBeVisible();
  await choose(page, "heard", "price");
  await page.getByRole("button", { name: "下一页" }).tap();
  await expect(page.getByText(/第 2 页/)).toBeVisible();
});

test("tapping ranks, first tapped first", async ({ page }) => {
  await begin(page, "/en/s/transition/");
  for (let i = 0; i < 4; i++) await page.getByRole("button", { name: "Next" }).tap();
  await page.locator('.sv-ranking-item:has-text("Tangible rewards")').tap();
  await page.locator('.sv-ranking-item:has-text("Less repetitive work")').tap();
  await expect(page.locator(".sv-ranking__container--to .sv-ranking-item")).toHaveText([/Tangible/, /Less/]);
});

const foreign: Readonly<Record<string, (route: Route) => Promise<void>>> = {
  "a server that fails": (route) => route.fulfill({ status: 500, contentType: "application/problem+json", body: '{"status":500}' }),
  "a captive portal that says 200": (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<title>Log in</title>" }),
  "a captive portal that says 403": (route) => route.fulfill({ status: 403, contentType: "text/html", body: "<title>Log in</title>" }),
  "a redirect to a login page": (route) => route.fulfill({ status: 302, headers: { location: "/privacy/" } }),
  "no network": (route) => route.abort("internetdisconnected"),
};
for (const [name, answer] of Object.entries(foreign))
  test(`${name} is no success: the answers wait on the phone, then arrive once`, async ({ page }) => {
    const before = (await stored("pulse")).length;
    await page.route("**/api/responses", answer);
    await begin(page, "/s/pulse/");
    await answerPulse(page);
    await page.getByRole("button", { name: "提交" }).tap();
    await expect(outcome(page)).toHaveText("还没送到，正在等网络");
    expect(await stored("pulse")).toHaveLength(before);
    await page.unroute("**/api/responses");
    await page.reload();
    await expect.poll(async () => (await stored("pulse")).length).toBe(before + 1);
    await page.reload();
    await page.waitForTimeout(300);
    expect(await stored("pulse")).toHaveLength(before + 1);
  });

test("the reply is lost after storing: the retry leaves one row", async ({ page }) => {
  const before = (await stored("pulse")).length;
  let lost = 0;
  await page.route("**/api/responses", async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await begin(page, "/s/pulse/");
  await answerPulse(page);
  await page.getByRole("button", { name: "提交" }).tap();
  await expect(outcome(page)).toHaveText("还没送到，正在等网络");
  await page.getByRole("button", { name: "现在再试一次" }).tap();
  await expect(outcome(page)).toHaveText("已送达");
  expect(await stored("pulse")).toHaveLength(before + 1);
});

test("what the collector refuses is said with its reason, kept, and can be mended", async ({ page }) => {
  const before = (await stored("pulse")).length;
  await page.route("**/api/responses", async (route) => {
    const { response }: { response: { answers: Record<string, unknown> } } = JSON.parse(route.request().postData() ?? "");
    await route.continue({ postData: JSON.stringify({ response: { ...response, answers: { ...response.answers, load: 99 } } }) });
  });
  await begin(page, "/s/pulse/");
  await answerPulse(page);
  await page.getByRole("button", { name: "提交" }).tap();
  await expect(outcome(page)).toHaveText("没有收下");
  await expect(page.locator(".outcome .reason")).toHaveText("有些答案和题目对不上。");
  await page.reload();
  await expect(outcome(page)).toHaveText("没有收下");
  await page.unroute("**/api/responses");
  await page.getByRole("button", { name: "回去修改" }).tap();
  await expect(page.locator('[data-name="load"] input:checked')).toHaveValue("4");
  await page.getByRole("button", { name: "提交" }).tap();
  await expect(outcome(page)).toHaveText("已送达");
  expect(await stored("pulse")).toHaveLength(before + 1);
});

test("nothing is asked of any other origin, and the page's policy stops nothing of its own", async ({ page }) => {
  const strays: string[] = [];
  const refused: string[] = [];
  page.on("request", (request) => !request.url().startsWith(site.url) && !/^(data|blob):/.test(request.url()) && strays.push(request.url()));
  page.on("console", (message) => /Content Security Policy|Refused/.test(message.text()) && refused.push(message.text()));
  await begin(page, "/s/transition/");
  await page.getByRole("button", { name: "下一页" }).tap();
  expect({ strays, refused }).toEqual({ strays: [], refused: [] });
});

for (const [width, colorScheme] of [[320, "light"], [390, "dark"], [1280, "light"], [1280, "dark"]] as const)
  test(`no barrier is found on the way, ${colorScheme}, ${width} wide`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    const path = width === 390 ? "/en/s/transition/" : "/s/transition/";
    const look = async (where: string): Promise<void> => {
      expect(await barriersOn(page), where).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), where).toBe(true);
    };
    await page.goto(site.url + path);
    await look("consent");
    await begin(page, path);
    for (let steps = 1; ; steps++) {
      const words = await page.locator(".progress-words").innerText();
      // One of each kind of page: a battery, a ranking, choices of one and of several.
      if ([1, 5, 6, 7].includes(steps)) await look(words);
      const next = page.locator(".sd-navigation__next-btn:visible");
      if ((await next.count()) === 0) break;
      await next.click();
      await expect(page.locator(".progress-words")).not.toHaveText(words);
    }
  });
