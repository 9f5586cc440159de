import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import type { Manifest } from "../../src/query/files.ts";
import { wholeOptions } from "../browser/browser.ts";
import { type Installation, install } from "../browser/installation.ts";
import { type Profile, slowDown } from "./phone/profiles.ts";
import { databaseBaseline, loopBaseline } from "./results-baselines.ts";
import type { Row } from "./run.ts";

const ROOT = join(import.meta.dirname, "../..");
const ID = "bench";
const LONG = "long";
/** 9 Mbit/s and 60 ms: an office's line, or a good mobile one. */
const LINE: Profile = { name: "line", cpu: 1, network: { latency: 60, downloadThroughput: 9e6 / 8, uploadThroughput: 3e6 / 8 } };
const CHANGES = 60;
/** Figures of the page that is measured, and of the longest that is weighed. */
const FIGURES = 24;
const MOST_FIGURES = 40;
const FILTERS = ["place", "years", "beat"];
const both = (text: string) => ({ "zh-cn": text, en: text });

/**
 * What somebody who looks for a reason waits for on a results page of 24 figures: until all can be seen, until the filters
 * answer, and from a change until every figure is drawn anew; beside counting in DuckDB row by row, and beside a bare loop over
 * typed arrays, which draws nothing and is what counting costs at the least.
 * @param n runs of each load
 * @param most responses of the largest release; there are ones of 1,000 and of 100,000 before it
 */
export async function resultsBench(n: number, most: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const browser = await chromium.launch(await wholeOptions());
  try {
    for (const size of [...new Set([Math.min(1000, most), Math.min(100_000, most), most])]) {
      const isFirst = rows.length === 0;
      const site = await install({ surveys: [], more: [surveyOf(ID, size, FIGURES), ...(isFirst ? [surveyOf(LONG, 1000, MOST_FIGURES, KINDS)] : [])] });
      try {
        rows.push(...(await rowsOf(browser, site, size, n)));
        if (isFirst) rows.push(await longPage(site));
      } finally {
        await site.stop();
      }
    }
    return rows;
  } finally {
    await browser.close();
  }
}

/** The workload questionnaire, which has 15 figures, with so many questions more that there are as many as said: single choices, or of every kind in turn. */
function surveyOf(id: string, size: number, figures: number, kinds: readonly Kind[] = [single]): { id: string; definition: object; study: object } {
  const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(ROOT, "surveys/workload", name), "utf8"));
  const definition = read("survey.json");
  const study = read("study.json");
  const more = Array.from({ length: figures - 15 }, (_, i) => ({ name: `more${i}`, title: both(`再问第 ${i + 1} 件事`), ...kinds[i % kinds.length]?.() }));
  const { pages, waves, roles } = { pages: listOf(definition["pages"]), waves: listOf(study["waves"]), roles: Object(study["roles"]) };
  return {
    id,
    definition: { ...definition, pages: [...pages, { name: "more", elements: more }] },
    study: {
      ...study,
      waves: waves.map((wave, i) => ({ ...Object(wave), ...(i === 0 ? { expected: Math.round(size / 0.7) } : {}) })),
      roles: { ...roles, ...Object.fromEntries(more.map(({ name }) => [name, { role: "ordinary", why: both("只有本人知道") }])) },
      ...(kinds.length === 1 ? { ordinal: [...listOf(study["ordinal"]), "more0", "more1", "more2"] } : {}),
    },
  };
}

type Kind = () => object;
const choices = (count: number): object[] => Array.from({ length: count }, (_, i) => ({ value: `c${i}`, text: both(`第 ${i + 1} 种回答`) }));
const single: Kind = () => ({ type: "radiogroup", choices: choices(5) });
/** As long questionnaires mix them. */
const KINDS: readonly Kind[] = [
  single,
  () => ({ type: "checkbox", choices: choices(8) }),
  () => ({ type: "matrix", rows: choices(6), columns: choices(5) }),
  () => ({ type: "rating", rateMin: 0, rateMax: 10 }),
  () => ({ type: "ranking", choices: choices(6) }),
  () => ({ type: "text", inputType: "number", min: 0, max: 60 }),
  () => ({ type: "boolean" }),
];

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

