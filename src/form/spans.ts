import type { DayWords } from "../i18n/day.ts";

/** From this many on, times one after the other are read as a span from the first to the last. */
const SPAN = 3;

/**
 * What is painted, in words: 出门前、中午～下班后.
 *
 * @param names what the times of the day are called, in order
 * @param painted whether each of them is painted
 */
export function inWords(names: readonly string[], painted: readonly boolean[], words: DayWords): string {
  if (names.length >= SPAN && names.every((_, at) => painted[at])) return words.wholeDay;
  const said: string[] = [];
  for (let from = 0; from < names.length; from++) {
    if (!painted[from]) continue;
    let to = from;
    while (painted[to + 1]) to++;
    said.push(...(to - from + 1 < SPAN ? names.slice(from, to + 1) : [`${names[from] ?? ""}${words.between}${names[to] ?? ""}`]));
    from = to;
  }
  return said.join(words.comma);
}
