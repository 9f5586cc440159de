import { chiSquare, cramersV, type Table } from "./association.ts";
import { differenceOfMeans, type Effect, hedgesG } from "./compare.ts";
import { pearson, spearman } from "./correlation.ts";
import { fisher } from "./fisher.ts";
import { kendall } from "./kendall.ts";
import { meanOf, type Point } from "./mean.ts";
import type { Pair } from "./pairs.ts";
import { permutation } from "./permutation.ts";
import { effectiveSize, type Interval } from "./proportion.ts";
import type { Count } from "./quantile.ts";
import { epsilonSquared, kruskalWallis, mannWhitney, weightedRanks } from "./ranks.ts";
import { type Cell, raoScott } from "./raoscott.ts";
import { anova, welchAnova } from "./variance.ts";

/** What the values of an answer mean: names alone, an order, or amounts. */
export type Level = "nominal" | "ordinal" | "number";

/** People who gave the same two answers. Of a nominal answer x or y is the place of the value in its list. */
export type Both = Pair & Point;

export const TESTS = ["chi-square", "rao-scott", "fisher", "permutation", "mann-whitney", "kruskal-wallis", "lumley-scott", "welch", "welch-anova", "kendall", "spearman", "pearson"] as const;
export type TestName = (typeof TESTS)[number];
export type EffectName = "V" | "odds-ratio" | "superiority" | "epsilon-squared" | "difference" | "g" | "eta-squared" | "tau-b" | "rho" | "r";

export interface NamedEffect extends Effect {
  readonly name: EffectName;
}

export interface Relation {
  readonly test: TestName;
  /** People who answered both, without groups that are too small. */
  readonly n: number;
  /** χ², F, W, H, t, z or S, after the test; NaN where it has none. */
  readonly statistic: number;
  /** None, one, or two for F. */
  readonly df: readonly number[];
  readonly p: number;
  /** The first one first; `low` and `high` are NaN where no interval can be given. */
  readonly effects: readonly NamedEffect[];
  /** Why this test and not the usual one, and what it leaves out. */
  readonly notes: readonly ("few-expected" | "weighted" | "no-spread" | "left-out")[];
}

export type Untested = { readonly test: undefined; readonly n: number; readonly why: "too-few" | "constant" | "few-expected" | "alike" };

interface Sides {
  readonly x: Level;
  /** Of the answer that splits. */
  readonly y: Level;
  readonly weighted: boolean;
  /** Groups with fewer answers are left out, and nothing is said of fewer altogether. */
  readonly least: number;
}

/**
 * Whether two answers go together, by the test that fits what their values mean, and how strongly. Names by names: χ² (exact or shuffled
 * where Cochran 1954 finds too few expected); names by an order: Mann-Whitney or Kruskal-Wallis, weighted Lumley and Scott; names by amounts: Welch;
 * two orders: Kendall's τ-b; an order by amounts: Spearman; two amounts: Pearson, Spearman beside it.
 */
export function relate(given: readonly Both[], { x, y, weighted, least }: Sides): Relation | Untested {
  // Groups stand on the side of y: names among amounts may be on either.
  const isTurned = x === "nominal" && y !== "nominal";
  const turned = isTurned ? given.map((both) => ({ ...both, x: both.y, y: both.x })) : given;
  const [own, groups] = isTurned ? [y, x] : [x, y];
  const large = groups === "nominal" ? without(turned, least) : turned;
  const n = sizeOf(large);
  const found = related(large, own, groups, weighted);
  if (n < least) return { test: undefined, n, why: "too-few" };
  return "why" in found || large.length === turned.length ? found : { ...found, notes: [...found.notes, "left-out"] };
}

function related(pairs: readonly Both[], x: Level, y: Level, weighted: boolean): Relation | Untested {
  const n = sizeOf(pairs);
  if (new Set(pairs.map((pair) => pair.x)).size < 2 || new Set(pairs.map((pair) => pair.y)).size < 2) return { test: undefined, n, why: "constant" };
  if (y === "nominal") return x === "nominal" ? ofNames(pairs, weighted) : x === "ordinal" ? ofRanks(pairs, weighted) : ofMeans(pairs, weighted);
  const [counted, notes] = weighted ? [worth(pairs), ["weighted"] as const] : [pairs, []];
  if (x === "ordinal" && y === "ordinal") {
    const { statistic, p, ...tau } = kendall(counted);
    return { test: "kendall", n, statistic, df: [], p, effects: [effect("tau-b", tau)], notes };
  }
  const ranked = spearman(counted);
  if (x !== "number" || y !== "number") return { test: "spearman", n, statistic: ranked.statistic, df: [ranked.n - 2], p: ranked.p, effects: [effect("rho", ranked)], notes };
  const straight = pearson(counted);
  return { test: "pearson", n, statistic: straight.statistic, df: [straight.n - 2], p: straight.p, effects: [effect("r", straight), effect("rho", ranked)], notes };
}

const sizeOf = (points: readonly Count[]): number => points.reduce((sum, { n }) => sum + n, 0);

const effect = (name: EffectName, { estimate, low, high }: Effect): NamedEffect => ({ name, estimate, low, high });

function without(pairs: readonly Both[], least: number): Both[] {
  return groupsOf(pairs).filter((group) => sizeOf(group) >= least).flat();
}

