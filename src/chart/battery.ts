import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { answerValues, type Variable, variableOf } from "../survey/codebook.ts";
import { colours, paint } from "./canvas.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, labelOf, percent, shareOf } from "./format.ts";
import { stacks } from "./stacks.ts";
import { type Distribution, distribution, meanScore, missingOf } from "./summary.ts";

interface Row extends Distribution {
  readonly variable: Variable;
  readonly mean: number | undefined;
}

/** Items that share their answers: one divided bar each, ordered by how far up the scale they stand. */
export function battery(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts, document } = context;
  const words = CHART[locale];
  const variables = plan.variables.map((name) => variableOf(codebook, name));
  const [first] = variables;
  if (!first) throw new Error(`the figure ${plan.id} shows nothing`);
  const ordered = first.kind !== "single" && first.kind !== "boolean";
  const values = answerValues(first);
  const all = variables.map((variable): Row => ({ variable, ...distribution(variable, tallies, facts), mean: ordered ? meanScore(variable, tallies)?.mean : undefined }));
  const rows = ordered ? [...all].sort((a, b) => (b.mean ?? 0) - (a.mean ?? 0)) : all;
  const shown = rows.filter(({ n }) => n >= facts.n);
  const legend = values.map(({ label }) => label[locale]);
  const fills = colours(paletteOf(first, codebook.constructs.some(({ items }) => items.includes(first.name))), values.length);
  const bases = shown.map(({ n }) => n);
  const varied = Math.max(...bases) > 1.1 * Math.min(...bases);
  const title = shown.length === 0 ? plan.heading[locale] : ordered ? upperTitle(shown, context) : singleTitle(shown, context);
  const alt = words.alt(title, shown.map(({ variable, shares }) => `${variable.label[locale]}${words.colon}${shares.flatMap((share) => (shareOf(share, facts) === null ? [] : [`${labelOf(variable, share.code, locale)} ${percent(share.share)}`])).join(words.comma)}`));
  const picture = stacks(
    rows.map(({ variable, n, shares }) => ({
      label: variable.label[locale],
      ...(n < facts.n ? { shares: [], instead: words.tooFewTitle } : { shares: shares.map(({ share }) => share), ...(varied ? { aside: words.base(count(n)) } : {}) }),
    })),
    legend,
    fills,
  );
  return assemble(plan, context, {
    title,
    question: first.battery?.label[locale] ?? first.label[locale],
    bases,
    missing: [],
    alt,
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    note: missingNote(tallies, context),
    table: {
      columns: [{ label: words.columns.item, numeric: false }, { label: words.columns.base, numeric: true }, ...legend.map((label) => ({ label, numeric: true })), ...(ordered ? [{ label: words.columns.mean, numeric: true }] : [])],
      rows: rows.map(({ variable, n, shares, mean }) =>
        n < facts.n ? [variable.label[locale], `<${facts.n}`, ...values.map(() => null), ...(ordered ? [null] : [])] : [variable.label[locale], count(n), ...shares.map((share) => shareOf(share, facts)), ...(ordered ? [mean === undefined || shares.some((share) => shareOf(share, facts) === null) ? null : decimal(mean, 2)] : [])],
      ),
    },
  });
}

/** Agreement runs both ways from a middle; how often or how much runs one way; names have no order. */
export const paletteOf = ({ kind }: Variable, agreement: boolean): "diverging" | "steps" | "hues" => (kind === "single" || kind === "boolean" ? "hues" : agreement ? "diverging" : "steps");

/** The item furthest up the scale, and who chose an answer above the middle of it. */
function upperTitle(rows: readonly Row[], context: ChartContext): string {
  const { locale } = context;
  const words = CHART[locale];
  const [top] = rows;
  if (!top) return "";
  const values = answerValues(top.variable);
  const scores = values.flatMap(({ score }) => score ?? []);
  const middle = (Math.min(...scores) + Math.max(...scores)) / 2;
  const upper = values.filter(({ score }) => score !== undefined && score > middle);
  const share = upper.reduce((sum, { code }) => sum + (top.shares.find((each) => each.code === code)?.share ?? 0), 0);
  if (upper.length === 0) return singleTitle(rows, context);
  const labels = upper.map(({ label }) => label[locale]);
  return words.upper(top.variable.label[locale], labels.length > 2 ? [labels[0] ?? "", labels.at(-1) ?? ""] : labels, percent(share));
}

function singleTitle(rows: readonly Row[], { locale }: ChartContext): string {
  const best = rows
    .flatMap(({ variable, shares }) => shares.map(({ code, share }) => ({ variable, code, share })))
    .sort((a, b) => b.share - a.share)[0];
  if (!best) return "";
  return CHART[locale].itemLeads(best.variable.label[locale], labelOf(best.variable, best.code, locale), percent(best.share));
}

/** Reasons over all items together, as a share of what could have been answered. */
function missingNote(tallies: readonly Tally[], { locale }: ChartContext): string | undefined {
  const words = CHART[locale];
  const missing = missingOf(tallies);
  const total = tallies.reduce((sum, { n }) => sum + n, 0);
  const parts = missing.filter(({ n }) => n / total >= 0.005).map(({ reason, n }) => `${words.reasons[reason]} ${percent(n / total)}`);
  return parts.length === 0 ? undefined : parts.join(words.comma);
}
