import { randomUUID } from "node:crypto";
import { UserError } from "../error.ts";
import { type Codebook, isCount, type Variable } from "../survey/codebook.ts";
import { at } from "../survey/flatten.ts";
import { put, wrapped } from "../survey/put.ts";
import type { TextTable } from "./csv.ts";
import type { Mapping, Reason } from "./mapping.ts";
import { checkResponse, type Response } from "./response.ts";
import { compileValidator } from "./validate.ts";

export interface Imported {
  readonly responses: readonly Response[];
  /** Rows that cannot be answers to this questionnaire, one entry per wrong answer. */
  readonly quarantined: readonly { readonly line: number; readonly pointer: string; readonly reason: string }[];
  readonly quarantinedRows: number;
  /** Columns that nobody mapped or ignored. */
  readonly unused: readonly string[];
  /** Missing codes for which the questionnaire has no value of its own: they count as no answer. */
  readonly lost: readonly { readonly column: string; readonly reason: Reason; readonly n: number }[];
}

/** Most entries of a repeated question that a table can speak of. */
const MOST_ENTRIES = 1000;

interface Target {
  readonly column: string;
  readonly at: number;
  readonly variable: Variable;
  /** Multiple and ranking: the choice that this column is about. */
  readonly code?: string;
}

/**
 * Turns a table into responses of one wave. Rows that do not validate are set aside, never mended.
 * @throws UserError if the mapping does not fit the table or the questionnaire, naming the place
 */
export function importTable(table: TextTable, mapping: Mapping, codebook: Codebook, place: { readonly wave: string; readonly where: string }): Imported {
  const targets = targetsOf(table, mapping, codebook, place.where);
  checkWords(mapping, targets, place.where);
  const validate = compileValidator(codebook);
  const lost = new Map<string, { column: string; reason: Reason; n: number }>();
  const lose = (column: string, reason: Reason): void => {
    const known = lost.get(`${column} ${reason}`);
    if (known) known.n += 1;
    else lost.set(`${column} ${reason}`, { column, reason, n: 1 });
  };
  const responses: Response[] = [];
  const quarantined: { line: number; pointer: string; reason: string }[] = [];
  let quarantinedRows = 0;
  for (const { line, cells } of table.rows) {
    const answers = answersOf(cells, targets, mapping, lose);
    const problems = Object.keys(answers).length === 0 ? [{ pointer: "", detail: "the row holds no answer" }] : validate(answers);
    if (problems.length === 0) {
      const { survey, version } = codebook;
      responses.push(checkResponse({ id: randomUUID(), survey, version, wave: place.wave, language: mapping.language, seconds: mapping.seconds, answers }));
    } else {
      quarantinedRows += 1;
      quarantined.push(...problems.map(({ pointer, detail }) => ({ line, pointer, reason: detail })));
    }
  }
  const used = new Set([...targets.map(({ column }) => column), ...mapping.ignore]);
  return { responses, quarantined, quarantinedRows, unused: table.columns.filter((column) => !used.has(column)), lost: [...lost.values()] };
}

function targetsOf({ columns }: TextTable, mapping: Mapping, codebook: Codebook, where: string): Target[] {
  const pairs = mapping.columns ? Object.entries(mapping.columns) : columns.filter((column) => !mapping.ignore.includes(column) && column !== mapping.weight && targetOf(codebook, column)).map((column) => [column, column] as const);
  const all = [...pairs];
  if (mapping.weight !== undefined) {
    if (codebook.weight === undefined) throw new UserError("the study names no weight", { where: `${where} weight`, fix: 'add "weight": {"variable": NAME} to study.json, or leave the weight out of the mapping' });
    all.push([mapping.weight, codebook.weight]);
  }
  if (all.length === 0) throw new UserError("no column of the table has the name of a question", { where, fix: `say with --map which column answers what; columns: ${columns.slice(0, 12).join(", ")}` });
  const taken = new Map<string, string>();
  return all.map(([column, name]): Target => {
    const at = columns.indexOf(column);
    if (at < 0) throw new UserError(`the table has no column “${column}”`, { where: `${where} columns`, fix: `there are: ${columns.slice(0, 40).join(", ")}` });
    const found = targetOf(codebook, name);
    if (!found) throw new UserError(`the survey has no question “${name}”`, { where: `${where} columns.${column}`, fix: `there are: ${codebook.variables.map((variable) => variable.name).slice(0, 40).join(", ")}` });
    const key = `${found.variable.name}\u0001${found.code ?? ""}`;
    const other = taken.get(key);
    if (other !== undefined) throw new UserError(`“${other}” and “${column}” both answer ${name}`, { where: `${where} columns`, fix: "map one of them, and ignore the other" });
    taken.set(key, column);
    return { column, at, ...found };
  });
}

function targetOf(codebook: Codebook, name: string): Pick<Target, "variable" | "code"> | undefined {
  const named = (variable: Variable): boolean => variable.name === name || variable.path.join("__") === name;
  const variable = codebook.variables.find(named);
  if (variable) return { variable };
  for (const each of codebook.variables)
    if (each.kind === "multiple" || each.kind === "ranking")
      for (const column of each.columns) if (column.name === name || `${each.path.join("__")}__${column.code ?? ""}` === name) return { variable: each, ...(column.code === undefined ? {} : { code: column.code }) };
  return undefined;
}

const namesOf = ({ variable, column }: Target): string[] => [variable.name, variable.path.join("__"), column];

