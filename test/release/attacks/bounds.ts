import { buildCube, type Cube } from "../../../src/cube/cube.ts";
import { gather } from "../../../src/release/gather.ts";
import { generalise } from "../../../src/release/generalise.ts";
import { addScores } from "../../../src/release/scores.ts";
import { withhold } from "../../../src/release/withhold.ts";
import { answerValues, type Codebook, type Variable, variableOf } from "../../../src/survey/codebook.ts";
import type { Population } from "./population.ts";
import { countsIn } from "./published.ts";
import { boundsOf, type Sum } from "./simplex.ts";

/** Solves for the cells that were left out of tables. */
export interface Bounded {
  /** Cells that are not shown and could be, and of these in how many the sums contradict one another. */
  readonly hidden: number;
  readonly contradicted: number;
  /** How many counts a hidden cell may have, least, less one. */
  readonly narrowest: number;
  /** Hidden cells known to the person. */
  readonly exact: number;
  /** Answers to sensitive questions that certainly nobody, or certainly everybody, gave. */
  readonly certain: number;
  /** Part of all possible cells. */
  readonly share: number;
}

/** How far a published count may be from the true one: rounding alone, and with the error that is added. */
export const ROUNDED = 2;
export const WITH_ERROR = 10;

/** Tables of a withheld wave before errors are added: what rounding and leaving out do alone. */
export async function tablesOf({ survey, former, responses }: Pick<Population, "survey" | "former" | "responses">): Promise<{ readonly exact: Cube; readonly withheld: Cube; readonly codebook: Codebook }> {
  const bundleOf = ({ id, version, definition, study, codebook }: typeof survey) => ({ survey: id, version, definition, study, codebook });
  const { study } = survey;
  if (!study) throw new Error("a made-up survey has a study");
  const gathered = await gather(responses, bundleOf(survey), former ? [bundleOf(former)] : []);
  const coarse = generalise(gathered.codebook, gathered.frame, study);
  const { codebook, frame } = addScores({ ...coarse.codebook, filters: [] }, coarse.frame, 0.5);
  const exact = buildCube(codebook, frame);
  return { exact, withheld: withhold(exact, codebook), codebook };
}

/** Counts under 10 left out and nothing else: what bounding must be able to break. */
export function naive(cube: Cube): Cube {
  const keep = [...cube.n.keys()].filter((i) => (cube.n[i] ?? 0) >= 10);
  return { ...cube, at: Uint16Array.from(keep, () => 0), cell: Uint16Array.from(keep, (i) => cube.cell[i] ?? 0), n: Uint32Array.from(keep, (i) => cube.n[i] ?? 0) };
}

/** @param slack how far a published count may be off */
export function bound(population: Population, cube: Cube, codebook: Codebook, slack: number): Bounded {
  const system = new System(population, cube, codebook, slack);
  let [hidden, contradicted, exact, certain, narrowest] = [0, 0, 0, 0, Number.POSITIVE_INFINITY];
  for (const { of, isSensitive } of system.hidden) {
    hidden += 1;
    const found = boundsOf(system.unknowns, system.sums, of);
    if (!found) {
      contradicted += 1;
      continue;
    }
    const [low, high] = [Math.ceil(found.low - 1e-6), Math.floor(found.high + 1e-6)];
    narrowest = Math.min(narrowest, high - low);
    if (high <= low) exact += 1;
    if (isSensitive && high === 0) certain += 1;
  }
  return { hidden, contradicted, narrowest, exact, certain, share: hidden / Math.max(1, system.cells) };
}

interface Wanted {
  readonly of: ReadonlyMap<number, number>;
  readonly isSensitive: boolean;
}

/** All that can be written down about the tables of one wave. */
class System {
  unknowns = 0;
  cells = 0;
  readonly sums: Sum[] = [];
  readonly hidden: Wanted[] = [];
  readonly #shown: ReadonlyMap<string, number>;
  readonly #slack: number;
  readonly #n: number;

  constructor({ plan, people, former }: Population, cube: Cube, codebook: Codebook, slack: number) {
    this.#shown = new Map(countsIn(cube).map(({ variable, value, missing, n }) => [`${variable}=${value ?? ""}?${missing ?? ""}`, n]));
    this.#slack = slack;
    // How many answered is known to whoever counts the invitations.
    this.#n = people.length;
    const conditions = new Map([...plan.sensitive.flatMap(({ name, on }) => (on ? [[name, on] as const] : [])), ...(plan.detailOn ? [["detail", plan.detailOn] as const] : [])]);
    const traits = new Map<string, Map<string, number>>();
    const inConstructs = new Set(codebook.constructs.flatMap(({ items }) => items));
    for (const variable of codebook.variables.filter(({ construct, name, kind }) => construct === undefined && !inConstructs.has(name) && kind !== "text" && kind !== "ranking")) {
      const own = this.#alone(variable, conditions.has(variable.name) || (former !== undefined && variable.name === "later"));
      traits.set(variable.name, own);
      const on = conditions.get(variable.name);
      const cause = on && traits.get(on.trait);
      const code = on && /= '(\w+)'/.exec(on.expression)?.[1];
      const [asked, because] = [own.get("?not_asked"), code === undefined ? undefined : cause?.get(code)];
      // Whoever has the trait was asked, and nobody else.
      if (asked !== undefined && because !== undefined) this.#sum([asked, because], this.#n, this.#n);
    }
    for (const { name, items } of codebook.constructs) this.#scale(name, items.map((item) => variableOf(codebook, item)), codebook.constructs[0]?.reversed ?? []);
  }

