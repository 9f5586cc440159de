import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { withHolm } from "../stats/adjust.ts";
import { differenceOfMeans } from "../stats/compare.ts";
import type { Mean } from "../stats/mean.ts";
import { effectiveSize, wilson } from "../stats/proportion.ts";
import { answerValues, type Codebook, isCategorical, type Variable, variableOf } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { type Cell, cellsOf, CLEAR, isTested, markOf, type Row } from "./apart.ts";
import { barRows } from "./bars.ts";
import { divided as drawDivided } from "./battery.ts";
import { paint } from "./canvas.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, intervalOf, percent, shareOf } from "./format.ts";
import { readableCodebook, shortLabel, wholeLabel } from "./labels.ts";
import { multiples } from "./multiples.ts";
import { distribution, meanScore, positions, type Share } from "./summary.ts";

export interface Group {
  readonly code: string;
  readonly label: string;
  readonly tallies: readonly Tally[];
}

/**
 * One variable by another: a divided bar per group for single answers, a mean per group for numbers,
 * small bars per choice for what may be chosen or ranked together. Which cells stand out is tested.
 * @param tallies of `name`, split by `by`
 */
export function drawCross(name: string, by: string, tallies: readonly Tally[], given: ChartContext): Figure {
  const codebook = readableCodebook(given.codebook);
  const context = { ...given, codebook };
  const variable = variableOf(codebook, name);
  const groups = groupsOf(variableOf(codebook, by), tallies, context);
  const plan: FigurePlan = { id: `${name}-by-${by}`, as: "battery", variables: [name, by], heading: wholeLabel(variable) };
  if (isCategorical(variable)) return divided(plan, variable, groups, context);
  if (variable.kind === "number") return means(plan, variable, groups, context);
  return choices(plan, variable, groups, context);
}

/** Groups in the order of the codebook, reasons for having none last; those that occur. */
export function groupsOf(by: Variable, tallies: readonly Tally[], { locale }: ChartContext): Group[] {
  const words = CHART[locale];
  const known = answerValues(by).map(({ code, label }) => ({ code, label: label[locale] }));
  const others = [...new Set(tallies.flatMap(({ group }) => group ?? []))].filter((code) => !known.some((each) => each.code === code)).map((code) => {
    const reason = Object.entries(words.reasons).find(([key]) => `?${key}` === code)?.[1];
    return { code, label: reason ?? code };
  });
  const numeric = others.every(({ code }) => Number.isFinite(Number(code)));
  return [...known, ...(numeric ? others.sort((a, b) => Number(a.code) - Number(b.code)) : others)].map((each) => ({ ...each, tallies: tallies.filter(({ group }) => group === each.code) })).filter((group) => group.tallies.length > 0);
}

interface Counted extends Group {
  readonly n: number;
  readonly w: number;
  readonly w2: number;
  readonly shares: readonly Share[];
}

const weightOf = (tallies: readonly Tally[]): { w: number; w2: number } => ({ w: tallies.reduce((sum, { w }) => sum + w, 0), w2: tallies.reduce((sum, { w2 }) => sum + w2, 0) });

/** Of the question and of what splits it, shortly where the study says how. */
function namesOf({ heading, variables: [name = "", by = ""] }: FigurePlan, codebook: Codebook, locale: Locale): [string, string] {
  return [variableOf(codebook, name).short?.[locale] ?? heading[locale], shortLabel(variableOf(codebook, by))[locale]];
}

/** What a figure of groups by answers says: the cell that stands out most, or that none does. */
function titleOf(plan: FigurePlan, rows: readonly Counted[], values: readonly string[], cells: readonly Cell[], { codebook, locale, facts }: ChartContext): string {
  const words = CHART[locale];
  const names = namesOf(plan, codebook, locale);
  if (!isTested(facts) || rows.length < 2) return words.by(...names);
  const [top] = cells.filter(({ adjusted }) => adjusted < CLEAR).sort((a, b) => Math.abs(b.residual) - Math.abs(a.residual));
  const row = rows[top?.row ?? -1];
  if (!top || !row) return words.noneStandsOut(...names);
  const total = rows.reduce((sum, { w }) => sum + w, 0) || 1;
  const whole = rows.reduce((sum, { w, shares }) => sum + w * (shares[top.column]?.share ?? 0), 0) / total;
  return words.differs(row.label, values[top.column] ?? "", percent(row.shares[top.column]?.share ?? 0), percent(whole));
}

