import { copyFileSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type Installation, shipped } from "./installation.ts";

/** Results on any device: without a network, by keys alone, in colours of one's own, in a small window, without WebAssembly. */

let site: Installation;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await shipped();
});

const status = (page: Page) => page.locator("#filter-status");

async function tick(page: Page, name: string, value: string): Promise<void> {
  const box = page.locator(`input[data-filter][name="${name}"][value="${value}"]`);
  if (!(await box.isVisible())) await page.locator(`summary:has([data-now="${name}"])`).click();
  await box.check();
}

/** Addresses, from the root, of all that the browser has kept. */
const keptIn = (page: Page): Promise<string[]> => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat());

test("after one visit results open without a network, filters and all; what needs the database says that it needs the network", async ({ page, context }) => {
  await page.goto(`${site.url}/en/results/workload/`);
  await expect.poll(() => keptIn(page), { timeout: 20_000 }).toEqual(expect.arrayContaining([expect.stringMatching(/results-board/), "/en/results/workload/", expect.stringMatching(/-cube\.bin$/), expect.stringMatching(/-codebook\.json$/)]));
  await context.setOffline(true);
  await page.reload();
  await tick(page, "place", "rural");
  await expect(status(page)).toContainText(/n = \d+ of \d+ · Only: kind of beat: Rural/);
  await page.selectOption("select[name=by]", "years");
  await expect(page.locator("[data-figure=overtime] figcaption")).toContainText("compared by “years in the job”");
  await page.goto(`${site.url}/en/results/workload/?f.place=urban&f.hours__price=0`);
  await expect(status(page)).toContainText("Live filtering by other answers is off: the database did not start (there is no network");
  await expect(status(page)).toContainText(/n = \d+ of/);
});

test("what was never to be kept is not, and readers of results are spared the questionnaires", async ({ page }) => {
  await page.goto(`${site.url}/results/workload/`);
  await expect.poll(() => keptIn(page), { timeout: 20_000 }).toContain("/results/workload/");
  // Now through the worker: a database, a download, the operator's page and the collector.
  await page.goto(`${site.url}/results/workload/?f.place=rural&f.hours__price=0`);
  await expect(status(page)).toContainText(/n = \d+，/, { timeout: 30_000 });
  await page.goto(`${site.url}/data/workload/`);
  await page.evaluate(async () => {
    await fetch(document.querySelector<HTMLAnchorElement>('a[href$="codes.csv"]')?.href ?? "", { headers: { range: "bytes=0-9" } });
    await fetch("/api/health");
  });
  await page.goto(`${site.url}/operate/`);
  const kept = await keptIn(page);
  expect(kept.filter((path) => /^\/(en\/)?(api|operate|s|send)\b|\.wasm$|survey-core/.test(path))).toEqual([]);
  expect(kept.filter((path) => path.startsWith("/releases/") && !/-(cube\.bin|codebook\.json)$/.test(path))).toEqual([]);
  // One page, whatever views of it were seen.
  expect(kept.filter((path) => path === "/results/workload/")).toHaveLength(1);
});

test("in forced colours, light or dark, parts, bars, dots and cells stay apart from the page and from one another", async ({ page }) => {
  await page.goto(`${site.url}/en/results/transition/`);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    const seen = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement("i"));
      const system = (color: string): string => ((probe.style.color = color), getComputedStyle(probe).color);
      const [ink, ground] = [system("CanvasText"), system("Canvas")];
      const shapes = [...document.querySelectorAll("svg.plot :is(rect, path, circle, line)")].map((shape) => getComputedStyle(shape));
      const legends = [...document.querySelectorAll("svg.plot")].map((svg) => [...svg.querySelectorAll("g[fill^='var(--d']")].map((part) => getComputedStyle(part).fill));
      return {
        // What has the colour of the page is seen by its outline only.
        lost: shapes.filter(({ fill, stroke }) => [ground, "none"].includes(fill) && [ground, "none"].includes(stroke)).length - [...document.querySelectorAll("svg.plot path[stroke='var(--track)']")].length,
        texts: [...new Set([...document.querySelectorAll("svg.plot g[fill='var(--ink)'] text, svg.plot g[fill='var(--ink-soft)'] text")].map((text) => getComputedStyle(text).fill))],
        ink,
        fewest: Math.min(...legends.filter(({ length }) => length > 0).map((fills) => new Set(fills).size)),
      };
    });
    expect(seen, colorScheme).toMatchObject({ lost: 0, texts: [seen.ink] });
    expect(seen.fewest, colorScheme).toBeGreaterThanOrEqual(5);
  }
});

