import type { Heading } from "./headings.ts";

/** One way in which a heading can be read: a question, and perhaps one of its rows or choices. */
export interface Reading {
  readonly question: string;
  readonly part?: string;
  /** “3、” or “Q3”: the number of the question. */
  readonly number?: number;
  /** “选项2” or “_2”: the place among its rows or choices. */
  readonly position?: number;
}

const NUMBERED = /^\s*(?:q|question|第)?\s*(\d{1,3})\s*(?:题)?\s*(?:[、.．:：)）\]]|(?=[(（[_])|$)\s*/i;
const POSITION = /^(?:选项|option|choice|answer|row|行|sq|a)?\s*0*(\d{1,3})$/i;
/** What stands between a question and its row or choice in the headings of the tools that are known. */
const BETWEEN = /\s[-–—|]\s|—{1,2}|[:：|_/]|(?<=[?？])\s*/g;
/** Most places at which one heading is cut. */
const MOST_CUTS = 12;

/** All ways in which a heading may be meant, the heading as a whole first. */
export function readingsOf({ name, written = name, question, part, title }: Heading): Reading[] {
  if (question !== undefined && part !== undefined) return [numbered(question, part), numbered(`${question} ${part}`)];
  return [written, ...(title === undefined ? [] : [title])].flatMap((text) => [numbered(text), ...cutsOf(text).map(([left, right]) => numbered(left, right))]);
}

function numbered(question: string, part?: string): Reading {
  const [head, number] = NUMBERED.exec(question) ?? [];
  const position = part === undefined ? undefined : POSITION.exec(part.trim())?.[1];
  return { question: head === undefined ? question.trim() : question.slice(head.length).trim(), ...(part === undefined ? {} : { part: part.trim() }), ...(number === undefined ? {} : { number: Number(number) }), ...(position === undefined ? {} : { position: Number(position) }) };
}

function cutsOf(text: string): [string, string][] {
  const bracket = /^(.*?)\s*[[(（【〔](.+)[\])）】〕]\s*$/su.exec(text);
  const cuts = [...text.matchAll(BETWEEN)].slice(-MOST_CUTS).map((match): [string, string] => [text.slice(0, match.index), text.slice(match.index + match[0].length)]);
  return [...(bracket ? [[bracket[1] ?? "", bracket[2] ?? ""] satisfies [string, string]] : []), ...cuts].filter(([left, right]) => left.trim() !== "" && right.trim() !== "");
}
