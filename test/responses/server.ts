import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { reachablePostgres } from "./reachable.ts";

/** A real PostgreSQL of its own, started for a test file. */
export interface TestServer {
  /** The address of a new, empty database. */
  readonly database: () => Promise<string>;
  /** Where its files lie. */
  readonly folder: string;
  /** Stops the server and leaves its files; `resume` starts it on them. */
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @param flags settings of the server: "track_commit_timestamp=on" */
export async function startPostgres(flags: readonly string[] = []): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-postgres-"));
  const port = await freePort();
  const said: string[] = [];
  const { Postgres, copy } = await reachablePostgres();
  const server = new Postgres({
    databaseDir: folder, port, user: "tester", password: randomBytes(9).toString("hex"), persistent: true,
    // PostgreSQL does not run as root.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["listen_addresses=127.0.0.1", "unix_socket_directories=", ...flags].flatMap((flag) => ["-c", flag]),
    onLog: (text) => said.push(String(text)), onError: (text) => said.push(String(text)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${said.join("")}`, { cause: error });
  }
  const { user, password } = server.getPgClient();
  const url = (database: string): string => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  let made = 0;
  return {
    folder,
    database: async () => {
      made += 1;
      const name = `test${made}`;
      await onDatabase(url("postgres"), (client) => client.query(`CREATE DATABASE ${name}`));
      return url(name);
    },
    pause: () => server.stop(),
    resume: () => server.start(),
    stop: async () => {
      await server.stop();
      for (const each of [folder, ...(copy === undefined ? [] : [copy])]) rmSync(each, { recursive: true, force: true });
    },
  };
}

export async function onDatabase<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
