import { expect, test } from "vitest";
import { deliveries } from "./delivery.ts";
import { MISHAPS } from "./proxy.ts";

test("whatever a bad network does, all that was submitted is stored exactly once", async () => {
  const { submitted, stored, met, broken } = await deliveries(40, 1);
  expect(broken).toEqual([]);
  expect(stored).toBe(submitted);
  // A network that does nothing would prove nothing.
  for (const mishap of MISHAPS) expect(met.get(mishap) ?? 0, mishap).toBeGreaterThan(0);
});
