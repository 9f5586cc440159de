import type { Figure, FigureTable } from "../chart/figure.ts";
import { rowsOf } from "../chart/height.ts";
import { cellsOf, headsOf } from "../chart/table.ts";
import { pictureIn } from "./picture.ts";

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
  const [heading, picture, remark, under, heads, body] = ["title", "picture", "note", "caption", "heads", "rows"].map(part);
  const drawn = picture ? pictureIn(picture) : undefined;
  let before: Partial<Figure> = {};
  let waiting: FigureTable | undefined;
  const fill = (): void => {
    const table = waiting;
    if (!table) return;
    waiting = undefined;
    if (heads) heads.innerHTML = headsOf(table);
    if (body) body.innerHTML = cellsOf(table);
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
      if (svg === undefined) picture?.replaceChildren();
      else if (svg !== before.svg) drawn?.show(svg);
      if (remark && note !== before.note) remark.textContent = note ?? "";
      if (remark) remark.hidden = note === undefined;
      if (under && caption !== before.caption) under.textContent = caption;
      const rows = String(rowsOf(figure));
      // Read first: setting what it is already has the page laid out anew.
      if (element.style.getPropertyValue("--rows") !== rows) element.style.setProperty("--rows", rows);
      before = figure;
      waiting = table;
      if (heads?.closest("details")?.open === true) fill();
    },
  };
}
