import type { Codebook } from "../survey/codebook.ts";
import type { Claim } from "./claims.ts";
import { topicsOf } from "./items.ts";

/** As many as a meeting remembers. */
const THREE = 3;

/**
 * The strongest claims of which no two speak of the same question, and at most one each of a group and of a change.
 * Equals stand in the order of the codebook.
 */
export function choose(claims: readonly Claim[], codebook: Codebook, count = THREE): Claim[] {
  const place = new Map(codebook.variables.map(({ name }, i) => [name, i]));
  const placeOf = ({ item }: Claim): number => place.get(item.variable.name) ?? 0;
  const chosen: Claim[] = [];
  const spoken = new Set<string>();
  for (const claim of [...claims].sort((a, b) => b.strength - a.strength || placeOf(a) - placeOf(b))) {
    if (chosen.length === count) break;
    const topics = topicsOf(codebook, claim.item.variable);
    const again = (claim.kind === "group" || claim.kind === "change") && chosen.some(({ kind }) => kind === claim.kind);
    if (again || topics.some((topic) => spoken.has(topic))) continue;
    chosen.push(claim);
    for (const topic of topics) spoken.add(topic);
  }
  // First what holds for all, then what changed, then who differs.
  const order = (claim: Claim): number => ["change", "group"].indexOf(claim.kind);
  return chosen.sort((a, b) => order(a) - order(b));
}
