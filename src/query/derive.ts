import { answerValues, type Codebook, type Column, naColumn, type Value, type Variable } from "../survey/codebook.ts";
import type { Text } from "../survey/text.ts";
import { identifier, literal } from "./sql.ts";

/** A variable made of another one while looking: it stands in the codebook beside the asked ones, and in SQL as an expression over their columns. */
export interface Derived {
  readonly variable: Variable;
  /** Name of the variable that this is made of. */
  readonly from: string;
  /** SQL of its value; null where there is none. */
  readonly value: string;
  /** SQL of why there is none. */
  readonly reason: string;
  /** The same for programs in other languages. */
  readonly made: { readonly by: "merging"; readonly groups: readonly { readonly code: string; readonly codes: readonly string[] }[] } | { readonly by: "cutting"; readonly edges: readonly number[] } | { readonly by: "choice"; readonly column: string };
}

/** Asked names are ASCII slugs, so a name with a point is never taken. */
export const recodedName = (name: string): string => `${name}.r`;
export const bandedName = (name: string): string => `${name}.b`;

/** Values put together under one name; those in no group stay as they are. */
export interface MergedGroup {
  readonly label: string;
  readonly codes: readonly string[];
}

export const withDerived = (codebook: Codebook, derived: readonly Derived[]): Codebook => (derived.length === 0 ? codebook : { ...codebook, variables: [...codebook.variables, ...derived.map(({ variable }) => variable)] });

/** @param source name of a table @returns it, or a query over it with the derived columns beside its own */
export function withColumns(source: string, derived: readonly Derived[]): string {
  if (derived.length === 0) return source;
  return `(SELECT *, ${derived.flatMap(({ variable, value, reason }) => [`${value} AS ${columnOf(variable)}`, `${reason} AS ${identifier(naColumn(variable))}`]).join(", ")} FROM ${source})`;
}

/** Between the question and its choice. */
export const SEPARATOR = " · ";

const same = (text: string): Text => ({ "zh-cn": text, en: text });
const columnOf = (variable: Variable): string => identifier(variable.columns[0]?.name ?? variable.name);
/** The rest of a variable's facts, which a derived one keeps. */
function derivedOf(variable: Variable, name: string, kind: Variable["kind"], label: Text, values: readonly Value[]): Variable {
  return { name, type: "derived", question: variable.question, path: [], kind, label, values, columns: [{ name, type: "VARCHAR" }], role: variable.role };
}

/**
 * Values of a list merged. Where the list has an order, groups of neighbours keep it.
 * @param note what stands behind the question's label
 */
export function merged(variable: Variable, groups: readonly MergedGroup[], note: Text): Derived {
  const own = answerValues(variable);
  const groupOf = (code: string): MergedGroup | undefined => groups.find(({ codes }) => codes.includes(code));
  const places = own.map(({ code }) => groupOf(code) ?? code);
  const kept = [...new Set(places)];
  const isContiguous = kept.every((each) => places.lastIndexOf(each) - places.indexOf(each) + 1 === places.filter((place) => place === each).length);
  const isOrdered = (variable.kind === "ordinal" || variable.kind === "rating") && isContiguous;
  const codeOf = (each: MergedGroup | string): string => (typeof each === "string" ? each : `g${groups.indexOf(each) + 1}`);
  const values = kept.map((each, i): Value => ({ code: codeOf(each), label: typeof each === "string" ? (own.find(({ code }) => code === each)?.label ?? same(each)) : same(each.label), ...(isOrdered ? { score: i + 1 } : {}) }));
  const at = `CAST(${columnOf(variable)} AS VARCHAR)`;
  const cases = groups.filter(({ codes }) => codes.length > 0).map((group) => `WHEN ${at} IN (${group.codes.map(literal).join(", ")}) THEN ${literal(codeOf(group))}`);
  return { variable: derivedOf(variable, recodedName(variable.name), isOrdered ? "ordinal" : "single", noted(variable.label, note), values), from: variable.name, value: cases.length === 0 ? at : `CASE ${cases.join(" ")} ELSE ${at} END`, reason: identifier(naColumn(variable)), made: { by: "merging", groups: groups.map((group) => ({ code: codeOf(group), codes: group.codes })) } };
}

const noted = (label: Text, note: Text): Text => ({ "zh-cn": `${label["zh-cn"]}（${note["zh-cn"]}）`, en: `${label.en} (${note.en})` });

/** Numbers cut into bands, each from an edge up to, and without, the next. @param edges rising */
export function banded(variable: Variable, edges: readonly number[], note: Text, name = recodedName(variable.name)): Derived {
  const values = Array.from({ length: edges.length + 1 }, (_, i): Value => ({ code: `b${i}`, label: same(bandLabel(edges[i - 1], edges[i])), score: i + 1 }));
  const at = columnOf(variable);
  const cases = edges.map((edge, i) => `WHEN ${at} < ${edge} THEN 'b${i}'`);
  return { variable: derivedOf(variable, name, "ordinal", noted(variable.label, note), values), from: variable.name, value: `CASE WHEN ${at} IS NULL THEN NULL ${cases.join(" ")} ELSE 'b${edges.length}' END`, reason: identifier(naColumn(variable)), made: { by: "cutting", edges } };
}

function bandLabel(low: number | undefined, high: number | undefined): string {
  if (low === undefined) return `< ${high ?? ""}`;
  return high === undefined ? `≥ ${low}` : `${low} – < ${high}`;
}

/** One choice of several as a question of its own: chosen or not; of a ranking, its position. */
export function choice(variable: Variable, column: Column, words: { readonly yes: Text; readonly no: Text; readonly position: (place: number) => Text }): Derived {
  const label = answerValues(variable).find(({ code }) => code === column.code)?.label ?? same(column.code ?? column.name);
  const at = identifier(column.name);
  const isRanked = variable.kind === "ranking";
  const values = isRanked ? variable.columns.map((_, i): Value => ({ code: String(i + 1), label: words.position(i + 1), score: i + 1 })) : [{ code: "1", label: words.yes }, { code: "0", label: words.no }];
  const value = `CAST(CAST(${at} AS INTEGER) AS VARCHAR)`;
  const reason = identifier(naColumn(variable));
  return {
    variable: { ...derivedOf(variable, column.name, isRanked ? "ordinal" : "single", { "zh-cn": `${variable.label["zh-cn"]}${SEPARATOR}${label["zh-cn"]}`, en: `${variable.label.en}${SEPARATOR}${label.en}` }, values), columns: [{ name: `${column.name}.c`, type: "VARCHAR" }] },
    from: variable.name,
    value,
    reason: `CASE WHEN ${reason} IS NULL AND ${at} IS NULL THEN 'no_answer' ELSE ${reason} END`,
    made: { by: "choice", column: column.name },
  };
}
