import fc from "fast-check";
import { expect, test } from "vitest";
import { fitting } from "../../src/dashboard/results-print.ts";

test("figures fill two columns on each page in their order, and lower ones what is left at the end", () => {
  expect(fitting([40, 40, 40, 40], 100, 100, false)).toEqual([0, 1, 2, 3]);
  // Two a column on the first page, then one, then one and a low one that comes later.
  expect(fitting([50, 50, 50, 50, 80, 70, 60, 30, 60], 100, 100, false)).toEqual([0, 1, 2, 3, 4, 5, 7]);
  expect(fitting([50, 50, 50], 0, 100, false)).toEqual([0, 1, 2]);
});

test("moved, lower ones fill what is left of each column", () => {
  expect(fitting([80, 70, 60, 30, 20, 60], 50, 100, true)).toEqual([3, 4, 0, 1]);
  expect(fitting([30, 30, 30], 100, 100, true)).toEqual([0, 1, 2]);
});

test("what is higher than a page is left out, and those after it are not", () => {
  for (const mayMove of [false, true]) expect(fitting([50, 400, 50], 100, 100, mayMove)).toEqual([0, 2]);
});

test("as the columns of a page take them, none is broken, and none that is left would fit into the last", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 40 }), fc.integer({ min: 0, max: 100 }), fc.boolean(), (heights, first, mayMove) => {
      const shown = fitting(heights, first, 100, mayMove);
      if (!mayMove) expect(shown).toEqual([...shown].sort((a, b) => a - b));
      // A browser puts each into the column before it, or else into the next.
      const columns = [first, first, 100, 100];
      let [at, used] = [0, 0];
      for (const place of shown) {
        const height = heights[place] ?? 0;
        while (used + height > (columns[at] ?? Number.POSITIVE_INFINITY)) [at, used] = [at + 1, 0];
        used += height;
      }
      expect(at).toBeLessThan(4);
      for (const [i, height] of heights.entries()) if (!shown.includes(i) && height <= 100) expect(at === 3 && used + height > 100).toBe(true);
    }),
  );
});
