import { CHART } from "../i18n/chart.ts";
import type { Quote } from "../query/releases.ts";
import { variableOf } from "../survey/codebook.ts";
import { barRows } from "./bars.ts";
import { paint } from "./canvas.ts";
import { texts } from "./marks.ts";
import type { ChartContext, Figure, FigurePlan } from "./figure.ts";
import { assemble, count } from "./format.ts";
import { askedOf, readableCodebook } from "./labels.ts";
import { mentions } from "./segment.ts";

/** Words that a picture lists. */
const MOST = 10;
/** A word in fewer quotes is a chance. */
const LEAST = 2;

/** What cleared quotes of one question are about: how many stand under each theme, and the words that come up in several. */
export function drawThemes(plan: FigurePlan, quotes: readonly Pick<Quote, "theme" | "text">[], given: ChartContext): Figure {
  const context = { ...given, codebook: readableCodebook(given.codebook) };
  const { locale, facts } = context;
  const words = CHART[locale];
  const variable = variableOf(context.codebook, plan.variables[0] ?? "");
  const themes = [...Map.groupBy(quotes, ({ theme }) => theme)].map(([theme, of]) => ({ label: theme === "" ? words.noTheme : theme, named: theme !== "", n: of.length })).sort((a, b) => Number(b.named) - Number(a.named) || b.n - a.n);
  const named = themes.filter((theme) => theme.named);
  const said = mentions(quotes.map(({ text }) => text), locale).filter(({ n }) => n >= LEAST).slice(0, MOST);
  const title = named[0] ? words.themed(named[0].label, named[0].n) : said[0] ? words.said(said[0].word, said[0].n) : plan.heading[locale];
  const most = Math.max(1, ...themes.map(({ n }) => n), ...said.map(({ n }) => n));
  const rowsOf = (rows: readonly { readonly label: string; readonly n: number }[], from: number): ReturnType<typeof barRows> => barRows(rows.map(({ label, n }) => ({ label, share: n / most, value: count(n) })), from);
  const heads: { x: number; y: number; text: string }[] = [];
  const parts: ReturnType<typeof barRows>["marks"] = [];
  let y = 0;
  for (const [name, rows] of [[words.theme, named.length > 0 ? themes : []], [words.word, said.map(({ word, n }) => ({ label: word, n }))]] as const) {
    if (rows.length === 0) continue;
    heads.push({ x: 0, y: y + 9, text: name });
    const picture = rowsOf(rows, y + 24);
    parts.push(...picture.marks);
    y = picture.height + 16;
  }
  const alt = words.alt(title, [...(named.length > 0 ? themes : []).map(({ label, n }) => `${label} ${n}`), ...said.map(({ word, n }) => `${word} ${n}`)]);
  const figure = assemble(plan, { ...context, facts: { ...facts, n: 0, weighted: false, rounded: false } }, {
    title,
    question: askedOf([variable], locale),
    bases: [quotes.length],
    missing: [],
    alt,
    note: words.fromQuotes(quotes.length),
    svg: paint({ height: Math.max(1, y - 12), marks: [...parts, texts(heads, { fontSize: 12, fill: "var(--ink-soft)" })], alt }),
    table: {
      columns: [{ label: `${words.theme} / ${words.word}`, numeric: false }, { label: words.quotes, numeric: true }],
      rows: [...(named.length > 0 ? themes : []).map(({ label, n }) => [label, count(n)]), ...said.map(({ word, n }) => [word, count(n)])],
    },
  });
  return heads.length === 0 ? { ...figure, svg: undefined } : figure;
}
