import { EXPLORER } from "../i18n/explorer.ts";
import type { Locale } from "../survey/text.ts";
import { nearest } from "./explorer-complete.ts";

/** What was wrong with a query, for a person who wants to mend it. */
export interface Fault {
  /** In the reader's language; of what nobody foresaw, DuckDB's own words. */
  readonly what: string;
  /** Where in the query, from 0. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Names that may have been meant. */
  readonly near: readonly string[];
  /** DuckDB's own words, without its picture of the place. */
  readonly own: string;
}

/** DuckDB points with a line of the query and a caret beneath: `LINE 2: SELECT x` and ` ^`; long lines begin and end with dots. */
function placeOf(message: string, sql: string): number | undefined {
  const found = /LINE (\d+): (.*)\n(\s*)\^/.exec(message);
  if (!found) return undefined;
  const [, number = "1", shown = "", indent = ""] = found;
  const lines = sql.split("\n");
  const line = lines[Number(number) - 1] ?? "";
  const start = lines.slice(0, Number(number) - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const within = indent.length - `LINE ${number}: `.length;
  const cut = shown.startsWith("...") ? line.indexOf(shown.slice(3).replace(/\.\.\.$/, "")) - 3 : 0;
  return start + Math.max(0, Math.min(line.length, within + cut));
}

/**
 * @param columns rows of table, column and more that the query could have meant
 */
export function faultOf(message: string, sql: string, columns: readonly (readonly (string | null)[])[], locale: Locale): Fault {
  const words = EXPLORER[locale].fault;
  const own = message.replace(/\n+LINE \d+:[^]*$/, "").replace(/\n+Candidate bindings:[^]*$|\n+Did you mean[^]*$/, "").trim();
  const [column, table, scalar] = [/column "?([^"\n]+?)"? not found|Referenced column "([^"]+)" not found|does not have a column named "([^"]+)"/, /Table with name (.+?) does not exist/, /(?:Scalar|Table|Aggregate) Function with name (.+?) does not exist/i].map((pattern) => pattern.exec(message)?.slice(1).find(Boolean));
  const near = /near "([^"]*)"/.exec(message)?.[1];
  const at = placeOf(message, sql);
  const name = column ?? table ?? scalar ?? near;
  const from = at ?? (name === undefined ? undefined : position(sql, name));
  const what = column !== undefined ? words.column(column) : table !== undefined ? words.table(table) : scalar !== undefined ? words.function(scalar) : /syntax error at end|unexpected end of input/i.test(message) ? words.end : near !== undefined ? words.near(near)
    : /must appear in the GROUP BY/.test(message) ? words.group : /read-only/.test(message) ? words.readOnly : /Permission Error|disabled|external access|No files found/i.test(message) ? words.outside : /Conversion Error|Could not convert/.test(message) ? words.convert : /No function matches/.test(message) ? words.types : words.other;
  const candidates = /(?:Candidate bindings|Did you mean):?([^\n]*)/.exec(message)?.[1]?.match(/"([^"]+)"/g)?.map((each) => each.slice(1, -1).split(".").at(-1) ?? "") ?? [];
  const offered = column !== undefined ? nearest(column, [...columns.map(([, each]) => each ?? ""), ...candidates]) : table !== undefined ? nearest(table, columns.map(([each]) => each ?? ""), 2) : [];
  const tables = table !== undefined && offered.length === 0 ? [...new Set(columns.map(([each]) => each ?? ""))] : offered.length === 0 && (column ?? scalar) !== undefined ? candidates.slice(0, 3) : offered;
  return { what, from, to: from === undefined ? undefined : from + (name !== undefined && sql.slice(from).replace(/^"/, "").toLowerCase().startsWith(name.toLowerCase()) ? name.length + (sql[from] === '"' ? 2 : 0) : 1), near: tables, own };
}

function position(sql: string, name: string): number | undefined {
  const at = sql.toLowerCase().indexOf(name.toLowerCase());
  return at < 0 ? undefined : at;
}

/** Line and column, from 1, as people count. */
export function lineOf(sql: string, at: number): { readonly line: number; readonly column: number } {
  const before = sql.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
