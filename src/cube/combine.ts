import { type Codebook, MISSING } from "../survey/codebook.ts";
import { type Frame, type Series, seriesOf } from "../survey/frame.ts";

/** How many combinations of the declared filters occur. */
export const combinationsOf = ({ filters }: Codebook, frame: Frame): number => combine(filters.map((name) => seriesOf(frame, name)), frame.n).combinations.length;

/** Combinations of filters that occur: an index for each row, and the categories that occur of each filter. */
export function combine(filters: readonly Series[], n: number): { readonly of: Uint32Array; readonly combinations: number[][]; readonly categories: string[][] } {
  const width = filters.map(({ cells: [cells] }) => (cells?.as === "codes" ? cells.dictionary.length : 0));
  const categoryIn = (f: number, row: number): number => {
    const series = filters[f];
    const reason = series?.reasons[row] ?? 0;
    return reason === 0 ? (series?.cells[0]?.at[row] ?? 0) : (width[f] ?? 0) + reason - 1;
  };
  const keys = new Map<string, number>();
  const found: number[][] = [];
  let of = new Uint32Array(n);
  for (let f = 0; f < filters.length; f++) {
    const step = (width[f] ?? 0) + MISSING.length;
    const ids = new Map<number, number>();
    const next = new Uint32Array(n);
    for (let row = 0; row < n; row++) {
      const key = (of[row] ?? 0) * step + categoryIn(f, row);
      let id = ids.get(key);
      if (id === undefined) ids.set(key, (id = ids.size));
      next[row] = id;
    }
    of = next;
  }
  const firsts = new Map<number, number>();
  for (let row = 0; row < n; row++) if (!firsts.has(of[row] ?? 0)) firsts.set(of[row] ?? 0, row);
  for (const row of firsts.values()) found.push(filters.map((_, f) => categoryIn(f, row)));
  const occurring = filters.map((_, f) => [...new Set(found.map((combination) => combination[f] ?? 0))].sort((a, b) => a - b));
  const names = occurring.map((places, f) => places.map((place) => (place < (width[f] ?? 0) ? dictionaryOf(filters[f])[place] ?? "" : `?${MISSING[place - (width[f] ?? 0)] ?? ""}`)));
  const dense = found.map((combination) => combination.map((place, f) => occurring[f]?.indexOf(place) ?? 0));
  const sorted = [...dense].sort((a, b) => a.map((place, f) => place - (b[f] ?? 0)).find((difference) => difference !== 0) ?? 0);
  sorted.forEach((combination, i) => keys.set(combination.join(), i));
  const ids = [...firsts.keys()];
  const moved = new Uint32Array(firsts.size);
  ids.forEach((id, i) => (moved[id] = keys.get(dense[i]?.join() ?? "") ?? 0));
  for (let row = 0; row < n; row++) of[row] = moved[of[row] ?? 0] ?? 0;
  return { of, combinations: sorted, categories: names };
}

const dictionaryOf = (series: Series | undefined): readonly string[] => (series?.cells[0]?.as === "codes" ? series.cells[0].dictionary : []);
