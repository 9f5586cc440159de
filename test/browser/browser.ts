import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Keeps Chromium from asking anything of the network by itself. */
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
const SYSTEM_FONTS = "/etc/fonts";

interface Options {
  readonly executablePath: string;
  readonly args: string[];
}

/**
 * Chromium for tests: the one inside the packages, which has no window to draw and takes a third less of the processor than the machine's
 * own; that one where it does not start. `CHROMIUM` names another.
 */
export async function launchOptions(): Promise<Options> {
  // Workers inherit the environment: unpacked once, found by all.
  const executablePath = (process.env["CHROMIUM"] ??= (await packaged()) ?? installed());
  if (executablePath === undefined) throw new Error("no Chromium starts here: install one, or name it in CHROMIUM");
  return { executablePath, args: ARGS };
}

/** What people have: the machine's own Chromium where there is one, for pictures and for what is measured. */
export async function wholeOptions(): Promise<Options> {
  const own = installed();
  return process.env["CHROMIUM"] === undefined && own !== undefined ? { executablePath: own, args: ARGS } : launchOptions();
}

const installed = (): string | undefined => INSTALLED.find((path) => existsSync(path));

async function packaged(): Promise<string | undefined> {
  // Makes it unpack the libraries that a bare machine lacks, and name them in LD_LIBRARY_PATH.
  process.env["AWS_EXECUTION_ENV"] ??= "AWS_Lambda_nodejs24.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  const path = await chromium.executablePath();
  // Its own fonts are for machines without any.
  if (existsSync(`${SYSTEM_FONTS}/fonts.conf`)) process.env["FONTCONFIG_PATH"] = SYSTEM_FONTS;
  return spawnSync(path, ["--version", ...ARGS], { timeout: 20_000 }).status === 0 ? path : undefined;
}
