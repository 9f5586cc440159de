import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { type DotRow, dots } from "../../src/chart/dots.ts";

const drawn = (rows: readonly DotRow[]): string => dots({ rows, scale: [1, 5], line: 3, alt: "Indices & more" });
const found = (svg: string, selector: string) => [...parseHTML(`<body>${svg}</body>`).document.querySelectorAll(selector)];

test("a dot and its interval stand where the scale has them, an earlier wave has another shape", () => {
  const svg = drawn([{ label: "No time", value: "3.0", at: 3, low: 2.5, high: 3.5, before: 4, aside: "last wave 4.0, no clear change" }]);
  const marks = found(svg, "[aria-label], g[aria-label=dot] path, g path").map((each) => each.getAttribute("transform") ?? "").filter((each) => each.startsWith("translate"));
  // The middle of 1 to 5 is the middle of 320 units; 4 is a quarter of the track further.
  expect(marks.join(" ")).toMatch(/translate\(236\.5,/);
  expect(svg).toMatch(/cx="160"|translate\(160,/);
  expect(svg).toContain("no clear change");
});

test("a row without a mean has words and no dot; the description is escaped", () => {
  const svg = drawn([{ label: "Few", value: "60% favourable" }]);
  expect(found(svg, "circle")).toEqual([]);
  expect(svg).toContain('aria-label="Indices &#38; more"');
  expect(svg).toContain('role="img"');
});
