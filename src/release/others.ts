import { createHmac } from "node:crypto";

/** Fewest who must have answered otherwise than most: two answers remain then whoever is taken away. */
export const LEAST_OTHERS = 2;
/** The most that is ever asked for. */
const MOST_OTHERS = 5;

/**
 * How many of a class must have answered a sensitive question otherwise than most before the class may be shown. Two keep every answer
 * uncertain for one of its people who knows his own. But whoever knows that two are enough, and sees a class hidden that is large
 * enough, knows that hardly anybody in it answered otherwise (minimality; Wong, Fu, Wang and Pei 2007). So two are asked for in one of
 * two cases, three in one of four, four and five in one of eight each: what is hidden may then have been mixed as well.
 *
 * Drawn from the ids of all answers, random numbers that no respondent knows: the same answers released again are treated alike.
 * @param secret fingerprint of all ids; never published
 */
export function othersOf(secret: string): (values: string) => number {
  const known = new Map<string, number>();
  const draw = (values: string): number => {
    const [byte = 0] = createHmac("sha256", secret).update(`others ${values}`).digest();
    // Ones at the end of a random number: none in one of two cases, one in one of four …
    return Math.min(MOST_OTHERS, LEAST_OTHERS + Math.clz32(~(byte << 24)));
  };
  return (values) => {
    // Thousands of ways to release ask of the same classes.
    let others = known.get(values);
    if (others === undefined) known.set(values, (others = draw(values)));
    return others;
  };
}
