import { EXPLORER } from "../i18n/explorer.ts";
import { UserError } from "../error.ts";
import { type Guessed, MOST_VALUES } from "../query/guess.ts";
import { type Codebook, KINDS, MISSING, naColumn } from "../survey/codebook.ts";
import { columnNames, type FlatRow } from "../survey/flatten.ts";
import type { Locale } from "../survey/text.ts";
import { readCsv } from "./explorer-csv.ts";

/** Reads what a person drops on the explorer. Nothing here asks the network: the file stays where it is. */

/** What one line of an export says. */
export interface Envelope {
  readonly line: number;
  readonly survey: string;
  readonly version: string;
  readonly answers: Readonly<Record<string, unknown>>;
}

export type Dropped =
  | { readonly kind: "definition"; readonly definition: Readonly<Record<string, unknown>> }
  | { readonly kind: "codebook"; readonly codebook: Codebook }
  | { readonly kind: "responses"; readonly survey: string; readonly versions: readonly string[]; readonly envelopes: readonly Envelope[] }
  | { readonly kind: "table"; readonly columns: readonly string[]; readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[] };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws UserError in the person's language */
export function readDropped(bytes: Uint8Array, locale: Locale): Dropped {
  const words = EXPLORER[locale].bad;
  const refuse = (what: string, fix: string): never => {
    throw new UserError(what, { fix });
  };
  if (bytes.length === 0) return refuse(words.empty, words.emptyFix);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return refuse(words.zip, words.zipFix);
  const text = decoded(bytes).replace(/^\uFEFF/, "");
  if (text.includes("\u0000")) return refuse(words.binary, words.takes);
  const start = text.trimStart()[0];
  if (start !== "{" && start !== "[") return table(text, locale);
  const whole = parsed(text);
  const book = isRecord(whole) && isRecord(whole["codebook"]) ? whole["codebook"] : whole;
  if (isCodebook(book)) return { kind: "codebook", codebook: book };
  if (isRecord(whole) && ["pages", "elements", "questions"].some((key) => Array.isArray(whole[key]))) return { kind: "definition", definition: whole };
  return responses(Array.isArray(whole) ? whole.map((value: unknown, i) => ({ line: i + 1, value })) : linesOf(text, locale), locale);
}

/** UTF-8, else what spreadsheets in China write. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function linesOf(text: string, locale: Locale): { line: number; value: unknown }[] {
  const words = EXPLORER[locale].bad;
  return text.split(/\r?\n/).flatMap((content, i) => {
    if (content.trim() === "") return [];
    const value = parsed(content);
    if (value === undefined) throw new UserError(words.notJson(i + 1), { fix: words.takes });
    return [{ line: i + 1, value }];
  });
}

function responses(values: readonly { line: number; value: unknown }[], locale: Locale): Dropped {
  const words = EXPLORER[locale].bad;
  const envelopes = values.map(({ line, value }): Envelope => {
    const given = isRecord(value) && isRecord(value["response"]) ? value["response"] : value;
    if (!isRecord(given) || !isRecord(given["answers"]) || typeof given["survey"] !== "string") throw new UserError(words.noResponse(line), { fix: words.takes });
    return { line, survey: given["survey"], version: typeof given["version"] === "string" ? given["version"] : "", answers: given["answers"] };
  });
  const [first] = envelopes;
  if (!first) throw new UserError(words.empty, { fix: words.emptyFix });
  const other = envelopes.find(({ survey }) => survey !== first.survey);
  if (other) throw new UserError(words.mixed(other.line, first.survey, other.survey), { fix: words.mixedFix });
  return { kind: "responses", survey: first.survey, versions: [...new Set(envelopes.map(({ version }) => version))], envelopes };
}

function table(text: string, locale: Locale): Dropped {
  const words = EXPLORER[locale].bad;
  let rows: ReturnType<typeof readCsv>;
  try {
    rows = readCsv(text);
  } catch (error) {
    throw new UserError(words.openQuote(error instanceof Error ? error.message : ""), { fix: words.takes, cause: error });
  }
  const [head, ...body] = rows;
  if (!head || head.cells.length < 2) throw new UserError(words.noTable, { fix: words.takes });
  if (body.length === 0) throw new UserError(words.noRows, { fix: words.emptyFix });
  const uneven = body.find(({ cells }) => cells.length !== head.cells.length);
  if (uneven) throw new UserError(words.uneven(uneven.line, uneven.cells.length, head.cells.length), { fix: words.unevenFix });
  return { kind: "table", columns: head.cells, rows: body };
}

/** A DuckDB database begins with a checksum and these letters. @param head its first 12 bytes */
export const isDatabase = (head: Uint8Array): boolean => String.fromCharCode(...head.slice(8, 12)) === "DUCK";

