import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentialDigest, invitationDigest } from "../../src/collector/digests.ts";
import { invite } from "../../src/collector/invite.ts";
import { closeWave, openWave } from "../../src/collector/waves.ts";
import { backUp } from "../../src/responses/backup.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { randomFrom } from "../../src/survey/random.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { surveyNamed } from "../release/made.ts";
import { storedIn } from "./fielded.ts";
import { ordersIn, rankCorrelation, sharedPages } from "./order.ts";
import { admitted, sendTo } from "./phone.ts";

export const PEOPLE = 50;
/** By these a server could tell people; none may ever be written down. */
const ADDRESS = "203.0.113.77";
const AGENT = "PhoneOfSomebody/7";
const KEY = "the-key-of-the-operator";
const WAVE = "2026-10";
/** SHA-256 in base64url where a row begins. */
const DIGEST = /[A-Za-z0-9_-]{43}(?=pulse)/g;

export interface Trace {
  /** Which file, taken when, and which order was read from it. */
  readonly where: string;
  /** How many stand in it. */
  readonly n: number;
  /** With the order in which people came. */
  readonly rho: number;
  readonly isRestless: boolean;
}

export interface Attempt {
  readonly traces: readonly Trace[];
  /** What stands where it must not, in words. */
  readonly found: readonly string[];
  /** All that status said, one line a change. */
  readonly statuses: readonly string[];
}

/** A file as it was taken away. */
interface Copy {
  readonly where: string;
  readonly file: Buffer;
  /** Taken while the server has not come to rest: what came in the last moments stands in the log as it came. */
  readonly isRestless: boolean;
}

/**
 * Fifty people redeem their invitations in a known order, each answering right after, while everything that is stored is taken away
 * again and again; the server is stopped, killed and started in between. Then: what do the files say of who was when?
 * @param more answers that are in the store before, by which it grows large
 */
export async function attempt(seed: number, more = 0): Promise<Attempt> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-unlinkable-"));
  const path = join(folder, "answers.sqlite");
  const survey = surveyNamed("pulse");
  const before = await openSqlite(path);
  const record = await openWave(before, survey, WAVE, "2026-10-01");
  const { secrets } = await invite(before, record, PEOPLE, () => undefined);
  const filling = simulate(survey, { n: more, seed: seed + 1000, wave: WAVE });
  await Promise.all(filling.map((response) => before.insert(response, credentialDigest({ message: response.id, signature: "" }))));
  await before.shutdown();
  const responses = simulate(survey, { n: PEOPLE, seed, wave: WAVE });
  // Whoever is first on the list does not come first.
  const random = randomFrom(seed);
  const order = secrets.map((secret) => ({ secret, at: random() })).sort((a, b) => a.at - b.at).map(({ secret }) => secret);

  const credentials: string[] = [];
  const statuses = new Set<string>();
  const copies: Copy[] = [];
  let logs = "";
  let server = await started(path);
  const app = { request: (at: string, init: RequestInit) => fetch(server.url + at, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), "user-agent": AGENT, "x-forwarded-for": ADDRESS } }) };
  const take = (when: string, isRestless = false): void => {
    for (const [ending, name] of [["", "store"], ["-wal", "log"]] as const) if (existsSync(path + ending)) copies.push({ where: `${name}, ${when}`, file: readFileSync(path + ending), isRestless });
  };
  const takeBackup = (): void => {
    const to = join(folder, `backup-${copies.length}`);
    backUp(path, to);
    copies.push({ where: "backup", file: readFileSync(to), isRestless: false });
  };
  const come = async (from: number, to: number): Promise<void> => {
    for (let i = from; i < to; i++) {
      const credential = await admitted(app, record, order[i] ?? "");
      credentials.push(credentialDigest(credential));
      const reply = await sendTo(app, "/api/responses", { response: responses[i], credential });
      if (reply.status !== 201) throw new Error(`${reply.status}: ${await reply.text()}`);
      statuses.add(await (await fetch(`${server.url}/api/operate/waves`, { headers: { authorization: `Bearer ${KEY}` } })).text());
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    logs += await server.end(signal);
  };
  await come(0, 20);
  takeBackup();
  await new Promise((done) => setTimeout(done, 1500 + more / 50));
  take("after a quiet second");
  await come(20, 35);
  takeBackup();
  await end("SIGTERM");
  take("after the server stopped");
  server = await started(path);
  await come(35, PEOPLE);
  take("at once", true);
  await end("SIGKILL");
  take("after the server was killed", true);
  server = await started(path);
  take("after the killed server was started again");
  takeBackup();
  await end("SIGTERM");
  const again = await openSqlite(path);
  await closeWave(again, survey.id, WAVE, "2026-10-02");
  take("after the wave closed");
  const exported = (await storedIn(again, survey.id, WAVE)).map((each) => JSON.stringify(each)).join("\n");
  copies.push({ where: "export", file: Buffer.from(exported), isRestless: false });
  await again.shutdown();
  rmSync(folder, { recursive: true, force: true });

  const digests = order.map((secret) => invitationDigest(survey.id, WAVE, secret));
  const ids = responses.map(({ id }) => id);
  const kinds = [["answers", ids, /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?=pulse)/g], ["credentials", credentials, DIGEST], ["invitations", digests, DIGEST]] as const;
  const traces = copies.flatMap(({ where, file, isRestless }) =>
    kinds.flatMap(([what, tokens, kind]) => ordersIn(file, tokens, kind).map(({ by, members, places }): Trace => ({ where: `${where}: ${what} by ${by}`, n: members.length, rho: rankCorrelation(members, places), isRestless }))),
  );
  const found = [...copies, { where: "what the server said", file: Buffer.from(logs) }].flatMap(({ where, file }) => [
    ...[ADDRESS, AGENT, "127.0.0.1", KEY, ...secrets].filter((token) => file.includes(token)).map((token) => `${where}: ${token}`),
    ...(sharedPages(file, [...digests, ...credentials], ids) > 0 ? [`${where}: an invitation or a credential stands beside an answer`] : []),
  ]);
  return { traces, found, statuses: [...statuses] };
}

/** The server in a process of its own, and all that it says until it ends. */
export async function started(path: string): Promise<{ readonly url: string; readonly end: (signal: NodeJS.Signals) => Promise<string> }> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, "server.ts"), path, KEY], { stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  await new Promise<void>((done, fail) => {
    child.stdout?.once("data", () => done());
    child.once("exit", (code) => fail(new Error(`the server ended with ${code}: ${said.join("")}`)));
  });
  const url = said.join("").trim();
  return {
    url,
    end: async (signal) => {
      child.kill(signal);
      await ended;
      return said.join("").replace(url, "");
    },
  };
}
