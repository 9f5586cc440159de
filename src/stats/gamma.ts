/** The incomplete gamma and beta functions: every distribution here is one of them. Both tails are computed, so that neither is 1 minus the other where it is tiny. */

/** Parts of a whole below and beyond a point; they sum to 1. */
export interface Tails {
  readonly below: number;
  readonly beyond: number;
}

/** Continued fractions end when a step changes nothing; about √a steps where a parameter is large. */
const STEPS = 100_000;
const TINY = 1e-300;

/** ln Γ(x) - ((x - ½) ln x - x + ½ ln 2π): Stirling's series (Abramowitz and Stegun 6.1.41), to the last digit from 15. */
function stirling(x: number): number {
  const x2 = 1 / (x * x);
  return (1 / 12 - x2 * (1 / 360 - x2 * (1 / 1260 - x2 * (1 / 1680 - x2 * (1 / 1188 - x2 * (691 / 360_360)))))) / x;
}

/** @param x greater than 0 */
export function logGamma(x: number): number {
  let [shifted, product] = [x, 1];
  for (; shifted < 15; shifted++) product *= shifted;
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.9189385332046727 + stirling(shifted) - Math.log(product);
}

/** ln B(a, b). Large parameters cancel before they are added up (Didonato and Morris 1992). */
export function logBeta(a: number, b: number): number {
  const [p, q] = a < b ? [a, b] : [b, a];
  if (q < 15) return logGamma(p) + logGamma(q) - logGamma(p + q);
  const rest = stirling(q) - stirling(p + q) + (q - 0.5) * Math.log1p(-p / (p + q));
  return p < 15 ? logGamma(p) + rest + p - p * Math.log(p + q) : stirling(p) + rest + 0.9189385332046727 - 0.5 * Math.log(p + q) + (p - 0.5) * Math.log(p / (p + q));
}

/** ln (n choose k). */
export const logChoose = (n: number, k: number): number => -Math.log(n + 1) - logBeta(n - k + 1, k + 1);

/**
 * Regularised incomplete gamma functions P(a, x) and Q(a, x): a series on the left, a continued fraction on the right
 * (Abramowitz and Stegun 6.5.29 and 6.5.31).
 */
export function gammaTails(a: number, x: number): Tails {
  if (Number.isNaN(a + x)) return { below: Number.NaN, beyond: Number.NaN };
  if (x <= 0) return { below: 0, beyond: 1 };
  if (x === Number.POSITIVE_INFINITY) return { below: 1, beyond: 0 };
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let [sum, term] = [1 / a, 1 / a];
    for (let i = 1; i < STEPS && sum + term !== sum; i++) sum += term *= x / (a + i);
    const below = Math.min(1, front * sum);
    return { below, beyond: 1 - below };
  }
  const beyond = Math.min(1, front * fraction(x + 1 - a, (i) => ({ times: -i * (i - a), plus: x + 2 * i + 1 - a })));
  return { below: 1 - beyond, beyond };
}

/**
 * Regularised incomplete beta function I_x(a, b) and what is left of 1 (Abramowitz and Stegun 26.5.8).
 * @param y 1 - x, given where x is so close to 1 that the difference would lose it
 */
export function betaTails(a: number, b: number, x: number, y = 1 - x): Tails {
  if (Number.isNaN(a + b + x + y)) return { below: Number.NaN, beyond: Number.NaN };
  if (x <= 0) return { below: 0, beyond: 1 };
  if (y <= 0) return { below: 1, beyond: 0 };
  if (x < (a + 1) / (a + b + 2)) {
    const below = betaBelow(a, b, x, y);
    return { below, beyond: 1 - below };
  }
  const beyond = betaBelow(b, a, y, x);
  return { below: 1 - beyond, beyond };
}

function betaBelow(a: number, b: number, x: number, y: number): number {
  const front = Math.exp(a * logOf(x, y) + b * logOf(y, x) - logBeta(a, b)) / a;
  return Math.min(1, front * fraction(1, (i) => {
    const m = Math.floor(i / 2);
    const times = i % 2 === 0 ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)) : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return { times, plus: 1 };
  }));
}

/** ln x, where 1 - x is known better than x close to 1. */
const logOf = (x: number, rest: number): number => (x > 0.5 ? Math.log1p(-rest) : Math.log(x));

/** 1 / (first + times₁ / (plus₁ + times₂ / (plus₂ + …))), by the method of Lentz 1976. */
function fraction(first: number, term: (i: number) => { readonly times: number; readonly plus: number }): number {
  let [c, d] = [1 / TINY, 1 / (first || TINY)];
  let value = d;
  for (let i = 1; i < STEPS; i++) {
    const { times, plus } = term(i);
    d = 1 / (plus + times * d || TINY);
    c = plus + times / c || TINY;
    value *= c * d;
    if (Math.abs(c * d - 1) < 3e-16) break;
  }
  return value;
}
