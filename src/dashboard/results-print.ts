import type { FilterSaid } from "../i18n/results.ts";

/** Height of a printed A4 page inside its margins, in px of 1/96 inch; components/results-print.css has the same. */
const PAGE = ((297 - 24) / 25.4) * 96;
const PAGES = 2;
const COLUMNS = 2;

/** Two pages for the meeting: figures from the first on, as many as fit; of the rest it is said how many there are, and where. */
export function preparePrint(said: FilterSaid): void {
  const board = document.querySelector<HTMLElement>("main > .figures");
  const places = [...(board?.querySelectorAll<HTMLElement>(":scope > [data-figure]") ?? [])];
  const rest = document.getElementById("print-rest");
  const head = document.getElementById("print-head");
  let focused: Element | null = null;
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
    const shown = fitting(heights, PAGE - above - FOOT, PAGE - FOOT, true);
    places.forEach((place, i) => place.toggleAttribute("data-later", !shown.includes(i)));
    focused = document.activeElement;
    board?.prepend(...shown.flatMap((i) => places[i] ?? []));
    if (rest) {
      rest.hidden = shown.length >= places.length;
      rest.textContent = `${said.rest.replace("{n}", String(places.length - shown.length))} ${location.href}`;
    }
  });
  addEventListener("afterprint", () => {
    board?.append(...places);
    // What is moved loses the focus.
    if (focused instanceof HTMLElement && board?.contains(focused)) focused.focus({ preventScroll: true });
  });
}

/** Between figures, and what is left for rounding and for the line that names the rest, in px. */
const GAP = 14;
const FOOT = 48;

/**
 * Which blocks fit into the columns of both pages, none of them broken, in the order in which the columns take them. Each takes the
 * first ones that are left and, where one is too high for it, lower ones that come after; in a fixed order only the last column does.
 * What is higher than a page is none of them.
 * @param first height of a column on the first page, in px
 * @param other on the second
 * @param mayMove whether blocks may be put into another order
 * @returns places in `heights`
 */
export function fitting(heights: readonly number[], first: number, other: number, mayMove: boolean): number[] {
  const left = new Set(heights.flatMap((height, i) => (height <= Math.max(first, other) ? [i] : [])));
  return Array.from({ length: PAGES * COLUMNS }, (_, at) => {
    const passes = mayMove || at === PAGES * COLUMNS - 1;
    let room = at < COLUMNS ? first : other;
    const taken: number[] = [];
    for (const i of left) {
      const height = heights[i] ?? 0;
      if (height <= room) {
        room -= height;
        taken.push(i);
        left.delete(i);
      } else if (!passes) break;
    }
    return taken;
  }).flat();
}
