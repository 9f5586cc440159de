import { createHash } from "node:crypto";
import { createBaseThemeStyle } from "survey-core";
import DARK from "survey-core/themes/default-dark";
import sheet from "survey-core/survey-core.fontless.min.css?raw";
import form from "../form/form.css?inline";

/**
 * SurveyJS's own sheet and theme, and ours for questionnaires, as one file. SurveyJS's lies in a layer, so that whatever
 * `form.css` says wins without a fight; as written by SurveyJS it would stand as 170 KB of text inside every page.
 */
const rules = (variables: Readonly<Record<string, unknown>>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}:${String(value)}`)
    .join(";");

/** A rule for every element of the page, 8 of whose 100 ms on a slow phone go into thin scrollbars that a phone does not show. */
const withoutScrollbars = sheet.replace(/[^{}]*::-webkit-scrollbar[^{}]*\{[^{}]*\}/g, "");

const compact = (css: string): string => css.replace(/\s*\n\s*/g, "");

export const SHEET = `@layer surveyjs{${withoutScrollbars}${compact(createBaseThemeStyle())}@media screen and (prefers-color-scheme:dark){:where(.sd-theme-root){${rules(DARK.cssVariables ?? {})}}}}${form}`;
export const SHEET_HASH = createHash("sha256").update(SHEET).digest("hex").slice(0, 12);
