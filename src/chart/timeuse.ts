import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { quantileOf } from "../stats/mean.ts";
import { variableOf } from "../survey/codebook.ts";
import { barRows } from "./bars.ts";
import { paint } from "./canvas.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, inBrackets } from "./format.ts";
import { meanScore, pointsOf } from "./summary.ts";

/** Amounts of several items, longest first: the mean of each, those who gave none counting as none. */
export function timeuse(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts, document } = context;
  const words = CHART[locale];
  const variables = plan.variables.map((name) => variableOf(codebook, name));
  const rows = variables
    .flatMap((variable) => {
      const mean = meanScore(variable, tallies);
      return mean === undefined || mean.n < facts.n ? [] : [{ variable, mean, median: quantileOf(pointsOf(variable, tallies), 0.5) }];
    })
    .sort((a, b) => b.mean.mean - a.mean.mean);
  const unit = variables[0]?.unit?.[locale] ?? "";
  const amount = (value: number): string => `${decimal(value)}${unit === "" ? "" : ` ${unit}`}`;
  const [top] = rows;
  const most = Math.max(1e-9, ...rows.map(({ mean }) => (facts.intervals && Number.isFinite(mean.high) ? mean.high : mean.mean)));
  const title = top ? words.mostTime(top.variable.label[locale], amount(top.mean.mean)) : plan.heading[locale];
  const alt = words.alt(title, rows.map(({ variable, mean }) => `${variable.label[locale]} ${amount(mean.mean)}`));
  const picture = barRows(
    rows.map(({ variable, mean }) => ({
      label: variable.label[locale],
      share: mean.mean / most,
      value: decimal(mean.mean),
      ...(facts.intervals && Number.isFinite(mean.error) ? { low: Math.max(0, mean.low) / most, high: mean.high / most } : {}),
    })),
  );
  return assemble(plan, context, {
    title,
    question: variables[0]?.battery?.label[locale] ?? plan.heading[locale],
    bases: rows.map(({ mean }) => mean.n),
    missing: [],
    alt,
    marked: true,
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.item, numeric: false }, { label: words.columns.base, numeric: true }, { label: words.columns.mean + inBrackets(unit, locale), numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : []), { label: words.columns.median, numeric: true }],
      rows: rows.map(({ variable, mean, median }) => [variable.label[locale], count(mean.n), decimal(mean.mean, 2), ...(facts.intervals ? [`${decimal(mean.low, 2)}–${decimal(mean.high, 2)}`] : []), median === undefined ? null : String(median)]),
    },
  });
}
