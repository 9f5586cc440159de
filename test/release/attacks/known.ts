import { coarse } from "../../../src/survey/bands.ts";
import type { Band } from "../../../src/survey/study.ts";
import { variableOf, type Codebook, type Variable } from "../../../src/survey/codebook.ts";
import type { Person, Population } from "./population.ts";
import type { Row } from "./published.ts";

/** What an employer who knows every trait of everybody can tell from one released row. */

export const NA = "__na";

/** Released values of all traits, hidden being a value of its own. */
export const classOf = (names: readonly string[]) => (row: Row): string => names.map((name) => `${row[name] ?? `?${row[name + NA]}`}`).join("|");

export const traitNames = ({ plan }: Population): string[] => plan.traits.map(({ name }) => name);

/** Whether each question that is asked of some only was asked: that alone tells something. */
export function askedOf({ plan, former }: Population): (row: Row) => string {
  const names = [...plan.sensitive.filter(({ on }) => on).map(({ name }) => name), ...(plan.detailOn ? ["detail"] : []), ...(former ? ["later"] : [])];
  return (row) => names.map((name) => (row[name + NA] === "hidden" || row[name + NA] === undefined ? "h" : row[name + NA] === "not_asked" ? "0" : "1")).join("");
}

/** Whether a row may be this person's, by traits alone. */
export function mayBe(population: Population, codebook: Codebook): (row: Row, person: Person) => boolean {
  const columns = population.plan.traits.map(({ name, band }) => ({ name, holds: holds(variableOf(codebook, name), band) }));
  return (row, { traits }) => columns.every(({ name, holds }) => row[name + NA] !== null || holds(String(row[name]), traits[name] ?? ""));
}

/** Whether a released value was made of a true one. */
function holds(variable: Variable, band: unknown): (released: string, truth: string | number) => boolean {
  const first = firstBand(band);
  const memo = new Map<string, boolean>();
  const test = (released: string, truth: string | number): boolean => {
    if (typeof truth === "number") {
      // A coarser band says where it begins; neighbours that were merged are named one after the other.
      const edges = variable.values.flatMap(({ code, edge }) => (edge === undefined ? [] : [{ code, edge }])).sort((a, b) => a.edge - b.edge);
      const below = edges.filter(({ edge }) => edge <= truth).at(-1);
      const merged = first && Array.isArray(first) ? coarse({ ...variable, kind: "number" }, first, () => false).codeOf(truth) : "";
      return edges.length === variable.values.filter(({ missing }) => !missing).length ? below?.code === released : released.split("_").includes(merged);
    }
    const code = first && !Array.isArray(first) ? coarse(variable, first, () => false).codeOf(truth) : truth;
    return released.split("_").includes(code);
  };
  return (released, truth) => {
    const key = `${released} ${truth}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const found = test(released, truth);
    memo.set(key, found);
    return found;
  };
}

function firstBand(band: unknown): Band | undefined {
  if (Array.isArray(band)) return band.map(Number);
  const levels: unknown = typeof band === "object" && band !== null && "levels" in band ? band.levels : undefined;
  const [first]: unknown[] = Array.isArray(levels) ? levels : [];
  if (Array.isArray(first)) return first.map(Number);
  return isGroups(first) ? first : undefined;
}

const isGroups = (value: unknown): value is Extract<Band, { groups: unknown }> => typeof value === "object" && value !== null && "groups" in value;
