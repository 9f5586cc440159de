import { type Codebook, MISSING, naColumn, type Variable } from "../survey/codebook.ts";
import { inOrder } from "./order.ts";
import { identifier, literal } from "./sql.ts";
import type { Tallies, Tally, TallyQuery } from "./tally.ts";

/**
 * Released rows as small numbers in memory, to be narrowed and counted again and again. What a row says to a variable, answer or
 * reason, becomes one code; what the codes mean is known here. To copy and to group texts in two columns for each variable, as
 * the release holds them, takes five times as long at each change; the codes are made once, before the first.
 */
export interface Coded {
  /** Keeps the rows that gave these answers in a table of their own; those that were kept before go. */
  narrow(where: NonNullable<TallyQuery["where"]>): Promise<Tallies>;
}

/** Runs SQL and gives its rows. */
export type Ask = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

type Cell = Pick<Tally, "value" | "x" | "missing">;

/** What one column of codes is made from, and what its texts say. */
interface Part {
  readonly variable: Variable;
  /** Gives `=` before an answer, `?` before a reason. */
  readonly sql: string;
  readonly cellsOf: (text: string) => readonly Cell[];
}

interface Column extends Part {
  readonly name: string;
  /** By code. */
  readonly texts: readonly string[];
  readonly cells: readonly (readonly Cell[])[];
}

/** One for each table that is open beside others. */
const rowsOf = (table: string): string => `memory.${identifier(`coded ${table}`)}`;
const NARROWED = "narrowed_responses";
/** Each part of a union comes as a batch of its own, for which the worker is asked anew; in order they come in one. */
const TOGETHER_AT_ONCE = " ORDER BY part";

/** @param table of rows as released, with the name of its database */
export async function codeRows(ask: Ask, codebook: Codebook, table: string): Promise<Coded> {
  // As how many somebody counts is no answer.
  const parts = codebook.variables.filter(({ name }) => name !== codebook.weight).flatMap(partsOf);
  const found = Map.groupBy(await ask(parts.map(({ sql }, i) => `SELECT ${i} AS part, text FROM (SELECT DISTINCT ${sql} AS text FROM ${table})`).join(" UNION ALL ") + TOGETHER_AT_ONCE), ({ part }) => Number(part));
  const columns = parts.map((part, i): Column => {
    const texts = (found.get(i) ?? []).map(({ text }) => String(text));
    return { ...part, name: `c${i}`, texts, cells: texts.map(part.cellsOf) };
  });
  const coded = columns.map(({ name, sql, texts }) => `${texts.length === 0 ? "0" : `enum_code((${sql})::ENUM(${texts.map(literal).join(", ")}))`} AS ${name}`);
  const weight = codebook.weight === undefined ? [] : [`coalesce(${identifier(codebook.weight)}, 1)::DOUBLE AS w`];
  const rows = rowsOf(table);
  await ask(`CREATE OR REPLACE TABLE ${rows} AS SELECT ${[...coded, ...weight].join(", ")} FROM ${table}`);
  const own = Map.groupBy(columns, ({ variable }) => variable.name);
  return {
    narrow: async (where) => {
      await ask(`CREATE OR REPLACE TEMPORARY TABLE ${NARROWED} AS SELECT * FROM ${rows}${whereSql(own, where)}`);
      return { tally: (query) => tally(ask, codebook, own, query) };
    },
  };
}

type Columns = ReadonlyMap<string, readonly Column[]>;

async function tally(ask: Ask, codebook: Codebook, columns: Columns, { variables, where = {}, by }: TallyQuery): Promise<Tally[]> {
  const split = by === undefined ? undefined : columnsOf(columns, by)[0];
  const asked = [...new Set(variables)].flatMap((name) => columnsOf(columns, name));
  const sums = codebook.weight === undefined ? "" : ", sum(w) AS w, sum(w * w) AS w2";
  const from = `FROM ${NARROWED}${whereSql(columns, where)}`;
  const rows = await ask(asked.map(({ name }, i) => `SELECT ${i} AS part, ${name}::INTEGER AS code, ${split ? `${split.name}::INTEGER` : "0"} AS grp, count(*)::DOUBLE AS n${sums} ${from} GROUP BY ALL`).join(" UNION ALL ") + TOGETHER_AT_ONCE);
  const tallies = new Map<string, { -readonly [key in keyof Tally]: Tally[key] }>();
  for (const { part, code, grp, n, w, w2 } of rows) {
    const column = asked[Number(part)];
    if (!column) continue;
    const group = split ? groupOf(split.texts[Number(grp)] ?? "?") : null;
    for (const cell of column.cells[Number(code)] ?? []) {
      // Several codes say the same thing where several choices stand in one.
      const key = `${column.variable.name}\n${group ?? ""}\n${cell.missing ?? ""}\n${cell.value ?? ""}\n${cell.value === null}`;
      const before = tallies.get(key);
      const found = before ?? { variable: column.variable.name, value: cell.value, x: cell.x, missing: cell.missing, group, n: 0, w: 0, w2: 0 };
      if (!before) tallies.set(key, found);
      found.n += Number(n);
      found.w += Number(w ?? n);
      found.w2 += Number(w2 ?? n);
    }
  }
  return inOrder([...tallies.values()], variables);
}

