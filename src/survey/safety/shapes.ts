import { isReserved, type Place, type Rule, valueAt } from "./walk.ts";

/** Rules on form: what stands where SurveyJS expects a list, a text or a number, how many, and under which names. */

/** Lists of objects, and lists whose entries may also be plain values; with how many entries they may have. */
const OBJECTS: Readonly<Record<string, number>> = { pages: 1000, elements: 5000, questions: 5000, templateElements: 500, detailElements: 500, items: 5000, validators: 100, triggers: 1000, calculatedValues: 1000, completedHtmlOnCondition: 1000, areas: 1000 };
const VALUES: Readonly<Record<string, number>> = { choices: 20_000, rows: 5000, columns: 5000, rateValues: 1000 };
const LISTS = new Map(Object.entries({ ...OBJECTS, ...VALUES }));
const MOST_CELLS = 10_000;

/** Numbers that something is drawn or stored as often or as long as. */
const NUMBERS: Readonly<Record<string, number>> = {
  maxLength: 100_000, maxCommentLength: 100_000, maxTextLength: 100_000, maxOthersLength: 100_000,
  rowCount: 1000, minRowCount: 1000, maxRowCount: 1000, panelCount: 1000, minPanelCount: 1000, maxPanelCount: 1000,
  rateCount: 1000, labelCount: 1000, colCount: 100, choicesLazyLoadPageSize: 20_000, maxFiles: 1000, precision: 20,
  maximumFractionDigits: 20, minimumFractionDigits: 20, totalMaximumFractionDigits: 20, totalMinimumFractionDigits: 20,
};
const TEXTS = new Set(["name", "type", "valueName", "cellType", "locale", "cookieName", "setToName", "fromName", "gotoName", "choicesFromQuestion", "inputType", "maskType", "pattern", "operator"]);

const isPlain = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
const shown = (value: unknown): string => String(JSON.stringify(value)).slice(0, 40);

/** The list that an entry stands in, by its key; nothing for other places. */
const listOf = ({ parent }: Place): string => (parent && Array.isArray(parent.value) ? parent.key : "");

export const wrongKey: Rule = ({ key, path, parent }) =>
  parent && !Array.isArray(parent.value) && (key === "__proto__" || key === "constructor" || key === "prototype")
    ? { path, what: `“${key}” cannot be a key: programs take it for the object itself`, fix: "remove it" }
    : undefined;

export const wrongList: Rule = ({ key, value, path, isData, parent }) => {
  const most = LISTS.get(key);
  if (isData || most === undefined || value === null || value === undefined) return undefined;
  // A comment's `rows` are lines, and translations hang on keys of any name.
  if (key === "rows" && typeof value === "number" && valueAt(parent?.value, "type") === "comment") return value > 1000 ? { path, what: "a field of so many lines", fix: "1,000 at most" } : undefined;
  if (parent && Array.isArray(parent.value)) return undefined;
  if (!Array.isArray(value)) return { path, what: `a list is expected, not ${shown(value)}`, fix: "write it as [ … ]" };
  if (value.length > most) return { path, what: `${value.length.toLocaleString("en")} entries are too many to be drawn`, fix: `${most.toLocaleString("en")} at most` };
  return undefined;
};

export const wrongEntry: Rule = (place) => {
  const { value, path, isData } = place;
  const list = listOf(place);
  if (isData || list === "") return undefined;
  // Triggers list pages and questions by name.
  if (typeof value === "string" && place.parent?.parent?.parent?.key === "triggers") return undefined;
  if (Object.hasOwn(OBJECTS, list) && !isObject(value)) return { path, what: `an object is expected, not ${shown(value)}`, fix: "write it as { … }, or remove it" };
  if (!Object.hasOwn(VALUES, list)) return undefined;
  if (!isPlain(value) && !isObject(value)) return { path, what: `a value is expected, not ${shown(value)}`, fix: "write a text, a number or { \"value\": …, \"text\": … }" };
  const code = isPlain(value) ? value : (valueAt(value, "value") ?? valueAt(value, "name"));
  if (!isPlain(code)) return { path, what: `there is no value, or it is not a text or a number: ${shown(value)}`, fix: "give it a \"value\"" };
  return isReserved(String(code)) ? { path, what: `“${String(code)}” cannot be a value: programs take it for a part of every object`, fix: "choose another value; the words shown may stay" } : undefined;
};

export const wrongText: Rule = ({ key, value, path, isData, parent }) => {
  if (isData || !TEXTS.has(key) || value === null || value === undefined || (parent && Array.isArray(parent.value))) return undefined;
  if (typeof value !== "string") return { path, what: `a text is expected, not ${shown(value)}`, fix: "write it in quotes" };
  if (isReserved(value)) return { path, what: `“${value}” cannot be a name: programs take it for a part of every object`, fix: "choose another name; the words shown may stay" };
  return undefined;
};

export const wrongNumber: Rule = ({ key, value, path, isData, parent }) => {
  const most = Object.hasOwn(NUMBERS, key) ? NUMBERS[key] : undefined;
  if (isData || most === undefined || value === null || (parent && Array.isArray(parent.value))) return undefined;
  return typeof value === "number" && value >= -1 && value <= most ? undefined : { path, what: `${shown(value)} makes no sense here`, fix: `a number up to ${most.toLocaleString("en")}, or nothing` };
};

/** How numbers are written out; browsers fail on ways that they do not know. */
const STYLES = /^(none|decimal|currency|percent|date)?$/;

export const wrongStyle: Rule = ({ key, value, path, isData }) => {
  if (isData || value === null || value === undefined) return undefined;
  if (/^(totalD|d)isplayStyle$/.test(key) && !STYLES.test(String(value))) return { path, what: `${shown(value)} is no way to write numbers`, fix: "none, decimal, currency, percent or date" };
  if (/^(totalC|c)urrency$/.test(key) && !/^[A-Za-z]{3}$/.test(String(value))) return { path, what: `${shown(value)} is no currency`, fix: "three letters, like CNY" };
  const digits = Number(valueAt(value, "maximumFractionDigits") ?? -1);
  if (digits >= 0 && Number(valueAt(value, "minimumFractionDigits") ?? -1) > digits) return { path, what: "more decimals are wanted than allowed", fix: "let minimumFractionDigits be no more than maximumFractionDigits" };
  return undefined;
};

const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** What is large by multiplication. */
export const tooLarge: Rule = ({ value, path, isData }) => {
  if (isData || !isObject(value)) return undefined;
  const cells = count(valueAt(value, "rows")) * count(valueAt(value, "columns"));
  if (cells > MOST_CELLS) return { path, what: `a matrix of ${cells.toLocaleString("en")} cells`, fix: `${MOST_CELLS.toLocaleString("en")} at most: split it` };
  const [low, high, step] = ["choicesMin", "choicesMax", "choicesStep"].map((key) => Number(valueAt(value, key) ?? (key === "choicesStep" ? 1 : 0)));
  const choices = ((high ?? 0) - (low ?? 0)) / Math.max(step ?? 1, Number.MIN_VALUE);
  return choices <= (VALUES["choices"] ?? 0) ? undefined : { path, what: `choicesMax makes ${shown(choices)} choices`, fix: "write the choices out" };
};
