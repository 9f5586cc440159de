import type { Figure, FigureTable } from "../chart/figure.ts";
import { rowsOf } from "../chart/height.ts";
import { cellsOf, headsOf } from "../chart/table.ts";

/** Where a page shows one figure. */
export interface Place {
  readonly element: HTMLElement;
  /** Title, picture and caption at once; the table too where it is open. */
  show(figure: Figure): void;
  /** The table, if it is not yet that of the figure. */
  fill(): void;
}

export function placeOf(element: HTMLElement): Place {
  const part = (name: string): HTMLElement | null => element.querySelector<HTMLElement>(`[data-part="${name}"]`);
  const [heading, picture, remark, under, heads, rows] = ["title", "picture", "note", "caption", "heads", "rows"].map(part);
  let before: Partial<Figure> = {};
  let waiting: FigureTable | undefined;
  const fill = (): void => {
    const table = waiting;
    if (!table) return;
    waiting = undefined;
    if (heads) heads.innerHTML = headsOf(table);
    if (rows) rows.innerHTML = cellsOf(table);
  };
  // The table of numbers, or the ways to keep them.
  element.addEventListener("toggle", fill, true);
  return {
    element,
    fill,
    show: (figure) => {
      const { title, svg, note, caption, table } = figure;
      // What is the same stays: setting it again would have the browser read it and lay it out anew.
      if (heading && title !== before.title) heading.textContent = title;
      // Written by chart/marks.ts, which escapes every label.
      if (picture && (svg !== before.svg || svg === undefined)) picture.innerHTML = svg ?? "";
      if (remark && note !== before.note) remark.textContent = note ?? "";
      if (remark) remark.hidden = note === undefined;
      if (under && caption !== before.caption) under.textContent = caption;
      element.style.setProperty("--rows", String(rowsOf(figure)));
      before = figure;
      waiting = table;
      if (heads?.closest("details")?.open === true) fill();
    },
  };
}
