import type { SurveyModel } from "survey-core";

/** Whether a questionnaire shows something in another order to each person. */
export const hasRandomOrder = (definition: Readonly<Record<string, unknown>>): boolean => /"\w*Order":"random"/.test(JSON.stringify(definition));

/** The order that server and browser draw alike, so that nothing moves when the browser takes over. */
export const FIRST_SEED = 1;

/** This person's own order, before anything of it was seen. */
export const shuffle = (model: SurveyModel): void => void (model.randomSeed = 2 + Math.floor(Math.random() * 1e9));
