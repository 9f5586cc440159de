import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { Survey } from "survey-react-ui";
import { formModel } from "../../src/form/model.ts";
import type { Locale } from "../../src/survey/text.ts";

/** Draws a form as the server does, screen by screen to the end, and sends it. @returns what was drawn */
export function draw(definition: Readonly<Record<string, unknown>>, locale: Locale): string[] {
  const model = formModel(definition, locale);
  const screens: string[] = [];
  const look = (): void => void screens.push(renderToString(createElement(Survey, { model })));
  look();
  if (model.state === "starting") model.start();
  // As a draft is taken up again, on whatever page it was left.
  for (let page = 0; page < model.visiblePageCount; page++) {
    model.currentPageNo = page;
    look();
  }
  model.doComplete();
  return screens;
}
