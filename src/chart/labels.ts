import { CHART } from "../i18n/chart.ts";
import type { Codebook, Variable } from "../survey/codebook.ts";
import { entryOf, isEntry } from "../survey/forms.ts";
import type { Locale, Text } from "../survey/text.ts";

/** What figures call variables and answers. */

/** Entries are numbered in their labels (survey/repeats.ts), which a figure of all entries does without. */
const unnumbered = (label: string): string => label.replace(/（第 \d+ 项）| \(no\. \d+\)/g, "");

const inBoth = (make: (locale: Locale) => string): Text => ({ "zh-cn": make("zh-cn"), en: make("en") });

/** The question and the part of it that a variable is about; the battery's name where it says the part already. */
function joined(question: string, part: string, locale: Locale): string {
  if (question.endsWith(part)) return question;
  return /[?？!！.。]$/.test(question) ? `${question}${locale === "en" ? " " : ""}${part}` : `${question.replace(/[:：]\s*$/, "")}${CHART[locale].colon}${part}`;
}

/** A variable standing alone: “Price limits: Highest”. */
export const wholeLabel = ({ battery, label }: Variable): Text => (battery ? inBoth((locale) => joined(unnumbered(battery.label[locale]), unnumbered(label[locale]), locale) + numberIn(label[locale])) : label);

const numberIn = (label: string): string => label.slice(unnumbered(label).length);

/** The same part of all entries. */
export const partLabel = ({ battery, label }: Variable): Text => inBoth((locale) => joined(unnumbered(battery?.label[locale] ?? label[locale]), unnumbered(label[locale]), locale));

/** A row of a figure: the number of the entry, or the item. */
export const rowLabel = (variable: Variable, locale: Locale): string => (isEntry(variable) ? CHART[locale].entry(entryOf(variable)) : variable.label[locale]);

/** What several rows were asked. */
export const askedOf = (variables: readonly Variable[], locale: Locale): string => {
  const [first] = variables;
  if (!first) return "";
  if (variables.length === 1) return wholeLabel(first)[locale];
  return isEntry(first) ? partLabel(first)[locale] : (first.battery?.label[locale] ?? first.label[locale]);
};

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", ndash: "–", mdash: "—", hellip: "…", lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”" };

/**
 * As a person reads it: without what only a browser or the form would have filled in. What stood in `{braces}` differed from
 * person to person; where nothing else is said, the name stays.
 */
export function readable(text: string, locale: Locale): string {
  const plain = text
    .replace(/&(#\d+|#x[\da-f]+|\w+);/gi, (whole, name: string) => entity(name) ?? whole)
    .replace(/\{\s*[\p{L}_$#][\p{L}\p{N}\s_.$#[\]-]*\}/gu, locale === "en" ? "[…]" : "［…］")
    .replace(/`([^`]+)`/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
  return /[\p{L}\p{N}]/u.test(plain) || !/[\p{L}\p{N}]/u.test(text) ? plain : text.replace(/[{}]/g, "").trim();
}

function entity(name: string): string | undefined {
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : name.startsWith("#") ? Number(name.slice(1)) : undefined;
  if (code === undefined) return ENTITIES[name.toLowerCase()];
  return code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined;
}

export const readableText = (text: Text): Text => inBoth((locale) => readable(text[locale], locale));

const known = new WeakMap<Codebook, Codebook>();

/** A codebook whose labels can be shown; made once. */
export function readableCodebook(codebook: Codebook): Codebook {
  const before = known.get(codebook);
  if (before) return before;
  const made: Codebook = { ...codebook, variables: codebook.variables.map(readableVariable) };
  known.set(codebook, made);
  return made;
}

const readableVariable = (variable: Variable): Variable => ({
  ...variable,
  label: readableText(variable.label),
  ...(variable.battery ? { battery: { ...variable.battery, label: readableText(variable.battery.label) } } : {}),
  values: variable.values.map((value) => ({ ...value, label: readableText(value.label) })),
});
