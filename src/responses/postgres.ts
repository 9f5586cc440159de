import { type ClientBase, Pool } from "pg";
import { UserError } from "../error.ts";
import { canonical } from "../survey/canonical.ts";
import { migrate } from "./migrations.ts";
import { withInvited } from "./margins.ts";
import { Queue } from "./queue.ts";
import { checkResponse, type Response } from "./response.ts";
import { cutLog, tryRewrite } from "./rewrite.ts";
import { reached } from "./sqlstate.ts";
import { type Admission, type Bundle, type GroupCount, type Insertion, type Invitation, notPurged, type Store, versionsOf, type WaveRecord } from "./store.ts";
import { Writer } from "./writer.ts";

/**
 * The store in a PostgreSQL database, which several collectors may share. What arrives together is committed together.
 * xmin, ctid and the log tell the order of what came; so the tables are written anew when a wave closes, and whenever nobody has
 * written for a while. What archives and replicas of the log keep is beyond that.
 * @param url postgres://user:password@host:port/database
 * @param warn told what weakens the promise
 */
export async function openPostgres(url: string, warn: (text: string) => void): Promise<Store> {
  const pool = await connect(url, warn);
  const store = new PostgresStore(pool, new Writer(url));
  await store.makeUp();
  return store;
}

/** Connections to a database whose tables are up to date. @throws UserError if it will not do */
export async function connect(url: string, warn: (text: string) => void): Promise<Pool> {
  const where = shownAddress(url);
  const pool = new Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 10_000, keepAlive: true, application_name: "qingting" });
  // A connection that breaks fails what is asked of it; nobody else need hear, and whoever asks next gets another.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    const client = await pool.connect();
    try {
      await checkServer(client, where, warn);
      await migrate(client);
    } finally {
      client.release();
    }
    return pool;
  } catch (error) {
    await pool.end();
    if (error instanceof UserError) throw error;
    throw new UserError(`the database cannot be used (${error instanceof Error ? error.message || error.name : String(error)})`, { where, fix: "check the address, that PostgreSQL runs there, and that this user may create tables", cause: error });
  }
}

/** The address of a database without what is secret in it. */
export function shownAddress(url: string): string {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) throw new UserError("this is not the address of a PostgreSQL database", { fix: "postgres://user:password@host:5432/database" });
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

async function checkServer(client: ClientBase, where: string, warn: (text: string) => void): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>("SELECT name, setting FROM pg_settings WHERE name IN ('server_encoding', 'track_commit_timestamp', 'fsync')");
  const setting = new Map(rows.map(({ name, setting: value }) => [name, value]));
  const encoding = setting.get("server_encoding");
  if (encoding !== "UTF8") throw new UserError(`the database is in ${encoding}, which cannot hold every text`, { where, fix: "create it with ENCODING 'UTF8'" });
  if (setting.get("track_commit_timestamp") === "on") warn(`${where}: track_commit_timestamp is on, so the server keeps when each answer was stored. Turn it off in postgresql.conf and restart it before a wave opens.`);
  if (setting.get("fsync") === "off") warn(`${where}: fsync is off, so answers that were acknowledged are lost when the power fails. Turn it on in postgresql.conf.`);
}

/** Quiet that must pass before the tables are written anew, in ms. */
const QUIET = 1000;
/** Up to this size, in bytes, writing them anew takes a fraction of a second and is done in every quiet second; above, once they have grown by a quarter. */
const SMALL = 32 * 2 ** 20;

class PostgresStore implements Store {
  readonly #pool: Pool;
  readonly #writer: Writer;
  readonly #queue: Queue;
  #hasEnded = false;
  /** Waves that are being asked for, so that one query answers all who ask in the same turn. */
  readonly #asked = new Map<string, Promise<WaveRecord | undefined>>();
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #settling: Promise<void> | undefined;
  #isSettled = true;
  /** Rows when it was last quiet here: whether other collectors are at it. */
  #seen = -1;
  /** Size of the tables when they were last written anew, in bytes. */
  #settled = 0;

