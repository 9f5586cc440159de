import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { quantileOf } from "../stats/mean.ts";
import { type Variable, variableOf } from "../survey/codebook.ts";
import { isEntry } from "../survey/forms.ts";
import { barRows } from "./bars.ts";
import { type Box, boxes, colours, paint } from "./canvas.ts";
import { type Mark, texts } from "./marks.ts";
import { measure, WIDTH } from "./measure.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, inBrackets } from "./format.ts";
import { askedOf, rowLabel } from "./labels.ts";
import { isWhole, meanScore, pointsOf } from "./summary.ts";

const isTime = ({ unit }: Variable): boolean => unit !== undefined && (/小时|分钟|天/.test(unit["zh-cn"]) || /\b(?:hours?|minutes?|min|days?)\b/i.test(unit.en));

/** Parts of the day's bar that have a colour of their own; the rest is one. */
const PARTS = 6;
const DAY = 26;

/** The whole day as one bar, its parts numbered as the rows beneath are: means of the same people add up. */
function dayBar(means: readonly number[], said: string): { marks: Mark[]; height: number; fills: string[] } {
  const hues = colours("hues", PARTS + 1).filter((fill) => fill !== "var(--c6)");
  const fills = means.map((_, i) => hues[i] ?? "var(--c6)");
  const total = means.reduce((sum, mean) => sum + mean, 0) || 1;
  const top = 24;
  let x = 0;
  const parts = means.map((mean, i): Box => ({ x1: x, x2: (x += (mean / total) * WIDTH), y1: top, y2: top + DAY, fill: fills[i] ?? "var(--c6)" }));
  const numbers = parts.flatMap(({ x1, x2, fill }, i) => (x2 - x1 > measure(String(i + 1), 11.5) + 4 ? [{ x: (x1 + x2) / 2, y: top + DAY / 2, text: String(i + 1), on: fill.replace("var(--", "var(--on-") }] : []));
  return {
    marks: [
      texts([{ x: 0, y: 9, text: said }], { fontWeight: 600 }),
      ...boxes(parts.filter(({ x1, x2 }) => x2 > x1), { insetRight: 1, stroke: "var(--edge)", strokeWidth: 0.75 }),
      ...[...new Set(numbers.map(({ on }) => on))].map((on) => texts(numbers.filter((number) => number.on === on), { textAnchor: "middle", fontSize: 11.5, fill: on })),
    ],
    height: top + DAY + 16,
    fills,
  };
}

/** Amounts of several items, longest first: the mean of each, those who gave none counting as none; times also as one bar that they fill. */
export function timeuse(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts } = context;
  const words = CHART[locale];
  const variables = plan.variables.map((name) => variableOf(codebook, name));
  const entries = variables.some(isEntry);
  const known = variables.flatMap((variable) => {
    const mean = meanScore(variable, tallies);
    return mean === undefined || mean.n < facts.n || !isWhole(variable, tallies, facts) ? [] : [{ variable, label: rowLabel(variable, locale), mean, median: quantileOf(pointsOf(variable, tallies), 0.5) }];
  });
  const rows = entries ? known : [...known].sort((a, b) => b.mean.mean - a.mean.mean);
  const unit = variables[0]?.unit?.[locale] ?? "";
  const amount = (value: number): string => `${decimal(value)}${unit === "" ? "" : ` ${unit}`}`;
  const [top] = rows;
  const most = Math.max(1e-9, ...rows.map(({ mean }) => (facts.intervals && Number.isFinite(mean.high) ? mean.high : mean.mean)));
  const title = !top ? plan.heading[locale] : (entries || rows.length === 1 ? words.amount : variables.every(isTime) ? words.mostTime : words.mostOf)(top.label, amount(top.mean.mean));
  const alt = words.alt(title, rows.map(({ label, mean }) => `${label} ${amount(mean.mean)}`));
  const total = rows.reduce((sum, { mean }) => sum + Math.max(0, mean.mean), 0);
  const adds = rows.length > 1 && !entries && variables.every(isTime) && total > 0;
  const hidden = variables.filter((variable) => !rows.some((row) => row.variable === variable));
  const day = adds ? dayBar(rows.map(({ mean }) => Math.max(0, mean.mean)), words.dayTotal(amount(total)) + (hidden.length > 0 ? inBrackets(words.notAll, locale) : "")) : undefined;
  const listed = barRows(
    [...rows.map(({ label, mean }, i) => ({
      label: day ? `${i + 1} ${label}` : label,
      ...(day ? { fill: day.fills[i] ?? "var(--c6)" } : {}),
      share: Math.max(0, mean.mean / most),
      value: decimal(mean.mean),
      ...(facts.intervals && Number.isFinite(mean.error) ? { low: Math.max(0, mean.low) / most, high: mean.high / most } : {}),
    })), ...(entries ? [] : hidden).map((variable) => ({ label: rowLabel(variable, locale), share: undefined, value: "–", instead: words.tooFewTitle }))],
    day?.height ?? 0,
  );
  const picture = { height: listed.height, marks: [...(day?.marks ?? []), ...listed.marks] };
  return assemble(plan, context, {
    title,
    question: askedOf(variables, locale),
    bases: rows.map(({ mean }) => mean.n),
    missing: [],
    alt,
    marked: true,
    ...(hidden.length > 0 ? { note: [...(entries ? [words.moreTooFew(hidden.length)] : []), words.hiddenRule(facts.n)].join(words.stop) } : {}),
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.item, numeric: false }, { label: words.columns.base, numeric: true }, { label: words.columns.mean + inBrackets(unit, locale), numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : []), { label: words.columns.median, numeric: true }],
      rows: [...rows.map(({ label, mean, median }) => [label, count(mean.n), decimal(mean.mean, 2), ...(facts.intervals ? [`${decimal(mean.low, 2)}–${decimal(mean.high, 2)}`] : []), median === undefined ? null : String(median)]), ...(entries ? [] : hidden).map((variable) => [rowLabel(variable, locale), `<${facts.n}`, null, ...(facts.intervals ? [null] : []), null])],
    },
  });
}
