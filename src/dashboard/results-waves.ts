import type { ChartContext, Facts, Figure, FigurePlan } from "../chart/figure.ts";
import { followedId } from "../chart/followed.ts";
import { planFigures } from "../chart/plan.ts";
import { drawTrend } from "../chart/trend.ts";
import { readCube } from "../cube/codec.ts";
import { cubeTallies } from "../query/cube.ts";
import type { Tallies, Tally, TallyQuery } from "../query/tally.ts";
import { fetched } from "./fetched.ts";
import { lazily } from "./lazily.ts";

/** A wave before this one, as the page hands it over. */
export interface EarlierWave {
  readonly facts: Facts;
  /** Address of its cube. */
  readonly cube: string;
  /** Declared filters that it asked with the same answers; by others it cannot be narrowed. */
  readonly filters: readonly string[];
}

export interface WavesConfig {
  /** The oldest first. */
  readonly earlier: readonly EarlierWave[];
  /** By the plan's id: places of those that asked the same. */
  readonly followed: Readonly<Record<string, readonly number[]>>;
}

/** Figures through the waves, each under the anchor where it stands. */
export interface Waves {
  /** What draws each, once the waves are counted. */
  counted(query: Omit<TallyQuery, "variables">): Promise<ReadonlyMap<string, () => Figure>>;
}

/**
 * The waves before this one, whose cubes are fetched with the first filter that is set: only whoever compares needs them.
 * @param own the cube of this wave
 */
export function openWaves({ earlier, followed }: WavesConfig, own: Tallies, context: ChartContext): Waves {
  const plans = planFigures(context.codebook).filter(({ id }) => followed[id] !== undefined);
  const cubes = new Map(earlier.map((wave) => [wave, lazily(async () => cubeTallies(readCube(new Uint8Array(await (await fetched(wave.cube)).arrayBuffer()))))]));
  return {
    counted: async (query) => {
      const asked = [...Object.keys(query.where ?? {}), ...(query.by === undefined ? [] : [query.by])];
      const variables = [...new Set(plans.flatMap((plan) => plan.variables))];
      const able = new Map([...cubes].filter(([{ filters }]) => asked.every((name) => filters.includes(name))));
      // One that does not come, as without a network, leaves a gap that is named.
      const before = new Map(await Promise.all([...able].map(async ([wave, cube]) => [wave, await cube().then((opened) => opened.tally({ variables, ...query }), () => undefined)] as const)));
      const now = await own.tally({ variables, ...query });
      const draw = (plan: FigurePlan): Figure => {
        const of = (tallies: readonly Tally[] = []): readonly Tally[] => tallies.filter(({ variable }) => plan.variables.includes(variable));
        const same = (followed[plan.id] ?? []).flatMap((place) => earlier[place] ?? []);
        const waves = same.filter((wave) => able.has(wave));
        const here = waves.filter((wave) => before.get(wave) !== undefined);
        return drawTrend(plan, [...here.map((wave) => ({ facts: wave.facts, tallies: of(before.get(wave)) })), { facts: context.facts, tallies: of(now) }], context, { missing: same.length - waves.length, lost: waves.length - here.length, ...(query.by === undefined ? {} : { by: query.by }) });
      };
      return new Map(plans.map((plan) => [followedId(plan), () => draw(plan)]));
    },
  };
}
