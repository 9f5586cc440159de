import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { effectiveSize } from "../stats/proportion.ts";
import { netScore, recommenders } from "../stats/score.ts";
import { variableOf } from "../survey/codebook.ts";
import { paint } from "./canvas.ts";
import { rects, rule, texts } from "./marks.ts";
import { WIDTH } from "./measure.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, percent } from "./format.ts";
import { ESTIMATE, estimateMarks } from "./interval.ts";
import { askedOf } from "./labels.ts";
import { legendOf } from "./stacks.ts";
import { isWhole, missingOf, pointsOf } from "./summary.ts";

const HEIGHT = 112;
const TOP = 18;
const FILLS = ["var(--d2)", "var(--d4)", "var(--d6)"];

const groupOf = (x: number): number => (x < 7 ? 0 : x < 9 ? 1 : 2);

const signed = (value: number): string => `${Math.round(value) > 0 ? "+" : Math.round(value) < 0 ? "−" : ""}${Math.abs(Math.round(value))}`;

/** A 0 to 10 question that asks whether one would recommend: all eleven answers, the three groups, and promoters minus detractors. */
export function nps(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts } = context;
  const words = CHART[locale];
  const variable = variableOf(codebook, plan.variables[0] ?? "");
  const points = pointsOf(variable, tallies);
  const [n, w, w2] = [points.reduce((sum, point) => sum + point.n, 0), points.reduce((sum, point) => sum + point.w, 0), points.reduce((sum, point) => sum + point.w2, 0)];
  // Where small counts are left out the groups would be of the common answers alone.
  const whole = isWhole(variable, tallies, facts);
  const groups = recommenders(points);
  const net = whole ? netScore(groups, effectiveSize(w, w2)) : undefined;
  const at = Array.from({ length: 11 }, (_, x) => points.filter((point) => Math.round(point.x) === x));
  const shares = at.map((of) => (w > 0 && whole ? of.reduce((sum, point) => sum + point.w, 0) / w : 0));
  const parts = w > 0 && whole ? [groups.detractors, groups.passives, groups.promoters].map((each) => each / w) : [0, 0, 0];
  const interval = net && facts.intervals ? `${signed(net.low)}${locale === "en" ? " to " : " 至 "}${signed(net.high)}` : undefined;
  const title = net ? words.net(signed(net.score), interval) : plan.heading[locale];
  const alt = words.alt(title, parts.map((share, i) => `${words.netGroups[i] ?? ""} ${percent(share)}`));
  const most = Math.max(1e-9, ...shares);
  const top = (share: number): number => TOP + (1 - share / most) * (HEIGHT - TOP);
  const width = WIDTH / 11;
  const columns = shares.map((share, x) => ({ x, share }));
  const legend = legendOf(words.netGroups.map((name, i) => `${name}${words.colon}${percent(parts[i] ?? 0)}`), FILLS, HEIGHT + 28);
  const picture = [
    ...FILLS.map((fill, group) => rects(columns.filter(({ x }) => groupOf(x) === group).map(({ x, share }) => ({ x1: x * width, x2: (x + 1) * width, y1: top(share), y2: HEIGHT })), { fill, stroke: "var(--edge)", strokeWidth: 0.75, insetLeft: 1.5, insetRight: 1.5 })),
    rule(HEIGHT, "var(--line)"),
    texts(columns.map(({ x }) => ({ x: (x + 0.5) * width, y: HEIGHT + 12, text: String(x) })), { textAnchor: "middle", fontSize: 11.5, fill: "var(--ink-soft)" }),
    texts(columns.filter(({ share }) => share > 0.005).map(({ x, share }) => ({ x: (x + 0.5) * width, y: top(share) - 8, text: String(Math.round(share * 100)) })), { textAnchor: "middle", fontSize: 11, fill: "var(--ink-soft)" }),
  ];
  const estimate = net ? estimateMarks({ value: net.score, ...(facts.intervals ? { low: net.low, high: net.high } : {}) }, [-100, 100], [-100, -50, 0, 50, 100], legend.height, `${signed(net.score)}${interval ? ` (${interval})` : ""}`) : [];
  return assemble(plan, context, {
    title,
    question: askedOf([variable], locale),
    bases: [n],
    missing: missingOf(tallies.filter((tally) => tally.variable === variable.name)),
    alt,
    marked: true,
    note: whole ? words.netBy : words.noneTold,
    svg: paint({ height: net ? legend.height + ESTIMATE : legend.height, marks: [...picture, ...legend.marks, ...estimate], alt }),
    table: {
      columns: [{ label: words.columns.answer, numeric: false }, { label: words.columns.n, numeric: true }, { label: words.columns.share, numeric: true }],
      rows: !whole
        ? []
        : [
            ...at.map((of, x) => [String(x), count(of.reduce((sum, point) => sum + point.n, 0)), percent(shares[x] ?? 0)]),
            ...words.netGroups.map((name, i) => [name, count(points.filter(({ x }) => groupOf(x) === i).reduce((sum, point) => sum + point.n, 0)), percent(parts[i] ?? 0)]),
            ...(net ? [[words.columns.net, null, signed(net.score)]] : []),
            ...(interval ? [[words.columns.interval, null, interval]] : []),
          ],
    },
  });
}
