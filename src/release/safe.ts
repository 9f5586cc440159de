import type { Cube } from "../cube/cube.ts";
import { UserError } from "../error.ts";
import type { Manifest, WeightReport } from "../query/files.ts";
import type { Bundle, WaveRecord } from "../responses/store.ts";
import { covarianceOf } from "../stats/covariance.ts";
import { factorOf } from "../stats/factor.ts";
import { alphaOf, correlationOf, omegaOf } from "../stats/reliability.ts";
import { efficiency } from "../stats/weight.ts";
import { DONE } from "../i18n/release.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Text } from "../survey/text.ts";
import { type Frame, HIDDEN, seriesOf } from "../survey/frame.ts";
import type { Earlier } from "./earlier.ts";
import { noiseOf } from "./noise.ts";
import type { Gathered } from "./gather.ts";
import { generalise } from "./generalise.ts";
import { cubeWithinLimits } from "./limits.ts";
import { sortedByContent } from "./order.ts";
import { othersOf } from "./others.ts";
import { protectRows, type Protection } from "./protect.ts";
import { qualityOf } from "./quality.ts";
import { addScores, itemScores } from "./scores.ts";
import { withoutTelling } from "./versions.ts";
import { evened, weigh } from "./weigh.ts";
import { rounded, withhold } from "./withhold.ts";

/** What may be known of a wave: everything in a release is written from this. */
export interface Safe {
  readonly codebook: Codebook;
  /** Sorted by content; absent where microdata is withheld. */
  readonly frame: Frame | undefined;
  readonly cube: Cube;
  readonly log: readonly { readonly variable: string; readonly done: Text }[];
  readonly hidden: Manifest["hidden"];
  readonly constructs: Manifest["constructs"];
  readonly weighting: WeightReport;
  readonly designEffect: number;
  /** Withheld: rounded to 5. */
  readonly responses: number;
  /** For the operator alone. */
  readonly told: Protection["told"];
  readonly audit: Protection["audit"] | undefined;
}

/** @throws UserError if the answers cannot be released safely, saying what would make it possible */
export function makeSafe(gathered: Gathered, { bundle, wave }: { readonly bundle: Bundle; readonly wave: WaveRecord }, before: readonly Earlier[]): Safe {
  const { study } = bundle;
  if (!study) throw new Error("checked before");
  const coarse = generalise(gathered.codebook, gathered.frame, study);
  if (coarse.codebook.variables.length === 0) throw new UserError("every question is an identifier, so nothing can be released", { where: bundle.survey, fix: "ask something that is no identifier, or give it another role in study.json", refusal: { code: "nothing-left" } });
  // From what is released of the rows: two that are marked as equal would else show what is hidden of one of them.
  const withMarks = (codebook: Codebook, frame: Frame): { codebook: Codebook; frame: Frame } => {
    const quality = qualityOf({ frame, steps: gathered.steps, stray: whereNothingIsHidden(gathered.stray, frame) });
    return quality && codebook.variables.every(({ name }) => name !== quality.variable.name) ? { codebook: { ...codebook, variables: [...codebook.variables, quality.variable] }, frame: { n: frame.n, series: [...frame.series, quality] } } : { codebook, frame };
  };
  if (wave.microdata === "withheld") return tablesOnly(withMarks(coarse.codebook, coarse.frame), coarse.log, noiseOf(gathered.fingerprint));
  const whole = withoutTelling(coarse.codebook, coarse.frame, gathered.versions, wave.protect.k);
  const safe = protectRows(whole.codebook, whole.frame, { study, k: wave.protect.k, strata: whole.strata, earlier: before, others: othersOf(gathered.fingerprint) });
  const even = evened(safe.frame, safe.codebook.weight);
  const marked = withMarks(safe.codebook, even.frame);
  const scored = addScores(marked.codebook, marked.frame, 0.01);
  // Sorted first: sums of weights differ in their last digits with the order in which they are added up.
  const { codebook, frame: sorted, report } = weigh(scored.codebook, sortedByContent(scored.frame), study, wave.roster, safe.told);
  const weights = codebook.weight === undefined ? undefined : weightsIn(sorted, codebook.weight);
  return {
    codebook,
    frame: sorted,
    cube: cubeWithinLimits(codebook, sorted, weights),
    log: [...coarse.log, ...whole.log, ...safe.log, ...(even.changed > 0 && codebook.weight !== undefined ? [{ variable: codebook.weight, done: DONE.evened }] : [])],
    hidden: hiddenIn(sorted),
    constructs: reliabilities(codebook, sorted),
    weighting: report,
    designEffect: weights ? efficiency(weights).designEffect : 1,
    responses: sorted.n,
    told: safe.told,
    audit: safe.audit,
  };
}

/** An answer that was not asked for may tell what is hidden of the trait that it depends on. */
const whereNothingIsHidden = (marks: Uint8Array, { series }: Frame): Uint8Array => marks.map((mark, row) => Number(mark === 1 && series.every(({ reasons }) => reasons[row] !== HIDDEN)));

/** Counts alone, of all rows together: no filters, no weights. */
function tablesOnly({ codebook, frame }: { readonly codebook: Codebook; readonly frame: Frame }, log: Safe["log"], noise: ReturnType<typeof noiseOf>): Safe {
  const scored = addScores(codebook, frame, 0.5);
  const { weight: _, ...unweighted } = scored.codebook;
  const published: Codebook = { ...unweighted, filters: [] };
  return {
    codebook: published,
    frame: undefined,
    cube: withhold(cubeWithinLimits(published, scored.frame, undefined), published, ({ variable, value, missing }) => noise([variable, value, missing])),
    log,
    hidden: [],
    constructs: reliabilities(codebook, scored.frame, noise),
    weighting: { source: "none", margins: [] },
    designEffect: 1,
    responses: rounded(frame.n),
    told: [],
    audit: undefined,
  };
}

/** What protection cost, in rounded figures, per variable touched. */
const hiddenIn = ({ n, series }: Frame): Manifest["hidden"] =>
  series
    .map(({ variable, reasons }) => ({ variable: variable.name, count: reasons.reduce((sum, reason) => sum + Number(reason === HIDDEN), 0) }))
    .filter(({ count }) => count > 0)
    .map(({ variable, count }) => ({ variable, cells: Math.max(5, rounded(count)), share: Math.round((count / n) * 100) / 100 }));

/** @param noise of withheld tables, for which exact figures would tell what counts do not */
function reliabilities(codebook: Codebook, frame: Frame, noise?: ReturnType<typeof noiseOf>): Manifest["constructs"] {
  return codebook.constructs.map((construct) => {
    const { n, covariance } = covarianceOf(itemScores(frame, construct));
    const shown = (what: string, value: number): number => (noise ? Math.min(100, Math.round(value * 100) + noise([construct.name, what])) / 100 : value);
    const enough = n >= 30;
    return { name: construct.name, n: noise ? rounded(n + noise([construct.name, "n"])) : n, alpha: enough ? shown("alpha", alphaOf(covariance)) : null, omega: enough ? shown("omega", omegaOf(factorOf(correlationOf(covariance)))) : null };
  });
}

function weightsIn(frame: Frame, name: string): Float64Array {
  const [cells] = seriesOf(frame, name).cells;
  return Float64Array.from({ length: frame.n }, (_, row) => {
    const weight = cells?.at[row] ?? Number.NaN;
    return Number.isNaN(weight) ? 1 : weight;
  });
}
