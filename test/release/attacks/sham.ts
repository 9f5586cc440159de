import type { Cube } from "../../../src/cube/cube.ts";
import { randomFrom } from "../../../src/survey/random.ts";
import { tablesOf } from "./bounds.ts";
import type { Plan } from "./plan.ts";
import { type Population, surveyOf } from "./population.ts";
import { countsIn, releasedFrom } from "./published.ts";

/** Sends made-up answers to an open link so that only one real answer is left to be guessed, and subtracts them. */
export interface Shammed {
  readonly sent: number;
  /** How sure of the victim's sensitive answer, from 1 of so many to 1, somebody can be who knows how errors are drawn. */
  readonly surest: number;
  /** Only one answer can explain what is published, whatever the errors were. */
  readonly isCertain: boolean;
  /** The same from counts that are rounded and nothing else. */
  readonly control: number;
}

/** Made-up answers per choice: one real one more lifts 12 over the place where it is rounded up to 15. */
const EACH = 12;
/** Largest error of a published count. */
const MOST = 8;

/** The victim alone has a trait of which something sensitive is asked; everybody else's answers are his neighbours'. */
export async function sham({ plan, responses, seed, roster }: Population): Promise<Shammed> {
  const random = randomFrom(seed * 31 + 7);
  const choices = 2 + Math.floor(random() * 3);
  const own: Plan = {
    ...plan, isAmended: false, detailOn: undefined, margins: [],
    traits: [{ name: "q0", kind: "choice", shares: [1, 1] }, ...plan.traits.slice(1)],
    sensitive: [{ name: "s0", kind: "single", shares: Array.from({ length: choices }, () => 1), on: { trait: "q0", expression: "{q0} = 'v1'", holds: (value) => value === "v1" } }],
  };
  const survey = surveyOf(own, true);
  const truth = Math.floor(random() * choices);
  const real = responses.map((response, i): (typeof responses)[number] => {
    const { s0: _, s1: __, s2: ___, detail: ____, later: _____, ...answers } = response.answers;
    return { ...response, version: survey.version, answers: i === 0 ? { ...answers, q0: "v1", s0: `a${truth}` } : { ...answers, q0: "v0" } };
  });
  const [model] = real;
  if (!model) throw new Error("somebody answers");
  const shams = Array.from({ length: EACH * choices }, (_, i) => ({ ...model, id: `ffffffff-ffff-4fff-8fff-${i.toString(16).padStart(12, "0")}`, answers: { ...model.answers, s0: `a${i % choices}` } }));
  const all = [...real, ...shams];
  const population = { plan: own, survey, former: undefined, responses: all, roster };
  const [published, { withheld }] = [await releasedFrom(population, { microdata: "withheld" }), await tablesOf(population)];
  const told = posterior(published.cube, choices, MOST);
  return { sent: shams.length, surest: Math.max(...told), isCertain: told.filter((share) => share > 0).length <= 1, control: posterior(withheld, choices, 0)[truth] ?? 0 };
}

/** What each answer of the victim is worth, given the published counts: Bayes with all answers alike before. */
function posterior(cube: Cube, choices: number, most: number): number[] {
  const counts = new Map(countsIn(cube).flatMap(({ variable, value, n }) => (variable === "s0" && value !== null ? [[value, n] as const] : [])));
  const likelihood = (shown: number | undefined, n: number): number => {
    let sum = 0;
    for (let z = -most; z <= most; z++) if (shown === (n + z >= 10 ? Math.round((n + z) / 5) * 5 : undefined)) sum += most === 0 ? 1 : likelihoodOf(z);
    // A count of ten or more may be left out beside another that is.
    return shown === undefined ? Math.max(sum, 0.01) : sum;
  };
  const weights = Array.from({ length: choices }, (_, answer) => Array.from({ length: choices }, (__, c) => likelihood(counts.get(`a${c}`), EACH + Number(c === answer))).reduce((product, each) => product * each, 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (all === 0 ? 1 / choices : weight / all));
}

/** The two-sided geometric error that the release says it draws. */
const likelihoodOf = (z: number): number => (Math.abs(z) === MOST ? 1 / 384 : 2 ** -Math.abs(z) / 3);
