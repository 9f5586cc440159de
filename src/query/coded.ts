import { type Codebook, MISSING, type Variable } from "../survey/codebook.ts";
import { type Ask, type Cell, type Part, partsOf, TOGETHER_AT_ONCE } from "./coded-parts.ts";
import { inOrder } from "./order.ts";
import { identifier } from "./sql.ts";
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

interface Column extends Part {
  readonly name: string;
}

/** One for each table that is open beside others. */
const rowsOf = (table: string): string => `memory.${identifier(`coded ${table}`)}`;
const NARROWED = "narrowed_responses";

/** @param table of rows as released, with the name of its database */
export async function codeRows(ask: Ask, codebook: Codebook, table: string): Promise<Coded> {
  const columns = (await partsOf(ask, codebook, table)).map((part, i): Column => ({ ...part, name: `c${i}` }));
  const coded = columns.map(({ sql, most, name }) => `(${sql})::${most < 256 ? "UTINYINT" : most < 65_536 ? "USMALLINT" : "UINTEGER"} AS ${name}`);
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
    const group = split ? (split.groups.get(Number(grp)) ?? "?") : null;
    for (const cell of column.cells.get(Number(code)) ?? []) {
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

function whereSql(columns: Columns, where: NonNullable<TallyQuery["where"]>): string {
  const conditions = Object.entries(where).map(([name, codes]) => {
    const any = columnsOf(columns, name).flatMap((column) => {
      const passing = [...column.cells].flatMap(([code, cells]) => (cells.some((cell) => isAmong(column.variable, cell, codes)) ? [code] : []));
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
