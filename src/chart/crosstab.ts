import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { answerValues, isCategorical, type Variable, variableOf } from "../survey/codebook.ts";
import { barRows } from "./bars.ts";
import { paint } from "./canvas.ts";
import { divided as drawDivided } from "./battery.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, decimal, intervalOf, percent } from "./format.ts";
import { readableCodebook, wholeLabel } from "./labels.ts";
import { distribution, meanScore, positions } from "./summary.ts";

export interface Group {
  readonly code: string;
  readonly label: string;
  readonly tallies: readonly Tally[];
}

/**
 * One variable by another: a divided bar per group for single answers, a mean per group for numbers,
 * a bar per choice and group for what may be chosen or ranked together.
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

function divided(plan: FigurePlan, variable: Variable, groups: readonly Group[], context: ChartContext): Figure {
  const { codebook, locale, facts, document } = context;
  const words = CHART[locale];
  const values = answerValues(variable);
  const rows = groups.map((group) => ({ ...group, ...distribution(variable, group.tallies, facts) }));
  const shown = rows.filter(({ n }) => n >= facts.n);
  const legend = values.map(({ label }) => label[locale]);
  const title = words.by(plan.heading[locale], variableOf(codebook, plan.variables[1] ?? "").label[locale]);
  const alt = words.alt(title, shown.map(({ label, shares }) => `${label}${words.colon}${shares.map(({ share }, i) => `${legend[i] ?? ""} ${percent(share)}`).join(words.comma)}`));
  const picture = drawDivided(
    rows.map(({ label, n, shares }) => (n < facts.n ? { label, shares: [], instead: words.tooFewTitle } : { label, aside: words.base(count(n)), shares: shares.map(({ share }) => share) })),
    variable,
    context,
  );
  return assemble(plan, context, {
    title,
    question: variable.label[locale],
    bases: shown.map(({ n }) => n),
    missing: [],
    alt,
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.group, numeric: false }, { label: words.columns.base, numeric: true }, ...legend.flatMap((label) => [{ label, numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : [])])],
      rows: rows.map(({ label, n, shares }) => (n < facts.n ? [label, `<${facts.n}`, ...shares.flatMap(() => (facts.intervals ? [null, null] : [null]))] : [label, count(n), ...shares.flatMap((share) => [percent(share.share), ...(facts.intervals ? [intervalOf(share)] : [])])])),
    },
  });
}

function means(plan: FigurePlan, variable: Variable, groups: readonly Group[], context: ChartContext): Figure {
  const { codebook, locale, facts, document } = context;
  const words = CHART[locale];
  const rows = groups.flatMap((group) => {
    const mean = meanScore(variable, group.tallies);
    return mean && mean.n >= facts.n ? [{ ...group, mean }] : [];
  });
  const most = Math.max(1e-9, ...rows.map(({ mean }) => (facts.intervals ? mean.high : mean.mean)));
  const title = words.by(plan.heading[locale], variableOf(codebook, plan.variables[1] ?? "").label[locale]);
  const alt = words.alt(title, rows.map(({ label, mean }) => `${label} ${decimal(mean.mean, 2)}`));
  const picture = barRows(rows.map(({ label, mean }) => ({ label: `${label} (${words.base(count(mean.n))})`, share: mean.mean / most, value: decimal(mean.mean, 2), ...(facts.intervals ? { low: Math.max(0, mean.low) / most, high: mean.high / most } : {}) })));
  return assemble(plan, context, {
    title,
    question: variable.label[locale],
    bases: rows.map(({ mean }) => mean.n),
    missing: [],
    alt,
    marked: true,
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.group, numeric: false }, { label: words.columns.base, numeric: true }, { label: words.columns.mean, numeric: true }, ...(facts.intervals ? [{ label: words.columns.interval, numeric: true }] : [])],
      rows: rows.map(({ label, mean }) => [label, count(mean.n), decimal(mean.mean, 2), ...(facts.intervals ? [`${decimal(mean.low, 2)}–${decimal(mean.high, 2)}`] : [])]),
    },
  });
}

function choices(plan: FigurePlan, variable: Variable, groups: readonly Group[], context: ChartContext): Figure {
  const { codebook, locale, facts, document } = context;
  const words = CHART[locale];
  const all = groups.map((group) => {
    if (variable.kind !== "ranking") return { ...group, ...distribution(variable, group.tallies, facts) };
    // Ranked: the share that put the item first.
    const { n, items } = positions(variable, group.tallies);
    return { ...group, n, shares: answerValues(variable).map(({ code }) => ({ code, n: 0, share: items.find((item) => item.code === code)?.at[0] ?? 0 })) };
  });
  const shown = all.filter(({ n }) => n >= facts.n);
  const title = words.by(plan.heading[locale], variableOf(codebook, plan.variables[1] ?? "").label[locale]);
  const rows = answerValues(variable).flatMap(({ code, label }) => shown.map((group) => ({ label: `${label[locale]} · ${group.label}`, share: group.shares.find((share) => share.code === code)?.share ?? 0 })));
  const alt = words.alt(title, rows.map(({ label, share }) => `${label} ${percent(share)}`));
  const picture = barRows(rows.map(({ label, share }) => ({ label, share, value: percent(share) })));
  return assemble(plan, context, {
    title,
    question: variable.label[locale],
    bases: shown.map(({ n }) => n),
    missing: [],
    alt,
    svg: paint({ document, height: picture.height, marks: picture.marks, alt }),
    table: {
      columns: [{ label: words.columns.group, numeric: false }, { label: words.columns.base, numeric: true }, ...answerValues(variable).map(({ label }) => ({ label: label[locale], numeric: true }))],
      rows: shown.map(({ label, n, shares }) => [label, count(n), ...shares.map(({ share }) => percent(share))]),
    },
  });
}
