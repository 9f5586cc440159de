import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { buildCodebook } from "../../src/survey/build.ts";
import { wholeOptions } from "../browser/browser.ts";
import type { Row } from "./run.ts";

const ROOT = join(import.meta.dirname, "../..");
const AGAINST = "20 questions";
const both = (text: string) => ({ "zh-cn": text, en: text });
const choices = (n: number) => Array.from({ length: n }, (_, i) => ({ value: `c${i}`, text: both(`选项 ${i}`) }));
const questions = (n: number) => Array.from({ length: n }, (_, i) => ({ type: ["radiogroup", "text", "checkbox", "rating", "dropdown"][i % 5], name: `q${i}`, title: both(`第 ${i} 题`), ...(i % 5 === 1 || i % 5 === 3 ? {} : { choices: choices(4) }) }));
const inPages = (all: readonly object[]) => ({ pages: Array.from({ length: Math.ceil(all.length / 10) }, (_, i) => ({ name: `p${i}`, elements: all.slice(10 * i, 10 * i + 10) })) });

const CASES: Readonly<Record<string, { readonly id: string; readonly definition: object }>> = {
  [AGAINST]: { id: "small", definition: inPages(questions(20)) },
  "2,000 questions": { id: "long", definition: inPages(questions(2000)) },
  "10,000 choices in one list": { id: "wide", definition: inPages([{ type: "dropdown", name: "town", choices: choices(10_000) }, ...questions(19)]) },
};

/** What a large questionnaire costs: to read, to build, to open on a phone four times slower than this machine, and to answer. */
export async function largeBench(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-large-"));
  const measured = new Map<string, ReadonlyMap<string, readonly [number, string]>>();
  try {
    for (const [name, { id, definition }] of Object.entries(CASES)) measured.set(name, await measure(join(folder, id), id, definition));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const small = measured.get(AGAINST);
  return [...measured].flatMap(([name, figures]) =>
    [...figures].map(([what, [value, unit]]): Row => {
      const other = small?.get(what)?.[0];
      return { bench: "large", case: `${name}: ${what}`, value, unit, ...(name === AGAINST || other === undefined ? {} : { against: AGAINST, ratio: value / other }) };
    }),
  );
}

async function measure(folder: string, id: string, definition: object): Promise<ReadonlyMap<string, readonly [number, string]>> {
  mkdirSync(join(folder, "surveys", id), { recursive: true });
  writeFileSync(join(folder, "surveys", id, "survey.json"), JSON.stringify(definition));
  cpSync(join(ROOT, "public"), join(folder, "public"), { recursive: true, filter: (path) => !path.endsWith("/releases") });
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const dist = join(ROOT, `.cache/dist-${port}`);
  const env = { ...process.env, SURVEYS_DIR: join(folder, "surveys"), DATA_DIR: join(folder, "data"), OUT_DIR: join(folder, "out"), PUBLIC_DIR: join(folder, "public"), DIST_DIR: dist, HOST: "localhost", PORT: String(port) };
  const codebook = timed(() => void buildCodebook({ ...definition }, undefined, { survey: id, version: "0", where: "survey.json" }));
  const build = timed(() => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "src/cli.ts"), "build"], { cwd: ROOT, env, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  });
  const html = statSync(join(dist, "s", id, "index.html")).size;
  try {
    const opened = await open(env, `http://localhost:${port}/s/${id}/`);
    const times = Object.entries({ codebook, build, ...opened }).map(([what, ms]): [string, [number, string]] => [what, [ms, "ms"]]);
    return new Map<string, [number, string]>([...times, ["page", [html, "bytes"]]]);
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Opens the form as a slow phone does. */
async function open(env: NodeJS.ProcessEnv, url: string): Promise<Record<string, number>> {
  const server = spawn(process.execPath, [join(ROOT, "src/cli.ts"), "start"], { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((done, fail) => {
    let said = "";
    server.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()).includes("Ctrl+C") && done());
    server.once("exit", () => fail(new Error(said)));
  });
  const browser = await chromium.launch(await wholeOptions());
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await (await page.context().newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: 4 });
    const start = performance.now();
    await page.goto(url, { waitUntil: "commit" });
    await page.locator(".consent [data-start]").first().waitFor({ timeout: 300_000 });
    const ready = performance.now() - start;
    const begun = await tapped(page, ".consent [data-start]", ".questions:visible");
    const answered = await tapped(page, '[data-name="q0"] label:has(input)', '[data-name="q0"] input:checked');
    const listed = await tapped(page, ".sd-dropdown__input-prefix-wrapper:visible", "[role=option]:visible");
    return { "start button works (CPU 4x slower)": ready, "tap to begin": begun, "tap on an answer": answered, "tap to open a list": listed };
  } finally {
    await browser.close();
    server.kill("SIGTERM");
  }
}

/** From a tap until what it brings about is there, in ms. */
async function tapped(page: Page, on: string, brings: string): Promise<number> {
  const start = performance.now();
  await page.locator(on).first().tap({ timeout: 60_000 });
  await page.locator(brings).first().waitFor({ state: "attached", timeout: 60_000 });
  return performance.now() - start;
}
