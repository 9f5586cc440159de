import { CONDITION, type Relation } from "../i18n/codebook.ts";
import { type Codebook, isCount, type Variable } from "./codebook.ts";
import type { Locale } from "./text.ts";

/** Conditions of SurveyJS in the words of questions and answers. */

interface Clause {
  readonly variable: Variable;
  readonly is: Relation;
  readonly codes: readonly string[];
}

/** Undefined where a condition says more than these words can. */
export function conditionInWords(condition: string, codebook: Codebook, locale: Locale): string | undefined {
  const words = CONDITION[locale];
  const either = parts(condition, "or").map((each) => allIn(each, codebook, locale));
  return either.every((said) => said !== undefined) ? [...new Set(either)].join(words.or) : undefined;
}

function allIn(condition: string, codebook: Codebook, locale: Locale): string | undefined {
  const words = CONDITION[locale];
  const clauses = parts(condition, "and").map((part) => (parts(part, "or").length > 1 ? undefined : clauseOf(part, codebook)));
  const known = clauses.filter((clause) => clause !== undefined);
  if (known.length < clauses.length) return undefined;
  const said = known
    .filter((clause) => !known.some((other) => implies(other, clause)))
    .map(({ variable, is, codes }) => {
      const labels = codes.map((code) => (variable.values.length === 0 ? code : variable.values.find((value) => value.code === code)?.label[locale])).filter((label) => label !== undefined);
      return labels.length < codes.length ? undefined : words[is](variable.label[locale], labels);
    });
  return said.every((each) => each !== undefined) ? [...new Set(said)].join(words.and) : undefined;
}

function implies(a: Clause, b: Clause): boolean {
  if (a.variable !== b.variable || a.is !== b.is) return false;
  // Each later entry says anew that there were those before it.
  if (a.is === "entries") return Number(a.codes[0]) > Number(b.codes[0]);
  return a.is === "chose" && a.codes.length < b.codes.length && a.codes.every((code) => b.codes.includes(code));
}

/** Parts joined by “and” or “or”, whatever brackets stand around them. */
function parts(condition: string, by: "and" | "or"): string[] {
  const text = condition.trim();
  const depth = depths(text);
  if (text.startsWith("(") && depth.findIndex((each) => each === 0) === text.length - 1) return parts(text.slice(1, -1), by);
  const cuts = [...text.matchAll(by === "and" ? /\sand\s/gi : /\sor\s/gi)].filter(({ index }) => depth[index] === 0);
  if (cuts.length === 0) return [text];
  const starts = [0, ...cuts.map(({ 0: found, index }) => index + found.length)];
  return starts.flatMap((start, i) => parts(text.slice(start, cuts[i]?.index ?? text.length), by));
}

/** How many brackets are open after each character; inside a quoted text one more. */
function depths(text: string): number[] {
  let [open, quote] = [0, ""];
  return text.split("").map((character) => {
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === "(") open++;
    else if (character === ")") open--;
    return open + (quote === "" ? 0 : 1);
  });
}

const CLAUSE = /^\{([^{}]+)\}\s*(anyof|noneof|notcontains|contains|notempty|empty|>=|<=|<>|!=|==?|>|<)\s*(.*)$/i;
const LITERAL = /'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?)|\b(true|false)\b/g;

const RELATIONS: Readonly<Record<string, Relation>> = { "=": "chose", "==": "chose", anyof: "chose", contains: "chose", "<>": "avoided", "!=": "avoided", noneof: "avoided", notcontains: "avoided", notempty: "answered", empty: "unanswered", ">": "above", ">=": "least", "<": "below", "<=": "most" };

function clauseOf(part: string, { variables }: Codebook): Clause | undefined {
  const [, name = "", sign = "", operand = ""] = CLAUSE.exec(part) ?? [];
  const operator = sign.toLowerCase();
  const is = RELATIONS[operator];
  const codes = [...operand.matchAll(LITERAL)].map(([, a, b, c, d]) => a ?? b ?? c ?? d ?? "");
  if (is === undefined || !/^\[?[\s,]*\]?$/.test(operand.replace(LITERAL, ""))) return undefined;
  const list = variables.find((variable) => isCount(variable) && `${variable.path.join(".")}.length` === name);
  if (list) return is === "least" && codes.length === 1 ? { variable: list, is: "entries", codes } : undefined;
  const variable = variables.find(({ path }) => nameOf(path) === name);
  if (!variable) return undefined;
  if (is === "answered" || is === "unanswered") return codes.length === 0 ? { variable, is, codes } : undefined;
  if (codes.length === 0 || (codes.length > 1 && operator !== "anyof" && operator !== "noneof")) return undefined;
  // Amounts of what has names would be compared by code, which says nothing to a reader.
  if (["above", "least", "below", "most"].includes(is) && variable.kind !== "number" && variable.kind !== "rating") return undefined;
  return { variable, is: variable.values.length === 0 ? typed(is) : is, codes };
}

/** What was typed was not chosen. */
const typed = (is: Relation): Relation => (is === "chose" ? "equals" : is === "avoided" ? "differs" : is);

/** As expressions call it: `visits[0].shop`. */
const nameOf = (path: readonly string[]): string => path.join(".").replace(/\.\[/g, "[");
