import type { Text } from "../text.ts";
import { type Finding, finding, type Rules } from "./finding.ts";
import { ASIDE, type Asked, isAgreement, labelsOf, matching, rowsOf } from "./subject.ts";

/** How questions and statements are put. */

/** “question”: its title · “statement”: agreed with or not · “row”: a thing that is asked about */
interface Line {
  readonly kind: "question" | "statement" | "row";
  readonly place: string;
  readonly text: Text;
  readonly asked: Asked;
}

function linesOf(asked: Asked): Line[] {
  const kind = isAgreement(asked) ? "statement" : "row";
  const title: Line = { kind: isAgreement(asked) && !asked.isBattery ? "statement" : "question", place: asked.name, text: asked.title, asked };
  return [title, ...rowsOf(asked).map(({ place, text }): Line => ({ kind, place, text, asked }))];
}

export const wording: Rules = ({ asked }) => asked.flatMap(linesOf).flatMap((line) => [twoInOne(line), leading(line), oneSided(line), absolute(line)].flatMap((each) => each ?? []));

/** What joins, but not two things that are asked: lists of examples, “with” and “compared with”, ranges, set phrases. */
const ZH_SAFE = /[^，。；]*等(?=[^待级候于])|先[^，。]*后[^，。]*|参与|与否|与其|普及|涉及|提及|顾及|来得及|来不及|波及|及时|及格|及早|及其|[及或]以[上下]|平和|谐和|和谐|和气|总和|温和|缓和|暖和|或多或少|[和与跟][^，。；]*?(?:有关|相关|无关|相比|比起|不同|相同|一致|一样|沟通|打交道|合作|关系|之间)|^[与和跟]/g;
const EN_SAFE = /\band so on\b|\band the like\b|\bor (?:more|less|fewer|older|younger|longer|later|above|below|not|so)\b|\bmore or less\b|\bone or (?:more|two)\b|\bsooner or later\b|\bagain and again\b|\bbetween [^,.?;]*? and \S+/gi;

function twoInOne({ kind, place, text, asked }: Line): Finding | undefined {
  // Kinds of work whose hours are counted together are one thing to the person who counts.
  if (kind === "row" && asked.variables[0]?.kind === "number") return undefined;
  const found = matching(text, (words, language) => {
    const plain = kind === "question" ? askedIn(words) : words.replace(ASIDE, "").replace(/[：:].*/, "");
    // “更安全、更不安全，还是差不多” names the answers of one question.
    const joins = plain.includes("还是") ? /以及|并且|而且|和|及|与/ : /以及|并且|而且|、|和|及|与|或者?/;
    if (language === "zh") return joins.exec(plain.replace(ZH_SAFE, ""))?.[0];
    return joints(plain.replace(EN_SAFE, "")).find((joint) => !namesTheAnswers(joint, asked))?.word;
  });
  if (found === undefined) return undefined;
  // In their own words, or ticking several, people can answer one half.
  const canPart = kind === "row" || ["text", "multiple", "ranking"].includes(asked.variables[0]?.kind ?? "");
  return finding(canPart ? "hint" : "warning", "two-in-one", place, { text, found });
}

/** The sentences that end in a question mark, where there are any: others lead up to them. */
function askedIn(words: string): string {
  const plain = words.replace(ASIDE, "");
  const questions = plain.match(/[^。.？?！!]*[？?]/g);
  return questions ? questions.join("") : plain;
}

interface Joint {
  readonly word: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? [];

const joints = (text: string): Joint[] =>
  [...text.matchAll(/\b(and\/or|and|or|as well as)\b/gi)].map((match) => ({ word: match[0], before: wordsOf(text.slice(0, match.index)).slice(-3), after: wordsOf(text.slice(match.index + match[0].length)).slice(0, 3) }));

/** “has it gone down or up?” names the two ends of its scale: one question, put fairly. */
function namesTheAnswers({ word, before, after }: Joint, asked: Asked): boolean {
  if (word.toLowerCase() !== "or") return false;
  const answers = labelsOf(asked).map((label) => wordsOf(label.en));
  const among = (words: readonly string[]): string | undefined => words.find((each) => each.length > 1 && answers.some((answer) => answer.includes(each)));
  const [left, right] = [among(before.toReversed()), among(after)];
  return left !== undefined && right !== undefined && left !== right;
}

const ZH_LEADING = /难道|不是吗|不觉得|不认为|是不是(?:应该|也)|是否(?:应该|也|还)|也(?:觉得|认为|感到)|众所周知|大家都|显然|毫无疑问|当然|无疑/;
const EN_LEADING = /(?<!\bwhy )\b(?:don['’]?t|wouldn['’]?t|shouldn['’]?t|isn['’]?t|aren['’]?t|won['’]?t) (?:you|it|they|this|we)\b|\bdo you also\b|\bobviously\b|\bof course\b|\beverybody knows\b|\beveryone knows\b|\bas (?:you|we all) know\b|\bsurely\b|\bsurely not\b/i;
/** Words that judge; a statement to agree with may judge, a question may not. */
const ZH_LOADED = /不合理的|繁重的|沉重的|过度的|无谓的|多余的|形式主义|落后的|先进的|优秀的|英明|浪费/;
const EN_LOADED = /\b(?:unreasonable|burdensome|excessive|wasteful|pointless|unfair|outrageous|excellent new|backward)\b/i;

function leading({ kind, place, text }: Line): Finding | undefined {
  const found = matching(text, (words, language) => {
    const [lead, loaded] = language === "zh" ? [ZH_LEADING, ZH_LOADED] : [EN_LEADING, EN_LOADED];
    return lead.exec(words)?.[0] ?? (kind === "question" ? loaded.exec(words)?.[0] : undefined);
  });
  return found === undefined ? undefined : finding("warning", "leading", place, { text, found });
}

function oneSided({ kind, place, text, asked }: Line): Finding | undefined {
  if (kind !== "question" || !asked.isBattery || !isAgreement(asked)) return undefined;
  const found = matching(text, (words, language) => {
    const both = language === "zh" ? /不同意|同意程度|是否同意/ : /disagree|agree or not/i;
    const one = language === "zh" ? /同意/ : /\bagree\b/i;
    return both.test(words) ? undefined : one.exec(words)?.[0];
  });
  return found === undefined ? undefined : finding("hint", "one-sided", place, { text, found });
}

const ZH_ABSOLUTE = /总是|从不|从来|永远|绝对|完全|所有人|每个人都|人人都|毫无|百分之百|任何时候|一切/;
const EN_ABSOLUTE = /\b(?:always|never|every(?:one|body|thing)|nobody|no one|nothing|completely|totally|entirely|absolutely|all the time)\b/i;

function absolute({ place, text }: Line): Finding | undefined {
  const found = matching(text, (words, language) => (language === "zh" ? ZH_ABSOLUTE : EN_ABSOLUTE).exec(words)?.[0]);
  return found === undefined ? undefined : finding("warning", "absolute", place, { text, found });
}
