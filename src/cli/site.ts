import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { compressSite } from "../collector/compress.ts";
import { startServer } from "../collector/serve.ts";
import { UserError } from "../error.ts";
import { listReleases } from "../query/releases.ts";
import type { Store } from "../responses/store.ts";
import { listSurveys } from "../survey/load.ts";
import type { Invocation, Output, Settings } from "./options.ts";
import { openStore, withStore } from "./places.ts";
import { prepare } from "./prepare.ts";

/** Verbs that build and serve the site. */

export const prepareVerb = (invocation: Invocation, output: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    await prepare(invocation.settings, store, output, { openTrials: false });
    return true;
  });

/** Writes `dist/`, which any web server can serve. */
export async function buildVerb({ settings }: Invocation, output: Output): Promise<boolean> {
  await withStore(settings, (store) => prepare(settings, store, output, { openTrials: false }));
  await astro(["build"], settings, {});
  output.say(`the site is in ${settings.dist}/`);
  return true;
}

/** Builds the site and serves it with the collector until the process is told to stop. */
export async function startVerb({ settings }: Invocation, output: Output): Promise<boolean> {
  const store = await openStore(settings);
  try {
    await prepare(settings, store, output, { openTrials: true });
    output.say("building the site …");
    await astro(["build"], settings, {});
    await compressSite(settings.dist);
    const server = await listening(settings, store);
    output.say(addresses(server.url, settings));
    await stopSignal();
    await server.close();
  } finally {
    await store.shutdown();
  }
  return true;
}

async function listening({ port, host, dist, base, ...settings }: Settings, store: Store) {
  try {
    return await startServer({ port, host, dist, base, store, key: operatorKey(settings) });
  } catch (error) {
    throw new UserError(`the server cannot listen on ${host}:${port} (${error instanceof Error ? error.message : String(error)})`, { fix: "another program may use this port: PORT=4322 npm start", cause: error });
  }
}

/** Serves the site with hot reload, and a collector beside it so that answers arrive. */
export async function devVerb({ settings }: Invocation, output: Output): Promise<boolean> {
  const store = await openStore(settings);
  try {
    await prepare(settings, store, output, { openTrials: true });
    const server = await startServer({ port: 0, host: "localhost", dist: settings.dist, store, key: operatorKey(settings) });
    output.say(`the collector listens on ${server.url}`);
    await astro(["dev", "--port", String(settings.port), "--host", settings.host], settings, { COLLECTOR_URL: server.url });
    await server.close();
  } finally {
    await store.shutdown();
  }
  return true;
}

function astro(args: readonly string[], settings: Settings, extra: Readonly<Record<string, string>>): Promise<void> {
  const root = resolve(import.meta.dirname, "../..");
  const env = {
    ...process.env,
    ASTRO_TELEMETRY_DISABLED: "1",
    SURVEYS_DIR: resolve(settings.surveys),
    DATA_DIR: resolve(settings.data),
    OUT_DIR: resolve(settings.out),
    PUBLIC_DIR: resolve(settings.publicDir),
    DIST_DIR: resolve(settings.dist),
    ...extra,
  };
  return new Promise((done, fail) => {
    // Words of the build go to stderr: stdout belongs to results.
    const child = spawn(process.execPath, [join(root, "node_modules/astro/bin/astro.mjs"), ...args], { cwd: root, env, stdio: ["ignore", args[0] === "dev" ? "inherit" : "pipe", "pipe"] });
    const said: string[] = [];
    child.stdout?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (args[0] === "dev" ? process.stderr.write(chunk) : said.push(chunk.toString())));
    child.on("error", fail);
    child.on("exit", (code) => (code === 0 || code === null ? done() : fail(new UserError(`the site could not be built\n${said.join("").slice(-4000)}`, { fix: "mend what is named above" }))));
  });
}

/** Made once, readable by the one who runs the server alone. */
function operatorKey({ data }: Pick<Settings, "data">): string {
  const path = join(data, "operator.key");
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${randomBytes(18).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  }
  return readFileSync(path, "utf8").trim();
}

function addresses(url: string, settings: Settings): string {
  const root = url.replace(/\/$/, "") + settings.base.replace(/\/?$/, "/");
  const ids = listSurveys(settings.surveys);
  const released = new Set(listReleases(settings.publicDir).map(({ manifest }) => manifest.survey));
  const simulated = new Set(listReleases(settings.publicDir).filter(({ manifest }) => manifest.simulated).map(({ manifest }) => manifest.survey));
  const line = (word: string, path: string, note = ""): string => `  ${word.padEnd(14)}${root}${path}${note}`;
  return [
    "",
    "qingting 倾听",
    line("home 首页", ""),
    ...ids.map((id) => line("form 问卷", `s/${id}/`)),
    ...ids.filter((id) => released.has(id)).map((id) => line("results 结果", `results/${id}/`, simulated.has(id) ? "   SIMULATED 模拟数据" : "")),
    ...ids.filter((id) => released.has(id)).map((id) => line("data 数据", `data/${id}/`)),
    line("operate 管理", "operate/"),
    `  ${"key 管理密钥".padEnd(14)}${operatorKey(settings)}   (${join(settings.data, "operator.key")})`,
    "",
    "  Stop with Ctrl+C. Outside this machine serve it over HTTPS.",
    "",
  ].join("\n");
}

const stopSignal = (): Promise<void> =>
  new Promise((done) => {
    process.once("SIGINT", () => done());
    process.once("SIGTERM", () => done());
  });
