import { UserError } from "../error.ts";
import { DONE } from "../i18n/release.ts";
import { type Coarse, coarse } from "../survey/bands.ts";
import type { Value, Variable } from "../survey/codebook.ts";
import type { Band } from "../survey/study.ts";
import type { Text } from "../survey/text.ts";

/** One way of releasing a quasi-identifier: which released code each of its codes becomes. */
export interface Level {
  /** Released codes, and the values that are reasons for having no answer. */
  readonly values: readonly Value[];
  /** Index among the codes before -> index among the codes after. */
  readonly into: Uint16Array;
  /** Codes after. */
  readonly size: number;
  /** In words, for the log; absent where nothing changes. */
  readonly done: Text | undefined;
}

const answersOf = (values: readonly Value[]): readonly Value[] => values.filter(({ missing }) => missing === undefined);
const missingOf = (values: readonly Value[]): readonly Value[] => values.filter(({ missing }) => missing !== undefined);

/** The values as they are. */
export function finest({ values }: Variable): Level {
  const size = answersOf(values).length;
  return { values, into: Uint16Array.from({ length: size }, (_, i) => i), size, done: undefined };
}

/**
 * Hierarchy of one quasi-identifier. Where the study declares none, neighbours of an ordered one may be merged: its top, its
 * bottom, both, pairs, halves (top-coding and global recoding; Hundepool et al. 2012, 3.3). Unordered values have no
 * neighbours, so only a declared roll-up applies to them.
 * @returns the finest first
 */
export function levelsOf(variable: Variable, declared: readonly Band[] | undefined): Level[] {
  const whole = finest(variable);
  if (declared) return [whole, ...declared.map((band) => declaredLevel(variable, band))];
  if (variable.kind !== "ordinal" && variable.kind !== "rating") return [whole];
  const n = whole.size;
  const cuts = new Map<string, readonly number[]>();
  const offer = (sizes: readonly number[]): void => {
    if (sizes.length > 1 && sizes.length < n) cuts.set(sizes.join(), sizes);
  };
  for (let top = 2; top < n; top++) offer([...ones(n - top), top]);
  for (let bottom = 2; bottom < n; bottom++) offer([bottom, ...ones(n - bottom)]);
  for (let top = 2; top + 2 <= n; top++) for (let bottom = 2; bottom + top <= n; bottom++) offer([bottom, ...ones(n - top - bottom), top]);
  for (const width of [2, 3]) offer([...Array.from({ length: Math.floor(n / width) }, () => width), ...(n % width === 0 ? [] : [n % width])]);
  return [whole, ...[...cuts.values()].map((sizes) => merged(variable, sizes))];
}

const ones = (n: number): number[] => Array.from({ length: n }, () => 1);

/** Neighbours become one value each: so many of the first, so many of the next … */
function merged({ values }: Variable, sizes: readonly number[]): Level {
  const answers = answersOf(values);
  const into = new Uint16Array(answers.length);
  let at = 0;
  const after = sizes.map((size, to): Value => {
    const members = answers.slice(at, at + size);
    into.fill(to, at, at + size);
    at += size;
    const [first] = members;
    if (members.length === 1 && first) return { ...first, score: to + 1 };
    return { code: members.map(({ code }) => code).join("_"), label: labelOf(members.map(({ label }) => label)), score: to + 1 };
  });
  return { values: [...after, ...missingOf(values)], into, size: sizes.length, done: DONE.merged(after.map(({ label }) => label)) };
}

/** Two values are named both; of a longer run the first and the last. */
function labelOf(labels: readonly Text[]): Text {
  const [first, last] = [labels[0], labels.at(-1)];
  if (!first || !last) throw new Error("values are merged from some");
  return labels.length === 2 ? { "zh-cn": `${first["zh-cn"]}或${last["zh-cn"]}`, en: `${first.en} or ${last.en}` } : { "zh-cn": `从“${first["zh-cn"]}”到“${last["zh-cn"]}”`, en: `from “${first.en}” to “${last.en}”` };
}

/** @throws UserError where a number's coarser band cuts through a finer one */
function declaredLevel(variable: Variable, band: Band): Level {
  const answers = answersOf(variable.values);
  const made = Array.isArray(band) ? recut(variable, band) : coarse(variable, band, () => false);
  const after = answersOf(made.values);
  const into = Uint16Array.from(answers, ({ code }) => Math.max(0, after.findIndex((value) => value.code === made.codeOf(code))));
  return { values: [...after, ...missingOf(variable.values)], into, size: after.length, done: DONE.rolledUp(after.map(({ label }) => label)) };
}

/** Bands out of bands: each goes where its lower edge lies. */
function recut(variable: Variable, edges: readonly number[]): Pick<Coarse, "values" | "codeOf"> {
  const finer = answersOf(variable.values).map(({ code, edge }) => ({ code, edge }));
  const stray = edges.find((edge) => !finer.some((value) => value.edge === edge));
  if (stray !== undefined) throw new UserError(`the coarser bands of “${variable.name}” begin at ${stray}, where no finer one does`, { where: "study.json bands", fix: "each level joins whole bands of the level before it" });
  const { values, codeOf } = coarse({ ...variable, kind: "number" }, [...edges], () => finer.some(({ edge }) => edge === undefined));
  return { values, codeOf: (code) => codeOf(finer.find((value) => value.code === code)?.edge ?? Number.NEGATIVE_INFINITY) };
}
