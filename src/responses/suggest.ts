import type { Codebook } from "../survey/codebook.ts";
import { addressesOf } from "./addresses.ts";
import { finderOf } from "./choices.ts";
import type { Mapping, Unsure, WrittenMapping } from "./mapping.ts";
import { type Match, matchColumns, SURE } from "./match.ts";
import { missingReason } from "./missing-words.ts";
import { type Profile, profilesOf } from "./profile.ts";
import type { Table } from "./table.ts";
import { otherValue, targetOf } from "./targets.ts";
import { type Wording, wordingOf } from "./wording.ts";

/** A draft of a mapping, and how it was arrived at. */
export interface Draft {
  readonly mapping: WrittenMapping;
  readonly matches: readonly { readonly column: string; readonly for: string; readonly score: number }[];
  /** Columns that answer nothing, with the best guesses. */
  readonly unmatched: readonly { readonly column: string; readonly guesses: readonly { readonly for: string; readonly score: number }[] }[];
  /** Questions that no column answers. */
  readonly unanswered: readonly string[];
}

/** Columns by which survey tools keep who answered, when and from where: never wanted here. */
const ABOUT_PEOPLE = /^(respondent ?id|response ?id|collector ?id|record(ed)? ?date|start ?date|end ?date|start ?time|end ?time|date (created|modified)|ip ?addr(ess)?|e-?mail( address)?|first ?name|last ?name|recipient.*|external ?reference|location ?(latitude|longitude)|distribution ?channel|user ?language|timestamp|submit ?date|date ?stamp|last ?page|start ?language|seed|token|status|progress|finished|duration.*|custom data.*|id|no|编号|序号|时间戳记?|提交(答卷)?时间|所用时间|答题时[间长]|开始(答题)?时间|结束(答题)?时间|来源|来源详情|来自ip|ip|ip地址|总分|姓名|电话|手机(号码?)?|昵称|用户id|openid)[.:：]?( \(.*\))?$/i;

/** Reads a table through once and says how it may map to a survey. Nothing is taken that a person cannot see and correct in the draft. */
export function suggest(table: Table, codebook: Codebook): Draft {
  const profiles = profilesOf(table.columns, table.rows());
  const addresses = addressesOf(codebook);
  const { matches, guesses } = matchColumns(table.headings, profiles, addresses);
  const byColumn = new Map(profiles.map((profile) => [profile.column, profile]));
  const weight = matches.find(({ address }) => address.variable.name === codebook.weight)?.column;
  const answering = matches.filter(({ column }) => column !== weight);
  const worded = answering.flatMap((match) => {
    const profile = byColumn.get(match.column);
    return profile ? [{ match, profile, wording: wordingOf(profile, match.address, hasWords(codebook, match)) }] : [];
  });
  const matched = new Set(matches.map(({ column }) => column));
  const unmatched = table.columns.filter((column) => !matched.has(column));
  const ignore = unmatched.filter((column) => ABOUT_PEOPLE.test(column.trim()));
  const open = unmatched.filter((column) => !ignore.includes(column)).map((column) => ({ column, guesses: (guesses.get(column) ?? []).map(({ address, score }) => ({ for: address.name, score })) }));
  const unsure: Unsure[] = [
    ...answering.filter(({ score }) => score < SURE).map(({ column, address, score }) => ({ column, taken: address.name, guesses: [{ for: address.name, score }, ...(guesses.get(column) ?? []).map((each) => ({ for: each.address.name, score: each.score }))], note: "the heading is worded in another way, or few of the values fit" })),
    ...open.map(({ column, guesses: likely }) => ({ column, guesses: likely, note: "answers no question that could be told" })),
    ...worded.flatMap(({ wording }) => wording.unsure),
  ];
  const mapping: WrittenMapping = {
    ...(table.encoding ? { encoding: table.encoding } : {}),
    ...(table.delimiter ? { delimiter: table.delimiter } : {}),
    ...(table.headers > 0 ? { headers: table.headers } : {}),
    language: languageOf(worded.map(({ wording }) => wording)),
    columns: Object.fromEntries(answering.map(({ column, address }) => [column, address.name])),
    ...valuesPart(worded),
    ...missingPart(worded),
    ...(weight === undefined ? {} : { weight }),
    ...(ignore.length > 0 ? { ignore } : {}),
    ...(unsure.length > 0 ? { unsure } : {}),
  };
  const answered = new Set(matches.map(({ address }) => address.variable.name));
  return { mapping, matches: matches.map(({ column, address, score }) => ({ column, for: address.name, score })), unmatched: open, unanswered: addresses.filter(({ code, isWords, variable }) => code === undefined && !isWords && !answered.has(variable.name)).map(({ name }) => name) };
}

type Worded = { readonly match: Match; readonly profile: Profile; readonly wording: Wording };

function hasWords(codebook: Codebook, { address }: Match): boolean {
  const { variable } = address;
  const words = targetOf(codebook, `${variable.path.join("__")}-Comment`) ?? codebook.variables.find((each) => each.listed !== undefined && each.path.join("\0") === variable.path.join("\0"));
  return otherValue(variable) !== undefined && words !== undefined;
}

const nameIn = ({ match: { column, address } }: Worded): string => (address.code === undefined ? address.name : column);

function valuesPart(worded: readonly Worded[]): Pick<WrittenMapping, "values" | "labels" | "others" | "separators"> {
  const values = worded.filter(({ wording }) => Object.keys(wording.values).length > 0).map((each) => [nameIn(each), each.wording.values] as const);
  const others = worded.filter(({ wording }) => wording.others).map(nameIn);
  const separators = worded.flatMap((each) => (each.wording.separator === undefined ? [] : [[nameIn(each), each.wording.separator] as const]));
  return {
    ...(worded.some(({ wording }) => wording.labels) ? { labels: true } : {}),
    ...(values.length > 0 ? { values: Object.fromEntries(values) } : {}),
    ...(others.length > 0 ? { others } : {}),
    ...(separators.length > 0 ? { separators: Object.fromEntries(separators) } : {}),
  };
}

/** Words that say the same in several columns, and are no answer in any, stand once; codes are told for each question. */
function missingPart(worded: readonly Worded[]): Pick<WrittenMapping, "missing" | "missingIn"> {
  const found = worded.flatMap((each) => Object.entries(each.wording.missing).map(([word, reason]) => ({ each, word, reason })));
  const isAnswer = (word: string): boolean => worded.some(({ match: { address } }) => finderOf(address.variable, true)(word) !== undefined);
  const general = found.filter(({ word }) => missingReason(word) !== undefined && !isAnswer(word));
  const own = new Map<string, Record<string, Mapping["missing"][string]>>();
  for (const { each, word, reason } of found.filter((entry) => !general.includes(entry))) own.set(nameIn(each), { ...own.get(nameIn(each)), [word]: reason });
  return {
    ...(general.length > 0 ? { missing: Object.fromEntries(general.map(({ word, reason }) => [word, reason])) } : {}),
    ...(own.size > 0 ? { missingIn: Object.fromEntries(own) } : {}),
  };
}

function languageOf(wordings: readonly Wording[]): "zh-cn" | "en" {
  const sum = (locale: "zh-cn" | "en"): number => wordings.reduce((n, { spoken }) => n + spoken[locale], 0);
  return sum("en") > sum("zh-cn") ? "en" : "zh-cn";
}
