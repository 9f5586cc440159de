import { CHART } from "../i18n/chart.ts";
import { answerValues, type Variable } from "../survey/codebook.ts";
import type { ChartContext, Facts, Figure, FigurePlan, MissingCount } from "./figure.ts";

/** Words and numbers that all figures share. */

export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** A share as the table states it; unknown, not none, where small counts are left out and nothing came through. */
export const shareOf = ({ n, share }: { readonly n: number; readonly share: number }, { rounded }: Facts): string | null => (rounded && n === 0 ? null : percent(share));

/** What stands in brackets behind a word: a unit. */
export const inBrackets = (text: string, locale: "zh-cn" | "en"): string => (text === "" ? "" : locale === "en" ? ` (${text})` : `（${text}）`);

export const decimal = (value: number, digits = 1): string => value.toFixed(digits);

// Made once: toLocaleString would make it anew for each cell of a table.
const COUNTS = new Intl.NumberFormat("en");

export const count = (n: number): string => COUNTS.format(n);

export const intervalOf = ({ low, high }: { readonly low?: number; readonly high?: number }): string | null => (low === undefined || high === undefined ? null : `${Math.round(low * 100)}–${Math.round(high * 100)}%`);

export const labelOf = (variable: Variable, code: string, locale: "zh-cn" | "en"): string => variable.values.find((value) => value.code === code)?.label[locale] ?? code;

/** Scale ends of a score: of the items where it is a construct. */
export function scaleOf(variable: Variable, { codebook }: Pick<ChartContext, "codebook">): readonly [number, number] | undefined {
  const construct = codebook.constructs.find(({ name }) => name === variable.name);
  const items = construct ? codebook.variables.filter(({ name }) => construct.items.includes(name)) : [variable];
  const scores = items.flatMap((item) => (item.min !== undefined && item.max !== undefined ? [item.min, item.max] : answerValues(item).flatMap(({ score }) => score ?? [])));
  return scores.length === 0 ? undefined : [Math.min(...scores), Math.max(...scores)];
}

interface Parts {
  readonly title: string;
  readonly question: string;
  /** Answers that each drawn row stands on. */
  readonly bases: readonly number[];
  readonly missing: readonly MissingCount[];
  readonly svg: string;
  readonly table: Figure["table"];
  readonly alt: string;
  readonly note?: string | undefined;
  /** Whether the picture marks intervals. */
  readonly marked?: boolean;
}

/** Puts a figure together, or, on too few answers, says so and shows nothing of them. */
export function assemble(plan: FigurePlan, context: ChartContext, parts: Parts): Figure {
  const { locale, facts } = context;
  const words = CHART[locale];
  const head = { id: plan.id, variables: plan.variables, heading: plan.heading[locale], question: parts.question };
  if (Math.max(0, ...parts.bases) < facts.n)
    return { ...head, title: words.tooFewTitle, caption: captionOf(facts, locale, [], []), svg: undefined, table: { columns: [], rows: [] }, alt: words.tooFew(facts.n), note: words.tooFew(facts.n) };
  return { ...head, title: parts.title, caption: captionOf(facts, locale, parts.bases, parts.missing, parts.marked ?? false), svg: parts.svg, table: parts.table, alt: parts.alt, note: parts.note };
}

function captionOf(facts: Facts, locale: "zh-cn" | "en", bases: readonly number[], missing: readonly MissingCount[], marked = false): string {
  const words = CHART[locale];
  const [low, high] = [Math.min(...bases), Math.max(...bases)];
  return [
    ...(facts.simulated ? [words.simulated] : []),
    ...(bases.length === 0 ? [] : [low === high ? words.base(count(low)) : words.bases(count(low), count(high))]),
    ...missing.filter(({ n }) => n >= 1).map(({ reason, n }) => `${words.reasons[reason]} ${count(n)}`),
    ...(bases.length === 0 && !facts.weighted ? [] : [facts.weighted ? words.weighted : words.unweighted]),
    ...(bases.length === 0 || !marked ? [] : [facts.intervals ? words.interval : words.noInterval]),
    ...(facts.rounded && bases.length > 0 ? [words.rounded] : []),
    facts.wave[locale],
  ].join(" · ");
}
