import { type Codebook, MISSING, naColumn, type Variable } from "../survey/codebook.ts";
import { identifier, literal } from "./sql.ts";
import type { Tally } from "./tally.ts";

/** Runs SQL and gives its rows. */
export type Ask = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

export type Cell = Pick<Tally, "value" | "x" | "missing">;

/** What one column of codes is made from, and what its codes say: one part a variable, or several where it has many columns. */
export interface Part {
  readonly variable: Variable;
  /** Gives one of the codes, a whole number from 0 to `most`. */
  readonly sql: string;
  readonly most: number;
  /** By code; none for a code that does not occur. */
  readonly cells: ReadonlyMap<number, readonly Cell[]>;
  /** What each code is called where it splits others: the value as DuckDB writes it, or the reason behind a question mark. */
  readonly groups: ReadonlyMap<number, string>;
}

/** Each part of a union comes as a batch of its own, for which the worker is asked anew; in order they come in one. */
const TOGETHER_AT_ONCE = " ORDER BY part";

/** Choices that stand in one code, so that it fits into a byte beside the reasons. */
const TOGETHER = 7;

/** A number times one of these is whole, or it is coded as the text that it is. */
const SCALES = [1, 2, 4, 10, 12, 20, 60, 100, 420, 1000, 10_000];
const MOST = 60_000;

const ANSWERED: Cell = { value: null, x: null, missing: null };
/** One more than the reasons there are: neither an answer nor a reason. It comes last. */
const REASONS = MISSING.length + 1;

/**
 * The same rows of tallies as `sql.ts` asks DuckDB for. Codes are reckoned from what the columns hold, lists of codes (ENUM) and numbers, with
 * whole numbers alone: to build a text for each row and to look it up takes five to eight times as long.
 * @param table of rows as released, with the name of its database
 */
export async function partsOf(ask: Ask, codebook: Codebook, table: string): Promise<Part[]> {
  const types = new Map((await ask(`DESCRIBE ${table}`)).map((row) => [String(row["column_name"]), String(row["column_type"])]));
  const listOf = (column: string): readonly string[] | undefined => listed(types.get(column) ?? "");
  // As how many somebody counts is no answer.
  const variables = codebook.variables.filter(({ name }) => name !== codebook.weight);
  const numbers = await valuesIn(ask, table, variables.flatMap(({ kind, columns }) => (kind === "number" ? columns.slice(0, 1).map(({ name }) => name) : [])));
  const drafts = variables.flatMap((variable): (Part | Draft)[] => {
    const reasons = listOf(naColumn(variable));
    const reckoned = reasons && reckon(variable, reasons, listOf, numbers);
    return reckoned ?? textsOf(variable);
  });
  const texts = drafts.filter((draft) => "cellsOf" in draft);
  const found = byPart(texts.length === 0 ? [] : await ask(texts.map(({ sql }, i) => `SELECT ${i} AS part, text FROM (SELECT DISTINCT ${sql} AS text FROM ${table})`).join(" UNION ALL ") + TOGETHER_AT_ONCE));
  return drafts.map((draft) => ("cellsOf" in draft ? looked(draft, (found.get(texts.indexOf(draft)) ?? []).map(({ text }) => String(text))) : draft));
}

/** The codes of an ENUM, in the order of their numbers. */
function listed(type: string): string[] | undefined {
  return type.startsWith("ENUM(") ? [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, code = ""]) => code.replaceAll("''", "'")) : undefined;
}

interface Found {
  readonly x: number;
  readonly text: string;
}

/** Every different number of each column. */
async function valuesIn(ask: Ask, table: string, columns: readonly string[]): Promise<ReadonlyMap<string, readonly Found[]>> {
  if (columns.length === 0) return new Map();
  const rows = await ask(columns.map((name, i) => `SELECT ${i} AS part, x, CAST(x AS VARCHAR) AS text FROM (SELECT DISTINCT ${identifier(name)} AS x FROM ${table} WHERE ${identifier(name)} IS NOT NULL)`).join(" UNION ALL ") + TOGETHER_AT_ONCE);
  const found = byPart(rows);
  return new Map(columns.map((name, i) => [name, (found.get(i) ?? []).map(({ x, text }) => ({ x: Number(x), text: String(text) }))]));
}

const byPart = (rows: Awaited<ReturnType<Ask>>) => Map.groupBy(rows, ({ part }) => Number(part));

