import type { DatabaseSync, StatementSync } from "node:sqlite";
import { UserError } from "../error.ts";
import { canonical } from "../survey/canonical.ts";
import { Queue } from "./queue.ts";
import { checkResponse, type Response } from "./response.ts";
import { type Change, type Changed, connect, groupsIn, isUnsettled, SMALL, sizeOf, tryRewrite } from "./sqlite-file.ts";
import { SqliteLine } from "./sqlite-line.ts";
import { type Admission, type Bundle, type GroupCount, type Insertion, type Invitation, notPurged, type Store, type WaveRecord } from "./store.ts";

export { SCHEMA } from "./sqlite-file.ts";

/**
 * The store in one SQLite file. No column holds a time; rows lie in the order of random ids, not of arrival (WITHOUT ROWID).
 * What arrives together is committed together and in random order: one fsync for all of it. Inside a page, and in the log, SQLite
 * still keeps what came last; so whenever nothing has come for a while, the file is written anew and the log emptied.
 */
export async function openSqlite(path: string): Promise<Store> {
  const database = connect(path);
  const store = new SqliteStore(database, path);
  store.makeUp();
  return store;
}

/** Reads on the thread of whoever asks, writes on one of its own. */
class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #state: StatementSync;
  readonly #line: SqliteLine;
  readonly #queue: Queue;
  /** Waves that were read in this turn. */
  readonly #read = new Map<string, WaveRecord | undefined>();

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#state = database.prepare("SELECT body FROM waves WHERE survey = ? AND wave = ?");
    this.#line = new SqliteLine(path);
    this.#queue = new Queue((answers, claims) => this.#line.call("write", answers, claims), { most: Number.POSITIVE_INFINITY });
  }

  /** What an earlier process left to be done; a large file is not waited for. */
  makeUp(): void {
    if (!isUnsettled(this.#database)) return;
    // Another process may be at it; whoever closes a wave insists.
    if (sizeOf(this.#database) <= SMALL) tryRewrite(this.#database);
    else if (!this.#waves().some(({ state }) => state === "open")) this.#line.call("rewrite").catch(() => false);
  }

  freeze(bundle: Bundle): Promise<void> {
    return this.#line.call("freeze", bundle.survey, bundle.version, JSON.stringify(bundle));
  }

  async bundle(survey: string, version: string): Promise<Bundle | undefined> {
    const row = this.#database.prepare("SELECT body FROM bundles WHERE survey = ? AND version = ?").get(survey, version);
    return row === undefined ? undefined : JSON.parse(String(row["body"]));
  }

  openWave(wave: WaveRecord, secret?: string): Promise<void> {
    return this.#line.call("openWave", wave, secret);
  }

  async signingKey(survey: string, wave: string): Promise<string | undefined> {
    const row = this.#database.prepare("SELECT secret FROM keys WHERE survey = ? AND wave = ?").get(survey, wave);
    return row === undefined ? undefined : String(row["secret"]);
  }

  async invite(survey: string, wave: string, invitations: readonly Invitation[], least?: number): Promise<void> {
    await this.#line.call("invite", survey, wave, invitations, least);
    this.#read.clear();
  }

  admit(survey: string, wave: string, invitation: string, blinded: string): Promise<Admission> {
    return this.#queue.admit({ survey, wave, invitation, blinded });
  }

  async groups(survey: string, wave: string): Promise<GroupCount[]> {
    return groupsIn(this.#database, survey, wave);
  }

  async closeWave(survey: string, wave: string, day: string): Promise<void> {
    const { before, after } = await this.#change(survey, wave, { closed: day });
    if (!after) throw new UserError(before ? "this wave is closed already" : "this wave was never opened", { where: `${survey} ${wave}` });
    if (!(await this.#rewritten())) throw new UserError("the store could not be rewritten in random order because others are using it", { fix: "stop whatever reads the store, then run: status" });
  }

  async #rewritten(): Promise<boolean> {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (await this.#line.call("rewrite")) return true;
      await new Promise((done) => setTimeout(done, 200));
    }
    return false;
  }

  async amendWave(survey: string, wave: string, version: string): Promise<WaveRecord> {
    const { before, after } = await this.#change(survey, wave, { version });
    if (!after) throw new UserError(before ? "this wave is closed" : "this wave was never opened", { where: `${survey} ${wave}` });
    return after;
  }

  async extendWave(survey: string, wave: string, closes: string): Promise<WaveRecord> {
    const { before, after } = await this.#change(survey, wave, { closes });
    if (!after) throw new UserError(before ? "this wave is closed" : "this wave was never opened", { where: `${survey} ${wave}`, refusal: { code: before ? "closed-already" : "never-opened" } });
    return after;
  }

  async purgeWave(survey: string, wave: string, day: string): Promise<WaveRecord> {
    const { before, after } = await this.#line.call("purge", survey, wave, day);
    this.#read.clear();
    if (!after) throw notPurged(before, survey, wave);
    if (!(await this.#rewritten())) throw new UserError("all of it is deleted, but the file could not be rewritten because others are using it", { fix: "stop whatever reads the store, then run: status" });
    return after;
  }

  async #change(survey: string, wave: string, to: Change): Promise<Changed> {
    const changed = await this.#line.call("change", survey, wave, to);
    this.#read.clear();
    return changed;
  }

  async waves(): Promise<WaveRecord[]> {
    return this.#waves();
  }

  #waves(): WaveRecord[] {
    return this.#database.prepare("SELECT body FROM waves ORDER BY survey, wave").all().map((row): WaveRecord => JSON.parse(String(row["body"])));
  }

  async wave(survey: string, wave: string): Promise<WaveRecord | undefined> {
    const key = `${survey} ${wave}`;
    // Requests that are read in the same turn share what is read for the first of them.
    if (this.#read.size === 0) setImmediate(() => this.#read.clear());
    if (!this.#read.has(key)) {
      const row = this.#state.get(survey, wave);
      this.#read.set(key, row === undefined ? undefined : JSON.parse(String(row["body"])));
    }
    return this.#read.get(key);
  }

  insert(response: Response, credential?: string): Promise<Insertion> {
    const { id, survey, wave } = response;
    return this.#queue.insert({ id, survey, wave, body: canonical(response), credential });
  }

  pending(): number {
    return this.#queue.pending();
  }

  async count(survey: string, wave: string): Promise<number> {
    return Number(this.#database.prepare("SELECT count(*) AS n FROM responses WHERE survey = ? AND wave = ?").get(survey, wave)?.["n"]);
  }

  async *responses(survey: string, wave: string): AsyncIterable<Response> {
    // Page by page: a statement left open between two of them would keep the log from being emptied.
    const page = this.#database.prepare("SELECT id, body FROM responses WHERE id > ? AND survey = ? AND wave = ? ORDER BY id LIMIT 1000");
    for (let rows = page.all("", survey, wave); rows.length > 0; rows = page.all(String(rows.at(-1)?.["id"]), survey, wave))
      for (const row of rows) yield checkResponse(JSON.parse(String(row["body"])));
  }

  async shutdown(): Promise<void> {
    await this.#queue.drained();
    this.#database.close();
    await this.#line.end();
  }
}
