import { Question, QuestionMatrixDropdownModelBase, QuestionMatrixDynamicModel, SurveyModel } from "survey-core";
import { UserError } from "../error.ts";
import { answerValues, type Codebook, type Construct, isCategorical, naColumn, type Variable } from "./codebook.ts";
import { computedDrafts } from "./computed.ts";
import { isNeverShown } from "./conditions.ts";
import type { Context } from "./drafts.ts";
import { ignoredIn } from "./ignored.ts";
import { refuseCollisions, slug } from "./names.ts";
import { draftsOf } from "./questions.ts";
import { refuseUnsafe } from "./safety.ts";
import type { Study } from "./study.ts";
import { labelOf } from "./values.ts";
import { joinTwins } from "./twins.ts";
import { bandNames, finish, type Named, variablesOf } from "./variables.ts";

export interface Definition {
  readonly [key: string]: unknown;
}

/**
 * Builds the codebook of a questionnaire.
 * @param where what messages name as the place, such as the path of the file
 * @throws UserError for what cannot be carried and for names in the study that the questionnaire does not have
 */
export function buildCodebook(definition: Definition, study: Study | undefined, { survey, version, where }: { survey: string; version: string; where: string }): Codebook {
  const model = modelOf(definition, where);
  const questions = ownQuestions(model);
  refuseBroken(definition, questions, where);
  const notes = new Set((model.jsonErrors ?? []).map((error) => `ignored by SurveyJS: ${error.message.replace(/\s+/g, " ").slice(0, 200)}`));
  for (const sentence of ignoredIn(definition)) notes.add(sentence);
  const context: Context = { study, where, othersInline: !model.storeOthersAsComment, note: (text) => void notes.add(text), inner: draftsOf };
  for (const { name } of questions.filter(isNeverShown)) context.note(`“${name}” is never shown, and what it holds goes when the answers are sent. To send along what the form works out, use calculatedValues with includeIntoResult, or clearIfInvisible "none"`);
  const asked = questions.flatMap((question) => variablesOf(question, context));
  const named = joinTwins([...asked, ...computedDrafts(model, asked.map(({ variable }) => variable)).map((draft) => finish(draft, context))], context.note);
  const variables = named.map(({ variable }) => variable);
  refuseCollisions(
    variables.flatMap((variable) => [
      ...variable.columns.map((column) => ({ name: column.name, from: `“${variable.path.join(" › ")}”` })),
      { name: naColumn(variable), from: `“${variable.path.join(" › ")}”` },
    ]),
    where,
  );
  if (variables.length === 0) throw new UserError("the questionnaire asks nothing", { where, fix: "add a question" });
  const codebook: Codebook = {
    survey,
    version,
    title: study?.title ?? labelOf(model.locTitle, survey),
    variables,
    constructs: [],
    filters: [],
    figures: study?.figures ?? [],
    notes: [...notes],
  };
  return study ? withStudy(codebook, named, study, where) : codebook;
}

/** Rejects what SurveyJS cannot read at all; what it merely ignores becomes a note. */
function modelOf(definition: Definition, where: string): SurveyModel {
  if (typeof definition !== "object" || definition === null || Array.isArray(definition))
    throw new UserError("a questionnaire is a JSON object with pages or elements", { where, fix: "export it from a SurveyJS editor again" });
  refuseUnsafe(definition, where);
  // However questions are spread over screens, they are asked under the same conditions.
  const { questionsOnPageMode: _, ...rest } = definition;
  const model = new SurveyModel(rest);
  const fatal = (model.jsonErrors ?? []).find((error) => /^(incorrect|missing)typeproperty$/.test(String(error.type)));
  if (fatal) throw new UserError(`SurveyJS knows no such type of question: ${JSON.stringify(fatal.jsonObj).slice(0, 120)}`, { where, fix: 'use one of SurveyJS\'s own question types, or say in study.json "types" as which it is asked' });
  return model;
}

/** What cannot be answered, and what SurveyJS 3.0.0 falls over on its way to the first page. */
function refuseBroken(definition: Definition, questions: readonly Question[], where: string): void {
  if (definition["readOnly"] === true || definition["mode"] === "display") throw new UserError("the whole questionnaire is read-only: nobody could answer it", { where, fix: definition["mode"] === "display" ? "remove mode" : "remove readOnly" });
  const broken = definition["questionsOnPageMode"] === "inputPerPage" && questions.find((question) => question instanceof QuestionMatrixDynamicModel && question.detailPanelMode !== "none");
  if (broken) throw new UserError(`SurveyJS cannot show “${broken.name}”, whose rows open, one input at a time`, { where, fix: "leave out questionsOnPageMode, or detailPanelMode" });
}

/** Questions inside a matrix cell, under a row or in a repeated panel belong to the question that holds them. */
function ownQuestions(model: SurveyModel): Question[] {
  const all = model.getAllQuestions(false, true).filter((question) => question instanceof Question && !question.parentQuestion);
  const inner = new Set(all.flatMap((question): Question[] => (question instanceof QuestionMatrixDropdownModelBase ? question.detailPanel.questions : [])));
  return all.filter((question) => !inner.has(question));
}

