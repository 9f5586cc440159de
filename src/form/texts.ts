import { plainText } from "./sanitise.ts";

/** Texts that SurveyJS shows as they are: tags and asterisks would stand there as such. */
const SHOWN = new Set(["title", "description", "text", "requiredErrorText", "minRateDescription", "maxRateDescription", "labelTrue", "labelFalse", "commentText", "otherText", "noneText", "placeholder", "navigationTitle", "navigationDescription"]);
/** Parts of a questionnaire that hold values, not texts. */
const VALUES = new Set(["defaultValue", "correctAnswer", "setValue", "value"]);

/** The same questionnaire with plain words where SurveyJS shows plain words; HTML stays where it is meant, and is cleaned when shown. */
export function plainDefinition(definition: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(definition).map(([key, value]) => [key, VALUES.has(key) ? value : SHOWN.has(key) ? plainOf(value) : inside(value)]));
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return typeof value === "object" && value !== null ? plainDefinition({ ...value }) : value;
}

/** A text or its translations. */
function plainOf(value: unknown): unknown {
  if (typeof value === "string") return plainText(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([language, text]: [string, unknown]) => [language, typeof text === "string" ? plainText(text) : text]));
}
