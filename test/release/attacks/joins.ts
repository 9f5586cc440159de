import { askedOf, classOf, NA, traitNames } from "./known.ts";
import type { Population } from "./population.ts";
import type { Read, Row } from "./published.ts";

/** Lays a correction beside what it corrects, joined by all that both say of a row but its traits. */
export interface Joined {
  readonly linked: number;
  /** Rows of one class of the first release that the second tells apart: classes so split. */
  readonly split: number;
  /** Traits that the first release hid and the second shows, or shows more finely: rows. */
  readonly revealed: number;
}

export function join(population: Population, first: Pick<Read, "rows">, second: Pick<Read, "rows">): Joined {
  const names = traitNames(population);
  const key = classOf(names);
  const conditional = new Set([...population.plan.sensitive.filter(({ on }) => on).map(({ name }) => name), "detail"]);
  const rest = (row: Row): string => JSON.stringify(Object.entries(row).filter(([name]) => !names.some((trait) => name === trait || name === trait + NA) && ![...conditional].some((each) => name === each || name.startsWith(`${each}__`)) && !name.startsWith("weight") && !name.startsWith("quality")));
  const [before, after] = [Map.groupBy(first.rows, rest), Map.groupBy(second.rows, rest)];
  const pairs = [...before].flatMap(([content, rows]) => {
    const [a, b] = [rows[0], after.get(content)?.[0]];
    return a && b && rows.length === 1 && after.get(content)?.length === 1 ? [{ a, b }] : [];
  });
  const asked = askedOf(population);
  const parts = [...Map.groupBy(pairs, ({ a }) => key(a) + asked(a)).values()].map((members) => new Set(members.map(({ b }) => key(b) + asked(b))).size);
  const finer = (a: Row, b: Row): boolean => names.some((name) => b[name + NA] === null && (a[name + NA] === "hidden" || String(a[name]).split("_").length > String(b[name]).split("_").length));
  return { linked: pairs.length, split: parts.filter((size) => size > 1).length, revealed: pairs.filter(({ a, b }) => finer(a, b)).length };
}
