import { UserError } from "../error.ts";
import { answerValues, type Codebook, naColumn, type Value, type Variable } from "../survey/codebook.ts";
import type { Cell, FlatRow } from "../survey/flatten.ts";
import type { Band, Study } from "../survey/study.ts";
import type { Text } from "../survey/text.ts";

/** Coarsens before anything is hidden: numbers to bands, values to groups; withholds what no table may hold. */

export interface Generalised {
  readonly codebook: Codebook;
  readonly rows: FlatRow[];
}

interface Step {
  readonly variable: Variable;
  readonly change: (row: FlatRow) => Cell[];
}

/** @throws UserError for a number that could single a person out and that nobody has thought about. */
export function generalise(codebook: Codebook, study: Study, rows: readonly FlatRow[], where: string): Generalised {
  const steps = codebook.variables.map((variable) => stepFor(variable, study, rows, { where, weight: codebook.weight === variable.name }));
  return {
    codebook: { ...codebook, variables: steps.map(({ variable }) => variable) },
    rows: rows.map((row) => {
      const released: FlatRow = {};
      for (const { variable, change } of steps) {
        const cells = change(row);
        variable.columns.forEach((column, i) => (released[column.name] = cells[i] ?? null));
        released[naColumn(variable)] = row[naColumn(variable)] ?? null;
      }
      return released;
    }),
  };
}

function stepFor(variable: Variable, study: Study, rows: readonly FlatRow[], { where, weight }: { where: string; weight: boolean }): Step {
  // Written words and files are cleared by a person, never released beside other answers.
  if (variable.role === "identifier" || variable.role === "open" || variable.kind === "text" || variable.kind === "date" || variable.kind === "file")
    return { variable: { ...variable, columns: [], values: [] }, change: () => [] };
  const names = [variable.name, variable.path.join("__"), variable.question];
  const band = names.map((name) => study.bands[name]).find((each) => each !== undefined);
  if (variable.kind === "number") {
    if (band && !weight) return Array.isArray(band) ? numberBands(variable, band, unitOf(variable, study, names), rows, where) : groups(variable, band, where);
    if (variable.role === "quasi" || !variable.why)
      throw new UserError(`the number “${variable.name}” would be released as typed, and exact numbers single people out`, {
        where,
        fix: `give bands.${variable.name} lower edges such as [0, 150, 200] and numbers.${variable.name} a unit, or say why it is safe: roles.${variable.name} = {"role": "ordinary", "why": …}`,
      });
  } else if (band) {
    if (Array.isArray(band)) throw new UserError(`bands.${variable.name} cuts numbers, but the answers are choices`, { where, fix: 'use {"groups": [{"code", "label", "values"}]}' });
    return groups(variable, band, where);
  }
  return { variable, change: (row) => variable.columns.map((column) => row[column.name] ?? null) };
}

const unitOf = (variable: Variable, study: Study, names: readonly string[]): Text | undefined => variable.unit ?? names.map((name) => study.numbers[name]?.unit).find((unit) => unit !== undefined);

/** Lower edges to an ordinal variable; whoever lies under the first edge gets a band of his own. */
function numberBands(variable: Variable, edges: readonly number[], unit: Text | undefined, rows: readonly FlatRow[], where: string): Step {
  if (!unit) throw new UserError(`the number “${variable.name}” has bands but no unit`, { where, fix: `add numbers.${variable.name} = {"unit": {"zh-cn": …, "en": …}}` });
  if (edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] ?? -Infinity))) throw new UserError(`the edges of bands.${variable.name} do not rise`, { where, fix: "write them from small to large" });
  const name = variable.columns[0]?.name ?? variable.name;
  const [first = 0] = edges;
  const below = rows.some((row) => typeof row[name] === "number" && row[name] < first);
  const whole = (variable.step === undefined || Number.isInteger(variable.step)) && edges.every(Number.isInteger);
  const labels: { code: string; label: Text }[] = below ? [{ code: `lt_${first}`, label: { "zh-cn": `不到 ${first}`, en: `under ${first}` } }] : [];
  edges.forEach((edge, i) => {
    const next = edges[i + 1];
    if (next === undefined) labels.push({ code: `ge_${edge}`, label: { "zh-cn": `${edge} 以上`, en: `${edge} or more` } });
    else if (whole) labels.push({ code: `${edge}_${next - 1}`, label: next - 1 === edge ? { "zh-cn": `${edge}`, en: `${edge}` } : { "zh-cn": `${edge}–${next - 1}`, en: `${edge}–${next - 1}` } });
    else labels.push({ code: `${edge}_${next}`, label: { "zh-cn": `${edge} 至不到 ${next}`, en: `${edge} to under ${next}` } });
  });
  const values: Value[] = labels.map(({ code, label }, i) => ({ code, label: { "zh-cn": `${label["zh-cn"]} ${unit["zh-cn"]}`, en: `${label.en} ${unit.en}` }, score: i + 1 }));
  const { min: _min, max: _max, step: _step, unit: _unit, ...rest } = variable;
  const codeOf = (value: Cell | undefined): Cell => {
    if (typeof value !== "number") return null;
    const at = edges.filter((edge) => edge <= value).length - (below ? 0 : 1);
    return values[at]?.code ?? null;
  };
  return { variable: { ...rest, kind: "ordinal", values, columns: [{ name, type: "VARCHAR" }] }, change: (row) => [codeOf(row[name])] };
}

function groups(variable: Variable, band: Exclude<Band, readonly number[]>, where: string): Step {
  const name = variable.columns[0]?.name ?? variable.name;
  const code = new Map(band.groups.flatMap((group) => group.values.map((value) => [value, group.code] as const)));
  const lost = answerValues(variable).find((value) => !code.has(value.code));
  if (variable.columns.length !== 1 || lost) throw new UserError(`bands.${variable.name} leaves out ${lost ? `the value ${lost.code}` : "answers of several choices"}`, { where, fix: "put every value into one group" });
  const values: Value[] = [
    ...band.groups.map(({ code: each, label }, i) => ({ code: each, label, ...(variable.kind === "single" ? {} : { score: i + 1 }) })),
    ...variable.values.filter((value) => value.missing),
  ];
  const { min: _min, max: _max, step: _step, unit: _unit, ...rest } = variable;
  const kind = variable.kind === "number" ? "ordinal" : variable.kind;
  return { variable: { ...rest, kind, values, columns: [{ name, type: "VARCHAR" }] }, change: (row) => [code.get(String(row[name])) ?? null] };
}
