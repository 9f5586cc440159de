import { DatabaseSync, type StatementSync } from "node:sqlite";
import { UserError } from "../error.ts";
import { canonical } from "../survey/load.ts";
import { checkResponse, type Response } from "./response.ts";
import { type Bundle, type Insertion, type Store, versionsOf, type WaveRecord } from "./store.ts";

/**
 * The store in one SQLite file. No column holds a time; rows lie in the order of random ids, not of arrival (WITHOUT ROWID).
 * Responses that arrive together are committed together and in random order: one fsync for all of them.
 */
export async function openSqlite(path: string): Promise<Store> {
  const database = connect(path);
  if (database.prepare("PRAGMA user_version").get()?.["user_version"] === 1) await rewrite(database);
  return new SqliteStore(database);
}

const SCHEMA = `
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

interface Waiting {
  readonly response: Response;
  readonly done: (insertion: Insertion) => void;
  readonly fail: (error: unknown) => void;
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #state: StatementSync;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  #queue: Waiting[] = [];
  #scheduled = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#state = database.prepare("SELECT body FROM waves WHERE survey = ? AND wave = ?");
    this.#find = database.prepare("SELECT body FROM responses WHERE id = ?");
    this.#insert = database.prepare("INSERT INTO responses VALUES (?, ?, ?, ?)");
  }

  async freeze(bundle: Bundle): Promise<void> {
    this.#database.prepare("INSERT OR IGNORE INTO bundles VALUES (?, ?, ?)").run(bundle.survey, bundle.version, JSON.stringify(bundle));
  }

  async bundle(survey: string, version: string): Promise<Bundle | undefined> {
    const row = this.#database.prepare("SELECT body FROM bundles WHERE survey = ? AND version = ?").get(survey, version);
    return row === undefined ? undefined : JSON.parse(String(row["body"]));
  }

  async openWave(wave: WaveRecord): Promise<void> {
    this.#database.prepare("INSERT INTO waves VALUES (?, ?, ?)").run(wave.survey, wave.wave, JSON.stringify(wave));
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

  insert(response: Response): Promise<Insertion> {
    return new Promise((done, fail) => {
      this.#queue.push({ response, done, fail });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#commit());
    });
  }

  pending(): number {
    return this.#queue.length;
  }

  /** Writes all that waits in one transaction; replies go out after COMMIT, when the answers are on disk. */
  #commit(): void {
    const batch = this.#queue;
    this.#queue = [];
    this.#scheduled = false;
    if (batch.length === 0) return;
    const shuffled = batch.map((waiting) => ({ waiting, at: Math.random() })).sort((a, b) => a.at - b.at);
    const replies: (() => void)[] = [];
    try {
      this.#transaction(() => {
        const open = new Map<string, boolean>();
        for (const { waiting } of shuffled) {
          const insertion = this.#write(waiting.response, open);
          replies.push(() => waiting.done(insertion));
        }
      });
    } catch (error) {
      for (const { fail } of batch) fail(error);
      return;
    }
    for (const reply of replies) reply();
  }

  /** Inside a transaction: nobody can close the wave between the question whether it is open and the writing. */
  #write(response: Response, open: Map<string, boolean>): Insertion {
    const body = canonical(response);
    const found = this.#find.get(response.id);
    if (found) return found["body"] === body ? "same" : "conflict";
    const key = `${response.survey} ${response.wave}`;
    const takes = open.get(key) ?? this.#wave(response.survey, response.wave)?.state === "open";
    open.set(key, takes);
    if (!takes) return "closed";
    this.#insert.run(response.id, response.survey, response.wave, body);
    return "stored";
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
    this.#database.close();
  }
}

/** Writes the file anew in the order of ids and empties the log, which holds answers in the order in which they came. */
async function rewrite(database: DatabaseSync): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      database.exec("VACUUM");
      database.exec("PRAGMA user_version = 0");
      if (database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] === 0) return;
      database.exec("PRAGMA user_version = 1");
    } catch (error) {
      if (!(error instanceof Error && /locked|busy/i.test(error.message))) throw error;
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new UserError("the wave is closed, but the store could not be rewritten in random order because others are using it", { fix: "stop whatever reads the store, then run: status" });
}
