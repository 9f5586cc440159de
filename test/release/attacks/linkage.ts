import { askedOf, classOf, mayBe, NA, traitNames } from "./known.ts";
import type { Population } from "./population.ts";
import type { Read, Row } from "./published.ts";

/** Looks up each colleague among the rows, and what his lookalikes answered. */
export interface Linked {
  readonly persons: number;
  /** Fewest rows that may be somebody's. */
  readonly fewest: number;
  /** Smallest group of rows that share all released traits and whether they were asked what only some are asked. */
  readonly smallest: number;
  /** Groups told apart by whether a question was asked although their released traits are equal, under k. */
  readonly apart: number;
  /** Largest share of one sensitive answer in such a group, for one of its people who takes his own away. */
  readonly surest: number;
  /** Groups in which an answer is certain. */
  readonly certain: number;
}

export function link(population: Population, { rows, codebook }: Pick<Read, "rows" | "codebook">, k: number): Linked {
  const key = classOf(traitNames(population));
  const asked = askedOf(population);
  const classes = Map.groupBy(rows, key);
  const groups = [...classes.values()].flatMap((members) => [...Map.groupBy(members, asked).values()]);
  const may = mayBe(population, codebook);
  const kinds = [...Map.groupBy(population.people, ({ traits }) => JSON.stringify(traits)).values()];
  const candidates = kinds.map(([person]) => (person ? [...classes.values()].reduce((sum, members) => sum + (members[0] && may(members[0], person) ? members.length : 0), 0) : 0));
  const found = groups.map((members) => surest(population, members));
  return {
    persons: population.people.length,
    fewest: Math.min(...candidates),
    smallest: Math.min(...groups.map(({ length }) => length)),
    apart: groups.filter(({ length }) => length < k).length,
    surest: Math.max(...found),
    certain: found.filter((share) => share >= 1).length,
  };
}

/** How sure one of these people can be of another's answer, at most over all sensitive questions. */
export function surest({ plan }: Pick<Population, "plan">, members: readonly Row[]): number {
  const shares = plan.sensitive.flatMap(({ name, kind, shares }) => {
    const answered = members.filter((row) => row[name + NA] === null);
    // Who did not answer may still be asked, and learns that all others gave one answer.
    if (kind !== "multiple") return [without(answered.map((row) => String(row[name])))];
    return shares.map((_, i) => {
      const chosen = answered.filter((row) => row[`${name}__a${i}`] === 1).length;
      return chosen === 0 ? 0 : chosen === answered.length ? 1 : chosen / (answered.length - 1);
    });
  });
  return Math.max(0, ...shares);
}

/** The largest share of one answer once one other is taken away. */
function without(answers: readonly string[]): number {
  if (answers.length === 0) return 0;
  const most = Math.max(...[...Map.groupBy(answers, (answer) => answer).values()].map(({ length }) => length));
  return most === answers.length ? 1 : most / (answers.length - 1);
}

/** Unprotected rows, as the attack must be able to use them: what would be published if nothing was done. */
export const bare = ({ people, plan }: Population): Row[] =>
  people.map(({ traits, answers, isEarly }) => {
    const row: Record<string, unknown> = {};
    const put = (name: string, isAsked: boolean): void => {
      row[name] = answers[name] ?? null;
      row[name + NA] = answers[name] !== undefined ? null : isAsked ? "no_answer" : "not_asked";
    };
    for (const [name, value] of Object.entries(traits)) [row[name], row[name + NA]] = [value, null];
    for (const { name, kind, shares, on } of plan.sensitive) {
      put(name, !on || on.holds(answers[on.trait]));
      const given: unknown = answers[name];
      if (kind === "multiple" && Array.isArray(given)) shares.forEach((_, i) => (row[`${name}__a${i}`] = Number(given.includes(`a${i}`))));
    }
    if (plan.detailOn) put("detail", plan.detailOn.holds(answers[plan.detailOn.trait]));
    put("later", !isEarly);
    return row;
  });
