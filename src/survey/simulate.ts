import { answerValues, type Codebook, isCategorical, isCount, isRangeEnd, type Value, type Variable } from "./codebook.ts";
import { askedBy } from "./conditions.ts";
import { at } from "./flatten.ts";
import { put, wrapped } from "./put.ts";
import { lean, normal, randomFrom } from "./random.ts";
import type { Survey } from "./load.ts";
import type { Locale } from "./text.ts";

/** A made-up answer sheet in the form in which real ones are stored. */
export interface Simulated {
  readonly id: string;
  readonly survey: string;
  readonly version: string;
  readonly wave: string;
  readonly language: Locale;
  readonly seconds: number;
  readonly answers: Record<string, unknown>;
}

/** Share of questions that a person skips, and that he answers with "don't know" where he can. */
const SKIPPED = 0.02;
const UNSURE = 0.05;

/**
 * Walks the questionnaire's own logic n times and answers plausibly: each person has one leaning per construct, so items
 * hang together (loading about 0.75, reversed ones turned), and groups of the people asked lean differently.
 * Equal seeds give equal answers.
 */
export function simulate(survey: Survey, { n, seed, wave }: { n: number; seed: number; wave: string }): Simulated[] {
  const random = randomFrom(seed);
  const asked = askedBy(survey.codebook);
  return Array.from({ length: n }, () => ({
    id: uuid(random),
    survey: survey.id,
    version: survey.version,
    wave,
    language: random() < 0.93 ? ("zh-cn" as const) : ("en" as const),
    seconds: 30 * Math.round(2 + 10 * random()),
    answers: answerAll(survey.codebook, asked, random),
  }));
}

function answerAll(codebook: Codebook, asked: ReturnType<typeof askedBy>, random: () => number): Record<string, unknown> {
  const answers: Record<string, unknown> = {};
  const group = whoIsAsked(codebook, random);
  const leanings = new Map<string, number>();
  const leaning = (key: string): number => {
    const known = leanings.get(key);
    if (known !== undefined) return known;
    const shift = [...group].reduce((sum, [name, code]) => sum + 0.45 * lean(`${key} ${name} ${code}`), 0);
    const drawn = shift + normal(random);
    leanings.set(key, drawn);
    return drawn;
  };
  codebook.variables.forEach((variable, index) => {
    // Words beside a choice say something only where it was chosen.
    if (variable.listed || variable.path.some((key) => /^\[[^\]]*=/.test(key))) return;
    const range = isRangeEnd(variable);
    const isSecondEnd = range && variable.path.at(-1) === "1";
    if (!asked(answers)(index) || (isSecondEnd ? at(answers, variable.path.slice(0, -1)) === undefined : variable.role !== "quasi" && random() < SKIPPED)) return;
    const fixed = group.get(variable.name);
    const answer = isCount(variable) ? at(answers, variable.path) ?? entriesFor(variable, random) : fixed === undefined ? answerOne(codebook, variable, leaning, random) : rawOf(variable.values.find((value) => value.code === fixed));
    if (answer === undefined) return;
    const pair = variable.path.slice(0, -1);
    // The two ends of a range stand in an array, the lower one first.
    if (range) put(answers, pair, [at(answers, pair) ?? [], answer].flat().sort((a, b) => Number(a) - Number(b)));
    else put(answers, variable.path, wrapped(variable, answer));
  });
  return answers;
}

/** Entries of a repeated question that a person makes; what they say follows. */
function entriesFor({ max = 0 }: Variable, random: () => number): Record<string, unknown>[] | undefined {
  const n = Math.min(max, Math.floor(random() * 4));
  return n === 0 ? undefined : Array.from({ length: n }, () => ({}));
}

/** The quasi-identifiers are drawn first: everything else may depend on them. */
function whoIsAsked(codebook: Codebook, random: () => number): Map<string, string> {
  const group = new Map<string, string>();
  for (const variable of codebook.variables) {
    if (variable.role !== "quasi" || !isCategorical(variable)) continue;
    const values = answerValues(variable);
    const chosen = pick(values, values.map((value) => 1 + 0.5 * lean(`${variable.name} ${value.code}`)), random);
    if (chosen) group.set(variable.name, chosen.code);
  }
  return group;
}

function answerOne(codebook: Codebook, variable: Variable, leaning: (key: string) => number, random: () => number): unknown {
  const unsure = variable.values.filter((value) => value.missing);
  if (unsure.length > 0 && random() < UNSURE) return severally(variable, rawOf(unsure[Math.floor(random() * unsure.length)]));
  const construct = codebook.constructs.find((each) => each.items.includes(variable.name));
  const sign = construct?.reversed.includes(variable.name) ? -1 : 1;
  const pull = (weight: number): number => weight * sign * leaning(construct?.id ?? variable.battery?.name ?? variable.name) + Math.sqrt(1 - weight * weight) * normal(random) + 0.35 * lean(variable.name);
  const values = answerValues(variable);
  switch (variable.kind) {
    case "single":
    case "boolean":
      return rawOf(pick(values, values.map((value) => 0.35 + Math.exp(0.9 * lean(`${variable.name} ${value.code}`))), random));
    case "ordinal":
    case "rating":
      return rawOf(values[stepOf(pull(construct ? 0.75 : 0.5), values.length)]);
    case "number":
      return values.length > 0 ? rawOf(values[stepOf(pull(0.4) - 0.4, values.length)]) : numberIn(variable, pull(0.4));
    case "multiple":
      return someOf(values, (value) => 1 / (1 + Math.exp(1 - 1.4 * lean(`${variable.name} ${value.code}`) - 0.5 * normal(random))), random);
    case "ranking":
      return [...values].map((value) => ({ value, at: 1.2 * lean(`${variable.name} ${value.code}`) + normal(random) })).sort((a, b) => b.at - a.at).map(({ value }) => rawOf(value));
    case "text":
      return random() < 0.25 ? "（模拟的文字回答 · simulated text）".slice(0, variable.length ?? 40) : undefined;
    default:
      return undefined;
  }
}

/** Cuts a normal deviate into `count` steps of which the middle ones are the likeliest. */
const stepOf = (deviate: number, count: number): number => Math.min(count - 1, Math.max(0, Math.round((count - 1) * (0.5 + deviate * 0.24))));

function numberIn({ min = 0, max = 100, step = 1 }: Variable, deviate: number): number {
  const at = Math.min(max, Math.max(min, (min + max) / 2 + (deviate * (max - min)) / 6));
  return Number((Math.round((at - min) / step) * step + min).toFixed(6));
}

function someOf(values: readonly Value[], chance: (value: Value) => number, random: () => number): unknown[] | undefined {
  const chosen = values.filter((value) => value.code !== "none" && random() < chance(value));
  if (chosen.length > 0) return chosen.map(rawOf);
  const none = values.find((value) => value.code === "none");
  return none ? [rawOf(none)] : undefined;
}

const severally = (variable: Variable, raw: unknown): unknown => (variable.kind === "multiple" || variable.kind === "ranking" ? [raw] : raw);

const rawOf = (value: Value | undefined): unknown => value?.raw ?? value?.code;

function pick(values: readonly Value[], weights: readonly number[], random: () => number): Value | undefined {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  return values.find((_, i) => (left -= weights[i] ?? 0) < 0) ?? values.at(-1);
}

function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, (_, i) => (i === 12 ? 4 : i === 16 ? 8 + Math.floor(random() * 4) : Math.floor(random() * 16)).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