test("where motion is unwelcome nothing moves by itself", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const path of ["/results/workload/", "/data/workload/", "/explore/workload/"]) {
    await page.goto(site.url + path);
    expect(await page.evaluate(() => [...document.querySelectorAll("*")].filter((each) => { const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each); return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior === "smooth"; }).length), path).toBe(0);
  }
});

/** What is wider than the window or cut off at its own edge, however much is unfolded. */
const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("details:not([name])")) details.open = true;
    const wide = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
    const lost = [...document.querySelectorAll<HTMLElement>("main *")].filter((each) => {
      const { overflowX, clipPath } = getComputedStyle(each);
      return each.getClientRects().length > 0 && clipPath === "none" && (overflowX === "hidden" || overflowX === "clip") && each.scrollWidth > each.clientWidth + 1;
    });
    return [...wide, ...lost.map((each) => `${each.tagName}.${each.className}`)];
  });

for (const [what, viewport, size] of [["at 200 %", { width: 640, height: 360 }, ""], ["at 320 px", { width: 320, height: 568 }, ""], ["with letters twice as large", { width: 390, height: 844 }, "200%"]] as const)
  test(`${what} nothing is cut and nobody scrolls sideways`, async ({ page }) => {
    await page.setViewportSize(viewport);
    for (const path of ["/results/workload/?f.place=rural&by=years", "/en/results/workload/?by=beat", "/en/results/transition/", "/en/data/workload/", "/en/explore/workload/?v=overtime&by=years"]) {
      await page.goto(site.url + path);
      if (path.includes("results") && path.includes("?")) await expect(status(page)).toContainText(/按“|Compared by/);
      if (size !== "") await page.evaluate((each) => void (document.documentElement.style.fontSize = each), size);
      expect(await cut(page), path).toEqual([]);
    }
  });

async function refuseWasm(page: Page, how: string): Promise<void> {
  if (how === "blocked") await page.route(/\.wasm$/, (route) => route.abort());
  // As by a proxy that adds a policy of its own.
  else if (how === "forbidden")
    await page.route(/\/results\/workload\//, async (route) => {
      const reply = await route.fetch();
      await route.fulfill({ response: reply, headers: { ...reply.headers(), "content-security-policy": "script-src 'self'" } });
    });
  else await page.route(/\.wasm$/, (route) => (route.request().method() === "HEAD" ? route.continue() : undefined));
}

test.describe("without WebAssembly", () => {
  // A page that the worker fetches is not seen by these routes.
  test.use({ serviceWorkers: "block" });
  for (const how of ["blocked", "forbidden", "stalled"])
    test(`${how}: everything is there to read, declared filters work, a sentence says what is off`, async ({ page }) => {
      await refuseWasm(page, how);
      for (const [path, sentence, waiting, stop] of [["/results/workload/", "按其他题的回答筛选现在用不了", "正在下载数据库程序", "不等了"], ["/en/results/workload/", "Live filtering by other answers is off", "Fetching the database program", "Stop waiting"]] as const) {
        await page.goto(`${site.url}${path}?f.hours__price=0`);
        if (how === "stalled") {
          await expect(status(page)).toContainText(waiting);
          await page.getByRole("button", { name: stop }).press("Enter");
        }
        await expect(status(page)).toContainText(sentence, { timeout: 20_000 });
        await expect(page.getByRole("button", { name: stop })).toBeHidden();
        await tick(page, "place", "rural");
        await expect(status(page)).toContainText(/n = \d+/);
        await expect(status(page)).toContainText(sentence);
        await expect(page.locator("[data-figure] svg").first()).toBeVisible();
      }
    });
});

