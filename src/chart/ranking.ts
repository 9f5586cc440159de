import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { variableOf } from "../survey/codebook.ts";
import { colours, paint } from "./canvas.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, decimal, labelOf, percent } from "./format.ts";
import { stacks } from "./stacks.ts";
import { missingOf, positions } from "./summary.ts";

/** What was put first, second, third …: items by mean position, each a bar divided by position. */
export function ranking(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, document } = context;
  const words = CHART[locale];
  const variable = variableOf(codebook, plan.variables[0] ?? "");
  const { n, items } = positions(variable, tallies);
  const rows = items.map((item) => ({ ...item, label: labelOf(variable, item.code, locale) }));
  const top = [...rows].sort((a, b) => (b.at[0] ?? 0) - (a.at[0] ?? 0))[0];
  const title = top ? words.first(top.label, percent(top.at[0] ?? 0)) : "";
  const places = rows[0]?.at.map((_, i) => String(i + 1)) ?? [];
  const alt = words.alt(title, rows.map(({ label, mean }) => `${label} ${words.averagePosition(decimal(mean))}`));
  const picture = stacks(
    rows.map(({ label, at, mean }) => ({ label, aside: words.averagePosition(decimal(mean)), shares: at })),
    places,
    [...colours("steps", places.length)].reverse(),
  );
  return assemble(plan, context, {
    title,
    question: variable.label[locale],
    bases: [n],
    missing: missingOf(tallies.filter((tally) => tally.variable === variable.name)),
    alt,
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.item, numeric: false }, { label: `${words.columns.mean} ${words.columns.position}`, numeric: true }, ...places.map((place) => ({ label: `${words.columns.position} ${place}`, numeric: true }))],
      rows: rows.map(({ label, mean, at }) => [label, decimal(mean, 2), ...at.map(percent)]),
    },
  });
}
