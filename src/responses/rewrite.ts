import type { ClientBase } from "pg";
import { sqlStateOf } from "./sqlstate.ts";

/** Tables whose rows came in the order in which people did, each with its random key. */
const TABLES = [["responses", "id"], ["spent", "credential"], ["invitations", "digest"]] as const;

/**
 * Writes the tables anew in the order of their keys, in one transaction: where rows lie (ctid), which transaction wrote them
 * (xmin) and the numbers of long texts then say nothing of who came first. CLUSTER and VACUUM FULL would keep xmin; a new table
 * under the old name would lose grants and its place in a distributed database.
 * @param patience how long to wait for those who use the tables, in ms
 * @returns false if they are in use
 */
export async function tryRewrite(client: ClientBase, patience: number): Promise<boolean> {
  try {
    await client.query(`BEGIN; SET LOCAL lock_timeout TO ${patience}`);
    // First what every writer locks first, so that none of them holds what is waited for next.
    await client.query("LOCK TABLE waves IN EXCLUSIVE MODE; LOCK TABLE responses, spent, invitations IN ACCESS EXCLUSIVE MODE");
    for (const [table, key] of TABLES) await client.query(`CREATE TEMPORARY TABLE copied ON COMMIT DROP AS SELECT * FROM ${table}; TRUNCATE ${table}; INSERT INTO ${table} SELECT * FROM copied ORDER BY ${key}; DROP TABLE copied`);
    await client.query("UPDATE layout SET settled = true WHERE NOT settled; COMMIT");
    return true;
  } catch (error) {
    await client.query("ROLLBACK");
    if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}

/**
 * Lets the server forget its log as far as it may: what was logged before is needed by nobody but archives and replicas.
 * Both need a role that the database may not have been given.
 */
export async function cutLog(client: ClientBase): Promise<void> {
  for (const command of ["SELECT pg_switch_wal()", "CHECKPOINT"]) {
    try {
      await client.query(command);
    } catch (error) {
      if (sqlStateOf(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    }
  }
}

const LOCK_NOT_AVAILABLE = "55P03";
const INSUFFICIENT_PRIVILEGE = "42501";
