import { isUserError } from "../../../src/error.ts";
import { othersOf } from "../../../src/release/others.ts";
import { protectRows } from "../../../src/release/protect.ts";
import type { FlatRow } from "../../../src/survey/flatten.ts";
import { frameOf, rowAt } from "../../../src/survey/frame.ts";
import { studySchema } from "../../../src/survey/study.ts";
import { choice, codebookOf, surveyNamed } from "../made.ts";

/** What knowing how releases are made adds to a release. */
export interface Minimal {
  /** Ways in which the people of three offices can have answered, times keys, less those of which nothing is released. */
  readonly worlds: number;
  /** Of these, in which a colleague's answer is certain for somebody who sees the rows and knows who works where, and his own answer. */
  readonly byRows: number;
  /** And who also knows that nothing is hidden that need not be. */
  readonly byRule: number;
}

const book = codebookOf([choice("office", "quasi", 3), choice("pressure", "sensitive", 2)]);
const K = 5;

/** People of the third, larger office. */
const LARGE = 12;

/**
 * The minimality attack (Wong, Fu, Wang and Pei 2007) where it is plainest: two small offices beside a larger one, and every
 * way in which their people can have given one of two answers. What gives the same release under any key could have been.
 * @param keys of which nobody knows which was used
 */
export function minimal({ sizes = [5, 6, 8], keys = 64 }: { readonly sizes?: readonly number[]; readonly keys?: number } = {}): Minimal {
  let [worlds, byRows, byRule] = [0, 0, 0];
  for (const a of sizes)
    for (const b of sizes) {
      const of = [LARGE, a, b];
      const all = of.reduce<number[][]>((before, size) => before.flatMap((bad) => Array.from({ length: size + 1 }, (_, i) => [...bad, i])), [[]]);
      const made = all.flatMap((bad) =>
        Array.from({ length: keys }, (_, key) => releaseOf(of, bad, key)).flatMap((release): World[] => (release === undefined ? [] : [{ bad, of, release }])),
      );
      worlds += made.length;
      const consistent = Map.groupBy(made, ({ bad, release }) => {
        const shown = [0, 1, 2].map((office) => release.split("\n").some((line) => line.startsWith(`v${office},`)));
        return [...shown, ...bad.map((each, office) => (shown[office] ? each : "")), bad.reduce((sum, each) => sum + each, 0)].join();
      });
      // What the rows alone allow: any number among those who are hidden, as long as the total is right.
      const bySum = (world: World): World[] => {
        const shown = [0, 1, 2].map((office) => world.release.split("\n").some((line) => line.startsWith(`v${office},`)));
        const total = world.bad.reduce((sum, each) => sum + each, 0);
        return made.filter(({ bad }) => bad.reduce((sum, each) => sum + each, 0) === total && bad.every((each, office) => !shown[office] || each === world.bad[office]));
      };
      const same = Map.groupBy(made, ({ release }) => release);
      for (const those of consistent.values()) {
        const [first] = those;
        const possible = first ? bySum(first) : [];
        for (const world of those) byRows += Number(isCertain(world, possible));
      }
      for (const those of same.values()) for (const world of those) byRule += Number(isCertain(world, those));
    }
  return { worlds, byRows, byRule };
}

interface World {
  /** How many in each office gave the bad answer, and how many work there. */
  readonly bad: readonly number[];
  readonly of: readonly number[];
  readonly release: string;
}

/** Whether somebody in one of the offices, who knows his own answer, is left with one answer that all others there gave. */
function isCertain(truth: World, possible: readonly World[]): boolean {
  return truth.of.some((size, office) =>
    [1, 0].some((own) => {
      const bad = truth.bad[office] ?? 0;
      // There must be somebody who gave it.
      if ((own === 1 ? bad : size - bad) === 0) return false;
      const others = possible.map((world) => (world.bad[office] ?? 0) - own).filter((left) => left >= 0 && left <= size - 1);
      return others.every((left) => left === 0) || others.every((left) => left === size - 1);
    }),
  );
}

const study = studySchema.parse({ ...surveyNamed("pulse").study, bands: {} });

/** Undefined where nearly all gave one answer: then nothing is released. */
function releaseOf(of: readonly number[], bad: readonly number[], key: number): string | undefined {
  const rows = of.flatMap((size, office) => Array.from({ length: size }, (_, i): FlatRow => ({ office: `v${office}`, office__na: null, pressure: `v${Number(i < (bad[office] ?? 0))}`, pressure__na: null })));
  try {
    const { frame } = protectRows(book, frameOf(book, rows), { study, k: K, strata: undefined, others: othersOf(`key ${key}`), earlier: [] });
    return Array.from({ length: frame.n }, (_, i) => ["office", "pressure"].map((name) => String(rowAt(frame, i)[name])).join()).sort().join("\n");
  } catch (error) {
    if (isUserError(error)) return undefined;
    throw error;
  }
}
