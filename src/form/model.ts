import "survey-core/i18n/simplified-chinese";
import DOMPurify from "dompurify";
import { _setIsTouch, getLocaleStrings, type IElement, PanelModelBase, QuestionHtmlModel, surveyLocalization, SurveyModel } from "survey-core";
import { FORM } from "../i18n/form.ts";
import { SURVEYJS } from "../i18n/surveyjs.ts";
import type { Locale } from "../survey/text.ts";
import { nameFields } from "./labels.ts";
import { serveLongLists, takeLongLists } from "./lists.ts";
import { FIRST_SEED } from "./order.ts";
import { forPhones } from "./phones.ts";
import { type Breath, PiecesModel } from "./pieces.ts";
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS, escapeHtml, safeHtml } from "./sanitise.ts";
import { plainDefinition } from "./texts.ts";

/** Text of a questionnaire is untrusted, and answers that are piped into it even more so. */
class CleanModel extends PiecesModel {
  private isMarkup = false;

  /** Cleaned before answers come in, so that they stand in text alone, and after; in the browser by a second hand, too. */
  override processHtml(html: string): string {
    this.isMarkup = true;
    const piped = super.processHtml(safeHtml(html), "");
    this.isMarkup = false;
    // No braces are left for SurveyJS to fill in again, without escaping.
    const clean = safeHtml(piped).replaceAll("{", "&#123;");
    return DOMPurify.isSupported ? DOMPurify.sanitize(clean, { ALLOWED_TAGS: [...ALLOWED_TAGS], ALLOWED_ATTR: [...ALLOWED_ATTRIBUTES], ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false }) : clean;
  }

  /** SurveyJS 3.0.0 asks a page that is not there for its first question, where questions stand alone and none is shown. */
  override get currentPage(): unknown {
    return super.currentPage;
  }
  override set currentPage(page: unknown) {
    if (page || !this.currentSingleElement) super.currentPage = page;
  }

  /** It takes a panel for a question where blanks stand alone and a page begins with one. */
  override get currentSingleElement(): IElement {
    return super.currentSingleElement;
  }
  override set currentSingleElement(element: IElement) {
    super.currentSingleElement = this.isSingleVisibleInput && element instanceof PanelModelBase ? (element.questions.find(({ isVisible }) => isVisible) ?? element) : element;
  }

  guardAnswers(): void {
    this.onProcessDynamicText.add((_, options) => {
      if (this.isMarkup && options.value !== undefined && options.value !== null) options.value = escapeHtml(String(options.value));
    });
    for (const question of this.getAllQuestions(false, true)) {
      // SurveyJS would hand over its text with answers piped in as they are.
      if (question instanceof QuestionHtmlModel) question.locHtml.onGetTextCallback = (_: string, source?: string) => this.processHtml(source ?? "");
    }
  }
}

/** SurveyJS keeps its words in tables that all models share, and some it says in whatever language is current. */
function speak(locale: Locale): void {
  for (const [language, words] of Object.entries(SURVEYJS)) Object.assign(getLocaleStrings(language), words);
  surveyLocalization.currentLocale = locale;
}

/** The questionnaire as SurveyJS runs it; the same on the server and in the browser, or hydration would redraw it. */
export function formModel(definition: Readonly<Record<string, unknown>>, locale: Locale): SurveyModel {
  const { plain, lists } = readied(definition, locale);
  const model = new CleanModel();
  model.randomSeed = FIRST_SEED;
  model.fromJSON(plain);
  return dressed(model, lists, locale);
}

/** The same, loaded with a breath between its pages. */
export async function formModelInPieces(definition: Readonly<Record<string, unknown>>, locale: Locale, breath: Breath): Promise<SurveyModel> {
  const { plain, lists } = readied(definition, locale);
  const model = new CleanModel();
  model.randomSeed = FIRST_SEED;
  await breath();
  await model.loadInPieces(plain, breath);
  await breath();
  return dressed(model, lists, locale);
}

function readied(definition: Readonly<Record<string, unknown>>, locale: Locale) {
  // A phone would draw other elements than the server did; `touch` gives it back once the page is taken over.
  _setIsTouch(false);
  speak(locale);
  const plain = forPhones(plainDefinition(definition));
  return { plain, lists: takeLongLists(plain) };
}

function dressed(model: CleanModel, lists: ReturnType<typeof takeLongLists>, locale: Locale): SurveyModel {
  const words = FORM[locale];
  serveLongLists(model, lists, locale);
  model.guardAnswers();
  nameFields(model);
  model.locale = locale;
  // One layout for all widths, made by our own sheet: nothing moves when the browser takes over.
  model.setIsMobile(true);
  model.generateStylesheet = false;
  // Progress, title and thanks are the page's own: it says what really happened to the answers.
  model.showProgressBar = false;
  model.showTitle = false;
  model.showCompletePage = false;
  model.textUpdateMode = "onTyping";
  // Whether a page is left is the person's business, not a pop-up's.
  model.clearInvisibleValues = "onComplete";
  model.completeText = words.submit;
  model.pagePrevText = words.previous;
  model.pageNextText = words.next;
  // Only a person's own tap submits: no clock, and no last answer.
  model.showTimer = false;
  model.autoAdvanceAllowComplete = false;
  return model;
}

/** Lets SurveyJS know what kind of screen this is. */
export const touch = (): void => _setIsTouch(navigator.maxTouchPoints > 0);

export { SurveyModel };
