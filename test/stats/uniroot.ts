/** R's default tolerance, ε to the power of ¼: its roots are no closer than that. */
export const LOOSE = Number.EPSILON ** 0.25;

/** Root of a function as R's `uniroot` finds it, to the last digit (Brent 1973, zeroin, in R's src/library/stats/src/zeroin.c). */
export function uniroot(f: (x: number) => number, from: number, to: number): number {
  let [a, fa, b, fb] = [from, f(from), to, f(to)];
  let [c, fc] = [a, fa];
  if (fa === 0) return a;
  for (let step = 0; step < 1000; step++) {
    const previous = b - a;
    if (Math.abs(fc) < Math.abs(fb)) [a, fa, b, fb, c, fc] = [b, fb, c, fc, b, fb];
    const near = 2 * Number.EPSILON * Math.abs(b) + LOOSE / 2;
    let move = (c - b) / 2;
    if (Math.abs(move) <= near || fb === 0) return b;
    if (Math.abs(previous) >= near && Math.abs(fa) > Math.abs(fb)) move = interpolated([a, fa], [b, fb], [c, fc], previous, near) ?? move;
    if (Math.abs(move) < near) move = move > 0 ? near : -near;
    [a, fa] = [b, fb];
    b += move;
    fb = f(b);
    if (fb > 0 === fc > 0) [c, fc] = [a, fa];
  }
  return b;
}

type Place = readonly [x: number, y: number];

function interpolated([a, fa]: Place, [b, fb]: Place, [c, fc]: Place, previous: number, near: number): number | undefined {
  const width = c - b;
  const t1 = a === c ? fb / fa : fb / fc;
  const t2 = fb / fa;
  const ratio = fa / fc;
  const top = a === c ? width * t1 : t2 * (width * ratio * (ratio - t1) - (b - a) * (t1 - 1));
  const bottom = a === c ? 1 - t1 : (ratio - 1) * (t1 - 1) * (t2 - 1);
  const [p, q] = top > 0 ? [top, -bottom] : [-top, bottom];
  return p < 0.75 * width * q - Math.abs(near * q) / 2 && p < Math.abs((previous * q) / 2) ? p / q : undefined;
}