  #sum(of: readonly number[], low: number, high: number): void {
    this.sums.push({ of: new Map(of.map((i) => [i, 1])), low, high });
  }

  /** A cell of a table is a sum of unknowns: shown within the error, or wanted. */
  #cell(variable: string, value: string, missing: string, of: readonly number[], isSensitive: boolean): void {
    this.cells += 1;
    const shown = this.#shown.get(`${variable}=${value}?${missing}`);
    if (shown === undefined) this.hidden.push({ of: new Map(of.map((i) => [i, 1])), isSensitive });
    else this.#sum(of, Math.max(0, shown - this.#slack), shown + this.#slack);
  }

  /** One question by itself: its answers and reasons for none are everybody. */
  #alone(variable: Variable, isConditional: boolean): Map<string, number> {
    const { name, kind, role } = variable;
    const isSensitive = role === "sensitive";
    const own = new Map<string, number>();
    const unknown = (key: string): number => {
      own.set(key, this.unknowns);
      return this.unknowns++;
    };
    const why = ["no_answer", ...(isConditional ? ["not_asked"] : [])];
    const reasons = why.map((reason) => {
      const i = unknown(`?${reason}`);
      this.#cell(name, "", reason, [i], false);
      return i;
    });
    if (kind === "multiple") {
      const base = unknown("");
      const published = this.#shown.get(`${name}=?`);
      // Those few who skipped may be counted into the base.
      if (published !== undefined) {
        const left = reasons.filter((_, i) => !this.#shown.has(`${name}=?${why[i] ?? ""}`));
        const slack = this.#slack + left.length * (this.#slack - ROUNDED);
        this.#sum([base], 0, published + slack);
        this.#sum([base, ...left], Math.max(0, published - slack), Number.POSITIVE_INFINITY);
      }
      this.#sum([base, ...reasons], this.#n, this.#n);
      for (const { code } of variable.columns) {
        const [yes, no] = [unknown(`${code}+`), unknown(`${code}-`)];
        this.#sum([yes, no, ...reasons], this.#n, this.#n);
        this.#cell(name, code ?? "", "", [yes], isSensitive);
      }
      return own;
    }
    const listed = kind === "number" ? Array.from({ length: 21 }, (_, value) => String(value)) : answerValues(variable).map(({ code }) => code);
    const values = listed.map((code) => {
      const i = unknown(code);
      this.#cell(name, code, "", [i], isSensitive);
      return i;
    });
    this.#sum([...values, ...reasons], this.#n, this.#n);
    return own;
  }

  /** Items and their mean share the same people: unknown is how many gave each pair or triple of answers. */
  #scale(name: string, items: readonly Variable[], reversed: readonly string[]): void {
    const states = items.reduce<(readonly number[])[]>((all, { values }) => all.flatMap((before) => [Number.NaN, ...values.map(({ code }) => Number(code))].map((value) => [...before, value])), [[]]);
    const first = this.unknowns;
    this.unknowns += states.length;
    const where = (holds: (state: readonly number[]) => boolean): number[] => states.flatMap((state, i) => (holds(state) ? [first + i] : []));
    this.#sum(where(() => true), this.#n, this.#n);
    items.forEach(({ name: item, values }, at) => {
      for (const { code } of values) this.#cell(item, code, "", where((state) => state[at] === Number(code)), false);
      this.#cell(item, "", "no_answer", where((state) => Number.isNaN(state[at])), false);
    });
    const score = (state: readonly number[]): string => {
      const given = state.map((value, at) => (reversed.includes(items[at]?.name ?? "") ? 6 - value : value)).filter((value) => !Number.isNaN(value));
      return given.length === 0 || given.length * 2 < items.length ? "" : String(Math.round(given.reduce((sum, value) => sum + value, 0) / given.length / 0.5) * 0.5);
    };
    for (const value of new Set(states.map(score))) this.#cell(name, value, value === "" ? "no_answer" : "", where((state) => score(state) === value), false);
  }
}
