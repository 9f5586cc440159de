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

/** Code of so many characters fits the smallest phone on one line. */
const ONE_LINE = 24;

/** What Markdown cannot say: tables and code scroll inside themselves, and the keyboard reaches what scrolls. */
export function dressed(html: string, locale: Locale): string {
  const words = DOCS[locale];
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  const reachable = (element: Element, label: string): void => {
    element.setAttribute("role", "group");
    element.setAttribute("tabindex", "0");
    element.setAttribute("aria-label", label);
  };
  let heading = "";
  for (const element of document.querySelectorAll("h2, h3, table, pre")) {
    if (element.tagName === "PRE") reachable(element, words.code(heading));
    else if (element.tagName === "TABLE") {
      const around = document.createElement("div");
      const columns = element.querySelector("tr")?.children.length ?? 0;
      // Two columns fit a phone; more scroll rather than break their words.
      around.className = columns > 2 ? "scroll many" : "scroll";
      around.setAttribute("style", `--columns: ${columns > 2 ? columns : 0}`);
      reachable(around, words.table(heading));
      element.classList.add("table");
      element.replaceWith(around);
      around.append(element);
    } else heading = element.textContent ?? "";
  }
  // An option broken after its first hyphen reads as two.
  for (const code of document.querySelectorAll("code")) if ((code.textContent ?? "").length <= ONE_LINE) code.classList.add("whole");
  return document.body.innerHTML;
}
