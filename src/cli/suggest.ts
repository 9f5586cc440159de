import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { fileBytes } from "../responses/encoding.ts";
import { type Account, importerOf } from "../responses/import.ts";
import { readMapping, type WrittenMapping } from "../responses/mapping.ts";
import { type Draft, suggest } from "../responses/suggest.ts";
import { openTable, type Table } from "../responses/table.ts";
import { loadSurvey, readObject } from "../survey/load.ts";
import { formatOf, foundWords } from "./found.ts";
import { type Invocation, type Output, surveyName } from "./options.ts";

/** Most lines of one kind that are said. */
const LISTED = 12;

/** Drafts how a table maps to a survey, and says what would come of it; nothing is stored. */
export async function suggestVerb(invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> {
  const { settings, flags, names } = invocation;
  const id = surveyName(invocation);
  const [, file] = names;
  if (!file) throw new UserError("import --suggest needs a file", { fix: `import ${id} FILE --suggest --to ${id}.map.json` });
  // What is known already, above all of the form of the file, may be said.
  const hints = typeof flags["map"] === "string" ? readMapping(readObject(flags["map"]), flags["map"]) : {};
  const table = await openTable(fileBytes(file), hints);
  const found = foundWords(table, {});
  if (!existsSync(join(settings.surveys, id, "survey.json"))) throw noSurvey(id, file, table, found);
  const survey = loadSurvey(settings.surveys, id);
  say(found);
  if (table.columns.length === 0) throw new UserError("these are responses as export writes them, and need no mapping", { where: file, fix: `import ${id} ${file} --wave WAVE` });
  const draft = suggest(table, survey.codebook);
  const counts = draft.matches.length === 0 ? undefined : tried(table, draft.mapping, survey.codebook);
  const to = typeof flags["to"] === "string" && flags["to"] !== "" ? flags["to"] : undefined;
  if (wantsJson) json({ survey: id, file, format: formatOf(table), ...draft, ...(counts ? { counts: { read: counts.read, taken: counts.taken, quarantined: counts.quarantined } } : {}), ...(to === undefined ? {} : { to }) });
  for (const line of summary(draft, counts)) say(line);
  if (!counts) throw new UserError(`no column could be matched to a question of ${id}`, { where: file, fix: "give the questions titles as the headings have them, or write \"columns\" by hand; docs: “Answers of another tool”" });
  if (to !== undefined) write(to, draft.mapping);
  else if (!wantsJson) say(JSON.stringify(draft.mapping, null, 2));
  say(to === undefined ? "Write it into a file with --to MAP." : `The draft is in ${to}. Look through it, above all at “unsure”, correct it, and try: import ${id} ${file} --map ${to} --wave WAVE --preview`);
  return true;
}

function noSurvey(id: string, file: string, { headings }: Table, found: string): UserError {
  const columns = headings.slice(0, 20).map(({ name, title }) => title ?? name).join(" · ");
  return new UserError(`there is no survey “${id}” yet, and answers are mapped to questions (the file is ${found}: ${columns}${headings.length > 20 ? " …" : ""})`, {
    where: file,
    fix: `new ${id}; then write these questions into its survey.json, with titles and choices as the file words them; then import ${id} ${file} --suggest again`,
  });
}

const tried = (table: Table, mapping: WrittenMapping, codebook: Parameters<typeof importerOf>[2]): Account => {
  const { take, account } = importerOf(table.columns, readMapping(mapping, "the draft"), codebook, { wave: "draft", where: "the draft" });
  for (const row of table.rows()) take(row);
  return account();
};

function summary({ mapping, matches, unmatched, unanswered }: Draft, counts: Account | undefined): string[] {
  const doubtful = (mapping.unsure ?? []).filter(({ taken }) => taken !== undefined);
  const values = (mapping.unsure ?? []).filter(({ value, taken }) => value !== undefined && taken === undefined);
  return [
    `${matches.length} columns match a question: ${matches.filter(({ score }) => score >= 0.9).length} surely, ${matches.filter(({ score }) => score < 0.9).length} perhaps`,
    ...listed(doubtful.map(({ column, value, taken, guesses, note }) => `  ? ${column}${value === undefined ? "" : ` “${value}”`} -> ${taken ?? ""}${guesses?.[0] ? ` (${guesses[0].score})` : ""}: ${note ?? ""}`)),
    ...(values.length > 0 ? [`${values.length} values could not be told`, ...listed(values.map(({ column, value, guesses }) => `  ? ${column} “${value ?? ""}”${guessed(guesses)}`))] : []),
    ...(unmatched.length > 0 ? [`${unmatched.length} columns match nothing`, ...listed(unmatched.map(({ column, guesses }) => `  - ${column}${guessed(guesses)}`))] : []),
    ...(mapping.ignore ? [`left out, for they say who answered, when or from where: ${mapping.ignore.join(", ")}`] : []),
    ...(unanswered.length > 0 ? [`no column answers: ${unanswered.slice(0, 40).join(", ")}${unanswered.length > 40 ? " …" : ""}`] : []),
    ...(counts ? [`with this draft: ${counts.read} rows read = ${counts.taken} taken + ${counts.quarantined} set aside`] : []),
  ];
}

const guessed = (guesses: readonly { readonly for: string; readonly score: number }[] | undefined): string => (guesses && guesses.length > 0 ? `; perhaps ${guesses.map((guess) => `${guess.for} (${guess.score})`).join(", ")}` : "");

const listed = (lines: readonly string[]): string[] => (lines.length > LISTED ? [...lines.slice(0, LISTED), `  … and ${lines.length - LISTED} more`] : [...lines]);

/** A draft that somebody may have corrected is not written over. */
function write(to: string, mapping: WrittenMapping): void {
  try {
    writeFileSync(to, `${JSON.stringify(mapping, null, 2)}\n`, { flag: "wx" });
  } catch (error) {
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw new UserError(exists ? "this file is there already, and was left as it is" : `this file cannot be written (${error instanceof Error ? error.message : String(error)})`, { where: to, fix: exists ? "choose another name, or delete it" : "choose another place", cause: error });
  }
}
