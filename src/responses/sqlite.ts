import { DatabaseSync } from "node:sqlite";
import { UserError } from "../error.ts";
import { canonical } from "../survey/load.ts";
import { checkResponse, type Response } from "./response.ts";
import type { Bundle, Insertion, Store, WaveRecord } from "./store.ts";

/**
 * The store in one SQLite file. No column holds a time; rows lie in the order of random ids, not of arrival (WITHOUT ROWID).
 * Responses that arrive together are committed together and in random order: one fsync for all of them.
 */
export async function openSqlite(path: string): Promise<Store> {
  return new SqliteStore(connect(path));
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
  #queue: Waiting[] = [];
  #scheduled = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
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
    const found = (await this.waves()).find((each) => each.survey === survey && each.wave === wave);
    if (!found) throw new Error(`no wave ${survey} ${wave}`);
    const closed: WaveRecord = { ...found, state: "closed", closed: day };
    this.#database.prepare("UPDATE waves SET body = ? WHERE survey = ? AND wave = ?").run(JSON.stringify(closed), survey, wave);
  }

  async waves(): Promise<WaveRecord[]> {
    return this.#database.prepare("SELECT body FROM waves ORDER BY survey, wave").all().map((row): WaveRecord => JSON.parse(String(row["body"])));
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
      this.#database.exec("BEGIN IMMEDIATE");
      const insert = this.#database.prepare("INSERT OR IGNORE INTO responses VALUES (?, ?, ?, ?)");
      const find = this.#database.prepare("SELECT body FROM responses WHERE id = ?");
      for (const { waiting } of shuffled) {
        const { response, done } = waiting;
        const body = canonical(response);
        const { changes } = insert.run(response.id, response.survey, response.wave, body);
        const insertion: Insertion = Number(changes) === 1 ? "stored" : find.get(response.id)?.["body"] === body ? "same" : "conflict";
        replies.push(() => done(insertion));
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      for (const { fail } of batch) fail(error);
      return;
    }
    for (const reply of replies) reply();
  }

  async count(survey: string, wave: string): Promise<number> {
    return Number(this.#database.prepare("SELECT count(*) AS n FROM responses WHERE survey = ? AND wave = ?").get(survey, wave)?.["n"]);
  }

  async *responses(survey: string, wave: string): AsyncIterable<Response> {
    for (const row of this.#database.prepare("SELECT body FROM responses WHERE survey = ? AND wave = ? ORDER BY id").iterate(survey, wave)) yield checkResponse(JSON.parse(String(row["body"])));
  }

  async shutdown(): Promise<void> {
    this.#commit();
    this.#database.close();
  }
}
