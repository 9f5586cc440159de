import { attackRows, attackTables, type OnRows, type OnTables } from "../release/attacks/attack.ts";
import { minimal } from "../release/attacks/minimal.ts";
import { populationOf } from "../release/attacks/population.ts";
import type { Dose, Proof } from "./run.ts";

/** Attacks releases of made-up populations as an employer would who knows every trait of everybody. */
export async function proveAttacks({ count, seed, say }: Dose): Promise<Proof> {
  const rows: OnRows[] = [];
  const tables: OnTables[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < count; i++) {
    const population = populationOf(seed * 1000 + i);
    sizes.push(population.people.length);
    rows.push(await attackRows(population, true));
    tables.push(await attackTables(population));
    if ((i + 1) % 10 === 0) say(`${i + 1} of ${count} populations`);
  }
  const released = rows.filter(({ isRefused }) => !isRefused);
  const linked = released.flatMap((each) => each.linked ?? []);
  const controls = released.flatMap((each) => each.control ?? []);
  const narrowed = released.flatMap((each) => each.narrowed ?? []);
  const joined = released.flatMap((each) => each.joined ?? []);
  const keyed = released.flatMap((each) => each.keyed ?? []);
  const shammed = tables.map((each) => each.shammed);
  const rule = minimal();
  return {
    area: "attacks",
    promise: "whoever knows all traits of everybody singles nobody out below k, and no sensitive answer is certain, from rows or from tables",
    figures: {
      populations: count,
      "people, smallest population": Math.min(...sizes),
      "people, largest population": Math.max(...sizes),
      "rows: refused, as nearly all gave one answer": count - released.length,
      "rows: persons looked up": sum(linked.map(({ persons }) => persons)),
      "rows: fewest that may be somebody's, above k": Math.min(...released.map(({ linked: found, k }) => (found?.fewest ?? k) - k)),
      "rows: smallest group, above k": Math.min(...released.map(({ linked: found, k }) => (found?.smallest ?? k) - k)),
      "rows: groups in which an answer is certain": sum(linked.map(({ certain }) => certain)),
      "rows: surest answer without one's own, in %": percent(Math.max(...linked.map(({ surest }) => surest))),
      "rows: traits hidden, in % (mean)": percent(sum(released.map(({ hidden = 0 }) => hidden)) / released.length),
      "rows: bits of traits lost, in % (mean)": percent(sum(released.map(({ lost = 0 }) => lost)) / released.length),
      "  control: unprotected, groups under k": sum(controls.map(({ apart }) => apart)),
      "  control: unprotected, certain answers": sum(controls.map(({ certain }) => certain)),
      "filters: selections": sum(narrowed.map(({ selections }) => selections)),
      "filters: differences of two": sum(narrowed.map(({ differences }) => differences)),
      "filters: smallest of either": Math.min(...narrowed.flatMap(({ smallest, smallestDifference }) => [smallest, smallestDifference])),
      "corrections: rows linked": sum(joined.map(({ linked: rowsLinked }) => rowsLinked)),
      "corrections: classes split": sum(joined.map(({ split }) => split)),
      "corrections: rows of which more is shown": sum(joined.map(({ revealed }) => revealed)),
      "keys: releases with weights": keyed.filter(({ weights }) => weights > 1).length,
      "keys: classes that weights split": sum(keyed.map(({ split }) => split)),
      "keys: rows out of order": sum(keyed.map(({ unsorted }) => unsorted)),
      "keys: files that depend on the order of answers": sum(released.map(({ unequal = 0 }) => unequal)),
      "tables: cells left out, in % (mean)": percent(sum(tables.map(({ bounded }) => bounded.share)) / count),
      "tables: cells bounded": sum(tables.map(({ bounded }) => bounded.hidden)),
      "tables: narrowest range of one": Math.min(...tables.map(({ bounded }) => bounded.narrowest)),
      "tables: narrowest range, were counts rounded only": Math.min(...tables.map(({ rounded }) => rounded.narrowest)),
      "  control: small cells left out alone, known": sum(tables.map(({ control }) => control.exact)),
      "sham: made-up answers": sum(shammed.map(({ sent }) => sent)),
      "sham: victims whose answer is certain": shammed.filter(({ isCertain }) => isCertain).length,
      "sham: surest guess at a victim's answer, in %": percent(Math.max(...shammed.map(({ surest }) => surest))),
      "  control: certain, were counts rounded only": shammed.filter(({ control }) => control >= 1).length,
      "knowing the rule: ways to answer, times keys": rule.worlds,
      "knowing the rule: certain from rows alone": rule.byRows,
      "knowing the rule: certain with the rule": rule.byRule,
    },
    notes: [
      "Knowing the rule: two small offices beside one of twelve, every way to give one of two answers, and an insider who knows how releases are made, who works where and his own answer, but not the key that decides how mixed a class must be.",
      "Largest errors come once in 384 counts: a single real answer among made-up ones whose numbers are chosen for it shows then. Here 12 are sent per choice, for which no error shows it.",
    ],
    broken: [...rows.flatMap(({ broken }) => broken), ...tables.flatMap(({ broken }) => broken), ...(rule.byRows > 0 ? [`${rule.byRows} answers are certain from rows alone`] : []), ...(rule.byRule > 0 ? [`${rule.byRule} answers are certain for who knows the rule`] : [])],
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
const percent = (share: number): number => Math.round(1000 * share) / 10;
