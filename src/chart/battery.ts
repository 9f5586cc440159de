import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { answerValues, type Variable, variableOf } from "../survey/codebook.ts";
import { isEntry } from "../survey/forms.ts";
import { colours, paint } from "./canvas.ts";
import type { ChartContext, Facts, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, labelOf, percent, shareOf } from "./format.ts";
import { fewer, grid, MOST_COLOURS } from "./grid.ts";
import { heatmap } from "./heatmap.ts";
import { askedOf, rowLabel } from "./labels.ts";
import { sideColours, type Sides, sidesOf } from "./scale.ts";
import { type StackRow, stacks } from "./stacks.ts";
import { type Distribution, distribution, meanScore, missingOf } from "./summary.ts";

interface Row extends Distribution {
  readonly variable: Variable;
  /** Enough answered, and some of the answers were common enough to be told. */
  readonly shown: boolean;
  readonly label: string;
  readonly mean: number | undefined;
  /** 0 to 1 of all who were asked: they don't know, which is no answer but says something. */
  readonly unsure: number | undefined;
}

/**
 * Items that share their answers: one divided bar each, or one row of a heat map; ordered by how far up the scale they stand,
 * entries as they come. Those who don't know stand apart, outside the whole.
 */
export function battery(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts } = context;
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
    return { variable, shown, label: rowLabel(variable, locale), unsure: unsureOf(variable, tallies, facts), ...found, mean: ordered && told.length === found.shares.length ? meanScore(variable, tallies)?.mean : undefined };
  });
  const heat = plan.as === "heatmap";
  // Tasks of a day keep the order in which they were asked, which is often that of the day.
  const sorted = ordered && !entries && !heat ? [...all].sort((a, b) => (b.mean ?? 0) - (a.mean ?? 0)) : all;
  // Entries that hardly anybody reached are counted, not listed.
  const rows = entries ? sorted.filter(({ shown }) => shown) : sorted;
  const shown = rows.filter((row) => row.shown);
  const legend = values.map(({ label }) => label[locale]);
  const bases = shown.map(({ n }) => n);
  const varied = Math.max(...bases) > 1.1 * Math.min(...bases);
  const unsure = first.kind !== "multiple" && !entries && tallies.some(({ variable, missing }) => missing === "dont_know" && plan.variables.includes(variable));
  const sides = sidesOf(first, plan.middle);
  const title = (heat ? peakTitle(shown, context) : titleOf(entries ? shown.slice(0, 1) : shown, ordered, context, plan.middle)) || plan.heading[locale];
  const alt = words.alt(title, shown.map(({ variable, label, shares }) => `${label}${words.colon}${shares.flatMap((share) => (shareOf(share, facts) === null ? [] : [`${labelOf(variable, share.code, locale)} ${percent(share.share)}`])).join(words.comma)}`));
  const both = plan.as === "diverging";
  const drawn = rows.map(({ label, n, shares, shown, unsure: apart }): StackRow => {
    if (!shown) return { label, shares: [], instead: words.tooFewTitle };
    const known = shares.map((share) => (shareOf(share, facts) === null ? undefined : share.share));
    const base = varied ? [words.base(count(n))] : [];
    const aside = [...(both && !known.includes(undefined) ? [`◂ ${percent(added(known, sides.below))} · ${percent(added(known, sides.above))} ▸`] : []), ...base].join(" · ");
    return { label, shares: known, apart, ...(aside === "" ? {} : { aside }) };
  });
  const picture = heat ? heatmap(drawn, legend) : divided(drawn, first, context, { apart: unsure ? words.apart : undefined, middle: plan.middle, both });
  const notes = [
    ...(heat ? [words.darker] : both ? [words.sides] : []),
    ...(first.kind === "multiple" ? [words.several] : []),
    ...missingNote(first, tallies, context, unsure),
    ...(rows.length < all.length ? [words.moreTooFew(all.length - rows.length)] : []),
    ...(shown.length < all.length ? [words.hiddenRule(facts.n)] : []),
  ];
  const note = notes.join(words.stop);
  return assemble(plan, context, {
    title,
    question: askedOf(variables, locale),
    bases,
    missing: [],
    alt,
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    note: note === "" ? undefined : note,
    table: {
      columns: [{ label: words.columns.item, numeric: false }, { label: words.columns.base, numeric: true }, ...legend.map((label) => ({ label, numeric: true })), ...(ordered ? [{ label: words.columns.mean, numeric: true }] : []), ...(unsure ? [{ label: words.apart, numeric: true }] : [])],
      rows: sorted.map(({ label, n, shares, mean, unsure: apart }) => {
        const more = [...(ordered ? [mean === undefined ? null : decimal(mean, 2)] : []), ...(unsure ? [apart === undefined ? null : percent(apart)] : [])];
        return n < facts.n ? [label, `<${facts.n}`, ...values.map(() => null), ...more.map(() => null)] : [label, count(n), ...shares.map((share) => shareOf(share, facts)), ...more];
      }),
    },
  });
}

