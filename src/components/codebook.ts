import { DATA } from "../i18n/data.ts";
import type { Codebook, Value, Variable } from "../survey/codebook.ts";
import type { Locale, Text } from "../survey/text.ts";

/** Variables that are read together: the rows of a battery, a question and its comment, all indices. */
export interface Group {
  /** Anchor; the hyphen keeps it apart from the names of variables. */
  readonly id: string;
  readonly label: Text;
  readonly variables: readonly Variable[];
  /** What is computed from them. */
  readonly measures: readonly Text[];
  /** Values that all of them have; shown once. */
  readonly values: readonly Value[] | undefined;
  /** Condition that all of them have; shown once. */
  readonly condition: string | undefined;
  /** Why their role is safe, where that is said of all alike; shown once. */
  readonly why: Text | undefined;
}

const INDICES: Text = { "zh-cn": DATA["zh-cn"].indices, en: DATA.en.indices };

/** The codebook in the order asked, the indices last. */
export function groupsOf({ variables, constructs }: Codebook): Group[] {
  const groups = Map.groupBy(variables, ({ construct, battery, question }) => (construct === undefined ? `battery-${battery?.name ?? question}` : "codebook-indices"));
  return [...groups].map(([key, members], i) => {
    const [first] = members;
    const several = members.length > 1;
    return {
      id: key === "codebook-indices" ? key : `battery-${i + 1}`,
      label: key === "codebook-indices" ? INDICES : (members.find(({ battery }) => battery)?.battery?.label ?? first?.label ?? INDICES),
      variables: members,
      measures: several ? constructs.filter(({ items }) => items.every((item) => members.some(({ name }) => name === item))).map(({ title }) => title) : [],
      values: several && first && first.values.length > 0 && members.every((member) => sameValues(member, first)) ? first.values : undefined,
      why: several && members.every(({ why }) => why?.en === first?.why?.en) ? first?.why : undefined,
      condition: several && members.every(({ condition }) => condition === first?.condition) ? first?.condition : undefined,
    };
  });
}

/** Several choices have a column each, which differ from item to item. */
const sameValues = (a: Variable, b: Variable): boolean => a.kind !== "multiple" && a.kind !== "ranking" && JSON.stringify(a.values) === JSON.stringify(b.values);

interface Clause {
  readonly variable: Variable;
  readonly is: "chose" | "avoided" | "answered";
  readonly codes: readonly string[];
}

/** A condition in the words of questions and answers; undefined where it says more than these words can. */
export function conditionInWords(condition: string, codebook: Codebook, locale: Locale): string | undefined {
  const words = DATA[locale].conditions;
  const clauses = conjuncts(condition).map((part) => clauseOf(part, codebook));
  const known = clauses.filter((clause) => clause !== undefined);
  if (known.length < clauses.length) return undefined;
  const said = known
    .filter((clause) => !known.some((other) => implies(other, clause)))
    .map(({ variable, is, codes }) => {
      const labels = codes.map((code) => variable.values.find((value) => value.code === code)?.label[locale]).filter((label) => label !== undefined);
      return labels.length < codes.length ? undefined : words[is](variable.label[locale], labels);
    });
  return said.every((each) => each !== undefined) ? said.join(words.and) : undefined;
}

const implies = (a: Clause, b: Clause): boolean => a.variable === b.variable && a.is === "chose" && b.is === "chose" && a.codes.length < b.codes.length && a.codes.every((code) => b.codes.includes(code));

/** Parts joined by “and”, whatever brackets stand around them. */
function conjuncts(condition: string): string[] {
  const text = condition.trim();
  const depth = depths(text);
  if (text.startsWith("(") && depth.findIndex((each) => each === 0) === text.length - 1) return conjuncts(text.slice(1, -1));
  const cuts = [...text.matchAll(/\sand\s/gi)].filter(({ index }) => depth[index] === 0);
  if (cuts.length === 0) return [text];
  const starts = [0, ...cuts.map(({ 0: found, index }) => index + found.length)];
  return starts.flatMap((start, i) => conjuncts(text.slice(start, cuts[i]?.index ?? text.length)));
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

const CLAUSE = /^\{([^{}]+)\}\s*(anyof|contains|notempty|<>|!=|==?)\s*(.*)$/i;
const LITERAL = /'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?)/g;

function clauseOf(part: string, { variables }: Codebook): Clause | undefined {
  const [, name, operator, operand = ""] = CLAUSE.exec(part) ?? [];
  const variable = variables.find(({ path }) => path.join(".") === name);
  const codes = [...operand.matchAll(LITERAL)].map(([, a, b, c]) => a ?? b ?? c ?? "");
  if (!variable || operator === undefined || !/^\[?[\s,]*\]?$/.test(operand.replace(LITERAL, ""))) return undefined;
  if (/notempty/i.test(operator)) return codes.length === 0 ? { variable, is: "answered", codes } : undefined;
  if (codes.length === 0 || (codes.length > 1 && !/anyof/i.test(operator))) return undefined;
  return { variable, is: operator === "<>" || operator === "!=" ? "avoided" : "chose", codes };
}
