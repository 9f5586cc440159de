import { type Codebook, MISSING, naColumn, type Variable, variableOf } from "../survey/codebook.ts";
import type { Tally, TallyQuery } from "./tally.ts";

/** The one SQL text of tallies over a table of released rows, for DuckDB at build and in the browser alike. */

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A row of the answer: variable, value, x, missing, grp, n, w, w2. @param source SQL of the rows */
export function tallySql(codebook: Codebook, query: TallyQuery, source = "responses"): string {
  const by = query.by === undefined ? "NULL::VARCHAR" : groupOf(variableOf(codebook, query.by));
  const weight = codebook.weight === undefined ? "1::DOUBLE" : `coalesce(${identifier(codebook.weight)}, 1)::DOUBLE`;
  const base = `SELECT *, ${by} AS grp, ${weight} AS weight_ FROM ${source}${whereSql(codebook, query.where)}`;
  const parts = query.variables.flatMap((name) => partsOf(variableOf(codebook, name)));
  return `WITH base AS (${base})\n${parts.join("\nUNION ALL\n")}`;
}

/** Only rows that gave one of the answers to each variable; nothing where nothing is asked. */
export function whereSql(codebook: Codebook, where: TallyQuery["where"] = {}): string {
  const conditions = Object.entries(where).map(([name, codes]) => condition(variableOf(codebook, name), codes));
  return conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
}

const groupOf = (variable: Variable): string => `coalesce(CAST(${identifier(variable.columns[0]?.name ?? variable.name)} AS VARCHAR), '?' || ${identifier(naColumn(variable))})`;

function condition(variable: Variable, codes: readonly string[]): string {
  const reasons = codes.filter((code) => MISSING.some((reason) => reason === code));
  const values = codes.filter((code) => !reasons.includes(code));
  const columns = variable.columns.filter((column) => column.code !== undefined);
  const parts = [
    ...(reasons.length > 0 ? [`${identifier(naColumn(variable))} IN (${reasons.map(literal).join(", ")})`] : []),
    ...(columns.length > 0
      ? columns.filter((column) => values.includes(column.code ?? "")).map((column) => `${identifier(column.name)} ${variable.kind === "ranking" ? "IS NOT NULL" : "= 1"}`)
      : values.length === 0
        ? []
        : variable.kind === "number"
          ? [`${identifier(variable.columns[0]?.name ?? variable.name)} IN (${values.map((value) => Number(value)).filter(Number.isFinite).join(", ") || "NULL"})`]
          : [`${identifier(variable.columns[0]?.name ?? variable.name)} IN (${values.map(literal).join(", ")})`]),
  ];
  return parts.length === 0 ? "false" : `(${parts.join(" OR ")})`;
}

const SUMS = "count(*)::DOUBLE AS n, sum(weight_) AS w, sum(weight_ * weight_) AS w2";

/** One pass a variable: what is answered and why there is no answer never stand in the same row. */
function partsOf(variable: Variable): string[] {
  const name = literal(variable.name);
  const na = identifier(naColumn(variable));
  // As a text: sent to a browser, a code of a list (ENUM) comes without its words, and a reason would count as an answer.
  const select = (value: string, x: string, missing = `CAST(${na} AS VARCHAR)`, where = ""): string => `SELECT ${name} AS variable, ${value} AS value, ${x} AS x, ${missing} AS missing, grp, ${SUMS} FROM base${where} GROUP BY ALL`;
  const none = "NULL::VARCHAR";
  const all = select(none, "NULL::DOUBLE");
  const [column] = variable.columns;
  if (!column) return [all];
  if (variable.kind === "multiple") return [all, choices(variable)];
  if (variable.kind === "ranking") return [all, ...variable.columns.map((each) => select(literal(each.code ?? ""), `${identifier(each.name)}::DOUBLE`, none, ` WHERE ${na} IS NULL AND ${identifier(each.name)} IS NOT NULL`))];
  const at = identifier(column.name);
  return [variable.kind === "number" ? select(none, `${at}::DOUBLE`) : select(`CAST(${at} AS VARCHAR)`, "NULL::DOUBLE")];
}

/** All choices of a question side by side in one pass, then one below the other. */
function choices({ name, columns, ...variable }: Variable): string {
  const chosen = (sum: string): string => `unnest([${columns.map((each) => `${sum} FILTER (WHERE ${identifier(each.name)} = 1)::DOUBLE`).join(", ")}])`;
  const parts = `unnest([${columns.map(({ code }) => literal(code ?? "")).join(", ")}]) AS value, ${chosen("count(*)")} AS n, ${chosen("sum(weight_)")} AS w, ${chosen("sum(weight_ * weight_)")} AS w2`;
  return `SELECT ${literal(name)} AS variable, value, NULL::DOUBLE AS x, NULL::VARCHAR AS missing, grp, n, w, w2 FROM (SELECT grp, ${parts} FROM base WHERE ${identifier(naColumn({ name, columns, ...variable }))} IS NULL GROUP BY grp) WHERE n > 0`;
}

/** Turns rows of the SQL answer into tallies: numbers are written as JavaScript writes them, so that all sources agree. */
export function tallyFrom(codebook: Codebook, row: Readonly<Record<string, unknown>>): Tally {
  const variable = variableOf(codebook, String(row["variable"]));
  const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
  const x = row["x"] === null || row["x"] === undefined ? null : Number(row["x"]);
  const value = text(row["value"]);
  return {
    variable: variable.name,
    value: x === null ? value : variable.kind === "ranking" ? `${x}:${value ?? ""}` : String(x),
    x,
    missing: MISSING.find((reason) => reason === row["missing"]) ?? null,
    group: text(row["grp"]),
    n: Number(row["n"]),
    w: Number(row["w"]),
    w2: Number(row["w2"]),
  };
}
