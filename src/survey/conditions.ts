import { ConditionRunner } from "survey-core";
import type { Codebook } from "./codebook.ts";

export type Answers = Readonly<Record<string, unknown>>;

/** Says of each variable, by its place in the codebook, whether it was asked given the answers. */
export type Asked = (answers: Answers) => (index: number) => boolean;

/** Compiles every condition of a codebook once; each distinct condition runs at most once per response. */
export function askedBy(codebook: Codebook): Asked {
  const distinct = [...new Set(codebook.variables.flatMap(({ condition }) => condition ?? []))];
  const runners = distinct.map((condition) => new ConditionRunner(condition));
  const which = codebook.variables.map(({ condition }) => (condition === undefined ? -1 : distinct.indexOf(condition)));
  return (answers) => {
    const results: (boolean | undefined)[] = [];
    return (index) => {
      const at = which[index] ?? -1;
      if (at < 0) return true;
      return (results[at] ??= runners[at]?.runValues({ ...answers }) ?? true);
    };
  };
}
