import { isExpression, namesIn } from "./expressions.ts";
import { type Finding, type Place, valueAt } from "./walk.ts";

/** What stands behind what: questions that are shown, computed or filled depending on each other would wait or run in circles. */

type Graph = Map<string, { readonly path: string; readonly on: Set<string> }>;

/** Properties whose result becomes the value of the question that they stand at. */
const COMPUTED = new Set(["setValueIf", "setValueExpression", "resetValueIf", "expression"]);
/** Words that become part of what a question shows as its answer. */
const WORDED = new Set(["choices", "columns", "rows", "rateValues", "items", "areas", "labelTrue", "labelFalse", "otherText", "noneText", "refuseText", "dontKnowText"]);
const KINDS = [
  { of: "shown", what: "are shown only depending on each other, so nobody would see them", alone: "is shown only depending on itself", fix: "take one of the conditions (visibleIf) away" },
  { of: "computed", what: "are computed from each other, which has no end", alone: "is computed from itself, which has no end", fix: "take one of the expressions or triggers away" },
  { of: "worded", what: "take the words of their choices from each other's answers, which has no end", alone: "takes the words of its choices from its own answer, which has no end", fix: "take the name in braces out of these words" },
  { of: "choices", what: "take their choices from each other", alone: "takes its choices from itself", fix: "write the choices of one into the file" },
] as const;

/** Finds circles among conditions, computed values and borrowed choices. */
export function circleIn(places: readonly Place[]): Finding | undefined {
  const graphs: Record<"shown" | "computed" | "worded" | "choices", Graph> = { shown: new Map(), computed: new Map(), worded: new Map(), choices: new Map() };
  const names = new Set(places.flatMap(({ key, value, isData }) => (!isData && (key === "name" || key === "valueName") && typeof value === "string" ? [value.toLowerCase()] : [])));
  for (const place of places) {
    if (place.isData || place.parent === undefined) continue;
    if (isExpression(place)) addExpression(graphs, place, names);
    else if (WORDED.has(place.key)) link(graphs.worded, ownName(place.parent), piped(place.value).map((name) => resolved(name, place, names)), place.path);
    else if (place.key === "choicesFromQuestion" && typeof place.value === "string") link(graphs.choices, ownName(place.parent), [place.value.toLowerCase()], place.path);
    else if (place.key === "fromName") link(graphs.computed, nameAt(place.parent.value, "setToName"), [String(place.value).toLowerCase()], place.path);
  }
  for (const { of, what, alone, fix } of KINDS) {
    const circle = firstCircle(graphs[of]);
    const [first = ""] = circle ?? [];
    if (circle) return { path: graphs[of].get(first)?.path ?? "", what: `${circle.slice(0, 10).map((name) => `“${name}”`).join(", ")} ${circle.length === 1 ? alone : what}`, fix };
  }
  return undefined;
}

/** Names in braces in the words of choices, which SurveyJS fills with what those questions show. */
const piped = (value: unknown): string[] => (typeof value === "string" ? [...value.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name.trim().toLowerCase()) : typeof value === "object" && value !== null ? Object.values(value).flatMap(piped) : []);

function addExpression(graphs: Record<"shown" | "computed", Graph>, place: Place, names: ReadonlySet<string>): void {
  const { key, value, path, parent } = place;
  const holder = parent?.value;
  const spoken = namesIn(value).map((name) => resolved(name, place, names));
  const trigger = valueAt(holder, "setToName");
  // A trigger may look at the value that it replaces by another, but not compute it from itself.
  if (typeof trigger === "string") return link(graphs.computed, trigger.toLowerCase(), key === "runExpression" ? spoken : spoken.filter((name) => name !== trigger.toLowerCase()), path);
  // The condition of a page or panel is one of everything inside.
  if (key === "visibleIf") for (const name of namesInside(holder, ownName(parent))) link(graphs.shown, name, spoken.filter((each) => each !== name), path);
  const isComputed = key === "expression" ? valueAt(holder, "type") === "expression" || isCalculated(place) : COMPUTED.has(key);
  if (isComputed) link(graphs.computed, ownName(parent), key === "setValueIf" || key === "resetValueIf" ? spoken.filter((each) => each !== ownName(parent)) : spoken, path);
}

const isCalculated = ({ parent }: Place): boolean => parent?.parent?.key === "calculatedValues";

const nameAt = (value: unknown, key = "name"): string => String(valueAt(value, key) ?? "").toLowerCase();

/** Columns and items are named inside the question that holds them: `grid.row.hours`. */
function ownName(place: Place | undefined): string {
  if (!place) return "";
  const name = nameAt(place.value);
  const holder = place.parent?.key === "columns" ? place.parent.parent : undefined;
  return holder ? `${nameAt(holder.value)}.row.${name}` : name;
}

/** Which node an expression's name means, as seen from where it is written. */
function resolved(name: string, place: Place, names: ReadonlySet<string>): string {
  for (let holder = place.parent; holder; holder = holder.parent) if (name.startsWith("row.") && holder.key === "columns") return `${nameAt(holder.parent?.value)}.${name}`;
  if (names.has(name)) return name;
  const short = name.replace(/-comment$/, "").split(/[.[]/)[0] ?? name;
  return names.has(short) ? short : name;
}

/** The element itself and, for pages and panels, all questions inside. */
function namesInside(value: unknown, own: string): string[] {
  const inner = ["elements", "questions"].flatMap((key) => {
    const list = valueAt(value, key);
    return Array.isArray(list) ? list.flatMap((each: unknown) => namesInside(each, nameAt(each))) : [];
  });
  return own === "" ? inner : [own, ...inner];
}

function link(graph: Graph, from: string, to: readonly string[], path: string): void {
  if (from === "") return;
  const node = graph.get(from) ?? { path, on: new Set() };
  graph.set(from, node);
  for (const name of to) node.on.add(name);
}

/** A circle, if there is one: depth first without recursion, since chains may be as long as the questionnaire. */
function firstCircle(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const trail: { name: string; rest: string[] }[] = [];
    const on = new Set<string>();
    const enter = (name: string): void => {
      trail.push({ name, rest: [...(graph.get(name)?.on ?? [])] });
      on.add(name);
    };
    if (!done.has(start)) enter(start);
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        done.add(top.name);
        on.delete(top.name);
        trail.pop();
      } else if (on.has(next)) return trail.map(({ name }) => name).slice(trail.findIndex(({ name }) => name === next));
      else if (!done.has(next) && graph.has(next)) enter(next);
    }
  }
  return undefined;
}