async function rowsOf(browser: Browser, site: Installation, size: number, n: number): Promise<Row[]> {
  const name = size.toLocaleString("en");
  const row = (what: string, value: number | null, unit: string): Row => ({ bench: "results", case: `${name}: ${what}`, value, unit });
  const folder = join(site.env["OUT_DIR"] ?? "", ID, "2026-q3/simulated");
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, "release.json"), "utf8"));
  const loads = { shown: [] as number[], ready: [] as number[] };
  for (let run = 0; run <= n; run++) {
    const { shown, ready } = await load(browser, site);
    // The first round is not counted: it warms the server.
    if (run > 0) loads.shown.push(shown), loads.ready.push(ready);
  }
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  const page = await opened(context, `${site.url}/results/${ID}/`);
  const figures = await page.locator("[data-figure]").count();
  const plain = await changes(page, "");
  const compared = await changes(page, "place");
  const memory = await memoryOf(browser);
  const outside = await outsideChanges(page);
  await context.close();
  const floor = await loopBaseline(folder, manifest, FILTERS);
  const database = await databaseBaseline(folder, manifest, FILTERS);
  const redrawn = { ...row(`change to all ${figures} figures redrawn, p95`, at(plain, 0.95), "ms"), against: "12 queries of DuckDB-WASM", ratio: at(plain, 0.95) / at(database, 0.95) };
  return [
    ...(await sizesOf(site, row)),
    row("all figures visible", at(loads.shown, 0.5), "ms"),
    row("filters ready", at(loads.ready, 0.5), "ms"),
    row(`change to all ${figures} figures redrawn, p50`, at(plain, 0.5), "ms"),
    redrawn,
    row("compared, change to all redrawn, p95", at(compared, 0.95), "ms"),
    row("memory of the renderer after that", memory, "MB"),
    row("a filter outside of the cube, p50", at(outside, 0.5), "ms"),
    row("a filter outside of the cube, p95", at(outside, 0.95), "ms"),
    row("12 queries of DuckDB-WASM over the rows, p95", at(database, 0.95), "ms"),
    row("a loop over typed arrays, counts alone, p95", at(floor, 0.95), "ms"),
  ];
}

const at = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** As a phone gets it, every table included. */
async function longPage(site: Installation): Promise<Row> {
  const answer = await fetch(`${site.url}/results/${LONG}/`, { headers: { "accept-encoding": "br" } });
  const figures = [...(await answer.text()).matchAll(/ data-figure="/g)].length;
  return { bench: "results", case: `page of ${figures} questions with their tables`, value: Number(answer.headers.get("content-length") ?? Number.NaN) / 1024, unit: "KB" };
}

async function sizesOf(site: Installation, row: (what: string, value: number, unit: string) => Row): Promise<Row[]> {
  const fetched = async (path: string): Promise<number> => {
    const answer = await fetch(site.url + path, { headers: { "accept-encoding": "br" } });
    await answer.arrayBuffer();
    return Number(answer.headers.get("content-length") ?? Number.NaN);
  };
  const html = await (await fetch(`${site.url}/results/${ID}/`)).text();
  const handed = /data-handed="([^"]*)"/.exec(html)?.[1]?.replaceAll("&quot;", '"').replaceAll("&#34;", '"') ?? "{}";
  const { config }: { config: { cube: string } } = JSON.parse(handed);
  const dist = join(site.env["DIST_DIR"] ?? "", "_astro");
  const seen = new Set<string>();
  // What the filters load: the script of the page, and whatever its board imports.
  const follow = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [, next = ""] of readFileSync(join(dist, name), "utf8").matchAll(/from"\.\/([^"]+\.js)"/g)) follow(next);
  };
  for (const name of readdirSync(dist)) if (/^(Filters|Results|results-board)\b.*\.js$/.test(name)) follow(name);
  const code = (await Promise.all([...seen].map((name) => fetched(`/_astro/${name}`)))).reduce((sum, bytes) => sum + bytes, 0);
  return [row("page", (await fetched(`/results/${ID}/`)) / 1024, "KB"), row("cube", (await fetched(config.cube)) / 1024, "KB"), row("drawing code", code / 1024, "KB")];
}

