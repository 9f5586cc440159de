import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startServer } from "../../src/collector/serve.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";

/** A site that is built again while it is read. */
const ROOT = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "qingting-renew-"));
// Astro builds inside the project.
const dist = join(ROOT, `.cache/dist-renew-${process.pid}`);
const env = { ...process.env, SURVEYS_DIR: join(folder, "surveys"), DATA_DIR: join(folder, "data"), PUBLIC_DIR: join(folder, "public"), OUT_DIR: join(folder, "out"), DIST_DIR: dist };
afterAll(() => {
  for (const each of [dist, folder]) rmSync(each, { recursive: true, force: true });
});

const build = (): Promise<number | null> => new Promise((done) => spawn(process.execPath, [join(ROOT, "src/cli.ts"), "build"], { cwd: ROOT, env, stdio: "ignore" }).once("exit", done));

test("a site that is built again is served all the while, and open pages keep their scripts for as long as a draft lives", async () => {
  cpSync(join(ROOT, "surveys/pulse"), join(folder, "surveys/pulse"), { recursive: true });
  mkdirSync(join(folder, "public"));
  cpSync(join(ROOT, "public/favicon.svg"), join(folder, "public/favicon.svg"));
  expect(await build()).toBe(0);
  // As if the former build had called its scripts otherwise: one that an open page still asks for, and one that nobody can.
  const [open, gone] = ["_astro/former.js", "_astro/ancient.js"];
  for (const name of [open, gone]) writeFileSync(join(dist, name), `"${name}";`);
  utimesSync(join(dist, gone), new Date("2020-01-01"), new Date("2020-01-01"));
  const store = await openSqlite(join(folder, "answers.sqlite"));
  const server = await startServer({ port: 0, host: "localhost", dist, store });
  try {
    const before = await (await fetch(`${server.url}/s/pulse/`)).text();
    writeFileSync(join(folder, "public/new.txt"), "new");
    let isBuilding = true;
    const built = build().finally(() => (isBuilding = false));
    const seen = new Map<number, number>();
    while (isBuilding) {
      for (const path of ["/", "/s/pulse/", `/${open}`]) {
        const { status } = await fetch(server.url + path);
        seen.set(status, (seen.get(status) ?? 0) + 1);
      }
      await new Promise((then) => setTimeout(then, 5));
    }
    expect(await built).toBe(0);
    expect([...seen.keys()]).toEqual([200]);
    expect(seen.get(200)).toBeGreaterThan(100);
    expect(await (await fetch(`${server.url}/new.txt`)).text()).toBe("new");
    expect((await fetch(`${server.url}/${gone}`)).status).toBe(404);
    expect(before).toContain("</html>");
    // Small on the line after a second build, too.
    const reply = await fetch(`${server.url}/s/pulse/`, { headers: { "accept-encoding": "br" } });
    expect(reply.headers.get("content-encoding")).toBe("br");
    expect(readdirSync(join(ROOT, ".cache")).filter((name) => name.startsWith(`dist-renew-${process.pid}.`))).toEqual([]);
    expect(existsSync(join(dist, "index.html.br"))).toBe(true);
  } finally {
    await server.close();
    await store.shutdown();
  }
}, 240_000);

test("whoever asks in the instant when one site takes the place of another gets the page, and not that there is none", async () => {
  const site = join(folder, "swapped");
  mkdirSync(site);
  writeFileSync(join(site, "index.html"), "here");
  const store = await openSqlite(join(folder, "swapped.sqlite"));
  const server = await startServer({ port: 0, host: "localhost", dist: site, store });
  try {
    renameSync(site, `${site}.former`);
    setTimeout(() => renameSync(`${site}.former`, site), 150);
    const reply = await fetch(`${server.url}/`);
    expect([reply.status, await reply.text()]).toEqual([200, "here"]);
    expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
  } finally {
    await server.close();
    await store.shutdown();
  }
});
