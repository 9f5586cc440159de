import { answerValues, type Codebook, type Variable } from "./codebook.ts";
import type { FigureRequest } from "./study.ts";

/** Which variables one figure shows together, and what forms it can take. */

export type Form = NonNullable<FigureRequest["as"]>;

/** Stands in a repeated question, whose entries are numbered in the path. */
export const isEntry = ({ path }: Variable): boolean => path.some((key) => ENTRY.test(key));

const ENTRY = /^\[\d+\]$/;

/** Numbers of the entry, from 1, the outer one first. */
export const entryOf = ({ path }: Variable): number[] => path.flatMap((key) => (ENTRY.test(key) ? [Number(key.slice(1, -1)) + 1] : []));

/** The same part of every entry has the same place. */
export const placeOf = ({ path }: Variable): string => path.filter((key) => !ENTRY.test(key)).join("__");

/** Only whether there is an answer is published. */
export const isWithheld = ({ kind, columns }: Variable): boolean => columns.length === 0 || kind === "text" || kind === "date" || kind === "file";

/** Each answer is a number on a scale. */
export const isScored = (variable: Variable): boolean => {
  const values = answerValues(variable);
  return variable.kind !== "number" && values.length > 1 && values.every(({ code, score }) => score !== undefined && Number(code) === score);
};

/** More answers than this are drawn as amounts where they are numbers. */
const MANY = 20;

/** Forms that variables drawn together can take, the usual one first. */
export function formsOf(variables: readonly Variable[]): readonly Form[] {
  const [first] = variables;
  if (!first) return [];
  const several = variables.length > 1;
  if (first.construct !== undefined) return ["index"];
  if (isWithheld(first)) return ["text"];
  if (first.kind === "ranking") return ["ranking"];
  if (first.kind === "number") return [...(several ? (["timeuse", "histogram"] as const) : (["histogram", "timeuse"] as const)), ...(isRecommendation(first) ? (["nps"] as const) : [])];
  const usual: Form[] = [...(several ? (["battery", "bars"] as const) : (["bars", "battery"] as const)), ...(runsBothWays(first) ? (["diverging"] as const) : []), ...(several ? (["heatmap"] as const) : [])];
  if (!isScored(first)) return usual;
  const scored: Form[] = answerValues(first).length > MANY && !several ? ["histogram", ...usual] : [...usual, "histogram"];
  return isRecommendation(first) ? [...scored, "nps"] : scored;
}

/** Answers in an order, from one end to the other. */
const runsBothWays = (variable: Variable): boolean => (variable.kind === "ordinal" || variable.kind === "rating") && answerValues(variable).filter(({ score }) => score !== undefined).length > 1;

/** Asked on the eleven points from 0 to 10 for which promoters and detractors are defined (Reichheld 2003). */
function isRecommendation(variable: Variable): boolean {
  const scores = answerValues(variable).map(({ score }) => score ?? Number.NaN).sort((a, b) => a - b);
  if (variable.kind === "number" && variable.min === 0 && variable.max === 10) return variable.step === undefined || variable.step === 1;
  return scores.length === 11 && scores.every((score, i) => score === i);
}

/** What a name in “figures” stands for, as groups that are drawn together each. */
export function groupsOf(codebook: Codebook, show: string): Variable[][] {
  const construct = codebook.constructs.find(({ id, name }) => id === show || name === show);
  if (construct) return codebook.variables.filter(({ name }) => name === construct.name).map((variable) => [variable]);
  const together = codebook.variables.filter(({ battery }) => battery?.name === show);
  // A choice with a text beside it is a question and a battery of one: both are shown.
  const own = codebook.variables.filter((variable) => variable.construct === undefined && !together.includes(variable) && (variable.name === show || variable.question === show || variable.path.join("__") === show));
  // Of a repeated question the part itself is the battery, and words beside it come after.
  return [...own.filter((variable) => !isEntry(variable)).map((variable) => [variable]), ...alike(together), ...alike(own.filter(isEntry))];
}

/** What a variable is drawn with where nothing else is said: the rows of its battery, the same part of every entry. */
export function groupsWith(codebook: Codebook, variable: Variable): Variable[][] {
  if (!isEntry(variable)) return groupsOf(codebook, variable.battery?.name ?? variable.name);
  return alike(codebook.variables.filter((other) => isEntry(other) && placeOf(other) === placeOf(variable)));
}

/** Rows are drawn together as long as they share their values; rankings never are, and several choices only as rows of a matrix or entries. */
function alike(variables: readonly Variable[]): Variable[][] {
  return [...Map.groupBy(variables, likeness).values()];
}

function likeness(variable: Variable): string {
  const { name, kind, type, unit, values } = variable;
  const place = isEntry(variable) ? placeOf(variable) : "";
  if (isWithheld(variable)) return `withheld ${place}`;
  if (kind === "ranking" || (kind === "multiple" && type !== "matrix" && !isEntry(variable))) return name;
  return [kind, place, unit?.en ?? "", ...(kind === "number" ? [] : values.map(({ code }) => code))].join("|");
}
