import { drawFigure } from "../chart/draw.ts";
import type { Facts, Figure, FigurePlan } from "../chart/figure.ts";
import { type Followed, followed, followedId } from "../chart/followed.ts";
import { wholeLabel } from "../chart/labels.ts";
import { planFigures } from "../chart/plan.ts";
import { drawThemes } from "../chart/themes.ts";
import { drawTrend } from "../chart/trend.ts";
import type { Manifest } from "../query/files.ts";
import { openNative } from "../query/native.ts";
import { fileOf, type Published, type Quote, readCodebook } from "../query/releases.ts";
import type { Tally } from "../query/tally.ts";
import type { Codebook } from "../survey/codebook.ts";
import { csvText } from "../survey/csv.ts";
import type { Locale } from "../survey/text.ts";

/** What figures must know of a release besides its numbers. */
export const factsOf = (manifest: Manifest): Facts => ({
  n: manifest.protect.n,
  intervals: manifest.admission !== "open",
  weighted: manifest.weighted,
  wave: manifest.waveTitle,
  simulated: manifest.simulated,
  rounded: manifest.microdata === "withheld",
  ...(manifest.microdata === "withheld" ? { responses: manifest.responses } : {}),
  ...(manifest.constructs.length > 0 ? { reliability: Object.fromEntries(manifest.constructs.map(({ name, alpha, omega }) => [name, { alpha, omega }])) } : {}),
});

export const titleOf = ({ title, waveTitle }: Manifest, locale: Locale): string => `${title[locale]}${locale === "en" ? ", " : " · "}${waveTitle[locale]}`;

/** Figures of every variable but the weight: nobody asks how often a weight occurs. */
export const plansOf = (codebook: Codebook): FigurePlan[] => planFigures(codebook).filter(({ variables }) => !variables.some((name) => name === codebook.weight));

const counted = new Map<string, Promise<readonly Tally[]>>();

/** The content, not the place: in a dry run another release takes the same folder. */
export const keyOf = ({ manifest }: Published): string => fileOf(manifest, "database").sha256;

/** All figures of a release, counted once by native DuckDB and drawn in one language. */
export async function figuresOf(published: Published, locale: Locale): Promise<{ codebook: Codebook; figures: readonly Figure[] }> {
  const codebook = readCodebook(published);
  const plans = plansOf(codebook);
  const tallies = await talliesOf(published, codebook, plans);
  const context = { codebook, locale, facts: factsOf(published.manifest) };
  return { codebook, figures: plans.map((plan) => drawFigure(plan, tallies.filter(({ variable }) => plan.variables.includes(variable)), context)) };
}

/** Waves that one figure follows, the newest last; more would leave no room on a phone. */
const MOST_WAVES = 5;

/** The waves of a survey up to one, and what is followed through them. */
export interface WavesBefore {
  /** The oldest first. */
  readonly earlier: readonly Published[];
  readonly followed: readonly Followed[];
}

/** @param all published releases of the survey, the newest first */
export function wavesBefore(published: Published, all: readonly Published[]): WavesBefore {
  const newest = [...new Map([...all].reverse().map((each) => [each.manifest.wave, each])).values()].reverse();
  const at = newest.findIndex(({ manifest }) => manifest.wave === published.manifest.wave);
  // What was made up is never set beside what people said.
  const earlier = at < 0 ? [] : newest.slice(at + 1).filter(({ manifest }) => manifest.simulated === published.manifest.simulated).slice(0, MOST_WAVES - 1).reverse();
  const codebook = readCodebook(published);
  return { earlier, followed: followed(codebook, plansOf(codebook), earlier.map(readCodebook)) };
}

/** What the study shows first, through the waves; nothing where there is one wave. */
export async function trendsOf(published: Published, { earlier, followed }: WavesBefore, locale: Locale): Promise<readonly Figure[]> {
  if (followed.length === 0) return [];
  const counted = await Promise.all([...earlier, published].map(async (each) => {
    const own = readCodebook(each);
    return { facts: factsOf(each.manifest), tallies: await talliesOf(each, own, plansOf(own)) };
  }));
  const context = { codebook: readCodebook(published), locale, facts: factsOf(published.manifest) };
  return followed.map(({ plan, waves }) => {
    const through = [...waves, earlier.length].flatMap((place) => counted[place] ?? []);
    return drawTrend({ ...plan, id: followedId(plan) }, through.map(({ facts, tallies }) => ({ facts, tallies: tallies.filter(({ variable }) => plan.variables.includes(variable)) })), context);
  });
}

/** What cleared quotes are about, a figure for each question that has some. */
export function themesOf(published: Published, quotes: readonly Quote[], locale: Locale): readonly Figure[] {
  const codebook = readCodebook(published);
  const context = { codebook, locale, facts: factsOf(published.manifest) };
  return [...Map.groupBy(quotes, ({ variable }) => variable)].flatMap(([name, of]) => {
    const variable = codebook.variables.find((each) => each.name === name);
    const figure = variable && drawThemes({ id: `${name}-themes`, as: "text", variables: [name], heading: wholeLabel(variable) }, of, context);
    return figure?.svg === undefined ? [] : [figure];
  });
}

/** Every file of numbers under the page of a wave, by its place among the figures: names may hold what no path can. */
export const csvOf = ({ table }: Figure): string => `\uFEFF${csvText([table.columns.map(({ label }) => label), ...table.rows], "\r\n")}`;

/** Everything that the figures of a release are drawn from, counted once for both languages. */
export const talliesOf = (published: Published, codebook: Codebook, plans: readonly FigurePlan[]): Promise<readonly Tally[]> => counted.get(keyOf(published)) ?? remember(published, codebook, plans);

function remember(published: Published, codebook: Codebook, plans: readonly FigurePlan[]): Promise<readonly Tally[]> {
  const count = async (): Promise<readonly Tally[]> => {
    const native = await openNative(`${published.folder}/${fileOf(published.manifest, "database").name}`, codebook);
    try {
      return await native.tally({ variables: [...new Set(plans.flatMap(({ variables }) => variables))] });
    } finally {
      native.close();
    }
  };
  const counting = count();
  counted.set(keyOf(published), counting);
  return counting;
}
