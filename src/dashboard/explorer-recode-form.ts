import { EXPLORER } from "../i18n/explorer.ts";
import { answerValues, type Codebook, type Variable } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";
import { canCut, canMerge, readEdges, readGroups, writeGroups } from "./explorer-recode.ts";

type Recode = Readonly<Record<string, string>>;

/** More groups than this are what the values were. */
const MOST_GROUPS = 5;

export const canRecode = (variable: Variable): boolean => canCut(variable) || canMerge(variable);

/** One box per variable that is recoded; `change` is told all of them as they then stand. */
export function showRecodes(into: HTMLElement, codebook: Codebook, recode: Recode, locale: Locale, change: (recode: Recode) => void): void {
  const words = EXPLORER[locale].recode;
  // Drawn anew after each choice: who works by keyboard stays where they were.
  const held = document.activeElement instanceof HTMLElement && into.contains(document.activeElement) ? document.activeElement.id : "";
  into.replaceChildren(
    ...Object.entries(recode).flatMap(([name, spec]) => {
      const variable = codebook.variables.find((each) => each.name === name);
      if (!variable || !canRecode(variable)) return [];
      const told = (next: string): void => change({ ...recode, [name]: next });
      const box = make("fieldset", { class: "filter recode", id: `recode.${name}` }, make("legend", {}, variable.label[locale]), ...(canCut(variable) ? cutter(variable, spec, locale, told) : merger(variable, spec, locale, told)));
      const remove = make("button", { type: "button", class: "quiet", "aria-label": words.remove(variable.label[locale]) }, "×");
      remove.addEventListener("click", () => change(Object.fromEntries(Object.entries(recode).filter(([each]) => each !== name))));
      box.append(remove);
      return [box];
    }),
  );
  if (held !== "") document.getElementById(held)?.focus();
}

function cutter({ name }: Variable, spec: string, locale: Locale, told: (spec: string) => void): HTMLElement[] {
  const words = EXPLORER[locale].recode;
  const hint = make("span", { class: "soft", id: `recode.${name}.hint` }, words.cutHint);
  const field = make("input", { type: "text", inputmode: "text", id: `recode.${name}.edges`, value: spec, "aria-describedby": hint.id, autocomplete: "off" });
  field.addEventListener("change", () => {
    const edges = readEdges(field.value);
    field.toggleAttribute("aria-invalid", edges.length === 0);
    if (edges.length === 0) hint.textContent = words.notNumbers;
    else told(edges.join(","));
  });
  return [make("label", { class: "field" }, make("span", {}, words.cut), field), hint];
}

function merger(variable: Variable, spec: string, locale: Locale, told: (spec: string) => void): HTMLElement[] {
  const words = EXPLORER[locale].recode;
  const values = answerValues(variable);
  const groups = readGroups(spec);
  const labelOf = (code: string): string => values.find((value) => value.code === code)?.label[locale] ?? code;
  const join = (codes: readonly string[]): string => codes.map(labelOf).join(locale === "en" ? " + " : "＋");
  const place = (code: string): number => groups.findIndex(({ codes }) => codes.includes(code));
  const most = Math.min(MOST_GROUPS, values.length - 1);
  const numbers = Array.from({ length: Math.max(most, groups.length) }, (_, i) => i);
  const rows = values.map(({ code, label }) => {
    const select = make("select", { id: `recode.${variable.name}.${code}` }, make("option", { value: "" }, words.asIs), ...numbers.map((i) => make("option", { value: String(i) }, words.groupNo(i + 1))));
    select.value = place(code) < 0 ? "" : String(place(code));
    select.addEventListener("change", () => {
      const chosen = numbers.map((i): { label: string; codes: string[] } => {
        const before = groups[i];
        const codes = values.map((value) => value.code).filter((each) => (each === code ? select.value === String(i) : place(each) === i));
        // A name that nobody wrote follows what is in the group.
        return { label: before && before.label !== join(before.codes) ? before.label : join(codes), codes };
      });
      told(writeGroups(chosen));
    });
    return make("label", { class: "into" }, make("span", {}, label[locale]), select);
  });
  const names = groups.map(({ label }, i) => {
    const field = make("input", { type: "text", id: `recode.${variable.name}.name.${i}`, value: label, autocomplete: "off" });
    field.addEventListener("change", () => told(writeGroups(groups.map((group, j) => (i === j ? { ...group, label: field.value.trim() || join(group.codes) } : group)))));
    return make("label", { class: "field" }, make("span", {}, words.nameOf(i + 1)), field);
  });
  return [...rows, ...names];
}
