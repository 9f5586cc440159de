import "survey-core/i18n/simplified-chinese";
import DOMPurify from "dompurify";
import { _setIsTouch, SurveyModel } from "survey-core";
import { FORM } from "../i18n/form.ts";
import type { Locale } from "../survey/text.ts";

/** The questionnaire as SurveyJS runs it; the same on the server and in the browser, or hydration would redraw it. */
export function formModel(definition: Readonly<Record<string, unknown>>, locale: Locale): SurveyModel {
  // A phone would draw other elements than the server did; `touch` gives it back once the page is taken over.
  _setIsTouch(false);
  const words = FORM[locale];
  const model = new SurveyModel(definition);
  model.locale = locale === "en" ? "en" : "zh-cn";
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
  // Text of a questionnaire is untrusted; answers piped into it are even more so.
  model.onProcessHtml.add((_, options) => {
    options.html = DOMPurify.isSupported ? DOMPurify.sanitize(options.html) : "";
  });
  return model;
}

/** Lets SurveyJS know what kind of screen this is. */
export const touch = (): void => _setIsTouch(navigator.maxTouchPoints > 0);

export { SurveyModel };
