import { writeFileSync } from "node:fs";
import { importWave } from "../collector/waves.ts";
import { UserError } from "../error.ts";
import { fileBytes } from "../responses/encoding.ts";
import { type Importer, importerOf, isSetAside, type Quarantined } from "../responses/import.ts";
import { readMapping } from "../responses/mapping.ts";
import type { Response } from "../responses/response.ts";
import { openTable, type Table } from "../responses/table.ts";
import { csvText } from "../survey/csv.ts";
import { loadSurvey, readObject } from "../survey/load.ts";
import { formatOf, foundWords } from "./found.ts";
import { type Invocation, type Output, required, surveyName } from "./options.ts";
import { today, withStore } from "./places.ts";
import { suggestVerb } from "./suggest.ts";

/** Rows that are listed in words; with --json all are. */
const LISTED = 50;

/** Answers of another tool become a closed wave of their own. */
export async function importVerb(invocation: Invocation, output: Output): Promise<boolean> {
  const { say, json, wantsJson } = output;
  const { settings, flags, names } = invocation;
  if (flags["suggest"] === true) return suggestVerb(invocation, output);
  const survey = loadSurvey(settings.surveys, surveyName(invocation));
  const wave = required(invocation, "wave");
  const [, file] = names;
  if (!file) throw new UserError("import needs a file", { fix: `import ${survey.id} FILE --map MAP --wave ${wave}` });
  const map = textOf(flags["map"]);
  const mapping = readMapping(map === undefined ? {} : readObject(map), map ?? "--map");
  const table = await openTable(fileBytes(file), mapping);
  const found = foundWords(table, mapping);
  if (found) say(found);
  const start = (): Importer => importerOf(table.columns, mapping, survey.codebook, { wave, where: map ?? file });
  // The file is read twice, and never held: first to count, then, where anything is right, to store.
  const { take, account } = start();
  const entries = setAside(table, take);
  const { read, taken, quarantined, unused, lost } = account();
  for (const { column, n } of unused) say(`${column}: neither mapped nor ignored, ${n} values are left out`);
  for (const { column, reason, n } of lost) say(reason === "words" ? `${column}: ${n} × words beside a choice, for which the questionnaire has no place` : `${column}: ${n} × ${reason}; the questionnaire has no such value, so it counts as no answer`);
  tellSetAside(entries, file, say);
  const kept = textOf(flags["quarantine"]);
  if (kept !== undefined) keep(kept, entries);
  const counts = { read, taken, quarantined };
  const result = { survey: survey.id, wave, file, format: formatOf(table), rows: read, imported: taken, quarantinedRows: quarantined, counts, quarantined: entries, unused: unused.map(({ column }) => column), dropped: unused, lost, ...(kept === undefined ? {} : { quarantine: kept }) };
  const preview = flags["preview"] === true;
  if (preview || taken === 0) {
    if (wantsJson) json({ ...result, stored: false });
    if (taken === 0) throw new UserError(`none of ${read} rows can be an answer to ${survey.id}; nothing was stored`, { where: file, fix: "look at the reasons above and correct the mapping" });
    say(`${countsWords(counts)} Nothing was stored, for this is a preview.`);
    return true;
  }
  await withStore(settings, (store) => importWave(store, survey, wave, responsesOf(table, start(), taken), today()));
  if (wantsJson) json({ ...result, stored: true });
  say(`${countsWords(counts)} Stored as ${survey.id} ${wave}. Next: release ${survey.id} --wave ${wave}`);
  return true;
}

const textOf = (flag: string | boolean | undefined): string | undefined => (typeof flag === "string" && flag !== "" ? flag : undefined);

const countsWords = ({ read, taken, quarantined }: { read: number; taken: number; quarantined: number }): string => `${read} rows read = ${taken} taken + ${quarantined} set aside.`;

function setAside(table: Table, take: Importer["take"]): Quarantined[] {
  const entries: Quarantined[] = [];
  for (const row of table.rows()) {
    const found = take(row);
    if (isSetAside(found)) for (const entry of found) entries.push(entry);
  }
  return entries;
}

function* responsesOf(table: Table, { take, account }: Importer, expected: number): Generator<Response> {
  for (const row of table.rows()) {
    const found = take(row);
    if (!isSetAside(found)) yield found;
  }
  if (account().taken !== expected) throw new UserError("the file changed while it was read", { where: table.where, fix: "purge this wave, and import again into another one" });
}

function tellSetAside(entries: readonly Quarantined[], file: string, say: Output["say"]): void {
  for (const { row, column, value, pointer, reason } of entries.slice(0, LISTED)) say(`${file}:${row} ${pointer}${column === "" ? "" : ` (${column}${value === "" ? "" : `: “${value}”`})`}: ${reason}`);
  if (entries.length > LISTED) say(`… and ${entries.length - LISTED} more (all with --json or --quarantine FILE)`);
}

/** What was set aside, as a table: it holds answers, and is for whoever imports alone. */
function keep(to: string, entries: readonly Quarantined[]): void {
  const rows = entries.map(({ row, column, value, reason }) => [row, column, value, reason]);
  try {
    writeFileSync(to, `\uFEFF${csvText([["row", "column", "value", "reason"], ...rows], "\r\n")}`, { mode: 0o600 });
  } catch (error) {
    throw new UserError(`this file cannot be written (${error instanceof Error ? error.message : String(error)})`, { where: to, fix: "choose another place; nothing was stored", cause: error });
  }
}
