import { DONE } from "../i18n/release.ts";
import type { Codebook, Variable } from "../survey/codebook.ts";
import { type Frame, HIDDEN, NO_CODE, NO_NUMBER, reasonIndex, type Cells, type Series } from "../survey/frame.ts";
import type { Text } from "../survey/text.ts";

/**
 * What is asked of some people only tells who they are: whoever answers a question for rural beats has one, though the beat
 * itself is hidden. Names of the variables whose condition speaks of a question, or of one that depends on it.
 */
export function dependentsOf({ variables }: Codebook, quasi: Variable): Set<string> {
  const found = new Set<string>();
  for (let known = -1; known < found.size; ) {
    known = found.size;
    const sources = new Set([...variables.filter(({ name }) => found.has(name)), quasi].map(({ path: [first = ""] }) => first.toLowerCase()));
    for (const { name, condition } of variables) if (condition && name !== quasi.name && asksAbout(condition).some((each) => sources.has(each))) found.add(name);
  }
  return found;
}

/** First names in the braces of an expression: `{place}`, `{visits[0].shop}`, `{panel.x}`. */
const asksAbout = (condition: string): string[] => [...condition.matchAll(/\{\s*#?([^}.[\]]+)/g)].map(([, name = ""]) => name.trim().toLowerCase());

interface Groups {
  /** Class of released values of each row. */
  readonly of: Uint32Array;
  /** Quasi-identifiers that are released more coarsely than they were asked. */
  readonly coarse: ReadonlySet<string>;
}

/**
 * Hides with each hidden quasi-identifier what would tell it. A condition may also cut through a band (`{years} > 7` of those from
 * 5 to 10): where in one class some were asked and others were not, what they were asked is hidden for the whole class.
 */
export function hideDependents(codebook: Codebook, frame: Frame, { of, coarse }: Groups): { frame: Frame; log: { variable: string; done: Text }[] } {
  const log: { variable: string; done: Text }[] = [];
  const quasi = frame.series.filter(({ variable }) => variable.role === "quasi").map((series) => ({ series, names: dependentsOf(codebook, series.variable) }));
  const series = frame.series.map((each) => {
    if (each.variable.role === "quasi") return each;
    const sources = quasi.filter(({ names }) => names.has(each.variable.name)).map((teller) => teller.series);
    const hidden = sources.filter(({ reasons }) => reasons.includes(HIDDEN));
    const cut = sources.filter(({ variable }) => coarse.has(variable.name));
    const divided = cut.length === 0 ? new Set<number>() : dividedIn(each, of);
    const tellers = [...new Set([...hidden, ...(divided.size > 0 ? cut : [])])];
    if (tellers.length === 0) return each;
    log.push({ variable: each.variable.name, done: DONE.dependent(tellers.map(({ variable }) => variable.name)) });
    return hiddenWhere(each, (row) => divided.has(of[row] ?? 0) || hidden.some((source) => source.reasons[row] === HIDDEN));
  });
  return { frame: { n: frame.n, series }, log };
}

const NOT_ASKED = reasonIndex("not_asked");

/** Classes in which some were asked and others were not. */
function dividedIn({ reasons }: Series, of: Uint32Array): Set<number> {
  const [asked, others] = [new Set<number>(), new Set<number>()];
  for (let row = 0; row < reasons.length; row++) (reasons[row] === NOT_ASKED ? others : asked).add(of[row] ?? 0);
  return new Set([...asked].filter((id) => others.has(id)));
}

function hiddenWhere({ variable, reasons, cells }: Series, isHidden: (row: number) => boolean): Series {
  const why = Uint8Array.from(reasons);
  const to = cells.map((each): Cells => (each.as === "codes" ? { ...each, at: Uint16Array.from(each.at) } : each.as === "small" ? { ...each, at: Uint8Array.from(each.at) } : { ...each, at: Float64Array.from(each.at) }));
  for (let row = 0; row < why.length; row++) {
    if (!isHidden(row)) continue;
    why[row] = HIDDEN;
    for (const each of to) each.at[row] = each.as === "codes" ? NO_CODE : each.as === "small" ? NO_NUMBER : Number.NaN;
  }
  return { variable, reasons: why, cells: to };
}
