import { type Finding, finding, type Rules } from "./finding.ts";

/** Texts that exist in one of the survey's languages only. */

/** Keys of SurveyJS under which a text stands that people read. */
const TEXT_KEY = /^(?:title|description|text|html|label(?:True|False)?|.*Text|.*Html|placeholder|.*Placeholder|.*Description|.*Caption)$/;
/** Lists whose entries are shown as they are where they carry no text. */
const ITEM_KEY = /^(?:choices|rows|columns|rateValues)$/;

type Found = { readonly place: string; readonly text: string; readonly languages: readonly string[] };

export const translation: Rules = ({ definition, codebook }) => {
  const texts = textsIn(definition, codebook.survey, codebook.survey);
  const bilingual = texts.filter(({ languages }) => languages.length > 1).length;
  const single = texts.filter(({ languages }) => languages.length === 1);
  // A survey in one language on purpose is one finding, not fifty.
  if (bilingual === 0) return single.length > 0 ? [finding("hint", "one-language", codebook.survey, { n: single.length })] : [];
  return single.map(({ place, text, languages }): Finding => finding("warning", "missing-translation", place, { text, has: languages[0] === "zh" ? { "zh-cn": "中文", en: "Chinese" } : { "zh-cn": "英文", en: "English" } }));
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

function textsIn(value: unknown, place: string, key: string): Found[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => (typeof each === "string" && ITEM_KEY.test(key) ? spoken(each, place) : textsIn(each, place, key)));
  if (!isRecord(value)) return [];
  const named = typeof value["name"] === "string" ? value["name"] : place;
  const bare = ITEM_KEY.test(key) && !("text" in value) && !("title" in value) && (typeof value["value"] === "string" || typeof value["name"] === "string") ? spoken(String(value["value"] ?? value["name"]), named) : [];
  return [
    ...bare,
    ...Object.entries(value).flatMap(([inner, content]) => {
      if (!TEXT_KEY.test(inner)) return textsIn(content, named, inner);
      if (typeof content === "string") return spoken(content, named);
      return isRecord(content) ? localised(content, named) : [];
    }),
  ];
}

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** A plain string speaks one language; numbers and signs speak all. */
const spoken = (text: string, place: string): Found[] => (/\p{L}/u.test(text.replace(/\{[^}]*\}|<[^>]*>/g, "")) ? [{ place, text, languages: [isChinese(text) ? "zh" : "en"] }] : []);

function localised(content: Readonly<Record<string, unknown>>, place: string): Found[] {
  const entries = Object.entries(content).flatMap(([locale, text]) => (typeof text === "string" && text.trim() !== "" ? [{ locale, text }] : []));
  const [first] = entries;
  if (!first || entries.every(({ text }) => !/\p{L}/u.test(text))) return [];
  const languages = entries.map(({ locale, text }) => (/^zh/.test(locale) ? "zh" : locale === "en" ? "en" : isChinese(text) ? "zh" : "en"));
  return [{ place, text: first.text, languages: [...new Set(languages)] }];
}
