import type { Tally } from "../query/tally.ts";
import { bars } from "./bars.ts";
import { battery } from "./battery.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { histogram } from "./histogram.ts";
import { readableCodebook, readableText } from "./labels.ts";
import { nps } from "./nps.ts";
import { ranking } from "./ranking.ts";
import { text } from "./text.ts";
import { timeuse } from "./timeuse.ts";

const DRAW: Readonly<Record<FigurePlan["as"], (plan: FigurePlan, tallies: readonly Tally[], context: ChartContext) => Figure>> = {
  bars,
  battery,
  diverging: battery,
  heatmap: battery,
  histogram,
  nps,
  index: histogram,
  timeuse,
  ranking,
  text,
};

/**
 * Draws one figure.
 * @param tallies of exactly the plan's variables, not split; whichever source counted them
 */
export const drawFigure = (plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure => DRAW[plan.as]({ ...plan, heading: readableText(plan.heading) }, tallies, { ...context, codebook: readableCodebook(context.codebook) });
