import { UserError } from "../error.ts";
import { type Codebook, isCategorical, type Relies, type Value, type Variable } from "./codebook.ts";
import { columnNames, type FlatRow } from "./flatten.ts";
import { naColumn } from "./codebook.ts";
import type { Study } from "./study.ts";

/**
 * One codebook for a wave whose questionnaire was amended while it ran: what was relabelled, reordered, added or dropped
 * stands in one table; what changed its meaning under an old name is refused.
 * @param codebooks oldest first
 * @param earlier what codes of earlier versions are called in the newest, per question
 * @throws UserError naming the question, both meanings, and how to map the one to the other
 */
export function mergeCodebooks(codebooks: readonly Codebook[], earlier: Study["earlier"], where: string): Codebook {
  const newest = codebooks.at(-1);
  if (!newest) throw new Error("a wave has a version");
  const variables = new Map(newest.variables.map((variable) => [variable.name, variable]));
  for (const { variables: former } of codebooks.slice(0, -1).reverse())
    for (const old of former) {
      const now = variables.get(old.name);
      variables.set(old.name, now ? joined(old, now, earlier[old.name] ?? earlier[old.question] ?? {}, where) : old);
    }
  return { ...newest, variables: [...variables.values()].map((variable) => withVersions(variable, codebooks)) };
}

/** Names the versions in which a variable was asked, where that is not all. */
function withVersions(variable: Variable, codebooks: readonly Codebook[]): Variable {
  const asked = codebooks.filter(({ variables }) => variables.some(({ name }) => name === variable.name)).map(({ version }) => version);
  return asked.length === codebooks.length ? variable : { ...variable, versions: asked };
}

function joined(old: Variable, now: Variable, map: Readonly<Record<string, string>>, where: string): Variable {
  const refuse = (what: string, fix: string): never => {
    throw new UserError(`“${now.name}” ${what}`, { where, fix });
  };
  const rename = "give the new question a name of its own; the old one stays in the data as it was asked";
  const listed = (variable: Variable): boolean => isCategorical(variable) && variable.kind !== "boolean";
  if (old.kind !== now.kind && !(listed(old) && listed(now))) refuse(`was a ${old.kind} before and is a ${now.kind} now`, rename);
  if ((old.unit?.en ?? "") !== (now.unit?.en ?? "")) refuse(`was counted in ${old.unit?.en ?? "no unit"} before and in ${now.unit?.en ?? "no unit"} now`, rename);
  if (old.role !== now.role) refuse(`was ${old.role} before and is ${now.role} now: those who have answered were promised the former`, "set its role in study.json back, or close this wave and open another");
  const gone = Object.entries(map).find(([, to]) => !now.values.some(({ code }) => code === to));
  if (gone) refuse(`maps ${gone[0]} to ${gone[1]}, which is no answer now`, `there are: ${now.values.map(({ code }) => code).join(", ")}`);
  const former = old.values.filter(({ code }) => !Object.hasOwn(map, code));
  const moved = former.find(({ code, label }) => now.values.some((value) => value.code !== code && value.label["zh-cn"] === label["zh-cn"] && value.label.en === label.en));
  const advice = (from: string, to: string): string => `if the answers mean the same, say so in study.json: "earlier": {"${now.name}": {"${from}": "${to}"}}; else ${rename}`;
  if (moved) refuse(`calls “${moved.label.en}” by another code than ${moved.code}`, advice(moved.code, now.values.find(({ label }) => label.en === moved.label.en)?.code ?? "…"));
  const other = former.find((value) => now.values.some(({ code, missing }) => code === value.code && missing !== value.missing));
  if (other) refuse(`has ${other.code} as an answer in one version and as a reason for none in another`, "set “missing” in study.json back");
  const stay = former.filter(({ code }) => now.values.some((value) => value.code === code));
  if (old.values.length > 0 && now.values.length > 0 && stay.length === 0 && Object.keys(map).length === 0)
    refuse("has no answer in common with what it was before", advice(old.values[0]?.code ?? "…", now.values[0]?.code ?? "…"));
  const dropped: Value[] = former.filter(({ code }) => !now.values.some((value) => value.code === code));
  const columns = [...now.columns, ...old.columns.filter(({ name, code }) => code !== undefined && !Object.hasOwn(map, code) && !now.columns.some((column) => column.name === name))];
  return { ...now, values: [...now.values, ...dropped], columns, ...bothRely(old, now) };
}

/** What decided in any version decides. */
function bothRely({ relies: old }: Variable, { relies: now }: Variable): Pick<Variable, "relies"> {
  if (!old || !now) return old ? { relies: old } : {};
  const both = (which: keyof Relies): string[] => [...new Set([...old[which], ...now[which]])].sort();
  return { relies: { whether: both("whether"), what: both("what") } };
}

/**
 * One row of an earlier version in the columns of the merged codebook: what was not asked then says so.
 * @param row flattened by the codebook of its own version
 */
export function conform(row: FlatRow, own: Codebook, merged: Codebook, earlier: Study["earlier"]): FlatRow {
  const wide: FlatRow = Object.fromEntries(columnNames(merged).map((name) => [name, null]));
  for (const variable of merged.variables) {
    const former = own.variables.find(({ name }) => name === variable.name);
    const na = naColumn(variable);
    if (!former) {
      wide[na] = "not_asked";
      continue;
    }
    const map = earlier[variable.name] ?? earlier[variable.question] ?? {};
    const name = (code: string): string => map[code] ?? code;
    wide[na] = row[na] ?? null;
    const answered = wide[na] === null;
    for (const column of variable.columns) {
      if (column.code === undefined) {
        const value = row[column.name] ?? null;
        wide[column.name] = typeof value === "string" && former.values.length > 0 ? name(value) : value;
        continue;
      }
      const sources = former.columns.filter(({ code }) => code !== undefined && name(code) === column.code).map((each) => row[each.name] ?? null);
      const numbers = sources.filter((value) => typeof value === "number");
      // A choice that the version did not offer was not chosen; in a ranking it had no place.
      wide[column.name] = numbers.length > 0 ? Math.max(...numbers) : answered && variable.kind === "multiple" ? 0 : null;
    }
  }
  return wide;
}
