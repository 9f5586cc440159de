import type { Response } from "../responses/response.ts";
import type { Bundle } from "../responses/store.ts";
import { type Codebook, naColumn } from "../survey/codebook.ts";
import { askedBy } from "../survey/conditions.ts";
import { type FlatRow, flatten } from "../survey/flatten.ts";
import { conform, mergeCodebooks } from "../survey/merge.ts";
import { suppress } from "./suppress.ts";

/** A wave whose questionnaire was amended has answers to several versions: one table, and no way to tell who answered when. */

export interface Flattened {
  readonly codebook: Codebook;
  readonly rows: readonly FlatRow[];
  /** Version that each row is to, in the order of rows; not released. */
  readonly versions: readonly string[];
}

/** All answers in one table, whichever version of the questionnaire they are to. */
export function flattenAll(responses: readonly Response[], bundle: Bundle, earlier: readonly Bundle[]): Flattened {
  const bundles = [...earlier, bundle];
  const map = bundle.study?.earlier ?? {};
  const codebook = bundles.length === 1 ? bundle.codebook : mergeCodebooks(bundles.map((each) => each.codebook), map, bundle.survey);
  const readers = new Map(bundles.map((each) => [each.version, { own: each.codebook, asked: askedBy(each.codebook) }]));
  const newest = readers.get(bundle.version);
  const rows = responses.map(({ answers, version }) => {
    // Simulated answers may be to a version that was never frozen.
    const reader = readers.get(version) ?? newest;
    if (!reader) throw new Error("the newest version is among the versions");
    const row = flatten(answers, reader.own, reader.asked);
    return bundles.length === 1 ? row : conform(row, reader.own, codebook, reader === newest ? {} : map);
  });
  return { codebook, rows, versions: responses.map(({ version }) => version) };
}

/**
 * Local suppression where “not asked” may tell the version that somebody answered, and with it before or after what day:
 * every class then holds at least k rows of each version. What was asked in one version alone is left out where that
 * version, or the others together, have fewer than k rows.
 */
export function suppressVersions(codebook: Codebook, rows: readonly FlatRow[], versions: readonly string[], k: number): { codebook: Codebook; rows: readonly FlatRow[]; log: readonly { variable: string; done: string }[] } {
  const telling = codebook.variables.filter((variable) => variable.versions);
  if (telling.length === 0) return { codebook, rows: suppress(codebook, rows, k), log: [] };
  const groups = [...Map.groupBy(rows.map((row, i) => ({ row, version: versions[i] ?? "" })), ({ version }) => version).values()].map((group) => group.map(({ row }) => row));
  if (groups.every((group) => group.length >= k)) return { codebook, rows: groups.flatMap((group) => suppress(codebook, group, k)), log: [] };
  const why = `asked in some versions of the questionnaire, one of which fewer than ${k} people answered: not released`;
  const kept: Codebook = { ...codebook, notes: [...codebook.notes, ...telling.map(({ name }) => `“${name}” was ${why}`)], filters: codebook.filters.filter((name) => !telling.some((variable) => variable.name === name)), variables: codebook.variables.filter((variable) => !variable.versions), constructs: codebook.constructs.filter(({ items }) => !items.some((item) => telling.some(({ name }) => name === item))) };
  const narrow = rows.map((row) => {
    const gone = new Set(telling.flatMap((variable) => [...variable.columns.map(({ name }) => name), naColumn(variable)]));
    return Object.fromEntries(Object.entries(row).filter(([name]) => !gone.has(name)));
  });
  return { codebook: kept, rows: suppress(kept, narrow, k), log: telling.map(({ name }) => ({ variable: name, done: why })) };
}
