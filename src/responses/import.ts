import { randomUUID } from "node:crypto";
import type { Codebook } from "../survey/codebook.ts";
import { isLocale } from "../survey/text.ts";
import { place, placeOther, placeSeveral, type Several } from "./answers.ts";
import { type Meaning, rawOf, readerOf } from "./cells.ts";
import type { Row, TextTable } from "./csv.ts";
import type { JsonRow } from "./json-lines.ts";
import type { Mapping, Reason } from "./mapping.ts";
import { columnAt, pointerOf, valueAt } from "./problem-column.ts";
import { checkResponse, LONGEST_SECONDS, type Response } from "./response.ts";
import { checkWords, type Target, targetsOf } from "./targets.ts";
import { compileValidator, type Problem } from "./validate.ts";

/** Why a row is set aside. */
export interface Quarantined {
  /** Where the row begins in the file, from 1. */
  readonly row: number;
  /** As the file calls it; empty where the row as a whole is wrong. */
  readonly column: string;
  /** As found, shortened. */
  readonly value: string;
  /** JSON Pointer into the answers. */
  readonly pointer: string;
  readonly reason: string;
}

/** What became of all rows: `read` is `taken` and `quarantined` together. */
export interface Account {
  readonly read: number;
  readonly taken: number;
  readonly quarantined: number;
  /** Columns that nobody mapped or ignored, and how many values they hold. */
  readonly unused: readonly { readonly column: string; readonly n: number }[];
  /** What the questionnaire has no place for and so counts as no answer: reasons for having none, and words beside a choice. */
  readonly lost: readonly { readonly column: string; readonly reason: Reason | "words"; readonly n: number }[];
}

export interface Importer {
  /** A response, or why there is none. */
  readonly take: (row: JsonRow) => Response | readonly Quarantined[];
  readonly account: () => Account;
}

interface Place {
  readonly wave: string;
  /** What the mapping is called, for messages. */
  readonly where: string;
}

/** Longest value that is repeated where it is refused, in characters. */
const SHOWN = 60;
const shortened = (value: string): string => (value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);

type Lose = (column: string, reason: Reason | "words") => void;

/**
 * Turns rows into responses of one wave, one at a time. Rows that cannot be answers are set aside, never mended.
 * @throws UserError if the mapping does not fit the table or the questionnaire, naming the place
 */
export function importerOf(columns: readonly string[], mapping: Mapping, codebook: Codebook, { wave, where }: Place): Importer {
  const targets = columns.length === 0 ? [] : targetsOf(columns, mapping, codebook, where);
  if (columns.length > 0) checkWords(mapping, targets, where);
  const validate = compileValidator(codebook);
  const used = new Set([...targets.map(({ column }) => column), ...mapping.ignore]);
  const unused = columns.flatMap((column, i) => (used.has(column) ? [] : [{ column, i, n: 0 }]));
  const counts = { read: 0, taken: 0, quarantined: 0 };
  const lost = new Map<string, { column: string; reason: Reason | "words"; n: number }>();
  const lose: Lose = (column, reason) => {
    const known = lost.get(`${column} ${reason}`);
    if (known) known.n += 1;
    else lost.set(`${column} ${reason}`, { column, reason, n: 1 });
  };
  const answer = answersBy(targets, mapping, lose);
  const { survey, version } = codebook;
  const made = (answers: Record<string, unknown>, language = mapping.language, seconds = mapping.seconds): Response => checkResponse({ id: randomUUID(), survey, version, wave, language, seconds, answers });
  const fromCells = (row: Row): Response | Quarantined[] => {
    for (const column of unused) if (row.cells[column.i] !== null && row.cells[column.i] !== undefined) column.n += 1;
    const { answers, faults } = answer(row);
    if (faults.length > 0) return faults;
    const problems = Object.keys(answers).length === 0 ? [{ pointer: "", detail: "the row holds no answer" }] : validate(answers);
    return problems.length === 0 ? made(answers) : problems.map((problem) => fromProblem(problem, row, columnAt(problem.pointer, targets, answers)));
  };
  const fromResponse = responseReader(survey, validate, made);
  return {
    take: (row) => {
      counts.read += 1;
      const found = row.fault ? [{ row: row.line, column: "", value: shortened(row.fault.value), pointer: "", reason: row.fault.reason }] : row.response ? fromResponse(row.line, row.response) : fromCells(row);
      counts[Array.isArray(found) ? "quarantined" : "taken"] += 1;
      return found;
    },
    account: () => {
      if (counts.read !== counts.taken + counts.quarantined) throw new Error(`${counts.read} rows were read, and ${counts.taken} + ${counts.quarantined} counted`);
      return { ...counts, unused: unused.map(({ column, n }) => ({ column, n })), lost: [...lost.values()] };
    },
  };
}

const fromProblem = ({ pointer, detail }: Problem, { line, cells }: Row, target: Target | undefined): Quarantined => ({ row: line, column: target?.column ?? "", value: shortened(target ? (cells[target.at]?.trim() ?? "") : ""), pointer, reason: detail });

