import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startServer } from "../../src/collector/serve.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";

/** Headers of the built site, wherever it lies. */

const folder = mkdtempSync(join(tmpdir(), "qingting-serve-"));
const PAGES = ["", "results/pulse/", "en/results/pulse/2026-10/", "explore/", "data/pulse/", "docs/author/", "s/pulse/", "en/s/pulse/", "send/", "operate/", "en/operate/"];
for (const page of PAGES) {
  const path = join(folder, "dist", page, "index.html");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "<!doctype html>");
}

describe.each(["/", "/survey/"])("at %s", async (base) => {
  const store = await openSqlite(join(folder, `${base.replaceAll("/", "")}answers.sqlite`));
  const server = await startServer({ port: 0, host: "localhost", dist: join(folder, "dist"), base, store });
  afterAll(async () => {
    // Kept connections would be waited for.
    void server.close();
    await store.shutdown();
  });

  test.each(PAGES)("/%s is framed by nobody, read as what it is, and sends no referrer", async (page) => {
    const { status, headers } = await fetch(server.url + base + page);
    expect([status, headers.get("content-security-policy"), headers.get("x-content-type-options"), headers.get("referrer-policy")]).toEqual([200, "frame-ancestors 'none'", "nosniff", "no-referrer"]);
  });

  test("whoever opened its window is cut off from a page that takes something, and from none that is only read", async () => {
    const cut: string[] = [];
    for (const page of PAGES) if ((await fetch(server.url + base + page)).headers.get("cross-origin-opener-policy") === "same-origin") cut.push(page);
    expect(cut).toEqual(["s/pulse/", "en/s/pulse/", "send/", "operate/", "en/operate/"]);
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
