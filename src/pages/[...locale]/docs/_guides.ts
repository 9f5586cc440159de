import { type CollectionEntry, getCollection } from "astro:content";
import { parseHTML } from "linkedom";
import { DOCS } from "../../../i18n/docs.ts";
import type { Locale } from "../../../survey/text.ts";

export interface Guide {
  /** Last part of the address: "operator". */
  readonly name: string;
  readonly entry: CollectionEntry<"docs">;
}

/** The guides of one language in the order in which they are listed. */
export async function guidesIn(locale: Locale): Promise<Guide[]> {
  const entries = await getCollection("docs", ({ id }) => id.startsWith(`${locale}/`));
  return entries.map((entry) => ({ name: entry.id.slice(locale.length + 1), entry })).sort((a, b) => a.entry.data.order - b.entry.data.order);
}

/** From this many columns on a table scrolls on a phone rather than break its words. */
const MANY_COLUMNS = 3;

/** What Markdown cannot say: tables and code scroll inside themselves, and the keyboard reaches what scrolls. */
export function dressed(html: string, locale: Locale): string {
  const words = DOCS[locale];
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  let heading = "";
  for (const element of [...document.body.children]) {
    if (/^H[23]$/.test(element.tagName)) heading = element.textContent;
    const table = element.tagName === "TABLE";
    const boxes = table ? [element] : [...element.querySelectorAll("table")];
    for (const box of boxes) {
      const around = document.createElement("div");
      const many = (box.querySelector("tr")?.children.length ?? 0) >= MANY_COLUMNS;
      around.className = many ? "scroll many" : "scroll";
      around.setAttribute("role", "group");
      around.setAttribute("tabindex", "0");
      around.setAttribute("aria-label", words.table(heading));
      box.classList.add("table");
      box.replaceWith(around);
      around.append(box);
    }
    for (const code of element.tagName === "PRE" ? [element] : [...element.querySelectorAll("pre")]) {
      code.setAttribute("role", "group");
      code.setAttribute("tabindex", "0");
      code.setAttribute("aria-label", words.code(heading));
    }
  }
  return document.body.innerHTML;
}
