/**
 * A regular expression as a position automaton (Glushkov 1961): a state for each character that it names, and which may follow which.
 * Groups, anchors and boundaries vanish; look-around is set aside, to be judged by itself.
 */
export interface Automaton {
  /** For each state, the characters of the sample that it takes, by number. */
  readonly takes: readonly ReadonlySet<number>[];
  /** For each state the states that may follow, with in how many ways: two ways are two readings of one text. */
  readonly follow: readonly ReadonlyMap<number, number>[];
  /** States in which a text may begin. */
  readonly first: readonly number[];
  readonly isAnchored: boolean;
  /** Bodies of look-ahead and look-behind. */
  readonly aside: readonly string[];
}

interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly nullable: boolean;
}

/** States; more would make the comparison of all pairs slow. */
const MOST_STATES = 150;
/** Counted repetitions up to here are written out; longer ones count as endless. */
const WRITTEN_OUT = 12;
const NOTHING: Part = { first: [], last: [], nullable: true };

/** @returns nothing for what is not judged: back-references, syntax that is not known here, or too many states. */
export function automatonOf(source: string): Automaton | undefined {
  const sample = sampleOf(source);
  const takes: Set<number>[] = [];
  const follow: Map<number, number>[] = [];
  const aside: string[] = [];
  let at = 0;

  const state = (token: string): Part => {
    const matches = new RegExp(`^(?:${token})$`, "is");
    takes.push(new Set([...sample.keys()].filter((i) => matches.test(sample[i] ?? ""))));
    follow.push(new Map());
    return { first: [takes.length - 1], last: [takes.length - 1], nullable: false };
  };
  const link = (from: readonly number[], to: readonly number[]): void => {
    for (const one of from) for (const other of to) follow[one]?.set(other, (follow[one]?.get(other) ?? 0) + 1);
  };
  const then = (a: Part, b: Part): Part => {
    link(a.last, b.first);
    return { first: a.nullable ? [...a.first, ...b.first] : a.first, last: b.nullable ? [...a.last, ...b.last] : b.last, nullable: a.nullable && b.nullable };
  };
  const endless = (part: Part): Part => {
    link(part.last, part.first);
    return part;
  };
  const maybe = (part: Part): Part => ({ ...part, nullable: true });

  /** Reads from `at`; the same stretch again for each copy of a counted repetition. */
  const choice = (): Part => {
    let all = sequence();
    while (source[at] === "|") {
      at++;
      const next = sequence();
      all = { first: [...all.first, ...next.first], last: [...all.last, ...next.last], nullable: all.nullable || next.nullable };
    }
    return all;
  };
  const sequence = (): Part => {
    let all = NOTHING;
    while (at < source.length && source[at] !== "|" && source[at] !== ")") all = then(all, repeated());
    return all;
  };
  const repeated = (): Part => {
    const start = at;
    const one = atom();
    const counts = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at, at + 40));
    if (!counts) return one;
    const end = at + counts[0].length;
    const [, sign, least = "", comma, most = ""] = counts;
    const low = sign ? (sign === "+" ? 1 : 0) : Number(least);
    const high = sign ? (sign === "?" ? 1 : Infinity) : comma === "" ? low : most === "" ? Infinity : Number(most);
    const again = (): Part => {
      at = start;
      return atom();
    };
    let all: Part = low === 0 ? maybe(one) : one;
    if (high > WRITTEN_OUT) all = endless(all);
    // Optional copies stand in each other, x(x(x)?)?, so that leaving one out leaves one way only.
    else if (high > 1) {
      const copies = Array.from({ length: high - 1 }, again);
      let rest = NOTHING;
      for (let i = copies.length - 1; i >= 0; i--) {
        const copy = then(copies[i] ?? NOTHING, rest);
        rest = i + 2 > low ? maybe(copy) : copy;
      }
      all = then(one, rest);
      if (low === 0) all = maybe(all);
    }
    at = end;
    return all;
  };
  const atom = (): Part => {
    if (takes.length > MOST_STATES) throw new Unjudged();
    const rest = source.slice(at);
    const group = /^\((\?(?:[:=!]|<[=!]|<\w+>))?/.exec(rest);
    if (group) {
      at += group[0].length;
      const [from, states] = [at, takes.length];
      const inner = choice();
      if (source[at] !== ")") throw new Unjudged();
      at++;
      if (!/[=!]$/.test(group[1] ?? "")) return inner;
      aside.push(source.slice(from, at - 1));
      takes.length = follow.length = states;
      return NOTHING;
    }
    const token = /^(?:\\(?:[bB]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|0(?!\d)|[^1-9k])|\[(?:[^\]\\]|\\[^])*\]|[^()[\]|*+?\\])/.exec(rest)?.[0];
    if (token === undefined) throw new Unjudged();
    at += token.length;
    return ["^", "$", "\\b", "\\B"].includes(token) ? NOTHING : state(token === "/" ? "\\/" : token);
  };

  try {
    const { first } = choice();
    return at === source.length && takes.length <= MOST_STATES ? { takes, follow, first, isAnchored: source.startsWith("^"), aside } : undefined;
  } catch (error) {
    if (error instanceof Unjudged || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

class Unjudged extends Error {}

/** Characters that tell the classes of an expression apart: Latin, one of each further kind, and what the expression names with its neighbours. */
function sampleOf(source: string): string[] {
  const escaped = [...source.matchAll(/\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})/g)].map(([, four, two]) => Number.parseInt(four ?? two ?? "0", 16));
  const named = [...Array.from(source, (_, i) => source.charCodeAt(i)), ...escaped].flatMap((code) => [code - 1, code, code + 1]);
  const codes = new Set([...Array.from({ length: 256 }, (_, i) => i), 0x410, 0x2028, 0x3000, 0x4e2d, 0xd83d, 0xde00, 0xfeff, 0xff10, ...named]);
  return [...codes].filter((code) => code >= 0 && code <= 0xffff).map((code) => String.fromCharCode(code));
}
