import { PanelModelBase, Question, QuestionHtmlModel, QuestionPanelDynamicModel, SurveyModel } from "survey-core";
import { PACKAGE } from "../../i18n/package.ts";
import { buildCodebook } from "../../survey/build.ts";
import type { Codebook, Value, Variable } from "../../survey/codebook.ts";
import { entryOf, isEntry } from "../../survey/forms.ts";
import { type Locale, maybeText } from "../../survey/text.ts";
import { labelOf } from "../../survey/values.ts";
import type { Contents } from "../contents.ts";
import { conditioned } from "./codebook-page.ts";
import { page } from "./html.ts";
import { element, type Xml } from "./xml.ts";

/** The questionnaire to print: every page, text and question in the order asked, with its choices, and its condition in words. */
export function questionnairePage({ definition, facts, day, codebook: { survey, version } }: Contents, locale: Locale): string {
  // Of what was asked, not of what is released: identifiers and exact values are among the questions.
  const codebook = buildCodebook(definition, undefined, { survey, version, where: survey });
  const model = new SurveyModel(definition);
  const words = PACKAGE[locale];
  return page(locale, words.questionnaireTitle(facts.title[locale]),
    element("p", { class: "soft" }, `${facts.waveTitle[locale]} · ${words.released(day, `r${facts.revision}`)}`),
    ...(facts.simulated ? [element("p", { class: "note" }, words.simulated)] : []),
    ...model.pages.flatMap((each, i) => [...(said(each.locTitle, locale) === "" ? [element("h2", {}, i + 1)] : []), ...inPanel(each, codebook, locale)]));
}

const said = (localised: { getJson(): unknown }, locale: Locale): string => labelOf(localised, "\u0000")[locale].replace("\u0000", "");

function inPanel(panel: PanelModelBase, codebook: Codebook, locale: Locale): Xml[] {
  const title = said(panel.locTitle, locale);
  const description = said(panel.locDescription, locale);
  return [
    ...(title === "" ? [] : [element("h2", {}, title)]),
    ...(panel.visibleIf ? [conditioned(panel.visibleIf, codebook, locale)] : []),
    ...(description === "" ? [] : [element("p", { class: "soft" }, description)]),
    ...panel.elements.flatMap((inner: unknown) => (inner instanceof PanelModelBase ? inPanel(inner, codebook, locale) : inner instanceof Question ? [asked(inner, codebook.variables.filter(({ path }) => path[0] === inner.getValueName() || path[0] === `${inner.getValueName()}-Comment`), codebook, locale)] : [])),
  ];
}

function asked(question: Question, variables: readonly Variable[], codebook: Codebook, locale: Locale): Xml {
  const words = PACKAGE[locale];
  if (question instanceof QuestionHtmlModel) return element("p", {}, maybeText(question.locHtml.getJson() ?? "")[locale].replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim());
  const description = said(question.locDescription, locale);
  // Every entry of a repeated question asks the same: the first stands for all.
  const first = variables.filter((variable) => !isEntry(variable) || entryOf(variable).every((number) => number === 1));
  return element("article", {},
    element("h3", {}, labelOf(question.locTitle, question.name)[locale], question.isRequired ? ` *` : undefined),
    element("p", { class: "soft" }, element("code", {}, question.name), ` ${[howTo(first, question, locale), question.isRequired ? words.required : ""].filter((each) => each !== "").join(locale === "en" ? ", " : "，")}`),
    ...(question.visibleIf ? [conditioned(question.visibleIf, codebook, locale)] : []),
    ...(description === "" ? [] : [element("p", { class: "soft" }, description)]),
    ...(question instanceof QuestionPanelDynamicModel
      ? question.templateElements.flatMap((inner: unknown) => (inner instanceof Question ? [asked(inner, first.flatMap((variable) => partOf(variable, inner.getValueName())), codebook, locale)] : []))
      : answers(first, question, locale)));
}

/** As if the question stood alone, not in an entry. */
function partOf({ battery: _, ...variable }: Variable, name: string): Variable[] {
  const path = variable.path.slice(variable.path.findIndex((key) => /^\[\d+\]$/.test(key)) + 1);
  return path[0] === name && path.length < variable.path.length ? [{ ...variable, path }] : [];
}

/** What a person is to do. */
function howTo(variables: readonly Variable[], { name }: Question, locale: Locale): string {
  const words = PACKAGE[locale];
  const [one] = variables;
  if (!one) return "";
  if (variables.some(isEntry)) return words.repeatedly;
  if (variables.some(({ battery }) => battery?.name === name)) return words.rows;
  return { single: words.oneOf, ordinal: words.oneOf, multiple: words.anyOf, rating: words.aRating, number: words.aNumber, ranking: words.inOrder, text: words.words, date: words.aDate, boolean: words.yesOrNo, file: words.aFile }[one.kind];
}

function answers(variables: readonly Variable[], question: Question, locale: Locale): Xml[] {
  const choices = (values: readonly Value[]): Xml[] => (values.length === 0 ? [] : [element("ul", { class: "choices" }, values.map(({ label }) => element("li", {}, label[locale])))]);
  const [one] = variables;
  if (!one) return [];
  if (variables.length === 1 && one.battery === undefined) return choices(one.values);
  const alike = variables.every(({ values }) => JSON.stringify(values) === JSON.stringify(one.values));
  const rows = variables.map((variable) => element("li", {}, variable.label[locale] === labelOf(question.locTitle, question.name)[locale] ? PACKAGE[locale].parts : variable.label[locale].replace(/（第 1 项）$| \(no\. 1\)$/, ""), alike ? undefined : choices(variable.values)));
  return [element("ul", {}, rows), ...(alike && one.values.length > 0 ? [element("p", { class: "soft" }, PACKAGE[locale].columns), ...choices(one.values)] : [])];
}
