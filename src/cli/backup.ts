import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { backUp, type Inventory, restoreStore } from "../responses/backup.ts";
import { type Invocation, type Output, required, type Settings } from "./options.ts";
import { makeFolder, movedMark, sqlitePath } from "./places.ts";

/** Fewest answers between two copies of an open wave: laid side by side, they show which invitations and which answers came in between. */
const APART = 10;

/** Copies the store to one file, while the server runs or not. */
export function backupVerb(invocation: Invocation, { say, json, wantsJson }: Output): boolean {
  const { settings } = invocation;
  refuseDatabase(settings, "pg_dump");
  const to = required(invocation, "to");
  const before = readCounts(settings.data);
  const inventory = backUp(sqlitePath(settings.data), to, (copy) => {
    refuseClose(copy, before, to);
    // Noted before the copy has its name: the other way round, a crash in between would leave one that nobody knows of.
    writeCounts(settings.data, copy);
  });
  if (wantsJson) json({ to, ...inventory });
  say(`${inventory.responses} answers of ${inventory.waves.length} waves are in ${to}, in the order of random ids; SHA-256 of all rows ${inventory.sha256}.`);
  say("  It holds raw answers and the waves' keys: keep it as you keep the store, and never beside a list of invitations.");
  for (const { survey, wave, state } of inventory.waves.filter((each) => isClose(each, before)))
    say(`  ${survey} ${wave} has fewer than ${APART} answers that the backup before this one lacks: ${state === "closed" ? "delete that one" : "keep one of the two"}, for side by side they show when these came.`);
  say(`  Backups less than ${APART} answers apart weaken the promise: side by side they show what came in between.`);
  return true;
}

/** Puts a backup in the place of the store. */
export function restoreVerb(invocation: Invocation, { say, json, wantsJson }: Output): boolean {
  const { settings } = invocation;
  refuseDatabase(settings, "pg_restore");
  if (existsSync(movedMark(settings.data))) throw new UserError("the answers of this folder were moved to a database", { where: settings.data, fix: `restore into another folder: --data DIR; or delete ${movedMark(settings.data)} if this one is to be used again` });
  makeFolder(settings.data);
  const from = required(invocation, "from");
  const { inventory, aside } = restoreStore(from, sqlitePath(settings.data));
  writeCounts(settings.data, inventory);
  if (wantsJson) json({ from, ...inventory, ...(aside ? { aside } : {}) });
  say(`${inventory.responses} answers of ${inventory.waves.length} waves are back; every row was read again and equals the backup (SHA-256 ${inventory.sha256}).`);
  for (const { survey, wave, state, responses } of inventory.waves) say(`  ${survey.padEnd(16)} ${wave.padEnd(12)} ${state.padEnd(8)} ${responses} answers`);
  if (aside) say(`  The former store ${aside.responses === undefined ? "could not be read" : `with ${aside.responses} answers`} is ${aside.path}. Delete it once you are sure.`);
  if ((aside?.responses ?? 0) > inventory.responses) say("  It held more answers than the backup. Invitations that were used since the backup work again.");
  say("  Next: npm start");
  return true;
}

function refuseDatabase({ database }: Settings, tool: string): void {
  if (database !== undefined) throw new UserError("the answers are in a database, which this cannot copy", { fix: `use ${tool}; the operator's guide says how, and what to mind` });
}

/** Where people were invited, the two would show which invitations these answers came by. */
function refuseClose({ waves }: Inventory, before: Counts, where: string): void {
  const close = waves.find((each) => each.state === "open" && each.admission === "invited" && isClose(each, before));
  if (close) throw new UserError(`${close.survey} ${close.wave} has fewer than ${APART} answers that ${before[keyOf(close)] === undefined ? "no backup holds" : "the backup before lacks"}; a backup now would help to tell whose they are`, { where, fix: "wait for more answers, or close the wave" });
}

const isClose = (wave: Inventory["waves"][number], before: Counts): boolean => wave.responses !== (before[keyOf(wave)] ?? 0) && Math.abs(wave.responses - (before[keyOf(wave)] ?? 0)) < APART;

const keyOf = ({ survey, wave }: { readonly survey: string; readonly wave: string }): string => `${survey} ${wave}`;

/** How many answers of each wave the backup before held. */
type Counts = Readonly<Record<string, number>>;

const countsPath = (data: string): string => join(data, "backups.json");

function readCounts(data: string): Counts {
  return existsSync(countsPath(data)) ? JSON.parse(readFileSync(countsPath(data), "utf8")) : {};
}

function writeCounts(data: string, { waves }: Inventory): void {
  writeFileSync(countsPath(data), `${JSON.stringify(Object.fromEntries(waves.map((wave) => [keyOf(wave), wave.responses])))}\n`, { mode: 0o600 });
}
