import { EXPLORER } from "../i18n/explorer.ts";
import { identifier, literal } from "../query/sql.ts";
import { answerValues, type Codebook, isCategorical, naColumn } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { canFilter } from "./explorer-pick.ts";
import type { Source } from "./explorer-source.ts";

/** Queries that run as they stand, made from what was asked. */
export function examplesOf({ codebook, rows, released }: Source, locale: Locale): { label: string; sql: string }[] {
  const words = EXPLORER[locale].sql;
  const label = locale === "en" ? "label_en" : "label_zh";
  const codes = { label: words.codes, sql: `SELECT v.name, v.kind, v.${label} AS question, c.value, c.${label} AS choice\nFROM variables v LEFT JOIN choices c ON c.variable = v.name\nORDER BY v.name, c.position` };
  if (!rows) return [{ label: words.count, sql: "SELECT variable, sum(n) AS responses\nFROM cube\nGROUP BY variable\nORDER BY variable" }, codes];
  const by = codebook.variables.find((variable) => codebook.filters.includes(variable.name) && isCategorical(variable)) ?? codebook.variables.find(isCategorical);
  const one = codebook.variables.find((variable) => variable !== by && isCategorical(variable));
  const number = codebook.variables.find(({ kind, columns, name }) => kind === "number" && columns.length === 1 && name !== codebook.weight);
  const several = codebook.variables.find(({ kind }) => kind === "multiple");
  const reason = codebook.variables.find((variable) => variable !== by && canFilter(variable)) ?? codebook.variables[0];
  return [
    { label: words.count, sql: "SELECT count(*) AS responses\nFROM responses" },
    ...(by && one ? [{ label: words.crossed, sql: `SELECT ${identifier(by.name)}, ${identifier(one.name)}, count(*) AS n,\n  round(100 * count(*) / sum(count(*)) OVER (PARTITION BY ${identifier(by.name)})) AS per_cent\nFROM responses\nWHERE ${identifier(by.name)} IS NOT NULL AND ${identifier(one.name)} IS NOT NULL\nGROUP BY 1, 2\nORDER BY 1, 2` }] : []),
    ...(reason ? [{ label: words.why, sql: `SELECT ${literal(reason.name)} AS variable, ${identifier(naColumn(reason))} AS reason, count(*) AS n\nFROM responses\nGROUP BY 1, 2\nORDER BY n DESC` }] : []),
    ...(number && by ? [{ label: words.spread, sql: `SELECT ${identifier(by.name)}, count(${identifier(number.name)}) AS n,\n  round(avg(${identifier(number.name)}), 2) AS mean, median(${identifier(number.name)}) AS median\nFROM responses\nWHERE ${identifier(by.name)} IS NOT NULL\nGROUP BY 1\nORDER BY 1` }] : []),
    ...(several ? [{ label: words.several, sql: `SELECT ${several.columns.slice(0, 6).map(({ name }) => `sum(${identifier(name)}) AS ${identifier(name)}`).join(",\n  ")}\nFROM responses` }] : []),
    ...(released ? [codes] : []),
  ];
}

/** Tables and columns, from what is known without starting the database. */
export function columnsOf({ codebook, rows, released, recoded, tables = [] }: Source, locale: Locale): (readonly (string | null)[])[] {
  const missing = locale === "en" ? "why there is no answer" : "为什么没有回答";
  const meaning = (variable: Codebook["variables"][number], code: string | undefined): string =>
    code === undefined ? variable.label[locale] : `${variable.label[locale]} · ${answerValues(variable).find((value) => value.code === code)?.label[locale] ?? code}`;
  return [
    ...(rows ? codebook.variables.flatMap((variable) => [...variable.columns.map((column) => ["responses", column.name, column.type === "DOUBLE" ? "number" : "text", meaning(variable, column.code)]), ["responses", naColumn(variable), "text", missing]]) : []),
    ...(recoded?.() ?? []).map(({ variable }) => ["recoded", variable.columns[0]?.name ?? variable.name, "text", variable.label[locale]]),
    ...(released ? tablesOfRelease(codebook) : []),
    ...tables,
  ];
}

/** A file of one's own has no such tables beside its responses. */
function tablesOfRelease(codebook: Codebook): (string | null)[][] {
  const text = (table: string, ...names: readonly string[]): (string | null)[][] => names.map((name) => [table, name, /^(n|w|w2|x|alpha|omega|position)$/.test(name) ? "number" : "text", null]);
  return [
    ...text("cube", ...codebook.filters, "variable", "value", "x", "missing", "n", "w", "w2"),
    ...text("variables", "name", "kind", "role", "label_zh", "label_en", "battery", "unit_en"),
    ...text("choices", "variable", "value", "position", "label_zh", "label_en", "missing"),
    ...text("constructs", "name", "n", "alpha", "omega"),
  ];
}
