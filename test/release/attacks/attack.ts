import { readFileSync } from "node:fs";
import { isUserError } from "../../../src/error.ts";
import { retract } from "../../../src/release/publish.ts";
import { folderOfOwn } from "../made.ts";
import { bound, type Bounded, naive, ROUNDED, tablesOf, WITH_ERROR } from "./bounds.ts";
import { type Narrowed, narrow } from "./filters.ts";
import { join, type Joined } from "./joins.ts";
import { type Keyed, keys } from "./keys.ts";
import { bare, type Linked, link } from "./linkage.ts";
import { reordered } from "./order.ts";
import type { Population } from "./population.ts";
import { type Read, releasedFrom } from "./published.ts";
import { sham, type Shammed } from "./sham.ts";

/** Everything that was tried on one population whose rows are public. */
export interface OnRows {
  /** Nothing was released: nearly all gave one answer. */
  readonly isRefused: boolean;
  readonly k: number;
  readonly linked?: Linked;
  /** The same on rows that nobody protected. */
  readonly control?: Linked;
  readonly narrowed?: Narrowed;
  readonly keyed?: Keyed;
  readonly joined?: Joined;
  readonly unequal?: number;
  /** Cells of traits that are hidden, as a part of all. */
  readonly hidden?: number;
  /** Bits of the traits that were lost, as a part of all; the operator's own file says so. */
  readonly lost?: number;
  readonly broken: readonly string[];
}

/** @param again also releases a correction and the same answers in another order, which takes three times as long */
export async function attackRows(population: Population, again: boolean): Promise<OnRows> {
  const { plan, seed } = population;
  const { k } = plan;
  const out = folderOfOwn();
  const first = await unlessAlike(() => releasedFrom(population, { microdata: "public", out }));
  if (!first) return { isRefused: true, k, broken: [] };
  const linked = link(population, first, k);
  const narrowed = narrow(population, first);
  const keyed = keys(population, first);
  const second = again ? await correction(population, out) : undefined;
  const joined = second && join(population, first, second);
  const unequal = again ? await reordered(population, first) : 0;
  const wrong: readonly (readonly [boolean, string])[] = [
    [linked.fewest < k, `somebody is one of ${linked.fewest}`],
    [linked.smallest < k, `${linked.apart} groups under ${k}, the smallest of ${linked.smallest}`],
    [linked.certain > 0, `an answer is certain in ${linked.certain} groups`],
    [narrowed.smallest < k, `a selection of ${narrowed.smallest}`],
    [narrowed.smallestDifference < k, `a difference of ${narrowed.smallestDifference}`],
    [narrowed.disagreements > 0, "cube and table disagree"],
    [keyed.split > 0, `weights split ${keyed.split} classes`],
    [keyed.unsorted > 0, `${keyed.unsorted} rows out of order`],
    [keyed.exact > 0, `${keyed.exact} counts of what was hidden or marked are exact`],
    [(joined?.split ?? 0) > 0, `a correction splits ${joined?.split} classes`],
    [(joined?.revealed ?? 0) > 0, `a correction shows more of ${joined?.revealed} rows`],
    [unequal > 0, `${unequal} files depend on the order of answers`],
  ];
  const audit: { readonly bits: number; readonly bitsLost: number } = JSON.parse(readFileSync(`${first.folder}.audit.json`, "utf8"));
  const cells = first.rows.reduce((sum, row) => sum + plan.traits.filter(({ name }) => row[`${name}__na`] === "hidden").length, 0);
  return {
    isRefused: false, k, linked, control: link(population, { ...first, rows: bare(population) }, k), narrowed, keyed, ...(joined ? { joined, unequal } : {}),
    lost: audit.bitsLost / audit.bits,
    hidden: cells / (first.rows.length * plan.traits.length),
    broken: wrong.flatMap(([isWrong, text]) => (isWrong ? [`population ${seed}: ${text}`] : [])),
  };
}

/** Of every other one with a larger k, as if the first had been thought too small. */
async function correction(population: Population, out: string): Promise<Read | undefined> {
  await retract({ out, publicDir: folderOfOwn(), survey: "attacked", wave: "w", why: "tried", day: "2026-10-21" });
  return unlessAlike(() => releasedFrom(population, { microdata: "public", out, k: population.plan.k + (population.seed % 2) * 4 }));
}

async function unlessAlike(make: () => Promise<Read>): Promise<Read | undefined> {
  try {
    return await make();
  } catch (error) {
    if (isUserError(error) && error.refusal?.code === "all-alike") return undefined;
    throw error;
  }
}

/** Everything that was tried on one population of which tables alone are public. */
export interface OnTables {
  readonly bounded: Bounded;
  /** Before errors are added: what rounding and leaving out do alone. */
  readonly rounded: Bounded;
  /** Where nothing but small cells is left out. */
  readonly control: Bounded;
  readonly shammed: Shammed;
  readonly broken: readonly string[];
}

export async function attackTables(population: Population): Promise<OnTables> {
  const { seed } = population;
  const { exact, withheld, codebook } = await tablesOf(population);
  const read = await releasedFrom(population, { microdata: "withheld" });
  const bounded = bound(population, read.cube, codebook, WITH_ERROR);
  const rounded = bound(population, withheld, codebook, ROUNDED);
  const shammed = await sham(population);
  const wrong: readonly (readonly [boolean, string])[] = [
    [read.cube.filters.length > 0 || read.manifest.files.some(({ role }) => role === "microdata"), "rows or filters are published"],
    [read.table.some((row) => Number(row["n"]) < 10 || Number(row["n"]) % 5 !== 0), "an exact or small count is published"],
    ...[["published", bounded] as const, ["rounded", rounded] as const].flatMap(([name, found]) => [
      [found.exact > 0, `${found.exact} cells that were left out are known (${name})`] as const,
      [found.certain > 0, `${found.certain} sensitive answers that certainly nobody gave (${name})`] as const,
      [found.contradicted > 0, `the sums contradict one another (${name}): the attack is wrong`] as const,
    ]),
    [shammed.isCertain, "made-up answers isolate a real one"],
  ];
  return { bounded, rounded, control: bound(population, naive(exact), codebook, 0), shammed, broken: wrong.flatMap(([isWrong, text]) => (isWrong ? [`population ${seed}: ${text}`] : [])) };
}
