import { Serializer } from "survey-core";
import type { Rule } from "./walk.ts";

/** Rules on type: where SurveyJS knows of one plain value only, a list or an object makes it fall over. */

const CLASSES = ["survey", "page", "question", "itemvalue", "panelbase", "surveytrigger", "surveyvalidator", "calculatedvalue", "htmlconditionitem", "multipletextitem", "matrixdropdowncolumn", "masksettings"];
const PLAIN = /^(string|text|boolean|number|int|float|switch|color|condition|expression|question|page|file|questionvalue|value)$/;

const CLASS_NAMES = CLASSES.flatMap((each) => [each, ...Serializer.getChildrenClasses(each).map((child) => child.name)]);
const PROPERTIES = CLASS_NAMES.flatMap((name) => Serializer.getProperties(name));
type Property = (typeof PROPERTIES)[number];

/** Names of the properties that are like this wherever they stand. */
function always(isSo: (property: Property) => boolean): ReadonlySet<string> {
  const others = new Set(PROPERTIES.filter((property) => !isSo(property)).map(({ name }) => name));
  return new Set(PROPERTIES.filter(isSo).map(({ name }) => name).filter((name) => !others.has(name)));
}

/** Plain values, the same in all languages. */
const SCALARS = always(({ name, type, isLocalizable, isArray, className }) => PLAIN.test(type) && !isLocalizable && !isArray && !className && !["value", "defaultValue", "correctAnswer"].includes(name));
/** One word out of several that SurveyJS knows; some that it calls texts are numbers, such as how many columns. */
const WORDS = always(({ type, hasChoices, choices }) => type === "string" && hasChoices && !choices?.some((choice: unknown) => typeof choice === "number"));
const TRANSLATED = always(({ isLocalizable, isArray }) => isLocalizable && !isArray);

const shown = (value: unknown): string => String(JSON.stringify(value)).slice(0, 40);

export const wrongScalar: Rule = ({ key, value, path, isData, parent }) => {
  if (isData || value === null || value === undefined || (parent && Array.isArray(parent.value))) return undefined;
  if (SCALARS.has(key) && typeof value === "object") return { path, what: `one value is expected, not ${shown(value)}`, fix: "write a text, a number, true or false" };
  // Older files switch these on and off.
  if (WORDS.has(key) && (typeof value === "number" || (typeof value === "boolean" && !/^(show|clear)/.test(key)))) return { path, what: `a word is expected, not ${shown(value)}`, fix: "write one of the words that SurveyJS knows, or remove it" };
  if (TRANSLATED.has(key) && typeof value === "object" && (Array.isArray(value) || Object.values(value).some((text) => text !== null && typeof text !== "string")))
    return { path, what: `a text is expected, or one for each language, not ${shown(value)}`, fix: 'write it as "…" or { "zh-cn": "…", "en": "…" }' };
  return undefined;
};
