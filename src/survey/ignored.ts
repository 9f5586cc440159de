import { walk } from "./safety/walk.ts";

/** What SurveyJS would do and our form does in its own way, or not at all: said, so that nobody waits for it. */

const INSTEAD: Readonly<Record<string, string>> = {
  completedHtml: "the form ends with its own page, which says what became of the answers: put words of thanks into an html question on the last page",
  completedHtmlOnCondition: "the form ends with its own page, which says what became of the answers: put such words into an html question with visibleIf on the last page",
  completedBeforeHtml: "the form does not know who has answered before, for it leaves nothing on the phone",
  loadingHtml: "the form comes with the page: there is nothing to wait for",
  timeLimit: "the form has no clock: only a person's own tap sends",
  maxTimeToFinish: "the form has no clock: only a person's own tap sends",
  timeLimitPerPage: "the form has no clock: only a person's own tap sends",
  maxTimeToFinishPage: "the form has no clock: only a person's own tap sends",
  correctAnswer: "the form does not say what is right, and the score is not kept: to keep one, write calculatedValues with includeIntoResult, such as iif({q} = 4, 1, 0)",
  showTOC: "the form has no table of contents: people go page by page",
  showNavigationButtons: "the buttons “next” and “submit” are always there",
  navigationButtonsVisibility: "the buttons “next” and “submit” are always there",
  clearInvisibleValues: "answers to what is hidden in the end are cleared when they are sent, and only then: to keep one, write clearIfInvisible \"none\" at the question",
};

const isPlain = (key: string, value: unknown): boolean =>
  value === undefined || value === null || value === "" || value === 0 || (Array.isArray(value) && value.length === 0) || (key === "clearInvisibleValues" ? value === "onComplete" || value === true : key === "showTOC" ? value === false : /^(show|navigation)/.test(key) && value !== false && value !== "none" && value !== "hide");

/** One sentence for each property of a definition that has no effect here. */
export function ignoredIn(definition: object): string[] {
  const found = new Set<string>();
  for (const { key, value, isData, parent } of walk(definition)) {
    const isIn = parent !== undefined && !Array.isArray(parent.value);
    if (isIn && (!isData || key === "correctAnswer") && Object.hasOwn(INSTEAD, key) && !isPlain(key, value)) found.add(key);
  }
  return [...found].map((key) => `${key} has no effect: ${INSTEAD[key] ?? ""}`);
}
