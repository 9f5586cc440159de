import { heads, methods, paths } from "./addresses.ts";
import { admission } from "./admissions.ts";
import { again, misplaced, right, strayKey, wrongEnvelope, wrongType } from "./answers.ts";
import type { Draw } from "./draw.ts";
import { ambiguous, encoded, mutant, naughty, parsing } from "./encodings.ts";
import type { Hostile, Wire } from "./request.ts";
import { deep, large, long, many } from "./sizes.ts";
import { broken, ungrammatical, unusual } from "./wire.ts";

/** How many of a thousand requests are of each kind: more of what is cheap and has many faces, less of what takes a megabyte. */
const SHARES: readonly (readonly [number, (draw: Draw) => Hostile | Wire])[] = [
  [158, right], [40, again], [130, wrongType], [70, strayKey], [60, wrongEnvelope], [30, misplaced],
  [15, deep], [5, large], [8, many], [22, long],
  [60, encoded], [90, mutant], [70, parsing], [70, naughty], [30, ambiguous],
  [20, methods], [30, paths], [30, heads], [20, admission],
  [14, unusual], [14, broken], [14, ungrammatical],
];

const TOTAL = SHARES.reduce((sum, [share]) => sum + share, 0);

/** One after the other, without end. */
export function* requestsFrom(draw: Draw): Generator<Hostile | Wire, never> {
  for (;;) {
    let left = draw.below(TOTAL);
    const [, make = right] = SHARES.find(([share]) => (left -= share) < 0) ?? [];
    yield make(draw);
  }
}

export const isWire = (request: Hostile | Wire): request is Wire => "pieces" in request;
