import { existsSync } from "node:fs";

/** Keeps Chromium from asking anything of the network by itself. */
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

/** The machine's own Chromium, which has its fonts, or else the one that comes with the packages. `CHROMIUM` names another. */
export async function launchOptions(): Promise<{ executablePath: string; args: string[] }> {
  // Workers inherit the environment: unpacked once, found by all.
  process.env["CHROMIUM"] ??= INSTALLED.find((path) => existsSync(path)) ?? (await packaged());
  return { executablePath: process.env["CHROMIUM"], args: ARGS };
}

async function packaged(): Promise<string> {
  // Makes it unpack the libraries that a bare machine lacks, and name them in LD_LIBRARY_PATH.
  process.env["AWS_EXECUTION_ENV"] ??= "AWS_Lambda_nodejs24.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  return chromium.executablePath();
}
