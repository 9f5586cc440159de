import { ArrayOperand, BinaryOperand, ConditionsParser, Const, type Operand, QuestionCheckboxModel, QuestionRatingModel, QuestionSliderModel, QuestionTextModel, UnaryOperand, Variable as Reference } from "survey-core";
import type { Variable } from "../codebook.ts";
import { type Finding, finding, type Rules } from "./finding.ts";
import type { Asked, Subject } from "./subject.ts";

/** Conditions that can never hold, and limits that contradict each other. */

export const logic: Rules = (subject) => [...subject.asked.flatMap((asked) => [...conditions(asked, subject), ...limits(asked)]), ...dates(subject)];

function conditions(asked: Asked, subject: Subject): Finding[] {
  const { question, name, variables, required } = asked;
  const own = [...new Set([...variables.flatMap(({ condition }) => condition ?? []), question.enableIf, question.requiredIf].filter(Boolean))];
  const hidden = required && !question.visible && !question.visibleIf ? [finding("error", "never-visible", name)] : [];
  const found = own.flatMap((condition) => readCondition(condition, asked, subject));
  return [...hidden, ...found.filter((each, i) => found.findIndex((other) => JSON.stringify(other) === JSON.stringify(each)) === i)];
}

function readCondition(condition: string, asked: Asked, subject: Subject): Finding[] {
  const parsed: Operand | null | undefined = new ConditionsParser().parseExpression(condition);
  // What SurveyJS cannot read is refused with the codebook.
  if (!parsed) return [];
  return [...references(parsed).flatMap((name) => reference(name, condition, asked, subject)), ...comparisons(parsed).flatMap((each) => comparison(each, condition, asked, subject)), ...contradictions(parsed, condition, asked, subject)];
}

function walk(operand: unknown): unknown[] {
  if (operand instanceof BinaryOperand) return [operand, ...walk(operand.leftOperand), ...walk(operand.rightOperand)];
  if (operand instanceof UnaryOperand) return [operand, ...walk(operand.expression)];
  if (operand instanceof ArrayOperand) return [operand, ...operand.values.flatMap(walk)];
  return [operand];
}

const references = (operand: Operand): string[] => [...new Set(walk(operand).flatMap((each) => (each instanceof Reference ? [each.variable] : [])))];
const comparisons = (operand: Operand): BinaryOperand[] => walk(operand).flatMap((each) => (each instanceof BinaryOperand && !each.isConjunction ? [each] : []));

/** Words of SurveyJS itself, calculated values and what triggers set. */
const isGiven = (name: string, { definition }: Subject): boolean => /^(?:item|choice|row|panel|parentPanel|rowIndex|panelIndex|rowValue|rowName|rowTitle|locale|pageno|pagecount|question|self|\$|#)/.test(name) || JSON.stringify([definition["calculatedValues"], definition["triggers"], definition["variables"]]).includes(`"${name.split(/[.[]/)[0] ?? name}"`);

/** The question that a reference such as `used.young` or `phone-Comment` speaks of. */
const questionOf = (name: string, { asked }: Subject): Asked | undefined =>
  asked.find(({ question }) => [question.name, question.getValueName()].some((own) => name === own || [".", "[", "-Comment"].some((next) => name.startsWith(own + next))));

function reference(name: string, condition: string, asked: Asked, subject: Subject): Finding[] {
  const other = questionOf(name, subject);
  if (!other) return isGiven(name, subject) ? [] : [finding("error", "unknown-question", asked.name, { name, condition })];
  return other.page > asked.page ? [finding("error", "later-question", asked.name, { name, condition })] : [];
}

const variableOf = (name: string, { codebook }: Subject): Variable | undefined => codebook.variables.find(({ path }) => path.join(".") === name);

const constants = (operand: unknown): string[] => {
  if (operand instanceof Reference) return [];
  if (operand instanceof ArrayOperand) return operand.values.flatMap(constants);
  return operand instanceof Const ? [String(operand.correctValue)] : [];
};

const EQUALITY = new Set(["equal", "notequal", "contains", "notcontains", "anyof", "allof", "noneof"]);

function comparison(binary: BinaryOperand, condition: string, asked: Asked, subject: Subject): Finding[] {
  const left: unknown = binary.leftOperand;
  const variable = left instanceof Reference ? variableOf(left.variable, subject) : undefined;
  if (!variable || variable.values.length === 0 || !EQUALITY.has(binary.operator)) return [];
  const codes = variable.values.map(({ code }) => code.toLowerCase());
  const given = constants(binary.rightOperand);
  const strange = given.filter((value) => !codes.includes(value.trim().toLowerCase()));
  if (strange.length === 0) return [];
  const never = strange.length === given.length && !binary.operator.startsWith("no");
  return [finding(never ? "error" : "warning", "no-such-choice", asked.name, { value: strange.join(", "), name: variable.path.join("."), condition, choices: variable.values.map(({ code }) => code).join(", ") })];
}

/** One answer cannot be two things: `{a} = 1 and {a} = 2`. */
function contradictions(operand: Operand, condition: string, asked: Asked, subject: Subject): Finding[] {
  const wanted = new Map<string, Set<string>>();
  const and = (each: unknown): void => {
    if (!(each instanceof BinaryOperand)) return;
    const left: unknown = each.leftOperand;
    if (each.isConjunction && each.conjunction === "and") for (const side of [left, each.rightOperand]) and(side);
    else if (each.operator === "equal" && left instanceof Reference && variableOf(left.variable, subject)?.kind !== "multiple")
      for (const value of constants(each.rightOperand)) wanted.set(left.variable, (wanted.get(left.variable) ?? new Set()).add(value));
  };
  and(operand);
  return [...wanted].filter(([, values]) => values.size > 1).map(([name, values]) => finding("error", "contradiction", asked.name, { name, values: [...values].join(", "), condition }));
}

function limits({ name, question }: Asked): Finding[] {
  const pairs: (readonly [unknown, unknown])[] = [];
  if (question instanceof QuestionTextModel) pairs.push([question.min, question.max]);
  if (question instanceof QuestionSliderModel) pairs.push([question.min, question.max]);
  if (question instanceof QuestionRatingModel && question.rateValues.length === 0) pairs.push([question.rateMin, question.rateMax]);
  if (question instanceof QuestionCheckboxModel && question.maxSelectedChoices > 0) pairs.push([question.minSelectedChoices, question.maxSelectedChoices]);
  return pairs.filter(([least, most]) => isAbove(least, most)).map(([least, most]) => finding("error", "min-max", name, { least: String(least), most: String(most) }));
}

const isAbove = (least: unknown, most: unknown): boolean =>
  least !== undefined && least !== null && least !== "" && most !== undefined && most !== null && most !== "" && (Number.isFinite(Number(least)) && Number.isFinite(Number(most)) ? Number(least) > Number(most) : String(least) > String(most));

const dates = ({ study }: Subject): Finding[] =>
  (study?.waves ?? []).flatMap(({ id, opens, closes }) => (opens !== undefined && closes !== undefined && opens > closes ? [finding("error", "min-max", `waves.${id}`, { least: opens, most: closes })] : []));
