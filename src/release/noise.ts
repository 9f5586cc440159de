import { createHmac } from "node:crypto";

/** Largest error: a count of one never grows to the ten that are shown. */
const MOST = 8;

/**
 * Errors of counts on an open link. Whoever sends made-up answers of which he knows everything can move any exact count to just below
 * the place where it is rounded up, and read off whether one more person gave that answer. So a whole number is added to each: 0 in
 * one of three cases, every further step half as likely (two-sided geometric, α = 1/2; Ghosh, Roughgarden and Sundararajan 2012), no
 * more than 8. One answer more or less then makes no published count more than twice as likely, but for the two ends, one case in 384
 * each.
 *
 * It depends on the ids of all answers, random numbers that no single respondent knows, and on what is counted: the same answers
 * released again have the same errors, so that nothing can be averaged away.
 * @param secret fingerprint of all ids; never published
 */
export function noiseOf(secret: string): (what: readonly unknown[]) => number {
  return (what) => {
    const drawn = createHmac("sha256", secret).update(JSON.stringify(what)).digest();
    let left = drawn.readUInt32BE(0) / 2 ** 32;
    for (let size = 0; size < MOST; size++) {
      const share = size === 0 ? 1 / 3 : 2 ** -size * (2 / 3);
      if (left < share) return size === 0 ? 0 : (drawn[4] ?? 0) % 2 === 0 ? size : -size;
      left -= share;
    }
    return (drawn[4] ?? 0) % 2 === 0 ? MOST : -MOST;
  };
}
