import { DatabaseSync, type StatementSync } from "node:sqlite";
import { UserError } from "../error.ts";
import { canonical } from "../survey/load.ts";
import { checkResponse, type Response } from "./response.ts";
import { type Admission, type Bundle, type GroupCount, type Insertion, type Invitation, type Store, versionsOf, type WaveRecord } from "./store.ts";

/**
 * The store in one SQLite file. No column holds a time; rows lie in the order of random ids, not of arrival (WITHOUT ROWID).
 * What arrives together is committed together and in random order: one fsync for all of it. Inside a page, and in the log, SQLite
 * still keeps what came last; so whenever nothing has come for a while, the file is written anew and the log emptied.
 */
export async function openSqlite(path: string): Promise<Store> {
  const database = connect(path);
  // Another process may be at it; whoever closes a wave insists.
  const settled = !isUnsettled(database) || tryRewrite(database);
  return new SqliteStore(database, settled);
}

/** Set from the first write until the file was written anew, so that whoever opens it next makes up for a crash. */
const isUnsettled = (database: DatabaseSync): boolean => database.prepare("PRAGMA user_version").get()?.["user_version"] === 1;

/** Quiet that must pass before the file is written anew, in ms. */
const QUIET = 1000;
/** Up to this size, in bytes, writing it anew takes a fraction of a second and is done in every quiet second; above, once it has grown by a quarter. */
const SMALL = 32 * 2 ** 20;

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS keys (survey TEXT NOT NULL, wave TEXT NOT NULL, secret TEXT NOT NULL, PRIMARY KEY (survey, wave)) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS invitations (digest TEXT PRIMARY KEY, survey TEXT NOT NULL, wave TEXT NOT NULL, groups TEXT NOT NULL, blinded TEXT NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS spent (credential TEXT PRIMARY KEY, survey TEXT NOT NULL, wave TEXT NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS bundles (survey TEXT NOT NULL, version TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (survey, version)) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS waves (survey TEXT NOT NULL, wave TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (survey, wave)) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS responses (id TEXT PRIMARY KEY, survey TEXT NOT NULL, wave TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID, STRICT;
`;

function connect(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON");
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    throw new UserError(`the store cannot be opened (${error instanceof Error ? error.message : String(error)})`, {
      where: path,
      fix: "check that the folder may be written to and the disk has room; if the file is damaged, put it aside and restore a backup",
      cause: error,
    });
  }
}

/** A piece of work for the next transaction: does its part in it, and gives what to do once all of it is on disk. */
interface Waiting {
  readonly write: (open: Map<string, boolean>) => () => void;
  readonly fail: (error: unknown) => void;
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #state: StatementSync;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #spend: StatementSync;
  readonly #invitation: StatementSync;
  readonly #use: StatementSync;
  #queue: Waiting[] = [];
  #scheduled = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  /** Size of the file when it was last written anew, in bytes. */
  #settled = 0;
  #isSettled: boolean;

  constructor(database: DatabaseSync, settled: boolean) {
    this.#database = database;
    this.#state = database.prepare("SELECT body FROM waves WHERE survey = ? AND wave = ?");
    this.#find = database.prepare("SELECT body FROM responses WHERE id = ?");
    this.#insert = database.prepare("INSERT INTO responses VALUES (?, ?, ?, ?)");
    this.#spend = database.prepare("INSERT OR IGNORE INTO spent VALUES (?, ?, ?)");
    this.#invitation = database.prepare("SELECT blinded FROM invitations WHERE digest = ? AND survey = ? AND wave = ?");
    this.#use = database.prepare("UPDATE invitations SET blinded = ? WHERE digest = ?");
    this.#settled = this.#size();
    this.#isSettled = settled;
    if (!settled) this.#settleLater();
  }

  async freeze(bundle: Bundle): Promise<void> {
    this.#database.prepare("INSERT OR IGNORE INTO bundles VALUES (?, ?, ?)").run(bundle.survey, bundle.version, JSON.stringify(bundle));
  }

  async bundle(survey: string, version: string): Promise<Bundle | undefined> {
    const row = this.#database.prepare("SELECT body FROM bundles WHERE survey = ? AND version = ?").get(survey, version);
    return row === undefined ? undefined : JSON.parse(String(row["body"]));
  }

  async openWave(wave: WaveRecord, secret?: string): Promise<void> {
    this.#transaction(() => {
      this.#database.prepare("INSERT INTO waves VALUES (?, ?, ?)").run(wave.survey, wave.wave, JSON.stringify(wave));
      if (secret !== undefined) this.#database.prepare("INSERT INTO keys VALUES (?, ?, ?)").run(wave.survey, wave.wave, secret);
    });
  }

  async signingKey(survey: string, wave: string): Promise<string | undefined> {
    const row = this.#database.prepare("SELECT secret FROM keys WHERE survey = ? AND wave = ?").get(survey, wave);
    return row === undefined ? undefined : String(row["secret"]);
  }

  async invite(survey: string, wave: string, invitations: readonly Invitation[]): Promise<void> {
    const add = this.#database.prepare("INSERT OR IGNORE INTO invitations VALUES (?, ?, ?, ?, '')");
    this.#transaction(() => {
      for (const { digest, groups } of invitations) add.run(digest, survey, wave, JSON.stringify(groups));
    });
  }

  admit(survey: string, wave: string, invitation: string, blinded: string): Promise<Admission> {
    return this.#queued((open) => {
      const found = this.#invitation.get(invitation, survey, wave);
      if (!found) return "unknown";
      if (found["blinded"] === blinded) return "again";
      if (found["blinded"] !== "") return "used";
      if (!this.#takes(survey, wave, open)) return "closed";
      this.#use.run(blinded, invitation);
      return "admitted";
    });
  }

  async groups(survey: string, wave: string): Promise<GroupCount[]> {
    const rows = this.#database.prepare("SELECT groups, count(*) AS invited, sum(blinded <> '') AS admitted FROM invitations WHERE survey = ? AND wave = ? GROUP BY groups ORDER BY groups").all(survey, wave);
    return rows.map((row) => ({ groups: JSON.parse(String(row["groups"])), invited: Number(row["invited"]), admitted: Number(row["admitted"]) }));
  }

  async closeWave(survey: string, wave: string, day: string): Promise<void> {
    this.#commit();
    this.#transaction(() => {
      const found = this.#wave(survey, wave);
      if (found?.state !== "open") throw new UserError(found ? "this wave is closed already" : "this wave was never opened", { where: `${survey} ${wave}` });
      const closed: WaveRecord = { ...found, state: "closed", closed: day };
      this.#database.prepare("UPDATE waves SET body = ? WHERE survey = ? AND wave = ?").run(JSON.stringify(closed), survey, wave);
      // Stays set if the rewriting is cut short, so that whoever opens the store next makes up for it.
      this.#database.exec("PRAGMA user_version = 1");
    });
    await rewrite(this.#database);
  }

  async amendWave(survey: string, wave: string, version: string): Promise<WaveRecord> {
    let amended: WaveRecord | undefined;
    this.#transaction(() => {
      const found = this.#wave(survey, wave);
      if (found?.state !== "open") throw new UserError(found ? "this wave is closed" : "this wave was never opened", { where: `${survey} ${wave}` });
      amended = { ...found, version, earlier: versionsOf(found).filter((each) => each !== version) };
      this.#database.prepare("UPDATE waves SET body = ? WHERE survey = ? AND wave = ?").run(JSON.stringify(amended), survey, wave);
    });
    if (!amended) throw new Error("a transaction that ends has amended the wave");
    return amended;
  }

  async waves(): Promise<WaveRecord[]> {
    return this.#database.prepare("SELECT body FROM waves ORDER BY survey, wave").all().map((row): WaveRecord => JSON.parse(String(row["body"])));
  }

  async wave(survey: string, wave: string): Promise<WaveRecord | undefined> {
    return this.#wave(survey, wave);
  }

  #wave(survey: string, wave: string): WaveRecord | undefined {
    const row = this.#state.get(survey, wave);
    return row === undefined ? undefined : JSON.parse(String(row["body"]));
  }

  insert(response: Response, credential?: string): Promise<Insertion> {
    return this.#queued((open) => {
      const { id, survey, wave } = response;
      const body = canonical(response);
      const found = this.#find.get(id);
      if (found) return found["body"] === body ? "same" : "conflict";
      if (!this.#takes(survey, wave, open)) return "closed";
      if (credential !== undefined && this.#spend.run(credential, survey, wave).changes === 0) return "spent";
      this.#insert.run(id, survey, wave, body);
      return "stored";
    });
  }

  pending(): number {
    return this.#queue.length;
  }

  /** @param work done in the next transaction, inside of which nobody can close a wave */
  #queued<T>(work: (open: Map<string, boolean>) => T): Promise<T> {
    return new Promise((done, fail) => {
      const write = (open: Map<string, boolean>) => {
        const result = work(open);
        return () => done(result);
      };
      this.#queue.push({ write, fail });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#commit());
    });
  }

  /** Writes all that waits in one transaction; replies go out after COMMIT, when everything is on disk. */
  #commit(): void {
    const batch = this.#queue;
    this.#queue = [];
    this.#scheduled = false;
    if (batch.length === 0) return;
    const shuffled = batch.map((waiting) => ({ waiting, at: Math.random() })).sort((a, b) => a.at - b.at);
    let replies: (() => void)[] = [];
    try {
      this.#transaction(() => {
        const open = new Map<string, boolean>();
        replies = shuffled.map(({ waiting }) => waiting.write(open));
        // In the transaction, so that a crash right after it is made up for.
        if (this.#isSettled) this.#database.exec("PRAGMA user_version = 1");
      });
    } catch (error) {
      for (const { fail } of batch) fail(error);
      return;
    }
    this.#isSettled = false;
    this.#settleLater();
    for (const reply of replies) reply();
  }

  #takes(survey: string, wave: string, open: Map<string, boolean>): boolean {
    const key = `${survey} ${wave}`;
    const takes = open.get(key) ?? this.#wave(survey, wave)?.state === "open";
    open.set(key, takes);
    return takes;
  }

  #settleLater(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#settle(), QUIET);
    this.#quiet.unref();
  }

  /** Nothing has come for a while: leaves no trace of the order in which it did. */
  #settle(): void {
    try {
      const size = this.#size();
      if (size > SMALL && size < 1.25 * this.#settled) this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      else if (tryRewrite(this.#database)) {
        this.#isSettled = true;
        this.#settled = this.#size();
      } else this.#settleLater();
    } catch {
      // A full disk must not end a server that still answers; it is tried again.
      this.#settleLater();
    }
  }

  #size(): number {
    return Number(this.#database.prepare("SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size").get()?.["bytes"]);
  }

  #transaction(work: () => void): void {
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      work();
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
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
    this.#commit();
    clearTimeout(this.#quiet);
    if (!this.#isSettled) this.#isSettled = tryRewrite(this.#database);
    this.#database.close();
  }
}

/** Writes the file anew in the order of ids and empties the log, which holds answers in the order in which they came. @throws UserError if others use the store all the time */
async function rewrite(database: DatabaseSync): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (tryRewrite(database)) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new UserError("the store could not be rewritten in random order because others are using it", { fix: "stop whatever reads the store, then run: status" });
}

function tryRewrite(database: DatabaseSync): boolean {
  try {
    database.exec("VACUUM");
    database.exec("PRAGMA user_version = 0");
    if (database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] === 0) return true;
    database.exec("PRAGMA user_version = 1");
  } catch (error) {
    if (!(error instanceof Error && /locked|busy/i.test(error.message))) throw error;
  }
  return false;
}
