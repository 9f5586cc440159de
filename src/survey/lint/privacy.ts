import { bandOf } from "../bands.ts";
import { answerValues, type Codebook, type Variable, variableOf } from "../codebook.ts";
import type { Study } from "../study.ts";
import { type Finding, finding, type Rules } from "./finding.ts";
import { type Asked, chinese, english, type Subject } from "./subject.ts";

/** What could single a person out, and what is asked without being used. */

/** Expected answers under which a cell of the filters says nothing. */
const CELL = 20;
/** Every sensitive variable costs detail in all traits. */
const SENSITIVE = 3;

export const privacy: Rules = (subject) => [...cells(subject), ...sensitive(subject.codebook), ...identifiers(subject), ...namesInText(subject), ...unused(subject)];

function cells({ codebook, study }: Subject): Finding[] {
  const n = expectedOf(study);
  if (!study || n === undefined) return [];
  const quasi = codebook.variables.filter(({ role }) => role === "quasi");
  const filters = codebook.filters.map((name) => variableOf(codebook, name));
  const crossing = (rule: "thin-cells" | "filter-cells", variables: readonly Variable[], least: number): Finding[] => {
    const all = variables.reduce((product, variable) => product * categories(variable, study), 1);
    const each = n / all;
    if (variables.length === 0 || each >= least) return [];
    const finest = variables.toSorted((a, b) => categories(b, study) - categories(a, study))[0];
    const names = variables.map((variable) => `${variable.name} (${categories(variable, study)})`).join(" × ");
    return [finding(rule === "thin-cells" ? "warning" : "hint", rule, rule === "thin-cells" ? "roles" : "filters", { names, all, n, each: each.toFixed(1), least, finest: finest?.name ?? "" })];
  };
  return [...crossing("thin-cells", quasi, study.protect.k), ...crossing("filter-cells", filters, CELL)];
}

/** The smallest wave that people are asked for. */
export function expectedOf(study: Study | undefined): number | undefined {
  const planned = study?.waves.flatMap(({ expected, trial }) => (trial ? [] : (expected ?? []))) ?? [];
  return planned.length > 0 ? Math.min(...planned) : undefined;
}

/** Categories that a release will tell apart, by the bands declared. */
export function categories(variable: Variable, study: Study): number {
  const band = bandOf(study, variable);
  if (Array.isArray(band)) return band.length;
  const all = answerValues(variable).length;
  if (band) return all - band.groups.reduce((sum, { values }) => sum + values.length - 1, 0);
  return Math.max(1, all);
}

function sensitive({ variables }: Codebook): Finding[] {
  const found = variables.filter(({ role }) => role === "sensitive").map(({ name }) => name);
  return found.length > SENSITIVE ? [finding("warning", "many-sensitive", "roles", { n: found.length, most: SENSITIVE, names: found.join(", ") })] : [];
}

const ZH_IDENTITY = /姓名|名字|身份证|工号|手机号|电话号码|联系电话|联系方式|邮箱|微信号|出生日期/;
const EN_IDENTITY = /\b(?:your|full|first|last|family) name\b|^name\b|\be-?mail\b|\bphone\b|\bid (?:card|number)\b|\b(?:staff|employee) (?:id|number)\b|\bdate of birth\b|\bbirth ?da(?:te|y)\b/i;

/** By its role; where nobody has given one yet, dates and times may be harmless. */
function identifies({ title, variables }: Asked, study: Study | undefined): boolean {
  const typed = variables.filter(({ kind }) => kind === "text" || kind === "date");
  if (typed.flatMap(({ label }) => [title, label]).some((words) => ZH_IDENTITY.test(chinese(words)) || EN_IDENTITY.test(english(words)))) return true;
  return variables.some(({ role, kind }) => role === "identifier" && (study !== undefined || kind !== "date"));
}

const identifiers = ({ asked, study }: Subject): Finding[] => asked.filter((each) => identifies(each, study)).map(({ name, title }) => finding("warning", "identifier", name, { text: title }));

const ZH_WARNED = /(?:不要|请勿|别|勿|避免|不必|不写|不用写).{0,16}(?:名|姓|谁|电话|个人)/;
const EN_WARNED = /(?:\bdo not\b|\bdon['’]?t\b|\bavoid\b|\bwithout\b|\bno\b|\bnever\b).{0,40}\b(?:names?|naming|personal|identif\w+)\b/i;

function namesInText({ asked, study }: Subject): Finding[] {
  const open = asked.filter((each) => each.variables.some(({ kind }) => kind === "text") && !identifies(each, study));
  return open.filter((each) => each.type !== "expression" && each.variables.some(({ type }) => type !== "text color") && !isWarned(each)).map(({ name, title }) => finding("warning", "names-in-text", name, { text: title }));
}

/** Warned in each language that the question speaks. */
function isWarned({ title, description }: Asked): boolean {
  const zh = chinese(title) + chinese(description);
  const en = `${english(title)} ${english(description)}`;
  return (chinese(title) === "" || ZH_WARNED.test(zh)) && (english(title) === "" || EN_WARNED.test(en));
}

/** Everything released has a figure; what is not released must be wanted for itself. */
function unused({ asked, codebook, study }: Subject): Finding[] {
  if (!study) return [];
  const wanted = new Set([...codebook.figures.map(({ show }) => show), ...codebook.constructs.flatMap(({ items }) => items), ...codebook.filters, codebook.weight ?? ""]);
  const isUnused = (variable: Variable): boolean => (variable.role === "open" || ["text", "file", "date"].includes(variable.kind)) && variable.role !== "identifier" && !wanted.has(variable.name) && !wanted.has(variable.question);
  return asked.filter(({ variables }) => variables.length > 0 && variables.every(isUnused)).map(({ name, title }) => finding("warning", "unused", name, { text: title }));
}
