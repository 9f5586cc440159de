import { UserError } from "../error.ts";
import { DONE } from "../i18n/release.ts";
import { bandsOf, coarse } from "../survey/bands.ts";
import { type Codebook, isCategorical, type Variable } from "../survey/codebook.ts";
import { emptyCells, type Frame, NO_CODE, type Series } from "../survey/frame.ts";
import type { Band, Study } from "../survey/study.ts";
import type { Text } from "../survey/text.ts";

/** Coarsens before anything is hidden: bands of numbers, values released as one, and what is never released at all. */
export interface Generalised {
  readonly codebook: Codebook;
  readonly frame: Frame;
  /** What was coarsened or left out, in words. */
  readonly log: readonly { readonly variable: string; readonly done: Text }[];
}

export function generalise(codebook: Codebook, frame: Frame, study: Study): Generalised {
  const log: { variable: string; done: Text }[] = [];
  const series = frame.series.flatMap((each): Series[] => {
    const { variable } = each;
    if (variable.role === "identifier") {
      // It says nothing even by being answered.
      log.push({ variable: variable.name, done: DONE.identifier });
      return [];
    }
    if (variable.role === "open" || ["text", "date", "file"].includes(variable.kind)) {
      log.push({ variable: variable.name, done: DONE.text });
      return [{ ...each, variable: { ...variable, columns: [], values: [] }, cells: [] }];
    }
    const [band] = bandsOf(study, variable) ?? [];
    if (band) {
      log.push({ variable: variable.name, done: DONE.banded });
      return [coarsened(each, band)];
    }
    if (variable.kind === "number" && variable.role === "quasi")
      throw new UserError(`“${variable.name}” is a number that others may know, without bands`, { where: `${codebook.survey}/study.json`, fix: `add "bands": {"${variable.name}": [0, 10, 20]}, or say in "roles" why it is ordinary` });
    if (variable.role === "quasi" && !isCategorical(variable))
      throw new UserError(`“${variable.name}” cannot be a quasi-identifier: it has no single value`, { where: `${codebook.survey}/study.json`, fix: "ask it as a single choice, or give it another role" });
    return [each];
  });
  return { codebook: { ...codebook, variables: series.map(({ variable }) => variable) }, frame: { n: frame.n, series }, log };
}

function coarsened({ variable, reasons, cells: [cells] }: Series, band: Band): Series {
  const cuts = Array.isArray(band);
  const numbers = cells?.as === "numbers" ? cells.at : undefined;
  const { kind, values, codeOf } = coarse(variable, band, (first) => numbers?.some((value) => value < first) ?? false);
  const { min, max, step, ...rest } = variable;
  const bounds = cuts ? {} : { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(step === undefined ? {} : { step }) };
  const [name = variable.name] = variable.columns.map((column) => column.name);
  const changed: Variable = { ...rest, ...bounds, kind, values, columns: [{ name, type: "VARCHAR" }] };
  const to = emptyCells(changed, reasons.length);
  if (to.as !== "codes" || !cells) throw new Error("bands have codes");
  const places = new Map(to.dictionary.map((code, i) => [code, i]));
  const placeOf = (value: number | string): number => places.get(codeOf(value)) ?? NO_CODE;
  const known = cells.as === "codes" ? cells.dictionary.map(placeOf) : [];
  for (let row = 0; row < reasons.length; row++) {
    if (reasons[row] !== 0) continue;
    const at = cells.at[row] ?? 0;
    to.at[row] = cells.as === "codes" ? (known[at] ?? NO_CODE) : placeOf(at);
  }
  return { variable: changed, reasons, cells: [to] };
}
