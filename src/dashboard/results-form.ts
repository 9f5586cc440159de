import type { FilterSaid } from "../i18n/results.ts";
import type { View } from "./explorer-state.ts";

/** Filters as they stand in the page's form: boxes of one name are the values of one filter. */

const boxesOf = (form: HTMLFormElement): HTMLInputElement[] => [...form.querySelectorAll<HTMLInputElement>("input[data-filter]")];
const labelOf = (box: HTMLInputElement): string => box.parentElement?.textContent?.trim() ?? box.value;
const summaries = (form: HTMLFormElement): HTMLElement[] => [...form.querySelectorAll<HTMLElement>("[data-now]")];

/** Names of the filters that the page declares, with what people call them. */
export const declaredBy = (form: HTMLFormElement): Map<string, string> => new Map(summaries(form).map((each) => [each.dataset["now"] ?? "", each.dataset["label"] ?? ""]));

/** What is ticked and chosen now; filters that have no boxes stay as they were. */
export function readForm(form: HTMLFormElement, before: View): View {
  const declared = declaredBy(form);
  const where: Record<string, string[]> = {};
  for (const box of boxesOf(form)) if (box.checked) (where[box.name] ??= []).push(box.value);
  const by = form.querySelector<HTMLSelectElement>("select[name=by]")?.value;
  return { ...before, by: by || undefined, where: { ...where, ...Object.fromEntries(Object.entries(before.where).filter(([name]) => !declared.has(name))) } };
}

export function writeForm(form: HTMLFormElement, { where, by }: View, said: FilterSaid): void {
  const boxes = boxesOf(form);
  for (const box of boxes) box.checked = where[box.name]?.includes(box.value) ?? false;
  const select = form.querySelector<HTMLSelectElement>("select[name=by]");
  if (select) select.value = by ?? "";
  for (const summary of summaries(form)) {
    const chosen = boxes.filter((box) => box.name === summary.dataset["now"] && box.checked).map(labelOf);
    const isLong = chosen.length > 1 && chosen.join(said.or).length > 14;
    setText(summary, chosen.length === 0 ? said.all : isLong ? said.several.replace("{n}", String(chosen.length)) : chosen.join(said.or));
    summary.parentElement?.toggleAttribute("data-set", chosen.length > 0);
  }
}

/** Only where it is another text: setting the same one lays the page out anew. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Declared filters and the comparison, in words: “Beat: rural or urban”. */
export function partsInWords(form: HTMLFormElement, { where }: View, said: FilterSaid): string[] {
  const declared = declaredBy(form);
  return [...declared].flatMap(([name, label]) => {
    const chosen = boxesOf(form).filter((box) => box.name === name && where[name]?.includes(box.value)).map(labelOf);
    return chosen.length === 0 ? [] : [`${label.replace(/[?？:：]\s*$/, "")}${said.equals}${chosen.join(said.or)}`];
  });
}

/** A view that this page can show, and the names it cannot. */
export function known(form: HTMLFormElement, { where, by, ...rest }: View, others: ReadonlySet<string>): { readonly view: View; readonly unknown: readonly string[] } {
  const declared = declaredBy(form);
  const codes = new Map([...declared.keys()].map((name) => [name, new Set(boxesOf(form).filter((box) => box.name === name).map(({ value }) => value))]));
  const kept = Object.entries(where).flatMap(([name, wanted]) => {
    if (!declared.has(name)) return others.has(name) ? [[name, wanted] as const] : [];
    const found = wanted.filter((code) => codes.get(name)?.has(code));
    return found.length === 0 ? [] : [[name, found] as const];
  });
  const isBy = by === undefined || declared.has(by);
  const unknown = [...Object.keys(where).filter((name) => !kept.some(([each]) => each === name)), ...(isBy ? [] : [by])];
  return { view: { ...rest, where: Object.fromEntries(kept), by: isBy ? by : undefined }, unknown };
}
