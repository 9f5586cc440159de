import { UserError } from "../error.ts";
import { LOCALES, type Text } from "../survey/text.ts";
import type { Trait } from "./population.ts";

/** How many people share all that they are asked about themselves. */
export interface Cell {
  readonly groups: Readonly<Record<string, string>>;
  readonly n: number;
}

export function cellsOf(people: readonly Readonly<Record<string, string>>[]): Cell[] {
  return gathered(people.map((groups) => ({ groups, n: 1 })));
}

/** Cells with the same groups as one. */
export function gathered(cells: readonly Cell[]): Cell[] {
  const found = new Map<string, Cell>();
  for (const { groups, n } of cells) {
    const key = JSON.stringify(Object.entries(groups).sort(([a], [b]) => (a < b ? -1 : 1)));
    found.set(key, { groups, n: n + (found.get(key)?.n ?? 0) });
  }
  return [...found.values()];
}

/**
 * Whoever holds the roster could tell the answers of a person who is nearly alone with his traits.
 * @throws UserError that names the question to drop or coarsen, and what each way out would give
 */
export function checkCells(cells: readonly Cell[], traits: readonly Trait[], least: number, where: string): void {
  const total = cells.reduce((sum, { n }) => sum + n, 0);
  if (total < least) throw new UserError(`only ${total} people are on this roster; ${least} at least must be`, { where, fix: "ask more people, or use an open link", refusal: { code: "roster-few", n: total, least } });
  const small = cells.filter(({ n }) => n < least).sort((a, b) => a.n - b.n);
  const [smallest] = small;
  if (!smallest) return;
  const people = small.reduce((sum, { n }) => sum + n, 0);
  const described = Object.entries(smallest.groups).map(([name, code]) => `${name} ${code}`).join(", ");
  const ways = waysOut(cells, traits, least);
  const lines = ways.map(({ words, smallest: left }) => `${words}: the smallest group has ${left}${left >= least ? ", enough" : ""}`);
  throw new UserError(`${people} of ${total} people share what they are asked about themselves with fewer than ${least}; the smallest group has ${smallest.n} (${described})`, {
    where,
    fix: `drop or coarsen ${[...new Set(ways[0]?.traits)].join(" and ")} in survey.json, or by bands in study.json; what each would give:\n     ${lines.join("\n     ")}`,
    refusal: { code: "roster-small", n: people, of: total, least, smallest: smallest.n, group: groupText(smallest, traits), ways: traits.map((trait) => ({ drop: trait.label, left: without(cells, trait).smallest })).sort((a, b) => b.left - a.left) },
  });
}

/** “Place: Town, Years: 1 to 5”. */
function groupText({ groups }: Cell, traits: readonly Trait[]): Text {
  const parts = traits.filter(({ name }) => groups[name] !== undefined).map(({ name, label, values }) => ({ label, value: values.find(({ code }) => code === groups[name])?.label }));
  const [zh, en] = LOCALES.map((locale) => parts.map(({ label, value }) => `${label[locale]}${locale === "en" ? ": " : "："}${value?.[locale] ?? ""}`));
  return { "zh-cn": zh?.join("，") ?? "", en: en?.join(", ") ?? "" };
}

/** A change of the questionnaire, or several, and what would be left. */
interface Way {
  readonly traits: readonly string[];
  readonly words: string;
  readonly cells: readonly Cell[];
  readonly smallest: number;
}

/** What could be asked instead, best first: of each trait its best change and leaving it out; where none is enough, the best goes on until it is. */
function waysOut(cells: readonly Cell[], traits: readonly Trait[], least: number): Way[] {
  const each = traits.flatMap((trait) => [...merged(cells, trait).sort(better(least)).slice(0, 1), without(cells, trait)]).sort(better(least));
  const [first] = each;
  const further = first && first.smallest < least ? onwards(first, traits, least) : undefined;
  return further ? [further, ...each] : each;
}

function onwards(so: Way, traits: readonly Trait[], least: number): Way | undefined {
  if (so.smallest >= least) return so;
  const steps = traits.flatMap((trait) => [...merged(so.cells, trait), without(so.cells, trait)]);
  const [next] = steps.filter(({ cells }) => cells.length < so.cells.length).sort(better(least));
  return next && onwards({ ...next, traits: [...so.traits, ...next.traits], words: `${so.words}, ${next.words}` }, traits, least);
}

/** Enough before not enough; of what is enough, what tells most apart; else what comes closest. */
const better = (least: number) => (a: Way, b: Way): number =>
  Number(b.smallest >= least) - Number(a.smallest >= least) || (a.smallest >= least ? b.cells.length - a.cells.length : 0) || b.smallest - a.smallest || b.cells.length - a.cells.length;

const way = (trait: string, words: string, cells: readonly Cell[]): Way => ({ traits: [trait], words, cells, smallest: Math.min(...cells.map(({ n }) => n)) });

function without(cells: readonly Cell[], { name }: Trait): Way {
  return way(name, `without ${name}`, gathered(cells.map(({ groups: { [name]: _dropped, ...groups }, n }) => ({ groups, n }))));
}

/** Two values as one: neighbours, where values have an order. */
function merged(cells: readonly Cell[], { name, values, isOrdered }: Trait): Way[] {
  const place = (code: string): number => values.findIndex((value) => value.code === code || code.startsWith(`${value.code}+`));
  const codes = [...new Set(cells.flatMap(({ groups }) => groups[name] ?? []))].sort((a, b) => place(a) - place(b));
  // Two values as one would be the question left out.
  if (codes.length < 3) return [];
  const pairs = codes.flatMap((a, i) => codes.slice(i + 1, isOrdered ? i + 2 : undefined).map((b) => [a, b] as const));
  return pairs.map(([a, b]) => way(name, `${name} with ${a} and ${b} as one`, gathered(cells.map(({ groups, n }) => ({ groups: groups[name] === a || groups[name] === b ? { ...groups, [name]: `${a}+${b}` } : groups, n })))));
}