  constructor(pool: Pool, writer: Writer) {
    this.#pool = pool;
    this.#writer = writer;
    this.#queue = new Queue((answers, claims) => writer.write(answers, claims), { most: 1 });
  }

  /** What an earlier process left to be done: at once where nobody can be kept waiting, else in a quiet moment. */
  async makeUp(): Promise<void> {
    this.#settled = await this.#size();
    const { rows } = await this.#pool.query<{ settled: boolean }>("SELECT settled FROM layout");
    if (rows[0]?.settled !== false) return;
    if ((await this.waves()).some(({ state }) => state === "open")) this.#unsettle();
    else await this.#rewrite(200);
  }

  async freeze(bundle: Bundle): Promise<void> {
    await this.#pool.query("INSERT INTO bundles VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [bundle.survey, bundle.version, JSON.stringify(bundle)]);
  }

  async bundle(survey: string, version: string): Promise<Bundle | undefined> {
    const { rows } = await reached(this.#pool.query<{ body: string }>("SELECT body FROM bundles WHERE survey = $1 AND version = $2", [survey, version]));
    return rows[0] && JSON.parse(rows[0].body);
  }

  async openWave(wave: WaveRecord, secret?: string): Promise<void> {
    await this.#transaction(async (client) => {
      await client.query("INSERT INTO waves VALUES ($1, $2, $3)", [wave.survey, wave.wave, JSON.stringify(wave)]);
      if (secret !== undefined) await client.query("INSERT INTO keys VALUES ($1, $2, $3)", [wave.survey, wave.wave, secret]);
    });
  }

  async signingKey(survey: string, wave: string): Promise<string | undefined> {
    const { rows } = await reached(this.#pool.query<{ secret: string }>("SELECT secret FROM keys WHERE survey = $1 AND wave = $2", [survey, wave]));
    return rows[0]?.secret;
  }

  async invite(survey: string, wave: string, invitations: readonly Invitation[], least?: number): Promise<void> {
    const sorted = [...invitations].sort((a, b) => (a.digest < b.digest ? -1 : 1));
    await this.#transaction(async (client) => {
      // Waves before rows, as everybody locks them.
      const found = least === undefined ? undefined : await lockedWave(client, survey, wave);
      await client.query("INSERT INTO invitations SELECT digest, $1, $2, groups, '' FROM unnest($3::text[], $4::text[]) AS given (digest, groups) ON CONFLICT DO NOTHING", [survey, wave, sorted.map(({ digest }) => digest), sorted.map(({ groups }) => JSON.stringify(groups))]);
      if (found && least !== undefined) await client.query("UPDATE waves SET body = $3 WHERE survey = $1 AND wave = $2", [survey, wave, JSON.stringify(withInvited(found, await groupsIn(client, survey, wave), least))]);
    });
  }

  async admit(survey: string, wave: string, invitation: string, blinded: string): Promise<Admission> {
    const admission = await reached(this.#queue.admit({ survey, wave, invitation, blinded }));
    if (admission === "admitted") this.#unsettle();
    return admission;
  }

  async groups(survey: string, wave: string): Promise<GroupCount[]> {
    return groupsIn(this.#pool, survey, wave);
  }

  async closeWave(survey: string, wave: string, day: string): Promise<void> {
    await this.#change(survey, wave, (found) => ({ ...found, state: "closed", closed: day }), "this wave is closed already");
    for (let attempt = 0; attempt < 5; attempt++) if (await this.#rewrite(500)) return this.#using((client) => cutLog(client));
    throw new UserError("the store could not be rewritten in random order because others are using it", { fix: "stop whatever reads the tables, then run: status" });
  }

  amendWave(survey: string, wave: string, version: string): Promise<WaveRecord> {
    return this.#change(survey, wave, (found) => ({ ...found, version, earlier: versionsOf(found).filter((each) => each !== version) }), "this wave is closed");
  }

  extendWave(survey: string, wave: string, closes: string): Promise<WaveRecord> {
    return this.#change(survey, wave, (found) => ({ ...found, closes }), "this wave is closed");
  }

  async purgeWave(survey: string, wave: string, day: string): Promise<WaveRecord> {
    const purged = await this.#transaction(async (client) => {
      const found = await lockedWave(client, survey, wave);
      if (found?.state !== "closed" || found.purged !== undefined) throw notPurged(found, survey, wave);
      for (const table of ["responses", "invitations", "spent", "keys"]) await client.query(`DELETE FROM ${table} WHERE survey = $1 AND wave = $2`, [survey, wave]);
      const changed: WaveRecord = { ...found, purged: day };
      await client.query("UPDATE waves SET body = $3 WHERE survey = $1 AND wave = $2", [survey, wave, JSON.stringify(changed)]);
      await client.query("UPDATE layout SET settled = false");
      return changed;
    });
    for (let attempt = 0; attempt < 5; attempt++)
      if (await this.#rewrite(500)) {
        await this.#using((client) => cutLog(client));
        return purged;
      }
    throw new UserError("all of it is deleted, but the tables could not be rewritten because others are using them", { fix: "stop whatever reads the tables, then run: status" });
  }

  /** Waits for all who are writing to it, and lets nobody write meanwhile. */
  #change(survey: string, wave: string, change: (found: WaveRecord) => WaveRecord, closed: string): Promise<WaveRecord> {
    return this.#transaction(async (client) => {
      const found = await lockedWave(client, survey, wave);
      if (found?.state !== "open") throw new UserError(found ? closed : "this wave was never opened", { where: `${survey} ${wave}` });
      const changed = change(found);
      await client.query("UPDATE waves SET body = $3 WHERE survey = $1 AND wave = $2", [survey, wave, JSON.stringify(changed)]);
      // Stays so if the rewriting is cut short, so that whoever opens the store next makes up for it.
      if (changed.state === "closed") await client.query("UPDATE layout SET settled = false");
      return changed;
    });
  }

  async waves(): Promise<WaveRecord[]> {
    const { rows } = await reached(this.#pool.query<{ body: string }>("SELECT body FROM waves ORDER BY survey, wave"));
    return rows.map(({ body }): WaveRecord => JSON.parse(body));
  }

  wave(survey: string, wave: string): Promise<WaveRecord | undefined> {
    const key = `${survey} ${wave}`;
    const asked = this.#asked.get(key) ?? this.#askLater(key, survey, wave);
    this.#asked.set(key, asked);
    return asked;
  }

  /** The query begins after everybody who shares it has asked, so that nobody hears of the past. */
  async #askLater(key: string, survey: string, wave: string): Promise<WaveRecord | undefined> {
    await new Promise((done) => setImmediate(done));
    this.#asked.delete(key);
    const { rows } = await reached(this.#pool.query<{ body: string }>({ name: "wave", text: "SELECT body FROM waves WHERE survey = $1 AND wave = $2", values: [survey, wave] }));
    return rows[0] && JSON.parse(rows[0].body);
  }

  async insert(response: Response, credential?: string): Promise<Insertion> {
    const { id, survey, wave } = response;
    const insertion = await reached(this.#queue.insert({ id, survey, wave, body: canonical(response), credential }));
    if (insertion === "stored") this.#unsettle();
    return insertion;
  }

  pending(): number {
    return this.#queue.pending();
  }

  async count(survey: string, wave: string): Promise<number> {
    const { rows } = await this.#pool.query<{ n: number }>("SELECT count(*)::integer AS n FROM responses WHERE survey = $1 AND wave = $2", [survey, wave]);
    return rows[0]?.n ?? 0;
  }

  async *responses(survey: string, wave: string): AsyncIterable<Response> {
    // Page by page: a transaction left open between two of them would keep the tables from being written anew.
    for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
      const { rows } = await this.#pool.query<{ id: string; body: string }>("SELECT id, body FROM responses WHERE id > $1 AND survey = $2 AND wave = $3 ORDER BY id LIMIT 1000", [after, survey, wave]);
      for (const { body } of rows) yield checkResponse(JSON.parse(body));
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
    }
  }

  async shutdown(): Promise<void> {
    await this.#queue.drained();
    this.#hasEnded = true;
    await this.#writer.end();
    clearTimeout(this.#quiet);
    await this.#settling;
    // Best effort: who closes a wave insists.
    if (!this.#isSettled) await this.#rewriteIfGrown().catch(() => false);
    await this.#pool.end();
  }

  #unsettle(): void {
    this.#isSettled = false;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => (this.#settling = this.#settle()), QUIET);
    this.#quiet.unref();
  }

  /** Nothing has come here for a while: once nothing has come to other collectors either, leaves no trace of the order in which it did. */
  async #settle(): Promise<void> {
    try {
      if (await this.#isQuiet()) this.#isSettled = await this.#rewriteIfGrown();
    } catch {
      // A database that is away for a while must not end a server; it is tried again.
    }
    if (!this.#isSettled && !this.#hasEnded) this.#unsettle();
  }

  async #isQuiet(): Promise<boolean> {
    const { rows } = await this.#pool.query<{ n: number }>("SELECT (SELECT count(*) FROM responses)::integer + (SELECT count(*) FROM invitations WHERE blinded <> '')::integer AS n");
    const before = this.#seen;
    this.#seen = rows[0]?.n ?? 0;
    return this.#seen === before;
  }

  /** @returns whether nothing need be done any more for now */
  async #rewriteIfGrown(): Promise<boolean> {
    const size = await this.#size();
    return (size > SMALL && size < 1.25 * this.#settled) || this.#rewrite(200);
  }

  async #rewrite(patience: number): Promise<boolean> {
    const isDone = await this.#using((client) => tryRewrite(client, patience));
    if (isDone) this.#settled = await this.#size();
    return isDone;
  }

  async #size(): Promise<number> {
    const { rows } = await this.#pool.query<{ bytes: string }>("SELECT pg_table_size('responses') + pg_table_size('invitations') + pg_table_size('spent') AS bytes");
    return Number(rows[0]?.bytes);
  }

  #transaction<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    return this.#using(async (client) => {
      await client.query("BEGIN; SET LOCAL synchronous_commit TO on");
      try {
        const result = await work(client);
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      }
    });
  }

  async #using<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let broken = true;
    try {
      const result = await work(client);
      broken = false;
      return result;
    } catch (error) {
      broken = !(error instanceof UserError);
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

async function groupsIn(at: Pool | ClientBase, survey: string, wave: string): Promise<GroupCount[]> {
  const { rows } = await at.query<{ groups: string; invited: number; admitted: number }>('SELECT groups, count(*)::integer AS invited, count(*) FILTER (WHERE blinded <> \'\')::integer AS admitted FROM invitations WHERE survey = $1 AND wave = $2 GROUP BY groups ORDER BY groups COLLATE "C"', [survey, wave]);
  return rows.map(({ groups, invited, admitted }) => ({ groups: JSON.parse(groups), invited, admitted }));
}

async function lockedWave(client: ClientBase, survey: string, wave: string): Promise<WaveRecord | undefined> {
  // The lock of a row alone would let newcomers overtake whoever waits for it, for as long as answers come.
  await client.query("LOCK TABLE waves IN EXCLUSIVE MODE");
  const { rows } = await client.query<{ body: string }>("SELECT body FROM waves WHERE survey = $1 AND wave = $2", [survey, wave]);
  return rows[0] && JSON.parse(rows[0].body);
}
