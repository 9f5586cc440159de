import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { UserError } from "../error.ts";
import type { Settings } from "./options.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** Starts Astro with the folders that the command line names. Its words go to stderr: stdout belongs to results. */
function spawnAstro(args: readonly string[], settings: Settings, extra: Readonly<Record<string, string>>, quiet: boolean): ChildProcess {
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
  return spawn(process.execPath, [join(ROOT, "node_modules/astro/bin/astro.mjs"), ...args], { cwd: ROOT, env, stdio: ["ignore", quiet ? "pipe" : 2, "pipe"] });
}

/** Builds the site. @throws UserError with the end of what Astro said */
export function buildSite(settings: Settings): Promise<void> {
  const child = spawnAstro(["build"], settings, {}, true);
  const said: string[] = [];
  child.stdout?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("exit", (code) => (code === 0 ? done() : fail(new UserError(`the site could not be built\n${said.join("").slice(-4000)}`, { fix: "mend what is named above" }))));
  });
}

export interface Served {
  /** Resolves when it ends, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Serves the site with hot reload until it is stopped. */
export function serveSite(settings: Settings, collector: string): Served {
  const child = spawnAstro(["dev", "--port", String(settings.port), "--host", settings.host], settings, { COLLECTOR_URL: collector }, false);
  child.stderr?.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