/** Whatever is said about values must be about a mapped variable and lead to a value that the survey has. */
function checkWords(mapping: Mapping, targets: readonly Target[], where: string): void {
  for (const part of ["values", "missingIn"] as const)
    for (const name of Object.keys(mapping[part]))
      if (!targets.some((target) => namesOf(target).includes(name))) throw new UserError(`no column is mapped to “${name}”`, { where: `${where} ${part}.${name}`, fix: "name a variable that stands in columns" });
  for (const [name, values] of Object.entries(mapping.values)) {
    const variable = targets.find((target) => namesOf(target).includes(name))?.variable;
    if (!variable || variable.values.length === 0) continue;
    const wrong = Object.entries(values).find(([, value]) => !variable.values.some(({ code }) => code === String(value)));
    if (wrong) throw new UserError(`“${variable.name}” has no value “${String(wrong[1])}”`, { where: `${where} values.${name}.${wrong[0]}`, fix: `there are: ${variable.values.map(({ code }) => code).join(", ")}` });
  }
}

function answersOf(cells: readonly (string | null)[], targets: readonly Target[], mapping: Mapping, lose: (column: string, reason: Reason) => void): Record<string, unknown> {
  const answers: Record<string, unknown> = Object.create(null);
  const several = new Map<Variable, { code: string; position: number }[]>();
  // Words beside choices come last, when these are there.
  for (const target of [...targets].sort((a, b) => Number(a.variable.listed !== undefined) - Number(b.variable.listed !== undefined))) {
    if (target.variable.listed) placeSeveral(answers, several);
    const { variable, code, column, at } = target;
    const cell = cells[at]?.trim() ?? "";
    const reason = reasonIn(mapping, target, cell);
    if (reason !== undefined) {
      const value = variable.values.find(({ missing }) => missing === reason);
      if (value && code === undefined) place(answers, variable, variable.kind === "multiple" ? [value.raw ?? value.code] : (value.raw ?? value.code));
      else if (reason !== "no_answer" && reason !== "not_asked") lose(column, reason);
      continue;
    }
    if (cell === "") continue;
    const word = mapped(mapping, target, cell);
    if (code === undefined) place(answers, variable, typed(variable, word));
    else several.set(variable, [...(several.get(variable) ?? []), ...chosen(variable, code, word)]);
  }
  placeSeveral(answers, several);
  return answers;
}

function placeSeveral(answers: object, several: Map<Variable, { code: string; position: number }[]>): void {
  for (const [variable, choices] of several) {
    const codes = choices.sort((a, b) => a.position - b.position).map(({ code }) => variable.values.find((value) => value.code === code)?.raw ?? code);
    if (codes.length > 0) place(answers, variable, codes);
  }
  several.clear();
}

const reasonIn = ({ missing, missingIn }: Mapping, target: Target, cell: string): Reason | undefined => {
  for (const name of namesOf(target)) {
    const own = missingIn[name];
    if (own && Object.hasOwn(own, cell)) return own[cell];
  }
  return Object.hasOwn(missing, cell) ? missing[cell] : undefined;
};

function mapped({ values }: Mapping, target: Target, cell: string): string | number | boolean {
  for (const name of namesOf(target)) {
    const own = values[name];
    if (own && Object.hasOwn(own, cell)) return own[cell] ?? cell;
  }
  return cell;
}

/** As the questionnaire writes it; what it cannot mean stays as it is, for the validator to refuse with a pointer. */
function typed(variable: Variable, word: string | number | boolean): unknown {
  if (variable.kind === "multiple" || variable.kind === "ranking") return String(word).split(/\s*[;|]\s*/).filter((part) => part !== "").map((part) => variable.values.find(({ code }) => code === part)?.raw ?? part);
  const value = variable.values.find(({ code }) => code === String(word)) ?? variable.values.find(({ raw }) => typeof raw === "number" && raw === Number(word));
  if (value) return value.raw ?? value.code;
  if (variable.kind !== "number" || typeof word === "boolean") return word;
  return Number.isFinite(Number(word)) ? Number(word) : word;
}

/** One column per choice: "1" or the like says chosen; a ranking holds the position. Anything else is passed on to be refused. */
function chosen(variable: Variable, code: string, word: string | number | boolean): { code: string; position: number }[] {
  const text = String(word).toLowerCase();
  const number = Number(text);
  if (variable.kind === "ranking") return Number.isInteger(number) && number > 0 ? [{ code, position: number }] : [{ code: `${code}=${text}`, position: 0 }];
  if (["1", "true", "yes", "y", code.toLowerCase()].includes(text)) return [{ code, position: variable.values.findIndex((value) => value.code === code) }];
  return ["0", "false", "no", "n"].includes(text) ? [] : [{ code: `${code}=${text}`, position: 0 }];
}

/** One cell of the table, where the questionnaire keeps it. */
function place(answers: object, variable: Variable, value: unknown): void {
  if (isCount(variable)) return placeEntries(answers, variable, value);
  if (!variable.listed) return put(answers, variable.path, wrapped(variable, value));
  // Words of one's own stand in the place of the choice, or beside others.
  const chosen = at({ ...answers }, variable.path);
  const others: readonly unknown[] = Array.isArray(chosen) ? chosen : [];
  put(answers, variable.path, Array.isArray(chosen) ? [...others, ...[wrapped(variable, [value])].flat()] : value);
}

/** So many entries at least; what they say stands in other columns. Anything but a number is passed on to be refused. */
function placeEntries(answers: object, { path }: Variable, value: unknown): void {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 0 || n > MOST_ENTRIES) return put(answers, path, value);
  const known = at({ ...answers }, path);
  const list: readonly unknown[] = Array.isArray(known) ? known : [];
  if (n > 0) put(answers, path, Array.from({ length: Math.max(n, list.length) }, (_, i) => list[i] ?? {}));
}