const noteOf = (shown: readonly unknown[], all: readonly unknown[], cells: readonly Cell[], { locale, facts }: ChartContext, more: readonly string[] = []): string | undefined =>
  [...more, ...(cells.some(({ adjusted }) => adjusted < CLEAR) ? [CHART[locale].stands] : []), ...(shown.length < all.length ? [CHART[locale].hiddenRule(facts.n)] : [])].join(CHART[locale].stop) || undefined;

/** Groups by answers as a table: share, interval and residual of each, and of groups with too few answers that they are hidden. */
function tableOf(rows: readonly Counted[], shown: readonly Counted[], values: readonly string[], cells: readonly Cell[], { locale, facts }: ChartContext): Figure["table"] {
  const { columns } = CHART[locale];
  const tested = cells.length > 0;
  const each = (label: string): Figure["table"]["columns"] => [{ label, numeric: true }, ...(facts.intervals ? [{ label: columns.interval, numeric: true }] : []), ...(tested ? [{ label: columns.residual, numeric: true }] : [])];
  return {
    columns: [{ label: columns.group, numeric: false }, { label: columns.base, numeric: true }, ...values.flatMap(each)],
    rows: rows.map((row) => {
      const at = shown.indexOf(row);
      if (at < 0) return [row.label, `<${facts.n}`, ...values.flatMap((label) => each(label).map(() => null))];
      const residual = (column: number): string | null => decimal(cells.find((cell) => cell.row === at && cell.column === column)?.residual ?? 0) + markOf(cells, at, column);
      return [row.label, count(row.n), ...row.shares.flatMap((share, column) => [shareOf(share, facts), ...(facts.intervals ? [intervalOf(share)] : []), ...(tested ? [residual(column)] : [])])];
    }),
  };
}

function divided(plan: FigurePlan, variable: Variable, groups: readonly Group[], context: ChartContext): Figure {
  const { locale, facts } = context;
  const words = CHART[locale];
  const legend = answerValues(variable).map(({ label }) => label[locale]);
  const rows = groups.map((group): Counted => ({ ...group, ...weightOf(group.tallies.filter(({ missing }) => missing === null)), ...distribution(variable, group.tallies, facts) }));
  const shown = rows.filter(({ n }) => n >= facts.n);
  const cells = isTested(facts) ? cellsOf(plain(shown), legend.length, true) : [];
  const title = titleOf(plan, shown, legend, cells, context);
  const alt = words.alt(title, shown.map(({ label, shares }) => `${label}${words.colon}${shares.flatMap((share, i) => (shareOf(share, facts) === null ? [] : [`${legend[i] ?? ""} ${percent(share.share)}`])).join(words.comma)}`));
  const picture = drawDivided(
    rows.map((row) => (row.n < facts.n ? { label: row.label, shares: [], instead: words.tooFewTitle } : { label: row.label, aside: words.base(count(row.n)), shares: row.shares.map((share) => (shareOf(share, facts) === null ? undefined : share.share)), marks: legend.map((_, i) => markOf(cells, shown.indexOf(row), i)) })),
    variable,
    context,
  );
  return assemble(plan, context, {
    title,
    question: variable.label[locale],
    bases: shown.map(({ n }) => n),
    missing: [],
    alt,
    note: noteOf(shown, rows, cells, context),
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    table: tableOf(rows, shown, legend, cells, context),
  });
}

const plain = (rows: readonly Counted[]): Row[] => rows.map(({ w, w2, shares }) => ({ w, w2, shares: shares.map(({ share }) => share) }));

