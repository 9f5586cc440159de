import { type Automaton, automatonOf } from "./automaton.ts";
import type { Rule } from "./walk.ts";

/**
 * Regular expressions of validators run in the browser, on what a person is typing. Where one text can be read in many ways,
 * a browser tries them all, and the page stands still. Exponential: there are two ways around one circle (Weber and Seidl 1991).
 * Polynomial: endless repetitions stand behind each other and take the same characters.
 * The collector never runs them.
 */

/** Characters of an expression. */
const LONGEST = 500;
/** Repetitions in a row that may take the same characters: two make 4,000 characters 8 million steps, three 10 billion. */
const MOST_IN_A_ROW = 2;
/** Characters of a trial text, steps that a browser may take on it (a few ms), and kinds of characters that are tried in pairs. */
const TRIAL = 400;
const MOST_WORK = 1_000_000;
const MOST_KINDS = 8;

export const wrongPattern: Rule = ({ key, value, path, isData, parent }) => {
  if (isData || key !== "regex" || (parent && Array.isArray(parent.value)) || value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string" || value.length > LONGEST) return { path, what: "a regular expression is a text of 500 characters at most", fix: "shorten it" };
  if (!isRegular(value)) return { path, what: `this is not a regular expression: ${value.slice(0, 80)}`, fix: "correct it; backslashes are written twice in JSON" };
  const said = slownessOf(value);
  return said === undefined ? undefined : { path, what: `${said}: ${value.slice(0, 80)}`, fix: "write it so that each character can be read in one way only, like ^\\d+(\\.\\d+)*$" };
};

function isRegular(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

/** What is slow about a regular expression, in words; nothing if it is quick on every text. */
export function slownessOf(source: string): string | undefined {
  const automaton = automatonOf(source);
  if (!automaton) return "this regular expression is too intricate to be judged, or refers back to itself";
  if (isExponential(automaton)) return "this regular expression can be read in so many ways that the page would stand still";
  if (longestRow(automaton) > MOST_IN_A_ROW || mostWork(automaton) > MOST_WORK) return "this regular expression repeats the same characters too often in a row";
  return automaton.aside.map(slownessOf).find((each) => each !== undefined);
}

const overlap = (a: ReadonlySet<number> | undefined, b: ReadonlySet<number> | undefined): boolean => a !== undefined && b !== undefined && [...a].some((each) => b.has(each));

/** Two different ways from a state back to itself over the same text. */
function isExponential({ takes, follow }: Automaton): boolean {
  const n = takes.length;
  const circles = componentsOf(follow.map((next) => [...next.keys()]));
  if (follow.some((next, from) => [...next].some(([to, ways]) => ways > 1 && circles[from] === circles[to]))) return true;
  const shared = takes.map((one) => takes.map((other) => overlap(one, other)));
  // Only pairs inside one circle can come back.
  const pairs = Array.from({ length: n * n }, (_, pair) => {
    const [p, q] = [Math.floor(pair / n), pair % n];
    if (circles[p] !== circles[q]) return [];
    return [...(follow[p]?.keys() ?? [])].flatMap((one) => (circles[one] !== circles[p] ? [] : [...(follow[q]?.keys() ?? [])].filter((other) => circles[other] === circles[q] && shared[one]?.[other]).map((other) => one * n + other)));
  });
  const components = componentsOf(pairs);
  const diagonal = new Set(Array.from({ length: n }, (_, p) => p * n + p).filter((pair) => (pairs[pair]?.length ?? 0) > 0).map((pair) => components[pair]));
  return pairs.some((_, pair) => Math.floor(pair / n) !== pair % n && diagonal.has(components[pair]));
}

/** How many endless repetitions stand in a row such that the characters of one can go on in the next. */
function longestRow({ takes, follow }: Automaton): number {
  const next = follow.map((each) => [...each.keys()]);
  const circles = componentsOf(next);
  const isLoop = takes.map((_, state) => next[state]?.some((to) => circles[to] === circles[state]) ?? false);
  const best = new Map<number, number>();
  const rowFrom = (loop: number): number => {
    const known = best.get(loop);
    if (known !== undefined) return known;
    best.set(loop, 1);
    const own = new Set(takes.flatMap((set, state) => (circles[state] === loop ? [...set] : [])));
    // From here on through whatever takes the same characters.
    const seen = new Set<number>();
    const queue = takes.flatMap((_, state) => (circles[state] === loop ? [state] : []));
    let row = 1;
    for (let state = queue.pop(); state !== undefined; state = queue.pop())
      for (const to of next[state] ?? []) {
        if (seen.has(to) || circles[to] === loop || !overlap(takes[to], own)) continue;
        seen.add(to);
        if (isLoop[to]) row = Math.max(row, 1 + rowFrom(circles[to] ?? -1));
        queue.push(to);
      }
    best.set(loop, row);
    return row;
  };
  return Math.max(0, ...isLoop.map((loop, state) => (loop ? rowFrom(circles[state] ?? -1) : 0)));
}

/** Ways to read the beginnings of a text that repeats one or two characters: what a browser tries before it gives up. */
function mostWork({ takes, follow, first, isAnchored }: Automaton): number {
  const kinds = new Map<string, number>();
  for (const character of new Set(takes.flatMap((set) => [...set]))) {
    const kind = takes.map((set) => (set.has(character) ? "1" : "0")).join("");
    if (!kinds.has(kind)) kinds.set(kind, character);
  }
  const characters = [...kinds.values()].slice(0, MOST_KINDS);
  const before: [number, number][][] = takes.map(() => []);
  follow.forEach((next, from) => next.forEach((ways, to) => before[to]?.push([from, ways])));
  let most = 0;
  for (const one of characters)
    for (const other of characters) {
      let ways = takes.map((set, state) => (set.has(one) ? first.filter((each) => each === state).length : 0));
      let [work, all] = [0, 0];
      for (let length = 1; length < TRIAL && all <= MOST_WORK; length++) {
        work += ways.reduce((sum, each) => sum + each, 0);
        all = isAnchored ? work : all + work;
        const character = length % 2 === 0 ? one : other;
        ways = takes.map((set, state) => (set.has(character) ? (before[state] ?? []).reduce((sum, [from, times]) => sum + times * (ways[from] ?? 0), 0) : 0));
      }
      most = Math.max(most, all);
    }
  return most;
}

/** Strongly connected components (Tarjan), without recursion: a number for each node. */
function componentsOf(next: readonly (readonly number[])[]): number[] {
  const [index, low, component] = [next.map(() => -1), next.map(() => 0), next.map(() => -1)];
  const open: number[] = [];
  let [count, components] = [0, 0];
  next.forEach((_, root) => {
    if (index[root] !== -1) return;
    const trail: { node: number; at: number }[] = [{ node: root, at: 0 }];
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const { node } = top;
      if (top.at === 0) {
        index[node] = low[node] = count++;
        open.push(node);
      }
      const to = next[node]?.[top.at++];
      if (to !== undefined) {
        if (index[to] === -1) trail.push({ node: to, at: 0 });
        else if (component[to] === -1) low[node] = Math.min(low[node] ?? 0, index[to] ?? 0);
        continue;
      }
      trail.pop();
      const above = trail.at(-1);
      if (above) low[above.node] = Math.min(low[above.node] ?? 0, low[node] ?? 0);
      if (low[node] !== index[node]) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        component[member] = components;
        if (member === node) break;
      }
      components++;
    }
  });
  return component;
}
