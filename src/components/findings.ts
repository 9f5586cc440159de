import type { FigurePlan } from "../chart/figure.ts";
import { readableCodebook } from "../chart/labels.ts";
import type { Earlier } from "../findings/changes.ts";
import { type Findings, findingsOf } from "../findings/findings.ts";
import type { Ground } from "../findings/measure.ts";
import { openNative } from "../query/native.ts";
import { fileOf, listReleases, type Published, readCodebook } from "../query/releases.ts";
import type { Tally } from "../query/tally.ts";
import type { Codebook } from "../survey/codebook.ts";
import { groupsOf } from "../survey/forms.ts";
import { factsOf, keyOf, plansOf, talliesOf } from "./results.ts";

export interface Found extends Findings {
  readonly ground: Ground;
  readonly earlier: Earlier | undefined;
  /** Anchor of the figure that shows a variable. */
  readonly anchorOf: (variable: string) => string | undefined;
}

const known = new Map<string, Promise<Found>>();

/** What a release says, computed once for both languages; beside the wave before, if that is published in `publicDir`. */
export function foundOf(published: Published, publicDir: string): Promise<Found> {
  const before = waveBefore(published, listReleases(publicDir, published.manifest.survey));
  const key = [published, ...(before ? [before] : [])].map(keyOf).join(" ");
  const found = known.get(key) ?? find(published, before);
  known.set(key, found);
  return found;
}

async function find(published: Published, before: Published | undefined): Promise<Found> {
  const codebook = readCodebook(published);
  const plans = plansOf(codebook);
  const ground = groundOf(published, codebook);
  const tallies = await talliesOf(published, codebook, plans);
  const split = ground.facts.intervals && !ground.facts.rounded ? await splitOf(published, codebook, plans) : new Map<string, readonly Tally[]>();
  const earlier = before && (await earlierOf(before));
  return { ...findingsOf(tallies, split, ground, earlier), ground, earlier, anchorOf: (variable) => plans.find(({ variables }) => variables.includes(variable))?.id };
}

const groundOf = (published: Published, codebook: Codebook): Ground => ({ codebook: readableCodebook(codebook), facts: factsOf(published.manifest) });

async function earlierOf(published: Published): Promise<Earlier> {
  const codebook = readCodebook(published);
  return { ...groundOf(published, codebook), tallies: await talliesOf(published, codebook, plansOf(codebook)), wave: published.manifest.waveTitle };
}

/** The newest release of the wave that closed before this one; what was made up is never set beside what is real. */
export function waveBefore({ manifest }: Published, releases: readonly Published[]): Published | undefined {
  const end = (each: Published["manifest"]): string => each.closed ?? each.wave;
  return releases.find(({ manifest: other }) => other.wave !== manifest.wave && other.simulated === manifest.simulated && end(other) < end(manifest));
}

async function splitOf(published: Published, codebook: Codebook, plans: readonly FigurePlan[]): Promise<Map<string, readonly Tally[]>> {
  const native = await openNative(`${published.folder}/${fileOf(published.manifest, "database").name}`, codebook);
  const variables = [...new Set(plans.flatMap(({ variables }) => variables))];
  const split = new Map<string, readonly Tally[]>();
  try {
    for (const by of codebook.filters) split.set(by, await native.tally({ variables, by }));
  } finally {
    native.close();
  }
  return split;
}

/** Anchor for a name as a study file says it: a question, a row or a construct. */
export const anchorFor = ({ ground, anchorOf }: Found, name: string): string | undefined =>
  groupsOf(ground.codebook, name).flat().flatMap((variable) => anchorOf(variable.name) ?? [])[0];
