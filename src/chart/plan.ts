import { type Codebook, type Variable, variableOf } from "../survey/codebook.ts";
import { formsOf, groupsOf, groupsWith, isEntry, placeOf } from "../survey/forms.ts";
import type { FigureRequest } from "../survey/study.ts";
import type { FigurePlan } from "./figure.ts";
import { partLabel, wholeLabel } from "./labels.ts";

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
  for (const variable of codebook.variables) if (!shown.has(variable.name) && isAsked(variable)) add(groupsWith(codebook, variable).flatMap((group, i, groups) => planned(codebook, group, placeIn(groups, i), {})));
  return plans;
}

/** Weights and marks were made by the release: they stand in the data and in its methods, and are no finding. */
const isAsked = ({ type }: Variable): boolean => type !== "weight" && type !== "quality";

function requested(codebook: Codebook, request: FigureRequest): FigurePlan[] {
  const groups = groupsOf(codebook, request.show);
  const { title: _, ...untitled } = request;
  // The title is the question's, not that of the words beside it.
  const main = groups[0]?.[0]?.battery?.name === request.show;
  return groups.flatMap((group, i) => planned(codebook, group, placeIn(groups, i), (group[0]?.battery?.name === request.show) === main ? request : untitled));
}

/** Groups of the same name before this one; what is alone has a name of its own. */
const placeIn = (groups: readonly (readonly Variable[])[], i: number): number => groups.slice(0, i).filter((group) => group.length > 1 && nameOf(group[0]) === nameOf(groups[i]?.[0])).length;

const nameOf = (first: Variable | undefined): string => (!first ? "" : (isEntry(first) ? placeOf(first) : (first.battery?.name ?? first.name)).replace(/\s+/g, "_"));

/** One figure, or one for each variable where the form draws one at a time. */
function planned(codebook: Codebook, group: readonly Variable[], place: number, { as, title }: Partial<FigureRequest>): FigurePlan[] {
  const forms = formsOf(group);
  // A form that only other variables of the request can have is theirs.
  const form = as !== undefined && forms.includes(as) ? as : forms[0];
  if (form === undefined) return [];
  const [first] = group;
  if (first && group.length > 1 && (form === "battery" || form === "timeuse" || form === "text"))
    return [{ id: idOf(codebook, first, place), as: form, variables: group.map(({ name }) => name), heading: title ?? familyLabel(first) }];
  return group.map((variable) => ({ id: variable.name, as: form, variables: [variable.name], heading: group.length === 1 && title ? title : headingOf(codebook, variable) }));
}

const headingOf = (codebook: Codebook, variable: Variable): FigurePlan["heading"] => codebook.constructs.find(({ name }) => name === variable.name)?.title ?? wholeLabel(variable);

/** What several rows are called together. */
const familyLabel = (first: Variable): FigurePlan["heading"] => (isEntry(first) ? partLabel(first) : (first.battery?.label ?? first.label));

/** An anchor that no variable has: a variable's name means the variable alone. */
function idOf(codebook: Codebook, first: Variable, place: number): string {
  const name = nameOf(first);
  const taken = codebook.variables.some((variable) => variable.name === name);
  return `${name}${taken ? "-parts" : ""}${place === 0 ? "" : `-${place + 1}`}`;
}

/** One figure for one variable, whatever the study asks for. */
export function planFor(codebook: Codebook, name: string): FigurePlan {
  const variable = variableOf(codebook, name);
  return { id: name, as: formsOf([variable])[0] ?? "bars", variables: [name], heading: wholeLabel(variable) };
}
