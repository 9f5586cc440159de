import type { GroupCount, RosterRecord, WaveRecord } from "./store.ts";

/** How many people have each value, one trait at a time: `{place: {urban: 120, rural: 80}}`. */
export function marginsOf(cells: readonly { readonly groups: Readonly<Record<string, string>>; readonly n: number }[]): Record<string, Record<string, number>> {
  const margins: Record<string, Record<string, number>> = {};
  for (const { groups, n } of cells) for (const [name, code] of Object.entries(groups)) (margins[name] ??= {})[code] = n + (margins[name]?.[code] ?? 0);
  return margins;
}

/**
 * The wave with a roster that counts everybody who was invited, once they are more than it told of. Until then whoever is invited may be
 * on the roster that was checked. People are counted, answers never: nothing leads from a number to a person, or from a person to an answer.
 * @param counts all invitations of the wave by group; those whose group is not known stay aside
 * @param least fewest people who share all that they are asked about themselves, as it was demanded of them
 */
export function withInvited(wave: WaveRecord, counts: readonly GroupCount[], least: number): WaveRecord {
  const cells = counts.filter(({ groups }) => Object.keys(groups).length > 0).map(({ groups, invited }) => ({ groups, n: invited }));
  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  if (n <= (wave.roster?.n ?? 0)) return wave;
  const roster: RosterRecord = { n, least, margins: marginsOf(cells) };
  return { ...wave, roster };
}
