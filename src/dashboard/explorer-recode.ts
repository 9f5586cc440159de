import { EXPLORER } from "../i18n/explorer.ts";
import { banded, choice, type Derived, merged, type MergedGroup } from "../query/derive.ts";
import { answerValues, type Codebook, type Variable } from "../survey/codebook.ts";
import type { Text } from "../survey/text.ts";

/** How a person merged or cut a variable, and every choice that can stand alone: the variables that the page has beside those that were asked. */

const both = (of: (words: (typeof EXPLORER)["en"]) => string): Text => ({ "zh-cn": of(EXPLORER["zh-cn"]), en: of(EXPLORER.en) });

const MARKS = "%|:,";
const escaped = (text: string): string => text.replace(/[%|:,]/g, (mark) => `%${MARKS.indexOf(mark)}`);
const unescaped = (text: string): string => text.replace(/%([0-3])/g, (_, place: string) => MARKS[Number(place)] ?? "");

/** `LABEL:CODE,CODE|LABEL:CODE`. Groups without a value are left out. */
export const writeGroups = (groups: readonly MergedGroup[]): string => groups.filter(({ codes }) => codes.length > 0).map(({ label, codes }) => `${escaped(label)}:${codes.map(escaped).join(",")}`).join("|");

export function readGroups(spec: string): MergedGroup[] {
  return spec.split("|").flatMap((part) => {
    const [label = "", codes = ""] = part.split(":");
    return codes === "" ? [] : [{ label: unescaped(label), codes: codes.split(",").map(unescaped) }];
  });
}

/** Numbers in a text, whatever parts them, rising and each once: `2, 4 ，6`. */
export const readEdges = (spec: string): number[] => [...new Set(spec.split(/[\s,，、;；]+/).filter(Boolean).map(Number).filter(Number.isFinite))].sort((a, b) => a - b);

export const canCut = (variable: Variable): boolean => variable.kind === "number" && variable.columns.length === 1;
export const canMerge = (variable: Variable): boolean => variable.kind !== "number" && variable.columns.length === 1 && answerValues(variable).length > 2;

/** Nothing where the codebook lacks the variable or nothing is merged: a link may be of another survey. */
export function recodeOf(codebook: Codebook, name: string, spec: string): Derived | undefined {
  const variable = codebook.variables.find((each) => each.name === name);
  if (!variable) return undefined;
  const note = both((words) => words.recode.note);
  if (canCut(variable)) {
    const edges = readEdges(spec);
    return edges.length === 0 ? undefined : banded(variable, edges, note);
  }
  const known = new Set(answerValues(variable).map(({ code }) => code));
  const groups = readGroups(spec).map((group) => ({ ...group, codes: group.codes.filter((code) => known.has(code)) })).filter(({ codes }) => codes.length > 0);
  return canMerge(variable) && groups.length > 0 ? merged(variable, groups, note) : undefined;
}

/** Each choice of every question of several. */
export const choicesOfAll = (codebook: Codebook): Derived[] =>
  codebook.variables.filter(({ kind }) => kind === "multiple" || kind === "ranking").flatMap((variable) => variable.columns.map((column) => choice(variable, column, { yes: both(({ recode }) => recode.yes), no: both(({ recode }) => recode.no), position: (place) => both(({ recode }) => recode.position(place)) })));

/** All variables beside the asked ones, in the order of their sources. */
export function derivedOf(codebook: Codebook, recode: Readonly<Record<string, string>>): Derived[] {
  return [...Object.entries(recode).flatMap(([name, spec]) => recodeOf(codebook, name, spec) ?? []), ...choicesOfAll(codebook)];
}

/** Those that a question to the database needs. */
export const needed = (derived: readonly Derived[], names: readonly (string | undefined)[]): Derived[] => derived.filter(({ variable }) => names.includes(variable.name));