/** Bars divided by colour as long as the colours can be told apart; else, and where parts do not add up, a grid. */
export function divided(rows: readonly StackRow[], variable: Variable, { codebook, locale }: ChartContext, { apart, middle, both = false }: Divide = {}): ReturnType<typeof stacks> {
  const values = answerValues(variable);
  const names = values.map(({ label }) => label[locale]);
  const whole = variable.kind !== "multiple";
  if (whole && values.length <= MOST_COLOURS) {
    const palette = paletteOf(variable, both || middle !== undefined || codebook.constructs.some(({ items }) => items.includes(variable.name)));
    const sides = sidesOf(variable, middle);
    const fills = palette === "diverging" && (both || isOffCentre(sides)) ? sideColours(sides, values.length) : colours(palette, values.length);
    return stacks(rows, names, fills, { apart, ...(both ? { sides } : {}) });
  }
  const columns = fewer(names, rows, { ordered: variable.kind === "ordinal" || variable.kind === "rating", whole, others: CHART[locale].others });
  return grid(columns.rows, columns.names);
}

interface Divide {
  /** What stands outside the whole. */
  readonly apart?: string | undefined;
  readonly middle?: FigurePlan["middle"];
  /** Drawn to both sides of the middle. */
  readonly both?: boolean;
}

const isOffCentre = ({ below, above }: Sides): boolean => below.length !== above.length;

const added = (shares: readonly (number | undefined)[], places: readonly number[]): number => places.reduce((sum, place) => sum + (shares[place] ?? 0), 0);

/** Weighted share of those who don't know among all who were asked; unknown where so few said so that it is not told. */
function unsureOf({ name }: Variable, tallies: readonly Tally[], facts: Facts): number | undefined {
  const own = tallies.filter((tally) => tally.variable === name && tally.missing !== "not_asked");
  const weight = (of: readonly Tally[]): number => of.reduce((sum, { w }) => sum + w, 0);
  const unsure = own.filter(({ missing }) => missing === "dont_know");
  if (facts.rounded && unsure.length === 0) return undefined;
  const asked = weight(own.filter(({ missing, value, x }) => missing === null ? value !== null || x !== null : missing === "dont_know"));
  return asked > 0 ? weight(unsure) / asked : 0;
}

/** Agreement runs both ways from a middle; how often or how much runs one way; names have no order. */
export const paletteOf = ({ kind }: Variable, agreement: boolean): "diverging" | "steps" | "hues" => (kind === "single" || kind === "boolean" ? "hues" : agreement ? "diverging" : "steps");

function titleOf(rows: readonly Row[], ordered: boolean, context: ChartContext, middle: FigurePlan["middle"]): string {
  const [first] = rows;
  if (!first) return "";
  return (ordered ? upperTitle(first, context, middle) : "") || singleTitle(rows, context);
}

/** Who chose an answer above the middle of the scale; nothing where that is not told. */
function upperTitle(top: Row, { locale, facts }: ChartContext, middle: FigurePlan["middle"]): string {
  const words = CHART[locale];
  const values = answerValues(top.variable);
  const upper = sidesOf(top.variable, middle).above.flatMap((place) => values[place] ?? []);
  const chosen = top.shares.filter(({ code }) => upper.some((value) => value.code === code));
  if (upper.length === 0 || chosen.some((share) => shareOf(share, facts) === null)) return "";
  const share = chosen.reduce((sum, each) => sum + each.share, 0);
  const labels = upper.map(({ label }) => label[locale]);
  return (isEntry(top.variable) ? words.ofItem : words.upper)(top.label, words.chose(labels, percent(share)));
}

/** Where most of anything falls. */
function peakTitle(rows: readonly Row[], { locale, facts }: ChartContext): string {
  const cells = rows.flatMap(({ variable, label, shares }) => shares.flatMap((share) => (shareOf(share, facts) === null ? [] : [{ label, column: labelOf(variable, share.code, locale), share: share.share }])));
  const [top] = cells.sort((a, b) => b.share - a.share);
  return !top || top.share === 0 ? "" : CHART[locale].peak(top.label, top.column, percent(top.share));
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
function missingNote(first: Variable, tallies: readonly Tally[], { locale }: ChartContext, unsure: boolean): string[] {
  const words = CHART[locale];
  const counted = tallies.filter(({ value, missing }) => (first.kind === "multiple" ? value === null : true) && !(isEntry(first) && missing === "not_asked"));
  const missing = missingOf(counted);
  const total = counted.reduce((sum, { n }) => sum + n, 0);
  const parts = missing.filter(({ reason, n }) => n / total >= 0.005 && !(unsure && reason === "dont_know")).map(({ reason, n }) => `${words.reasons[reason]} ${percent(n / total)}`);
  return parts.length === 0 ? [] : [parts.join(words.comma)];
}