async function opened(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForSelector("#filters[data-ready]", { timeout: 60_000 });
  return page;
}

/** A first visit over the line: when the last figure stands in a painted frame, and when the filters answer. */
async function load(browser: Browser, site: Installation): Promise<{ shown: number; ready: number }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, serviceWorkers: "block" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await slowDown(session, LINE, false);
  await page.addInitScript(() => {
    const look = (): void => {
      // All of the page is there, and this frame shows it.
      if (document.querySelector(".method, footer") && document.querySelectorAll("[data-figure] svg").length > 0) requestAnimationFrame(() => performance.mark("figures-shown"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(`${site.url}/results/${ID}/`);
  await page.waitForSelector("#filters[data-ready]", { timeout: 60_000 });
  const times = await page.evaluate(() => ["figures-shown", "filters-ready"].map((name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN));
  await context.close();
  return { shown: times[0] ?? Number.NaN, ready: times[1] ?? Number.NaN };
}

/** From a tick in a box until every figure is drawn and laid out, in ms. */
const changes = (page: Page, by: string): Promise<number[]> =>
  page.evaluate(
    async ({ by: group, count }) => {
      // When all figures were drawn; an observer is told some frames later, which nobody waits for.
      const redrawn = (): Promise<number> =>
        new Promise((done) => {
          const observer = new PerformanceObserver((list) => {
            const [entry] = list.getEntriesByName("figures-redrawn");
            if (!entry) return;
            observer.disconnect();
            done(entry.startTime + entry.duration);
          });
          observer.observe({ type: "measure" });
        });
      const change = async (act: () => void): Promise<number> => {
        const waiting = redrawn();
        const start = performance.now();
        act();
        const drawn = (await waiting) - start;
        const asked = performance.now();
        void document.body.offsetHeight;
        const taken = drawn + performance.now() - asked;
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
        return taken;
      };
      const select = document.querySelector<HTMLSelectElement>("select[name=by]");
      if (select && select.value !== group) await change(() => ((select.value = group), select.dispatchEvent(new Event("change", { bubbles: true }))));
      const boxes = [...document.querySelectorAll<HTMLInputElement>("input[data-filter]")];
      const times: number[] = [];
      for (let i = 0; i < count + 5; i++) {
        const box = boxes[(i * 3) % boxes.length];
        if (!box) continue;
        const taken = await change(() => ((box.checked = !box.checked), box.dispatchEvent(new Event("change", { bubbles: true }))));
        // The first few are compiled while they run.
        if (i >= 5) times.push(taken);
      }
      return times;
    },
    { by, count: CHANGES },
  );

/** The same with rows that DuckDB has to find: a question that is no declared filter, another answer each time. */
async function outsideChanges(page: Page): Promise<number[]> {
  await page.evaluate(() => document.querySelector<HTMLButtonElement>("#filters button[type=reset]")?.click());
  await page.locator("#more summary").click();
  await page.selectOption("#more-choose", "overtime");
  const boxes = page.locator("#more-filters input");
  await boxes.first().check();
  await page.waitForSelector("summary[data-set] [data-more]", { timeout: 60_000 });
  const times: number[] = [];
  const count = await boxes.count();
  for (let i = 0; i < 24; i++) {
    const taken = await page.evaluate(
      (place) =>
        new Promise<number>((done) => {
          const observer = new PerformanceObserver((list) => {
            const [entry] = list.getEntriesByName("figures-redrawn");
            if (!entry) return;
            observer.disconnect();
            done(entry.duration);
          });
          observer.observe({ type: "measure" });
          document.querySelectorAll<HTMLInputElement>("#more-filters input")[place]?.click();
        }),
      1 + (i % (count - 1)),
    );
    if (i >= 4) times.push(taken);
  }
  return times;
}

/** What the page's process holds of its own, shared pages in part, in MB; null where this is no Linux. */
async function memoryOf(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const sizes = processInfo.flatMap(({ type, id }) => {
    if (type !== "renderer") return [];
    try {
      return [Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024];
    } catch {
      return [];
    }
  });
  return sizes.length === 0 ? null : Math.max(...sizes);
}
