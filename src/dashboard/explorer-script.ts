import { EXPLORER } from "../i18n/explorer.ts";
import { csvText } from "../survey/csv.ts";
import type { Locale } from "../survey/text.ts";
import { make, save } from "./explorer-dom.ts";
import type { Source } from "./explorer-source.ts";
import { scriptInPython } from "./script/python.ts";
import { scriptInR } from "./script/r.ts";
import type { Recipe } from "./script/recipe.ts";
import { sqlInPython, sqlInR } from "./script/sql.ts";

/** Buttons that copy a figure as a program, and the file that the program reads. */
export const scriptButtons = (recipe: Recipe, source: Source, locale: Locale): HTMLElement => copying({ R: () => scriptInR(recipe), Python: () => scriptInPython(recipe) }, recipe.file, codesLink(source, locale), locale);

/** The same for the result of a query; nothing where no database can be had. */
export function sqlButtons(sql: string, { database, recoded }: Source, locale: Locale): HTMLElement | undefined {
  if (!database) return undefined;
  const recipe = { file: database.name, sql, recoded: recoded?.() ?? [] };
  return copying({ R: () => sqlInR(recipe), Python: () => sqlInPython(recipe) }, database.name, fileLink(database, locale), locale);
}

function copying(programs: Readonly<Record<"R" | "Python", () => string>>, file: string, link: HTMLElement, locale: Locale): HTMLElement {
  const words = EXPLORER[locale].script;
  const status = make("p", { class: "soft", role: "status" });
  const shown = make("pre", { tabindex: "0", hidden: true, "aria-label": words.program });
  const button = (label: string, language: "R" | "Python"): HTMLElement => {
    const made = make("button", { type: "button", class: "quiet" }, label);
    made.addEventListener("click", () => void copy(programs[language](), language));
    return made;
  };
  const copy = async (program: string, language: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(program);
      status.textContent = words.copied(language, file);
      shown.hidden = true;
    } catch {
      // Over plain HTTP, or where a person said no.
      status.textContent = words.failed;
      shown.textContent = program;
      shown.hidden = false;
    }
  };
  return make("div", { class: "script", role: "group", "aria-label": words.heading }, button(words.copyR, "R"), button(words.copyPython, "Python"), link, status, shown);
}

const fileLink = ({ name, url }: { readonly name: string; readonly url: string }, locale: Locale): HTMLElement => make("a", { href: url, download: name }, EXPLORER[locale].script.file(name));

/** A release has its table of codes; of a file of one's own it is written from what the page has read. */
function codesLink({ codes: { name, url }, session }: Source, locale: Locale): HTMLElement {
  if (url !== undefined) return fileLink({ name, url }, locale);
  const made = make("button", { type: "button", class: "quiet" }, EXPLORER[locale].script.file(name));
  made.addEventListener("click", () => void session().then(async (opened) => {
    const { columns, rows } = await opened.rows("SELECT * FROM responses", Number.POSITIVE_INFINITY);
    save(name, csvText([columns, ...rows], "\n"));
  }));
  return made;
}
