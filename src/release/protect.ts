import { UserError } from "../error.ts";
import { bandsOf, isHierarchy } from "../survey/bands.ts";
import { answerValues, type Codebook, type Value, type Variable } from "../survey/codebook.ts";
import { type Cells, type Frame, HIDDEN, NO_CODE, type Series } from "../survey/frame.ts";
import type { Band, Study } from "../survey/study.ts";
import type { Text } from "../survey/text.ts";
import { choose } from "./choose.ts";
import { codeCount } from "../survey/grouping.ts";
import { classesOf } from "./classes.ts";
import { dependentsOf, hideDependents } from "./dependents.ts";
import { finest, type Level, levelsOf } from "./levels.ts";
import { type Earlier, narrowed, preHidden } from "./earlier.ts";

/** Most questions about who is asked that a release can hold: every set of them is tried. */
const MOST_QUASI = 12;

export interface Protection {
  readonly codebook: Codebook;
  readonly frame: Frame;
  readonly log: readonly { readonly variable: string; readonly done: Text }[];
  /** For the operator alone: what protection cost, exactly. */
  readonly audit: Audit;
  /** For corrections: what was told of each row, in the order in which answers were read. */
  readonly told: Earlier["told"];
}

export interface Audit {
  readonly classesBefore: number;
  readonly classesAfter: number;
  readonly smallestAfter: number;
  /** Bits that the quasi-identifiers held, and lost by merging and hiding. */
  readonly bits: number;
  readonly bitsLost: number;
  readonly variables: readonly { readonly variable: string; readonly merged: Text | null; readonly hidden: number }[];
}

interface Request {
  readonly study: Study;
  readonly k: number;
  /** What keeps rows apart and can never be hidden. */
  readonly strata: Uint8Array | undefined;
  /** How many of a class must have answered a sensitive question otherwise than most. */
  readonly others: (values: string) => number;
  /** Releases of the same answers before this one, retracted ones included. */
  readonly earlier: readonly Earlier[];
}

/**
 * Merges values and hides what still stands out, until every class has k rows and no sensitive answer is certain.
 * @throws UserError if that cannot be done, saying what would make it possible
 */
export function protectRows(codebook: Codebook, frame: Frame, { study, k, strata, earlier, others }: Request): Protection {
  const hiddenThen = preHidden(frame, earlier);
  const quasi = hiddenThen.series.filter(({ variable }) => variable.role === "quasi");
  if (quasi.length > MOST_QUASI) throw new UserError(`${quasi.length} questions are about who is asked, ${MOST_QUASI} at most`, { where: codebook.survey, fix: "fewer of them identify fewer people; drop some, or say in study.json why they are ordinary" });
  if (frame.n < k) throw new UserError(`${frame.n} answers are fewer than ${k}`, { where: codebook.survey, fix: "do not release this wave", refusal: { code: "few-answers", n: frame.n, least: k } });
  const classes = classesOf(hiddenThen, quasi, strata);
  // What is asked of some values only would tell them apart again after they were merged.
  const offered = (variable: Variable): Level[] => (dependentsOf(codebook, variable).size > 0 ? [finest(variable)] : levelsOf(variable, coarserOf(study, variable)));
  const hierarchies = quasi.map(({ variable }) => narrowed(offered(variable), variable.name, earlier));
  const codes = quasi.map(codeCount);
  const found = quasi.length === 0 ? { levels: [], hidden: new Uint32Array(classes.count), loss: 0 } : choose(classes, hierarchies, { k, codes, others });
  if (!found) {
    throw new UserError("even with everything hidden, a sensitive question has the same answer for nearly everybody", { where: codebook.survey, fix: "leave the sensitive question out of the study, or release tables only (protect.microdata: withheld)", refusal: { code: "all-alike" } });
  }
  const changed = new Map(quasi.map((series, q) => [series.variable.name, applied(series, found.levels[q], q, classes.of, found.hidden)]));
  const series = hiddenThen.series.map((each) => changed.get(each.variable.name) ?? each);
  const afterwards = classesOf({ n: frame.n, series }, series.filter(({ variable }) => variable.role === "quasi"), strata);
  const coarse = new Set(quasi.flatMap(({ variable }) => (bandsOf(study, variable) === undefined ? [] : [variable.name])));
  const told = hideDependents(codebook, { n: frame.n, series }, { of: afterwards.of, coarse });
  const after = told.frame;
  return {
    codebook: { ...codebook, variables: series.map(({ variable }) => variable) },
    frame: after,
    log: [...quasi.flatMap(({ variable }, q) => (found.levels[q]?.done ? [{ variable: variable.name, done: found.levels[q].done }] : [])), ...told.log],
    audit: {
      classesBefore: classes.count,
      classesAfter: afterwards.count,
      smallestAfter: afterwards.n.reduce((least, n) => Math.min(least, n), frame.n),
      bits: quasi.reduce((sum, each) => sum + bitsIn(each), 0),
      bitsLost: found.loss,
      variables: quasi.map(({ variable }, q) => ({ variable: variable.name, merged: found.levels[q]?.done ?? null, hidden: count(changed.get(variable.name)?.reasons, HIDDEN) })),
    },
    told: quasi.map(({ variable }, q) => ({ variable: variable.name, values: found.levels[q]?.values ?? [], groups: groupsOf(answerValues(variable), found.levels[q]), hidden: changed.get(variable.name)?.reasons.map((reason) => Number(reason === HIDDEN)) ?? new Uint8Array() })),
  };
}

/** The coarser levels that a study declares; with none declared, neighbours may be merged. A simple band is where a hierarchy begins. */
function coarserOf(study: Study, variable: Variable): readonly Band[] | undefined {
  const said = bandsOf(study, variable);
  return said !== undefined && isHierarchy(study, variable) ? said.slice(1) : undefined;
}

const count = (of: Uint8Array | undefined, value: number): number => of?.reduce((sum, each) => sum + Number(each === value), 0) ?? 0;

/** Which codes each released code was made from. */
const groupsOf = (values: readonly Value[], level: Level | undefined): string[][] => Array.from({ length: level?.size ?? 0 }, (_, to) => values.flatMap(({ code }, i) => (level?.into[i] === to ? [code] : [])));

function applied({ variable, reasons, cells: [cells] }: Series, level: Level | undefined, q: number, of: Uint32Array, hidden: Uint32Array): Series {
  if (cells?.as !== "codes" || !level) throw new Error("a quasi-identifier has codes");
  const values = level.values;
  const to: Cells = { as: "codes", at: new Uint16Array(reasons.length).fill(NO_CODE), dictionary: values.flatMap(({ code, missing }) => (missing === undefined ? [code] : [])) };
  const why = Uint8Array.from(reasons);
  for (let row = 0; row < reasons.length; row++) {
    if (((hidden[of[row] ?? 0] ?? 0) >> q) & 1) why[row] = HIDDEN;
    else if (reasons[row] === 0) to.at[row] = level.into[cells.at[row] ?? 0] ?? NO_CODE;
  }
  return { variable: { ...variable, values }, reasons: why, cells: [to] };
}

/** Entropy of one variable times its rows, *hidden* counting for nothing. */
function bitsIn(series: Series): number {
  const counts = new Map<number, number>();
  const n = series.reasons.length;
  for (let row = 0; row < n; row++) {
    const reason = series.reasons[row] ?? 0;
    const key = reason === 0 ? (series.cells[0]?.at[row] ?? 0) : -reason;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()].reduce((sum, each) => sum - each * Math.log2(each / n), 0);
}
