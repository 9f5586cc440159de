import { EXPLORER } from "../i18n/explorer.ts";
import { answerValues, type Codebook, MISSING, type Variable } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";

type Where = Readonly<Record<string, readonly string[]>>;

/** Codes that a filter can ask for: the answers, and the reasons that the variable's rows give. */
export function choicesOf(variable: Variable, locale: Locale): { code: string; label: string }[] {
  const words = EXPLORER[locale].reasons;
  const own = answerValues(variable).map(({ code, label }) => ({ code, label: label[locale] }));
  const reasons = MISSING.filter((reason) => reason !== "refused" || variable.values.some(({ missing }) => missing === reason));
  return [...own, ...reasons.map((reason) => ({ code: reason, label: `（${words[reason]}）` }))];
}

/** One box of choices per filter; `change` is told the filters as they then stand. */
export function showFilters(into: HTMLElement, codebook: Codebook, where: Where, locale: Locale, change: (where: Where) => void): void {
  const words = EXPLORER[locale].filter;
  // Drawn anew after each click: who works by keyboard stays where they were, the list where it was scrolled to.
  const held = document.activeElement instanceof HTMLElement && into.contains(document.activeElement) ? document.activeElement.id : "";
  const scrolled = new Map([...into.querySelectorAll(".choices")].map((list) => [list.id, list.scrollTop]));
  const known = Object.entries(where).flatMap(([name, codes]) => {
    const variable = codebook.variables.find((each) => each.name === name);
    return variable ? [{ variable, codes }] : [];
  });
  into.replaceChildren(
    ...known.map(({ variable, codes }) => {
      const label = variable.label[locale];
      const boxes = choicesOf(variable, locale).map((choice) => {
        const box = make("input", { type: "checkbox", id: `f.${variable.name}.${choice.code}`, value: choice.code, checked: codes.includes(choice.code) });
        return { box, row: make("label", { class: "choice" }, box, make("span", {}, choice.label)) };
      });
      const list = make("fieldset", { class: "filter" }, make("legend", {}, words.values(label)), make("div", { class: "choices", id: `choices.${variable.name}` }, ...boxes.map(({ row }) => row)));
      list.addEventListener("change", () => change({ ...where, [variable.name]: boxes.flatMap(({ box }) => (box.checked ? [box.value] : [])) }));
      const remove = make("button", { type: "button", class: "quiet", "aria-label": words.remove(label) }, "×");
      remove.addEventListener("click", () => change(Object.fromEntries(Object.entries(where).filter(([name]) => name !== variable.name))));
      list.append(remove);
      return list;
    }),
    ...(known.length === 0 ? [make("p", { class: "soft" }, words.none)] : []),
  );
  for (const [id, top] of scrolled) document.getElementById(id)?.scrollTo({ top });
  if (held !== "") document.getElementById(held)?.focus();
}

/** The filters in words, for the line above the figures. */
export function filterWords(codebook: Codebook, where: Where, locale: Locale): string {
  const parts = Object.entries(where).flatMap(([name, codes]) => {
    const variable = codebook.variables.find((each) => each.name === name);
    if (!variable || codes.length === 0) return [];
    const labels = new Map(choicesOf(variable, locale).map(({ code, label }) => [code, label]));
    return [`${variable.label[locale]} = ${codes.map((code) => labels.get(code) ?? code).join(locale === "en" ? " or " : "或")}`];
  });
  return parts.length === 0 ? "" : EXPLORER[locale].filter.active(parts.join(locale === "en" ? "; " : "；"));
}
