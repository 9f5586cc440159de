import { expect, test } from "vitest";
import { crash } from "./crash.ts";

/** A small dose; `npm run prove -- kills` takes a hundred. */
const SEEDS = [1, 2, 3];

test.each(SEEDS)("a server killed under load loses no acknowledged answer and keeps none twice (seed %i)", async (seed) => {
  const { sent, acknowledged, stored, ...left } = await crash(seed);
  expect(left).toMatchObject({ lost: 0, strange: 0, unrecognised: 0, integrity: "ok" });
  expect(sent).toBeGreaterThan(0);
  expect(stored).toBeGreaterThanOrEqual(acknowledged);
  expect(stored).toBeLessThanOrEqual(sent);
});
