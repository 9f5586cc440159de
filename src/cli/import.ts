import { importWave } from "../collector/waves.ts";
import { UserError } from "../error.ts";
import { readCsv } from "../responses/csv.ts";
import { importTable } from "../responses/import.ts";
import { readMapping } from "../responses/mapping.ts";
import { loadSurvey, readObject } from "../survey/load.ts";
import { type Invocation, type Output, required, surveyName } from "./options.ts";
import { today, withStore } from "./places.ts";

/** Rows that are listed in words; with --json all are. */
const LISTED = 50;

/** Answers of another tool become a closed wave of their own. */
export async function importVerb(invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> {
  const { settings, flags, names } = invocation;
  const survey = loadSurvey(settings.surveys, surveyName(invocation));
  const wave = required(invocation, "wave");
  const [, file] = names;
  if (!file) throw new UserError("import needs a file", { fix: `import ${survey.id} FILE --map MAP --wave ${wave}` });
  const map = typeof flags["map"] === "string" ? flags["map"] : undefined;
  const mapping = readMapping(map === undefined ? {} : readObject(map), map ?? "--map");
  const table = await readCsv(file, mapping);
  const { responses, quarantined, quarantinedRows, unused, lost } = importTable(table, mapping, survey.codebook, { wave, where: map ?? file });
  if (unused.length > 0) say(`neither mapped nor ignored: ${unused.join(", ")}`);
  for (const { column, reason, n } of lost) say(`${column}: ${n} × ${reason}; the questionnaire has no such value, so it counts as no answer`);
  for (const { line, pointer, reason } of quarantined.slice(0, LISTED)) say(`${file}:${line} ${pointer}: ${reason}`);
  if (quarantined.length > LISTED) say(`… and ${quarantined.length - LISTED} more (all with --json)`);
  const result = { survey: survey.id, wave, file, rows: table.rows.length, imported: responses.length, quarantinedRows, quarantined, unused, lost };
  if (responses.length === 0) {
    if (wantsJson) json({ ...result, stored: false });
    throw new UserError(`none of ${table.rows.length} rows can be an answer to ${survey.id}; nothing was stored`, { where: file, fix: "look at the reasons above and correct the mapping" });
  }
  await withStore(settings, (store) => importWave(store, survey, wave, responses, today()));
  if (wantsJson) json({ ...result, stored: true });
  say(`${responses.length} of ${table.rows.length} rows are stored as ${survey.id} ${wave}, ${quarantinedRows} are set aside. Next: release ${survey.id} --wave ${wave}`);
  return true;
}
