import { UserError } from "../error.ts";
import { sha256 } from "./sha256.ts";

/** Longest name of a variable: 32 as in SPSS, less the `__na` of its companion column. */
export const NAME_LIMIT = 28;
/** Longest name of a column. */
export const COLUMN_LIMIT = 32;

/**
 * The name that a question, row or choice gets in files: itself if it is already ASCII letters, digits and
 * underscores and short enough, else `v_` and the first 8 hex digits of its SHA-256.
 */
export function slug(name: string, limit: number): string {
  const plain = name.trim().replace(/[\s.\-]+/g, "_");
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(plain) && plain.length <= limit && !/__na$/i.test(plain) ? plain : `v_${sha256(name).slice(0, 8)}`;
}

/** `question__part`, shortened by hashing the part, then the question, until it fits. */
export function joined(question: string, part: string, limit: number): string {
  const head = slug(question, limit);
  const plain = part.trim().replace(/[\s.\-]+/g, "_");
  const tail = /^[A-Za-z0-9_]+$/.test(plain) && !/^na$/i.test(plain) ? plain : `v_${sha256(part).slice(0, 8)}`;
  const whole = `${head}__${tail}`;
  if (whole.length <= limit) return whole;
  const short = `${head}__v_${sha256(part).slice(0, 8)}`;
  return short.length <= limit ? short : `v_${sha256(`${question}\0${part}`).slice(0, 8)}`;
}

/** @throws UserError if two columns would carry one name (case aside, as SPSS and SQL read them). */
export function refuseCollisions(names: readonly { name: string; from: string }[], where: string): void {
  const seen = new Map<string, string>();
  for (const { name, from } of names) {
    const key = name.toLowerCase();
    const other = seen.get(key);
    if (other !== undefined)
      throw new UserError(`${from} and ${other} would both be called ${name} in the data`, {
        where,
        fix: "rename one of the two questions, rows or choices",
      });
    seen.set(key, from);
  }
}
