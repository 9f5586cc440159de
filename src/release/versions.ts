import { DONE } from "../i18n/release.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Frame } from "../survey/frame.ts";
import type { Text } from "../survey/text.ts";

/** A wave whose questionnaire was amended has answers to several versions, and “not asked” may tell the version that somebody answered, and with it before or after what day. */
export interface Versioned {
  readonly codebook: Codebook;
  readonly frame: Frame;
  /** Which version each row is to, where that shows and every class must hold k rows of each version; else undefined. */
  readonly strata: Uint8Array | undefined;
  readonly log: readonly { readonly variable: string; readonly done: Text }[];
}

/**
 * What was asked in one version alone is left out where that version, or the others together, have fewer than k rows; else
 * rows of different versions are kept apart.
 */
export function withoutTelling(codebook: Codebook, frame: Frame, versions: Uint8Array, k: number): Versioned {
  const telling = codebook.variables.filter((variable) => variable.versions);
  if (telling.length === 0) return { codebook, frame, strata: undefined, log: [] };
  const sizes = new Map<number, number>();
  for (const version of versions) sizes.set(version, (sizes.get(version) ?? 0) + 1);
  if ([...sizes.values()].every((n) => n >= k)) return { codebook, frame, strata: versions, log: [] };
  const why = DONE.oneVersion(k).en;
  const isTelling = (name: string): boolean => telling.some((variable) => variable.name === name);
  const kept: Codebook = {
    ...codebook,
    notes: [...codebook.notes, ...telling.map(({ name }) => `“${name}” was ${why}`)],
    filters: codebook.filters.filter((name) => !isTelling(name)),
    variables: codebook.variables.filter(({ name }) => !isTelling(name)),
    constructs: codebook.constructs.filter(({ items }) => !items.some(isTelling)),
  };
  return { codebook: kept, frame: { n: frame.n, series: frame.series.filter(({ variable }) => !isTelling(variable.name)) }, strata: undefined, log: telling.map(({ name }) => ({ variable: name, done: DONE.oneVersion(k) })) };
}
