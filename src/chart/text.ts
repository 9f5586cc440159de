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
  const asked = own.filter(({ missing }) => missing !== "not_asked");
  const wrote = asked.filter(({ missing }) => missing === null);
  const sum = (tallies: readonly Tally[], of: "n" | "w"): number => tallies.reduce((total, tally) => total + tally[of], 0);
  const share = sum(asked, "w") > 0 ? sum(wrote, "w") / sum(asked, "w") : 0;
  const title = words.wrote(percent(share));
  const picture = barRows([{ label: words.answered, share, value: percent(share) }]);
  return assemble(plan, context, {
    title,
    question: variable.label[locale],
    bases: [sum(asked, "n")],
    missing: missingOf(own),
    alt: title,
    svg: paint({ document, height: picture.height, marks: picture.marks, alt: title }),
    table: { columns: [{ label: words.columns.answer, numeric: false }, { label: words.columns.n, numeric: true }, { label: words.columns.share, numeric: true }], rows: [[words.answered, count(sum(wrote, "n")), percent(share)]] },
  });
}