function means(plan: FigurePlan, variable: Variable, groups: readonly Group[], context: ChartContext): Figure {
  const { codebook, locale, facts } = context;
  const words = CHART[locale];
  const all = groups.map((group) => {
    const mean = meanScore(variable, group.tallies);
    return { ...group, mean: mean && mean.n >= facts.n ? mean : undefined };
  });
  const rows = all.flatMap(({ mean, ...group }) => (mean ? [{ ...group, mean }] : []));
  const most = Math.max(1e-9, ...rows.map(({ mean }) => (facts.intervals && Number.isFinite(mean.high) ? mean.high : mean.mean)));
  const names = namesOf(plan, codebook, locale);
  const title = isTested(facts) && rows.length > 1 ? meansTitle(rows, names, words) : words.by(...names);
  const alt = words.alt(title, rows.map(({ label, mean }) => `${label} ${decimal(mean.mean, 2)}`));
  const bounded = (mean: Mean): { low?: number; high?: number } => (facts.intervals && Number.isFinite(mean.error) ? { low: Math.max(0, mean.low) / most, high: mean.high / most } : {});
  const picture = barRows(all.map(({ label, mean }) => (mean ? { label: `${label} (${words.base(count(mean.n))})`, share: Math.max(0, mean.mean / most), value: decimal(mean.mean, 2), ...bounded(mean) } : { label, share: undefined, value: "–", instead: words.tooFewTitle })));
  return assemble(plan, context, {
    title,
    question: variable.label[locale],
    bases: rows.map(({ mean }) => mean.n),
    missing: [],
    alt,
    marked: true,
    note: noteOf(rows, all, [], context),
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.group, numeric: false }, { label: words.columns.base, numeric: true }, { label: words.columns.mean, numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : [])],
      rows: all.map(({ label, mean }) => (mean ? [label, count(mean.n), decimal(mean.mean, 2), ...(facts.intervals ? [`${decimal(mean.low, 2)}–${decimal(mean.high, 2)}`] : [])] : [label, `<${facts.n}`, null, ...(facts.intervals ? [null] : [])])),
    },
  });
}

/** The two groups furthest apart among those that Welch's test, after Holm over all pairs, tells apart. */
function meansTitle(rows: readonly { readonly label: string; readonly mean: Mean }[], names: readonly [string, string], words: (typeof CHART)["en"]): string {
  const pairs = rows.flatMap((a, i) => rows.slice(i + 1).map((b) => (a.mean.mean >= b.mean.mean ? [a, b] as const : [b, a] as const))).map(([upper, lower]) => ({ upper, lower, ...differenceOfMeans(upper.mean, lower.mean) }));
  const [top] = withHolm(pairs.filter(({ p }) => Number.isFinite(p))).filter(({ adjusted }) => adjusted < CLEAR).sort((a, b) => b.difference - a.difference);
  return top ? words.apartMeans(top.upper.label, decimal(top.upper.mean.mean, 2), top.lower.label, decimal(top.lower.mean.mean, 2)) : words.noneApart(...names);
}

function choices(plan: FigurePlan, variable: Variable, groups: readonly Group[], context: ChartContext): Figure {
  const { locale, facts } = context;
  const words = CHART[locale];
  const values = answerValues(variable).map(({ label }) => label[locale]);
  const all = groups.map((group): Counted => {
    const base = group.tallies.filter(({ missing, value }) => missing === null && value === null);
    if (variable.kind !== "ranking") return { ...group, ...weightOf(base), ...distribution(variable, group.tallies, facts) };
    // Ranked: the share that put the item first.
    const { n, items } = positions(variable, group.tallies);
    const { w, w2 } = weightOf(base);
    return { ...group, n, w, w2, shares: answerValues(variable).map(({ code }) => first(code, items, facts.intervals ? effectiveSize(w, w2) : undefined)) };
  });
  const shown = all.filter(({ n }) => n >= facts.n);
  const cells = isTested(facts) ? cellsOf(plain(shown), values.length, false) : [];
  const title = titleOf(plan, shown, values, cells, context);
  const panels = values.map((value, column) => ({
    title: value,
    rows: all.map((group) => {
      const share = group.shares[column];
      if (group.n < facts.n || !share) return { label: group.label, share: undefined, value: "–", instead: words.tooFewTitle };
      if (shareOf(share, facts) === null) return { label: group.label, share: undefined, value: "–" };
      return { label: group.label, share: share.share, low: share.low, high: share.high, value: `${percent(share.share)}${markOf(cells, shown.indexOf(group), column)}` };
    }),
  }));
  const alt = words.alt(title, panels.map(({ title: value, rows }) => `${value}${words.colon}${rows.filter(({ share }) => share !== undefined).map(({ label, share }) => `${label} ${percent(share ?? 0)}`).join(words.comma)}`));
  const picture = multiples(panels);
  return assemble(plan, context, {
    title,
    question: variable.label[locale],
    bases: shown.map(({ n }) => n),
    missing: [],
    alt,
    marked: true,
    note: noteOf(shown, all, cells, context, variable.kind === "ranking" ? [words.columns.first] : [words.several]),
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    table: tableOf(all, shown, values, cells, context),
  });
}

function first(code: string, items: ReturnType<typeof positions>["items"], n: number | undefined): Share {
  const item = items.find((each) => each.code === code);
  const share = item?.at[0] ?? 0;
  return { code, n: item?.counts[0] ?? 0, share, ...(n === undefined ? {} : wilson(share, n)) };
}