/** Responses as `export` writes them: checked as they are. They get ids of their own, for an id belongs to one wave. */
function responseReader(survey: string, validate: ReturnType<typeof compileValidator>, made: (answers: Record<string, unknown>, language?: Mapping["language"], seconds?: number) => Response): (line: number, response: Readonly<Record<string, unknown>>) => Response | Quarantined[] {
  const ids = new Map<string, number>();
  return (line, { survey: said, id, answers, language, seconds }) => {
    const refuse = (column: string, value: unknown, reason: string): Quarantined[] => [{ row: line, column, value: shortened(String(value)), pointer: "", reason }];
    if (said !== undefined && said !== survey) return refuse("survey", said, `this is a response to another survey than ${survey}`);
    const before = typeof id === "string" ? ids.get(id) : undefined;
    if (before !== undefined) return refuse("id", id, `a response with this id stands in line ${before}`);
    if (typeof id === "string") ids.set(id, line);
    if (language !== undefined && !isLocale(language)) return refuse("language", language, 'language must be "zh-cn" or "en"');
    if (seconds !== undefined && !isSeconds(seconds)) return refuse("seconds", seconds, `seconds must be a multiple of 30 from 0 to ${LONGEST_SECONDS}`);
    const given: Record<string, unknown> = typeof answers === "object" ? { ...answers } : {};
    const problems = Object.keys(given).length === 0 ? [{ pointer: "", detail: "the row holds no answer" }] : validate(given);
    return problems.length === 0 ? made(given, language, seconds) : problems.map(({ pointer, detail }) => ({ row: line, column: pointer, value: shortened(valueAt(given, pointer)), pointer, reason: detail }));
  };
}

const isSeconds = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value / 30) && value >= 0 && value <= LONGEST_SECONDS;

function answersBy(targets: readonly Target[], mapping: Mapping, lose: Lose): (row: Row) => { answers: Record<string, unknown>; faults: Quarantined[] } {
  // Words beside choices come last, when these are there.
  const readers = [...targets].sort((a, b) => Number(a.beside !== undefined) - Number(b.beside !== undefined)).map((target) => ({ target, read: readerOf(target, mapping) }));
  return ({ line, cells }) => {
    const answers: Record<string, unknown> = Object.create(null);
    const faults: Quarantined[] = [];
    const several: Several = new Map();
    const words: (() => void)[] = [];
    for (const { target, read } of readers) {
      if (target.beside) placeSeveral(answers, several);
      const cell = cells[target.at]?.trim() ?? "";
      const meaning = read(cell);
      if (meaning.kind === "fault") faults.push({ row: line, column: target.column, value: shortened(cell), pointer: pointerOf(target.variable.path), reason: meaning.reason });
      else placeMeaning(answers, target, meaning, several, words, lose);
    }
    placeSeveral(answers, several);
    for (const put of words) put();
    return { answers, faults };
  };
}

function placeMeaning(answers: object, target: Target, meaning: Exclude<Meaning, { kind: "fault" }>, several: Several, words: (() => void)[], lose: Lose): void {
  const { variable, code, column, beside } = target;
  if (meaning.kind === "nothing") return;
  if (meaning.kind === "reason") {
    const value = variable.values.find(({ missing }) => missing === meaning.reason);
    if (value && code === undefined) place(answers, variable, variable.kind === "multiple" ? [rawOf(value)] : rawOf(value));
    else if (meaning.reason !== "no_answer" && meaning.reason !== "not_asked") lose(column, meaning.reason);
    return;
  }
  const own = target.words;
  if (meaning.words !== undefined && !own) lose(column, "words");
  // Words that stand in the place of “other” leave no room for it.
  const inline = meaning.words !== undefined && own?.listed !== undefined;
  const said = meaning.words;
  if (said !== undefined && own) words.push(() => place(answers, own, said));
  if (meaning.kind === "choice") {
    if (!inline) several.set(variable, [...(several.get(variable) ?? []), { code: meaning.code, position: meaning.position }]);
  } else if (beside && !variable.listed) {
    placeOther(answers, beside);
    place(answers, variable, meaning.answer);
  } else if (!inline) place(answers, variable, meaning.answer);
  else if (Array.isArray(meaning.answer)) place(answers, variable, meaning.answer.filter((each) => String(each) !== variable.unlisted));
}

/** All rows of a table at once. */
export function importTable(table: TextTable, mapping: Mapping, codebook: Codebook, where: Place): Account & { readonly responses: readonly Response[]; readonly entries: readonly Quarantined[] } {
  const { take, account } = importerOf(table.columns, mapping, codebook, where);
  const responses: Response[] = [];
  const entries: Quarantined[] = [];
  for (const row of table.rows) {
    const found = take(row);
    if (isSetAside(found)) entries.push(...found);
    else responses.push(found);
  }
  return { ...account(), responses, entries };
}

export const isSetAside = (found: Response | readonly Quarantined[]): found is readonly Quarantined[] => Array.isArray(found);