test.describe("while the database is fetched", () => {
  test.use({ serviceWorkers: "block" });
  test("the explorer goes on waiting when another choice is made, stops when told, and begins anew", async ({ page }) => {
    const program = /\.wasm$/;
    await page.route(program, (route) => (route.request().method() === "HEAD" ? route.continue() : undefined));
    await page.goto(`${site.url}/en/explore/workload/?v=hours__visit&f.overtime=d1`);
    const status = page.locator("#engine-status");
    await expect(status).toContainText(/Opening|Fetching/);
    await page.selectOption("#by", "place");
    const stop = page.getByRole("button", { name: "Stop", exact: true });
    await expect(stop).toBeVisible();
    await expect(status).toContainText(/Opening|Fetching/);
    await stop.press("Enter");
    await expect(page.locator("#figures")).toContainText("Stopped.");
    await expect(status).toHaveText("");
    await expect(stop).toBeHidden();
    await page.unroute(program);
    await page.locator("#figures").getByRole("button", { name: "Try again" }).press("Enter");
    await expect(page.locator("#figures figure svg")).toBeVisible({ timeout: 30_000 });
  });
});

test("keys reach everything on the page, in sight, and open tables and downloads", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${site.url}/en/results/workload/`);
  await expect(page.locator("#filters")).toHaveAttribute("data-ready", "");
  const all = await page.evaluate(() => {
    const able = [...document.querySelectorAll<HTMLElement>("a[href], button, select, input, summary, [tabindex='0']")].filter((each) => !each.matches(":disabled") && each.checkVisibility() && (each.tagName === "SUMMARY" || each.closest("details:not([open])") === null));
    able.forEach((each, i) => (each.dataset["place"] = String(i)));
    return able.length;
  });
  expect(all).toBeGreaterThan(60);
  const faults: string[] = [];
  const reached = new Set<string>();
  for (let i = 0; i < all; i++) {
    await page.keyboard.press("Tab");
    const { place, fault } = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!(focused instanceof HTMLElement)) return { place: "", fault: "nothing has the focus" };
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      const { left, top, width, height } = focused.getBoundingClientRect();
      const upon = document.elementFromPoint(left + Math.min(width / 2, 20), top + height / 2);
      const inSight = upon !== null && (focused.contains(upon) || upon.contains(focused));
      const name = focused.ariaLabel ?? focused.textContent?.trim() ?? "";
      return { place: focused.dataset["place"] ?? "", fault: outlineStyle === "none" || Number.parseFloat(outlineWidth) < 2 ? `no ring: ${name}` : inSight ? "" : `covered: ${name}` };
    });
    reached.add(place);
    if (fault !== "") faults.push(fault);
  }
  expect(faults).toEqual([]);
  expect(reached.size).toBe(all);
  const figure = page.locator("[data-figure=overtime]");
  await figure.locator("summary").first().focus();
  await page.keyboard.press("Enter");
  await expect(figure.getByRole("table")).toBeVisible();
  await figure.locator(".keep summary").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  expect(download.suggestedFilename()).toBe("overtime.svg");
});

test("who cannot see hears what each figure says, and what a filter did", async ({ page }) => {
  await page.goto(`${site.url}/en/results/workload/`);
  for (const figure of await page.locator("[data-figure]").all()) {
    const title = (await figure.locator("[data-part=title]").textContent()) ?? "";
    await expect(figure).toHaveAccessibleName(title);
    await expect(figure.locator("svg[role=img]")).toHaveAccessibleName(new RegExp(`^${title.slice(0, 30).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));
  }
  const names = await page.locator("[data-figure] :is(summary, a.explore)").evaluateAll((all) => all.map((each) => each.ariaLabel ?? ""));
  expect(new Set(names).size).toBe(names.length);
  await expect(status(page)).toHaveRole("status");
  await page.selectOption("select[name=by]", "years");
  await expect(status(page)).toHaveText("Compared by “years in the job”");
  // A dozen people, of whom fewer than ten were asked everything: what is hidden is counted aloud.
  await page.goto(`${site.url}/en/results/workload/?f.place=rural&f.years=y15&f.beat=b200`);
  await expect(status(page)).toContainText(/^n = 1\d of 280 · \d of \d+ figures hidden \(too few answers\) · Only: /);
  const hidden = await page.locator("[data-figure]:not(:has(svg))").count();
  expect(hidden).toBeGreaterThan(0);
  await expect(status(page)).toContainText(` · ${hidden} of `);
});

