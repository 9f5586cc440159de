import { DONE } from "../i18n/release.ts";
import type { Codebook, Variable } from "../survey/codebook.ts";
import { type Frame, HIDDEN, NO_CODE, NO_NUMBER, type Cells, type Series } from "../survey/frame.ts";
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

/** Hides with each hidden quasi-identifier what would tell it. */
export function hideDependents(codebook: Codebook, frame: Frame): { frame: Frame; log: { variable: string; done: Text }[] } {
  const log: { variable: string; done: Text }[] = [];
  const tellers = frame.series.filter(({ variable, reasons }) => variable.role === "quasi" && reasons.includes(HIDDEN)).map((series) => ({ series, names: dependentsOf(codebook, series.variable) }));
  const series = frame.series.map((each) => {
    const sources = tellers.filter(({ names }) => names.has(each.variable.name)).map((teller) => teller.series);
    if (sources.length === 0 || each.variable.role === "quasi") return each;
    log.push({ variable: each.variable.name, done: DONE.dependent(sources.map(({ variable }) => variable.name)) });
    return hiddenWhere(each, sources);
  });
  return { frame: { n: frame.n, series }, log };
}

function hiddenWhere({ variable, reasons, cells }: Series, sources: readonly Series[]): Series {
  const why = Uint8Array.from(reasons);
  const to = cells.map((each): Cells => (each.as === "codes" ? { ...each, at: Uint16Array.from(each.at) } : each.as === "small" ? { ...each, at: Uint8Array.from(each.at) } : { ...each, at: Float64Array.from(each.at) }));
  for (let row = 0; row < why.length; row++) {
    if (!sources.some((source) => source.reasons[row] === HIDDEN)) continue;
    why[row] = HIDDEN;
    for (const each of to) each.at[row] = each.as === "codes" ? NO_CODE : each.as === "small" ? NO_NUMBER : Number.NaN;
  }
  return { variable, reasons: why, cells: to };
}
