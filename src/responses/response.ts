import { UserError } from "../error.ts";
import type { Locale } from "../survey/text.ts";
import { isLocale } from "../survey/text.ts";
import { stepTo } from "./pointer.ts";

/** One answer sheet. No day, clock time, address, invitation or order: nothing here says who or when. */
export interface Response {
  /** Random UUID made on the phone. */
  readonly id: string;
  readonly survey: string;
  readonly version: string;
  readonly wave: string;
  readonly language: Locale;
  /** Time taken, in steps of 30 s, at most two hours. */
  readonly seconds: number;
  readonly answers: Readonly<Record<string, unknown>>;
}

/** Longest time taken that is told apart, in seconds. */
export const LONGEST_SECONDS = 7200;
const KEYS = ["id", "survey", "version", "wave", "language", "seconds", "answers"];

/** Checks the envelope; the answers themselves are checked against the codebook. @throws UserError naming the key */
export function checkResponse(value: unknown): Response {
  const refuse = (key: string, expected: string): never => {
    throw new UserError(`${key} must be ${expected}`, { where: `/response/${key}` });
  };
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new UserError("a response is a JSON object", { where: "/response" });
  const given = new Map<string, unknown>(Object.entries(value));
  const stray = [...given.keys()].find((key) => !KEYS.includes(key));
  if (stray !== undefined) throw new UserError("this does not belong into a response", { where: `/response${stepTo(stray, 40)}` });
  const text = (key: string, pattern: RegExp, expected: string): string => {
    const found = given.get(key);
    return typeof found === "string" && pattern.test(found) ? found : refuse(key, expected);
  };
  const language = given.get("language");
  const seconds = given.get("seconds");
  const answers = given.get("answers");
  if (typeof answers !== "object" || answers === null || Array.isArray(answers)) return refuse("answers", "a JSON object");
  return {
    id: text("id", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, "a random UUID (version 4)"),
    survey: text("survey", /^[a-z][a-z0-9-]{0,39}$/, "the id of a survey"),
    version: text("version", /^[0-9a-f]{16}$/, "16 hex digits"),
    wave: text("wave", /^[a-z0-9][a-z0-9-]{0,31}$/, "the id of a wave"),
    language: isLocale(language) ? language : refuse("language", '"zh-cn" or "en"'),
    seconds: typeof seconds === "number" && Number.isInteger(seconds / 30) && seconds >= 0 && seconds <= LONGEST_SECONDS ? seconds : refuse("seconds", "a multiple of 30 from 0 to 7200"),
    answers: { ...answers },
  };
}