test("ways into the explorer take the view along", async ({ page }) => {
  await page.goto(`${site.url}/en/results/workload/?f.place=rural&by=years`);
  await expect(status(page)).toContainText("Compared by");
  await page.locator("[data-figure=overtime] a.explore").click();
  await expect(page).toHaveURL(/\/en\/explore\/workload\/\?v=overtime&by=years&f\.place=rural$/);
  await expect(page.locator("figure.explored")).toHaveCount(1);
  await page.goto(`${site.url}/en/results/workload/`);
  await expect(page.locator("[data-figure=overtime] a.explore")).toHaveAttribute("href", "/en/explore/workload/?v=overtime");
});

test("a figure is kept in the colours of paper, with what it is narrowed to, whatever the screen has", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`${site.url}/en/results/workload/?f.place=rural`);
  await expect(status(page)).toContainText("n = ");
  const figure = page.locator("[data-figure=overtime]");
  await figure.locator(".keep summary").click();
  const kept = async (way: string): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent("download"), figure.locator(`[data-keep=${way}]`).click()]);
    return readFileSync(await download.path(), "utf8");
  };
  const svg = await kept("svg");
  expect(svg).toContain('fill="#fff"');
  expect(svg).toContain('fill="#1d2430"');
  expect(svg).not.toMatch(/#e8e6e1|var\(/);
  expect(svg).toContain("Only: kind of beat: Rural");
  const shown = await figure.locator("tbody tr").first().locator("td").nth(1).textContent();
  expect((await kept("csv")).split("\r\n")[1]).toContain(`,${shown},`);
});

test.describe("a database of more than 4 MB", () => {
  let small = "";
  let wanted = 0;
  test.beforeAll(async () => {
    const folder = join(site.env["DIST_DIR"] ?? "", "releases/workload/2026-q3/simulated");
    small = readdirSync(folder).find((name) => name.endsWith("-data.duckdb")) ?? "";
    const large = join(folder, small.replace("-data.", "-large."));
    copyFileSync(join(folder, small), large);
    const instance = await DuckDBInstance.create(large);
    const connection = await instance.connect();
    await connection.run("CREATE TABLE ballast AS SELECT hash(i) AS a, hash(i + 1000000) AS b FROM range(500000) t(i)");
    await connection.run("CHECKPOINT");
    wanted = Number((await connection.runAndReadAll("SELECT count(*)::INTEGER FROM responses WHERE hours__price = 0")).getRows()[0]?.[0]);
    connection.closeSync();
    instance.closeSync();
    expect(statSync(large).size).toBeGreaterThan(5_000_000);
  });

  /** The page as it is, its database the large one. */
  const enlarge = (context: BrowserContext): Promise<unknown> =>
    context.route("**/en/results/workload/**", async (route) => {
      const reply = await route.fetch();
      await route.fulfill({ response: reply, body: (await reply.text()).replaceAll(small, small.replace("-data.", "-large.")) });
    });

  test.use({ serviceWorkers: "block" });
  for (const ranges of [true, false])
    test(`opens from our own server ${ranges ? "in ranges" : "whole, where a proxy knows no ranges"}`, async ({ page, context }) => {
      await enlarge(context);
      if (!ranges)
        await context.route(/-large\.duckdb$/, async (route) => {
          const { range: _, ...headers } = await route.request().allHeaders();
          await route.continue({ headers });
        });
      const sizes: number[] = [];
      context.on("response", (reply) => reply.url().endsWith("-large.duckdb") && reply.request().method() === "GET" && sizes.push(Number(reply.headers()["content-length"] ?? Number.NaN)));
      await page.goto(`${site.url}/en/results/workload/?f.hours__price=0`);
      await expect(status(page)).toHaveText(`n = ${wanted} of 280 · Only: Price-label checks: None`, { timeout: 30_000 });
      if (ranges) expect(Math.max(...sizes)).toBeLessThan(4_000_000);
      else expect(Math.max(...sizes)).toBeGreaterThan(4_000_000);
    });
});
