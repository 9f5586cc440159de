import type { WeightReport } from "../query/files.ts";
import type { RosterRecord } from "../responses/store.ts";
import { rake } from "../stats/weight.ts";
import type { Codebook, Variable } from "../survey/codebook.ts";
import { type Frame, HIDDEN, type Series, seriesOf } from "../survey/frame.ts";
import type { Study } from "../survey/study.ts";
import { categoryAt, codeCount, groupRows } from "../survey/grouping.ts";
import type { Told } from "./earlier.ts";

/** No weight is more than so many times the mean weight. */
const TRIM = 5;
/** Weights are rounded to this: finer says nothing, and equal people keep equal weights. */
const STEP = 1e4;

export interface Weighed {
  readonly codebook: Codebook;
  readonly frame: Frame;
  readonly report: WeightReport;
}

/**
 * Rakes protected rows to the margins of the roster that were counted when the wave opened. Weights are computed from what is
 * released of each row and from nothing else, so they cannot tell more; whoever's value is hidden counts for this margin as he is.
 * Where the margins cannot be met, nothing is weighted, and the report says so.
 */
export function weigh(codebook: Codebook, frame: Frame, study: Study, roster: RosterRecord | undefined, told: readonly Told[]): Weighed {
  const asked = Object.keys(study.margins);
  const own = codebook.weight;
  const base: WeightReport = { source: own === undefined ? "none" : "given", margins: [] };
  if (asked.length === 0) return { codebook, frame, report: base };
  if (!roster) return { codebook, frame, report: { ...base, why: "no-roster" } };
  const margins = asked.flatMap((name) => {
    const targets = roster.margins[name];
    const variable = codebook.variables.find((each) => each.name === name);
    return targets && variable?.role === "quasi" ? [marginOf(seriesOf(frame, name), targets, told.find((each) => each.variable === name))] : [];
  });
  if (margins.length < asked.length) return { codebook, frame, report: { ...base, why: "no-column" } };
  const start = own === undefined ? undefined : Float64Array.from(seriesOf(frame, own).cells[0]?.at ?? [], (weight) => (weight > 0 ? weight : 1));
  const { weights, converged, trimmed, designEffect, effective } = rake(frame.n, margins, { trim: TRIM, ...(start ? { start } : {}) });
  if (!converged) return { codebook, frame, report: { ...base, margins: asked, why: "not-converged" } };
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / frame.n;
  const variable = weightVariable(codebook);
  const series: Series = { variable, reasons: new Uint8Array(frame.n), cells: [{ as: "numbers", at: weights.map((weight) => Math.round((weight / mean) * STEP) / STEP) }] };
  return {
    codebook: { ...codebook, variables: [...codebook.variables, variable], weight: variable.name },
    frame: { n: frame.n, series: [...frame.series, series] },
    report: { source: "raked", margins: asked, limit: TRIM, trimmed, designEffect, effective },
  };
}

/**
 * A weight that comes with the answers follows from who somebody is: where any of that is hidden the weight would tell it, so all who
 * share what is left of their traits get their mean weight. Before rows are sorted, or their order would keep what is taken.
 */
export function evened(frame: Frame, name: string | undefined): { frame: Frame; changed: number } {
  const quasi = frame.series.filter(({ variable }) => variable.role === "quasi");
  const [cells] = name === undefined ? [] : seriesOf(frame, name).cells;
  if (name === undefined || cells?.as !== "numbers" || quasi.every(({ reasons }) => !reasons.includes(HIDDEN))) return { frame, changed: 0 };
  const { of, first } = groupRows(frame, quasi);
  const isTouched = first.map((row) => quasi.some(({ reasons }) => reasons[row] === HIDDEN));
  const known = first.map((): number[] => []);
  for (let row = 0; row < frame.n; row++) if (isTouched[of[row] ?? 0] && !Number.isNaN(cells.at[row] ?? Number.NaN)) known[of[row] ?? 0]?.push(cells.at[row] ?? 0);
  // Sums depend on their order in the last digits, and the order in which answers were read must not show.
  const means = known.map((weights) => Math.round((weights.sort((a, b) => a - b).reduce((sum, each) => sum + each, 0) / weights.length) * STEP) / STEP);
  const at = cells.at.map((weight, row) => (isTouched[of[row] ?? 0] && !Number.isNaN(weight) ? (means[of[row] ?? 0] ?? weight) : weight));
  const changed = known.reduce((sum, weights) => sum + weights.length, 0);
  return { frame: { n: frame.n, series: frame.series.map((each) => (each.variable.name === name ? { ...each, cells: [{ as: "numbers", at }] } : each)) }, changed };
}

/**
 * Where each row stands in one margin. Of released values that were made of several the targets are added up; hidden values and
 * those without an answer are categories of their own that stay as large as they are, and the others share the rest.
 */
function marginOf(series: Series, roster: Readonly<Record<string, number>>, told: Told | undefined): { at: Uint16Array; targets: Float64Array } {
  const codes = codeCount(series);
  const n = series.reasons.length;
  const at = Uint16Array.from({ length: n }, (_, row) => categoryAt(series, row));
  const counts = new Float64Array(codes + 5);
  for (const category of at) counts[category] = (counts[category] ?? 0) + 1;
  const dictionary = series.cells[0]?.as === "codes" ? series.cells[0].dictionary : [];
  const people = dictionary.map((code, c) => (told?.groups[c] ?? [code]).reduce((sum, each) => sum + (roster[each] ?? 0), 0));
  const all = people.reduce((sum, each) => sum + each, 0);
  const known = counts.slice(0, codes).reduce((sum, each) => sum + each, 0);
  return { at, targets: counts.map((count, category) => (category < codes ? ((people[category] ?? 0) * known) / n : (count * all) / n)) };
}

function weightVariable({ variables }: Codebook): Variable {
  const name = ["weight", "raking_weight"].find((each) => variables.every((variable) => variable.name.toLowerCase() !== each)) ?? "weight_to_roster";
  return { name, question: name, path: [name], type: "weight", kind: "number", label: { "zh-cn": "权重（按名册加权，平均为 1）", en: "Weight (raked to the roster, mean 1)" }, values: [], columns: [{ name, type: "DOUBLE" }], role: "ordinary" };
}
