import { expect, test } from "vitest";
import { noiseOf } from "../../src/release/noise.ts";

test("errors are the same for the same answers, and two-sided geometric over many counts", () => {
  const [one, other] = [noiseOf("a"), noiseOf("b")];
  const drawn = Array.from({ length: 60_000 }, (_, i) => one(["question", String(i), null]));
  expect(drawn.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, i) => noiseOf("a")(["question", String(i), null])));
  expect(drawn.slice(0, 50)).not.toEqual(Array.from({ length: 50 }, (_, i) => other(["question", String(i), null])));
  const share = (z: number): number => drawn.filter((each) => each === z).length / drawn.length;
  for (let z = -7; z <= 7; z++) expect(Math.abs(share(z) - 2 ** -Math.abs(z) / 3)).toBeLessThan(0.01);
  expect(Math.max(...drawn.map(Math.abs))).toBe(8);
  expect(Math.abs(drawn.reduce((sum, each) => sum + each, 0) / drawn.length)).toBeLessThan(0.05);
});
