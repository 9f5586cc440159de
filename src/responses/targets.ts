import { UserError } from "../error.ts";
import type { Codebook, Value, Variable } from "../survey/codebook.ts";
import type { Mapping } from "./mapping.ts";

/** One column of a table, and what it answers. */
export interface Target {
  readonly column: string;
  readonly at: number;
  readonly variable: Variable;
  /** Multiple and ranking: the choice that this column is about. */
  readonly code?: string;
  /** Where words beside “other” go. */
  readonly words?: Variable;
  /** Of words beside a choice: the choice they stand beside. */
  readonly beside?: Variable;
}

/** @throws UserError if the mapping does not fit the table or the questionnaire, naming the place */
export function targetsOf(columns: readonly string[], mapping: Mapping, codebook: Codebook, where: string): Target[] {
  const place = new Map(columns.map((column, i) => [column, i]));
  const taken = new Map<string, string>();
  return pairsOf(columns, mapping, codebook, where).map(([column, name]): Target => {
    const at = place.get(column);
    if (at === undefined) throw new UserError(`the table has no column “${column}”`, { where: `${where} columns`, fix: `there are: ${columns.slice(0, 40).join(", ")}` });
    const found = targetOf(codebook, name);
    if (!found) throw new UserError(`the survey has no question “${name}”`, { where: `${where} columns.${column}`, fix: `there are: ${codebook.variables.map((variable) => variable.name).slice(0, 40).join(", ")}` });
    const { variable, code } = found;
    const keys = code === undefined ? [variable.name, ...variable.values.map((each) => `${variable.name}\u0001${each.code}`)] : [`${variable.name}\u0001${code}`];
    const other = keys.map((key) => taken.get(key)).find((each) => each !== undefined);
    if (other !== undefined) throw new UserError(`“${other}” and “${column}” both answer ${name}`, { where: `${where} columns`, fix: "map one of them, and ignore the other" });
    for (const key of keys) taken.set(key, column);
    const [words, beside] = [wordsBeside(codebook, variable), choiceBeside(codebook, variable)];
    return { column, at, ...found, ...(words ? { words } : {}), ...(beside ? { beside } : {}) };
  });
}

function pairsOf(columns: readonly string[], mapping: Mapping, codebook: Codebook, where: string): (readonly [string, string])[] {
  const pairs = mapping.columns ? Object.entries(mapping.columns) : columns.filter((column) => !mapping.ignore.includes(column) && column !== mapping.weight && targetOf(codebook, column)).map((column) => [column, column] as const);
  const weight = mapping.weight === undefined ? [] : [[mapping.weight, codebook.weight] as const];
  const all = [...pairs, ...weight].map(([column, name]) => {
    if (name === undefined) throw new UserError("the study names no weight", { where: `${where} weight`, fix: 'add "weight": {"variable": NAME} to study.json, or leave the weight out of the mapping' });
    return [column, name] as const;
  });
  if (all.length === 0) throw new UserError("no column of the table has the name of a question", { where, fix: `say with --map which column answers what, or let --suggest draft it; columns: ${columns.slice(0, 12).join(", ")}` });
  return all;
}

/** What a mapping calls by this name: a variable by its name or path, or one choice of it. */
export function targetOf(codebook: Codebook, name: string): Pick<Target, "variable" | "code"> | undefined {
  const variable = codebook.variables.find((each) => each.name === name || each.path.join("__") === name);
  if (variable) return { variable };
  for (const each of codebook.variables)
    if (each.kind === "multiple" || each.kind === "ranking") {
      const code = each.columns.find((column) => column.name === name)?.code ?? each.values.find((value) => `${each.path.join("__")}__${value.code}` === name || `${each.name}__${value.code}` === name)?.code;
      if (code !== undefined) return { variable: each, code };
    }
  return undefined;
}

/** Names under which a mapping may speak of a column, the most exact last. */
export const namesOf = ({ variable, column, code }: Target): readonly string[] => [variable.name, variable.path.join("__"), ...(code === undefined ? [] : [`${variable.path.join("__")}__${code}`]), column];

/** The choice beside which people write words of their own. */
export const otherValue = ({ unlisted = "other", values }: Variable): Value | undefined => values.find(({ code }) => code === unlisted);

/** Whether this holds words beside a choice. */
export const isBeside = ({ kind, path, listed }: Variable): boolean => kind === "text" && (listed !== undefined || /-Comment$/.test(path.at(-1) ?? ""));

function wordsBeside({ variables }: Codebook, variable: Variable): Variable | undefined {
  if (!otherValue(variable)) return undefined;
  const path = variable.path.join("\0");
  return variables.find((each) => isBeside(each) && (each.listed ? each.path.join("\0") === path : each.path.join("\0") === `${path}-Comment`));
}

const choiceBeside = ({ variables }: Codebook, words: Variable): Variable | undefined =>
  isBeside(words) ? variables.find((each) => each !== words && otherValue(each) !== undefined && (words.listed ? each.path.join("\0") === words.path.join("\0") : `${each.path.join("\0")}-Comment` === words.path.join("\0"))) : undefined;

/** Whatever is said about values must be about a mapped variable and lead to a value that the survey has. */
export function checkWords(mapping: Mapping, targets: readonly Target[], where: string): void {
  const find = (name: string): Target | undefined => targets.find((target) => namesOf(target).includes(name));
  const named = [...(["values", "missingIn", "separators"] as const).flatMap((part) => Object.keys(mapping[part]).map((name) => [part, name] as const)), ...mapping.others.map((name) => ["others", name] as const)];
  for (const [part, name] of named) if (!find(name)) throw new UserError(`no column is mapped to “${name}”`, { where: `${where} ${part}.${name}`, fix: "name a variable that stands in columns" });
  const odd = mapping.others.map(find).find((target) => target && !otherValue(target.variable));
  if (odd) throw new UserError(`“${odd.variable.name}” has no choice “other”`, { where: `${where} others`, fix: 'give the question "showOtherItem": true, or say in values what its values mean' });
  for (const [name, values] of Object.entries(mapping.values)) {
    const target = find(name);
    if (!target || target.variable.values.length === 0) continue;
    const { variable } = target;
    const wrong = Object.entries(values).find(([, value]) => !variable.values.some(({ code }) => code === String(value)) && !(namesOf(target).at(-1) === name && target.code !== undefined && /^[01]$|^(true|false)$/.test(String(value))));
    if (wrong) throw new UserError(`“${variable.name}” has no value “${String(wrong[1])}”`, { where: `${where} values.${name}.${wrong[0]}`, fix: `there are: ${variable.values.map(({ code }) => code).join(", ")}` });
  }
}