/** Resolves every name that the study uses to a variable. */
function withStudy(codebook: Codebook, named: readonly Named[], study: Study, where: string): Codebook {
  const at = where.replace(/survey\.json$/, "study.json");
  const names = codebook.variables.flatMap((variable) => aliases(variable).map((alias) => [alias, variable] as const));
  // A variable's own name before any other; what a question asks before the words beside it.
  const known = new Map<string, Variable>([...names.toReversed(), ...codebook.variables.map((variable) => [variable.name, variable] as const)]);
  const groups = new Set(codebook.variables.flatMap((variable) => [variable.question, variable.battery?.name ?? ""]));
  const keys = new Set(named.flatMap((each) => each.keys));
  const banded = new Set(codebook.variables.flatMap(bandNames));
  const resolve = (name: string, place: string): Variable => {
    const variable = known.get(name);
    if (variable) return variable;
    throw new UserError(`${place} names “${name}”, which the questionnaire does not ask`, { where: at, fix: `known: ${[...known.keys()].slice(0, 40).join(", ")}` });
  };
  for (const [place, names] of Object.entries({ roles: Object.keys(study.roles), numbers: Object.keys(study.numbers), ordinal: study.ordinal }))
    for (const name of names) if (!groups.has(name) && !keys.has(name)) resolve(name, place);
  for (const name of Object.keys(study.bands)) if (!banded.has(name)) resolve(name, "bands");
  const constructs = study.constructs.map((each): Construct => {
    const { note, items, reversed, id, title, favourable } = each;
    const stray = reversed.find((name) => !items.includes(name));
    if (stray) throw new UserError(`constructs.${id} reverses “${stray}”, which is not among its items`, { where: at, fix: "add it to items" });
    const names = items.map((item) => resolve(item, `constructs.${id}`));
    const unordered = names.find((variable) => variable.kind !== "ordinal" && variable.kind !== "rating" && variable.kind !== "number");
    const unscored = names.find((variable) => variable.kind === "rating" && answerValues(variable).some(({ score }) => score === undefined));
    if (unscored) throw new UserError(`constructs.${id} counts on “${unscored.name}”, whose values are words`, { where: at, fix: "give its rateValues numbers as values, and the words as texts" });
    if (unordered) throw new UserError(`constructs.${id} counts on “${unordered.name}”, whose values are not in order`, { where: at, fix: 'list it under "ordinal"' });
    return { id, name: slug(id, 28), title, ...(note ? { note } : {}), items: names.map((variable) => variable.name), reversed: reversed.map((item) => resolve(item, "reversed").name), favourable };
  });
  refuseCollisions([...codebook.variables.map(({ name }) => ({ name, from: `question “${name}”` })), ...constructs.map(({ name, id }) => ({ name, from: `construct “${id}”` }))], at);
  const shown = new Set([...groups, ...known.keys(), ...constructs.flatMap(({ id, name }) => [id, name])]);
  const unknown = study.figures.find((figure) => !shown.has(figure.show));
  if (unknown) resolve(unknown.show, "figures");
  const filters = study.filters.map((name) => resolve(name, "filters"));
  const unfit = filters.find((variable) => variable.role !== "quasi");
  if (unfit) throw new UserError(`the filter “${unfit.name}” is not among the quasi-identifiers, which alone are protected in combination`, { where: at, fix: `set roles.${unfit.name} to "quasi"` });
  const unlisted = filters.find((variable) => !isCategorical(variable) && variable.kind !== "number");
  if (unlisted) throw new UserError(`the filter “${unlisted.name}” has no single value from a list`, { where: at, fix: "narrow by single choices, or by numbers in bands" });
  for (const name of Object.keys(study.margins)) {
    const trait = resolve(name, "margins");
    if (trait.role !== "quasi") throw new UserError(`margins name “${name}”, which is no trait that a roster may hold`, { where: at, fix: `set roles.${name} to "quasi", or leave it out of margins` });
  }
  const weight = study.weight ? resolve(study.weight.variable, "weight") : undefined;
  if (weight && weight.kind !== "number") throw new UserError(`the weight “${weight.name}” is not a number`, { where: at, fix: "name a number question" });
  const short = new Map(Object.entries(study.short ?? {}).map(([name, text]) => [resolve(name, "short").name, text]));
  const variables = codebook.variables.map((variable) => {
    const called = short.get(variable.name);
    return called ? { ...variable, short: called } : variable;
  });
  return { ...codebook, variables, constructs, filters: filters.map(({ name }) => name), ...(weight ? { weight: weight.name } : {}) };
}

/** Words beside a choice may stand where the choice stands, whose place then names the choice. */
const aliases = (variable: Variable): string[] => [variable.name, ...(variable.listed ? [] : [variable.path.join("__"), ...(variable.path.length === 1 ? [variable.question] : [])])];
