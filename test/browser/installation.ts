import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** A whole installation in a folder of its own: `npm start` as a new user runs it, and the command beside it. */
export interface Installation {
  readonly url: string;
  readonly folder: string;
  readonly key: string;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** At once, for when there is no time to wait. */
  kill(): void;
}

export interface Changes {
  /** Surveys to keep; all by default. */
  readonly surveys?: readonly string[];
  /** Alters a study file before anything starts. */
  readonly study?: (id: string, study: Record<string, unknown>) => Record<string, unknown>;
  /** Surveys of other people, beside those that are kept. */
  readonly more?: readonly { readonly id: string; readonly definition: object; readonly study?: object }[];
  /** Settings beside the usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
}

export async function install({ surveys = ["workload", "transition", "policy", "service", "pulse"], study = (_, same) => same, more = [], settings = {} }: Changes = {}): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-"));
  for (const id of surveys) {
    cpSync(join(ROOT, "surveys", id), join(folder, "surveys", id), { recursive: true });
    const path = join(folder, "surveys", id, "study.json");
    const plain: Record<string, unknown> = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify(study(id, plain)));
  }
  for (const each of more) {
    mkdirSync(join(folder, "surveys", each.id), { recursive: true });
    writeFileSync(join(folder, "surveys", each.id, "survey.json"), JSON.stringify(each.definition));
    if (each.study) writeFileSync(join(folder, "surveys", each.id, "study.json"), JSON.stringify(each.study));
  }
  mkdirSync(join(folder, "public"));
  cpSync(join(ROOT, "public"), join(folder, "public"), { recursive: true, filter: (path) => !path.endsWith("/releases") });
  const port = await freePort();
  const env = {
    SURVEYS_DIR: join(folder, "surveys"),
    DATA_DIR: join(folder, "data"),
    OUT_DIR: join(folder, "out"),
    PUBLIC_DIR: join(folder, "public"),
    // Inside the project: what Astro builds must find node_modules above it.
    DIST_DIR: join(ROOT, `.cache/dist-${port}`),
    HOST: "localhost",
    PORT: String(port),
    ...settings,
  };
  let child = await started(env);
  return {
    url: `http://localhost:${port}`,
    folder,
    key: readFileSync(join(folder, "data/operator.key"), "utf8").trim(),
    env,
    stop: async () => {
      await stopped(child);
      rmSync(folder, { recursive: true, force: true });
      rmSync(env.DIST_DIR, { recursive: true, force: true });
    },
    kill: () => {
      child.kill("SIGKILL");
      for (const path of [folder, env.DIST_DIR]) rmSync(path, { recursive: true, force: true });
    },
    restart: async () => {
      await stopped(child);
      child = await started(env);
    },
  };
}

let common: Promise<Installation> | undefined;

/** The project as it ships, started once for all files that leave its questionnaires, waves and releases as they are. It ends with the tests. */
export const shipped = (): Promise<Installation> =>
  (common ??= install().then((site) => {
    process.once("exit", site.kill);
    return site;
  }));

function started(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(ROOT, "src/cli.ts"), "start"], { cwd: ROOT, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  return new Promise((done, fail) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said.push(chunk.toString());
      if (said.join("").includes("Ctrl+C")) done(child);
    });
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString()));
    child.once("exit", (code) => fail(new Error(`start ended with ${code}:\n${said.join("")}`)));
  });
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) done();
    child.once("exit", () => done());
    child.kill("SIGTERM");
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "localhost", () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}
