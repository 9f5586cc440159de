import { readView, type View, writeView } from "./explorer-state.ts";

/** Ways into the explorer take along what the page is narrowed to and compared by. */
export function carryView({ by, where }: View): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a.explore")) link.href = link.pathname + writeView({ ...readView(link.search), by, where });
}
