import { DONE } from "../i18n/release.ts";
import type { Codebook, Relies, Variable } from "../survey/codebook.ts";
import { type Frame, HIDDEN, NO_CODE, NO_NUMBER, reasonIndex, type Cells, type Series } from "../survey/frame.ts";
import type { Text } from "../survey/text.ts";

/** Whether it is asked, or what can be answered, depends on the question. */
type Dependence = keyof Relies;

/**
 * What is asked of or offered to some people only tells who they are: whoever answers a question for rural beats has one, though the
 * beat itself is hidden. Names of the variables that rely on a question, or on one that does, and how.
 */
export function dependentsOf({ variables }: Codebook, quasi: Variable): Map<string, Dependence> {
  const found = new Map<string, Dependence>();
  const namesOf = ({ path: [first = ""], question }: Variable): string[] => [first.toLowerCase(), question.toLowerCase()];
  for (let changed = true; changed; ) {
    changed = false;
    const sources = new Map<string, Dependence>(namesOf(quasi).map((name) => [name, "whether"]));
    for (const variable of variables) for (const name of found.has(variable.name) ? namesOf(variable) : []) if (sources.get(name) !== "what") sources.set(name, found.get(variable.name) ?? "whether");
    for (const { name, relies } of variables) {
      if (!relies || name === quasi.name) continue;
      const is: Dependence | undefined = relies.what.some((each) => sources.has(each)) ? "what" : relies.whether.map((each) => sources.get(each)).sort().at(0);
      if (is === undefined || is === found.get(name)) continue;
      found.set(name, is);
      changed = true;
    }
  }
  return found;
}

interface Groups {
  /** Class of released values of each row. */
  readonly of: Uint32Array;
  /** Quasi-identifiers that are released more coarsely than they were asked. */
  readonly coarse: ReadonlySet<string>;
}

/**
 * Hides with each hidden quasi-identifier what would tell it. A condition may also cut through a band (`{years} > 7` of those from
 * 5 to 10): where in one class some were asked and others were not, what they were asked is hidden for the whole class. Where what can
 * be answered depends on a trait that is released more coarsely than it was asked, any answer may tell it: nothing of it is released.
 */
export function hideDependents(codebook: Codebook, frame: Frame, { of, coarse }: Groups): { frame: Frame; log: { variable: string; done: Text }[] } {
  const log: { variable: string; done: Text }[] = [];
  const quasi = frame.series.filter(({ variable }) => variable.role === "quasi").map((series) => ({ series, names: dependentsOf(codebook, series.variable) }));
  const series = frame.series.map((each) => {
    if (each.variable.role === "quasi") return each;
    const sources = quasi.filter(({ names }) => names.has(each.variable.name)).map((teller) => teller.series);
    const offers = quasi.filter(({ names, series: { variable } }) => names.get(each.variable.name) === "what" && coarse.has(variable.name)).map((teller) => teller.series);
    const hidden = sources.filter(({ reasons }) => reasons.includes(HIDDEN));
    const cut = sources.filter(({ variable }) => coarse.has(variable.name));
    const divided = cut.length === 0 ? new Set<number>() : dividedIn(each, of);
    const tellers = [...new Set([...hidden, ...offers, ...(divided.size > 0 ? cut : [])])];
    if (tellers.length === 0) return each;
    log.push({ variable: each.variable.name, done: DONE.dependent(tellers.map(({ variable }) => variable.name)) });
    return hiddenWhere(each, (row) => offers.length > 0 || divided.has(of[row] ?? 0) || hidden.some((source) => source.reasons[row] === HIDDEN));
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
