import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { variableOf } from "../survey/codebook.ts";
import { barRows } from "./bars.ts";
import { paint } from "./canvas.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, percent } from "./format.ts";
import { missingOf } from "./summary.ts";

/** What was written is not published; only how many wrote something, of those who were asked. */
export function text(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, document } = context;
  const words = CHART[locale];
  const variable = variableOf(codebook, plan.variables[0] ?? "");
  const own = tallies.filter((tally) => tally.variable === variable.name);
  const n = own.filter(({ missing }) => missing === null).reduce((sum, tally) => sum + tally.n, 0);
  const asked = own.filter(({ missing }) => missing !== "not_asked").reduce((sum, tally) => sum + tally.n, 0);
  const share = asked > 0 ? n / asked : 0;
  const title = words.wrote(percent(share));
  const picture = barRows([{ label: words.answered, share, value: percent(share) }]);
  return assemble(plan, context, {
    title,
    question: variable.label[locale],
    bases: [asked],
    missing: missingOf(own),
    alt: title,
    svg: paint({ document, height: picture.height, marks: picture.marks, alt: title }),
    table: { columns: [{ label: words.columns.answer, numeric: false }, { label: words.columns.n, numeric: true }, { label: words.columns.share, numeric: true }], rows: [[words.answered, count(n), percent(share)]] },
  });
}
