import { parseHTML } from "linkedom";
import { drawFigure } from "../chart/draw.ts";
import type { Facts, Figure, FigurePlan } from "../chart/figure.ts";
import { planFigures } from "../chart/plan.ts";
import type { Manifest } from "../query/files.ts";
import { openNative } from "../query/native.ts";
import { fileOf, type Published, readCodebook } from "../query/releases.ts";
import type { Tally } from "../query/tally.ts";
import type { Codebook } from "../survey/codebook.ts";
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
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const context = { codebook, locale, document, facts: factsOf(published.manifest) };
  return { codebook, figures: plans.map((plan) => drawFigure(plan, tallies.filter(({ variable }) => plan.variables.includes(variable)), context)) };
}

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
