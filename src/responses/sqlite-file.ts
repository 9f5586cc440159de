import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { UserError } from "../error.ts";
import { Checkpointer } from "./checkpointer.ts";
import { withInvited } from "./margins.ts";
import type { Answer, Claim, Written } from "./queue.ts";
import { type Admission, type GroupCount, type Insertion, type Invitation, versionsOf, type WaveRecord } from "./store.ts";

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS keys (survey TEXT NOT NULL, wave TEXT NOT NULL, secret TEXT NOT NULL, PRIMARY KEY (survey, wave)) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS invitations (digest TEXT PRIMARY KEY, survey TEXT NOT NULL, wave TEXT NOT NULL, groups TEXT NOT NULL, blinded TEXT NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS spent (credential TEXT PRIMARY KEY, survey TEXT NOT NULL, wave TEXT NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS bundles (survey TEXT NOT NULL, version TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (survey, version)) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS waves (survey TEXT NOT NULL, wave TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (survey, wave)) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS responses (id TEXT PRIMARY KEY, survey TEXT NOT NULL, wave TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID, STRICT;
`;

/** @throws UserError if it cannot be opened */
export function connect(path: string): DatabaseSync {
  try {
    // Made by us, so that nobody else on the machine can read it; SQLite gives its log the same rights.
    if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
    const database = new DatabaseSync(path);
    // An answer is about 1 KB: on pages of 4 KB, nearly every one would split one. A store that was made with others keeps them.
    database.exec("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON");
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

/** Times in ms. */
export interface Pace {
  /** That must pass without a write before the file is written anew. */
  readonly quiet: number;
  /** After that long without such a quiet, a small file is written anew all the same: people who come one after the other shall not stand in the log for hours. */
  readonly longest: number;
}

const PACE: Pace = { quiet: 1000, longest: 60_000 };
/** Quiet after which a large file is written anew, for each SMALL of its size: whoever comes meanwhile waits, but at night nobody does. */
const LONG_QUIET = 60_000;
/** Up to this size, in bytes, writing it anew takes a fraction of a second and is done in every quiet second; above, once it has grown by a quarter. */
export const SMALL = 32 * 2 ** 20;

export const sizeOf = (database: DatabaseSync): number => Number(database.prepare("SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size").get()?.["bytes"]);

/** Set from the first write until the file was written anew, so that whoever opens it next makes up for a crash. */
export const isUnsettled = (database: DatabaseSync): boolean => database.prepare("PRAGMA user_version").get()?.["user_version"] === 1;

export type Change = { readonly closed: string } | { readonly closes: string } | { readonly version: string };

/** `after` is absent where nothing was changed. */
export interface Changed {
  readonly before: WaveRecord | undefined;
  readonly after?: WaveRecord;
}

/** All that writes to the file. It waits for the disk, and so has a thread of its own. */
export class SqliteFile {
  readonly #database: DatabaseSync;
  readonly #state: StatementSync;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #spend: StatementSync;
  readonly #invitation: StatementSync;
  readonly #use: StatementSync;
  readonly #pace: Pace;
  readonly #checkpointer: Checkpointer;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  /** When the first came that is not settled. */
  #since: number | undefined;
  /** Size of the file when it was last written anew, in bytes. */
  #settled: number;
  #isSettled: boolean;

  constructor(path: string, pace: Pace = PACE) {
    this.#pace = pace;
    const database = connect(path);
    // Random ids come to random pages: with room for them in memory (64 MB), and a log before they are written back, a page is read and written once for many answers. At 80 MB of log this thread copies it, whatever the checkpointer does.
    database.exec("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 10000");
    this.#database = database;
    this.#checkpointer = new Checkpointer(path, database);
    this.#state = database.prepare("SELECT body FROM waves WHERE survey = ? AND wave = ?");
    this.#find = database.prepare("SELECT body FROM responses WHERE id = ?");
    this.#insert = database.prepare("INSERT INTO responses VALUES (?, ?, ?, ?)");
    this.#spend = database.prepare("INSERT OR IGNORE INTO spent VALUES (?, ?, ?)");
    this.#invitation = database.prepare("SELECT blinded FROM invitations WHERE digest = ? AND survey = ? AND wave = ?");
    this.#use = database.prepare("UPDATE invitations SET blinded = ? WHERE digest = ?");
    this.#settled = sizeOf(database);
    this.#isSettled = !isUnsettled(database);
    if (!this.#isSettled) this.#settleLater();
  }

  /** Writes all of it in one transaction, in the order of ids, which are random; when it returns, all is on disk. */
  write(answers: readonly Answer[], claims: readonly Claim[]): Written {
    const written = this.#transaction(() => {
      const takes = this.#takes();
      const insertions = inOrder(answers, ({ id }) => id, (answer) => this.#store(answer, takes));
      const admissions = inOrder(claims, ({ invitation }) => invitation, (claim) => this.#admit(claim, takes));
      // In the transaction, so that a crash right after it is made up for.
      if (this.#isSettled) this.#database.exec("PRAGMA user_version = 1");
      return { insertions, admissions };
    });
    this.#isSettled = false;
    this.#checkpointer.written(answers.length + claims.length);
    this.#settleLater();
    return written;
  }

  #store({ id, survey, wave, body, credential }: Answer, takes: (survey: string, wave: string) => boolean): Insertion {
    const found = this.#find.get(id);
    if (found) return found["body"] === body ? "same" : "conflict";
    if (!takes(survey, wave)) return "closed";
    if (credential !== undefined && this.#spend.run(credential, survey, wave).changes === 0) return "spent";
    this.#insert.run(id, survey, wave, body);
    return "stored";
  }

  #admit({ survey, wave, invitation, blinded }: Claim, takes: (survey: string, wave: string) => boolean): Admission {
    const found = this.#invitation.get(invitation, survey, wave);
    if (!found) return "unknown";
    if (found["blinded"] === blinded) return "again";
    if (found["blinded"] !== "") return "used";
    if (!takes(survey, wave)) return "closed";
    this.#use.run(blinded, invitation);
    return "admitted";
  }

  /** Which waves take answers, as this transaction sees it: nobody can close one inside of it. */
  #takes(): (survey: string, wave: string) => boolean {
    const open = new Map<string, boolean>();
    return (survey, wave) => {
      const key = `${survey} ${wave}`;
      const takes = open.get(key) ?? this.#wave(survey, wave)?.state === "open";
      open.set(key, takes);
      return takes;
    };
  }

  freeze(survey: string, version: string, body: string): void {
    this.#database.prepare("INSERT OR IGNORE INTO bundles VALUES (?, ?, ?)").run(survey, version, body);
  }

  openWave(wave: WaveRecord, secret: string | undefined): void {
    this.#transaction(() => {
      this.#database.prepare("INSERT INTO waves VALUES (?, ?, ?)").run(wave.survey, wave.wave, JSON.stringify(wave));
      if (secret !== undefined) this.#database.prepare("INSERT INTO keys VALUES (?, ?, ?)").run(wave.survey, wave.wave, secret);
    });
  }

  invite(survey: string, wave: string, invitations: readonly Invitation[], least: number | undefined): void {
    const add = this.#database.prepare("INSERT OR IGNORE INTO invitations VALUES (?, ?, ?, ?, '')");
    this.#transaction(() => {
      for (const { digest, groups } of invitations) add.run(digest, survey, wave, JSON.stringify(groups));
      const found = least === undefined ? undefined : this.#wave(survey, wave);
      if (found && least !== undefined) this.#update(withInvited(found, groupsIn(this.#database, survey, wave), least));
    });
  }

  /** Closes a wave or asks another version in it, if it is open. */
  change(survey: string, wave: string, to: Change): Changed {
    return this.#transaction(() => {
      const before = this.#wave(survey, wave);
      if (before?.state !== "open") return { before };
      const after = changed(before, to);
      this.#update(after);
      // Stays set if the rewriting is cut short, so that whoever opens the store next makes up for it.
      if (after.state === "closed") this.#database.exec("PRAGMA user_version = 1");
      return { before, after };
    });
  }

  /** Deletes what a closed wave has brought. */
  purge(survey: string, wave: string, day: string): Changed {
    return this.#transaction(() => {
      const before = this.#wave(survey, wave);
      if (before?.state !== "closed" || before.purged !== undefined) return { before };
      for (const table of ["responses", "invitations", "spent", "keys"]) this.#database.prepare(`DELETE FROM ${table} WHERE survey = ? AND wave = ?`).run(survey, wave);
      const after: WaveRecord = { ...before, purged: day };
      this.#update(after);
      this.#database.exec("PRAGMA user_version = 1");
      return { before, after };
    });
  }

  /** Writes the file anew in the order of ids and empties the log, which holds answers in the order in which they came. @returns false if others use it */
  rewrite(): boolean {
    const done = tryRewrite(this.#database);
    if (!done) return false;
    this.#isSettled = true;
    this.#since = undefined;
    this.#settled = sizeOf(this.#database);
    return true;
  }

  end(): void {
    clearTimeout(this.#quiet);
    this.#checkpointer.end();
    if (!this.#isSettled) tryRewrite(this.#database);
    this.#database.close();
  }

  #wave(survey: string, wave: string): WaveRecord | undefined {
    const row = this.#state.get(survey, wave);
    return row === undefined ? undefined : JSON.parse(String(row["body"]));
  }

  #update(wave: WaveRecord): void {
    this.#database.prepare("UPDATE waves SET body = ? WHERE survey = ? AND wave = ?").run(JSON.stringify(wave), wave.survey, wave.wave);
  }

  #settleLater(): void {
    const now = performance.now();
    const isOverdue = now - (this.#since ??= now) >= this.#pace.longest;
    this.#wait(this.#pace.quiet, () => this.#settle(true));
    if (!isOverdue) return;
    this.#since = now;
    // After the reply to the batch that has just been written.
    setImmediate(() => this.#settle(false));
  }

  #wait(time: number, work: () => void): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(work, time);
    this.#quiet.unref();
  }

  /** Leaves no trace of the order in which people came. */
  #settle(isQuiet: boolean): void {
    try {
      const size = sizeOf(this.#database);
      if (size <= SMALL || (isQuiet && size >= 1.25 * this.#settled)) return this.#rewriteOrWait();
      if (!isQuiet) return;
      this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      this.#wait((LONG_QUIET * size) / SMALL, () => this.#rewriteOrWait());
    } catch {
      // A full disk must not end a server that still answers; it is tried again.
      this.#settleLater();
    }
  }

  #rewriteOrWait(): void {
    let isDone = false;
    try {
      isDone = this.rewrite();
    } catch {
      // As above.
    }
    if (isDone) clearTimeout(this.#quiet);
    else this.#settleLater();
  }

  #transaction<Result>(work: () => Result): Result {
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

/** Works in the order of keys, whatever order they came in. @returns what came of each, in the order in which they were given */
function inOrder<Item, Result>(items: readonly Item[], keyOf: (item: Item) => string, work: (item: Item) => Result): Result[] {
  const results: Result[] = [];
  const order = items.map((item, i) => ({ item, i, key: keyOf(item) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const { item, i } of order) results[i] = work(item);
  return results;
}

function changed(wave: WaveRecord, to: Change): WaveRecord {
  if ("closed" in to) return { ...wave, state: "closed", closed: to.closed };
  if ("closes" in to) return { ...wave, closes: to.closes };
  return { ...wave, version: to.version, earlier: versionsOf(wave).filter((each) => each !== to.version) };
}

export function groupsIn(database: DatabaseSync, survey: string, wave: string): GroupCount[] {
  const rows = database.prepare("SELECT groups, count(*) AS invited, sum(blinded <> '') AS admitted FROM invitations WHERE survey = ? AND wave = ? GROUP BY groups ORDER BY groups").all(survey, wave);
  return rows.map((row) => ({ groups: JSON.parse(String(row["groups"])), invited: Number(row["invited"]), admitted: Number(row["admitted"]) }));
}

/** @returns false if others use the file */
export function tryRewrite(database: DatabaseSync): boolean {
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
