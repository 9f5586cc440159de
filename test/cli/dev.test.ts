import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "qingting-dev-"));
const survey = join(folder, "surveys/pulse/survey.json");
const said: string[] = [];
let child: ChildProcess;
let url = "";

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, "localhost", () => {
      const address = server.address();
      server.close(() => done(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
const page = async (path: string): Promise<string> => fetch(url + path).then((reply) => reply.text(), () => "");
const shows = (path: string, words: string) => expect.poll(() => page(path), { timeout: 90_000, interval: 300 }).toContain(words);

beforeAll(async () => {
  cpSync(join(ROOT, "surveys/pulse"), join(folder, "surveys/pulse"), { recursive: true });
  mkdirSync(join(folder, "public"));
  const port = await freePort();
  url = `http://localhost:${port}`;
  // Of the test runner's own settings Vite would make another server.
  const { VITEST: _1, VITEST_MODE: _2, NODE_ENV: _3, TEST: _4, ...plain } = process.env;
  child = spawn(process.execPath, [join(ROOT, "src/cli.ts"), "dev"], { cwd: ROOT, env: { ...plain, SURVEYS_DIR: join(folder, "surveys"), DATA_DIR: join(folder, "data"), PUBLIC_DIR: join(folder, "public"), DIST_DIR: join(ROOT, `.cache/dist-${port}`), PORT: String(port), HOST: "localhost" } });
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
});
afterAll(async () => {
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

test("form, results and the cost of protection follow the files; a broken file is named and breaks nothing", async () => {
  await shows("/s/pulse/", "一分钟脉搏");
  expect(said.join("")).toMatch(/pulse: of 280 expected answers (protection hides|nothing need be hidden|only tables)/);
  const before = readFileSync(survey, "utf8");
  writeFileSync(survey, before.replaceAll("过去一周，您的工作量怎么样？", "上一周，您忙不忙？"));
  await shows("/s/pulse/", "上一周，您忙不忙？");
  await shows("/results/pulse/", "上一周，您忙不忙？");
  writeFileSync(survey, before.slice(0, 500));
  await expect.poll(() => said.join(""), { timeout: 60_000 }).toContain(`${survey}:`);
  expect(said.join("")).toContain("the pages still show what stood before");
  await shows("/s/pulse/", "上一周，您忙不忙？");
  writeFileSync(survey, before);
  await shows("/s/pulse/", "过去一周，您的工作量怎么样？");
}, 300_000);
