import { type Question, QuestionMatrixDynamicModel, QuestionPanelDynamicModel, SurveyModel } from "survey-core";
import type { Definition } from "../build.ts";
import { answerValues, type Codebook, type Value, type Variable } from "../codebook.ts";
import type { Study } from "../study.ts";
import type { Text } from "../text.ts";
import { labelOf } from "../values.ts";

/** One question with the variables that its answer becomes. */
export interface Asked {
  readonly name: string;
  readonly type: string;
  readonly title: Text;
  readonly description: Text;
  /** Position of its page, from 0. */
  readonly page: number;
  readonly required: boolean;
  /** Its rows are answered on one common scale. */
  readonly isBattery: boolean;
  /** Without the words beside “other”. */
  readonly variables: readonly Variable[];
  /** What can be chosen, reasons for no answer included. */
  readonly values: readonly Value[];
  /** The question as SurveyJS holds it. */
  readonly question: Question;
}

/** What the rules read. */
export interface Subject {
  readonly codebook: Codebook;
  readonly definition: Definition;
  readonly study: Study | undefined;
  readonly asked: readonly Asked[];
}

export function readSubject(codebook: Codebook, definition: Definition, study: Study | undefined): Subject {
  const model = new SurveyModel(definition);
  const pages = model.pages;
  const asked = model.getAllQuestions(false, true).flatMap(withParts).flatMap(({ question, name, holder }): Asked[] => {
    const variables = firstEntry(codebook.variables.filter((variable) => variable.question === name && !isBeside(variable)), holder !== undefined);
    const [first] = variables;
    if (!first) return [];
    return [
      {
        name,
        type: question.getType(),
        title: holder ? labelOf(question.locTitle, question.name) : (first.battery?.label ?? first.label),
        description: labelOf(question.locDescription, ""),
        page: pages.findIndex((page) => page.questions.includes(holder ?? question)),
        required: question.isRequired,
        isBattery: question.getType() === "matrix",
        variables,
        values: first.values,
        question,
      },
    ];
  });
  return { codebook, definition, study, asked };
}

interface Part {
  readonly question: Question;
  readonly name: string;
  /** The repeated question that it stands in. */
  readonly holder?: Question;
}

/** A repeated question and what each of its entries asks. */
function withParts(question: Question): Part[] {
  const parts = question instanceof QuestionPanelDynamicModel ? question.template.questions : question instanceof QuestionMatrixDynamicModel ? question.columns.map(({ templateQuestion }) => templateQuestion) : [];
  return [{ question, name: question.name }, ...parts.map((part: Question) => ({ question: part, name: `${question.name}__${part.name}`, holder: question }))];
}

/** All entries ask the same: the first speaks for them. */
function firstEntry(variables: readonly Variable[], isRepeated: boolean): readonly Variable[] {
  const entry = variables[0]?.path[1];
  return isRepeated ? variables.filter(({ path }) => path[1] === entry) : variables;
}

/** Words beside “other”, and comments. */
const isBeside = (variable: Variable): boolean => variable.path.at(-1)?.endsWith("-Comment") === true;

/** The Chinese of a text, empty where it borrowed another language. */
export const chinese = (text: Text): string => (/\p{Script=Han}/u.test(text["zh-cn"]) ? text["zh-cn"] : "");
/** The English of a text, empty where it borrowed Chinese. */
export const english = (text: Text): string => (/\p{Script=Han}/u.test(text.en) ? "" : text.en);

/** Asides and quotations: no part of what is asked. */
export const ASIDE = /（[^）]*）|\([^)]*\)|“[^”]*”|「[^」]*」|《[^》]*》|"[^"]*"/g;

/** Labels of the answers of a scale, reasons for no answer aside. */
export const labelsOf = (asked: Asked): readonly Text[] => (asked.variables[0] ? answerValues(asked.variables[0]).map(({ label }) => label) : []);

/** Statements with which people agree or disagree. */
export const isAgreement = (asked: Asked): boolean => labelsOf(asked).filter((label) => /同意|赞成/.test(label["zh-cn"]) || /\bagree|\bdisagree/i.test(label.en)).length >= 2;

/** Rows of a battery with their place. */
export const rowsOf = (asked: Asked): readonly { place: string; text: Text }[] =>
  asked.variables.filter((variable) => variable.battery).map((variable) => ({ place: variable.name, text: variable.label }));

/** What matches in either language, as one string to show; undefined where nothing does. */
export function matching(text: Text, find: (words: string, language: "zh" | "en") => string | undefined): string | undefined {
  const found = [find(chinese(text), "zh"), find(english(text), "en")].filter((each) => each !== undefined && each !== "");
  return found.length > 0 ? [...new Set(found)].join(" / ") : undefined;
}
