import type { Tally } from "../query/tally.ts";
import { changesOf, type Earlier } from "./changes.ts";
import { changeClaims, type Claim, claimsOf, groupClaims } from "./claims.ts";
import { choose } from "./choose.ts";
import { type Difference, differencesOf } from "./differences.ts";
import { type Index, indicesOf } from "./indices.ts";
import type { Ground } from "./measure.ts";
import { strengthsOf } from "./strengths.ts";

/** What a results page says before its figures, free of language. */
export interface Findings {
  readonly claims: readonly Claim[];
  readonly indices: readonly Index[];
  readonly strengths: ReturnType<typeof strengthsOf>;
  /** All that were tested, the strongest first; undefined where nothing was: no filters, open links, tables only. */
  readonly differences: readonly Difference[] | undefined;
}

/**
 * @param tallies of all variables
 * @param split the same by each filter
 * @param earlier the wave before, if one is published
 */
export function findingsOf(tallies: readonly Tally[], split: ReadonlyMap<string, readonly Tally[]>, ground: Ground, earlier?: Earlier): Findings {
  const differences = differencesOf(tallies, split, ground);
  const changes = earlier ? changesOf(tallies, ground, earlier) : [];
  return {
    claims: choose([...claimsOf(tallies, ground), ...groupClaims(differences, ground), ...changeClaims(changes, ground)], ground.codebook),
    indices: indicesOf(tallies, split, differences, ground, earlier),
    strengths: strengthsOf(tallies, ground),
    differences: differences.length > 0 ? differences : undefined,
  };
}
