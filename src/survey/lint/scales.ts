import type { Locale, Text } from "../text.ts";
import { type Finding, finding, type Rules } from "./finding.ts";
import { type Asked, chinese, english, labelsOf } from "./subject.ts";

/** The steps of a scale: both sides alike, each with a word, all scales the same way round. */

/** Pairs of opposites; the negative is tried first, since it often holds the positive. */
const OPPOSITES: readonly { id: string; negative: RegExp; positive: RegExp; judges: boolean }[] = [
  { id: "agree", negative: /不.{0,2}同意|不.{0,2}赞成|反对|disagree/i, positive: /同意|赞成|\bagree/i, judges: true },
  { id: "satisfied", negative: /不.{0,2}满意|dissatisf|unsatisf|not .*satisf/i, positive: /满意|satisf/i, judges: true },
  { id: "quality", negative: /差|糟|不好|\bpoor|\bbad\b|terrible|awful/i, positive: /好|优|\bgood\b|excellent|great|outstanding/i, judges: true },
  { id: "clear", negative: /不.{0,2}清楚|unclear|not .*clear/i, positive: /清楚|clear/i, judges: true },
  { id: "willing", negative: /不.{0,2}愿意|unwilling|not .*willing/i, positive: /愿意|willing/i, judges: true },
  { id: "likely", negative: /不.{0,2}可能|unlikely|not .*likely/i, positive: /可能|likely/i, judges: true },
  { id: "easy", negative: /不.{0,2}容易|难|difficult|\bhard\b/i, positive: /容易|\beasy\b|easily/i, judges: true },
  { id: "change", negative: /减少|下降|变少|decreas|\bdown\b/i, positive: /增加|上升|变多|increas|\bup\b/i, judges: false },
];
const MIDDLE = /一般|中立|差不多|neither|neutral|about right|no change|没有变化|正合适|undecided|average|适中/i;

interface Scale {
  readonly asked: Asked;
  readonly family: string;
  readonly judges: boolean;
  readonly labels: readonly string[];
  /** -1, 0 or 1 for each step. */
  readonly signs: readonly number[];
}

function scaleIn(asked: Asked, locale: Locale): Scale | undefined {
  const of = locale === "en" ? english : chinese;
  const labels = labelsOf(asked).map(of).filter((label) => label !== "");
  if (labels.length < 2 || !["ordinal", "rating", "single"].includes(asked.variables[0]?.kind ?? "")) return undefined;
  const found = OPPOSITES.map((pair) => ({ pair, signs: labels.map((label) => (MIDDLE.test(label) ? 0 : pair.negative.test(label) ? -1 : pair.positive.test(label) ? 1 : 0)) }))
    .filter(({ signs }) => signs.filter((sign) => sign !== 0).length >= Math.max(2, labels.length - 2))
    .sort((a, b) => b.signs.filter(Boolean).length - a.signs.filter(Boolean).length)[0];
  return found ? { asked, family: found.pair.id, judges: found.pair.judges, labels, signs: found.signs } : undefined;
}

export const scales: Rules = ({ asked }) => {
  const read = (["zh-cn", "en"] as const).map((locale) => asked.flatMap((each) => scaleIn(each, locale) ?? []));
  return [...asked.flatMap((each) => [...unbalanced(each), ...unlabelled(each)]), ...once(read.flatMap((each) => [...direction(each), ...sameWords(each)]))];
};

/** Both languages say the same of a question: one finding. */
const once = (findings: readonly Finding[]): Finding[] => findings.filter(({ rule, place }, i) => findings.findIndex((other) => other.rule === rule && other.place === place) === i);

function unbalanced(asked: Asked): Finding[] {
  const found = (["zh-cn", "en"] as const).flatMap((locale) => scaleIn(asked, locale) ?? []);
  const counts = found.map(({ signs }) => ({ negative: signs.filter((sign) => sign < 0).length, positive: signs.filter((sign) => sign > 0).length }));
  // Words can deceive in one language; where both can be read, both must say so.
  const [first] = counts;
  if (!first || !counts.every(({ negative, positive }) => negative !== positive)) return [];
  return [finding("warning", "unbalanced", asked.name, { ...first, labels: labelsText(asked) })];
}

const labelsText = (asked: Asked): Text => {
  const labels = labelsOf(asked);
  return { "zh-cn": labels.map((label) => label["zh-cn"]).join("、"), en: labels.map((label) => label.en).join(", ") };
};

function unlabelled(asked: Asked): Finding[] {
  const [variable] = asked.variables;
  if (asked.type !== "rating" && !(asked.isBattery && variable?.kind === "ordinal")) return [];
  const labels = labelsOf(asked);
  const bare = labels.filter((label) => /^-?\d+(\.\d+)?$/.test(label["zh-cn"]) && /^-?\d+(\.\d+)?$/.test(label.en)).length;
  if (labels.length < 3 || bare === 0) return [];
  // Eleven points with named ends are common and comparable; nobody finds eleven names.
  return [finding(labels.length > 7 ? "hint" : "warning", "unlabelled", asked.name, { bare, all: labels.length })];
}

/** 1 from negative to positive, -1 the other way, 0 where that cannot be said; ways out at the end do not count. */
function headingOf({ judges, signs }: Scale): number {
  const said = signs.filter((sign) => sign !== 0);
  const [first = 0, last = 0] = [said[0], said.at(-1)];
  return judges && first !== last ? last : 0;
}

function direction(all: readonly Scale[]): Finding[] {
  const [down, up] = [all.filter((scale) => headingOf(scale) < 0), all.filter((scale) => headingOf(scale) > 0)];
  const [few, many] = down.length > up.length ? [up, down] : [down, up];
  const model = many[0];
  return model ? few.map(({ asked, labels }) => finding("warning", "scale-direction", asked.name, { first: labels[0] ?? "", other: model.asked.name, otherFirst: model.labels[0] ?? "" })) : [];
}

function sameWords(all: readonly Scale[]): Finding[] {
  return all.flatMap(({ asked, family, judges, labels }, i) => {
    const model = all.slice(0, i).find((other) => other.family === family);
    // “Good” and “bad” are said of anything; what changes is no opinion.
    if (!model || !judges || family === "quality" || [...model.labels].sort().join() === [...labels].sort().join()) return [];
    return [finding("hint", "scale-wording", asked.name, { labels: labels.join(" · "), other: model.asked.name, otherLabels: model.labels.join(" · ") })];
  });
}
