import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { quantileOf } from "../stats/mean.ts";
import { type Variable, variableOf } from "../survey/codebook.ts";
import { isEntry } from "../survey/forms.ts";
import { barRows } from "./bars.ts";
import { paint } from "./canvas.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, inBrackets } from "./format.ts";
import { askedOf, rowLabel } from "./labels.ts";
import { isWhole, meanScore, pointsOf } from "./summary.ts";

const isTime = ({ unit }: Variable): boolean => unit !== undefined && (/小时|分钟|天/.test(unit["zh-cn"]) || /\b(?:hours?|minutes?|min|days?)\b/i.test(unit.en));

/** Amounts of several items, longest first: the mean of each, those who gave none counting as none. */
export function timeuse(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts, document } = context;
  const words = CHART[locale];
  const variables = plan.variables.map((name) => variableOf(codebook, name));
  const entries = variables.some(isEntry);
  const known = variables.flatMap((variable) => {
    const mean = meanScore(variable, tallies);
    return mean === undefined || mean.n < facts.n || !isWhole(variable, tallies, facts) ? [] : [{ label: rowLabel(variable, locale), mean, median: quantileOf(pointsOf(variable, tallies), 0.5) }];
  });
  const rows = entries ? known : [...known].sort((a, b) => b.mean.mean - a.mean.mean);
  const unit = variables[0]?.unit?.[locale] ?? "";
  const amount = (value: number): string => `${decimal(value)}${unit === "" ? "" : ` ${unit}`}`;
  const [top] = rows;
  const most = Math.max(1e-9, ...rows.map(({ mean }) => (facts.intervals && Number.isFinite(mean.high) ? mean.high : mean.mean)));
  const title = !top ? plan.heading[locale] : (entries || rows.length === 1 ? words.amount : variables.every(isTime) ? words.mostTime : words.mostOf)(top.label, amount(top.mean.mean));
  const alt = words.alt(title, rows.map(({ label, mean }) => `${label} ${amount(mean.mean)}`));
  const picture = barRows(
    rows.map(({ label, mean }) => ({
      label,
      share: Math.max(0, mean.mean / most),
      value: decimal(mean.mean),
      ...(facts.intervals && Number.isFinite(mean.error) ? { low: Math.max(0, mean.low) / most, high: mean.high / most } : {}),
    })),
  );
  return assemble(plan, context, {
    title,
    question: askedOf(variables, locale),
    bases: rows.map(({ mean }) => mean.n),
    missing: [],
    alt,
    marked: true,
    ...(rows.length < variables.length ? { note: words.moreTooFew(variables.length - rows.length) } : {}),
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.item, numeric: false }, { label: words.columns.base, numeric: true }, { label: words.columns.mean + inBrackets(unit, locale), numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : []), { label: words.columns.median, numeric: true }],
      rows: rows.map(({ label, mean, median }) => [label, count(mean.n), decimal(mean.mean, 2), ...(facts.intervals ? [`${decimal(mean.low, 2)}–${decimal(mean.high, 2)}`] : []), median === undefined ? null : String(median)]),
    },
  });
}
