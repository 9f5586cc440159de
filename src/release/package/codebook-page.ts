import { CONDITION } from "../../i18n/codebook.ts";
import { DATA } from "../../i18n/data.ts";
import { PACKAGE } from "../../i18n/package.ts";
import { type Codebook, MISSING, naColumn, type Variable } from "../../survey/codebook.ts";
import { conditionInWords } from "../../survey/spoken.ts";
import type { Locale } from "../../survey/text.ts";
import type { Contents } from "../contents.ts";
import { page } from "./html.ts";
import { element, type Xml } from "./xml.ts";

/** The codebook as a page to print. */
export function codebookPage({ codebook, facts, day }: Contents, locale: Locale): string {
  const [words, own] = [DATA[locale], PACKAGE[locale]];
  const groups = [...Map.groupBy(codebook.variables, ({ battery, name, construct }) => (construct === undefined ? (battery?.name ?? name) : ""))];
  return page(locale, own.codebookTitle(facts.title[locale]),
    element("p", { class: "soft" }, `${facts.waveTitle[locale]} · ${own.released(day, words.revision(facts.revision))}`),
    ...(facts.simulated ? [element("p", { class: "note" }, own.simulated)] : []),
    element("p", {}, facts.microdata === "withheld" ? words.codebookWithheld(codebook.variables.length) : words.codebookLead(codebook.variables.length)),
    element("h2", {}, words.legend),
    element("table", {}, MISSING.map((reason) => element("tr", {}, element("td", {}, element("code", {}, reason)), element("td", {}, words.reasons[reason])))),
    ...groups.flatMap(([key, members]) => [
      element("h2", {}, key === "" ? words.indices : (members[0]?.battery?.label[locale] ?? members[0]?.label[locale] ?? "")),
      ...members.map((variable) => described(variable, codebook, locale, facts.microdata === "public")),
    ]));
}

function described(variable: Variable, codebook: Codebook, locale: Locale, published: boolean): Xml {
  const words = DATA[locale];
  const { name, kind, role, label, unit, values, min, max, condition, columns, construct } = variable;
  const fact = (term: string, text: string): string => `${term}${locale === "en" ? ": " : "："}${text}`;
  const several = kind === "multiple" || kind === "ranking";
  const facts = [
    fact(words.kind, words.kinds[kind]),
    fact(words.role, words.rolesOf[role]),
    ...(unit ? [fact(words.unit, unit[locale])] : []),
    ...(kind === "number" && values.length === 0 && construct === undefined ? [fact(words.values, min === undefined || max === undefined ? words.typed : words.range(String(min), String(max)))] : []),
    ...(published ? [fact(words.columns, [...(several ? [] : columns.map((column) => column.name)), naColumn(variable)].join(", "))] : []),
  ];
  const items = codebook.constructs.find((each) => each.name === name)?.items;
  return element("article", {},
    element("h3", {}, element("code", {}, name), " ", label[locale]),
    element("p", { class: "soft" }, facts.join(" · ")),
    ...(columns.length === 0 ? [element("p", {}, words.dropped)] : []),
    ...(name === codebook.weight ? [element("p", {}, words.weight)] : []),
    ...(items ? [element("p", {}, fact(words.constructOf, items.join(", ")))] : []),
    ...(condition === undefined ? [] : [conditioned(condition, codebook, locale)]),
    ...(several && published ? [element("p", { class: "soft" }, kind === "multiple" ? words.multipleValues : words.rankingValues)] : []),
    ...(values.length === 0 ? [] : [element("table", {},
      element("tr", {}, element("th", { scope: "col" }, words.code), element("th", { scope: "col" }, words.label), several && published ? element("th", { scope: "col" }, words.column) : undefined),
      values.map((value) => element("tr", {}, element("td", {}, element("code", {}, value.code)), element("td", {}, value.label[locale], value.missing ? ` (${words.asMissing(words.reasons[value.missing])})` : undefined), several && published ? element("td", {}, element("code", {}, columns.find(({ code }) => code === value.code)?.name)) : undefined)))]));
}

/** In words where these say all of it, and as the questionnaire writes it. */
export function conditioned(condition: string, codebook: Codebook, locale: Locale): Xml {
  const said = conditionInWords(condition, codebook, locale);
  const lead = PACKAGE[locale].onlyIf;
  const space = said === undefined ? undefined : CONDITION[locale].and.endsWith(" ") ? " " : "";
  return element("p", { class: "if" }, lead, said, space, element("code", {}, condition));
}
