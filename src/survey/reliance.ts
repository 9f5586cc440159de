import type { Codebook, Variable } from "./codebook.ts";
import { isExpression, namesIn } from "./safety/expressions.ts";
import { type Place, valueAt, walk } from "./safety/walk.ts";

/** Names of questions in small letters, as SurveyJS compares them, each with the names that its expressions speak of. */
type Reliance = ReadonlyMap<string, ReadonlySet<string>>;

/** The codebook with what decides over each variable, for a release to hide together what tells of each other. */
export function withReliance(codebook: Codebook, definition: object): Codebook {
  const relies = relianceIn(definition);
  return { ...codebook, variables: codebook.variables.map((variable) => ({ ...variable, ...relies(variable) })) };
}

/**
 * Whose answers decide whether a question is asked, by its condition, and what can be answered: conditions of its choices, rows and
 * columns, choices carried forward, limits, what is worked out for it, what a trigger sets or copies, and a trigger that goes past it or
 * ends the questionnaire. Through calculated values, which are no variables of their own.
 */
function relianceIn(definition: object): (variable: Pick<Variable, "path" | "question" | "condition">) => Pick<Variable, "relies"> {
  const reliance = relianceOf([...walk(definition)]);
  const calculated = new Set(asArray(valueAt(definition, "calculatedValues")).map((each) => nameAt(each, "name")));
  const through = (names: readonly string[]): string[] => {
    const found = new Set<string>();
    const rest = [...names];
    for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
      const short = firstOf(name);
      if (found.has(short)) continue;
      found.add(short);
      if (calculated.has(short)) rest.push(...(reliance.get(short) ?? []));
    }
    return [...found].sort();
  };
  return ({ path: [first = ""], question, condition }) => {
    const whether = through(namesIn(condition));
    const what = through([first, question].flatMap((name) => [...(reliance.get(name.toLowerCase()) ?? [])]));
    return whether.length + what.length === 0 ? {} : { relies: { whether, what } };
  };
}

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** `visits[0].shop` and `place-Comment` are about the questions before the mark. */
const firstOf = (name: string): string => name.replace(/-comment$/, "").split(/[.[]/)[0] ?? name;

function relianceOf(places: readonly Place[]): Reliance {
  const reliance = new Map<string, Set<string>>();
  const add = (owners: readonly string[], names: readonly string[]): void => {
    for (const owner of owners) reliance.set(owner, new Set([...(reliance.get(owner) ?? []), ...names]));
  };
  for (const place of places) {
    const { key, value, isData, parent } = place;
    if (isData || parent === undefined) continue;
    const holder = parent.value;
    // Whether a question is asked is in the condition of its variables.
    if (isExpression(place) && key !== "visibleIf") add(ownersOf(place), namesIn(value));
    else if (key === "visibleIf" && !isElement(parent) && parent.parent?.key !== "pages") add(ownersOf(place), namesIn(value));
    else if (key === "choicesFromQuestion" && typeof value === "string") add(ownersOf(place), [value.toLowerCase()]);
    else if (key === "fromName" && typeof value === "string") add([nameAt(holder, "setToName")], [value.toLowerCase()]);
    if (key === "expression" && ["complete", "skip"].includes(nameAt(holder, "type"))) {
      const names = namesIn(value).map(firstOf);
      add(passedOver(names, nameAt(holder, "gotoName"), places), names);
    }
  }
  return reliance;
}

/** What an expression decides: the question that it stands in, all questions of its panel or page, a calculated value, the target of a trigger. */
function ownersOf(place: Place): string[] {
  let owner: Place | undefined;
  for (let at = place.parent; at; at = at.parent) if (isElement(at) && valueAt(at.value, "type") !== "panel") owner = at;
  if (owner) return namesOf(owner.value);
  const holder = place.parent?.value;
  const target = nameAt(holder, "setToName");
  if (target !== "") return [target];
  if (place.parent?.parent?.key === "calculatedValues") return [nameAt(holder, "name")];
  return namesInside(holder);
}

const isElement = ({ parent }: Place): boolean => parent?.key === "elements" || parent?.key === "questions";

const nameAt = (value: unknown, key: string): string => String(valueAt(value, key) ?? "").toLowerCase();

/** By which expressions and answers know a question. */
const namesOf = (question: unknown): string[] => ["name", "valueName"].map((key) => nameAt(question, key)).filter((name) => name !== "");

function namesInside(holder: unknown): string[] {
  return ["elements", "questions"].flatMap((key) => {
    return asArray(valueAt(holder, key)).flatMap((each) => (valueAt(each, "type") === "panel" ? namesInside(each) : namesOf(each)));
  });
}

/** Questions between those that a trigger looks at and the one that it goes to, or the end. */
function passedOver(names: readonly string[], to: string, places: readonly Place[]): string[] {
  const inOrder = places.filter(({ parent }) => parent?.key === "pages" || (parent?.key === "elements" && parent.parent?.key === "")).flatMap(({ value, parent }) => (parent?.key === "pages" ? namesInside(value) : namesOf(value)));
  const from = inOrder.findIndex((name) => names.includes(name));
  const until = to === "" ? -1 : inOrder.indexOf(to);
  return inOrder.slice(from + 1, until < 0 ? inOrder.length : until).filter((name) => !names.includes(name));
}
