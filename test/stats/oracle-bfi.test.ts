import { describe, expect, test } from "vitest";
import { factorOf, minresOf } from "../../src/stats/factor.ts";
import { alpha, averageCorrelation, correlations, itemsOf, type ItemScores, lambda6, omega, omegaOf, omegaOverObserved } from "../../src/stats/reliability.ts";
import { reversed, scaleOf } from "../../src/stats/score.ts";
import { hasShared } from "../shared.ts";
import { compare, oracle } from "./oracle.ts";
import { select } from "./tables.ts";

interface Scale {
  readonly items: readonly string[];
  readonly reversed: readonly string[];
}

function computed({ items, reversed: turned }: Scale, scores: ItemScores): Record<string, unknown> {
  const [complete, pairwise, scale] = [alpha(scores), alpha(scores, "pairwise"), scaleOf(scores)];
  const r = correlations(scores);
  const byItem = (of: "alphaWithout" | "restCorrelation") => Object.fromEntries(itemsOf(scores).map((item, i) => [items[i], item[of]]));
  return {
    items,
    reversed: turned,
    n_pairwise: scores.length,
    raw_alpha_pairwise: pairwise.raw,
    std_alpha_pairwise: pairwise.standardised,
    n_listwise: scale.n,
    raw_alpha_listwise: complete.raw,
    hand_check_listwise: complete.raw,
    std_alpha_listwise: complete.standardised,
    G6_listwise: lambda6(scores),
    average_r_listwise: averageCorrelation(scores),
    alpha_if_dropped_listwise: byItem("alphaWithout"),
    item_total_r_drop_listwise: byItem("restCorrelation"),
    scale_mean_listwise: scale.mean,
    scale_sd_listwise: scale.sd,
    omega_1factor_ml_std: omega(scores),
    omega_total_over_observed: omegaOverObserved(factorOf(r), r),
    omega_1factor_minres_std: omegaOf(minresOf(r)),
  };
}

describe.skipIf(!hasShared)("25 personality items as R's psych computes them", () => {
  test("everything about each of the five scales", async () => {
    const expected = oracle("bfi_alpha_omega.json");
    const people = await select((table) => `SELECT * FROM ${table("responses/bfi.csv")}`);
    const scales = Object.keys(expected).filter((name) => name !== "meta");
    const found = Object.fromEntries(scales.map((name) => {
      const { items, reversed: turned }: Scale = expected[name];
      const scores = people.map((person) => items.map((item) => (person[item] === null ? null : turned.includes(item) ? reversed(Number(person[item]), 1, 6) : Number(person[item]))));
      return [name, computed(expected[name], scores)];
    }));
    // psych's factor analysis stops where a step improves little, up to 5e-7 from the maximum; all else agrees to 1e-11.
    const { wrong, numbers } = compare(expected, found, 1e-6);
    expect(wrong).toEqual([]);
    expect(numbers).toBe(5 * 24);
    const omegas = /omega/;
    expect(compare(expected, found, 1e-10).wrong.filter((line) => !omegas.test(line))).toEqual([]);
  });
});
