import { EXPLORER } from "../i18n/explorer.ts";
import { csvText } from "../survey/csv.ts";
import type { Locale } from "../survey/text.ts";
import { make, save } from "./explorer-dom.ts";
import type { Source } from "./explorer-source.ts";
import { scriptInPython } from "./script/python.ts";
import { scriptInR } from "./script/r.ts";
import type { Recipe } from "./script/recipe.ts";

/** Buttons that copy a figure as a program, and the file that the program reads. */
export function scriptButtons(recipe: Recipe, source: Source, locale: Locale): HTMLElement {
  const words = EXPLORER[locale].script;
  const status = make("p", { class: "soft", role: "status" });
  const shown = make("pre", { tabindex: "0", hidden: true, "aria-label": words.program });
  const button = (label: string, language: string, script: (recipe: Recipe) => string): HTMLElement => {
    const made = make("button", { type: "button", class: "quiet" }, label);
    made.addEventListener("click", () => void copy(script(recipe), language));
    return made;
  };
  const copy = async (program: string, language: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(program);
      status.textContent = words.copied(language, recipe.file);
      shown.hidden = true;
    } catch {
      // Over plain HTTP, or where a person said no.
      status.textContent = words.failed;
      shown.textContent = program;
      shown.hidden = false;
    }
  };
  return make("div", { class: "script", role: "group", "aria-label": words.heading }, button(words.copyR, "R", scriptInR), button(words.copyPython, "Python", scriptInPython), fileLink(source, locale), status, shown);
}

/** A release has its table of codes; of a file of one's own it is written from what the page has read. */
function fileLink({ codes, session }: Source, locale: Locale): HTMLElement {
  const label = EXPLORER[locale].script.file(codes.name);
  if (codes.url !== undefined) return make("a", { href: codes.url, download: codes.name }, label);
  const made = make("button", { type: "button", class: "quiet" }, label);
  made.addEventListener("click", () => void session().then(async (opened) => {
    const { columns, rows } = await opened.rows("SELECT * FROM responses", Number.POSITIVE_INFINITY);
    save(codes.name, csvText([columns, ...rows], "\n"));
  }));
  return made;
}
