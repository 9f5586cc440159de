import { UserError } from "../error.ts";
import { classesOf, isAcceptable, keyOf, type Person } from "./anonymity.ts";

/** What a hidden quasi-identifier counts as. Real values begin with another letter. */
export const HIDDEN = "?hidden";

/**
 * Local suppression: says of each person which quasi-identifiers to hide so that every class is acceptable.
 * Greedy: first one value per person, then two, …; each time the merger that rescues the most people goes first.
 * Whoever is left loses all of them, together with whole smallest classes until the rest is acceptable too.
 * @returns for each person, for each quasi-identifier, whether it is hidden
 * @throws UserError if even everybody together would not be acceptable
 */
export function suppress(people: readonly Person[], { k, where }: { k: number; where: string }): boolean[][] {
  const width = people[0]?.quasi.length ?? 0;
  const classes = classesOf(people);
  const fine = new Map<string, number[]>();
  const loose = new Map<string, number[]>();
  for (const [key, members] of classes) (isAcceptable(pick(people, members), k) ? fine : loose).set(key, members);
  for (let hidden = 1; hidden < width && loose.size > 0; hidden++) mergeHiding(people, subsets(width, hidden), fine, loose, k);
  hideAll(people, width, fine, loose, { k, where });
  const result = people.map(() => Array.from({ length: width }, () => false));
  for (const [key, members] of fine) {
    const quasi: unknown = JSON.parse(key);
    if (!Array.isArray(quasi)) continue;
    for (const member of members) result[member] = quasi.map((value) => value === HIDDEN);
  }
  return result;
}

function mergeHiding(people: readonly Person[], masks: readonly (readonly number[])[], fine: Map<string, number[]>, loose: Map<string, number[]>, k: number): void {
  const targets = new Map<string, { atoms: string[]; size: number }>();
  for (const [key, members] of loose) {
    const quasi = people[members[0] ?? 0]?.quasi ?? [];
    for (const mask of masks) {
      const target = keyOf(quasi.map((value, i) => (mask.includes(i) ? HIDDEN : value)));
      const entry = targets.get(target) ?? { atoms: [], size: 0 };
      entry.atoms.push(key);
      entry.size += members.length;
      targets.set(target, entry);
    }
  }
  const ordered = [...targets].sort(([a, one], [b, other]) => other.size - one.size || (a < b ? -1 : 1));
  for (const [target, { atoms }] of ordered) {
    const left = atoms.filter((atom) => loose.has(atom));
    const members = [...(fine.get(target) ?? []), ...left.flatMap((atom) => loose.get(atom) ?? [])];
    if (left.length === 0 || !isAcceptable(pick(people, members), k)) continue;
    fine.set(target, members);
    for (const atom of left) loose.delete(atom);
  }
}

function hideAll(people: readonly Person[], width: number, fine: Map<string, number[]>, loose: Map<string, number[]>, { k, where }: { k: number; where: string }): void {
  if (loose.size === 0) return;
  const all = keyOf(Array.from({ length: width }, () => HIDDEN));
  const members = [...loose.values()].flat();
  loose.clear();
  const bySize = [...fine].sort(([a, one], [b, other]) => one.length - other.length || (a < b ? -1 : 1));
  for (const [key, others] of bySize) {
    if (isAcceptable(pick(people, members), k)) break;
    members.push(...others);
    fine.delete(key);
  }
  if (!isAcceptable(pick(people, members), k))
    throw new UserError(`these ${people.length} answers cannot be released safely: even with every quasi-identifier hidden, fewer than ${k} people remain alike or a sensitive question has nearly one answer only`, {
      where,
      fix: "collect more answers, or drop the sensitive question from the survey; nothing was written",
    });
  fine.set(all, members);
}

const pick = (people: readonly Person[], indexes: readonly number[]): Person[] => indexes.flatMap((index) => people[index] ?? []);

/** Every way to take `size` of the places 0 … width-1. */
function subsets(width: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, width - from) }, (_, i) => from + i).flatMap((first) => subsets(width, size - 1, first + 1).map((rest) => [first, ...rest]));
}