/** What the columns of a table look like, where no questionnaire tells. */
export function guessesOf({ columns, rows }: Extract<Dropped, { kind: "table" }>): Guessed[] {
  return columns.map((name, i) => {
    const values = new Set<string>();
    let isNumber = true;
    for (const { cells } of rows) {
      const cell = cells[i] ?? "";
      if (cell === "") continue;
      if (values.size <= MOST_VALUES) values.add(cell);
      isNumber &&= cell.trim() !== "" && Number.isFinite(Number(cell));
    }
    return { name, isNumber: isNumber && values.size > 0, values: values.size > MOST_VALUES ? undefined : [...values] };
  });
}

/** How many columns of the codebook a table has. */
export const overlap = (codebook: Codebook, columns: readonly string[]): number => columnNames(codebook).filter((name) => columns.includes(name)).length;

/**
 * Rows of a table of codes, as released. Columns that the table lacks count as no answer.
 * @throws UserError on labels in place of codes, and where no column is known
 */
export function rowsOfTable({ columns, rows }: Extract<Dropped, { kind: "table" }>, codebook: Codebook, locale: Locale): FlatRow[] {
  const words = EXPLORER[locale].bad;
  if (overlap(codebook, columns) === 0) throw new UserError(words.foreignColumns(columns.slice(0, 3).join(locale === "en" ? ", " : "、")), { fix: words.foreignFix });
  const place = new Map(columns.map((name, i) => [name, i]));
  return rows.map(({ line, cells }) => {
    const row: FlatRow = {};
    const cell = (name: string): string | null => cells[place.get(name) ?? -1] || null;
    for (const variable of codebook.variables) {
      const codes = variable.columns.length === 1 && variable.kind !== "number" && variable.values.length > 0 ? new Set(variable.values.map(({ code }) => code)) : undefined;
      let any = false;
      for (const column of variable.columns) {
        const value = cell(column.name);
        if (value !== null && codes && !codes.has(value)) throw new UserError(words.noCode(line, column.name, value.slice(0, 30)), { fix: words.noCodeFix });
        const number = column.type === "DOUBLE" && value !== null ? Number(value) : null;
        if (number !== null && !Number.isFinite(number)) throw new UserError(words.noNumber(line, column.name, (value ?? "").slice(0, 30)), { fix: words.noCodeFix });
        row[column.name] = column.type === "DOUBLE" ? number : value;
        any ||= value !== null;
      }
      const reason = cell(naColumn(variable));
      const known = MISSING.find((each) => each === reason) ?? null;
      // A text that was dropped from the release still says by its reason whether somebody wrote.
      row[naColumn(variable)] = any ? null : (known ?? (variable.columns.length > 0 ? "no_answer" : null));
    }
    return row;
  });
}

/** Whether this is a codebook as `codebook.json` writes it, as far as the explorer relies on it. */
export function isCodebook(value: unknown): value is Codebook {
  const isText = (text: unknown): boolean => isRecord(text) && typeof text["zh-cn"] === "string" && typeof text["en"] === "string";
  const list = (found: unknown): readonly unknown[] | undefined => (Array.isArray(found) ? found : undefined);
  if (!isRecord(value) || typeof value["survey"] !== "string" || !isText(value["title"])) return false;
  return (
    ["constructs", "filters", "figures"].every((key) => list(value[key]) !== undefined) &&
    (list(value["variables"])?.every(
      (variable) =>
        isRecord(variable) && typeof variable["name"] === "string" && KINDS.some((kind) => kind === variable["kind"]) && isText(variable["label"]) &&
        (list(variable["path"])?.every((key) => typeof key === "string") ?? false) &&
        (list(variable["values"])?.every((each) => isRecord(each) && typeof each["code"] === "string" && isText(each["label"])) ?? false) &&
        (list(variable["columns"])?.every((column) => isRecord(column) && typeof column["name"] === "string" && (column["type"] === "VARCHAR" || column["type"] === "DOUBLE")) ?? false),
    ) ?? false)
  );
}
