import { decimal, labelOf, percent } from "../chart/format.ts";
import { FINDINGS } from "../i18n/findings.ts";
import { answerValues, type Variable } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import type { Claim } from "./claims.ts";
import { isIndex, sidesOf } from "./items.ts";
import type { Ground, Item, Measured } from "./measure.ts";

/** A finding as it is read. */
export interface Sentence {
  /** Variable that it speaks of. */
  readonly variable: string;
  readonly text: string;
  /** "n = 412" */
  readonly n: string;
}

const UPPER = { "zh-cn": /^(?!.*[不没无非]).*同意$|^非常同意$/, en: /^(?!.*(?:dis|not|n't)).*\bagree/i };
const LOWER = { "zh-cn": /不.*同意/, en: /disagree/i };
/** What only the person who answers must know: “(choose all that apply)”. */
const HINT = /\s*（[^（）]*[选填][^（）]*）|\s*\((?=[^()]*\b(?:choose|select|tick|pick|all that apply|at most|up to)\b)[^()]*\)/gi;

const plain = (text: string): string => text.replace(HINT, "").trim();

/** A statement that one agrees with needs no question around it. */
function agreement(item: Item, locale: Locale): "agrees" | "disagrees" | undefined {
  if (item.as !== "side") return undefined;
  const all = item.codes.map((code) => labelOf(item.variable, code, locale));
  return all.every((label) => UPPER[locale].test(label)) ? "agrees" : all.every((label) => LOWER[locale].test(label)) ? "disagrees" : undefined;
}

/** Whether those on one side of a scale agree with the statement; undefined on scales of another kind. */
export function agreesWith(variable: Variable, upper: boolean, locale: Locale): boolean | undefined {
  const side = sidesOf(variable).find((each) => each.upper === upper);
  const said = side && agreement(side, locale);
  return said === undefined ? undefined : said === "agrees";
}

/** A statement stands inside of a sentence, so it ends without a mark. */
const statementOf = ({ label }: Variable, locale: Locale): string => plain(label[locale]).replace(/[。.]$/, "");

/** The answers that count: one, two, or the first to the last of a side, as the scale runs. */
export function answersOf(item: Item, locale: Locale): string {
  const words = FINDINGS[locale];
  const labels = item.codes.map((code) => words.quoted(labelOf(item.variable, code, locale)));
  return labels.length > 2 ? words.range(labels[0] ?? "", labels.at(-1) ?? "") : words.either(labels);
}

/** What people did, to follow a share. */
export function actOf(item: Item, locale: Locale): string {
  const words = FINDINGS[locale];
  const said = agreement(item, locale);
  if (said) return words[said](words.quoted(statementOf(item.variable, locale)));
  return item.as === "first" ? words.putFirst(answersOf(item, locale)) : words.chose(answersOf(item, locale), rowOf(item, locale));
}

const rowOf = ({ variable }: Item, locale: Locale): string | undefined => (variable.battery ? FINDINGS[locale].quoted(plain(variable.label[locale])) : undefined);

/** The question, to open a sentence: nothing where the answer says it. */
function askOf(item: Item, locale: Locale): string {
  const words = FINDINGS[locale];
  const { variable } = item;
  const question = agreement(item, locale) ? undefined : words.quoted(plain((variable.battery?.label ?? variable.label)[locale]));
  return variable.condition !== undefined ? words.askSome(question) : question === undefined ? "" : words.ask(question);
}

export const shareIn = ({ value, low, high }: Measured, locale: Locale): string => {
  const words = FINDINGS[locale];
  if (low === undefined || high === undefined) return words.share(percent(value), "");
  // The sign once is enough where it reads so.
  return words.share(percent(value), locale === "en" ? words.interval(String(Math.round(low * 100)), String(Math.round(high * 100))) : words.interval(percent(low), percent(high)));
};

const meanIn = ({ value, low, high }: Measured, locale: Locale, unit = "", digits = 1): string => {
  const words = FINDINGS[locale];
  return words.share(decimal(value, digits) + unit, low === undefined || high === undefined ? "" : words.interval(decimal(low, digits), decimal(high, digits)));
};

/** Hundredths, so that what is told of both agrees with how far apart they are said to be. */
const EXACT = 2;

/** How far apart, without a sign: points of a percentage, or units of the answers. */
export function distanceIn(item: Item, { difference, low, high }: { readonly difference: number; readonly low: number; readonly high: number }, locale: Locale): string {
  const words = FINDINGS[locale];
  const [least, most] = difference < 0 ? [-high, -low] : [low, high];
  const points = item.as !== "index" && item.as !== "amount";
  const say = (value: number): string => (points ? String(Math.round(value * 100)) : decimal(value, EXACT));
  const unit = points ? (locale === "en" ? " points" : " 个百分点") : unitOf(item.variable, locale);
  return words.share(say(Math.abs(difference)) + unit, words.interval(say(least), say(most)));
}

/** What an item is called where it stands by itself: the statement, or question and answer. */
export function nameOf(item: Item, ground: Ground, locale: Locale): string {
  const { variable } = item;
  if (isIndex(variable)) return ground.codebook.constructs.find(({ name }) => name === variable.name)?.title[locale] ?? variable.label[locale];
  if (item.as === "amount") return plain(variable.label[locale]);
  const act = actOf(item, locale);
  return agreement(item, locale) ? act : `${plain((variable.battery?.label ?? variable.label)[locale])} ${act}`;
}

const unitOf = ({ unit }: Variable, locale: Locale): string => (unit ? ` ${unit[locale]}` : "");

const isTime = ({ unit }: Variable): boolean => unit !== undefined && /hour|minute|day/i.test(unit.en);

const COUNT = (n: number): string => n.toLocaleString("en");

export function sentenceOf(claim: Claim, ground: Ground, locale: Locale): Sentence {
  const words = FINDINGS[locale];
  const { item } = claim;
  const bases = claim.kind === "group" ? [claim.found.inside.n, claim.found.outside.n] : claim.kind === "change" ? [claim.found.before.n, claim.found.now.n] : [claim.measured.n];
  return { variable: item.variable.name, text: textOf(claim, ground, locale), n: words.n(bases.map(COUNT)) };
}

function textOf(claim: Claim, ground: Ground, locale: Locale): string {
  const words = FINDINGS[locale];
  const { item, measured } = claim;
  const { variable } = item;
  const tested = ground.facts.intervals;
  const ask = askOf(item, locale);
  switch (claim.kind) {
    case "majority":
      return words.some(ask, shareIn(measured, locale), actOf(item, locale));
    case "minority":
      return words.few(ask, shareIn(measured, locale), actOf(item, locale));
    case "most":
      return words.most(ask, answersOf(item, locale), rowOf(item, locale), shareIn(measured, locale));
    case "first":
      return words.first(ask, answersOf(item, locale), shareIn(measured, locale));
    case "level":
      return words.level(ask, rowOf(item, locale), answersOf(item, locale), shareIn(measured, locale), answersOf(claim.second, locale), shareIn(claim.other, locale), tested);
    case "split":
      return words.split(ask, shareIn(measured, locale), actOf(item, locale), shareIn(claim.other, locale), actOf(claim.second, locale));
    case "amount":
      return words.largest(ask, words.quoted(plain(variable.label[locale])), meanIn(measured, locale, unitOf(variable, locale)), isTime(variable));
    case "index":
      return words.index(words.quoted(nameOf(item, ground, locale)), meanIn(measured, locale), words.interval(String(claim.scale[0]), String(claim.scale[1])), lowIsGood(variable, ground), claim.good);
    case "group":
      return groupText(claim, ground, locale, ask);
    case "change":
      return changeText(claim, ground, locale, ask);
  }
}

export const lowIsGood = (variable: Variable, { codebook }: Ground): boolean => codebook.constructs.find(({ name }) => name === variable.name)?.favourable === "low";

/** Both values without intervals: what is told is how far they lie apart, and that has one. */
const bare = ({ n, effective, value }: Measured): Measured => ({ n, effective, value });

/** An index is known by its name, a number only beside its question. */
const meanName = (item: Item, ground: Ground, locale: Locale, ask: string): string => (item.as === "index" ? "" : ask) + FINDINGS[locale].quoted(nameOf(item, ground, locale));

function groupText({ item, found }: Extract<Claim, { kind: "group" }>, ground: Ground, locale: Locale, ask: string): string {
  const words = FINDINGS[locale];
  const { short, label } = found.filter;
  const trait = words.quoted(plain((short ?? label)[locale]));
  const named = (code: string): string => words.group(words.quoted(labelOf(found.filter, code, locale)), trait, short !== undefined);
  const others = answerValues(found.filter).filter(({ code }) => code !== found.code);
  const other = others.length === 1 ? words.otherGroup(words.quoted(labelOf(found.filter, others[0]?.code ?? "", locale)), short !== undefined) : undefined;
  const distance = distanceIn(item, found, locale);
  const exact = (mean: Measured): string => meanIn(mean, locale, unitOf(item.variable, locale), EXACT);
  const [inside, outside] = [bare(found.inside), bare(found.outside)];
  return item.as === "index" || item.as === "amount"
    ? words.groupMean(meanName(item, ground, locale, ask), named(found.code), exact(inside), other, exact(outside), distance, found.difference > 0)
    : words.groupShare(ask, named(found.code), shareIn(inside, locale), actOf(item, locale), other, shareIn(outside, locale), distance, found.difference > 0);
}

function changeText({ item, found }: Extract<Claim, { kind: "change" }>, ground: Ground, locale: Locale, ask: string): string {
  const words = FINDINGS[locale];
  const distance = distanceIn(item, found, locale);
  const exact = (mean: Measured): string => meanIn(mean, locale, unitOf(item.variable, locale), EXACT);
  const [now, before] = [bare(found.now), bare(found.before)];
  return item.as === "index" || item.as === "amount"
    ? words.changeMean(meanName(item, ground, locale, ask), found.wave[locale], exact(before), exact(now), distance, found.difference > 0)
    : words.changeShare(ask, actOf(item, locale), found.wave[locale], shareIn(before, locale), shareIn(now, locale), distance, found.difference > 0);
}
