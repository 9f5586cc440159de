import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { answerValues, type Variable, variableOf } from "../survey/codebook.ts";
import { isEntry } from "../survey/forms.ts";
import { colours, paint } from "./canvas.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, labelOf, percent, shareOf } from "./format.ts";
import { fewer, grid, MOST_COLOURS } from "./grid.ts";
import { askedOf, rowLabel } from "./labels.ts";
import { type StackRow, stacks } from "./stacks.ts";
import { type Distribution, distribution, meanScore, missingOf } from "./summary.ts";

interface Row extends Distribution {
  readonly variable: Variable;
  /** Enough answered, and some of the answers were common enough to be told. */
  readonly shown: boolean;
  readonly label: string;
  readonly mean: number | undefined;
}

/** Items that share their answers: one divided bar each, ordered by how far up the scale they stand; entries as they come. */
export function battery(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts, document } = context;
  const words = CHART[locale];
  const variables = plan.variables.map((name) => variableOf(codebook, name));
  const [first] = variables;
  if (!first) throw new Error(`the figure ${plan.id} shows nothing`);
  const ordered = first.kind === "ordinal" || first.kind === "rating";
  const entries = isEntry(first);
  const values = answerValues(first);
  const all = variables.map((variable): Row => {
    const found = distribution(variable, tallies, facts);
    // What was too rare to be told is missing from a mean.
    const told = found.shares.filter((share) => shareOf(share, facts) !== null);
    const shown = found.n >= facts.n && told.length > 0;
    return { variable, shown, label: rowLabel(variable, locale), ...found, mean: ordered && told.length === found.shares.length ? meanScore(variable, tallies)?.mean : undefined };
  });
  const sorted = ordered && !entries ? [...all].sort((a, b) => (b.mean ?? 0) - (a.mean ?? 0)) : all;
  // Entries that hardly anybody reached are counted, not listed.
  const rows = entries ? sorted.filter(({ shown }) => shown) : sorted;
  const shown = rows.filter((row) => row.shown);
  const legend = values.map(({ label }) => label[locale]);
  const bases = shown.map(({ n }) => n);
  const varied = Math.max(...bases) > 1.1 * Math.min(...bases);
  const title = titleOf(entries ? shown.slice(0, 1) : shown, ordered, context) || plan.heading[locale];
  const alt = words.alt(title, shown.map(({ variable, label, shares }) => `${label}${words.colon}${shares.flatMap((share) => (shareOf(share, facts) === null ? [] : [`${labelOf(variable, share.code, locale)} ${percent(share.share)}`])).join(words.comma)}`));
  const picture = divided(
    rows.map(({ label, n, shares, shown }) => ({
      label,
      ...(!shown ? { shares: [], instead: words.tooFewTitle } : { shares: shares.map((share) => (shareOf(share, facts) === null ? undefined : share.share)), ...(varied ? { aside: words.base(count(n)) } : {}) }),
    })),
    first,
    context,
  );
  const note = [...missingNote(first, tallies, context), ...(rows.length < all.length ? [words.moreTooFew(all.length - rows.length)] : [])].join(words.stop);
  return assemble(plan, context, {
    title,
    question: askedOf(variables, locale),
    bases,
    missing: [],
    alt,
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    note: note === "" ? undefined : note,
    table: {
      columns: [{ label: words.columns.item, numeric: false }, { label: words.columns.base, numeric: true }, ...legend.map((label) => ({ label, numeric: true })), ...(ordered ? [{ label: words.columns.mean, numeric: true }] : [])],
      rows: sorted.map(({ label, n, shares, mean }) =>
        n < facts.n ? [label, `<${facts.n}`, ...values.map(() => null), ...(ordered ? [null] : [])] : [label, count(n), ...shares.map((share) => shareOf(share, facts)), ...(ordered ? [mean === undefined ? null : decimal(mean, 2)] : [])],
      ),
    },
  });
}

/** Bars divided by colour as long as the colours can be told apart; else, and where parts do not add up, a grid. */
export function divided(rows: readonly StackRow[], variable: Variable, { codebook, locale }: ChartContext): ReturnType<typeof stacks> {
  const values = answerValues(variable);
  const names = values.map(({ label }) => label[locale]);
  const whole = variable.kind !== "multiple";
  if (whole && values.length <= MOST_COLOURS) return stacks(rows, names, colours(paletteOf(variable, codebook.constructs.some(({ items }) => items.includes(variable.name))), values.length));
  const columns = fewer(names, rows, { ordered: variable.kind === "ordinal" || variable.kind === "rating", whole, others: CHART[locale].others });
  return grid(columns.rows, columns.names);
}

/** Agreement runs both ways from a middle; how often or how much runs one way; names have no order. */
export const paletteOf = ({ kind }: Variable, agreement: boolean): "diverging" | "steps" | "hues" => (kind === "single" || kind === "boolean" ? "hues" : agreement ? "diverging" : "steps");

function titleOf(rows: readonly Row[], ordered: boolean, context: ChartContext): string {
  const [first] = rows;
  if (!first) return "";
  return (ordered ? upperTitle(first, context) : "") || singleTitle(rows, context);
}

/** Who chose an answer above the middle of the scale; nothing where that is not told. */
function upperTitle(top: Row, { locale, facts }: ChartContext): string {
  const words = CHART[locale];
  const values = answerValues(top.variable);
  const scores = values.flatMap(({ score }) => score ?? []);
  const middle = (Math.min(...scores) + Math.max(...scores)) / 2;
  const upper = values.filter(({ score }) => score !== undefined && score > middle);
  const chosen = top.shares.filter(({ code }) => upper.some((value) => value.code === code));
  if (upper.length === 0 || chosen.some((share) => shareOf(share, facts) === null)) return "";
  const share = chosen.reduce((sum, each) => sum + each.share, 0);
  const labels = upper.map(({ label }) => label[locale]);
  return (isEntry(top.variable) ? words.ofItem : words.upper)(top.label, words.chose(labels, percent(share)));
}

function singleTitle(rows: readonly Row[], { locale }: ChartContext): string {
  const best = rows
    .flatMap(({ variable, label, shares }) => shares.map(({ code, share }) => ({ label, chosen: labelOf(variable, code, locale), share })))
    .sort((a, b) => b.share - a.share)[0];
  if (!best || best.share === 0) return "";
  const words = CHART[locale];
  return rows.length === 1 ? words.ofItem(best.label, words.leads(best.chosen, percent(best.share))) : words.itemLeads(best.label, best.chosen, percent(best.share));
}

/** Reasons over all items together, as a share of what could have been answered; entries that there were not are no loss. */
function missingNote(first: Variable, tallies: readonly Tally[], { locale }: ChartContext): string[] {
  const words = CHART[locale];
  const counted = tallies.filter(({ value, missing }) => (first.kind === "multiple" ? value === null : true) && !(isEntry(first) && missing === "not_asked"));
  const missing = missingOf(counted);
  const total = counted.reduce((sum, { n }) => sum + n, 0);
  const parts = missing.filter(({ n }) => n / total >= 0.005).map(({ reason, n }) => `${words.reasons[reason]} ${percent(n / total)}`);
  return parts.length === 0 ? [] : [parts.join(words.comma)];
}
