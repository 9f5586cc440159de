import { assemble, type Survey } from "../../../src/survey/load.ts";
import { normal, randomFrom } from "../../../src/survey/random.ts";
import { readStudy, type Study } from "../../../src/survey/study.ts";
import type { RosterRecord } from "../../../src/responses/store.ts";
import type { Response } from "../../../src/responses/response.ts";
import { definitionOf, type Plan, planOf, type Trait } from "./plan.ts";

/** People of one made-up organisation who answer one made-up survey, and what the employer knows of them. */
export interface Population {
  readonly seed: number;
  readonly plan: Plan;
  readonly survey: Survey;
  /** The version that was asked before the wave was amended. */
  readonly former: Survey | undefined;
  readonly people: readonly Person[];
  readonly responses: readonly Response[];
  readonly roster: RosterRecord | undefined;
}

export interface Person {
  /** What the employer knows: every quasi-identifier as finely as it can be told. */
  readonly traits: Readonly<Record<string, string | number>>;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly isEarly: boolean;
}

const both = (text: string) => ({ "zh-cn": text, en: text });
const ITEMS = ["sponsor", "conductor", "population", "frame", "sample", "recruitment", "mode", "questions", "weighting", "processing", "limitations"];

export function populationOf(seed: number, smallest = 30, largest = 5000): Population {
  const random = randomFrom(seed * 7919 + 1);
  const n = Math.round(smallest * (largest / smallest) ** random());
  const plan = planOf(random, n);
  const survey = surveyOf(plan, true);
  const former = plan.isAmended ? surveyOf(plan, false) : undefined;
  const early = former ? 0.05 + 0.4 * random() : 0;
  const people = Array.from({ length: n }, () => personOf(plan, random, early));
  const responses = people.map((person, i): Response => ({ id: idOf(random, i), survey: "attacked", version: (person.isEarly ? former : undefined)?.version ?? survey.version, wave: "w", language: "en", seconds: 30 * Math.round(4 + 8 * random()), answers: person.answers }));
  // In the order of their random ids, as the store hands them out.
  const order = responses.map((_, i) => i).sort((a, b) => ((responses[a]?.id ?? "") < (responses[b]?.id ?? "") ? -1 : 1));
  const sorted = <T>(all: readonly T[]): T[] => order.flatMap((i) => all[i] ?? []);
  return { seed, plan, survey, former, people: sorted(people), responses: sorted(responses), roster: rosterOf(plan, people, random) };
}

export const surveyOf = (plan: Plan, isNew: boolean): Survey => assemble("attacked", definitionOf(plan, isNew), studyOf(plan, isNew), "survey.json");

function studyOf({ traits, margins, sensitive, constructItems, k, detailOn, isAmended }: Plan, isNew: boolean): Study {
  const ordinary = ["mood", ...(detailOn ? ["detail"] : []), ...(isAmended && isNew ? ["later"] : [])];
  const roles = Object.fromEntries([
    ...traits.map(({ name }) => [name, "quasi"]),
    ...sensitive.map(({ name }) => [name, "sensitive"]),
    ...ordinary.map((name) => [name, { role: "ordinary", why: both("made up") }]),
    ["comment", "open"],
  ]);
  const bands = Object.fromEntries(traits.flatMap(({ name, band }) => (band === undefined ? [] : [[name, band]])));
  return readStudy(
    {
      title: both("attacked"), about: Object.fromEntries(ITEMS.map((item) => [item, both("a test")])),
      waves: [{ id: "w", admission: "invited" }], protect: { k }, roles, bands,
      ordinal: traits.flatMap(({ name, kind }) => (kind === "ordered" ? [name] : [])),
      filters: traits.slice(0, 3).map(({ name }) => name),
      margins: Object.fromEntries(margins.map((name) => [name, "roster"])),
      constructs: constructItems.length < 2 ? [] : [{ id: "scale", title: both("scale"), items: [...constructItems], reversed: constructItems.slice(0, 1), favourable: "high" }],
    },
    "study.json",
  );
}

/** Somebody whose traits and answers lean the same way. */
function personOf(plan: Plan, random: () => number, early: number): Person {
  const z = normal(random);
  const lean = (by: number): number => by * z + Math.sqrt(1 - by * by) * normal(random);
  const traits = Object.fromEntries(plan.traits.map((trait) => [trait.name, drawn(trait, lean(plan.correlation))]));
  const isEarly = random() < early;
  const skips = (share: number): boolean => random() < share;
  const answers: Record<string, unknown> = {};
  for (const { name } of plan.traits) if (!skips(0.02)) answers[name] = traits[name];
  const isAsked = (on: Plan["detailOn"]): boolean => on === undefined || (answers[on.trait] !== undefined && on.holds(answers[on.trait]));
  for (const question of plan.sensitive) {
    if (!isAsked(question.on) || skips(0.05)) continue;
    const at = place(lean(plan.correlation), question.shares);
    if (question.kind === "number") answers[question.name] = at;
    else if (question.kind === "single") answers[question.name] = `a${at}`;
    else answers[question.name] = question.shares.flatMap((share, i) => (i === at || random() < share * 0.7 ? [`a${i}`] : []));
  }
  if (!skips(0.04)) answers["mood"] = `m${place(lean(0.2), [0.5, 0.3, 0.2])}`;
  if (plan.detailOn && isAsked(plan.detailOn) && !skips(0.05)) answers["detail"] = `d${place(lean(0.1), [0.6, 0.4])}`;
  for (const item of plan.constructItems) if (!skips(0.04)) answers[item] = 1 + place(lean(0.6), [0.1, 0.2, 0.3, 0.25, 0.15]);
  if (plan.hasRanking && !skips(0.1)) answers["order"] = random() < 0.6 ? ["r0", "r1", "r2"] : random() < 0.5 ? ["r1", "r0", "r2"] : ["r2", "r1", "r0"];
  if (skips(0.2)) answers["comment"] = "words";
  if (plan.isAmended && !isEarly) answers["later"] = `m${place(lean(0.1), [0.5, 0.5])}`;
  return { traits, answers, isEarly };
}

const drawn = (trait: Trait, z: number): string | number => (trait.kind === "number" ? Math.min(40, Math.max(0, Math.round(12 + 9 * z))) : `v${place(z, trait.shares)}`);

/** Where a standard normal deviate falls among shares of a whole. */
function place(z: number, shares: readonly number[]): number {
  const p = 1 / (1 + Math.exp(-1.702 * z));
  const sum = shares.reduce((all, share) => all + share, 0);
  let [below, at] = [0, 0];
  for (const [i, share] of shares.entries()) {
    if (p >= below / sum) at = i;
    below += share;
  }
  return at;
}

/** Some of those who were invited did not answer, and more of one kind than of the other. */
function rosterOf({ margins }: Plan, people: readonly Person[], random: () => number): RosterRecord | undefined {
  if (margins.length === 0) return undefined;
  const lost = people.filter((_, i) => i % 3 === 0);
  const all = [...people, ...lost.filter(() => random() < 0.6)];
  const count = (name: string): Record<string, number> => Object.fromEntries([...Map.groupBy(all, ({ traits }) => String(traits[name]))].map(([code, those]) => [code, those.length]));
  return { n: all.length, least: 5, margins: Object.fromEntries(margins.map((name) => [name, count(name)])) };
}

function idOf(random: () => number, i: number): string {
  const hex = (digits: number): string => Math.floor(random() * 16 ** digits).toString(16).padStart(digits, "0");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(6)}${i.toString(16).padStart(6, "0")}`;
}
