import type { SurveyModel } from "survey-core";

/** The phone's own list, and fields for words that appear beside a choice: SurveyJS 3.0.0 leaves them without a name. */
const NAMELESS = ":is(select, textarea):not([aria-label], [aria-labelledby])";

/** Names them by the question they belong to, or a screen reader would say “blank”; and pictures of files not at all. */
export function nameFields(model: SurveyModel): void {
  if (typeof document === "undefined") return;
  const name = (): void => {
    for (const field of document.querySelectorAll<HTMLSelectElement | HTMLTextAreaElement>(`.sd-root-modern ${NAMELESS}`)) {
      const title = field.closest("[data-name]")?.querySelector("[id$=ariaTitle]");
      if (title && field.labels.length === 0) field.setAttribute("aria-labelledby", title.id);
    }
    // Called “File preview”, in every language. Its name stands beside it.
    for (const picture of document.querySelectorAll<HTMLImageElement>(".sd-root-modern .sd-file__image-wrapper img")) picture.alt = "";
  };
  model.onAfterRenderQuestion.add(name);
  // What a choice brings along is there once React has drawn it.
  model.onValueChanged.add(() => void setTimeout(name));
}
