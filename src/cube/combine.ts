import { type Codebook, MISSING } from "../survey/codebook.ts";
import { categoryAt, codeCount, groupRows } from "../survey/grouping.ts";
import { type Frame, type Series, seriesOf } from "../survey/frame.ts";

/** How many combinations of the declared filters occur. */
export const combinationsOf = ({ filters }: Codebook, frame: Frame): number => combine(filters.map((name) => seriesOf(frame, name)), frame.n).combinations.length;

/** Combinations of filters that occur: an index for each row, and the categories that occur of each filter. */
export function combine(filters: readonly Series[], n: number): { readonly of: Uint32Array; readonly combinations: number[][]; readonly categories: string[][] } {
  const width = filters.map(codeCount);
  const { of, first } = groupRows({ n }, filters);
  const found = first.map((row) => filters.map((filter) => categoryAt(filter, row)));
  const occurring = filters.map((_, f) => [...new Set(found.map((combination) => combination[f] ?? 0))].sort((a, b) => a - b));
  const names = occurring.map((places, f) => places.map((place) => (place < (width[f] ?? 0) ? dictionaryOf(filters[f])[place] ?? "" : `?${MISSING[place - (width[f] ?? 0)] ?? ""}`)));
  const dense = found.map((combination) => combination.map((place, f) => occurring[f]?.indexOf(place) ?? 0));
  const sorted = [...dense].sort((a, b) => a.map((place, f) => place - (b[f] ?? 0)).find((difference) => difference !== 0) ?? 0);
  const places = new Map(sorted.map((combination, i) => [combination.join(), i]));
  const moved = Uint32Array.from(dense, (combination) => places.get(combination.join()) ?? 0);
  return { of: of.map((group) => moved[group] ?? 0), combinations: sorted, categories: names };
}

const dictionaryOf = (series: Series | undefined): readonly string[] => (series?.cells[0]?.as === "codes" ? series.cells[0].dictionary : []);
