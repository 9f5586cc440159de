import { writeFileSync } from "node:fs";
import { copyStore } from "../responses/copy.ts";
import { shownAddress } from "../responses/postgres.ts";
import { type Invocation, type Output, required } from "./options.ts";
import { movedMark, sqlitePath } from "./places.ts";

/** Between two words about how far it has come, in ms. */
const PATIENCE = 2000;

/** Copies the data folder's answers into a database. The file stays as it was, and takes no more answers. */
export async function moveVerb(invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> {
  const { data } = invocation.settings;
  const to = required(invocation, "to");
  let said = Date.now();
  const copied = await copyStore(sqlitePath(data), to, {
    warn: say,
    progress: (table, rows) => {
      if (Date.now() - said < PATIENCE) return;
      said = Date.now();
      say(`  ${table}: ${rows.toLocaleString("en")} …`);
    },
  });
  writeFileSync(movedMark(data), `${shownAddress(to)}\n`);
  if (wantsJson) json({ to: shownAddress(to), tables: copied });
  for (const { table, rows, sha256 } of copied) say(`${table.padEnd(12)} ${rows.toLocaleString("en").padStart(10)} here and there, SHA-256 ${sha256} here and there`);
  say(`All is in ${shownAddress(to)}. From now on set DATABASE_URL for the server and every command. ${sqlitePath(data)} is as it was; delete it once a backup of the database exists.`);
  return true;
}
