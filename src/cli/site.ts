import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { startServer } from "../collector/serve.ts";
import { UserError } from "../error.ts";
import { listReleases } from "../query/releases.ts";
import type { Store } from "../responses/store.ts";
import { listSurveys } from "../survey/load.ts";
import type { Invocation, Output, Settings } from "./options.ts";
import { openStore, withStore } from "./places.ts";
import { prepare } from "./prepare.ts";
import { deskOf } from "./work.ts";
import { renewSite } from "./renew.ts";

/** Verbs that build and serve the site. */

export const prepareVerb = (invocation: Invocation, output: Output): Promise<boolean> =>
  withStore(invocation.settings, async (store) => {
    await prepare(invocation.settings, store, output, { openTrials: false });
    return true;
  });

/** Writes `dist/`, which any web server can serve. */
export async function buildVerb({ settings }: Invocation, output: Output): Promise<boolean> {
  await withStore(settings, (store) => prepare(settings, store, output, { openTrials: false }));
  await renewSite(settings);
  if (output.wantsJson) output.json({ dist: settings.dist });
  output.say(`the site is in ${settings.dist}/`);
  return true;
}

/** Builds the site and serves it with the collector until the process is told to stop. */
export async function startVerb({ settings }: Invocation, output: Output): Promise<boolean> {
  const store = await openStore(settings);
  try {
    await prepare(settings, store, output, { openTrials: true });
    output.say("building the site …");
    await renewSite(settings);
    const server = await listening(settings, store, output.say);
    output.say(addresses(server.url, settings));
    await stopSignal();
    await server.close();
  } finally {
    await store.shutdown();
  }
  return true;
}

async function listening(settings: Settings, store: Store, warn: Output["say"]) {
  const { port, host, dist, base, origins, trustsProxy } = settings;
  try {
    return await startServer({ port, host, dist, base, store, origins, limit: trustsProxy ? "proxy" : "connection", warn, key: operatorKey(settings), desk: deskOf(settings) });
  } catch (error) {
    throw new UserError(`the server cannot listen on ${host}:${port} (${error instanceof Error ? error.message : String(error)})`, { fix: "another program may use this port: PORT=4322 npm start", cause: error });
  }
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

/** Resolves when the process is told to stop. */
export const stopSignal = (): Promise<void> =>
  new Promise((done) => {
    process.once("SIGINT", () => done());
    process.once("SIGTERM", () => done());
  });
