import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { variableOf } from "../survey/codebook.ts";
import { colours, paint } from "./canvas.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, decimal, labelOf, percent, shareOf } from "./format.ts";
import { MOST_COLOURS } from "./grid.ts";
import { askedOf } from "./labels.ts";
import { stacks } from "./stacks.ts";
import { missingOf, positions } from "./summary.ts";

/** Positions that count as high. */
const HIGH = 3;

/**
 * What was put first, second, third …, each item a bar divided by position. Items stand by mean position where everybody ranked
 * all; else by how many put them among the first three, because a mean is of those alone who ranked the item.
 */
export function ranking(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts } = context;
  const words = CHART[locale];
  const variable = variableOf(codebook, plan.variables[0] ?? "");
  const { n, items: found } = positions(variable, tallies);
  const ranked = (item: (typeof found)[number]): number => item.at.reduce((sum, share) => sum + share, 0);
  const high = (item: (typeof found)[number]): number => item.at.slice(0, HIGH).reduce((sum, share) => sum + share, 0);
  const short = n > 0 && found.some((item) => ranked(item) < 0.995);
  // Where small counts are left out, nobody can say whether all was ranked.
  const partial = short && !facts.rounded;
  const items = short ? [...found].sort((a, b) => high(b) - high(a) || (b.at[0] ?? 0) - (a.at[0] ?? 0)) : found;
  // A mean of only those positions that were common enough to be told would be another number.
  const whole = (item: (typeof items)[number]): boolean => item.mean !== undefined && !(facts.rounded && item.counts.includes(0)) && item.counts.reduce((sum, each) => sum + each, 0) >= facts.n;
  const rows = items.map((item) => ({ ...item, mean: whole(item) ? item.mean : undefined, label: labelOf(variable, item.code, locale) }));
  const top = [...rows].sort((a, b) => (b.at[0] ?? 0) - (a.at[0] ?? 0))[0];
  const title = top?.at[0] ? words.first(top.label, percent(top.at[0])) : plan.heading[locale];
  const places = rows[0]?.at.map((_, i) => `${words.columns.position} ${i + 1}`) ?? [];
  const alt = words.alt(title, rows.map(({ label, mean, at }) => `${label} ${mean === undefined ? at.map(percent).join(words.comma) : words.averagePosition(decimal(mean))}`));
  const extra = [...(places.length > HIGH ? [{ label: words.columns.topThree, to: HIGH }] : []), ...(partial ? [{ label: words.columns.ranked, to: places.length }] : [])];
  // Positions beyond what colours can tell apart are one part.
  const last = places.length > MOST_COLOURS ? MOST_COLOURS - 1 : places.length;
  const names = [...places.slice(0, last).map((place, i) => (i === 0 ? place : String(i + 1))), ...(last < places.length ? [words.orLower(String(last + 1))] : [])];
  const merged = (at: readonly number[]): number[] => (last < places.length ? [...at.slice(0, last), at.slice(last).reduce((sum, share) => sum + share, 0)] : [...at]);
  const picture = stacks(
    rows.map((row) => {
      // Of three or fewer positions the first three are everybody.
      const aside = [...(places.length > HIGH || partial ? [words.topThree(percent(high(row)))] : []), ...(row.mean === undefined ? [] : [places.length > HIGH || partial ? `${words.columns.mean.toLowerCase()} ${decimal(row.mean)}` : words.averagePosition(decimal(row.mean))])].join(" · ");
      return { label: row.label, ...(aside === "" || (facts.rounded && row.counts.includes(0)) ? {} : { aside }), shares: [...merged(row.at), ...(partial ? [Math.max(0, 1 - ranked(row))] : [])] };
    }),
    [...names, ...(partial ? [words.unranked] : [])],
    [...[...colours("steps", names.length)].reverse(), ...(partial ? ["var(--track)"] : [])],
  );
  return assemble(plan, context, {
    title,
    question: askedOf([variable], locale),
    bases: [n],
    missing: missingOf(tallies.filter((tally) => tally.variable === variable.name)),
    alt,
    ...(partial ? { note: words.partial } : {}),
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.item, numeric: false }, { label: locale === "en" ? `${words.columns.mean} ${words.columns.position.toLowerCase()}` : words.columns.mean + words.columns.position, numeric: true }, ...places.map((place) => ({ label: place, numeric: true })), ...extra.map(({ label }) => ({ label, numeric: true }))],
      rows: rows.map(({ label, mean, at, counts }) => [label, mean === undefined ? null : decimal(mean, 2), ...at.map((share, i) => shareOf({ n: counts[i] ?? 0, share }, facts)), ...extra.map(({ to }) => (facts.rounded && counts.slice(0, to).includes(0) ? null : percent(at.slice(0, to).reduce((sum, share) => sum + share, 0))))]),
    },
  });
}
