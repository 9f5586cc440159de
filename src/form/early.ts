/**
 * A tap on “Agree and begin” before the page is taken over is not lost: it is noted here, a few hundred bytes that come long
 * before SurveyJS does, and honoured as soon as there is something to begin.
 */
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-start][aria-disabled="true"]') : null;
  if (!button) return;
  button.dataset["tapped"] = "";
  button.ariaBusy = "true";
});