/** @returns undefined where the columns hold something else than lists of codes and numbers */
function reckon(variable: Variable, reasons: readonly string[], listOf: (column: string) => readonly string[] | undefined, numbers: ReadonlyMap<string, readonly Found[]>): Part[] | undefined {
  const na = identifier(naColumn(variable));
  const reasonFrom = (base: number): string => `coalesce(${base} + enum_code(${na}), ${base + MISSING.length})`;
  const part = (base: number, sql: string, cells: Iterable<readonly [number, readonly Cell[]]>, groups: Iterable<readonly [number, string]> = [], saysWhy = true): Part => ({
    variable,
    sql,
    most: base + MISSING.length,
    cells: new Map([...cells, ...(saysWhy ? Array.from({ length: REASONS }, (_, i) => [base + i, [{ ...ANSWERED, missing: MISSING.find((each) => each === reasons[i]) ?? null }]] as const) : [])]),
    groups: new Map([...groups, ...Array.from({ length: REASONS }, (_, i) => [base + i, `?${reasons[i] ?? ""}`] as const)]),
  });
  const [column] = variable.columns;
  if (!column) return [part(1, `CASE WHEN ${na} IS NULL THEN 0 ELSE ${reasonFrom(1)} END`, [[0, [ANSWERED]]])];
  if (variable.kind === "multiple" || variable.kind === "ranking") {
    const ranked = variable.kind === "ranking";
    const size = ranked ? 1 : TOGETHER;
    return Array.from({ length: Math.ceil(variable.columns.length / size) }, (_, i) => {
      const some = variable.columns.slice(i * size, (i + 1) * size);
      const base = ranked ? variable.columns.length + 1 : 2 ** some.length;
      const answer = ranked ? `coalesce(${identifier(some[0]?.name ?? "")}::INTEGER, 0)` : some.map(({ name }, place) => `CASE WHEN ${identifier(name)} = 1 THEN ${2 ** place} ELSE 0 END`).join(" + ");
      const said = (code: number): Cell[] => (ranked ? (code === 0 ? [] : [placed(some[0]?.code ?? "", code)]) : some.flatMap((each, place) => (code & (2 ** place) ? [{ value: each.code ?? "", x: null, missing: null }] : [])));
      // Who answered at all, and why not, is counted once.
      return part(base, `CASE WHEN ${na} IS NULL THEN ${answer} ELSE ${reasonFrom(base)} END`, Array.from({ length: base }, (_each, code) => [code, [...(i === 0 ? [ANSWERED] : []), ...said(code)]] as const), [], i === 0);
    });
  }
  const at = identifier(column.name);
  if (variable.kind === "number") {
    const values = numbers.get(column.name) ?? [];
    const least = values.reduce((low, { x }) => Math.min(low, x), Number.POSITIVE_INFINITY);
    const scale = SCALES.find((each) => values.every(({ x }) => Math.abs(x * each - Math.round(x * each)) < 1e-6 && (x - least) * each < MOST));
    if (scale === undefined) return undefined;
    const from = values.length === 0 ? 0 : Math.round(least * scale);
    const codes = values.map(({ x }) => Math.round(x * scale) - from);
    if (new Set(codes).size < codes.length) return undefined;
    const base = codes.reduce((most, code) => Math.max(most, code), -1) + 1;
    return [part(base, `coalesce(round(${at} * ${scale})::INTEGER - ${from}, ${reasonFrom(base)})`, values.map(({ x }, i) => [codes[i] ?? 0, [{ value: String(x), x, missing: null }]] as const), values.map(({ text }, i) => [codes[i] ?? 0, text] as const))];
  }
  const list = listOf(column.name);
  return list && [part(list.length, `coalesce(enum_code(${at}), ${reasonFrom(list.length)})`, list.map((code, i) => [i, [{ ...ANSWERED, value: code }]] as const), list.map((code, i) => [i, code] as const))];
}

const placed = (code: string, position: number): Cell => ({ value: `${position}:${code}`, x: position, missing: null });

/** Of which the texts are still to be found. */
interface Draft {
  readonly variable: Variable;
  /** Gives `=` before an answer, `?` before a reason. */
  readonly sql: string;
  readonly cellsOf: (text: string) => readonly Cell[];
}

/** Of columns that hold texts. */
function textsOf(variable: Variable): Draft[] {
  const na = identifier(naColumn(variable));
  const reason = `'?' || coalesce(${na}::VARCHAR, '')`;
  const said = (text: string, cells: (answer: string) => readonly Cell[]): readonly Cell[] =>
    text.startsWith("=") ? cells(text.slice(1)) : [{ ...ANSWERED, missing: MISSING.find((each) => text === `?${each}`) ?? null }];
  const [column] = variable.columns;
  if (!column) return [{ variable, sql: `CASE WHEN ${na} IS NULL THEN '=' ELSE ${reason} END`, cellsOf: (text) => said(text, () => [ANSWERED]) }];
  if (variable.kind === "multiple" || variable.kind === "ranking") {
    const ranked = variable.kind === "ranking";
    return variable.columns.map(({ name, code = "" }, i) => ({
      variable,
      sql: `CASE WHEN ${na} IS NULL THEN '=' || ${ranked ? `coalesce(${identifier(name)}::INTEGER::VARCHAR, '')` : `CASE WHEN ${identifier(name)} = 1 THEN '1' ELSE '' END`} ELSE ${reason} END`,
      cellsOf: (text) => {
        const cells = (answer: string): readonly Cell[] => (answer === "" ? [] : [ranked ? placed(code, Number(answer)) : { ...ANSWERED, value: code }]);
        return i === 0 ? said(text, (answer) => [ANSWERED, ...cells(answer)]) : text.startsWith("=") ? cells(text.slice(1)) : [];
      },
    }));
  }
  const number = variable.kind === "number";
  return [{ variable, sql: `coalesce('=' || CAST(${identifier(column.name)} AS VARCHAR), ${reason})`, cellsOf: (text) => said(text, (answer) => [number ? { value: String(Number(answer)), x: Number(answer), missing: null } : { ...ANSWERED, value: answer }]) }];
}

/** Codes are places among the texts that occur. */
function looked({ variable, sql, cellsOf }: Draft, texts: readonly string[]): Part {
  return {
    variable,
    most: texts.length,
    sql: texts.length === 0 ? "0" : `enum_code((${sql})::ENUM(${texts.map(literal).join(", ")}))`,
    cells: new Map(texts.map((text, i) => [i, cellsOf(text)])),
    groups: new Map(texts.map((text, i) => [i, text.startsWith("=") ? text.slice(1) : text])),
  };
}