/** @throws Error for a variable that is not among the coded ones */
function columnsOf(columns: Columns, name: string): readonly Column[] {
  const found = columns.get(name);
  if (!found) throw new Error(`${name} is not among the variables`);
  return found;
}

/** Codes of a group as tallies name them: the value, or the reason behind a question mark. */
const groupOf = (text: string): string => (text.startsWith("=") ? text.slice(1) : text);

function whereSql(columns: Columns, where: NonNullable<TallyQuery["where"]>): string {
  const conditions = Object.entries(where).map(([name, codes]) => {
    const any = columnsOf(columns, name).flatMap((column) => {
      const passing = column.cells.flatMap((cells, code) => (cells.some((cell) => isAmong(column.variable, cell, codes)) ? [code] : []));
      return passing.length === 0 ? [] : [`${column.name} IN (${passing.join(", ")})`];
    });
    return any.length === 0 ? "false" : `(${any.join(" OR ")})`;
  });
  return conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
}

const isReason = (code: string): boolean => MISSING.some((reason) => reason === code);

function isAmong({ kind }: Variable, { value, x, missing }: Cell, codes: readonly string[]): boolean {
  if (missing !== null) return codes.includes(missing);
  if (value === null) return false;
  const values = codes.filter((code) => !isReason(code));
  return kind === "number" ? values.some((code) => Number(code) === x) : values.includes(kind === "ranking" ? value.replace(/^\d+:/, "") : value);
}

/** Choices that stand in one code, so that it takes no more than 256 values and some reasons. */
const TOGETHER = 8;

/** The same rows of tallies as `sql.ts` asks DuckDB for. */
function partsOf(variable: Variable): Part[] {
  const na = identifier(naColumn(variable));
  const reason = `'?' || coalesce(${na}, '')`;
  const answered: Cell = { value: null, x: null, missing: null };
  const said = (text: string, cells: (answer: string) => readonly Cell[]): readonly Cell[] =>
    text.startsWith("=") ? cells(text.slice(1)) : [{ ...answered, missing: MISSING.find((each) => text === `?${each}`) ?? null }];
  const [column] = variable.columns;
  if (!column) return [{ variable, sql: `CASE WHEN ${na} IS NULL THEN '=' ELSE ${reason} END`, cellsOf: (text) => said(text, () => [answered]) }];
  if (variable.kind === "multiple" || variable.kind === "ranking") {
    const ranked = variable.kind === "ranking";
    const size = ranked ? 1 : TOGETHER;
    return Array.from({ length: Math.ceil(variable.columns.length / size) }, (_, i): Part => {
      const some = variable.columns.slice(i * size, (i + 1) * size);
      const each = some.map(({ name }) => (ranked ? `coalesce(${identifier(name)}::INTEGER::VARCHAR, '')` : `CASE WHEN ${identifier(name)} = 1 THEN '1' ELSE '0' END`));
      const cells = (answer: string): readonly Cell[] => (ranked ? placed(some[0]?.code ?? "", answer) : some.flatMap(({ code }, place) => (answer[place] === "1" ? [{ value: code ?? "", x: null, missing: null }] : [])));
      return {
        variable,
        sql: `CASE WHEN ${na} IS NULL THEN '=' || ${each.join(" || ")} ELSE ${reason} END`,
        // Who answered at all, and why not, is counted once.
        cellsOf: (text) => (i === 0 ? said(text, (answer) => [answered, ...cells(answer)]) : text.startsWith("=") ? cells(text.slice(1)) : []),
      };
    });
  }
  const number = variable.kind === "number";
  return [{ variable, sql: `coalesce('=' || CAST(${identifier(column.name)} AS VARCHAR), ${reason})`, cellsOf: (text) => said(text, (answer) => [number ? { value: String(Number(answer)), x: Number(answer), missing: null } : { ...answered, value: answer }]) }];
}

const placed = (code: string, position: string): readonly Cell[] => (position === "" ? [] : [{ value: `${Number(position)}:${code}`, x: Number(position), missing: null }]);
