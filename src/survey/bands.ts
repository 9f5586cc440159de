import type { Value, Variable } from "./codebook.ts";
import type { Band, Study } from "./study.ts";

/** What values become when they are released in bands or groups. */
export interface Coarse {
  readonly kind: Variable["kind"];
  readonly values: readonly Value[];
  /** @param value a number, or the code of a choice */
  readonly codeOf: (value: number | string) => string;
}

const saidOf = (study: Study, { name, path, question }: Variable): Study["bands"][string] | undefined => study.bands[name] ?? study.bands[path.join("__")] ?? study.bands[question];

/** Whether the study itself says what may be merged; if not, neighbours of ordered values may. */
export function isHierarchy(study: Study, variable: Variable): boolean {
  const said = saidOf(study, variable);
  return said !== undefined && "levels" in said;
}

/** The bands that the study declares for a variable: always released so, and what may be made of them if that is too fine. */
export function bandsOf(study: Study, variable: Variable): readonly Band[] | undefined {
  const said = saidOf(study, variable);
  return said === undefined ? undefined : "levels" in said ? said.levels : [said];
}

export const bandOf = (study: Study, variable: Variable): Band | undefined => bandsOf(study, variable)?.[0];

/** @param below whether a number under the first edge can occur; asked only where the question does not say */
export const coarse = (variable: Variable, band: Band, below: (first: number) => boolean): Coarse => (Array.isArray(band) ? cut(variable, band, below) : merge(variable, band));

function cut(variable: Variable, edges: readonly number[], occursBelow: (first: number) => boolean): Coarse {
  const sorted = [...edges].sort((a, b) => a - b);
  const first = sorted[0] ?? 0;
  const values: Value[] = sorted.map((edge, i) => {
    const next = sorted[i + 1];
    return {
      code: `b${i + 1}`,
      score: i + 1,
      edge,
      label: next === undefined ? { "zh-cn": `${edge} 及以上`, en: `${edge} or more` } : { "zh-cn": `${edge} 至不足 ${next}`, en: `${edge} to under ${next}` },
    };
  });
  // Listed wherever the question allows it: listed only where it occurs, the codebook would say that it does.
  const below = variable.min === undefined ? first > 0 || occursBelow(first) : variable.min < first;
  return {
    kind: "ordinal",
    values: below ? [{ code: `lt${first}`, score: 0, label: { "zh-cn": `不足 ${first}`, en: `Under ${first}` } }, ...values] : values,
    codeOf: (value) => (Number(value) < first ? `lt${first}` : `b${sorted.filter((edge) => edge <= Number(value)).length}`),
  };
}

function merge(variable: Variable, { groups }: Extract<Band, { groups: unknown }>): Coarse {
  const into = new Map(groups.flatMap((group) => group.values.map((code) => [code, group.code] as const)));
  const left = variable.values.filter((value) => !value.missing && !into.has(value.code));
  const values: Value[] = [...groups.map((group, i) => ({ code: group.code, label: group.label, score: i + 1 })), ...left];
  return { kind: variable.kind === "single" ? "single" : "ordinal", values: [...values, ...variable.values.filter((value) => value.missing)], codeOf: (value) => into.get(String(value)) ?? String(value) };
}