const groupsOf = (pairs: readonly Both[]): Both[][] => [...new Set(pairs.map(({ y }) => y))].sort((a, b) => a - b).map((y) => pairs.filter((pair) => pair.y === y));

/** Weighted answers as so many answers without weights as they are worth (Kish 1965). */
function worth<T extends Point>(points: readonly T[]): T[] {
  const [w, w2] = [points.reduce((sum, point) => sum + point.w, 0), points.reduce((sum, point) => sum + point.w2, 0)];
  return points.map((point) => ({ ...point, n: (point.w * effectiveSize(w, w2)) / w }));
}

/** Rows are the groups. */
function tableOf<T>(pairs: readonly Both[], of: (pair: Both | undefined) => T): T[][] {
  const values = [...new Set(pairs.map(({ x }) => x))].sort((a, b) => a - b);
  return groupsOf(pairs).map((group) => values.map((x) => of(group.find((pair) => pair.x === x))));
}

/** Cochran 1954: no cell under 1 and at most a fifth under 5. */
function isThin(expected: Table): boolean {
  const cells = expected.flat();
  return cells.some((n) => n < 1) || cells.filter((n) => n < 5).length > cells.length / 5;
}

function ofNames(pairs: readonly Both[], weighted: boolean): Relation | Untested {
  const n = sizeOf(pairs);
  const counts = tableOf(pairs, (pair) => pair?.n ?? 0);
  const thin = isThin(chiSquare(counts).expected);
  if (weighted) {
    // The second-order correction is one of large samples.
    if (thin) return { test: undefined, n, why: "few-expected" };
    const { f, df1, df2, p } = raoScott(tableOf(pairs, (pair): Cell => pair ?? { n: 0, w: 0, w2: 0 }));
    return { test: "rao-scott", n, statistic: f, df: [df1, df2], p, effects: [effect("V", cramersV(tableOf(worth(pairs), (pair) => pair?.n ?? 0)))], notes: ["weighted"] };
  }
  if (!thin) {
    const { statistic, df, p } = chiSquare(counts);
    return { test: "chi-square", n, statistic, df: [df], p, effects: [effect("V", cramersV(counts))], notes: [] };
  }
  if (counts.length === 2 && counts[0]?.length === 2) {
    const { p, oddsRatio, low, high } = fisher(counts);
    return { test: "fisher", n, statistic: Number.NaN, df: [], p, effects: [effect("odds-ratio", { estimate: oddsRatio, low, high })], notes: ["few-expected"] };
  }
  const { estimate } = cramersV(counts);
  return { test: "permutation", n, statistic: chiSquare(counts).statistic, df: [], p: permutation(counts).p, effects: [effect("V", { estimate, ...NO_INTERVAL })], notes: ["few-expected"] };
}

const NO_INTERVAL: Interval = { low: Number.NaN, high: Number.NaN };

function ofRanks(pairs: readonly Both[], weighted: boolean, notes: Relation["notes"] = []): Relation | Untested {
  const [n, groups] = [sizeOf(pairs), groupsOf(pairs)];
  if (weighted) {
    const ranks = weightedRanks(groups);
    if (!ranks) return { test: undefined, n, why: "alike" };
    const { f, df1, df2, p, superiority } = ranks;
    const told = superiority ? effect("superiority", superiority) : effect("epsilon-squared", varianceBetween(worth(pairs)));
    return { test: "lumley-scott", n, statistic: f, df: [df1, df2], p, effects: [told], notes: [...notes, "weighted"] };
  }
  const [a, b] = groups;
  if (a && b && groups.length === 2) {
    const { w, p, superiority, low, high } = mannWhitney(a, b);
    return { test: "mann-whitney", n, statistic: w, df: [], p, effects: [effect("superiority", { estimate: superiority, low, high })], notes };
  }
  const { statistic, df, p } = kruskalWallis(groups);
  return { test: "kruskal-wallis", n, statistic, df: [df], p, effects: [effect("epsilon-squared", varianceBetween(pairs))], notes };
}

function varianceBetween(pairs: readonly Both[]): Effect {
  const { statistic, df } = kruskalWallis(groupsOf(pairs));
  return epsilonSquared(statistic, df, sizeOf(pairs));
}

function ofMeans(pairs: readonly Both[], weighted: boolean): Relation | Untested {
  const [n, groups] = [sizeOf(pairs), groupsOf(pairs)];
  // Where nobody in a group differs from another there is no variance to weigh it by.
  if (groups.some((group) => new Set(group.map(({ x }) => x)).size < 2)) return ofRanks(pairs, weighted, ["no-spread"]);
  const counted = weighted ? groups.map(worth) : groups;
  const notes: Relation["notes"] = weighted ? ["weighted"] : [];
  const [first, second] = groups.map(meanOf);
  const [a, b] = counted;
  if (first && second && a && b && groups.length === 2) {
    const { difference, low, high, t, df, p } = differenceOfMeans(first, second);
    return { test: "welch", n, statistic: t, df: [df], p, effects: [effect("difference", { estimate: difference, low, high }), effect("g", hedgesG(a, b))], notes };
  }
  const { f, df1, df2, p } = welchAnova(counted);
  const { etaSquared, low, high } = anova(counted);
  return { test: "welch-anova", n, statistic: f, df: [df1, df2], p, effects: [effect("eta-squared", { estimate: etaSquared, low, high })], notes };
}
