/**
 * Root of a function that rises through 0 between two numbers, by halving until no number lies between.
 * @param rising never falls from `low` to `high`; an end is returned where it does not pass 0
 */
export function bisect(rising: (x: number) => number, low: number, high: number): number {
  let [below, above] = [low, high];
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) return middle;
    if (rising(middle) < 0) below = middle;
    else above = middle;
  }
}

/** As `bisect` from `low` upwards, where it is not known how far: the span is doubled until the function is positive. */
export function bisectFrom(rising: (x: number) => number, low: number): number {
  let span = 1;
  while (rising(low + span) < 0 && span < 1e300) span *= 2;
  return bisect(rising, low, low + span);
}
