/**
 * Which people look alike. A class holds the people who share every quasi-identifier, *hidden* counting as a value of
 * its own (El Emam & Dankar 2008 count it as a wildcard, which would promise more than a reader can check).
 */

/** One person as the check sees him: quasi-identifiers, and sensitive answers (null where there is none). */
export interface Person {
  readonly quasi: readonly string[];
  readonly sensitive: readonly (string | null)[];
}

/** Values of quasi-identifiers as one key: JSON, so that no value can imitate a separator. */
export const keyOf = (quasi: readonly string[]): string => JSON.stringify(quasi);

/** Indexes of the people of each class. */
export function classesOf(people: readonly Person[], of: (person: Person, index: number) => string = ({ quasi }) => keyOf(quasi)): Map<string, number[]> {
  const classes = new Map<string, number[]>();
  people.forEach((person, index) => {
    const key = of(person, index);
    const members = classes.get(key);
    if (members) members.push(index);
    else classes.set(key, [index]);
  });
  return classes;
}

/**
 * Whether at least two different answers remain to every sensitive question whoever is taken away: a colleague who
 * knows his own answer must not learn everybody else's.
 */
export function staysDiverse(members: readonly Person[]): boolean {
  const questions = members[0]?.sensitive.length ?? 0;
  for (let question = 0; question < questions; question++) {
    const counts = new Map<string, number>();
    for (const { sensitive } of members) {
      const answer = sensitive[question];
      if (answer !== null && answer !== undefined) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    }
    const alone = [...counts.values()].some((count) => count === 1);
    if (counts.size - (alone ? 1 : 0) < 2) return false;
  }
  return true;
}

/** Adding people to an acceptable class keeps it acceptable, on which `suppress` relies. */
export const isAcceptable = (members: readonly Person[], k: number): boolean => members.length >= k && staysDiverse(members);
