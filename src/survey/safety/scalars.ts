import { Serializer } from "survey-core";
import type { Rule } from "./walk.ts";

/** Rules on type: where SurveyJS knows of one plain value only, a list or an object makes it fall over. */

const CLASSES = ["survey", "page", "question", "itemvalue", "panelbase", "surveytrigger", "surveyvalidator", "calculatedvalue", "htmlconditionitem", "multipletextitem", "matrixdropdowncolumn", "masksettings"];
const PLAIN = /^(string|text|boolean|number|int|float|switch|color|condition|expression|question|page|file|questionvalue|value)$/;

/** Properties that hold a plain value, untranslated, in whatever they stand. */
const SCALARS: ReadonlySet<string> = scalars();

function scalars(): Set<string> {
  const plain = new Set<string>();
  const other = new Set(["value", "defaultValue", "correctAnswer"]);
  for (const name of CLASSES.flatMap((each) => [each, ...Serializer.getChildrenClasses(each).map((child) => child.name)]))
    for (const property of Serializer.getProperties(name)) (PLAIN.test(property.type) && !property.isLocalizable && !property.isArray && !property.className ? plain : other).add(property.name);
  return new Set([...plain].filter((name) => !other.has(name)));
}

export const wrongScalar: Rule = ({ key, value, path, isData, parent }) =>
  isData || typeof value !== "object" || value === null || !SCALARS.has(key) || (parent && Array.isArray(parent.value))
    ? undefined
    : { path, what: `one value is expected, not ${JSON.stringify(value).slice(0, 40)}`, fix: "write a text, a number, true or false" };
