import { QuestionRankingModel, QuestionSelectBase } from "survey-core";
import { type Finding, finding, type Rules } from "./finding.ts";
import { type Asked, chinese, english, isAgreement } from "./subject.ts";

/** What can be chosen, and whether one must. */

/** Things that can be put in order at one sight. */
const RANKED = 7;

export const choices: Rules = ({ asked }) => asked.flatMap((each) => [...required(each), ...wayOut(each), ...other(each), ...ranking(each)]);

const required = (asked: Asked): Finding[] => (asked.required ? [finding("warning", "required", asked.name, { text: asked.title })] : []);

/** Facts that a person may not have at hand: amounts, shares, frequencies. */
const ZH_FACT = /多少|几[天次个年户小]|多久|多大比例|占|百分之几|什么时候/;
const EN_FACT = /\bhow (?:many|much|often|long|far away)\b|\bwhat (?:share|percentage|proportion|time)\b|\bwhen\b/i;

/** Traits are known to whoever answers; who types may leave the field empty. */
function wayOut(asked: Asked): Finding[] {
  const [variable] = asked.variables;
  const listed = asked.values.length > 0 && variable !== undefined && !["multiple", "ranking", "boolean"].includes(variable.kind);
  if (!listed || variable.role === "quasi" || asked.values.some(({ missing, code }) => missing !== undefined || code === "other" || code === "none")) return [];
  const isFact = ZH_FACT.test(chinese(asked.title)) || EN_FACT.test(english(asked.title));
  if (asked.required) return [finding("warning", "no-way-out", asked.name, { text: asked.title })];
  return isFact || (asked.isBattery && isAgreement(asked)) ? [finding("hint", "no-way-out", asked.name, { text: asked.title })] : [];
}

function other(asked: Asked): Finding[] {
  const { question } = asked;
  if (!(question instanceof QuestionSelectBase) || question.hasOther || question.showCommentArea) return [];
  const found = asked.values.find(({ label }) => /^(其他|其它)(（|$)/.test(label["zh-cn"].trim()) || /^other( \(|,|$)/i.test(label.en.trim()));
  return found ? [finding("warning", "other-text", asked.name, { label: found.label })] : [];
}

function ranking({ name, question, values }: Asked): Finding[] {
  if (!(question instanceof QuestionRankingModel) || values.length <= RANKED) return [];
  // Whoever picks the first few out of many has an easy task.
  if (question.selectToRankEnabled && question.maxSelectedChoices > 0 && question.maxSelectedChoices <= RANKED) return [];
  return [finding("warning", "long-ranking", name, { n: values.length, most: RANKED })];
}
