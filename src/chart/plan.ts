import { type Codebook, type Variable, variableOf } from "../survey/codebook.ts";
import type { FigureRequest } from "../survey/study.ts";
import type { FigurePlan } from "./figure.ts";

/** Every figure of a survey: those that the study asks for first, then one for whatever is left. */
export function planFigures(codebook: Codebook): FigurePlan[] {
  const plans: FigurePlan[] = [];
  const shown = new Set<string>();
  const add = (made: readonly FigurePlan[]): void => {
    for (const plan of made) {
      if (plans.some(({ id }) => id === plan.id)) continue;
      plans.push(plan);
      for (const name of plan.variables) shown.add(name);
    }
  };
  for (const request of codebook.figures) add(requested(codebook, request));
  for (const construct of codebook.constructs) if (!shown.has(construct.name)) add(requested(codebook, { show: construct.id }));
  for (const variable of codebook.variables) if (!shown.has(variable.name)) add(requested(codebook, { show: variable.battery?.name ?? variable.name }));
  return plans;
}

function requested(codebook: Codebook, { show, title }: FigureRequest): FigurePlan[] {
  const construct = codebook.constructs.find(({ id, name }) => id === show || name === show);
  if (construct) {
    if (!codebook.variables.some(({ name }) => name === construct.name)) return [];
    return [{ id: construct.name, as: "index", variables: [construct.name], heading: title ?? construct.title }];
  }
  const together = codebook.variables.filter(({ battery }) => battery?.name === show);
  // A choice with a text beside it is a question and a battery of one: both are shown.
  const variables = codebook.variables.filter((variable) => !variable.construct && !together.includes(variable) && (variable.name === show || variable.question === show || variable.path.join("__") === show));
  if (together.length > 0) return [...variables.map((variable): FigurePlan => ({ id: variable.name, as: fitting(variable), variables: [variable.name], heading: title ?? variable.label })), ...batteries(together, variables.length > 0 ? undefined : title)];
  return variables.map((variable) => ({ id: variable.name, as: fitting(variable), variables: [variable.name], heading: variables.length === 1 ? (title ?? variable.label) : variable.label }));
}

/** Rows of a matrix are drawn together as long as they share their values. */
function batteries(variables: readonly Variable[], title: FigureRequest["title"]): FigurePlan[] {
  const groups = new Map<string, Variable[]>();
  for (const variable of variables) {
    // What is withheld only says whether it was answered, one figure each.
    const together = variable.columns.length > 0 && ["number", "single", "ordinal", "rating", "boolean"].includes(variable.kind);
    const key = together ? `${variable.kind} ${variable.unit?.en ?? ""} ${variable.kind === "number" ? "" : variable.values.map(({ code }) => code).join("|")}` : variable.name;
    groups.set(key, [...(groups.get(key) ?? []), variable]);
  }
  return [...groups.values()].flatMap((group, i) => {
    const [first] = group;
    if (!first) return [];
    const number = first.kind === "number";
    const heading = title ?? first.battery?.label ?? first.label;
    if (group.length === 1) return [{ id: first.name, as: fitting(first), variables: [first.name], heading: first.label }];
    return [{ id: `${first.battery?.name ?? first.name}${i === 0 ? "" : `-${i + 1}`}`, as: number ? "timeuse" : "battery", variables: group.map(({ name }) => name), heading }];
  });
}

function fitting({ kind, columns }: Variable): FigurePlan["as"] {
  if (columns.length === 0 || kind === "text" || kind === "date" || kind === "file") return "text";
  if (kind === "multiple") return "multiple";
  if (kind === "ranking") return "ranking";
  if (kind === "number") return "histogram";
  return "bars";
}

/** One figure for one variable, whatever the study asks for. */
export function planFor(codebook: Codebook, name: string): FigurePlan {
  const variable = variableOf(codebook, name);
  return { id: name, as: variable.construct ? "index" : fitting(variable), variables: [name], heading: variable.label };
}
