import type { FilterSaid } from "../i18n/results.ts";

/** Height of a printed A4 page inside its margins, in px of 1/96 inch; components/results-print.css has the same. */
const PAGE = ((297 - 24) / 25.4) * 96;
const PAGES = 2;
const COLUMNS = 2;

/** Two pages for the meeting: the first figures, as many as fit; the rest is named with its address. */
export function preparePrint(said: FilterSaid): void {
  const places = [...document.querySelectorAll<HTMLElement>("[data-figure]")];
  const rest = document.getElementById("print-rest");
  const head = document.getElementById("print-head");
  document.getElementById("print")?.addEventListener("click", () => print());
  addEventListener("beforeprint", () => {
    const root = document.documentElement;
    root.classList.add("measuring");
    // The sentences are about everybody: beside a narrower view they would mislead.
    head?.toggleAttribute("data-narrowed", location.search !== "");
    const [first, more] = [head, document.getElementById("print-more")].map((each) => each?.getBoundingClientRect().height ?? 0);
    // What would break over two pages is left out.
    const isFull = (first ?? 0) + (more ?? 0) > PAGE - FOOT;
    head?.toggleAttribute("data-full", isFull);
    const above = (first ?? 0) + (isFull ? 0 : (more ?? 0));
    const heights = places.map((place) => place.getBoundingClientRect().height + GAP);
    root.classList.remove("measuring");
    const shown = fitting(heights, PAGE - above - FOOT, PAGE - FOOT);
    places.forEach((place, i) => place.toggleAttribute("data-later", i >= shown));
    if (rest) {
      rest.hidden = shown >= places.length;
      rest.textContent = `${said.rest.replace("{n}", String(places.length - shown))} ${location.href}`;
    }
  });
}

/** Between figures, and what is left for rounding and for the line that names the rest, in px. */
const GAP = 14;
const FOOT = 48;

/** How many blocks in a row fit into the columns of both pages, none of them broken. */
export function fitting(heights: readonly number[], first: number, other: number): number {
  const columns = Array.from({ length: PAGES * COLUMNS }, (_, i) => (i < COLUMNS ? first : other));
  let at = 0;
  let used = 0;
  for (const [i, height] of heights.entries()) {
    while (at < columns.length && used + height > (columns[at] ?? 0)) [at, used] = [at + 1, 0];
    if (at === columns.length) return i;
    used += height;
  }
  return heights.length;
}
