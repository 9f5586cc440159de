import type { ClientBase } from "pg";
import { UserError } from "../error.ts";

/**
 * How the tables of PostgreSQL came to be, step by step; a step that was released never changes. No column holds a time or a
 * number that counts up, and nothing is unique but random ids, digests and names: a distributed PostgreSQL may shard
 * `responses` and `spent` on their keys, and keep the other tables, whose rows are locked, whole on every node.
 */
const STEPS: readonly string[] = [
  `
  CREATE TABLE bundles (survey text COLLATE "C" NOT NULL, version text COLLATE "C" NOT NULL, body text NOT NULL, PRIMARY KEY (survey, version));
  CREATE TABLE waves (survey text COLLATE "C" NOT NULL, wave text COLLATE "C" NOT NULL, body text NOT NULL, PRIMARY KEY (survey, wave));
  CREATE TABLE keys (survey text COLLATE "C" NOT NULL, wave text COLLATE "C" NOT NULL, secret text NOT NULL, PRIMARY KEY (survey, wave));
  CREATE TABLE invitations (digest text COLLATE "C" PRIMARY KEY, survey text COLLATE "C" NOT NULL, wave text COLLATE "C" NOT NULL, groups text NOT NULL, blinded text NOT NULL);
  CREATE TABLE spent (credential text COLLATE "C" PRIMARY KEY, survey text COLLATE "C" NOT NULL, wave text COLLATE "C" NOT NULL);
  CREATE TABLE responses (id uuid PRIMARY KEY, survey text COLLATE "C" NOT NULL, wave text COLLATE "C" NOT NULL, body text NOT NULL);
  CREATE TABLE layout (settled boolean NOT NULL);
  INSERT INTO layout VALUES (true);
  CREATE INDEX responses_by_wave ON responses (survey, wave, id);
  CREATE INDEX invitations_by_wave ON invitations (survey, wave);
  `,
];

/** Only has to be a number that others are unlikely to lock: “qing” in ASCII. */
const LOCK = 0x71696e67;

/** Brings the tables up to date: all steps or none, and by one of those who start at the same time. */
export async function migrate(client: ClientBase): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query("CREATE TABLE IF NOT EXISTS migrations (version integer PRIMARY KEY)");
    const { rows } = await client.query<{ version: number }>("SELECT coalesce(max(version), 0)::integer AS version FROM migrations");
    const done = rows[0]?.version ?? 0;
    if (done > STEPS.length) throw new UserError(`the database was made by a newer version (its tables are at step ${done}, this version knows ${STEPS.length})`, { fix: "run the newer version, or restore a backup into another database" });
    for (const [i, step] of STEPS.entries()) {
      if (i < done) continue;
      await client.query(step);
      await client.query("INSERT INTO migrations VALUES ($1)", [i + 1]);
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
