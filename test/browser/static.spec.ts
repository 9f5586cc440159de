import { createReadStream, existsSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join } from "node:path";
import { expect, test } from "@playwright/test";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { qingting } from "../cli/run.ts";
import { type Installation, install } from "./installation.ts";

/** The site on a web server that knows nothing of it, under a path, with the collector elsewhere. */
let site: Installation;
let plain: Server;
let url = "";
let dist = "";

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

test.beforeAll(async () => {
  test.setTimeout(240_000);
  // As little of a web server as there is: no ranges, no compression, no headers but the type.
  plain = createServer((request, reply) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = join(dist, path.replace(/^\/people\/voice/, ""), path.endsWith("/") ? "index.html" : "");
    if (!path.startsWith("/people/voice/") || !existsSync(file) || !statSync(file).isFile()) return void reply.writeHead(404).end();
    reply.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(reply);
  });
  await new Promise<void>((done) => plain.listen(0, "localhost", done));
  const address = plain.address();
  const home = `http://localhost:${address !== null && typeof address === "object" ? address.port : 0}`;
  url = `${home}/people/voice`;
  // The collector is told whose pages may send; the site, where to.
  site = await install({ surveys: ["pulse"], settings: { SITE_URL: home } });
  dist = `${site.env["DIST_DIR"] ?? ""}-static`;
  const { status, err } = qingting(["build"], { ...site.env, DIST_DIR: dist, BASE_PATH: "/people/voice/", COLLECTOR_URL: site.url });
  expect(`${status} ${err}`).toBe("0 ");
});
test.afterAll(async () => {
  plain.close();
  await site.stop();
  rmSync(dist, { recursive: true, force: true });
});

test("answers given there reach the collector", async ({ page }) => {
  await page.goto(`${url}/en/s/pulse/`);
  await page.locator(".consent [data-start]").click();
  await page.locator('[data-name="load"] label').first().click();
  await page.getByRole("button", { name: "Submit" }).click();
  await expect(page.locator(".outcome h2")).toHaveText("Delivered");
  const store = await openSqlite(join(site.folder, "data/answers.sqlite"));
  expect(await store.count("pulse", "trial")).toBe(1);
  await store.shutdown();
});

test("answers saved as a file are sent from there, too", async ({ page }) => {
  const [response] = simulate(loadSurvey(join(site.folder, "surveys"), "pulse"), { n: 1, seed: 5, wave: "trial" });
  await page.goto(`${url}/send/`);
  await page.locator("html[data-ready]").waitFor();
  await page.setInputFiles("#file", { name: "qingting-pulse-trial.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(response)) });
  await page.locator("#send").click();
  await expect(page.locator("#list .status")).toContainText("已送达");
});

test("a page that the collector was not told of cannot send", async ({ request }) => {
  const reply = await request.post(`${site.url}/api/responses`, { headers: { origin: "https://elsewhere.example" }, data: {} });
  expect(reply.status()).toBe(403);
});

test("every page is found from every other, and the explorer counts", async ({ page }) => {
  const missing: string[] = [];
  page.on("response", (reply) => reply.status() >= 400 && missing.push(`${reply.status()} ${reply.url()}`));
  const seen = new Set<string>();
  const open = [`${url}/`];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    await page.goto(next);
    const links = await page.locator("a[href]").evaluateAll((all) => all.flatMap((link) => (link instanceof HTMLAnchorElement && !link.download ? [link.href.replace(/[?#].*$/, "")] : [])));
    // Other addresses than this site's: the collector's alone.
    expect(links.filter((link) => !link.startsWith(`${url}/`) && !link.startsWith(site.url))).toEqual([]);
    open.push(...links.filter((link) => link.startsWith(`${url}/`) && link.endsWith("/") && !seen.has(link)));
  }
  expect(missing).toEqual([]);
  expect(seen.size).toBeGreaterThan(20);
  await page.goto(`${url}/explore/pulse/?v=load&f.useful=most`);
  await expect(page.locator("figure.explored svg")).toBeVisible({ timeout: 30_000 });
});
